package ground

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// citationRule says whether the sentences that a claim cites exist and have what
// it says, and which have more of it.
type citationRule struct{ c *Checker }

func newCitationRule(c *Checker) rule { return &citationRule{c} }

// The marks that citations go by: shares of the weight of a claim's content words.
const (
	weakCitation = 0.35 // less than this in all cited sentences is little
	betterBy     = 0.30 // what other sentences must have more
)

// check says nothing of a claim that cites nothing: a person wrote it.
func (r *citationRule) check(cl *claim) {
	if len(cl.said.Cites) == 0 {
		return
	}
	if missing := r.missing(cl.said.Cites); len(missing) > 0 {
		cl.note(Fail, "no_sentence", whole, fmt.Sprintf("It cites %s: the article has sentences 1 to %d", sentenceList(missing), len(r.c.sentences)), "", -1)
	}
	if len(cl.cited) == 0 {
		return
	}
	words := r.c.index.contents(cl.tokens)
	if len(words) == 0 {
		return
	}
	cited := r.share(words, cl.cited)
	others := r.best(cl, len(cl.cited))
	switch other := r.share(words, others); {
	case cited >= weakCitation:
		cl.note(Pass, "", whole, "The cited sentences are there and have what it says", "", -1)
	case other-cited >= betterBy:
		ids := make([]article.SentenceID, len(others))
		for i, s := range others {
			ids[i] = article.SentenceID(s + 1)
		}
		cl.note(Warn, "better", whole, fmt.Sprintf("It cites %s, but %s has more of what it says", sentenceList(cl.said.Cites), sentenceList(ids)), "", others[0])
	}
}

// missing are the cited sentences that the article does not have, none twice.
func (r *citationRule) missing(cites []article.SentenceID) []article.SentenceID {
	var out []article.SentenceID
	for _, id := range cites {
		if _, ok := r.c.article.Sentence(id); !ok && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// share is how much of the words' weight some sentences have together.
func (r *citationRule) share(words []content, sentences []int) float64 {
	sum := 0.0
	for _, w := range words {
		where := r.c.index.where[w.stem]
		if slices.ContainsFunc(sentences, func(s int) bool { _, has := slices.BinarySearch(where, s); return has }) {
			sum += w.share
		}
	}
	return sum
}

// best are the n sentences that carry the claim best, at least one, and no more
// than evidence was looked for.
func (r *citationRule) best(cl *claim, n int) []int {
	var out []int
	for _, s := range cl.evidence() {
		if len(out) < max(1, n) && !slices.Contains(cl.cited, s) {
			out = append(out, s)
		}
	}
	return out
}

// mostListed is how many sentences a message names.
const mostListed = 5

// sentenceList names sentences: "sentence 4", "sentences 4 and 7".
func sentenceList(ids []article.SentenceID) string {
	names := make([]string, 0, mostListed)
	for _, id := range ids[:min(len(ids), mostListed)] {
		names = append(names, fmt.Sprint(id))
	}
	if len(ids) == 1 {
		return "sentence " + names[0]
	}
	last := len(names) - 1
	if len(ids) > mostListed {
		return "sentences " + strings.Join(names, ", ") + " and more"
	}
	return "sentences " + strings.Join(names[:last], ", ") + " and " + names[last]
}
