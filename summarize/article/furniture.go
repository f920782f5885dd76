package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// captionOpens reports that the inside of a bracket begins as a credit does.
// "source" is too common in brackets to count.
func (t *phraseTable) captionOpens(text string) bool {
	for _, p := range t.opening(text) {
		rest, ok := cutFold(text, p.text)
		if !ok || p.kind != "caption" || !ends(p.text, rest) {
			continue
		}
		hasColon := strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "：") || strings.HasPrefix(rest, " :")
		switch p.text {
		case "source", "quelle", "fuente", "fonte", "bron", "handout":
		default:
			if hasColon || (!p.colon && (p.words >= 2 || wide(lastRune(p.text)))) {
				return true
			}
		}
	}
	return false
}

// fits decides whether a block that begins with p is furniture. It leans to
// the text: what could be a sentence of the story stays.
func (p phrase) fits(text, rest string, t *phraseTable) bool {
	bare := strings.TrimFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	n := columns(text)
	if bare == "" && !p.space {
		return true
	}
	hasColon := strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "：") || strings.HasPrefix(rest, " :")
	if p.colon && !hasColon {
		return false
	}
	strong := p.words >= 2 || hasColon
	sentence := endsSentence(text)
	switch p.kind {
	case "byline":
		return n <= 160 && nameLike(rest, p)
	case "published", "updated":
		return datedLine(p, text, rest, hasColon)
	case "newsletter", "paywall", "cookie", "comments":
		return strong && n <= 320 && (p.words >= 2 || !sentence)
	case "copyright":
		return n <= 260
	case "caption":
		return captionFits(p, text, n, hasColon)
	case "share":
		return p.words >= 2 && n <= 90 && !sentence || p.words >= 3 && n <= 120 || t.onlyShares(bare)
	case "related":
		if strings.HasPrefix(rest, ",") {
			return false
		}
		return strong && (n <= 180 && !sentence || p.words >= 2 && hasColon && n <= 220 || p.words >= 3 && n <= 100)
	}
	return p.words >= 2 && n <= 100 && (!sentence || p.words >= 3)
}

func captionFits(p phrase, text string, n int, hasColon bool) bool {
	if hasColon {
		return n <= 320 && len(Split(text, "und")) <= 3
	}
	return p.words >= 2 && (n <= 140 && !endsSentence(text) || n <= 70)
}

// nameLike reports that what follows "By" is who wrote it, not a sentence: few
// words, nearly all with capitals, no stop at the end.
func nameLike(rest string, p phrase) bool {
	rest, _, _ = strings.Cut(strings.Trim(rest, " :："), " | ")
	if name, role, ok := strings.Cut(rest, ","); ok && len(strings.Fields(role)) <= 5 && !endsSentence(role) {
		rest = name
	}
	words := strings.FieldsFunc(rest, func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '/' || r == '、' })
	if len(words) == 0 || len(words) > 18 || (endsSentence(rest) && p.words < 2 && !p.colon) || strings.ContainsAny(rest, "\"“«") || columns(rest) > 120 {
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
	case words > 16:
		return false
	case dated:
		return n <= 160 && (!stop || words <= 9)
	}
	return !stop && (digits && n <= 70 || p.words >= 2 && n <= 60)
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

// onlyShares reports that every word is one of those of share bars.
func (t *phraseTable) onlyShares(rest string) bool {
	words := strings.Fields(lowered(rest))
	for _, w := range words {
		w = strings.Trim(w, ",.|/·•")
		r, _ := utf8.DecodeRuneInString(w)
		known := w == "" || w == "on" || w == "x" || w == "via" || w == "this" || w == "article" || w == "story"
		for _, p := range t.byFirst[r] {
			known = known || p.kind == "share" && p.text == w
		}
		if !known {
			return false
		}
	}
	return len(words) > 0
}

// splitParts cuts a line at bars and dots.
func splitParts(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '|' || r == '·' || r == '•' || r == '／' })
}
