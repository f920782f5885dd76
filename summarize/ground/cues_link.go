package ground

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// mine returns what token i of the claim is linked with.
func (v *view) mine(i int) link { return v.links[i-v.from] }

func (v *view) join(i, j int, how bond) {
	v.links[i-v.from] = link{int32(j), how}
	v.back[j] = int32(i)
}

// linkSame links content words with their likes: of several with the one whose
// neighbours are alike, or that follows the last.
func (v *view) linkSame() {
	last := -1
	for i := v.from; i < v.to; i++ {
		v.links[i-v.from] = link{at: -1}
		k := v.kin[i]
		if !k.content || k.base < 0 {
			continue
		}
		best, most := -1, -1
		for j, o := range v.theirs.kin {
			if o.base != k.base || v.back[j] >= 0 {
				continue
			}
			score := v.alike(i, j)
			if last >= 0 && j > last && j-last <= 8 {
				score += 2
			}
			if score > most {
				best, most = j, score
			}
		}
		if best >= 0 {
			v.join(i, best, same)
			last = best
		}
	}
}

// alike counts equal neighbours of two tokens.
func (v *view) alike(i, j int) int {
	n := 0
	for d := 1; d <= 2; d++ {
		if i-d >= v.from && j-d >= 0 && v.kin[i-d].base == v.theirs.kin[j-d].base {
			n += 3 - d
		}
		if i+d < v.to && j+d < len(v.theirs.kin) && v.kin[i+d].base == v.theirs.kin[j+d].base {
			n += 3 - d
		}
	}
	return n
}

// linkPoles links words that have a contrary with the word of their pair that
// stands among the same words, be it the contrary.
func (v *view) linkPoles() {
	for i := v.from; i < v.to; i++ {
		if len(v.kin[i].poles) == 0 {
			continue
		}
		var like, contrary [2]float64 // token and score
		how := unlinked
		for j := range v.theirs.kin {
			h, right := v.relation(i, j)
			if h == unlinked || v.back[j] >= 0 && int(v.back[j]) != i {
				continue
			}
			score := v.bound(i, j, right)
			if h == opposed && score > contrary[1] {
				contrary = [2]float64{float64(j), score}
			}
			if h == same {
				score += 0.1
			}
			if h != opposed && score+0.01 > like[1] {
				like, how = [2]float64{float64(j), score + 0.01}, h
			}
		}
		switch {
		case contrary[1] >= leastBound && contrary[1] >= like[1]+leastLead:
			v.rejoin(i, int(contrary[0]), opposed)
		case how != unlinked:
			v.rejoin(i, int(like[0]), how)
		}
	}
}

// rejoin links a token that is perhaps linked already.
func (v *view) rejoin(i, j int, how bond) {
	if old := v.mine(i).at; old >= 0 {
		v.back[old] = -1
	}
	v.join(i, j, how)
}

// leastLead is how much better a contrary must fit than the best word that says
// what the claim does.
const leastLead = 0.2

// leastBound is how much of its neighbours a word must share with its contrary.
const leastBound = 0.5

// relation says how a word of the claim goes with one of the article by their
// poles, and whether only what stands behind them counts.
func (v *view) relation(i, j int) (how bond, right bool) {
	k, o := v.kin[i], v.theirs.kin[j]
	for _, p := range k.poles {
		for _, q := range o.poles {
			if p.pair != q.pair {
				continue
			}
			right = v.pairs[p.pair].right
			if p.side == q.side {
				if k.base == o.base {
					return same, right
				}
				return akin, right
			}
			how = opposed
		}
	}
	if how == opposed && k.base == o.base {
		return same, right
	}
	return how, right
}

// linkLeft links what is left over: a word and its contrary by a prefix, and in
// languages that negate by endings a word with its other forms.
func (v *view) linkLeft() {
	for i := v.from; i < v.to; i++ {
		if !v.kin[i].content || v.mine(i).how != unlinked || v.tokens[i].kind != word || v.tokens[i].dense {
			continue
		}
		for j, o := range v.theirs.kin {
			if !o.content || v.back[j] >= 0 || v.theirs.tokens[j].kind != word {
				continue
			}
			how := v.formsOf(v.kin[i], o)
			if how != unlinked && v.bound(i, j, false) >= leastBound {
				v.join(i, j, how)
				break
			}
		}
	}
}

// leastRoot is how many letters two forms of a word share at least.
const leastRoot = 3

// formsOf says whether two words are one with and without a prefix that turns it
// round, or have one root.
func (v *view) formsOf(a, b *kin) bond {
	long, short := a.root, b.root
	if len(long) < len(short) {
		long, short = short, long
	}
	switch {
	case len(long) == len(short) || utf8.RuneCountInString(short) < leastRoot:
		return unlinked
	case strings.HasSuffix(long, short) && slices.Contains(v.prefixes, strings.TrimSuffix(long, short)) && utf8.RuneCountInString(short) > leastRoot:
		return opposed
	case a.ending == plainly && b.ending == plainly:
		return unlinked
	}
	if rest, ok := strings.CutPrefix(long, short); ok && !v.suspects[firstTwo(rest)] {
		return same
	}
	return unlinked
}
