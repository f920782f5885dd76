package article

import (
	"unicode"
	"unicode/utf8"
)

// asciiStop marks the ASCII bytes that a sentence may end at, or begin at.
var asciiStop = [utf8.RuneSelf]byte{'.': 1, '!': 1, '?': 1, ':': 1, ' ': 1}

// isFullStop knows the stops that need no space and no capital after them.
func isFullStop(r rune) bool {
	switch r {
	case '。', '｡', '！', '？', '।', '॥', '۔', '։', '။', '።', '។':
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

func footnote(s string) int {
	i := 1
	for i < len(s) && i < 5 && s[i] >= '0' && s[i] <= '9' {
		i++
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
