package article

import (
	"strings"
	"unicode/utf8"
)

// leans reports that a bracket follows that says nothing without the sentence
// before it: "(Which nobody did.)".
func (s *splitter) leans(next following) bool {
	return next.bracket && s.rules.leans[next.text]
}

// pause knows ". . ." between two words: something was left out or left
// hanging. A fourth dot is the sentence's full stop.
func (s *splitter) pause(i, stops int) bool {
	return s.text[i:stops] == ". . ." && i > s.start && s.text[i-1] == ' '
}

// beforeLower decides on a stop before a word in lower case: the sentence goes
// on, unless a list begins, or a long word that is no abbreviation stands before
// the stop and one that begins sentences after it.
func (s *splitter) beforeLower(i, end int, single bool, next following) int {
	if s.listBegins(s.text[end:]) {
		return end
	}
	word := lastWord(s.text[s.start:i])
	if !single || utf8.RuneCountInString(word) < longWord || strings.ContainsAny(word, "./@:_") || s.rules.abbreviation(word) || !s.rules.starters[next.text] {
		return 0
	}
	return end
}

// longWord is the length in characters from which a word before a stop is taken
// to be whole although the next is in lower case.
const longWord = 7

// interrupted handles a quotation that breaks off with a dash: the sentence
// ends with it when the next word begins one, and is not who spoke.
func (s *splitter) interrupted(i int) int {
	end := s.closers(i)
	if end == i || end == len(s.text) || !isSpace(s.text[end]) || s.inside(end) {
		return 0
	}
	rest := s.text[end:]
	if next := nextWord(rest); next.lower || !s.starts(next) || s.attributed(rest) {
		return 0
	}
	return end
}
