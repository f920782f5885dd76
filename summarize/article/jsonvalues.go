package article

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// addressOf returns the address that a url or mainEntityOfPage property gives.
func addressOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		for _, key := range []string{"@id", "url"} {
			if s, ok := v[key].(string); ok {
				return s
			}
		}
	case []any:
		if len(v) > 0 {
			if _, nested := v[0].([]any); !nested {
				return addressOf(v[0])
			}
		}
	}
	return ""
}

// addressKey is what two spellings of one address share.
func addressKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Path == "" || u.Path == "/" {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimSuffix(u.Path, "/")
}

func sameAsAny(s string, others []string) bool {
	s = fold(s)
	for _, o := range others {
		if o = fold(o); len(s) > 10 && len(o) > 10 && (strings.HasPrefix(o, s) || strings.HasPrefix(s, o)) {
			return true
		}
	}
	return false
}

// text returns the first of the values that is a text or has a name.
func (l *linked) text(values ...any) string {
	for _, v := range values {
		if t := l.names(v); len(t) > 0 {
			return t[0]
		}
	}
	return ""
}

// names returns the texts of a value: itself, its name, or that of the object
// which its @id names.
func (l *linked) names(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, e := range list[:min(len(list), 20)] {
		if m, ok := e.(map[string]any); ok && m["name"] == nil {
			if id, ok := m["@id"].(string); ok && l.byID[id] != nil {
				e = l.byID[id]
			}
		}
		for _, s := range texts(e) {
			out = append(out, plainText(s))
		}
	}
	return out
}

// plainText takes the entities and tags out of a text in JSON.
func plainText(s string) string {
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	if strings.Contains(s, "</") || strings.Contains(s, "<br") {
		s = tagless(s)
	}
	return s
}

// texts returns the strings of a JSON-LD value: itself, or its name.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		if v = strings.TrimSpace(v); v != "" {
			return []string{v}
		}
	case []any:
		var out []string
		for _, e := range v[:min(len(v), 20)] {
			if _, nested := e.([]any); !nested {
				out = append(out, texts(e)...)
			}
		}
		return out
	case map[string]any:
		for _, key := range []string{"name", "alternateName", "@value"} {
			switch name := v[key].(type) {
			case string:
				if name != "" {
					return []string{name}
				}
			case []any:
				if len(name) > 0 {
					if s, ok := name[0].(string); ok {
						return []string{s}
					}
				}
			}
		}
	}
	return nil
}
