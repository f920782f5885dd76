package ground

import (
	"fmt"
	"slices"
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
	r := cl.reading()
	if !h.knowsHedges {
		cl.cannotRead("hedges")
		return
	}
	compared, wrong := false, false
	for _, s := range r.settings {
		j := hedging{setting: s}
		j.judge()
		compared, wrong = compared || j.compared, wrong || j.wrong
	}
	if compared && !wrong {
		cl.note(Pass, "", whole, "says no more and no less surely than the article", "", -1)
	}
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
		h.hedgeAdded()
	}
}

// dropped judges a hedge of the article whose words the claim has.
func (h *hedging) dropped(v *view, c *cue) {
	i := v.mainOf(c)
	if i < 0 {
		i = v.leftOut(c)
	}
	if i < 0 || v.theirs.polarityAt(int(v.mine(i).at)) == negative && c.side == ahead || v.context(i) < v.contextOf(i) {
		return
	}
	h.compared = true
	if v.repeats(c) || h.keeps(v, c, i) || v.elsewhere(i, func(o *view, i int) bool { return !o.hedges(int(o.mine(i).at)) }) {
		return
	}
	h.reportDropped(v, c, i)
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

// mainOf returns the claim's token that goes with the first word that a cue of the
// article is about, names and numbers apart, -1 if the claim does not have it.
func (v *view) mainOf(c *cue) int {
	for _, j := range c.heads {
		if t := &v.theirs.tokens[j]; !t.capital && t.kind == word || c.side != ahead {
			return int(v.back[j])
		}
	}
	return -1
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

// repeats reports whether the claim has a word of the article's cue.
func (v *view) repeats(c *cue) bool {
	for j := c.from; j < c.to; j++ {
		if v.back[j] >= 0 && !slices.Contains(c.heads, j) {
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
		v.share >= 0.8 && v.context(i) >= 0.8
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

// reportDropped notes a hedge that the claim does not have. Of what is as good as
// certain to come, "will" may be said.
func (h *hedging) reportDropped(v *view, c *cue, i int) {
	j := int(v.mine(i).at)
	theirs := v.theirs.passage.words(c.from, c.to)
	where, expected, verdict := at{h.beginOf(v, i), i + 1}, "", Fail
	switch m := h.futureOf(i); {
	case m != nil && c.sense == settled:
		return
	case m != nil:
		where = at{m.from, m.to}
		if c.sense == possible && c.to-c.from == 1 {
			expected = theirs
		}
	case c.sense == settled:
		verdict = Warn
	case c.to == j && c.side != ahead && !h.afterA(i):
		where, expected = at{i, i + 1}, theirs+" "+h.passage.words(i, i+1)
	}
	h.wrong = true
	said := v.theirs.passage.words(c.from, min(max(j+1, c.to+1), c.to+5, len(v.theirs.tokens)))
	h.claim.note(verdict, "dropped", where, fmt.Sprintf("the article is less sure: “%s”, %s", said, placeOf(int(v.index)-1)), expected, int(v.index)-1)
}

// beginOf goes back from token i over the words that the article does not have: the
// verb that makes a fact of it.
func (h *hedging) beginOf(v *view, i int) int {
	begin := i
	for k := i - 1; k >= h.from && k >= i-4 && !isBound(&h.tokens[k]) && v.mine(k).how == unlinked; k-- {
		if h.kin[k].content {
			begin = k
		}
	}
	return begin
}

// afterA reports whether an article stands before token i whose form may change
// with what comes in between: "a leak", "an alleged leak".
func (h *hedging) afterA(i int) bool {
	return i > h.from && (h.tokens[i-1].norm == "a" || h.tokens[i-1].norm == "an")
}

// futureOf returns the cue of the claim that says that token i will be.
func (h *hedging) futureOf(i int) *cue {
	for k := range h.cues {
		if m := &h.cues[k]; (m.sense == willBe || m.sense == conditional) && m.to <= i && len(m.heads) > 0 && m.heads[0] == i {
			return m
		}
	}
	return nil
}

// verdictAdded finds a conviction or confession that the article does not have.
func (h *hedging) verdictAdded() {
	for k := range h.cues {
		m := &h.cues[k]
		if m.from < h.from || m.from >= h.to || m.sense != guilty && m.sense != confessed || h.polarityAt(m.from) == negative {
			continue
		}
		v, c := h.chargeOf(m)
		if c == nil && m.sense == guilty {
			v, c = h.heldOnly()
		}
		if c == nil || h.convicted(m) {
			continue
		}
		h.compared, h.wrong = true, true
		theirs, expected := v.theirs.passage.words(c.from, c.to), ""
		if h.tokens[m.to-1].stop && v.theirs.tokens[c.to-1].stop {
			expected = theirs
		}
		h.claim.note(Fail, "verdict", at{m.from, m.to}, fmt.Sprintf("the article does not say so: it says “%s”, %s", theirs, placeOf(int(v.index)-1)), expected, int(v.index)-1)
		return
	}
}

// chargeReach is how far behind an accusation the charge is named.
const chargeReach = 12

// heldOnly returns a word of the article that says that somebody is under suspicion, if
// nothing in it tells of a conviction or a punishment.
func (h *hedging) heldOnly() (v *view, c *cue) {
	for index, p := range h.prosody.prose {
		for k := range p.cues {
			switch p.cues[k].sense {
			case guilty, confessed, punished:
				return nil, nil
			case held, accused:
				if o := h.view(int32(index)); c == nil && o.share >= leastShare/2 {
					v, c = o, &p.cues[k]
				}
			}
		}
	}
	return v, c
}

// chargeOf returns the accusation that the claim makes a conviction of.
func (h *hedging) chargeOf(m *cue) (*view, *cue) {
	for _, v := range h.views {
		for k := range v.theirs.cues {
			c := &v.theirs.cues[k]
			if c.sense != accused {
				continue
			}
			for j := c.to; j < min(c.to+chargeReach, len(v.theirs.tokens)); j++ {
				if i := int(v.back[j]); i >= m.to && i < m.to+window && !v.tokens[i].capital {
					return v, c
				}
			}
		}
	}
	return nil, nil
}

// convicted reports whether a sentence that tells about the same tells of a
// conviction, a confession or, for a conviction, a punishment.
func (h *hedging) convicted(m *cue) bool {
	for index, p := range h.prosody.prose {
		for k := range p.cues {
			s := p.cues[k].sense
			if s != guilty && s != confessed && (s != punished || m.sense != guilty) {
				continue
			}
			v := h.view(int32(index))
			if v.share >= 0.5 || v.share >= leastShare && v.hasHead(m) {
				return true
			}
		}
	}
	return false
}

// hasHead reports whether the article's sentence has a word that a cue of the claim
// is about, names apart.
func (v *view) hasHead(m *cue) bool {
	return slices.ContainsFunc(m.heads, func(i int) bool { return v.mine(i).how != unlinked && !v.tokens[i].capital })
}

// hedgeAdded finds a hedge of the claim where the article has none.
func (h *hedging) hedgeAdded() {
	for k := range h.cues {
		m := &h.cues[k]
		if m.from < h.from || m.from >= h.to || len(m.heads) == 0 || m.sense != possible && m.sense != accused && m.sense != reported {
			continue
		}
		i := m.heads[0]
		for _, v := range h.views {
			l := v.mine(i)
			if l.how == unlinked || v.share < 0.6 || v.context(i) < 0.7 {
				continue
			}
			h.compared = true
			if v.anyHedge() || v.elsewhere(i, func(o *view, i int) bool { return o.anyHedge() }) {
				return
			}
			h.wrong = true
			h.claim.note(Warn, "added", at{m.from, m.to}, fmt.Sprintf("the article says this without “%s”, %s", h.passage.words(m.from, m.to), placeOf(int(v.index)-1)), "", int(v.index)-1)
			return
		}
	}
}

func (v *view) anyHedge() bool {
	for k := range v.theirs.cues {
		if s := v.theirs.cues[k].sense; len(keepers[s]) > 0 || s == open || s == conditional || s == held || s == said || s == sourced || s == denied {
			return true
		}
	}
	return false
}

// cannotRead reports that a rule knows nothing of the claim's language.
func (c *claim) cannotRead(what string) {
	if len(c.tokens) > 0 {
		c.note(Unknown, "language", whole, "cannot read the "+what+" of this language", "", -1)
	}
}
