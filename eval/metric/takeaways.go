package metric

import (
	"context"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// Pair is a takeaway of a draft with the takeaway of a reference that says the
// same. Draft and Reference are indexes; -1 as Draft is a fact that the draft
// misses, and -1 as Reference one that the reference does not have.
type Pair struct {
	Draft      int     `json:"draft"`
	Reference  int     `json:"reference"`
	Similarity float64 `json:"similarity"` // from 0 to 1; 0 of one without the other
}

// The limits of matching.
const (
	alike         = 0.25 // takeaways no more similar than this are not matched
	mostTakeaways = 50   // of either side are matched; those beyond are without a match
)

// Align matches the takeaways of a draft one to one with those of a reference,
// so that their similarity is the greatest in all. Every takeaway of either side
// is in one pair: those of the draft first, in order, then those that it misses.
// Language decides which words are too common to count; "" knows none.
func Align(draft, reference []string, language string) []Pair {
	pairs := make([]Pair, len(draft), len(draft)+len(reference))
	for i := range pairs {
		pairs[i] = Pair{Draft: i, Reference: -1}
	}
	taken := make([]bool, len(reference))
	gain := similarities(draft[:min(len(draft), mostTakeaways)], reference[:min(len(reference), mostTakeaways)], language)
	for i, j := range assign(gain) {
		if j >= 0 {
			pairs[i] = Pair{Draft: i, Reference: j, Similarity: gain[i][j]}
			taken[j] = true
		}
	}
	for j := range reference {
		if !taken[j] {
			pairs = append(pairs, Pair{Draft: -1, Reference: j})
		}
	}
	return pairs
}

type takeaways struct{ infos []Info }

func newTakeaways([]string, Options) Metric {
	signature := "|match:assignment|sim:stem5|numbers:3|shared:1/n|threshold:0.25|refs:max|words:" + lang.Digest() + "|version:1"
	blind := "; blind to how well a fact is told, and to a wrong word in a takeaway that is otherwise alike."
	return takeaways{[]Info{{
		Name: "takeaways.f", Signature: "takeaways.f" + signature, Better: Higher, Headline: true,
		About: "Harmonic mean of takeaways.p and takeaways.r, from 0 to 1" + blind,
	}, {
		Name: "takeaways.p", Signature: "takeaways.p" + signature, Better: Higher,
		About: "Share of the takeaways that have a match of their own in the reference, from 0 to 1: the rest are extra" + blind,
	}, {
		Name: "takeaways.r", Signature: "takeaways.r" + signature, Better: Higher,
		About: "Share of the reference's takeaways that have a match of their own, from 0 to 1: the rest are missing" + blind,
	}, {
		Name: "takeaways.order", Signature: "takeaways.order" + signature, Better: Higher,
		About: "Share of the pairs of matched takeaways that stand in the reference's order, from 0 to 1; blind to what is not matched.",
	}}}
}

func (t takeaways) Scores() []Info { return t.infos }

func (t takeaways) Score(_ context.Context, s *Sample) ([]Score, error) {
	if s.Draft == nil {
		return unscored(t.infos, "the summary is not known in its parts"), nil
	}
	draft := claimTexts(s.Draft.Takeaways)
	reference, pairs := bestReference(draft, s.Parts, s.Lang)
	if reference == nil {
		return unscored(t.infos, "there is no reference with takeaways"), nil
	}
	matched := float64(len(matches(pairs)))
	p := Score{Name: "takeaways.p", Unscored: "the summary has no takeaways"}
	if len(draft) > 0 {
		p = scored(p.Name, matched/float64(len(draft)))
	}
	order := Score{Name: "takeaways.order", Unscored: "fewer than two takeaways are matched"}
	if matched >= 2 {
		order = scored(order.Name, inOrder(matches(pairs)))
	}
	return []Score{
		scored("takeaways.f", fOf(pairs, len(draft), len(reference))), p,
		scored("takeaways.r", matched/float64(len(reference))), order,
	}, nil
}

// bestReference returns the takeaways of the reference with the best F, the
// first of several, and how they are matched.
func bestReference(draft []string, parts []article.Reference, language string) (reference []string, pairs []Pair) {
	best := -1.0
	for _, part := range parts {
		if len(part.Takeaways) == 0 {
			continue
		}
		found := Align(draft, part.Takeaways, language)
		if f := fOf(found, len(draft), len(part.Takeaways)); f > best {
			best, reference, pairs = f, part.Takeaways, found
		}
	}
	return reference, pairs
}

func fOf(pairs []Pair, draft, reference int) float64 {
	return 2 * float64(len(matches(pairs))) / float64(draft+reference)
}

// matches are the pairs with two sides, in the order of the draft.
func matches(pairs []Pair) []Pair {
	var out []Pair
	for _, p := range pairs {
		if p.Draft >= 0 && p.Reference >= 0 {
			out = append(out, p)
		}
	}
	return out
}

// inOrder is the share of two matches each that stand in the same order on both
// sides. There are at least two, and at most mostTakeaways.
func inOrder(matched []Pair) float64 {
	same, all := 0, 0
	for i, first := range matched {
		for _, second := range matched[i+1:] {
			all++
			if first.Reference < second.Reference {
				same++
			}
		}
	}
	return float64(same) / float64(all)
}
