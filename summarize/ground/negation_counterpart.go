package ground

import "slices"

// A paraphrase may deny the same with another word: "no factories will shut" for "no
// plant will close", "could not be lived in" for "unfit to live in", "the plant will not
// be shut" for "he denied that it would be shut". The article then has a word of denying
// or lacking near the claim's word that the claim has no use for.

const (
	spareReach = 8 // tokens between a word and a spare negation of the article
	lackReach  = 3 // and a word of lacking
)

// counterpart reports whether the article denies in words of its own what token i of
// the claim is the word for, or denies it of the rest.
func (d *denial) counterpart(v *view, i int) bool {
	j := int(v.mine(i).at)
	if d.polarityAt(i) != negative {
		return d.isOfTheRest(v.theirs, j)
	}
	return d.hasSpareDenial(v, i) || d.hasSpareLack(v, j) || d.hasContrary(v, i)
}

// hasSpareDenial reports whether a negation of the article near the word for token i is
// about words that the claim does not have or denies along with it, or a denial goes
// before it that the claim does not tell of.
func (d *denial) hasSpareDenial(v *view, i int) bool {
	j, m := int(v.mine(i).at), cueOver(d.cues, i)
	for k := range v.theirs.cues {
		c := &v.theirs.cues[k]
		if c.sense < negated || v.back[c.from] >= 0 || d.isJoinedOn(v.theirs, j, c) {
			continue
		}
		if c.sense == denied && c.to <= j && !d.denies(denied) {
			return true
		}
		if len(c.heads) == 0 {
			continue
		}
		b := int(v.back[c.heads[0]])
		if (b < 0 || m != nil && m.negates(b) && d.polarityAt(b) == perhaps) && c.from-j <= spareReach && j-c.to <= spareReach {
			return true
		}
	}
	return false
}

// isJoinedOn reports whether a negation is of something else behind token j: "the plan
// but not the timetable".
func (d *denial) isJoinedOn(theirs *prose, j int, c *cue) bool {
	return c.from > j && slices.ContainsFunc(theirs.tokens[j:c.from], func(t token) bool { return d.contrasts[t.norm] || d.joins[t.norm] })
}

// hasSpareLack reports whether a word of lacking, or one that a prefix turned round,
// stands near token j of the article and not in the claim.
func (d *denial) hasSpareLack(v *view, j int) bool {
	for t := max(0, j-lackReach); t < min(len(v.theirs.tokens), j+lackReach+1); t++ {
		n := v.theirs.tokens[t].norm
		if t != j && v.back[t] < 0 && (d.hollow[n] || v.theirs.kin[t].content && d.hasPrefix(n)) && !d.prose.says(n) {
			return true
		}
	}
	return false
}

// hasContrary reports whether the clause of the claim that denies word i has the
// contrary of a word of the article.
func (d *denial) hasContrary(v *view, i int) bool {
	for t := i; t < d.to && !isBound(&d.tokens[t]); t++ {
		if v.mine(t).how == opposed {
			return true
		}
	}
	return false
}

// isOfTheRest reports whether the article's sentence tells of the others before token
// j, and the claim does not: "the other 36 are not in dispute".
func (d *denial) isOfTheRest(theirs *prose, j int) bool {
	isRest := func(t token) bool { return d.rest[t.norm] }
	return slices.ContainsFunc(theirs.tokens[:j], isRest) && !slices.ContainsFunc(d.tokens[d.from:d.to], isRest)
}
