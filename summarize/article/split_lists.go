package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// label is the mark of a list item at the start of a sentence: "1.", "2)",
// "(b)", "iv)", "• 9.".
type label struct {
	token string // "1", "b" or "iv", "" for none
	n     int    // its number, 0 when it is no number
	open  string // a bullet or "("
	close string // ".", ")" or ".)"
}

func labelAt(s string) label {
	var l label
	if r, n := utf8.DecodeRuneInString(s); r == '(' || r >= utf8.RuneSelf && strings.ContainsRune(bullets, r) {
		l.open, s = s[:n], strings.TrimLeft(s[n:], " ")
	}
	i := 0
	for i < len(s) && i < 2 && isDigit(s[i]) {
		l.n = l.n*10 + int(s[i]-'0')
		i++
	}
	if i == 0 {
		i = letterToken(s)
	}
	for _, c := range []string{".)", ")", "."} {
		if i > 0 && strings.HasPrefix(s[i:], c) && (len(s) == i+len(c) || s[i+len(c)] == ' ' || c != ".") && (c != "." || l.n > 0 || i == 1 && s[0] <= 'h' || slices.Contains(romans, s[:i])) {
			l.token, l.close = s[:i], c
			return l
		}
	}
	return label{}
}

// letterToken returns the length of the letters that number an item at the
// start of s: one of them, or a small Roman numeral.
func letterToken(s string) int {
	i := 0
	for i < len(s) && i < 5 && (s[i] == 'i' || s[i] == 'v' || s[i] == 'x') {
		i++
	}
	if i == 0 && s != "" && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z') {
		i = 1
	}
	return i
}

// before reports that the item next comes directly after l.
func (l label) before(next label) bool {
	if l.token == "" || l.open != next.open || l.close != next.close {
		return false
	}
	if l.n > 0 || next.n > 0 {
		return l.n > 0 && next.n == l.n+1
	}
	if len(l.token) == 1 && len(next.token) == 1 && next.token[0] == l.token[0]+1 {
		return l.close != "." || l.token >= "a"
	}
	i := slices.Index(romans, l.token)
	return i >= 0 && i+1 < len(romans) && romans[i+1] == next.token
}

var romans = []string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"}

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
	if s.label.token == "" || !(rest[0] == '(' || isDigit(rest[0]) || rest[0]|0x20 >= 'a' && rest[0]|0x20 <= 'z') {
		return 0
	}
	l := labelAt(rest[:min(len(rest), 8)])
	if s.label.before(l) && (l.close != "." || l.n == 0 || itemFollows(rest)) {
		return i
	}
	return 0
}

func itemFollows(rest string) bool {
	_, after, _ := strings.Cut(rest, " ")
	r, _ := utf8.DecodeRuneInString(after)
	return unicode.IsUpper(r)
}

// listWindow is how far the second item of a list is looked for, in bytes.
const listWindow = 300

// listBegins reports that rest begins with the first of at least two items.
func (s *splitter) listBegins(rest string) bool {
	rest = strings.TrimLeft(rest[:min(len(rest), listWindow)], " ")
	first := labelAt(rest[:min(len(rest), 12)])
	if first.token == "" {
		return false
	}
	if s.label.open == first.open && s.label.close == first.close && s.label.before(first) {
		return true
	}
	for i := strings.IndexByte(rest, ' '); i >= 0; {
		if first.before(labelAt(rest[i+1 : min(len(rest), i+9)])) {
			return true
		}
		k := strings.IndexByte(rest[i+1:], ' ')
		if k < 0 {
			return false
		}
		i += 1 + k
	}
	return false
}
