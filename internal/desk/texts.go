package desk

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed texts/*.json
var textFiles embed.FS

// texts are all words of the interface in one language, by key. The same file
// serves the templates and the scripts.
type texts map[string]phrase

// phrase is a text, or one for each plural form of the number "n" in it. Names
// in braces are places for values.
type phrase struct {
	text  string
	forms map[string]string
}

func loadTexts(lang string) (texts, error) {
	raw, err := textFiles.ReadFile("texts/" + lang + ".json")
	if err != nil {
		return nil, err
	}
	out := texts{}
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("texts/%s.json: %w", lang, err)
	}
	return out, nil
}

// UnmarshalJSON reads a string or an object of plural forms.
func (p *phrase) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &p.text)
	}
	return json.Unmarshal(raw, &p.forms)
}

// MarshalJSON writes what UnmarshalJSON reads.
func (p phrase) MarshalJSON() ([]byte, error) {
	if p.forms != nil {
		return json.Marshal(p.forms)
	}
	return json.Marshal(p.text)
}

// say returns a text with its places filled: names and values in turn. A key
// that is not there is an error, which fails the page.
func (t texts) say(key string, pairs ...any) (string, error) {
	p, ok := t[key]
	if !ok || len(pairs)%2 != 0 {
		return "", fmt.Errorf("no text %q with %d values", key, len(pairs)/2)
	}
	out := p.text
	if p.forms != nil {
		out = p.forms["other"]
	}
	for i := 0; i < len(pairs); i += 2 {
		name, value := fmt.Sprint(pairs[i]), fmt.Sprint(pairs[i+1])
		if one, ok := p.forms["one"]; ok && name == "n" && value == "1" {
			out = one
		}
	}
	return fill(out, pairs), nil
}

// fill puts values into their places, all at once, so that a value which looks
// like a place stays as it is.
func fill(text string, pairs []any) string {
	places := make([]string, 0, len(pairs))
	for i := 0; i < len(pairs); i += 2 {
		places = append(places, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(places...).Replace(text)
}

// has reports whether there is a text, for names that come from outside.
func (t texts) has(key string) bool { _, ok := t[key]; return ok }
