package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is a word of a text, lower case; name means that it has a capital where
// other words have none.
type word struct {
	text string
	name bool
}

// detectWordsOf cuts a text into its words, each at most mostRepeats times. Where most
// words have a capital, as in headlines, none counts as a name.
func detectWordsOf(text string) []word {
	text = withoutAddresses(text)
	out := make([]word, 0, len(text)/8)
	seen := make(map[string]int, len(text)/16)
	capitals, start := 0, true
	isWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }
	for text != "" {
		from := strings.IndexFunc(text, isWord)
		if from < 0 {
			break
		}
		start = start || strings.ContainsAny(text[:from], ".!?:;\n\"“”«»„¿¡—–•…।؟")
		text = text[from:]
		end := strings.IndexFunc(text, func(r rune) bool { return !isWord(r) })
		if end < 0 {
			end = len(text)
		}
		r, _ := utf8.DecodeRuneInString(text)
		w := word{text: lowerWord(text[:end]), name: unicode.IsUpper(r)}
		text = text[end:]
		if seen[w.text]++; seen[w.text] <= mostRepeats {
			if w.name {
				capitals++
			}
			w.name = w.name && !start
			out = append(out, w)
		}
		start = false
	}
	if capitals*10 > len(out)*7 {
		for i := range out {
			out[i].name = false
		}
	}
	return out
}

// withoutAddresses drops web and mail addresses, whose parts are no words.
func withoutAddresses(text string) string {
	if !strings.Contains(text, "://") && !strings.Contains(text, "www.") && !strings.Contains(text, "@") {
		return text
	}
	var out strings.Builder
	for field := range strings.FieldsSeq(text) {
		if !strings.Contains(field, "://") && !strings.HasPrefix(field, "www.") && !strings.Contains(field, "@") {
			out.WriteString(field)
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// mostlyNames reports that more than half of the words could be names.
func mostlyNames(words []word) bool {
	names := 0
	for _, w := range words {
		if w.name {
			names++
		}
	}
	return names*2 > len(words)
}

// lowerWord writes a word in lower case; the Turkish İ is one letter of it.
func lowerWord(s string) string {
	return strings.ReplaceAll(strings.ToLower(s), "i\u0307", "i")
}
