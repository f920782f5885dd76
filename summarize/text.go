package summarize

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// clip shortens a text for a message to at most n characters, in quotes.
func clip(text string, n int) string {
	g := graphemes.FromString(text)
	for count := 0; g.Next(); count++ {
		if count == n {
			return "“" + text[:g.Start()] + "…”"
		}
	}
	return "“" + text + "”"
}

func lowerFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(r)) + text[size:]
}

// upperFirst begins text with a capital.
func upperFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}
