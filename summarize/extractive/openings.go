package extractive

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// withoutOpening returns the text without a dateline, where there can be one,
// and without the connectives that point back at the sentence before.
func withoutOpening(text string, lx *lexicon, dateline bool) string {
	rest := text
	if dateline {
		rest = withoutDateline(rest)
	}
	for range 2 {
		next, ok := withoutConnective(rest, lx)
		if !ok {
			break
		}
		rest = next
	}
	if rest == text {
		return text
	}
	return capitalise(rest, lx.language.Code)
}

const longestDateline = 70 // bytes

// withoutDateline takes off "ANKARA (Reuters) —" and "LONDON, March 3 —".
func withoutDateline(text string) string {
	for _, sep := range []string{" — ", " – ", " - ", " -- ", "— ", ") "} {
		at := strings.Index(text, sep)
		if at < 0 || at > longestDateline {
			continue
		}
		if sep == ") " {
			at++
		}
		rest := strings.TrimLeft(text[at:], "—–- ")
		if isDateline(text[:at]) && opensSentence(rest) {
			return rest
		}
	}
	return withoutWire(text)
}

// isDateline reports whether a text is a place in capitals with what may
// follow it, or a place with an agency in brackets.
func isDateline(text string) bool {
	words := lang.Words(text)
	if len(words) == 0 || len(words) > 8 || strings.ContainsAny(text, ":;!?\"“”") {
		return false
	}
	first := text[words[0].Start:words[0].End]
	agency := strings.HasSuffix(text, ")") && strings.Contains(text, "(") && unicode.IsUpper(firstRune(text))
	return agency && len(words) <= 5 || utf8.RuneCountInString(first) > 2 && first == strings.ToUpper(first) && first != strings.ToLower(first)
}

// withoutWire takes off the opening of a Chinese agency's report: "…电 ".
func withoutWire(text string) string {
	for _, end := range []string{"电 ", "電 ", "讯 ", "訊 ", "电　", "讯　"} {
		at := strings.Index(text, end)
		if at >= 0 && at <= longestDateline && !strings.ContainsAny(text[:at], "，。") {
			return strings.TrimLeftFunc(text[at+len(end):], unicode.IsSpace)
		}
	}
	return text
}

func opensSentence(text string) bool {
	r := firstRune(text)
	return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.Is(unicode.Lo, r) || strings.ContainsRune("\"“«„", r)
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// withoutConnective takes off one leading connective: with its comma, or a bare
// conjunction.
func withoutConnective(text string, lx *lexicon) (string, bool) {
	words := lang.Words(head(text))
	if len(words) < 3 || words[0].Start != 0 {
		return text, false
	}
	n := lx.length(words, 0, connective)
	if n == 0 || n >= len(words) {
		return text, false
	}
	after := text[words[n-1].End:]
	r := firstRune(after)
	if strings.ContainsRune(",，،、", r) && r != utf8.RuneError {
		return strings.TrimLeftFunc(after[utf8.RuneLen(r):], unicode.IsSpace), true
	}
	if r != ' ' || lx.length(words, 0, bare) != n {
		return text, false
	}
	return strings.TrimLeft(after, " "), true
}

// head is the opening of a text, enough for a connective.
func head(text string) string {
	const enough = 80
	if len(text) <= enough {
		return text
	}
	return strings.ToValidUTF8(text[:enough], "")
}
