package ground

import (
	"fmt"
	"math"
)

// missingShare judges a fraction that the article does not have as such: from
// what it says in percent, or in counts of a part and the whole.
func (j *judgement) missingShare() Verdict {
	var near sought
	for _, at := range j.all {
		if s, ok := at.q.share(); !ok || !j.tells(s.float()) || j.scene.share[at.sentence+1] < 0.25 {
			continue
		}
		if score := j.scene.score(j.q.from, at.sentence, at.q.from, at.q.to); score >= 0.25 && score > j.rival.score-0.2 {
			near.offer(at, score)
		}
	}
	switch {
	case near.q != nil && j.q.hedge != "":
		return Pass
	case near.q != nil:
		return j.report(Warn, "rounded", fmt.Sprintf("%s is rounded: the article says", j.said()), near)
	}
	if d := j.divide(); d.sign != "" {
		return j.derived(j.formula(d), d.a.sentence)
	}
	if j.rival.q != nil && j.rival.score >= 0.4 {
		return j.invented()
	}
	j.note(Warn, "unstated", at{j.q.from, j.q.to}, fmt.Sprintf("the article does not say %s; calculate", j.said()), "", -1)
	return Warn
}

// tells reports whether a writer may call a part of a whole what the claim
// calls it: 23 percent are "nearly a quarter", 38 "more than a third".
func (j *judgement) tells(part float64) bool {
	want := j.q.value.float()
	off := (part - want) / want
	switch j.q.hedge {
	case "over", "least":
		return 0 <= off && off <= 0.4
	case "under", "most":
		return -0.4 <= off && off <= 0
	case "nearly":
		return -0.12 <= off && off <= 0
	case about:
		return math.Abs(off) <= 0.12
	}
	return math.Abs(off) <= 0.08 && math.Abs(part-want) <= 0.03
}

// divide finds two quantities of which one is the fraction of the other, or
// which differ by it.
func (j *judgement) divide() derivation {
	var best derivation
	pool := j.operands()
	for i, a := range pool {
		for _, b := range pool[i+1:] {
			if b.q.worthIn(a.q.unit).float() > a.q.worthIn(b.q.unit).float() {
				best.offer(j.partOfWhole(a, b))
			} else {
				best.offer(j.partOfWhole(b, a))
			}
		}
	}
	if best.sign == "" {
		best = j.divideCounts()
	}
	return best
}

// divideCounts finds a sentence that counts what the claim has a fraction of, and a
// part of it: "23 of its 61 trams".
func (j *judgement) divideCounts() derivation {
	var best derivation
	for i := range j.all {
		whole := j.all[i]
		if whole.q.kind != plain || !j.q.sharesNear(whole.q) {
			continue
		}
		for _, k := range []int{i - 1, i + 1} {
			if k >= 0 && k < len(j.all) && j.all[k].sentence == whole.sentence && j.all[k].q.kind == plain && j.all[k].q.value.float() < whole.q.value.float() {
				best.offer(j.partOfWhole(j.all[k], whole))
			}
		}
	}
	return best
}

// partOfWhole divides the smaller of two quantities by the other.
func (j *judgement) partOfWhole(a, b sighting) derivation {
	if !j.measureAlike(a.q, b.q) || a.q.value.num <= 0 {
		return derivation{}
	}
	part := a.q.worthIn(b.q.unit).float() / b.q.worthIn(a.q.unit).float()
	switch {
	case part >= 1:
	case j.tells(part):
		return derivation{a, b, "÷", j.likely(a, b)}
	case j.tells(1 - part):
		return derivation{a, b, "against", j.likely(a, b) - 0.5}
	}
	return derivation{}
}

// measureAlike reports whether one quantity can be a part of the other: the
// words after a count tell little here, as in "7 of 31 posts".
func (j *judgement) measureAlike(a, b *quantity) bool {
	if a.unit != nil && b.unit != nil {
		return a.unit.is(b.unit) && a.unit.kind != "share"
	}
	return a.unit == b.unit || !a.counts() && !b.counts()
}
