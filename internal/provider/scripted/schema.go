package scripted

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// maxDepth bounds the nesting of a schema that is looked at.
const maxDepth = 20

// schema is the part of JSON Schema that matters here.
type schema struct {
	Type                 json.RawMessage    `json:"type"`
	Properties           map[string]*schema `json:"properties"`
	Required             []string           `json:"required"`
	AdditionalProperties json.RawMessage    `json:"additionalProperties"`
	Items                *schema            `json:"items"`
	AnyOf                []*schema          `json:"anyOf"`
	Enum                 []any              `json:"enum"`
	Minimum              *float64           `json:"minimum"`
	Maximum              *float64           `json:"maximum"`
	MinItems             *int               `json:"minItems"`
	MaxItems             *int               `json:"maxItems"`
}

// checkStrict says what strict mode would refuse: every object must be closed
// and must require each of its properties.
func checkStrict(raw json.RawMessage, path string, depth int) error {
	var s schema
	if err := json.Unmarshal(raw, &s); err != nil {
		return fmt.Errorf("response_format: %s is not a JSON Schema: %w", path, err)
	}
	if err := checkKeywords(raw, path, depth); err != nil {
		return err
	}
	if len(s.Properties) == 0 {
		return fmt.Errorf("response_format: %s is not an object with properties", path)
	}
	return s.checkStrict(path, depth)
}

// strictKeywords are those that strict mode knows.
var strictKeywords = []string{
	"type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "const", "description", "title",
	"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "pattern", "format", "$defs", "$ref",
}

// checkKeywords objects to a keyword that strict mode does not know.
func checkKeywords(raw json.RawMessage, path string, depth int) error {
	var words map[string]json.RawMessage
	if depth > maxDepth || json.Unmarshal(raw, &words) != nil {
		return nil // is objected to elsewhere
	}
	for word, value := range words {
		if !slices.Contains(strictKeywords, word) {
			return fmt.Errorf("response_format: %s: '%s' is not permitted", path, word)
		}
		var children map[string]json.RawMessage
		switch word {
		case "properties", "$defs":
			_ = json.Unmarshal(value, &children) // what is no object has none
		case "items":
			children = map[string]json.RawMessage{"items": value}
		}
		for name, child := range children {
			if err := checkKeywords(child, path+"."+name, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *schema) checkStrict(path string, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("response_format: %s is nested too deeply", path)
	}
	if s.Properties != nil && !bytes.Equal(bytes.TrimSpace(s.AdditionalProperties), []byte("false")) {
		return fmt.Errorf("response_format: %s: 'additionalProperties' is required to be false", path)
	}
	for name, property := range s.Properties {
		if !slices.Contains(s.Required, name) {
			return fmt.Errorf("response_format: %s: 'required' must include every property: %q is missing", path, name)
		}
		if err := property.checkStrict(path+"."+name, depth+1); err != nil {
			return err
		}
	}
	children := s.AnyOf
	if s.Items != nil {
		children = append(slices.Clone(children), s.Items)
	}
	for _, child := range children {
		if err := child.checkStrict(path+"[]", depth+1); err != nil {
			return err
		}
	}
	return nil
}

// schemaOf finds the schema that a request asks for: in response_format, or
// written on a line of a message.
func schemaOf(req Request) *schema {
	if s := parseSchema(req.Schema); s != nil {
		return s
	}
	for _, m := range req.Messages {
		for line := range strings.Lines(m.Text) {
			if strings.HasPrefix(line, "{") && strings.Contains(line, `"properties"`) {
				if s := parseSchema([]byte(line)); s != nil {
					return s
				}
			}
		}
	}
	return nil
}

func parseSchema(raw []byte) *schema {
	var s schema
	if len(raw) == 0 || json.Unmarshal(raw, &s) != nil || len(s.Properties) == 0 {
		return nil
	}
	return &s
}

func (s *schema) property(name string) *schema {
	if s == nil {
		return nil
	}
	return s.Properties[name]
}
