package ground

import (
	"fmt"
	"slices"
)

// attributionRule looks for what the article gives as somebody's word and a claim
// states as a fact.
type attributionRule struct{ *prosody }

func newAttributionRule(c *Checker) rule { return attributionRule{c.readProse()} }

func (a attributionRule) check(cl *claim) {
	if !a.knowsAttribution {
		cl.cannotRead("attributions")
		return
	}
	cl.compareSettings("says whose word it is where the article does", func(s *setting) (compared, wrong bool) {
		j := wording{setting: s}
		j.judge()
		return j.compared, j.wrong
	})
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
			if c.sense != said && c.sense != sourced || w.isOrder(v.theirs, c) {
				continue
			}
			t := w.toldBy(v, c)
			w.compared = w.compared || t.told > 0
			if t.told < leastTold*v.share {
				continue
			}
			if !t.namesSource() && !w.ownsUp(v, c) && !w.toldPlainly(v) {
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

// quotes reports whether the claim's sentence asks, or is a quotation for a good part
// or to its end: then other rules judge it.
func (w *wording) quotes() bool {
	open, inside := false, 0
	for i := w.from; i < w.to; i++ {
		switch t := &w.tokens[i]; {
		case t.kind == mark && t.text == "?":
			return true
		case t.kind == mark && isQuote(t.text):
			open = !open
		case open:
			inside++
		}
	}
	return open || 3*inside > w.to-w.from
}

// toldPlainly reports whether another sentence says the same in the article's own
// voice.
func (w *wording) toldPlainly(v *view) bool {
	best, most := -1, 0.0 // the word that tells most
	for i := w.from; i < w.to; i++ {
		if weight := w.weight[i-w.from]; weight > most && v.mine(i).how != unlinked {
			best, most = i, weight
		}
	}
	for index, p := range w.prosody.prose {
		if best >= 0 && p.has(w.kin[best]) && w.view(int32(index)).tellsPlainly(v) {
			return true
		}
	}
	return slices.ContainsFunc(w.views, func(o *view) bool { return o.tellsPlainly(v) })
}

// tellsPlainly reports whether another sentence says as much as that of another view, and
// not as somebody's word.
func (v *view) tellsPlainly(as *view) bool {
	return v.index != as.index && v.share >= 0.75*as.share && !v.says(said) && !v.says(sourced) && !v.says(reported)
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

// namesSource reports whether the claim has a word of who says it: "campaigners blame …".
func (t telling) namesSource() bool {
	for j := t.source.from; j < t.source.to; j++ {
		if t.back[j] >= 0 && t.theirs.kin[j].content {
			return true
		}
	}
	return false
}

// isContested reports whether what is said is more than a report of record: a
// judgement, or the word of one person or side.
func (w *wording) isContested(t telling) bool {
	record, counts := len(w.records) == 0, t.share < leastVerbatim && w.hasFigures()
	for j := t.source.from; j < t.source.to; j++ {
		n := t.theirs.tokens[j].norm
		if w.sides[n] {
			return true
		}
		record = record || w.records[n] || counts && w.offices[n]
	}
	for i := w.from; i < w.to && record; i++ {
		record = !w.judging[w.tokens[i].norm]
	}
	return !record
}

// leastVerbatim is the share of a claim's sentence that one of the article has that is
// taken over rather than told.
const leastVerbatim = 0.9

// hasFigures reports whether the claim's sentence has a number.
func (w *wording) hasFigures() bool {
	for _, t := range w.tokens[w.from:w.to] {
		if t.kind == number {
			return true
		}
	}
	return w.claim.amounts != nil && slices.ContainsFunc(w.claim.amounts.quantities, func(q quantity) bool {
		return q.from >= w.from && q.to <= w.to && !q.weak && q.kind != ordinal
	})
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
