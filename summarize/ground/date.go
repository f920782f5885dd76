package ground

import (
	"fmt"
	"slices"
)

// dateRule compares the dates and times of a claim with those of the article,
// and what it says has happened with what the article says will.
type dateRule struct {
	*figureIndex
	checker *Checker
	all     []dateSighting
	verbs   *tenses
}

// dateSighting is a date of the article and its sentence.
type dateSighting struct {
	sentence int
	m        *moment
}

func newDateRule(c *Checker) rule {
	r := &dateRule{figureIndex: c.readFigures(), checker: c, verbs: newTenses(c)}
	for i := range r.figures {
		list := r.figures[i].moments
		for k := range list {
			r.all = append(r.all, dateSighting{i - 1, &list[k]})
		}
	}
	return r
}

func (d *dateRule) check(cl *claim) {
	f := d.ofClaim(cl)
	if len(f.moments) > mostCompared {
		cl.note(Unknown, "length", whole, "the claim has too many dates to compare", "", -1)
		return
	}
	left := make([]bool, len(cl.tokens))
	for _, m := range f.moments {
		for i := m.from; i < m.to; i++ {
			left[i] = true
		}
	}
	verdict := Verdict("")
	var sc *scene
	last := -1
	for i := range f.moments {
		m := &f.moments[i]
		p := cl.partOf(m.from)
		if p.from != last {
			sc, last = newScene(cl, p, left), p.from
		}
		j := dating{dateRule: d, claim: cl, m: m, part: p, scene: sc, others: f.moments}
		verdict = verdict.Worse(j.judge())
	}
	if d.verbs != nil {
		verdict = verdict.Worse(d.tense(cl))
	}
	if verdict == Pass {
		cl.note(Pass, "", whole, "the article has these dates and times", "", -1)
	}
}

// dating is the comparison of one date of a claim with the article.
type dating struct {
	*dateRule
	*claim
	m      *moment
	part   part
	scene  *scene
	others []moment // of the claim

	match, coarse, unsure, rival dated // the best of each
	verbatim                     bool  // a sentence with the date has the part word for word
}

// dated is the best sighting of a sort so far.
type dated struct {
	dateSighting
	score, rank float64
}

func (s *dated) offer(at dateSighting, score, bonus float64) {
	if s.m == nil || score+bonus > s.rank {
		s.dateSighting, s.score, s.rank = at, score, score+bonus
	}
}

func (j *dating) survey() {
	for _, at := range j.all {
		like := j.m.like(*at.m, j.checker().published)
		if like == differs && (j.says(at.m) || !j.m.sameKind(*at.m) || j.scene.share[at.sentence+1] < 0.25) {
			continue
		}
		score := j.scene.score(j.m.from, at.sentence, at.m.from, at.m.to)
		switch like {
		case agrees:
			j.match.offer(at, score, 0)
			j.verbatim = j.verbatim || j.claim.standsAt(j.part, j.m.from, at.sentence, at.m.from)
		case coarser:
			j.coarse.offer(at, score, 0)
		case unclear:
			j.unsure.offer(at, score, 0)
		default:
			j.rival.offer(at, score, when(j.m.has&^at.m.has == 0, 0.2, 0)) // "15 March" rather than "March" for "15 May"
		}
	}
}

func (j *dating) checker() *Checker { return j.claim.checker }

func (j *dating) said() string { return j.claim.words(j.m.from, j.m.to) }

func (j *dating) judge() Verdict {
	j.survey()
	rival := j.rival.m != nil
	if j.verbatim {
		return Pass
	}
	if j.m.ago && (j.match.m != nil || !rival || j.rival.score < 0.6) {
		return "" // the number rule compares it
	}
	switch {
	case j.match.m != nil:
		if gap := j.rival.score - j.match.score; rival && j.m.has&j.rival.m.has != 0 && (j.rival.score >= 0.5 && gap > 0.2 && j.scene.share[j.match.sentence+1] < 0.3 || j.rival.score > 0.65 && gap > 0.25 || j.match.score < 0.1 && j.rival.score >= 0.3) {
			return j.report(Fail, "bound", fmt.Sprintf("%s is said of something else in %s; here the article says", j.said(), placeOf(j.match.sentence)), j.rival)
		}
		return Pass
	case j.isNumber():
		return Pass
	case rival && j.rival.score >= 0.35:
		return j.report(Fail, "date", fmt.Sprintf("%s is not in the article; it says", j.said()), j.rival)
	case j.coarse.m != nil:
		return j.report(Fail, "finer", fmt.Sprintf("%s is more than the article says, which is", j.said()), j.coarse)
	case j.unsure.m != nil:
		j.note(Unknown, "undated", at{j.m.from, j.m.to}, fmt.Sprintf("cannot tell whether %s is %s without the day of publication", j.said(), j.wordsOf(j.unsure)), "", j.unsure.sentence)
		return Unknown
	}
	return j.missing()
}

// says reports whether the claim has the date, too.
func (j *dating) says(o *moment) bool {
	return slices.ContainsFunc(j.others, func(m moment) bool {
		return m.from != j.m.from && m.has == o.has && m.like(*o, j.checker().published) == agrees
	})
}

// isNumber reports whether four digits that look like a year are a number of
// the article.
func (j *dating) isNumber() bool {
	if !j.m.bare {
		return false
	}
	for _, f := range j.figures {
		if slices.ContainsFunc(f.quantities, func(q quantity) bool { return q.value.isWhole(int64(j.m.year)) }) {
			return true
		}
	}
	return false
}

// missing judges a date that the article does not have.
func (j *dating) missing() Verdict {
	where := at{j.m.from, j.m.to}
	p := j.checker().published
	if !p.IsZero() {
		y, month, day := p.Date()
		today := moment{has: hasYear | hasMonth | hasDay, year: y, month: int(month), day: day}
		if j.m.has&hasWeekday == 0 && j.m.like(today, p) == agrees {
			return Pass
		}
		if j.m.has == hasWeekday && (weekdayOf(dayNumber(p)) == j.m.weekday || weekdayOf(dayNumber(p)-1) == j.m.weekday) {
			j.note(Warn, "published", where, fmt.Sprintf("the article does not say %s, but was published then or the day after", j.said()), "", -1)
			return Warn
		}
	}
	if how := j.deriveYear(); how != "" {
		j.note(Warn, "derived", where, fmt.Sprintf("%s is not in the article, but follows from it: %s", j.said(), how), "", -1)
		return Warn
	}
	if j.m.has&(hasRelative|hasSeason) != 0 && j.m.has&hasYear == 0 || p.IsZero() && j.m.has == hasYear {
		j.note(Warn, "unstated", where, fmt.Sprintf("the article does not say %s", j.said()), "", -1)
		return Warn
	}
	if j.rival.m == nil || j.rival.score < 0.2 {
		j.note(Fail, "invented", where, fmt.Sprintf("%s is not in the article", j.said()), "", -1)
		return Fail
	}
	return j.report(Fail, "invented", fmt.Sprintf("%s is not in the article; it says", j.said()), j.rival)
}

// deriveYear finds a year that an age or a number of years leads to.
func (j *dating) deriveYear() string {
	p := j.checker().published
	if j.m.has != hasYear || p.IsZero() {
		return ""
	}
	for i, f := range j.figures {
		for _, q := range f.quantities {
			if q.unit == nil && j.scene.share[i] < 0.25 || q.value.den != 1 || q.unit != nil && q.unit.name != "year" || q.counts() {
				continue
			}
			if d := p.Year() - j.m.year; d > 0 && int64(d) == q.value.num || d > 15 && int64(d-1) == q.value.num {
				return fmt.Sprintf("%s before %d, %s", j.checker().passageAt(i-1).words(q.from, q.to), p.Year(), placeOf(i-1))
			}
		}
	}
	return ""
}

func (j *dating) wordsOf(s dated) string {
	return j.checker().passageAt(s.sentence).words(s.m.from, s.m.to)
}

// report notes a finding that names a date of the article.
func (j *dating) report(v Verdict, code, message string, s dated) Verdict {
	text := j.wordsOf(s)
	j.note(v, code, at{j.m.from, j.m.to}, fmt.Sprintf("%s %s, %s", message, text, placeOf(s.sentence)), when(v == Fail, text, ""), s.sentence)
	return v
}
