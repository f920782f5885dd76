// Package extractive drafts a summary out of the article's own sentences,
// with no model and no network.
//
// The data's journey:
//
//  1. Every sentence of the article is parsed: its words with the roles that
//     they have in the language (who says so, how surely, under what
//     condition), its punctuation, and whether it stands inside a quotation.
//  2. Sentences that are somebody's word without saying whose, by where they
//     stand, are put aside: what follows an accusation or a report, the verbs
//     of reported speech, the answers of an interview. So are the figures of a
//     live page that a newer entry has changed.
//  3. Every sentence is scored by where it stands and how much of what the
//     article keeps talking about it holds.
//  4. The passage that speaks of significance becomes "why this matters".
//  5. Sentences that can stand alone are brought to the house length by
//     leaving out whole subordinate parts, never a word of what is kept.
//  6. The best of them that do not repeat each other become the takeaways, in
//     the order of the article.
//
// It does not rewrite: every takeaway is a sentence of the article with parts
// left out and a capital at the start. It does not cut where an attribution, a
// hedge, a negation, a condition or a reversal would be lost. And it does not exceed the
// longest length allowed: an article without sentences that can be shortened
// gets fewer takeaways, or none, and it is for the caller to say so.
package extractive

import (
	"fmt"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// Options are the lengths of a summary. A zero field takes the house style's
// value, which is named with each.
type Options struct {
	Takeaways    int // how many takeaways (5)
	MinTakeaways int // how many for an article of under 250 words (3)

	// TakeawayMin and TakeawayMax bound a takeaway, in graphemes (40 and 90).
	// Shorter ones are taken when there would be fewer than MinTakeaways.
	// Longer ones are never taken.
	TakeawayMin, TakeawayMax int

	// WhyMinWords and WhyMaxWords bound the paragraph, in words (25 and 70). A
	// shorter one is taken when there is no other.
	WhyMinWords, WhyMaxWords int
	// WhyInCharacters counts the paragraph in graphemes instead, for languages
	// written without spaces.
	WhyInCharacters bool

	// FullStop keeps the full stop of a takeaway.
	FullStop bool

	// Skip says which sentences are not to be used, nil for none.
	Skip func(article.Sentence) bool
}

func (o Options) withDefaults() Options {
	setDefault(&o.Takeaways, 5)
	setDefault(&o.MinTakeaways, 3)
	setDefault(&o.TakeawayMin, 40)
	setDefault(&o.TakeawayMax, 90)
	setDefault(&o.WhyMinWords, 25)
	setDefault(&o.WhyMaxWords, 70)
	o.MinTakeaways = min(o.MinTakeaways, o.Takeaways)
	return o
}

func setDefault(n *int, value int) {
	if *n <= 0 {
		*n = value
	}
}

// Summarize drafts a summary of an article. The same article and options
// always give the same summary. Every claim cites the sentences it was taken
// from. There are fewer takeaways than asked for when fewer sentences can be
// used, and no Why when no passage fits.
func Summarize(a *article.Article, o Options) article.Summary {
	if a == nil || len(a.Sentences) == 0 {
		return article.Summary{}
	}
	o = o.withDefaults()
	d := newDraft(a, lexiconOf(lang.For(a.Lang)), o)
	forms := d.forms()
	why := d.why(d.spoken(forms))
	chosen := d.takeaways(forms, why)

	s := article.Summary{Takeaways: make([]article.Claim, 0, len(chosen))}
	if why.text != "" {
		s.Why = article.Claim{ID: "why", Text: why.text, Cites: d.ids(why.sentences...)}
	}
	for i, t := range chosen {
		s.Takeaways = append(s.Takeaways, article.Claim{
			ID: fmt.Sprintf("t%d", i+1), Text: t.text, Cites: d.ids(t.sentence),
		})
	}
	return s
}

// Shorten returns a form of one sentence of at most max graphemes, by leaving
// out whole parts at clause boundaries: brackets, asides between dashes or
// commas, clauses at the end that the sentence can do without. It never leaves
// out an attribution, a hedge, a negation, a condition, what takes the statement
// back, or half of a quotation.
// A text that is short enough is returned as it is. It returns "" and false
// when there is no such form, and for text that is not one sentence. A nil
// language is one of which nothing is known.
func Shorten(text string, max int, l *lang.Language) (string, bool) {
	if l == nil {
		l = lang.For("und")
	}
	text = strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD"))
	if text == "" || max <= 0 {
		return "", false
	}
	if length(text) <= max {
		return text, true
	}
	p := parse(text, lexiconOf(l), 0)
	if p.manySentences() {
		return "", false
	}
	f, ok := p.shorten(0, max-length(p.stop))
	if !ok {
		return "", false
	}
	return f.text + p.stop, true
}
