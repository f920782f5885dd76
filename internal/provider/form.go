package provider

import (
	"encoding/json"
	"strings"
)

// maxBraces bounds how many braces are tried as the beginning of an object.
const maxBraces = 16

// containsJSONObject reports whether the text holds a whole JSON object with
// the required keys, with prose or a fence around it or not.
func containsJSONObject(text string, required []string) bool {
	for range maxBraces {
		start := strings.IndexByte(text, '{')
		if start < 0 {
			return false
		}
		text = text[start:]
		var object map[string]json.RawMessage
		if json.NewDecoder(strings.NewReader(text)).Decode(&object) == nil && hasAll(object, required) {
			return true
		}
		text = text[1:]
	}
	return false
}

func hasAll(object map[string]json.RawMessage, keys []string) bool {
	for _, key := range keys {
		if _, ok := object[key]; !ok {
			return false
		}
	}
	return true
}

// requiredKeys lists the keys that a schema demands at its top.
func requiredKeys(schema json.RawMessage) []string {
	var s struct {
		Required []string `json:"required"`
	}
	_ = json.Unmarshal(schema, &s) // what is not a list is none
	return s.Required
}
