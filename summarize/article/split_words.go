package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// following is what comes after a possible end of sentence.
type following struct {
	text  string // its first word
	lower bool   // begins in lower case: the sentence goes on
	digit bool
	dash  bool
	comma bool
	open  bool // a bracket or quotation mark comes first

	bracket bool // an opening bracket stands directly before it
	initial bool // the word is one letter with a stop
}

// nextWord looks at the first word of rest, past spaces and opening marks.
func nextWord(rest string) following {
	var f following
	for i, r := range rest {
		switch {
		case r == ' ' || unicode.IsSpace(r) || unicode.Is(unicode.Bidi_Control, r):
		case r == '-' || r == '–' || r == '—':
			f.dash = true
		case r == ',' || r == ';' || r == '،':
			f.comma = true
			return f
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			f.text = firstWord(rest[i:])
			f.digit = unicode.IsDigit(r)
			f.lower = unicode.IsLower(r) && !camel(f.text) && !elided(rest[:i], rest[i:])
			f.bracket = i > 0 && rest[i-1] == '('
			f.initial = len(f.text) == utf8.RuneLen(r) && strings.HasPrefix(rest[i+len(f.text):], ".")
			return f
		case strings.ContainsRune("\"'“‘«„‹([{¿¡", r):
			f.open = true
		default:
			f.text = string(r)
			return f
		}
	}
	return f
}

// camel knows "iPhone", "eBay" and "my2pence", which may begin a sentence.
func camel(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	second, _ := utf8.DecodeRuneInString(word[n:])
	return unicode.IsLower(r) && (unicode.IsUpper(second) || strings.ContainsAny(word, "0123456789"))
}

// elided knows the Dutch "'s Avonds" and "'t Was": the word after the one that
// lost its beginning has the capital.
func elided(before, word string) bool {
	if !strings.HasSuffix(before, "'") && !strings.HasSuffix(before, "’") || len(word) < 3 || word[1] != ' ' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(word[2:])
	return strings.IndexByte("stnk", word[0]) >= 0 && unicode.IsUpper(r)
}

func firstWord(s string) string {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' && r != '’' {
			return s[:i]
		}
	}
	return s
}

// lastWord returns what stands before a stop: letters, digits and inner stops.
func lastWord(s string) string {
	for i := len(s); i > 0; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune(".-'’/@:_°º\u202a\u202b", r) {
			return trimWord(s[i:])
		}
		if len(s)-i > 60 {
			return ""
		}
		i -= n
	}
	return trimWord(s)
}

func trimWord(word string) string {
	return strings.TrimRight(strings.TrimLeft(word, "'’-"), "\u202a\u202b")
}

// firstField returns the text up to the first space, 80 bytes of it at most.
func firstField(s string) string {
	for i := 0; i < len(s) && i < 80; i++ {
		if isSpace(s[i]) {
			return s[:i]
		}
	}
	return s[:min(len(s), 80)]
}

// attributed reports that after a quotation comes who said it: "Smith asked."
func (s *splitter) attributed(rest string) bool {
	for n := 0; n < 4; n++ {
		rest = strings.TrimLeft(rest, " ")
		word := firstWord(rest)
		if word == "" {
			return false
		}
		rest = rest[len(word):]
		if s.rules.says[strings.ToLower(word)] {
			return rest == "" || rest[0] == '.' || rest[0] == ',' || rest[0] == ':'
		}
		if r, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(r) {
			return false
		}
	}
	return false
}
