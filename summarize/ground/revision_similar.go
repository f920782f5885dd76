package ground

import (
	"cmp"
	"slices"
)

// Bounds of the search for the sentence that a sentence was made of: they keep
// it linear.
const (
	mostRareWords  = 12 // of a sentence that are looked up
	mostSharing    = 32 // sentences that may share a word that is looked up
	mostCandidates = 6  // that are compared because of their words
	nearInGap      = 2  // sentences before and after the place in its gap
)

// The least likeness of two sentences of which one was made of the other: in any
// place, and between the same two unchanged sentences.
const (
	leastLikeness      = 0.5
	leastLikenessInGap = 0.35
)

// likePair is two sentences that may be one, as indexes.
type likePair struct {
	old, revised int
	likeness     float64
}

// left is a sentence without a partner.
type left struct {
	index  int // in its version
	gap    int // number of unchanged sentences before it
	rank   int // place in its gap
	words  []weighed
	weight float64 // of all its words
}

// weighed is a word of a sentence, with what it counts for: a common word
// counts for less than any other.
type weighed struct {
	stem   string
	weight float64
}

const commonWeight = 0.3

// matchSimilar pairs sentences that are left when one was probably made of the
// other: the likest first.
func (v *versions) matchSimilar() {
	olds, news := v.leftOld(), v.leftNew()
	if len(olds) == 0 || len(news) == 0 {
		return
	}
	var pairs []likePair
	s := newSimilar(olds)
	for _, n := range news {
		pairs = s.like(n, pairs)
	}
	slices.SortStableFunc(pairs, func(a, b likePair) int {
		return cmp.Or(cmp.Compare(b.likeness, a.likeness), cmp.Compare(a.revised, b.revised), cmp.Compare(a.old, b.old))
	})
	for _, p := range pairs {
		if v.partner[p.revised] < 0 && !v.taken[p.old] {
			v.pair(p.old, p.revised, Changed)
		}
	}
}

func (v *versions) leftNew() []left {
	return v.collect(len(v.revised), func(j int) (string, bool, bool) {
		return v.revised[j].Text, v.status[j] == Unchanged, v.partner[j] >= 0
	})
}

func (v *versions) leftOld() []left {
	unchanged := make([]bool, len(v.old))
	for j, i := range v.partner {
		if i >= 0 {
			unchanged[i] = v.status[j] == Unchanged
		}
	}
	return v.collect(len(v.old), func(i int) (string, bool, bool) { return v.old[i].Text, unchanged[i], v.taken[i] })
}

func (v *versions) collect(n int, about func(int) (text string, unchanged, paired bool)) []left {
	var out []left
	gap, rank := 0, 0
	for i := range n {
		text, unchanged, paired := about(i)
		if unchanged {
			gap, rank = gap+1, 0
		}
		if paired {
			continue
		}
		l := left{index: i, gap: gap, rank: rank}
		for _, t := range v.words.cut(text).tokens {
			if t.kind == mark {
				continue
			}
			w := weighed{t.stem, 1}
			if t.stop {
				w.weight = commonWeight
			}
			l.words = append(l.words, w)
			l.weight += w.weight
		}
		out = append(out, l)
		rank++
	}
	return out
}

// similar finds sentences that are like one.
type similar struct {
	olds  []left
	where map[string][]int // stem -> olds, in order, none twice
	gaps  map[int][]int    // gap -> olds, in order
}

func newSimilar(olds []left) *similar {
	s := &similar{olds: olds, where: map[string][]int{}, gaps: map[int][]int{}}
	for i, o := range olds {
		s.gaps[o.gap] = append(s.gaps[o.gap], i)
		for _, w := range o.words {
			if list := s.where[w.stem]; len(list) == 0 || list[len(list)-1] != i {
				s.where[w.stem] = append(list, i)
			}
		}
	}
	return s
}

// like adds the pairs of a new sentence and old ones that are like it.
func (s *similar) like(n left, pairs []likePair) []likePair {
	counts := map[string]int{}
	for _, w := range n.words {
		counts[w.stem]++
	}
	for _, i := range s.candidates(n, counts) {
		o := s.olds[i]
		least := leastLikeness
		if o.gap == n.gap {
			least = leastLikenessInGap
		}
		if l := alike(o, n, counts, least); l >= least {
			if o.gap == n.gap {
				l += leastLikeness - leastLikenessInGap
			}
			pairs = append(pairs, likePair{o.index, n.index, l})
		}
	}
	return pairs
}

// candidates returns old sentences to compare with a new one: those that share
// its rare words, and those that stand where it stands.
func (s *similar) candidates(n left, counts map[string]int) []int {
	rare := make([]string, 0, len(counts))
	for stem := range counts {
		if k := len(s.where[stem]); k > 0 && k <= mostSharing {
			rare = append(rare, stem)
		}
	}
	slices.SortFunc(rare, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(s.where[a]), len(s.where[b])), cmp.Compare(a, b))
	})
	shared := map[int]int{}
	for _, stem := range rare[:min(len(rare), mostRareWords)] {
		for _, i := range s.where[stem] {
			shared[i]++
		}
	}
	out := make([]int, 0, len(shared))
	for i := range shared {
		out = append(out, i)
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a, b)) })
	out = out[:min(len(out), mostCandidates)]
	gap := s.gaps[n.gap]
	for k := max(0, n.rank-nearInGap); k < min(len(gap), n.rank+nearInGap+1); k++ {
		if !slices.Contains(out, gap[k]) {
			out = append(out, gap[k])
		}
	}
	return out
}

// alike is the share of the words of two sentences that both have, from 0 to 1.
// Where it cannot reach the least that is asked for it is 0: sentences of very
// different lengths are not compared.
func alike(o, n left, counts map[string]int, least float64) float64 {
	all := o.weight + n.weight
	if all == 0 || 2*min(o.weight, n.weight) < least*all {
		return 0
	}
	used, both := make(map[string]int, len(o.words)), 0.0
	for _, w := range o.words {
		if used[w.stem] < counts[w.stem] {
			used[w.stem]++
			both += w.weight
		}
	}
	return 2 * both / all
}
