package ground

import (
	"fmt"
	"math"
)

// said is the quantity in the claim's words.
func (j *judgement) said() string { return j.claim.words(j.q.from, j.q.to) }

// report notes a finding that names a quantity of the article.
func (j *judgement) report(v Verdict, code, message string, s sought) Verdict {
	p := j.checker().passageAt(s.sentence)
	text := p.words(s.q.from, s.q.to)
	where, expected := at{j.q.from, j.q.to}, text
	switch {
	case v != Fail:
		expected = ""
	case j.q.kind == fraction && s.q.unit != nil && s.q.unit.kind == "share": // which takes the place of all of it
	case j.q.kind != s.q.kind: // which cannot
		expected = ""
	case s.q.unit == nil && j.q.unit != nil || s.q.unit != nil && j.q.unit == nil && code != "unit":
		where, expected = at{j.q.numFrom, j.q.numTo}, p.words(s.q.numFrom, s.q.numTo)
	}
	j.note(v, code, where, fmt.Sprintf("%s %s, %s", message, text, placeOf(s.sentence)), expected, s.sentence)
	return v
}

// derived notes that the quantity follows from others.
func (j *judgement) derived(how string, sentence int) Verdict {
	j.note(Warn, "derived", at{j.q.from, j.q.to}, fmt.Sprintf("%s is not in the article, but follows from it: %s", j.said(), how), "", sentence)
	return Warn
}

func (j *judgement) checker() *Checker { return j.claim.checker }

// hedgesAgree reports whether two hedges say the same, or the claim's less.
func hedgesAgree(claim, article string) bool {
	if claim == article || claim == about && hedgeSigns[article] <= 0 && article != "under" && article != "most" {
		return true
	}
	return claim != "" && article != "" && hedgeSigns[claim] == hedgeSigns[article] && claim != about
}

// hedge judges a number that the article has, but with another hedge.
func (j *judgement) hedge() Verdict {
	o := j.full.q
	p := j.checker().passageAt(j.full.sentence)
	theirs := p.words(min(o.hedgeFrom, o.from), o.to)
	where := at{min(j.q.hedgeFrom, j.q.from), j.q.to}
	switch {
	case j.full.score < 0.2 && o.hedge == "":
		return Pass
	case hedgeSigns[j.q.hedge]*hedgeSigns[o.hedge] < 0:
		j.note(Fail, "hedge", where, fmt.Sprintf("the article says the contrary: %s, %s", theirs, placeOf(j.full.sentence)), theirs, j.full.sentence)
		return Fail
	case j.q.hedge == "" && o.hedge != "":
		j.note(Warn, "hedge", where, fmt.Sprintf("the article is less exact: %s, %s", theirs, placeOf(j.full.sentence)), theirs, j.full.sentence)
		return Warn
	case j.q.hedge != "" && j.q.hedge != about && o.hedge != j.q.hedge:
		j.note(Warn, "hedge", where, fmt.Sprintf("the article says %s, %s", theirs, placeOf(j.full.sentence)), theirs, j.full.sentence)
		return Warn
	}
	return Pass
}

// rounded finds a quantity that the claim's is rounded from.
func (j *judgement) rounded() (Verdict, bool) {
	if j.q.kind != plain || !j.q.step.known() {
		return "", false
	}
	var best sought
	for _, at := range j.all {
		if f := fits(j.q, at.q); f != rival && f != other || !j.roundsTo(at.q) {
			continue
		}
		best.offer(at, j.scene.score(j.q.from, at.sentence, at.q.from, at.q.to))
	}
	if best.q == nil || best.score < 0.15 && (j.q.hedge == "" || j.q.unit == nil || j.rival.q != nil && j.rival.score >= 0.3) {
		return "", false
	}
	if best.score < 0.15 {
		return j.report(Warn, "rounded", fmt.Sprintf("%s is perhaps rounded: the article says", j.said()), best), true
	}
	if j.q.hedge != "" {
		return Pass, true
	}
	return j.report(Warn, "rounded", fmt.Sprintf("%s is rounded: the article says", j.said()), best), true
}

// roundsTo reports whether the article's quantity, rounded as the claim's is,
// gives the claim's.
func (j *judgement) roundsTo(o *quantity) bool {
	if o.kind != plain || !j.sameMeasure(o) {
		return false
	}
	ours, theirs := j.q.base().float(), o.base().float()
	step := j.q.step.float()
	if j.q.unit != nil && j.q.unit.scaled {
		step *= j.q.unit.factor.float()
	}
	off := theirs - ours
	if sign := hedgeSigns[j.q.hedge]; sign != 0 && sign == hedgeSigns[o.hedge] && j.q.digits() >= o.digits() {
		return false // "up to 20" is not "up to 21"
	}
	if ours == 0 || math.Abs(off) > step/2*1.0000001 && (j.q.hedge == "" || j.q.hedge == about) {
		return false
	}
	part := math.Abs(off) / math.Abs(theirs)
	switch sign := hedgeSigns[j.q.hedge]; {
	case sign > 0:
		return off > 0 && part <= 0.15
	case sign < 0:
		return off < 0 && part <= 0.15
	case j.q.hedge == about:
		return part <= 0.1
	}
	if j.q.value.den == 1 && !j.q.scaled && j.q.digits() >= 3 {
		return false // three digits and more are meant
	}
	inexact := o.value.den > 1 && j.q.step.float() >= 1 || j.q.scaled || !j.q.step.isWhole(1)
	return inexact && part <= when(o.value.den > 1 || o.scaled || o.unit != nil && j.q.unit != o.unit, 0.06, 0.015)
}

// sameMeasure reports whether two quantities measure or count the same.
func (j *judgement) sameMeasure(o *quantity) bool {
	switch {
	case j.q.unit == nil && o.unit == nil:
		return len(j.q.near) == 0 || len(o.near) == 0 || j.q.sharesNear(o) || j.q.scaled
	case j.q.unit == nil || o.unit == nil:
		return !j.q.counts() && !o.counts()
	}
	return j.q.unit.is(o.unit) || j.q.unit.convertsTo(o.unit)
}
