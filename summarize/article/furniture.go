package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/lang"
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
	switch p.kind {
	case "byline":
		return n <= 160 && nameLike(rest, p)
	case "published", "updated":
		return datedLine(p, text, rest, hasColon)
	case "caption":
		return t.captionFits(p, text, rest, hasColon)
	case "related":
		if strings.HasPrefix(rest, ",") {
			return false
		}
		if p.words >= 2 && hasColon {
			return n <= 220
		}
	case "share":
		if t.onlyShares(bare) {
			return true
		}
	case "copyright":
		if p.text == "©" {
			return n <= 260
		}
		if p.text == "copyright" || p.text == "(c)" {
			return n <= 260 && claimsRight(rest) && !t.attributed.In(lang.Words(rest))
		}
	}
	if endsSentence(text) || strings.ContainsAny(rest, ".!?") {
		words := p.words
		if hasColon {
			words++
		}
		return words >= p.sentenceWords() && n <= p.longest(true) && !t.states(p, rest)
	}
	return (p.words >= 2 || hasColon && p.labels()) && n <= p.longest(false) && !t.headlines(p, rest)
}

// labels reports that one word with a colon is enough for the kind.
func (p phrase) labels() bool {
	switch p.kind {
	case "newsletter", "paywall", "cookie", "comments", "related", "copyright":
		return true
	}
	return false
}

// sentenceWords is how many words a phrase of the kind needs to make furniture
// of a whole sentence.
func (p phrase) sentenceWords() int {
	switch p.kind {
	case "newsletter", "paywall", "cookie", "comments", "copyright":
		return 2
	}
	return 3
}

// longest is the most columns that furniture of the kind has, as a sentence or
// without a stop.
func (p phrase) longest(sentence bool) int {
	switch p.kind {
	case "newsletter", "paywall", "cookie", "comments":
		return 320
	case "copyright":
		return 260
	case "share":
		if sentence {
			return 120
		}
		return 90
	case "related":
		if !sentence {
			return 180
		}
	}
	return 100
}

// captionFits decides on captions. A label with a colon makes one of a sentence
// of its own, which begins with a capital.
func (t *phraseTable) captionFits(p phrase, text, rest string, hasColon bool) bool {
	n := columns(text)
	words := lang.Words(rest)
	if hasColon {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " :："))
		ownSentence := unicode.IsLower(r) && endsSentence(text) && len(words) > afterName
		return n <= 320 && !ownSentence && len(Split(text, "und")) <= 3
	}
	if p.words < 2 || strings.HasPrefix(rest, ",") {
		return false
	}
	if !endsSentence(text) {
		return n <= 140
	}
	return n <= 70 && !t.attributed.In(words) && !t.finite.In(words) && !strings.ContainsAny(rest, ",;")
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
