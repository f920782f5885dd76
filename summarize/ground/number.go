package ground

import (
	"fmt"
)

// numberRule compares the quantities of a claim with those of the article.
type numberRule struct {
	*figureIndex
	checker *Checker
	all     []sighting
	latest  int // year that the article names, about when an undated one was written
}

// sighting is a quantity of the article and its sentence.
type sighting struct {
	sentence int
	q        *quantity
}

func newNumberRule(c *Checker) rule {
	r := &numberRule{figureIndex: c.readFigures(), checker: c}
	for i := range r.figures {
		list := r.figures[i].quantities
		for k := range list {
			r.all = append(r.all, sighting{i - 1, &list[k]})
		}
		for _, m := range r.figures[i].moments {
			if m.has&hasYear != 0 {
				r.latest = max(r.latest, m.year)
			}
		}
	}
	return r
}

// mostCompared bounds the numbers, and the dates, of one claim that are compared.
const mostCompared = 100

func (n *numberRule) check(cl *claim) {
	f := n.ofClaim(cl)
	if len(f.quantities) > mostCompared {
		cl.note(Unknown, "length", whole, "the claim has too many numbers to compare", "", -1)
		return
	}
	left := make([]bool, len(cl.tokens))
	for _, q := range f.quantities {
		for i := q.from; i < q.to; i++ {
			left[i] = true
		}
	}
	verdict := Verdict("")
	var sc *scene
	var done []*judgement
	for i := 0; i < len(f.quantities); i++ {
		q := &f.quantities[i]
		p := cl.partOf(q.from)
		if sc == nil || cl.partOf(f.quantities[i-1].from).from != p.from {
			sc = newScene(cl, p, left)
		}
		j := &judgement{numberRule: n, claim: cl, q: q, part: p, scene: sc, others: f.quantities, moments: f.moments}
		if q.pair {
			i++
			verdict = verdict.Worse(j.judgePair(&f.quantities[i]))
			continue
		}
		verdict = verdict.Worse(j.judge())
		if !j.verbatim {
			done = append(done, j)
		}
	}
	verdict = verdict.Worse(exchanges(done))
	if verdict != Fail {
		verdict = verdict.Worse(crossings(done))
	}
	if verdict == Pass {
		cl.note(Pass, "", whole, "the article has these numbers", "", -1)
	}
}

// judgement is the comparison of one quantity of a claim with the article.
type judgement struct {
	*numberRule
	*claim
	q       *quantity
	part    part
	scene   *scene
	others  []quantity // of the claim
	moments []moment

	full, weak, unfit, rival, loose sought // the best of each
	hedged                          bool   // one with the value has the claim's hedge
	verbatim                        bool   // a sentence with the value has the part word for word
}

func (j *judgement) judge() Verdict {
	if j.q.weak && j.q.unit == nil && (len(j.q.near) == 0 || j.tokens[j.q.to].kind != word || j.q.from > 0 && j.tokens[j.q.from-1].norm == "not") {
		return ""
	}
	j.survey()
	switch {
	case j.verbatim:
		return Pass
	case j.full.q != nil && !j.isByChance() && !(j.q.kind == fraction && j.full.score < 0.1 && j.full.q.kind != fraction):
		return j.found()
	case !j.known:
		return j.unknown()
	case j.weak.q != nil:
		return j.bound()
	}
	return j.missing()
}

// found judges a value that the article has.
func (j *judgement) found() Verdict {
	if gap := j.rival.score - j.full.score; !j.inCompany() && !j.sharesBound() && j.rival.q != nil && !j.datesTell(j.full, j.rival) && (j.rival.score > 0.5 && gap > 0.2 && !j.nearEvidence(j.full.sentence) || j.rival.score > 0.65 && gap > 0.25 || j.full.score < 0.1 && j.rival.score > when(j.q.unit == nil && len(j.q.near) == 0, 0.5, 0.25) && !j.q.isTelling()) {
		return j.report(Fail, "bound", fmt.Sprintf("%s is said of something else in %s; here the article says", j.said(), placeOf(j.full.sentence)), j.rival)
	}
	if o := j.misbound(); o.q != nil && !j.sharesBound() && !j.inCompany() {
		return j.report(Fail, "bound", fmt.Sprintf("%s is said of something else in %s; here the article says", j.said(), placeOf(j.full.sentence)), o)
	}
	if j.unfit.q != nil && j.unfit.score > 0.55 && j.unfit.score > j.full.score+0.25 {
		return j.report(Fail, "unit", fmt.Sprintf("the unit of %s is another in the article: it says", j.said()), j.unfit)
	}
	if j.hedged {
		return Pass
	}
	return j.hedge()
}

// inCompany reports whether the article says the value together with another amount
// of the claim's sentence, and what it could be taken for without that one: "4.8
// metres, above the 4.6 of 1998".
func (j *judgement) inCompany() bool {
	for i := range j.others {
		o := &j.others[i]
		if o.from < j.part.from || o.to > j.part.to || o.from == j.q.from || o.weak || o.equals(j.q) || o.unit == nil || j.q.unit == nil || !o.unit.is(j.q.unit) {
			continue
		}
		if j.hasFit(o, j.rival.sentence) {
			continue
		}
		for _, at := range j.all {
			if fits(j.q, at.q) == fullFit && (j.nearEvidence(at.sentence) || j.isEvidence(at.sentence)) && j.hasFit(o, at.sentence) {
				return true
			}
		}
	}
	return false
}

// hasFit reports whether a sentence has a quantity.
func (j *judgement) hasFit(q *quantity, sentence int) bool {
	list := j.figures[sentence+1].quantities
	for i := range list {
		if fits(q, &list[i]) == fullFit {
			return true
		}
	}
	return false
}

// sharesBound reports whether the claim and the article set the value as the same
// bound, which nothing else in the sentence is: "from €3 to no more than €5".
func (j *judgement) sharesBound() bool {
	return j.hedged && hedgeSigns[j.q.hedge] != 0 && hedgesAgree(j.q.hedge, j.full.q.hedge) && j.rival.q != nil && j.rival.q.hedge == "" && j.rival.sentence == j.full.sentence
}

// isByChance reports whether the value stands in the article without the
// claim's unit, where nothing else is of the claim.
func (j *judgement) isByChance() bool {
	if j.q.unit == nil || j.full.q.unit != nil || j.q.isTelling() || j.rival.q == nil {
		return false
	}
	return j.full.score < 0.1 && j.rival.score >= 0.25 || j.rival.score >= 0.5 && j.rival.score > j.full.score+0.2
}

// nearEvidence reports whether a sentence carries the part of the claim.
func (j *judgement) nearEvidence(sentence int) bool {
	share := j.scene.share[sentence+1]
	return share >= 0.3 || share >= 0.25 && len(j.part.evidence) > 0 && j.part.evidence[0].sentence == sentence
}

// bound judges a value that the article has of what is perhaps another thing.
func (j *judgement) bound() Verdict {
	unitLeftOut := j.q.unit != nil && j.weak.q.unit == nil && j.q.isTelling()
	if !unitLeftOut && j.rival.q != nil && j.rival.score > 0.3 && j.rival.score > j.weak.score+when(j.q.isTelling(), 0.25, -0.05) {
		return j.report(Fail, "bound", fmt.Sprintf("%s is said of something else in %s; of this the article says", j.said(), placeOf(j.weak.sentence)), j.rival)
	}
	if j.weak.score >= 0.2 || j.q.weak || j.q.kind == ordinal {
		return Pass
	}
	return j.report(Warn, "bound", fmt.Sprintf("%s is perhaps said of something else: the article has", j.said()), j.weak)
}

func (j *judgement) unknown() Verdict {
	for _, f := range j.findings {
		if f.Rule == j.rule && f.Code == "language" {
			return Unknown
		}
	}
	j.note(Unknown, "language", whole, "cannot read the numbers of this language", "", -1)
	return Unknown
}

// missing judges a value that the article does not have.
func (j *judgement) missing() Verdict {
	if v, ok := j.rounded(); ok {
		return v
	}
	if j.q.kind == fraction && j.q.unit == nil {
		return j.missingShare()
	}
	if j.q.kind == ordinal || j.q.kind == multiple || j.q.weak {
		return j.missingRank()
	}
	if j.unfit.q != nil && j.unfit.score >= 0.25 {
		return j.report(Fail, "unit", fmt.Sprintf("the unit of %s is another in the article: it says", j.said()), j.unfit)
	}
	rivals := j.rival.q != nil && j.rival.score >= 0.5
	if how, sentence := j.derive(); how != "" {
		return j.derived(how, sentence)
	}
	if small := j.q.unit == nil && j.q.value.den == 1 && j.q.value.num <= 10 && !j.q.scaled && j.q.kind == plain; small && !rivals && len(j.q.near) > 0 && (j.loose.q == nil || j.loose.score < 0.5) {
		j.note(Warn, "unstated", at{j.q.from, j.q.to}, fmt.Sprintf("the article does not say %s; count", j.said()), "", -1)
		return Warn
	}
	return j.invented()
}

// missingRank judges ordinals, multiples and "one", of which much is idiom.
func (j *judgement) missingRank() Verdict {
	if j.rival.q != nil && j.rival.score >= 0.5 && j.rival.q.kind == j.q.kind {
		return j.invented()
	}
	if j.q.weak || j.q.kind == ordinal && j.q.value.num <= 3 {
		return ""
	}
	if j.q.kind == ordinal && !j.q.worded {
		return j.invented()
	}
	if how, sentence := j.derive(); how != "" {
		return j.derived(how, sentence)
	}
	j.note(Warn, "unstated", at{j.q.from, j.q.to}, fmt.Sprintf("the article does not say %s", j.said()), "", -1)
	return Warn
}

func (j *judgement) invented() Verdict {
	if (j.rival.q == nil || j.rival.score < 0.2) && j.loose.q != nil && j.loose.score >= 0.5 {
		j.rival = j.loose
	}
	if j.rival.q == nil || j.rival.score < 0.2 {
		j.note(Fail, "invented", at{j.q.from, j.q.to}, fmt.Sprintf("%s is not in the article", j.said()), "", -1)
		return Fail
	}
	return j.report(Fail, "invented", fmt.Sprintf("%s is not in the article; it says", j.said()), j.rival)
}
