package ground

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// index finds the sentences of an article that have a word.
type index struct {
	sentences int
	where     map[string][]int // stem -> sentences, in order, none twice
	unseen    float64          // weight of a word that the article does not have
}

func newIndex(sentences []passage) index {
	x := index{sentences: len(sentences), where: map[string][]int{}, unseen: math.Log(1 + float64(len(sentences)))}
	for i, s := range sentences {
		for _, t := range s.tokens {
			if t.stop {
				continue
			}
			if list := x.where[t.stem]; len(list) == 0 || list[len(list)-1] != i {
				x.where[t.stem] = append(list, i)
			}
		}
	}
	return x
}

// weight says how much a word tells: a word of one sentence more than one of many.
func (x index) weight(stem string) float64 {
	if n := len(x.where[stem]); n > 0 {
		return math.Log(1 + float64(x.sentences)/float64(n))
	}
	return x.unseen
}

// mostEvidence is how many sentences carry a part of a claim at most, the cited
// ones apart.
const mostEvidence = 4

// leastGain is the share of a part's weight that a further sentence must add.
const leastGain = 0.08

// carry finds the sentences that carry tokens of a claim: the cited ones, the one
// that has most of them, and those that add what is missing still.
func (x index) carry(tokens []token, cited []int) []match {
	words := x.contents(tokens)
	share := map[int]float64{}
	for _, i := range cited {
		share[i] = 0
	}
	rarest := slices.Clone(words)
	slices.SortStableFunc(rarest, func(a, b content) int { return cmp.Compare(len(x.where[a.stem]), len(x.where[b.stem])) })
	for _, w := range rarest {
		x.add(share, w.stem, w.share)
	}
	return matches(cited, x.greedy(words, share), share)
}

// mostHaving is how many sentences with a word are looked at, those with a rarer
// one apart.
const mostHaving = 512

// add adds a word's share to the sentences that have the word: of a word of very
// many sentences, to the first of them and to those that are in share already.
func (x index) add(share map[int]float64, stem string, more float64) {
	list := x.where[stem]
	if len(list) > mostHaving {
		var rest []int
		list, rest = list[:mostHaving], list[mostHaving:]
		for i := range share {
			if _, has := slices.BinarySearch(rest, i); has {
				share[i] += more
			}
		}
	}
	for _, i := range list {
		share[i] += more
	}
}

// content is a content word of a part of a claim, and its share of the part's weight.
type content struct {
	stem  string
	share float64
}

// contents are the content words of tokens, none twice, in order.
func (x index) contents(tokens []token) []content {
	var out []content
	total, known := 0.0, map[string]bool{}
	for _, t := range tokens {
		if !t.stop && !known[t.stem] {
			known[t.stem] = true
			w := x.weight(t.stem)
			out = append(out, content{t.stem, w})
			total += w
		}
	}
	for i := range out {
		out[i].share /= total
	}
	return out
}

// greedy takes the sentence that adds most until none adds enough. Of equals the
// earlier one is taken.
func (x index) greedy(words []content, share map[int]float64) []int {
	left, gain := slices.Clone(words), maps.Clone(share)
	var chosen []int
	for len(chosen) < mostEvidence {
		best := -1
		for i, g := range gain {
			if best < 0 || g > gain[best]+1e-9 || g > gain[best]-1e-9 && i < best {
				best = i
			}
		}
		if best < 0 || gain[best] < leastGain {
			return chosen
		}
		chosen = append(chosen, best)
		left = slices.DeleteFunc(left, func(w content) bool {
			_, has := slices.BinarySearch(x.where[w.stem], best)
			if has {
				x.add(gain, w.stem, -w.share)
			}
			return has
		})
	}
	return chosen
}

func matches(cited, chosen []int, share map[int]float64) []match {
	var out []match
	for _, i := range chosen {
		out = append(out, match{sentence: i, share: share[i], cited: slices.Contains(cited, i)})
	}
	for _, i := range cited {
		if !slices.Contains(chosen, i) {
			out = append(out, match{sentence: i, share: share[i], cited: true})
		}
	}
	return out
}
