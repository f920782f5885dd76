package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// asciiStop marks the ASCII bytes that a sentence may end at, or begin at.
var asciiStop = [utf8.RuneSelf]byte{'.': 1, '!': 1, '?': 1, ':': 1, ';': 1, '|': 1, '-': 1, ' ': 1}

// isFullStop knows the stops that need no space and no capital after them.
func isFullStop(r rune) bool {
	switch r {
	case '。', '｡', '！', '？', '।', '॥', '۔', '։', '။', '።', '፧', '។', '៕', '᙮', '᠃', '꓿':
		return true
	}
	return false
}

// stops returns the offset after the run of stops at i, and after the spaced
// dots of ". . .".
func (s *splitter) stops(i int) int {
	for i < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		if r == ' ' && i > 0 && s.text[i-1] == '.' && i+1 < len(s.text) && s.text[i+1] == '.' {
			i++
			continue
		}
		if !isStop(r) {
			break
		}
		i += n
	}
	return i
}

// marks returns the offset after the marks at i that say nothing about the
// boundary: controls of direction and raised numbers of notes.
func (s *splitter) marks(i int) int {
	for i < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		if !unicode.Is(unicode.Bidi_Control, r) && !isRaised(r) {
			break
		}
		i += n
	}
	return i
}

func isRaised(r rune) bool {
	return r == '¹' || r == '²' || r == '³' || r == '⁰' || r >= '⁴' && r <= '⁹'
}

func isStop(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '؟', '‼', '⁇', '⁈', '⁉':
		return true
	}
	return isFullStop(r)
}

// closers returns the offset after the closing quotation marks, brackets and
// footnote numbers at i.
func (s *splitter) closers(i int) int {
	for i < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		switch {
		case (r == '"' || r == '\'' || r == '“') && !s.closes(i+n):
			return i
		case isCloser(r):
			i += n
		case r == '[' && footnote(s.text[i:]) > 0:
			i += footnote(s.text[i:])
		case unicode.IsSpace(r) && s.guillemet(i+n):
			i += n
		case isStop(r) && isCloser(lastRune(s.text[:i])):
			i += n
		case r == '\u202c' || r == '\u2069':
			i += n
		default:
			return i
		}
	}
	return i
}

// guillemet reports a closing one at i: French sets a space before it.
func (s *splitter) guillemet(i int) bool {
	after, found := strings.CutPrefix(s.text[i:], "»")
	r, _ := utf8.DecodeRuneInString(after)
	return found && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// closes reports that before offset i stands a closing quotation mark, not an
// opening one: no letter follows.
func (s *splitter) closes(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func isCloser(r rune) bool {
	switch r {
	case '"', '\'', '”', '’', '»', '›', ')', ']', '}', '」', '』', '）', '】', '》', '〉', '〕', '“', '＂':
		return true
	}
	return false
}

// footnote returns the length of the number of a note in square brackets,
// "[12]" or "[2–4]", or 0.
func footnote(s string) int {
	i := 1
	for i < len(s) && i < 12 && (isDigit(s[i]) || i > 1 && strings.ContainsRune("-,–", firstRune(s[i:]))) {
		i += utf8.RuneLen(firstRune(s[i:]))
	}
	if i > 1 && i < len(s) && s[i] == ']' {
		return i + 1
	}
	return 0
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
