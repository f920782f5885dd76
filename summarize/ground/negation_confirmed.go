package ground

import "fmt"

// "The trust confirms the skippers' accusation" where the article has "They accuse the
// trust of it. The trust's chairwoman denies it": the denial is in another sentence
// than what is denied, and its object is a pronoun.

// leastOfDenial is the share of a claim's weight that the sentence of a denial and
// those before it must have together.
const leastOfDenial = 0.5

// confirmed reports that somebody confirms in the claim what the article says they deny.
func (d *denial) confirmed() {
	for i := d.from; i < d.to; i++ {
		if !d.affirms[d.tokens[i].norm] || d.tokens[i].capital && i > d.from || d.polarityAt(i) != affirmed || d.denies(negated) {
			continue
		}
		u, c := d.denialOf(i)
		if c == nil {
			continue
		}
		d.compared, d.wrong = true, true
		p := d.prosody.prose[u.sentence].passage
		said := p.words(max(0, c.from-2), min(c.to+2, len(p.tokens)))
		d.claim.note(Fail, "polarity", at{i, i + 1}, fmt.Sprintf("the article says that this is denied: “%s”, %s", said, placeOf(u.sentence-1)), "", u.sentence-1)
		return
	}
}

// denies reports whether the claim tells of a denial itself, of a sense or a stronger one.
func (d *denial) denies(least sense) bool {
	for k := range d.cues {
		if c := &d.cues[k]; c.from >= d.from && c.from < d.to && c.sense >= least {
			return true
		}
	}
	return false
}

// denialOf finds a denial in the article by whom the claim says to confirm, of what it
// says that they confirm, nil when there is none or somebody confirms it.
func (d *denial) denialOf(i int) (found place, by *cue) {
	for s, pr := range d.prosody.prose[1:] {
		for j := range pr.tokens {
			if d.affirms[pr.tokens[j].norm] && d.window(place{s + 1, j}, i) >= leastOfDenial {
				return place{}, nil
			}
		}
		for k := range pr.cues {
			c := &pr.cues[k]
			if u := (place{s + 1, c.from}); c.sense == denied && d.window(u, i) >= leastOfDenial && d.isDoer(pr, i, c) {
				found, by = u, c
			}
		}
	}
	return found, by
}

// isDoer reports whether a name or noun of the claim before token i stands before the
// denial in the article's sentence, or somebody who is called by a pronoun there.
func (d *denial) isDoer(pr *prose, i int, c *cue) bool {
	for j := c.from - 1; j >= 0 && j >= c.from-far; j-- {
		if !pr.kin[j].content {
			continue
		}
		for k := d.from; k < i; k++ {
			if d.kin[k].content && d.kin[k].base == pr.kin[j].base {
				return true
			}
		}
	}
	return c.from == 1 && pr.tokens[0].kind == word && !pr.kin[0].content
}
