package replay

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"

	"github.com/nutgraf/nutgraf/internal/secret"
)

const masked = "***"

// minSecret is the length, in bytes, from which a secret is looked for in text:
// shorter ones are placeholders, and stand in other words.
const minSecret = 8

const secretNames = `authorization|proxy-authorization|cookie|set-cookie|(?:x[-_])?api[-_]?key|key|access[-_]?token|refresh[-_]?token|token|secret|client[-_]?secret|password|signature|sig`

var (
	secretName = regexp.MustCompile(`(?i)^(?:` + secretNames + `)$`)
	// secretField is a field of JSON that is named like a secret, with its text.
	secretField = regexp.MustCompile(`(?i)("(?:authorization|proxy-authorization|cookie|set-cookie|(?:x[-_])?api[-_]?key|access[-_]?token|refresh[-_]?token|client[-_]?secret|password)"\s*:\s*)"(?:[^"\\]|\\.)*"`)
	// keyLike is what keys of the usual vendors look like in messages of errors,
	// also when their middle is starred out.
	keyLike = regexp.MustCompile(`(?i)\b(?:sk|pk|rk|gsk|key|xai|hf|nvapi)[-_][a-z0-9_*.\-]{4,}|\bAIza[a-z0-9_\-]{8,}|\bbearer\s+[^\s"]+`)
)

// mask hides secrets in what is kept.
type mask struct{ secrets [][]byte }

func newMask(secrets []secret.Secret) *mask {
	m := &mask{}
	for _, s := range secrets {
		value := bytes.TrimSpace([]byte(s.Reveal()))
		if len(value) < minSecret {
			continue
		}
		m.secrets = append(m.secrets, value)
		for _, other := range [][]byte{inJSON(value, true), inJSON(value, false), []byte(url.QueryEscape(string(value)))} {
			if !bytes.Equal(other, value) {
				m.secrets = append(m.secrets, other)
			}
		}
	}
	return m
}

// inJSON is how a text stands inside a JSON string.
func inJSON(value []byte, escapeHTML bool) []byte {
	quoted := []byte(encode(string(value)))
	if escapeHTML {
		if all, err := json.Marshal(string(value)); err == nil {
			quoted = all
		}
	}
	return bytes.Trim(quoted, `"`)
}

// values hides the values of secrets.
func (m *mask) values(data []byte) []byte {
	for _, s := range m.secrets {
		data = bytes.ReplaceAll(data, s, []byte(masked))
	}
	return data
}

// body hides secrets in a body; of an error, also what looks like a key.
func (m *mask) body(data []byte, isError bool) []byte {
	data = m.values(data)
	data = secretField.ReplaceAll(data, []byte(`${1}"`+masked+`"`))
	if isError {
		data = keyLike.ReplaceAll(data, []byte(masked))
	}
	return data
}
