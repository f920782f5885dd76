package plain

import (
	"strings"
	"unicode"
)

// Clean takes out control characters, line breaks and direction overrides, so
// that text cannot drive a terminal, leave its line or show itself backwards.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r), r == '\u202d', r == '\u202e':
			return -1
		}
		return r
	}, text)
}
