package ground

import "strings"

func isQuote(s string) bool {
	switch s {
	case `"`, "“", "”", "„", "«", "»", "‘", "'", "「", "」", "『", "』":
		return true
	}
	return false
}

// telling is a claim's sentence and who says in the article what it says.
type telling struct {
	*view
	cue    *cue
	source at
	told   float64 // share of the claim's weight that is their word
}

// toldBy works out which words of the article a word of saying gives as somebody's.
func (w *wording) toldBy(v *view, c *cue) telling {
	t := telling{view: v, cue: c}
	from, to := 0, len(v.theirs.tokens)
	start, end := clauseAround(v.theirs, c)
	switch {
	case start > 0 && v.saidBehind(c, start, end):
		t.source = at{start, end}
		from, to = quotedFrom(v.theirs, start), start
	case c.sense == sourced:
		t.source = at{c.to, end}
		switch {
		case c.from > 0:
			to = c.from
		case end+1 < to:
			from = end
		default: // without a comma the source is a word long, as far as can be told
			from, t.source.to = c.to, min(c.to+1, to)
		}
	default:
		t.source = at{start, c.from}
		from = c.to
	}
	for j := from; j < to; j++ {
		if i := int(v.back[j]); i >= 0 && v.weight[i-v.from] > 0 {
			t.told += v.weight[i-v.from] / v.total
		}
	}
	if !v.hasMain(from, to) {
		t.told = 0
	}
	return t
}

// orderGap is how many words name who is told to do something at most.
const orderGap = 2

// isOrder reports whether a word of saying tells somebody to do something: "told
// passengers to expect delays".
func (w *wording) isOrder(p *prose, c *cue) bool {
	for j := c.to + 1; w.tells[p.tokens[c.from].norm] && j <= c.to+orderGap && j < len(p.tokens); j++ {
		if w.orders[p.tokens[j].norm] {
			return true
		}
	}
	return false
}

// quotedFrom returns where the quotation begins that ends right before a clause, 0
// where none does.
func quotedFrom(p *prose, start int) int {
	end := start - 1
	for end >= 0 && p.tokens[end].kind == mark && !isQuote(p.tokens[end].text) {
		end--
	}
	if end < 0 || !isQuote(p.tokens[end].text) {
		return 0
	}
	for i := end - 1; i > 0; i-- {
		if isQuote(p.tokens[i].text) && !p.tokens[i].glued {
			return i
		}
	}
	return 0
}

// saidBehind reports whether a clause that begins at start names only who said what
// stands before it: "…, the mayor said on Monday", "…, says Ada Brook".
func (v *view) saidBehind(c *cue, start, end int) bool {
	p := v.theirs
	if c.from == start && start > 0 && isQuote(p.tokens[start-1].text) && !isParticiple(p, c) {
		return true
	}
	if c.from-start > 10 || isParticiple(p, c) || v.joins[p.tokens[start].norm] || v.openers[p.tokens[start].norm] && !p.tokens[start].capital {
		return false
	}
	n := 0
	for j := c.to; j < end; j++ {
		if t := &p.tokens[j]; p.kin[j].content && t.kind == word && !t.capital {
			n++
		}
	}
	return n <= 2
}

// isParticiple reports whether a word of saying is one like "saying", whose
// sayer stands further ahead.
func isParticiple(p *prose, c *cue) bool {
	return c.to-c.from == 1 && strings.HasSuffix(p.tokens[c.from].norm, "ing")
}

// hasMain reports whether the claim has the beginning of what is said, not only
// what is said by the way.
func (v *view) hasMain(from, to int) bool {
	n, got := 0, 0
	for j := from; j < to && n < mostHeads; j++ {
		if v.theirs.kin[j].content {
			if n++; v.back[j] >= 0 {
				got++
			}
		}
	}
	return 4*got >= 3*n
}

// clauseAround returns the bounds of the clause that a cue stands in.
func clauseAround(p *prose, c *cue) (from, to int) {
	from, to = c.from, c.to
	for from > 0 && !endsClause(p, from-1) {
		from--
	}
	for to < len(p.tokens) && !endsClause(p, to) {
		to++
	}
	return from, to
}

// endsClause reports whether a mark ends a clause, and is not the full stop of an
// abbreviation.
func endsClause(p *prose, i int) bool {
	t := &p.tokens[i]
	if t.kind != mark {
		return false
	}
	if t.text == "." && i+1 < len(p.tokens) && !p.tokens[i+1].capital {
		return false
	}
	return isBound(t) || isQuote(t.text)
}
