package config

import (
	"maps"
	"slices"
	"strings"
)

const (
	envPrefix = "NUTGRAF_"
	configEnv = "NUTGRAF_CONFIG"
	dataEnv   = "NUTGRAF_DATA"

	openAIKey = "OPENAI_API_KEY"
	openAIURL = "OPENAI_BASE_URL"

	otlpURL     = "OTEL_EXPORTER_OTLP_ENDPOINT"
	otlpHeader  = "OTEL_EXPORTER_OTLP_HEADERS"
	otelService = "OTEL_SERVICE_NAME"
)

// environment returns the variables that are not empty. The last of a name counts.
func environment(env []string) map[string]string {
	out := make(map[string]string, len(env))
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		if value == "" {
			delete(out, name)
			continue
		}
		out[name] = value
	}
	return out
}

func fromEnv(env map[string]string, ps *problems) layer {
	byName := map[string]key{}
	known := []string{configEnv, dataEnv}
	for _, k := range keys {
		byName[k.env()] = k
		known = append(known, k.env())
	}
	out := layer{}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		if !strings.HasPrefix(name, envPrefix) || name == configEnv || name == dataEnv {
			continue
		}
		k, ok := byName[name]
		if !ok {
			ps.add(showName(name, "a variable that starts with "+envPrefix), "there is no such variable%s", didYouMean(nearest(name, known)))
			continue
		}
		if v, ok := readText(k, env[name], name, ps); ok {
			out[k.name] = setting{value: v, source: name}
		}
	}
	return out
}

func fromFlags(flags map[string]string, ps *problems) layer {
	out := layer{}
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		label := "--" + FlagName(name)
		k, ok := keyNamed(name)
		if !ok {
			ps.add(showName(label, "a flag"), "there is no such key")
			continue
		}
		if v, ok := readText(k, flags[name], label, ps); ok {
			out[k.name] = setting{value: v, source: label}
		}
	}
	return out
}

// fromEcosystem takes what other programs call the same thing, for keys that no
// other layer sets. These variables were not written for nutgraf, so one that
// does not count is not checked either, and one for telemetry that makes no sense
// here is left out with a notice.
func fromEcosystem(env map[string]string, above []layer, ps *problems) (out layer, notices []string) {
	out = layer{}
	for _, e := range []struct {
		name, key string
		optional  bool
	}{
		{openAIKey, "model.api_key", false},
		{openAIURL, "model.base_url", false},
		{otlpURL, "telemetry.otlp_endpoint", true},
		{otlpHeader, "telemetry.otlp_headers", true},
		{otelService, "telemetry.service_name", true},
	} {
		isSet := slices.ContainsFunc(above, func(l layer) bool { _, ok := l[e.key]; return ok })
		if env[e.name] == "" || isSet {
			continue
		}
		k, _ := keyNamed(e.key)
		var wrong problems
		v, ok := readText(k, env[e.name], e.name, &wrong)
		switch {
		case ok:
			out[k.name] = setting{value: v, source: e.name}
		case e.optional:
			notices = append(notices, "not used: "+wrong.lines[0])
		default:
			ps.lines = append(ps.lines, wrong.lines...)
		}
	}
	return out, notices
}

// readText reads a value that is not in a file.
func readText(k key, value, label string, ps *problems) (any, bool) {
	if k.kind.parse != nil {
		v, err := k.kind.parse(value)
		if err != nil {
			ps.add(label, "%s %s", k.name, err)
		}
		return v, err == nil
	}
	n, ok := parseYAML([]byte(value), label, ps)
	switch {
	case !ok:
		return nil, false
	case n == nil:
		ps.add(label, "%s has no value", k.name)
		return nil, false
	}
	return k.kind.list(reader{label: label, ps: ps}, n)
}
