package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortened reports that the stop at i belongs to an abbreviation, an initial
// or an ordinal, and does not end the sentence before next.
func (s *splitter) shortened(i int, next following) bool {
	before := s.text[s.start:i]
	word := s.rules.abbreviated(before)
	first := strings.TrimSpace(before) == word
	switch {
	case word == "":
		return false
	case isNumber(word):
		return s.ordinal(strings.TrimSuffix(before, word), word, next) || s.rules.ordinals && s.inDate(i, word)
	case s.rules.ordinals && isRoman(word):
		return !s.starts(next)
	case s.rules.closes(word):
		return s.carriesOn(before, word, next)
	case s.rules.abbreviation(word), next.initial && utf8.RuneCountInString(word) == 1:
		return true
	}
	return initials(word) && (first || !s.starts(next))
}

// abbreviated returns the word before a stop, in the form that the lists have
// it in if it is in them: "Sen" of "ex-Sen", "art" of "l'art", "p.m" of "p. m".
func (r *rules) abbreviated(before string) string {
	word := lastWord(before)
	if joined := r.spacedOut(before, word); joined != "" {
		return joined
	}
	k := strings.LastIndexAny(word, "-/'’")
	if k < 0 || r.abbreviation(word) {
		return word
	}
	_, n := utf8.DecodeRuneInString(word[k:])
	apostrophe := word[k] == '\'' || n > 1
	if part := word[k+n:]; len(part) > 1 && (!apostrophe || k <= 4) && r.abbreviation(part) {
		return part
	}
	return word
}

// spacedOut joins "z. B", "i. d. R" or "EE. UU" as they are without spaces. It
// returns "" when word is not the last part of such an abbreviation.
func (r *rules) spacedOut(before, word string) string {
	longest := ""
	joined, rest := word, strings.TrimSuffix(before, word)
	for range 3 {
		stop, found := strings.CutSuffix(rest, ". ")
		part := lastWord(stop)
		if !found || part == "" || utf8.RuneCountInString(part) > 2 || isNumber(part) {
			break
		}
		joined, rest = part+"."+joined, strings.TrimSuffix(stop, part)
		if r.abbreviation(joined) {
			longest = joined
		}
	}
	return longest
}

// carriesOn decides on an abbreviation that may end a sentence. In lower case
// ("p.m", "etc", "г") it ends one before any capital, unless the sentence has
// just begun; others end one only before a word that begins sentences.
func (s *splitter) carriesOn(before, word string, next following) bool {
	if next.text == "" || next.digit || s.rules.continues[next.text] {
		return true
	}
	r, n := utf8.DecodeRuneInString(word)
	if unicode.IsUpper(r) && !s.rules.ends[word] {
		return !s.starts(next)
	}
	if n == len(word) && !endsInDigit(strings.TrimSuffix(before, word)) {
		return true
	}
	return len(before) <= shortOpening && !s.starts(next) && (len(before) <= 12 || n == len(word) || r >= utf8.RuneSelf)
}

// shortOpening is the size in bytes up to which a sentence has just begun: "In
// 2024" and a name may follow.
const shortOpening = 32

func endsInDigit(s string) bool {
	return unicode.IsDigit(lastRune(strings.TrimRight(s, " ")))
}

// starts reports that next is a word that begins sentences, not names.
func (s *splitter) starts(next following) bool {
	if s.rules.continues[next.text] || next.initial {
		return false
	}
	r, n := utf8.DecodeRuneInString(next.text)
	if n == len(next.text) && r != 'I' && r != 'A' {
		return false
	}
	return s.rules.starters[strings.ToLower(next.text)]
}

// ordinal decides on a number with a stop: the label of an item, an ordinal, or
// the last word of the sentence.
func (s *splitter) ordinal(before, word string, next following) bool {
	opening := strings.TrimSpace(before)
	if opening == "" && len(word) <= 2 || strings.HasSuffix(before, ": ") && word == "1" {
		return true
	}
	if len(before) > 0 && before[len(before)-1] == ',' || next.open || next.digit {
		return false
	}
	if strings.HasSuffix(opening, ",") || strings.HasSuffix(opening, ";") {
		return len(word) <= 2 && !s.starts(next)
	}
	return s.rules.ordinals && len(word) <= 3 && !s.starts(next)
}

// spacedDate is a date as "5. 4. 2026" has it.
var spacedDate = regexp.MustCompile(`^[0-9]{1,2}\. [0-9]{1,2}\. [0-9]{4}\b`)

// inDate reports that the stop at i, after the number word, is one of the two
// within a date with spaces in it.
func (s *splitter) inDate(i int, word string) bool {
	from := i - len(word)
	if before, found := strings.CutSuffix(s.text[s.start:from], ". "); found {
		if day := lastWord(before); day != "" && isNumber(day) {
			from -= len(day) + len(". ")
		}
	}
	return spacedDate.MatchString(s.text[from:min(len(s.text), i+16)])
}

// isRoman knows the numerals of rulers and of what is counted like them.
func isRoman(word string) bool {
	return len(word) > 1 && len(word) <= 5 && strings.Trim(word, "IVX") == ""
}

func isNumber(word string) bool {
	return strings.Trim(word, "0123456789") == ""
}

// initials knows "J", "J.K", "U.S" and "А": single capitals between stops.
func initials(word string) bool {
	letters := 0
	for rest := word; rest != ""; letters++ {
		r, n := utf8.DecodeRuneInString(rest)
		if !unicode.IsUpper(r) && !caseless(r) {
			return false
		}
		rest = rest[n:]
		if rest != "" {
			if rest[0] != '.' && rest[0] != '-' {
				return false
			}
			rest = strings.TrimPrefix(rest[1:], "-")
		}
	}
	return letters > 0 && letters <= 5
}

// caseless knows letters of scripts that have no capitals and whose single
// letters are abbreviations.
func caseless(r rune) bool {
	return unicode.Is(unicode.Arabic, r) || unicode.Is(unicode.Hebrew, r) || unicode.Is(unicode.Devanagari, r)
}
