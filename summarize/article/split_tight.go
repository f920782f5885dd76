package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tight decides on a stop with no space after it: "end.Next" is two sentences,
// "example.org", "3.5" and "Yahoo!s" are not.
func (s *splitter) tight(i, end int) int {
	before, after := s.text[s.start:i], s.text[end:]
	word := lastWord(before)
	if n := noteNumber(after); n > 0 {
		return s.afterNote(before, word, end+n)
	}
	if !sentenceLike(after) || s.rules.domains[firstWord(after)] {
		return 0
	}
	if s.rules.closes(word) && s.starts(nextWord(after)) {
		return end
	}
	if s.rules.abbreviation(word) || utf8.RuneCountInString(word) < 3 && !s.rules.starters[word] {
		return 0
	}
	last, token := lastRune(word), firstField(after)
	if !unicode.IsLower(last) && !unicode.IsDigit(last) || strings.ContainsAny(word, "./@:_") || strings.ContainsAny(token[:max(0, len(token)-1)], "./@_") {
		return 0
	}
	return end
}

// sentenceLike reports that after begins as a sentence does: a capital and then
// a small letter, "I", "A", or a Roman numeral.
func sentenceLike(after string) bool {
	r, n := utf8.DecodeRuneInString(after)
	if !unicode.IsUpper(r) {
		return false
	}
	if second, _ := utf8.DecodeRuneInString(after[n:]); unicode.IsLower(second) {
		return true
	}
	word := firstWord(after)
	return len(word) < len(after) && after[len(word)] == ' ' && (word == "I" || word == "A" || len(word) > 1 && strings.Trim(word, "IVXLC") == "")
}

// noteNumber returns the length of the number of a footnote before a space and
// a capital, "12" of "12 The".
func noteNumber(s string) int {
	i := 0
	for i < len(s) && i < 8 && (isDigit(s[i]) || i > 0 && (s[i] == ',' || s[i] == '-')) {
		i++
	}
	if i == 0 || !isDigit(s[i-1]) || i >= len(s) || s[i] != ' ' {
		return 0
	}
	if r, _ := utf8.DecodeRuneInString(s[i+1:]); !unicode.IsUpper(r) {
		return 0
	}
	return i
}

// afterNote ends a sentence after the number of a footnote, when a whole word
// or a bracket stands before the stop.
func (s *splitter) afterNote(before, word string, end int) int {
	last := lastRune(before)
	if last == ')' || unicode.IsLower(last) && utf8.RuneCountInString(word) > 3 && !strings.ContainsAny(word, "./@:_") && !s.rules.abbreviation(word) {
		return end
	}
	return 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
