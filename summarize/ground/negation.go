package ground

import (
	"fmt"
	"slices"
)

// negationRule looks for what a claim denies and the article affirms, and the
// other way round.
type negationRule struct{ *prosody }

func newNegationRule(c *Checker) rule { return negationRule{c.readProse()} }

func (n negationRule) check(cl *claim) {
	if !n.knowsNegation {
		cl.cannotRead("negations")
		return
	}
	cl.compareSettings("affirms and denies what the article does", func(s *setting) (compared, wrong bool) {
		j := denial{setting: s}
		j.judge()
		return j.compared, j.wrong
	})
}

// denial is the comparison of one sentence of a claim with the article.
type denial struct {
	*setting
	compared, wrong bool
}

// leastAgreement is how far a word must stand among the same words as in the article
// for its negation to count.
const leastAgreement = 0.55

func (d *denial) judge() {
	for _, v := range d.views {
		if v.theirs.polar == nil && d.polar == nil {
			continue
		}
		for i := d.from; i < d.to && !d.wrong; i++ {
			d.compare(v, i)
		}
	}
	if !d.wrong {
		d.elsewhereDenied()
	}
	if !d.wrong && len(d.affirms) > 0 {
		d.confirmed()
	}
	if !d.wrong && len(d.plain) > 0 {
		d.copied()
	}
	if !d.wrong && len(d.plain) > 0 {
		d.unheard()
	}
}

func (d *denial) compare(v *view, i int) {
	l := v.mine(i)
	if l.how == unlinked {
		return
	}
	ours, theirs := d.polarityAt(i), v.theirs.polarityAt(int(l.at))
	d.compared = d.compared || ours != affirmed || theirs != affirmed
	least := leastAgreement
	if d.tokens[i].dense {
		least *= 0.7 // pairs of characters around a negation are other pairs without it
	}
	if l.how == opposed || !contradict(ours, theirs) || v.context(i) < least || v.share < 0.4 {
		return
	}
	if d.answered(v, i) || d.counterpart(v, i) || v.elsewhere(i, func(o *view, i int) bool {
		m := o.mine(i)
		return contradict(ours, o.theirs.polarityAt(int(m.at))) == (m.how == opposed)
	}) {
		return
	}
	d.report(v, i, ours == negative)
}

// negates reports whether the cue is a negation in whose scope token i stands.
func (c *cue) negates(i int) bool {
	return c.sense >= negated && i >= c.scope.from && i < c.scope.to
}

func contradict(a, b polarity) bool {
	return a == negative && b == affirmed || a == affirmed && b == negative
}

// answered reports whether a contrary near the word makes up for the negation, or
// the word of negation itself has a counterpart.
func (d *denial) answered(v *view, i int) bool {
	j := int(v.mine(i).at)
	for k := range v.theirs.cues {
		if c := &v.theirs.cues[k]; c.negates(j) && v.back[c.from] >= 0 && !slices.Contains(c.heads, c.from) {
			return true
		}
	}
	for k := range d.cues {
		if m := &d.cues[k]; m.negates(i) && v.mine(m.from).how != unlinked && !slices.Contains(m.heads, m.from) {
			return true
		}
	}
	if d.hasAnswer(d.prose, at{max(d.from, i-answerReach), min(d.to, i+answerReach)}) != d.hasAnswer(v.theirs, at{max(0, j-answerReach), min(len(v.theirs.tokens), j+answerReach)}) {
		return true
	}
	for t := max(0, j-1); t < j && d.polarityAt(i) == negative; t++ {
		if d.hollow[v.theirs.tokens[t].norm] && v.back[t] < 0 {
			return true
		}
	}
	for t := max(d.from, i-4); t < min(d.to, i+5); t++ {
		if v.mine(t).how == opposed {
			return true
		}
	}
	return false
}

// answerReach is how near a word must stand to make up for a negation.
const answerReach = 6

// hasAnswer reports whether words have one that makes up for a negation.
func (d *denial) hasAnswer(p *prose, in at) bool {
	for _, t := range p.tokens[in.from:in.to] {
		if d.answers[t.norm] {
			return true
		}
	}
	return false
}

func (d *denial) report(v *view, i int, denies bool) {
	d.wrong = true
	place := placeOf(int(v.index) - 1)
	j := int(v.mine(i).at)
	where, expected, message := at{i, i + 1}, "", ""
	if denies {
		m := cueOver(d.cues, i)
		where = at{m.from, i + 1}
		message = fmt.Sprintf("the article affirms this: “%s”, %s", v.theirs.passage.words(max(0, j-2), min(j+3, len(v.theirs.tokens))), place)
	} else {
		c := cueOver(v.theirs.cues, j)
		theirs := v.theirs.passage.words(c.from, c.to)
		message = fmt.Sprintf("the article denies this: “%s”, %s", v.theirs.passage.words(max(0, c.from-1), max(c.to, j+1)), place)
		if c.to == j && c.to-c.from == 1 && d.tokens[i].norm == v.theirs.tokens[j].norm {
			expected = theirs + " " + d.passage.words(i, i+1)
		}
	}
	d.claim.note(Fail, "polarity", where, message, expected, int(v.index)-1)
}

// cueOver returns the negation that is about token i.
func cueOver(cues []cue, i int) *cue {
	var last *cue
	for k := range cues {
		c := &cues[k]
		if c.sense < negated {
			continue
		}
		for _, h := range c.heads {
			if h == i {
				last = c
			}
		}
	}
	return last
}
