package ground

import "fmt"

// nameReach is how far a name may stand from the word that it goes with.
const nameReach = 6

// swapped looks for two names that have changed places: "B beat A" for "A beat B".
func (b *bearing) swapped() {
	for _, v := range b.views {
		if v.share < 0.6 {
			continue
		}
		for i := b.from; i < b.to; i++ {
			if !v.isName(i) {
				continue
			}
			k := v.inPlaceOf(i)
			if k <= i || !v.standsFor(k, i) || !b.exchanged(v, i, k) {
				continue
			}
			b.reportSwap(v, i, k)
			return
		}
	}
}

// isName reports whether token i of the claim is part of a name that the article's
// sentence has.
func (v *view) isName(i int) bool {
	t := &v.tokens[i]
	return t.capital && v.kin[i].content && v.mine(i).how == same && v.theirs.tokens[v.mine(i).at].capital
}

// inPlaceOf returns the claim's token for the name that stands in the article where
// the name at i does in the claim: next to the same word. It is -1 when that is the
// same name, or none.
func (v *view) inPlaceOf(i int) int {
	other := -1
	for _, step := range []int{1, -1} {
		k := v.besideAnchor(i, step)
		if k >= 0 && v.sameRun(i, k) {
			return -1
		}
		if other < 0 {
			other = k
		}
	}
	return other
}

// standsFor reports whether, next to a word that stands beside the name at k in the
// claim, the article has the name at i.
func (v *view) standsFor(k, i int) bool {
	for _, step := range []int{1, -1} {
		if o := v.besideAnchor(k, step); o >= 0 && v.sameRun(o, i) {
			return true
		}
	}
	return false
}

// besideAnchor returns the claim's token for the name that stands in the article
// beside the word that stands beside the name at i, -1 for none.
func (v *view) besideAnchor(i, step int) int {
	anchor := v.anchorOf(i, step)
	if anchor < 0 {
		return -1
	}
	j := v.nameNear(int(v.mine(anchor).at), -step)
	if j < 0 || v.back[j] < 0 || !v.isName(int(v.back[j])) {
		return -1
	}
	return int(v.back[j])
}

// anchorOf returns the nearest linked word of the claim that is no name, on one side
// of token i.
func (v *view) anchorOf(i, step int) int {
	for n, k := 0, i+step; n < nameReach && k >= v.from && k < v.to; n, k = n+1, k+step {
		if isBound(&v.tokens[k]) {
			return -1
		}
		if v.kin[k].content && v.tokens[k].kind == word && !v.tokens[k].capital {
			if v.mine(k).how == same {
				return k
			}
			return -1
		}
	}
	return -1
}

// nameNear returns the nearest name of the article on one side of token j.
func (v *view) nameNear(j, step int) int {
	for n, k := 0, j+step; n < nameReach && k >= 0 && k < len(v.theirs.tokens); n, k = n+1, k+step {
		t := &v.theirs.tokens[k]
		if isBound(t) {
			return -1
		}
		if t.capital && v.theirs.kin[k].content {
			return k
		}
	}
	return -1
}

// sameRun reports whether two tokens of the claim stand in one name.
func (v *view) sameRun(i, k int) bool {
	if i > k {
		i, k = k, i
	}
	for ; i <= k; i++ {
		if !v.tokens[i].capital {
			return false
		}
	}
	return true
}

// exchanged reports whether the order of two names is another in the article, in a
// statement of the same voice that does not make equals of the two.
func (b *bearing) exchanged(v *view, i, k int) bool {
	ji, jk := int(v.mine(i).at), int(v.mine(k).at)
	if ji < jk {
		return false
	}
	ours, theirs := v.tokens[i:k], v.theirs.tokens[jk:ji]
	if b.anyOf(ours, b.mutual) || b.anyOf(theirs, b.mutual) {
		return false
	}
	return b.anyOf(ours, b.by) == b.anyOf(theirs, b.by)
}

func (b *bearing) anyOf(tokens []token, set map[string]bool) bool {
	for i := range tokens {
		if set[tokens[i].norm] {
			return true
		}
	}
	return false
}

func (b *bearing) reportSwap(v *view, i, k int) {
	b.compared, b.wrong = true, true
	jk, ji := int(v.mine(k).at), int(v.mine(i).at)
	where := at{i, k + 1}
	b.claim.note(Fail, "swapped", where, fmt.Sprintf("the article has %s and %s the other way round: “%s”, %s", b.passage.words(i, i+1), b.passage.words(k, k+1),
		v.theirs.passage.words(jk, ji+1), placeOf(int(v.index)-1)), "", int(v.index)-1)
}
