package ground

import (
	"fmt"
	"slices"
)

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
	case c.sense == settled, h.tokens[i].dense && c.sense == intended && h.hasFuture():
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

// hasFuture reports whether the claim's sentence says that something will be.
func (h *hedging) hasFuture() bool {
	return slices.ContainsFunc(h.cues, func(m cue) bool { return m.sense == willBe && m.from >= h.from && m.from < h.to })
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
