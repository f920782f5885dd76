package ground

import (
	"fmt"
	"slices"
)

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
