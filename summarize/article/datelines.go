package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameLike reports that what follows "By" is who wrote it, not a sentence: few
// words, nearly all with capitals, no stop at the end.
func nameLike(rest string, p phrase) bool {
	rest, _, _ = strings.Cut(strings.Trim(rest, " :："), " | ")
	if name, role, ok := strings.Cut(rest, ","); ok && len(strings.Fields(role)) <= 5 && !endsSentence(role) {
		rest = name
	}
	words := strings.FieldsFunc(rest, func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '/' || r == '、' })
	if len(words) == 0 || len(words) > 18 || endsSentence(rest) && !credits(words) || strings.ContainsAny(rest, "\"“«") || columns(rest) > 120 {
		return false
	}
	upper, caseless := 0, 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r):
			upper++
		case !unicode.IsLower(r):
			caseless++
		}
	}
	if caseless*2 > len(words) {
		return len(words) <= 8 && columns(rest) <= 40
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	return unicode.IsUpper(first) && (upper >= 2 || !p.space) && upper*2 >= len(words)
}

// credits reports that words are names and what joins them: no sentence.
func credits(words []string) bool {
	for _, w := range words {
		switch strings.ToLower(strings.Trim(w, ".")) {
		case "and", "in", "by", "editing", "writing", "reporting", "additional", "und", "y", "et", "e", "de", "von", "van", "da", "di", "del":
			continue
		}
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// datedLine reports a line that says when: a date, and hardly more.
func datedLine(p phrase, text, rest string, hasColon bool) bool {
	n := columns(text)
	if p.words >= 4 {
		return n <= 220
	}
	if hasColon && p.kind == "updated" && fullSentence(rest) {
		return false
	}
	words := len(strings.Fields(rest))
	_, dated := parseDate(rest)
	digits := strings.ContainsFunc(rest, unicode.IsDigit)
	stop := endsSentence(text) && !strings.HasSuffix(text, ".m.")
	switch {
	case words > 16 || stop && !onlyDate(rest):
		return false
	case dated:
		return n <= 160
	}
	return !stop && (digits && n <= 70 || p.words >= 2 && n <= 60)
}

// dayAlone knows a line that is a day, with or without the year, or a time.
func dayAlone(text string) bool {
	return shortTime(text) && !endsSentence(text) && strings.ContainsFunc(text, unicode.IsDigit) && onlyDate(text)
}

// fullSentence reports that text, after a label, holds news of its own.
func fullSentence(text string) bool {
	words := len(strings.Fields(text))
	return endsSentence(text) && words >= 6 && (words >= 12 || !strings.HasSuffix(text, ".m."))
}

// updateLabel cuts "New update: 21:40 - " off a block whose rest is news.
func (t *phraseTable) updateLabel(text string) (label, rest string) {
	for _, p := range t.opening(text) {
		after, ok := cutFold(text, p.text)
		if !ok || p.kind != "updated" || !strings.HasPrefix(after, ":") {
			continue
		}
		rest = strings.TrimLeft(after, ": ")
		if clock := strings.TrimLeft(rest, "0123456789:.hH "); strings.HasPrefix(clock, "-") || strings.HasPrefix(clock, "–") || strings.HasPrefix(clock, "—") {
			rest = strings.TrimLeft(clock, "-–— ")
		}
		if fullSentence(rest) {
			return strings.TrimSpace(strings.TrimSuffix(text, rest)), rest
		}
	}
	return "", ""
}
