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
	for _, how := range []string{j.deriveYears(), j.deriveSpan()} {
		if how != "" {
			return how, -1
		}
	}
	pool := j.operands()
	var best derivation
	for i, a := range pool {
		best.offer(j.deriveAlone(a))
		for _, b := range pool[i+1:] {
			if d := a.sentence - b.sentence; max(d, -d) > 1 && !j.spansEvidence(a, b) || j.contradicts(a, b) {
				continue
			}
			best.offer(derivation{a, b, j.combine(a.q, b.q), j.likely(a, b)})
			best.offer(derivation{b, a, j.combine(b.q, a.q), j.likely(a, b)})
		}
	}
	if best.sign != "" {
		return j.formula(best), best.a.sentence
	}
	return j.deriveSum(pool)
}

// spansEvidence reports whether two amounts in the claim's unit stand in sentences that
// both carry the claim: "is seven feet shallower than promised".
func (j *judgement) spansEvidence(a, b sighting) bool {
	u := j.q.unit
	if u == nil || a.q.unit == nil || b.q.unit == nil || u.kind == "share" || !u.is(a.q.unit) || !u.is(b.q.unit) {
		return false
	}
	return j.isEvidence(a.sentence) && j.isEvidence(b.sentence)
}

// leastOfEvidence is the share of the claim that a sentence must carry for a number of
// it to be taken with one of another sentence.
const leastOfEvidence = 0.3

func (j *judgement) isEvidence(sentence int) bool {
	return slices.ContainsFunc(j.part.evidence, func(m match) bool { return m.sentence == sentence && m.share >= leastOfEvidence })
}

// derivation is an operation on two quantities of the article, or on one: b.q
// is nil then.
type derivation struct {
	a, b   sighting
	sign   string // "" for none
	likely float64
}

func (d *derivation) offer(o derivation) {
	if o.sign != "" && (d.sign == "" || o.likely > d.likely) {
		*d = o
	}
}

// likely says how well two operands go with the claim: those of one sentence
// that carries it, and that count what it counts, come first.
func (j *judgement) likely(a, b sighting) float64 {
	w := j.scene.share[a.sentence+1] + j.scene.share[b.sentence+1] + when(a.sentence == b.sentence, 0.5, 0)
	for _, o := range []sighting{a, b} {
		w += when(j.q.sharesNear(o.q) || j.q.unit != nil && j.q.unit.is(o.q.unit), 0.5, 0)
	}
	return w
}

// deriveAlone finds what follows from one quantity: 130 percent is 30 too much,
// 62 percent leave 38, 90 days are three months.
func (j *judgement) deriveAlone(a sighting) derivation {
	out := derivation{a: a, likely: 2 * j.scene.share[a.sentence+1]}
	ours, ok := j.q.share()
	if theirs, isShare := a.q.share(); ok && isShare && j.q.unit != nil && !j.contradicts(a, a) {
		switch integer(1).plus(ours) {
		case theirs:
			out.sign = "− 100"
		case integer(2).minus(theirs): // of the rest, not of the same
			out.sign = when(j.scene.score(j.q.from, a.sentence, a.q.from, a.q.to) < 0.4, "from 100", "")
		}
	}
	days, theirDays := j.q.unit.days(), a.q.unit.days()
	if days > 0 && theirDays > 0 && days != theirDays && j.q.value.known() && a.q.value.known() {
		want, got := days*j.q.value.float(), theirDays*a.q.value.float()
		out.sign = when(j.about(got, want, 0.03*math.Abs(want)), "in other units", out.sign)
	}
	return out
}

// contradicts reports whether the article says another number than the claim
// at the place that the claim is about, which is none of two.
func (j *judgement) contradicts(a, b sighting) bool {
	if j.rival.q == nil || j.q.digits() >= 3 { // which hardly come out by chance
		return false
	}
	if j.areThousands(a.q, b.q) && a.sentence == b.sentence && a.q != b.q {
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
	for k := 0; k+1 < len(j.scene.share) && len(sentences) < 4; k++ {
		if j.scene.share[k+1] >= 0.45 && !slices.Contains(sentences, k) {
			sentences = append(sentences, k)
		}
	}
	near := 1 // of how many of them the neighbours are looked at
	if j.q.kind == fraction || j.q.unit != nil && j.q.unit.kind == "money" {
		near = len(sentences)
	}
	for _, s := range slices.Clone(sentences[:min(near, len(sentences))]) {
		for _, k := range []int{s - 1, s + 1, headline} {
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
	if !j.alike(a, b) || a.value == b.value {
		return ""
	}
	q := j.q
	x, y := a.worthIn(b.unit), b.worthIn(a.unit)
	ours := j.sameMeasure(a) && j.sameMeasure(b) || j.namesOne(a, b) || j.areThousands(a, b) || q.scaled && q.unit == nil && (a.scaled || b.scaled)
	isPoints := q.unit != nil && q.unit.kind == "point" && a.unit != nil && a.unit.kind == "share"
	switch {
	case (ours || isPoints) && j.is(x.minus(y), a.unit, b.unit):
		return "−"
	case ours && j.is(x.plus(y), a.unit, b.unit):
		return "+"
	case q.kind == multiple && j.about(a.value.float()/b.value.float(), q.value.float(), 0.1*q.value.float()):
		return "÷"
	}
	if want, ok := q.share(); ok && b.value.num != 0 {
		step := max(q.step.float(), 1e-9)
		part := 100 * x.float() / y.float()
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

// alike reports whether two operands measure the same, as far as can be told:
// the second of two amounts often goes without its unit.
func (j *judgement) alike(a, b *quantity) bool {
	switch {
	case a.kind != plain || b.kind != plain:
		return false
	case a.unit != nil && b.unit != nil:
		return a.unit.is(b.unit)
	case a.unit != nil || b.unit != nil:
		return !a.counts() && !b.counts()
	}
	return len(j.q.near) == 0 && len(j.q.hedge) == 0 || j.namesOne(a, b) || a.sharesNear(b) || j.q.sharesNear(a) || j.q.sharesNear(b)
}

// namesOne reports whether the claim has one of two counts: "of the 1,200 that were
// asked for 460 did not come" where the article has 1,200 and 740.
func (j *judgement) namesOne(a, b *quantity) bool {
	return j.q.unit == nil && a.unit == nil && b.unit == nil && j.says(a) != j.says(b) && j.q.digits() >= 2 && min(a.value.float(), b.value.float()) >= 10
}

// areThousands reports whether the claim's number and both operands are counts of
// thousands, which hardly add up by chance whatever words count them.
func (j *judgement) areThousands(a, b *quantity) bool {
	return j.q.unit == nil && a.unit == nil && b.unit == nil && j.q.isTelling() && a.isTelling() && b.isTelling() && j.q.digits() >= 2
}

// worthIn is the amount in the base unit of its kind, that of another unit if
// it has none.
func (q *quantity) worthIn(u *unit) ratio {
	if q.unit == nil && u != nil && u.scaled {
		return q.value.times(u.factor)
	}
	return q.base()
}

// days is about how long a unit of time is, 0 for others.
func (u *unit) days() float64 {
	switch {
	case u == nil:
		return 0
	case u.name == "day":
		return 1
	case u.name == "week":
		return 7
	case u.name == "month":
		return 365.25 / 12
	case u.name == "year":
		return 365.25
	}
	return 0
}

// is compares an exact result with the claim's quantity, to its precision when
// it is hedged.
func (j *judgement) is(result ratio, units ...*unit) bool {
	ours := j.q.base()
	for _, u := range units {
		if j.q.unit == nil && u != nil {
			ours = j.q.worthIn(u)
		}
	}
	if result == ours {
		return true
	}
	return j.q.hedge != "" && result.known() && j.about(result.float(), ours.float(), 0.05*math.Abs(ours.float()))
}

func (j *judgement) about(result, want, by float64) bool {
	return math.Abs(result-want) <= by*1.0000001
}

func (j *judgement) formula(d derivation) string {
	if d.b.q == nil {
		return fmt.Sprintf("%s %s, %s", j.wordsOf(d.a), d.sign, placeOf(d.a.sentence))
	}
	return fmt.Sprintf("%s %s %s, %s", j.wordsOf(d.a), d.sign, j.wordsOf(d.b), placeOf(d.a.sentence))
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
			if k > i+1 && j.is(sum, nil, nil) {
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
	for rank, m := range j.part.evidence {
		for k := m.sentence - 1; k <= m.sentence+1; k++ {
			if k != m.sentence && rank > 0 || k < headline || k+1 >= len(j.figures) {
				continue
			}
			for _, date := range j.figures[k+1].moments {
				if date.has&hasYear != 0 {
					years = append(years, date.year)
				}
			}
		}
	}
	if p := j.checker().published; !p.IsZero() {
		years = append(years, p.Year())
	} else {
		years = append(years, j.latest)
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
