package config

import (
	"maps"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// listOf is a list of values of one kind, read with one key's rules for each.
func listOf[T any](k kind, what string) kind {
	return kind{list: func(r reader, n *yaml.Node) (any, bool) {
		out, ok := []T{}, true
		if n.Kind != yaml.SequenceNode {
			r.bad(n, "%s must be a list, such as [one, two]", what)
			return nil, false
		}
		for _, item := range n.Content {
			v, good := r.value(key{name: "an entry of " + what, kind: k}, item, item)
			if ok = ok && good; good {
				out = append(out, v.(T))
			}
		}
		return out, ok
	}}
}

func keyList() kind { return listOf[secret.Secret](notBlank(apiKey()), "api_keys") }

// notBlank refuses what is empty.
func notBlank(k kind) kind {
	parse := k.parse
	k.parse = func(s string) (any, error) {
		v, err := parse(s)
		if key, ok := v.(secret.Secret); err == nil && ok && !key.IsSet() {
			return nil, errEmpty
		}
		return v, err
	}
	return k
}

func codeList() kind {
	words := oneOf(string(fault.ModelRefused), string(fault.ModelFiltered), string(fault.ModelBadAnswer), string(fault.ModelEmpty),
		string(fault.ModelTruncated), string(fault.ModelNotFound), string(fault.ModelRejected), string(fault.ModelContext))
	parse := words.parse
	words.parse = func(s string) (any, error) {
		v, err := parse(s)
		if err != nil {
			return nil, err
		}
		return fault.Code(v.(string)), nil
	}
	return listOf[fault.Code](words, "also")
}

// modelKinds are the kinds of what can be set of a model that drafts: keys of the
// section model, and of an entry of model.fallback.
var modelKinds = map[string]kind{
	"name":                text(notEmpty),
	"base_url":            baseURL(),
	"api_key":             apiKey(),
	"api_keys":            keyList(),
	"context_tokens":      whole(0, 100_000_000),
	"max_output_tokens":   whole(0, 10_000_000),
	"concurrency":         whole(1, 512),
	"requests_per_minute": whole(0, 1_000_000),
	"tokens_per_minute":   whole(0, 1_000_000_000),
	"timeout":             duration(24 * time.Hour),
	"wire_format":         oneOf("auto", "json_schema", "tools", "json_object", "text"),
	"api_version":         text(),
}

func modelList() kind { return kind{list: readModels} }

func readModels(r reader, n *yaml.Node) (any, bool) {
	if n.Kind != yaml.SequenceNode {
		r.bad(n, "model.fallback must be a list of models, each with its name")
		return nil, false
	}
	models := []Model{}
	for _, item := range n.Content {
		models = append(models, readModel(r, item))
	}
	return models, true
}

// readModel reads one entry, and reports all that is wrong with it.
func readModel(r reader, n *yaml.Node) Model {
	var m Model
	if n.Kind != yaml.MappingNode {
		r.bad(n, "an entry of model.fallback must have the name of a model, such as name: gpt-4.1-mini")
		return m
	}
	named := false
	r.entries(n, func(name string, at, value *yaml.Node) {
		k, ok := modelKinds[name]
		if !ok {
			r.bad(at, "an entry of model.fallback has no key %s%s", quoteName(name), didYouMean(nearest(name, slices.Sorted(maps.Keys(modelKinds)))))
			return
		}
		named = named || name == "name"
		if v, ok := r.value(key{name: "model.fallback: " + name, kind: k}, at, value); ok {
			m.set(name, v)
		}
	})
	if !named {
		r.bad(n, "an entry of model.fallback has no name")
	}
	return m
}

func (m *Model) set(name string, v any) {
	switch name {
	case "name":
		m.Name = v.(string)
	case "base_url":
		m.BaseURL = v.(string)
	case "api_key":
		m.APIKey = v.(secret.Secret)
	case "api_keys":
		m.APIKeys = v.([]secret.Secret)
	case "context_tokens":
		m.ContextTokens = v.(int)
	case "max_output_tokens":
		m.MaxOutputTokens = v.(int)
	case "concurrency":
		m.Concurrency = v.(int)
	case "requests_per_minute":
		m.RequestsPerMinute = v.(int)
	case "tokens_per_minute":
		m.TokensPerMinute = v.(int)
	case "timeout":
		m.Timeout = v.(time.Duration)
	case "wire_format":
		m.WireFormat = v.(string)
	case "api_version":
		m.APIVersion = v.(string)
	}
}
