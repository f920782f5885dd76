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

	initial bool // the word is one letter with a stop
}

// nextWord looks at the first word of rest, past spaces and opening marks.
func nextWord(rest string) following {
	var f following
	for i, r := range rest {
		switch {
		case r == ' ' || r == '\t':
		case r == '-' || r == '–' || r == '—':
			f.dash = true
		case r == ',' || r == ';' || r == '،':
			f.comma = true
			return f
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			f.text = firstWord(rest[i:])
			f.digit = unicode.IsDigit(r)
			f.lower = unicode.IsLower(r) && !camel(f.text)
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

// camel knows "iPhone" and "eBay", which may begin a sentence.
func camel(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	second, _ := utf8.DecodeRuneInString(word[n:])
	return unicode.IsLower(r) && unicode.IsUpper(second)
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

// label is the mark of a list item at the start of a sentence: "1.", "2)", "b)".
type label struct {
	n     int    // its number, 0 for none
	alpha bool   // b) rather than 2)
	open  string // "(" or ""
	close string // ".", ")" or ".)"
}

func labelAt(s string) label {
	var l label
	if strings.HasPrefix(s, "(") {
		l.open, s = "(", s[1:]
	}
	i := 0
	for i < len(s) && i < 2 && s[i] >= '0' && s[i] <= '9' {
		l.n = l.n*10 + int(s[i]-'0')
		i++
	}
	if i == 0 && len(s) > 1 && (s[0] >= 'a' && s[0] <= 'h') {
		l.n, l.alpha, i = int(s[0]-'a')+1, true, 1
	}
	rest := s[i:]
	for _, c := range []string{".)", ")", "."} {
		if i > 0 && strings.HasPrefix(rest, c) && (len(rest) == len(c) || rest[len(c)] == ' ' || c != ".") {
			l.close = c
			return l
		}
	}
	return label{}
}

// bullets begin list items that were run into one line.
const bullets = "•‣◦▪●∙⁃■✅✔☑🔹🔸👉➡▶"

// beforeItem returns i when the space at i stands before the next list item.
func (s *splitter) beforeItem(i int) int {
	rest := s.text[i+1:]
	if rest == "" || i == s.start || s.inside(i) {
		return 0
	}
	if rest[0] >= utf8.RuneSelf {
		if r, n := utf8.DecodeRuneInString(rest); strings.ContainsRune(bullets, r) && len(rest) > n && s.text[s.start:i] != "" {
			return i
		}
		return 0
	}
	if s.label.n == 0 || !(rest[0] == '(' || rest[0] >= '0' && rest[0] <= '9' || rest[0] >= 'b' && rest[0] <= 'h') {
		return 0
	}
	l := labelAt(rest[:min(len(rest), 8)])
	want := s.label
	want.n++
	if l == want && (l.close != "." || itemFollows(rest)) {
		return i
	}
	return 0
}

func itemFollows(rest string) bool {
	_, after, _ := strings.Cut(rest, " ")
	r, _ := utf8.DecodeRuneInString(after)
	return unicode.IsUpper(r)
}
