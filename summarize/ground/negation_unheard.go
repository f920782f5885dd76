package ground

import "slices"

// A paraphrase may use none of the article's words, but what it denies is hardly ever
// without a word of denying or lacking in the article. Where a claim says "not" and
// nothing near its words in the article does, or tells of what is missing, stopped or
// left out, the negation was put in.

const (
	leastInArticle = 0.4 // of the claim's weight, that the article must have for missing a negation
	closeBy        = 4   // how far from a shared word a word of denying counts
)

// unheard reports a negation of the claim in whose place the article has none.
func (d *denial) unheard() {
	for k := range d.cues {
		m := &d.cues[k]
		if m.from < d.from || m.from >= d.to || m.sense != negated && m.sense != nobody || len(m.heads) == 0 || !d.plain[d.tokens[m.from].norm] || d.isHypothesis(m) {
			continue
		}
		if d.carried() < leastInArticle || d.isDenied(m) || d.isDeniedAnywhere(m.heads[0]) {
			continue
		}
		d.compared, d.wrong = true, true
		sentence := -1
		if len(d.evidence) > 0 {
			sentence = d.evidence[0].sentence
		}
		d.claim.note(Fail, "polarity", at{m.from, m.heads[0] + 1}, "nothing in the article denies this", "", sentence)
		return
	}
}

// isHypothesis reports whether a negation stands right behind "would" or the like.
func (d *denial) isHypothesis(m *cue) bool {
	return slices.ContainsFunc(d.cues, func(c cue) bool {
		return c.to == m.from && (c.sense == conditional || c.sense == possible || c.sense == open)
	})
}

// carried is the share of the claim's weight that the sentences compared have together.
func (d *denial) carried() float64 {
	sum := 0.0
	for i := d.from; i < d.to; i++ {
		if slices.ContainsFunc(d.views, func(v *view) bool { return v.mine(i).how != unlinked }) {
			sum += d.weight[i-d.from]
		}
	}
	return sum / max(d.total, 1e-9)
}

// isDenied reports whether a sentence that carries the claim has a word of denying or
// lacking near the claim's words; or, where none has the word that the claim denies, a
// sentence beside it has any.
func (d *denial) isDenied(m *cue) bool {
	linked := slices.ContainsFunc(d.views, func(v *view) bool { return v.mine(m.heads[0]).how != unlinked })
	for _, e := range d.evidence {
		v := d.view(int32(e.sentence + 1))
		if v.lacks() || slices.ContainsFunc(v.theirs.cues, func(c cue) bool { return c.sense == denied && v.near(c.to, len(v.back)) }) {
			return true
		}
		for i := max(0, e.sentence-1); !linked && i <= e.sentence+2 && i+1 < len(d.prosody.prose); i++ {
			if slices.ContainsFunc(d.prosody.prose[i+1].cues, func(c cue) bool { return c.sense >= negated }) {
				return true
			}
		}
	}
	return d.view(0).lacks()
}

// lacks reports whether the sentence of the article has a word of denying or lacking
// near a word of the claim.
func (v *view) lacks() bool {
	for k := range v.theirs.cues {
		if c := &v.theirs.cues[k]; c.sense >= negated && v.near(c.from-closeBy+1, c.to+closeBy+2) {
			return true
		}
	}
	for j := range v.theirs.tokens {
		n := v.theirs.tokens[j].norm
		if (v.plain[n] || v.back[j] < 0 && (v.hollow[n] || v.theirs.kin[j].content && v.hasPrefix(n))) && v.near(j-closeBy, j+closeBy+1) {
			return true
		}
	}
	return false
}

// near reports whether the article's tokens from the first to before the last have a
// word of the claim that is no name.
func (v *view) near(from, to int) bool {
	for j := max(0, from); j < min(to, len(v.back)); j++ {
		if v.back[j] >= 0 && !v.theirs.tokens[j].capital {
			return true
		}
	}
	return false
}

// isDeniedAnywhere reports whether the article denies word i of the claim in a sentence
// that has any other of its words.
func (d *denial) isDeniedAnywhere(i int) bool {
	alone := d.weight[i-d.from] >= d.total // it has no other
	for s, p := range d.prosody.prose {
		for j := range p.kin {
			if p.kin[j].base == d.kin[i].base && p.polarityAt(j) != affirmed && (alone || d.shared(s, i, nil) > 0) {
				return true
			}
		}
	}
	return false
}
