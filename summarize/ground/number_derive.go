package ground

import (
	"fmt"
	"math"
	"slices"
)

// mostOperands bounds what a number can be derived from.
const mostOperands = 14

// derive finds a calculation over the article's numbers that gives the claim's,
// and the sentence that it starts from: "" when there is none.
func (j *judgement) derive() (string, int) {
	if how := j.deriveYears(); how != "" {
		return how, -1
	}
	pool := j.operands()
	for i, a := range pool {
		for _, b := range pool[i+1:] {
			if d := a.sentence - b.sentence; j.q.kind != fraction && (max(d, -d) > 1 || j.contradicts(a, b)) {
				continue
			}
			if how := j.combine(a.q, b.q); how != "" {
				return j.formula(a, b, how), a.sentence
			}
			if how := j.combine(b.q, a.q); how != "" {
				return j.formula(b, a, how), b.sentence
			}
		}
	}
	return j.deriveSum(pool)
}

// contradicts reports whether the article says another number than the claim
// at the place that the claim is about, which is none of two.
func (j *judgement) contradicts(a, b sighting) bool {
	if j.rival.q == nil || j.q.digits() >= 3 { // which hardly come out by chance
		return false
	}
	isOperand := j.rival.q == a.q || j.rival.q == b.q
	return j.rival.score >= when(isOperand, 0.75, 0.5)
}

// operands are the quantities of the sentences that carry the part best.
func (j *judgement) operands() []sighting {
	var sentences []int
	for _, m := range j.part.evidence {
		if len(sentences) < 3 || m.cited {
			sentences = append(sentences, m.sentence)
		}
	}
	if len(sentences) > 0 {
		for _, k := range []int{sentences[0] - 1, sentences[0] + 1, headline} {
			if !slices.Contains(sentences, k) {
				sentences = append(sentences, k)
			}
		}
	}
	var pool []sighting
	for _, at := range sentences {
		if at < headline || at >= len(j.checker().sentences) {
			continue
		}
		list := j.figures[at+1].quantities
		for i := range list {
			if len(pool) < mostOperands && list[i].kind != ordinal && !list[i].weak {
				pool = append(pool, sighting{at, &list[i]})
			}
		}
	}
	return pool
}

// combine returns the sign of an operation on a and b that gives the claim's
// quantity, "" when none does.
func (j *judgement) combine(a, b *quantity) string {
	alike := a.unit.is(b.unit) && (a.unit != nil || a.sharesNear(b) || j.q.sharesNear(a) || j.q.sharesNear(b))
	if !alike || a.value == b.value {
		return ""
	}
	q := j.q
	ours := j.sameMeasure(a) && j.sameMeasure(b)
	isPoints := q.unit != nil && q.unit.kind == "point" && a.unit != nil && a.unit.kind == "share"
	switch {
	case (ours || isPoints) && j.is(a.base().minus(b.base())):
		return "−"
	case ours && j.is(a.base().plus(b.base())):
		return "+"
	case q.kind == multiple && j.about(a.value.float()/b.value.float(), q.value.float(), 0.1*q.value.float()):
		return "÷"
	}
	if want, ok := q.share(); ok && b.value.num != 0 && q.hedgeFrom >= 0 {
		step := max(q.step.float(), 1e-9)
		if q.kind == fraction {
			step = 4
		}
		part := 100 * a.base().float() / b.base().float()
		if a.unit == nil || a.unit.kind != "share" {
			if j.about(part, 100*want.float(), step/2) && part < 100 {
				return "÷"
			}
			if j.about(math.Abs(part-100), 100*want.float(), step/2) {
				return "against"
			}
		}
	}
	return ""
}

// is compares an exact result with the claim's quantity, to its precision when
// it is hedged.
func (j *judgement) is(result ratio) bool {
	ours := j.q.base()
	if result == ours {
		return true
	}
	return j.q.hedge != "" && result.known() && j.about(result.float(), ours.float(), 0.05*math.Abs(ours.float()))
}

func (j *judgement) about(result, want, by float64) bool {
	return math.Abs(result-want) <= by*1.0000001
}

func (j *judgement) formula(a, b sighting, sign string) string {
	return fmt.Sprintf("%s %s %s, %s", j.wordsOf(a), sign, j.wordsOf(b), placeOf(a.sentence))
}

func (j *judgement) wordsOf(s sighting) string {
	return j.checker().passageAt(s.sentence).words(s.q.from, s.q.to)
}

// deriveSum adds up neighbouring numbers of one sentence, three or more.
func (j *judgement) deriveSum(pool []sighting) (string, int) {
	if j.q.kind != plain {
		return "", -1
	}
	for i := range pool {
		sum, text := integer(0), ""
		for k := i; k < len(pool) && pool[k].sentence == pool[i].sentence && j.sameMeasure(pool[k].q); k++ {
			sum = sum.plus(pool[k].q.base())
			text += when(text == "", "", " + ") + j.wordsOf(pool[k])
			if k > i+1 && j.is(sum) {
				return fmt.Sprintf("%s, %s", text, placeOf(pool[i].sentence)), pool[i].sentence
			}
		}
	}
	return "", -1
}

// deriveYears finds an age or a time between years of the article.
func (j *judgement) deriveYears() string {
	q := j.q
	if q.value.den != 1 || q.unit != nil && q.unit.name != "year" && q.unit.name != "decade" || q.counts() {
		return ""
	}
	want := int(q.value.num)
	if q.unit != nil && q.unit.name == "decade" {
		want *= 10
	}
	var years []int
	for _, m := range j.part.evidence {
		for _, date := range j.figures[m.sentence+1].moments {
			if date.has&hasYear != 0 {
				years = append(years, date.year)
			}
		}
	}
	if p := j.checker().published; !p.IsZero() {
		years = append(years, p.Year())
	}
	for i, a := range years {
		for _, b := range years[i+1:] {
			if d := max(a-b, b-a); d == want && want > 3 || d == want+1 && want > 15 {
				return fmt.Sprintf("%d to %d", min(a, b), max(a, b))
			}
		}
	}
	return ""
}
