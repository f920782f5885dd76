package ground

import (
	"fmt"
	"strings"
)

// A claim that takes over the words around a negation word for word, and not the
// negation, turns the sentence round: "is not known" and "is known". What is denied
// need not be a word that says much, then.

const (
	leastAlike = 4 // tokens around the negation that are the same in both
	copyReach  = 4 // tokens on each side that are looked at
)

// copied reports a negation of the article that is left out of a copy.
func (d *denial) copied() {
	for _, v := range d.views {
		if v.share < 0.5 {
			continue
		}
		for k := range v.theirs.cues {
			c := &v.theirs.cues[k]
			if c.sense != negated || c.to >= len(v.theirs.tokens) || v.theirs.tokens[c.to].kind == mark {
				continue
			}
			if i := d.placeInCopy(v, c); i >= 0 && !d.toldElsewhere(v, i) {
				d.compared, d.wrong = true, true
				said := v.theirs.passage.words(max(0, c.from-1), min(c.to+2, len(v.theirs.tokens)))
				d.claim.note(Fail, "polarity", at{i, i + 1}, fmt.Sprintf("the article denies this: “%s”, %s", said, placeOf(int(v.index)-1)), "", int(v.index)-1)
				return
			}
		}
	}
}

// placeInCopy returns the token of the claim that stands where the article has what is
// right behind a negation, in a copy without it, -1 for none.
func (d *denial) placeInCopy(v *view, c *cue) int {
	left := c.from - 1
	for left >= 0 && d.props[v.theirs.tokens[left].norm] {
		left--
	}
	for i := d.from; i < d.to; i++ {
		if at := int(v.mine(i).at); at >= 0 && at != c.to || !d.isSame(v, i, c.to) || d.polarityAt(i) != affirmed || d.tokens[i].norm == v.theirs.tokens[c.from].norm {
			continue
		}
		right := 1
		for right < copyReach && i+right < d.to && c.to+right < len(v.theirs.tokens) && d.isSame(v, i+right, c.to+right) {
			right++
		}
		for gap := 1; gap <= 2; gap++ {
			if gap == 2 && (i-1 < d.from || !d.mayFill(v, i-1, c)) {
				break
			}
			if d.sameBefore(v, i-gap, left)+right >= leastAlike && d.sameBefore(v, i-gap, left) > 0 {
				return i
			}
		}
	}
	return -1
}

// sameBefore counts the tokens that are the same up to one of the claim and one of the
// article. Where both begin there, that counts as one.
func (d *denial) sameBefore(v *view, i, j int) int {
	n := 0
	for n < copyReach && i-n >= d.from && j-n >= 0 && d.isSame(v, i-n, j-n) {
		n++
	}
	if i-n < d.from && j-n < 0 {
		n++
	}
	return n
}

// isSame reports whether tokens of the claim and of the article are the same word.
func (d *denial) isSame(v *view, i, j int) bool {
	return d.tokens[i].norm == v.theirs.tokens[j].norm || d.kin[i].content && d.kin[i].base == v.theirs.kin[j].base
}

// mayFill reports whether a word of the claim may stand in for a negation: the same
// auxiliary without it, or a word that says that it is so.
func (d *denial) mayFill(v *view, i int, c *cue) bool {
	n := d.tokens[i].norm
	bare, short := strings.CutSuffix(v.theirs.tokens[c.to-1].norm, "n't")
	return d.props[n] || short && strings.HasPrefix(n, bare)
}

// toldElsewhere reports whether another sentence affirms what word i says, as far as
// it tells the same.
func (d *denial) toldElsewhere(v *view, i int) bool {
	for _, o := range d.views {
		if o.index != v.index && o.share >= 0.75*v.share && (!d.kin[i].content || o.theirs.has(d.kin[i])) {
			return true
		}
	}
	return false
}
