package ground

import (
	"fmt"
	"strings"
)

// quotationRule compares what a claim quotes with what the article quotes: word
// for word, and by whom it was said.
type quotationRule struct {
	article *quoteFlow
	title   *quoteFlow
	speech  *quoteSpeech // nil where the language's verbs of saying are not known
}

func newQuotationRule(c *Checker) rule {
	r := &quotationRule{article: newQuoteFlow(c), title: newTitleFlow(c)}
	if w := load[quotationWords]("quotation", c.lang); w != nil {
		r.speech = w.speech()
	}
	return r
}

// mostQuotations is how many quotations of a claim are compared.
const mostQuotations = 40

// quotationCheck is one claim while its quotations are compared.
type quotationCheck struct {
	*quotationRule
	*claim
	quotes []quotation
	inside []bool // of each token, whether it is quoted
	shaky  bool   // marks are missing in the claim
	copy   bool   // the article has the claim as it stands, marks and all
	worst  Verdict
}

func (r *quotationRule) check(cl *claim) {
	k := &quotationCheck{quotationRule: r, claim: cl}
	quotes, faults := quotations(cl.tokens)
	k.quotes, k.shaky = quotes, len(faults) > 0
	k.inside = make([]bool, len(cl.tokens))
	for _, q := range quotes {
		for i := q.from; i < q.to; i++ {
			k.inside[i] = true
		}
	}
	k.copy = len(quotes) > 0 && strings.Contains(r.article.text, strings.TrimSpace(cl.text))
	compared := 0
	for _, q := range k.quotes[:min(len(k.quotes), mostQuotations)] {
		if k.judge(q) {
			compared++
		}
	}
	k.copied()
	if compared > 0 && k.worst == "" {
		cl.note(Pass, "", whole, "What is quoted is in the article word for word", "", -1)
	}
}

// report notes a finding; where marks are missing in the claim it is only a warning.
func (k *quotationCheck) report(v Verdict, code string, where at, message, expected string, sentence int) {
	if k.shaky && v == Fail {
		v = Warn
	}
	k.worst = k.worst.Worse(v)
	k.note(v, code, where, message, expected, sentence)
}

// judge compares one quotation, and reports whether there was something to compare.
func (k *quotationCheck) judge(q quotation) bool {
	wanted, n := quoteRuns(k.tokens[q.from:q.to])
	if n == 0 || k.copy {
		return n > 0
	}
	if spoken := k.article.find(k.article.spoken, wanted); len(spoken) > 0 {
		k.judgeSpeaker(q, spoken)
		return true
	}
	if len(k.title.find(k.title.spoken, wanted)) > 0 {
		return true
	}
	if told := append(k.article.find(k.article.words, wanted), k.title.find(k.title.words, wanted)...); len(told) > 0 {
		k.unmarked(q, told, k.sizeOf(q))
		return true
	}
	k.changed(q)
	return true
}

// sizeOf counts words; in scripts without spaces two characters are one.
func (k *quotationCheck) sizeOf(q quotation) int {
	n := 0
	for _, t := range k.tokens[q.from:q.to] {
		switch {
		case t.dense:
			n++
		case t.kind != mark:
			n += 2
		}
	}
	return (n + 1) / 2
}

// fewWords is what can be a scare quote or the title of a work.
const fewWords = 3

// unmarked is for words that the article has, but not, or not all, as a quotation.
func (k *quotationCheck) unmarked(q quotation, places []quotePlace, size int) {
	for _, p := range places {
		if k.speechOrTitle(q, p) {
			return
		}
	}
	p := places[0]
	from, to := p.tokens()
	inside := 0
	for _, i := range p.list[p.from:p.to] {
		if p.flow.quote[i] >= 0 {
			inside++
		}
	}
	v, message, expected := Fail, "The article has these words outside quotation marks%s: they are not a quotation", k.textOf(at{q.from, q.to})
	if inside > 0 {
		message, expected = "The article puts only a part of this in quotation marks%s", markedText(p.flow, from, to)
	}
	if size <= fewWords && !k.isSpeech(q) || size-inside <= 1 && inside > 0 {
		v = Warn
	}
	k.report(v, "not_quoted", q.outer(), fmt.Sprintf(message, inSentence(p.sentence())), expected, p.sentence())
}

// speechOrTitle reports whether words without marks may be quoted all the same:
// the title of a work, the words of an author who writes of himself, or of a
// paragraph in which marks are missing.
func (k *quotationCheck) speechOrTitle(q quotation, p quotePlace) bool {
	from, to := p.tokens()
	if q.title || isTitleCase(k.tokens[q.from:q.to]) && (isTitleCase(p.flow.tokens[from:to]) || p.flow == k.title) {
		return true
	}
	if p.flow.isShaky(from) {
		return true
	}
	lo, hi := p.flow.sentenceAround(from, to)
	for i := lo; i < hi; i++ {
		if p.flow.quote[i] < 0 && k.speech != nil && k.speech.first[p.flow.tokens[i].norm] {
			return true
		}
	}
	return false
}

// isSpeech reports whether a quotation stands as the whole of what somebody says.
func (k *quotationCheck) isSpeech(q quotation) bool {
	open := q.outer().from
	if open > 0 && k.tokens[open-1].isMark(":") {
		return true
	}
	last := k.tokens[q.to-1]
	return last.isMark(",") || last.isMark("!") || last.isMark("?")
}

// changed is for words that the article does not have in this order.
func (k *quotationCheck) changed(q quotation) {
	var words []token
	for _, t := range k.tokens[q.from:q.to] {
		if t.kind != mark {
			words = append(words, t)
		}
	}
	best, edits, total := k.article.nearest(k.article.spoken, words)
	if p, e, _ := k.title.nearest(k.title.spoken, words); e < edits {
		best, edits = p, e
	}
	where := k.inner(q)
	if 2*edits <= total && k.shares(best, words) {
		v := Fail
		if len(words) <= fewWords && edits < editStop {
			v = Warn
		}
		k.report(v, "reworded", where, fmt.Sprintf("The quotation is not word for word: the article has “%s”%s", clippedQuote(best.text()), inSentence(best.sentence())),
			k.asStarted(where, best), best.sentence())
		return
	}
	if told, edits, total := k.article.nearest(k.article.words, words); 5*edits <= 2*total && k.shares(told, words) {
		k.report(Fail, "not_quoted", q.outer(), fmt.Sprintf("The article does not quote this: it says in its own words “%s”%s", clippedQuote(told.text()), inSentence(told.sentence())), "", told.sentence())
		return
	}
	k.report(Fail, "invented", q.outer(), "The article does not have this quotation", "", -1)
}

// shares reports whether a place has a content word of the words, or most of them.
func (k *quotationCheck) shares(p quotePlace, words []token) bool {
	if p.to <= p.from {
		return false
	}
	same := 0
	for _, i := range p.list[p.from:p.to] {
		for j := range words {
			if t := &p.flow.tokens[i]; words[j].stem == t.stem {
				same++
				if !t.stop {
					return true
				}
				break
			}
		}
	}
	return same > 1 && 2*same > len(words)
}
