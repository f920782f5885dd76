package ground

import (
	"fmt"
	"strings"
)

// attributionRule looks for what the article gives as somebody's word and a claim
// states as a fact.
type attributionRule struct{ *prosody }

func newAttributionRule(c *Checker) rule { return attributionRule{c.readProse()} }

func (a attributionRule) check(cl *claim) {
	r := cl.reading()
	if !a.knowsAttribution {
		cl.cannotRead("attributions")
		return
	}
	compared, wrong := false, false
	for _, s := range r.settings {
		j := wording{setting: s}
		j.judge()
		compared, wrong = compared || j.compared, wrong || j.wrong
	}
	if compared && !wrong {
		cl.note(Pass, "", whole, "says whose word it is where the article does", "", -1)
	}
}

// wording is the comparison of one sentence of a claim with the article.
type wording struct {
	*setting
	compared, wrong bool
}

// leastTold is the share of a claim's sentence that must be somebody's word in the
// article, of what the article has of it.
const leastTold = 0.75

func (w *wording) judge() {
	if w.quotes() {
		return
	}
	for _, v := range w.views {
		if v.share < 0.5 {
			continue
		}
		for k := range v.theirs.cues {
			c := &v.theirs.cues[k]
			if c.sense != said && c.sense != sourced {
				continue
			}
			t := w.toldBy(v, c)
			if t.told < leastTold*v.share {
				continue
			}
			w.compared = true
			if !w.ownsUp(v, c) && !w.toldPlainly(v) {
				w.report(t)
				return
			}
		}
	}
}

// ownsUp reports whether the claim's sentence says whose word it is, or is unsure, in
// words that are not what is said.
func (w *wording) ownsUp(v *view, c *cue) bool {
	for k := range w.cues {
		m := &w.cues[k]
		if m.from >= w.from && m.from < w.to && owning[m.sense] && v.isNew(m, c, -1) {
			return true
		}
	}
	return false
}

// owning are the senses of a claim that show that something is somebody's word.
var owning = [senses]bool{said: true, sourced: true, voiced: true, intended: true, reported: true, accused: true, denied: true, open: true, conditional: true, held: true, possible: true}

// quotes reports whether the claim's sentence quotes or asks: then other rules judge it.
func (w *wording) quotes() bool {
	for i := w.from; i < w.to; i++ {
		if t := &w.tokens[i]; t.kind == mark && (isQuote(t.text) || t.text == "?") {
			return true
		}
	}
	return false
}

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
		default: // without a comma: whose word it is and what it is cannot be told apart
			from = c.to
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

// toldPlainly reports whether another sentence says the same in the article's own
// voice.
func (w *wording) toldPlainly(v *view) bool {
	best, most := -1, 0.0
	for i := w.from; i < w.to; i++ {
		if wt := w.weight[i-w.from]; wt > most && v.mine(i).how != unlinked {
			best, most = i, wt
		}
	}
	plainlyIn := func(o *view) bool {
		return o.index != v.index && o.share >= 0.75*v.share && !o.says(said) && !o.says(sourced) && !o.says(reported)
	}
	for _, o := range w.views {
		if plainlyIn(o) {
			return true
		}
	}
	if best >= 0 {
		if k := w.kin[best]; k.base >= 0 {
			for _, index := range w.where[k.base] {
				if plainlyIn(w.view(index)) {
					return true
				}
			}
		}
	}
	return false
}

func (w *wording) report(t telling) {
	w.wrong = true
	verdict := Warn
	if w.isContested(t) {
		verdict = Fail
	}
	who := t.theirs.passage.words(t.source.from, t.source.to)
	w.claim.note(verdict, "unattributed", at{w.from, w.to}, fmt.Sprintf("the article gives this as the word of others: “%s”, %s", who, placeOf(int(t.index)-1)), "", int(t.index)-1)
}

// isContested reports whether what is said is more than a report of record: the
// word of one person or side.
func (w *wording) isContested(t telling) bool {
	record := len(w.records) == 0
	for j := t.source.from; j < t.source.to; j++ {
		n := t.theirs.tokens[j].norm
		if w.sides[n] {
			return true
		}
		record = record || w.records[n]
	}
	return !record
}

// says reports whether the sentence of the article has a cue of the sense.
func (v *view) says(s sense) bool {
	for k := range v.theirs.cues {
		if v.theirs.cues[k].sense == s {
			return true
		}
	}
	return false
}
