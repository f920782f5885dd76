package summarize

import (
	"regexp"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// order finds words that speak to a machine and not to a reader, in the
// languages in which they are most often seen.
var order = regexp.MustCompile(`(?i)\b(?:ignore|disregard|forget|override)\s+(?:(?:all|any|of|the|these|those|your|my)\s+){0,4}` +
	`(?:(?:previous|prior|above|earlier|preceding|foregoing|system)\b|(?:rules?|instructions?|prompts?|text)\s+above\b|(?:instructions|prompts?|guidelines)\s+(?:and|that you)\b)` +
	`|\b(?:reply|respond|answer|output)\s+only\s+with\b|\bsystem prompt\b` +
	`|\bignor(?:a|e|ez|iere|ieren|ier)\s[^.!?\n]{0,20}\b(?:instrucciones|instructions|anweisungen|instruções|istruzioni)\b` +
	`|talimatlar[^.!?\n]{0,30}(?:yok say|unut|görmezden)|(?:игнорируй|забудь)[^.!?\n]{0,40}(?:инструкци|указани)` +
	`|忽略[^。！？\n]{0,20}(?:指令|指示|提示)|تجاهل[^.!؟\n]{0,40}(?:التعليمات|الأوامر)`)

// orderHints are what every text that order finds has, in lower case: looking
// for them first is much faster.
var orderHints = []string{
	"ignor", "disregard", "forget", "override", "only with", "system prompt",
	"talimatlar", "игнорируй", "забудь", "忽略", "تجاهل",
}

// mostOrders bounds how many are looked at.
const mostOrders = 50

// orders returns the sentences of the article that speak to a machine. What
// they tell it to write mostly stands in the same sentence.
func (h *house) orders() []article.Sentence {
	if !hinted(h.article.Text) {
		return nil
	}
	var out []article.Sentence
	for _, s := range h.article.Sentences {
		if len(out) < mostOrders && hinted(s.Text) && order.MatchString(s.Text) {
			out = append(out, s)
		}
	}
	return out
}

func hinted(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(orderHints, func(hint string) bool { return strings.Contains(text, hint) })
}

// obeys reports whether a claim says what a sentence that speaks to a machine
// says, and returns that sentence.
func (h *house) obeys(text string) (article.SentenceID, bool) {
	mine := h.contentOf(text)
	for _, order := range h.ordersOnce() {
		common := shared(mine, h.contentOf(order.Text))
		if len(mine) > 0 && float64(common) >= 0.7*float64(len(mine)) {
			return order.ID, true
		}
	}
	return 0, false
}
