package ground

import (
	"slices"
	"strings"
)

// hedgeRule looks for hedges of the article that a claim drops, and for hedges
// that it adds.
type hedgeRule struct{ *prosody }

func newHedgeRule(c *Checker) rule { return hedgeRule{c.readProse()} }

// keepers are, for each sense of the article, the senses of a claim that keep it.
var keepers = [senses][]sense{
	accused:  {accused, reported, said, sourced, voiced, possible, open, conditional, held, denied},
	reported: {reported, accused, said, sourced, voiced, possible, open, conditional, held, denied},
	possible: {possible, intended, proposed, open, conditional, reported, accused, held},
	intended: {intended, possible, proposed, open, conditional, settled, accused, held},
	settled:  {settled, intended, possible, proposed, open, conditional, willBe, said, sourced, voiced},
	proposed: {proposed, intended, possible, open, conditional, accused, held},
}

func (h hedgeRule) check(cl *claim) {
	if !h.knowsHedges {
		cl.cannotRead("hedges")
		return
	}
	cl.compareSettings("says no more and no less surely than the article", func(s *setting) (compared, wrong bool) {
		j := hedging{setting: s}
		j.judge()
		return j.compared, j.wrong
	})
}

// hedging is the comparison of one sentence of a claim with the article.
type hedging struct {
	*setting
	compared, wrong bool
}

func (h *hedging) judge() {
	h.verdictAdded()
	for _, v := range h.views {
		for k := range v.theirs.cues {
			if c := &v.theirs.cues[k]; len(keepers[c.sense]) > 0 && !h.wrong {
				h.dropped(v, c)
			}
		}
	}
	if !h.wrong {
		d := denial{setting: h.setting}
		d.elsewhereAlleged()
		h.wrong, h.compared = d.wrong, h.compared || d.compared
	}
	if !h.wrong {
		h.hedgeAdded()
	}
}

// dropped judges a hedge of the article whose words the claim has.
func (h *hedging) dropped(v *view, c *cue) {
	i := v.mainOf(c)
	if i < 0 {
		i = v.leftOut(c)
	}
	if i < 0 || v.theirs.polarityAt(int(v.mine(i).at)) == negative && c.side == ahead || v.context(i) < v.contextOf(i) && !v.sameSubject(c, i) {
		return
	}
	h.compared = true
	if c.sense == accused && h.isByTheWay(i) || v.isDenial(int(v.mine(i).at)) || c.sense == proposed && v.share < leastProposed {
		return
	}
	if v.repeats(c) || h.keeps(v, c, i) || v.elsewhere(i, func(o *view, i int) bool { return !o.hedges(int(o.mine(i).at)) }) {
		return
	}
	h.reportDropped(v, c, i)
}

// leastProposed is the share of a claim that the sentence of a demand or proposal must
// have: its object alone may be known from elsewhere.
const leastProposed = 0.45

// isByTheWay reports whether token i of the claim says of a thing, in a participle right
// behind it, what was done with it, and accuses nobody: "the coins taken from a museum".
func (h *hedging) isByTheWay(i int) bool {
	return !h.stemmed && i > h.from && h.kin[i-1].content && strings.HasSuffix(h.tokens[i].norm, "en") && !(i+1 < h.to && h.by[h.tokens[i+1].norm])
}

// isDenial reports whether token j of the article is a word of denying.
func (v *view) isDenial(j int) bool {
	return slices.ContainsFunc(v.theirs.cues, func(c cue) bool { return c.sense == denied && j >= c.from && j < c.to })
}

// leastContext is how far a word must stand among the same words as in the article
// for its hedge to count.
const leastContext = 0.45

// contextOf is how much of its surroundings a word must share for its hedge to
// count: more for a word that says little.
func (v *view) contextOf(i int) float64 {
	if v.raising[v.tokens[i].norm] {
		return leastContext + 0.3
	}
	return leastContext
}

// sameSubject reports whether the claim has the word that stands before a cue of the
// article right before token i, as in "the oven caused" for "the oven may have caused".
func (v *view) sameSubject(c *cue, i int) bool {
	if v.share < 0.4 || v.raising[v.tokens[i].norm] {
		return false
	}
	for j := c.from - 1; j >= 0 && !isBound(&v.theirs.tokens[j]); j-- {
		if v.theirs.kin[j].content {
			k := int(v.back[j])
			return k >= 0 && k < i && i-k <= subjectReach && !v.prose.parted(k, i)
		}
	}
	return false
}

// subjectReach is how far a verb may stand from its subject.
const subjectReach = 3

// mainOf returns the claim's token that goes with the first word that a cue of the
// article is about, names and numbers apart, -1 if the claim does not have it.
func (v *view) mainOf(c *cue) int {
	for _, j := range c.heads {
		if t := &v.theirs.tokens[j]; !t.capital && t.kind == word || c.side != ahead {
			if v.back[j] >= 0 {
				return int(v.back[j])
			}
			break
		}
	}
	if c.sense == accused || c.sense == reported {
		return v.restOf(c)
	}
	return -1
}

// restOf returns the claim's token for the first that it has of the words that a cue
// is about, if there is a number among those and it stands among the same words: the
// verb may be another, or in a form that is not known for it. It is -1 for none.
func (v *view) restOf(c *cue) int {
	first, n, figure := -1, 0, false
	for _, j := range c.heads {
		if i := int(v.back[j]); i >= 0 && !(v.theirs.tokens[j].capital && !v.stemmed) {
			if n++; first < 0 {
				first = i
			}
			figure = figure || v.tokens[i].kind == number
		}
	}
	if n < 2 || !figure || v.share < 0.4 || v.context(first) < 0.55 {
		return -1
	}
	return first
}

// leftOut returns the first linked word behind a place where the claim has the
// article's words but for the cue, -1 for none: "will not come" for "will probably
// not come".
func (v *view) leftOut(c *cue) int {
	if c.side == ahead || c.from == 0 || len(c.heads) == 0 {
		return -1
	}
	i := int(v.back[c.heads[0]])
	if i < 0 {
		return -1
	}
	before, gap := v.theirs.kin[c.from-1].base, c.heads[0]-c.to
	if k := i - gap - 1; k >= v.from && v.kin[k].base == before {
		return i
	}
	return -1
}

// repeats reports whether the claim has a word of the article's cue, not one between
// its pieces.
func (v *view) repeats(c *cue) bool {
	for j := c.from; j < c.to; j++ {
		if v.back[j] >= 0 && !slices.Contains(c.heads, j) && (j < c.gap.from || j >= c.gap.to) {
			return true
		}
	}
	return false
}

// keeps reports whether the claim hedges token i as the cue of the article does.
func (h *hedging) keeps(v *view, c *cue, i int) bool {
	for k := range h.cues {
		m := &h.cues[k]
		if m.from < h.from || m.from >= h.to || !slices.Contains(keepers[c.sense], m.sense) || !h.covers(m, i) {
			continue
		}
		if m.sense == conditional && h.strengthens(v, c, m, i) {
			return false
		}
		if v.isNew(m, c, int(v.mine(i).at)) {
			return true
		}
	}
	return false
}

// strengthens reports whether "would" stands in the claim where the article has
// "could", and all else is alike.
func (h *hedging) strengthens(v *view, c, m *cue, i int) bool {
	return c.sense == possible && c.side == ahead && len(m.heads) > 0 && m.heads[0] == i && c.heads[0] == int(v.mine(i).at) &&
		v.share >= 0.8 && v.context(i) >= 0.8 && !v.theirs.says(v.tokens[m.from].norm)
}

// isNew reports whether a cue of the claim stands for the article's cue c, and not
// for another that the article has as well and that is not about token j.
func (v *view) isNew(m, c *cue, j int) bool {
	shared := false
	for k := range v.theirs.cues {
		o := &v.theirs.cues[k]
		if o.sense != m.sense || v.theirs.tokens[o.from].norm != v.tokens[m.from].norm {
			continue
		}
		if o == c || !loose[o.sense] && slices.Contains(o.heads, j) {
			return true
		}
		shared = true
	}
	return !shared
}

// loose are senses that cover more than what they directly stand before.
var loose = [senses]bool{open: true, conditional: true, held: true, said: true, sourced: true, voiced: true}

// far is how far a hedge reaches ahead, and near how far back.
const (
	far  = 25
	near = 10
)

// covers reports whether a cue of the claim can be about token i.
func (h *hedging) covers(m *cue, i int) bool {
	switch {
	case i >= m.from && i < m.to:
		return true
	case m.sense == said, m.sense == sourced, m.sense == voiced:
		return true
	case i >= m.to:
		return i-m.to <= far && !h.parted(m.to, i)
	}
	return m.from-i <= near && !h.parted(i, m.from)
}

// parted reports whether a mark that parts statements stands between two tokens.
func (h *hedging) parted(from, to int) bool {
	for _, t := range h.tokens[from:to] {
		if t.isMark(";") {
			return true
		}
	}
	return false
}

func (c *cue) covers(j int) bool {
	return j >= c.from && j < c.scope.to || j >= c.scope.from && j < c.to
}

// hedges reports whether token j of the article stands under a hedge.
func (v *view) hedges(j int) bool {
	for k := range v.theirs.cues {
		c := &v.theirs.cues[k]
		if (len(keepers[c.sense]) > 0 || c.sense == open || c.sense == conditional || c.sense == denied) && c.covers(j) {
			return true
		}
	}
	return false
}

// says reports whether a passage has a word in the same form.
func (pr *prose) says(norm string) bool {
	return slices.ContainsFunc(pr.tokens, func(t token) bool { return t.norm == norm })
}
