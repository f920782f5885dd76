package ground

import (
	"strings"
)

// hedge finds the words before or after a quantity that make it inexact.
func (r *reader) hedge(q *quantity) {
	q.hedgeFrom = q.from
	end := q.from
	for back := 1; back <= 4 && end-back >= 0; back++ {
		if e, n := r.get(end-back, isHedge); n == back {
			if q.hedge == "" || hedgeSigns[e.name] != 0 {
				q.hedge = e.name
			}
			q.hedgeFrom = end - back
		}
	}
	if q.hedge == "over" && q.hedgeFrom == q.from-1 && r.isPreposition(q) {
		q.hedge, q.hedgeFrom = "", q.from
	}
	for k := q.numTo; k <= q.to+3 && k < len(r.tokens) && q.hedge == ""; k++ {
		if e, n := r.get(k, isHedgeAfter); n > 0 && r.closeAfter(q, k) {
			q.hedge = e.name
		}
	}
}

// isPreposition: "over three summers" tells a time, "over 25 people" an amount.
func (r *reader) isPreposition(q *quantity) bool {
	isTime := q.unit != nil && (q.unit.kind == "time" || q.unit.kind == "years")
	return (isTime || q.worded) && r.tokens[q.hedgeFrom].norm == "over"
}

// closeAfter: between a number and a hedge that follows it there is nothing but
// its unit, what it counts, and the parts of a case ending.
func (r *reader) closeAfter(q *quantity, k int) bool {
	for i := q.numTo; i < k; i++ {
		if t := r.tokens[i]; t.kind == number || t.kind == mark && !t.isMark("'") && !t.isMark("’") && !t.isMark("-") && !t.isMark("%") {
			return false
		}
	}
	return true
}

// mostNear is how many words tell what a number counts.
const mostNear = 3

// counted finds what a quantity counts: the content words that follow it.
func (r *reader) counted(q *quantity) {
	if q.kind == multiple {
		return
	}
	k := q.to
	for steps := 0; k < len(r.tokens) && len(q.near) < mostNear && steps < 8; k, steps = k+1, steps+1 {
		t := r.tokens[k]
		switch {
		case t.kind == mark && strings.Contains("-‑'’‘“\"«„", t.text):
		case t.kind == number && len(q.near) == 0 && k > q.to:
		case k == q.to && r.has(k, isCardinal) && r.has(k+1, isUnit): // "18 three years ago"
			return
		case t.kind != word:
			return
		case r.Endings && k == q.to+1 && t.glued && len(t.text) <= 8 && r.tokens[k-1].kind == mark:
		case r.has(k, isOf) || r.has(k, isCounter) && t.dense:
		case r.has(k, isNoun):
			e, _ := r.get(k, isNoun)
			q.near = append(q.near, when(e.name != "", e.name, t.stem))
		case t.stop && len(q.near) > 0, t.stop && !t.dense:
			return
		case !t.stop:
			q.near = append(q.near, t.stem)
		}
	}
}

// ranges joins two numbers with a range's sign or word between them: the first
// has the unit and scale of the second.
func (r *reader) ranges() {
	for i := 0; i+1 < len(r.found); i++ {
		a, b := &r.found[i], &r.found[i+1]
		if b.from-a.to == 2 && r.has(a.to, isScore) && r.has(a.to+1, isRange) && a.unit == nil && b.unit == nil { // 7 votes to 6
			a.pair = r.isScoreline(a, b) && a.kind == plain && b.kind == plain && a.value.float() < 1000
		}
		if b.hedgeFrom-a.to != 1 && b.from-a.to != 1 || a.kind != b.kind || !r.has(a.to, isRange) && !r.mark(a.to, ":") {
			r.shareOverOf(a, b)
			continue
		}
		if !r.mark(a.to, ":") {
			shareUnit(a, b)
		}
		if t := r.tokens[a.to]; (t.kind == mark || r.isScoreline(a, b)) && a.unit == nil && b.unit == nil && !a.scaled && a.to == a.numTo {
			a.pair = a.value.den == 1 && b.value.den == 1 && a.value.num < 1000 && b.value.num < 1000 && a.kind == plain
		}
	}
}

// isScoreline reports whether two numbers with a word between are votes or a
// score ("won 7 to 6"), not a range: the larger comes first, after such a verb.
func (r *reader) isScoreline(a, b *quantity) bool {
	if r.any&(1<<isScore) == 0 || a.value.float() <= b.value.float() {
		return false
	}
	if r.has(a.to, isScore) {
		return true
	}
	for i := a.from - 1; i >= max(0, a.from-6) && r.tokens[i].kind == word; i-- {
		if r.has(i, isScore) {
			return true
		}
	}
	return false
}

// shareOverOf: "3.1 of the 4.8 million".
func (r *reader) shareOverOf(a, b *quantity) {
	if gap := b.from - a.to; gap < 1 || gap > 2 || !r.has(a.to, isOf) || a.unit != nil || a.kind != plain || r.tokens[b.from-1].kind == mark {
		return
	}
	if a.unit = b.unit; a.value.den > 1 {
		shareUnit(a, b)
	}
}

func shareUnit(a, b *quantity) {
	if a.unit == nil && b.unit != nil && len(a.near) == 0 || a.unit == nil && b.unit != nil && b.from-a.to <= 1 {
		a.unit = b.unit
	}
	if b.unit == nil && a.unit != nil && a.unit.kind == "money" && len(b.near) == 0 {
		b.unit = a.unit // $3-5 million
	}
	if b.scaled && !a.scaled && a.value.known() && abs(a.value.num) < 1000*a.value.den {
		if scale := scaleOf(b); scale.known() {
			a.alt, a.value, a.step, a.scaled = a.value, a.value.times(scale), a.step.times(scale), true
		}
	}
	if len(a.near) == 0 || a.unit == nil && b.unit == nil {
		a.near = b.near
	}
}

// scaleOf is the thousand, million or billion that a scaled number has.
func scaleOf(q *quantity) ratio {
	for _, s := range []int64{1e12, 1e9, 1e6, 1e3} {
		if abs(q.value.num) >= s*q.value.den {
			return integer(s)
		}
	}
	return ratio{}
}
