package provider

import (
	"encoding/json"
	"unicode/utf8"
)

// joiner puts together text that arrives as the bodies of JSON strings. A
// server may cut a character, or the two halves of an escaped pair, between two
// of them; the joiner holds the first part back until the rest is there.
type joiner struct{ held []byte }

// add returns the whole characters that are known after the next body.
func (j *joiner) add(body []byte) string {
	j.held = append(j.held, body...)
	cut := len(j.held) - openTail(j.held)
	piece := unquote(j.held[:cut])
	j.held = append(j.held[:0], j.held[cut:]...)
	return piece
}

// rest returns what is held at the end, with U+FFFD for what never became a
// character.
func (j *joiner) rest() string {
	piece := unquote(j.held)
	j.held = nil
	return piece
}

// openTail is the number of bytes at the end that belong to a character whose
// rest may still come.
func openTail(body []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(body); n++ {
		tail := body[len(body)-n:]
		if utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return n
			}
			break
		}
	}
	if n := len(body); n >= 6 && isHighSurrogate(body[n-6:]) {
		slashes := 0
		for i := n - 6; i >= 0 && body[i] == '\\'; i-- {
			slashes++
		}
		if slashes%2 == 1 {
			return 6
		}
	}
	return 0
}

// isHighSurrogate recognises \ud800 to \udbff.
func isHighSurrogate(s []byte) bool {
	lower := func(c byte) byte { return c | 0x20 }
	return s[0] == '\\' && s[1] == 'u' && lower(s[2]) == 'd' && (s[3] == '8' || s[3] == '9' || lower(s[3]) == 'a' || lower(s[3]) == 'b')
}

// unquote decodes the body of a JSON string. Invalid UTF-8 becomes U+FFFD.
func unquote(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	quoted := make([]byte, 0, len(body)+2)
	quoted = append(append(append(quoted, '"'), body...), '"')
	var text string
	if json.Unmarshal(quoted, &text) != nil {
		return ""
	}
	return text
}

// stringBody returns the body of a JSON string, or of the text parts of an
// array, the two forms in which servers send content.
func stringBody(raw json.RawMessage) []byte {
	switch {
	case len(raw) >= 2 && raw[0] == '"':
		return raw[1 : len(raw)-1]
	case len(raw) == 0 || raw[0] != '[':
		return nil
	}
	var parts []struct {
		Type string          `json:"type"`
		Text json.RawMessage `json:"text"`
	}
	if json.Unmarshal(raw, &parts) != nil {
		return nil
	}
	var body []byte
	for _, p := range parts {
		if p.Type == "text" && len(p.Text) >= 2 && p.Text[0] == '"' {
			body = append(body, p.Text[1:len(p.Text)-1]...)
		}
	}
	return body
}
