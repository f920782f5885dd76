package ground

import (
	"fmt"
	"math"
)

// mostDates bounds the dates between which a time is looked for.
const mostDates = 10

// deriveSpan finds two dates of the article that are as far apart as the claim says.
func (j *judgement) deriveSpan() string {
	unit := j.q.unit.days()
	if unit == 0 || j.q.value.num <= 0 {
		return ""
	}
	want, slack := unit*j.q.value.float(), when(unit > 7, 3.0, 1.0)
	dates := j.datesNear()
	for i, a := range dates {
		for _, b := range dates[i+1:] {
			if a.apart(b, want, slack) {
				return fmt.Sprintf("%s and %s", j.dateWords(a), j.dateWords(b))
			}
		}
	}
	return ""
}

// dayOf is a date of the article and the days that it can mean.
type dayOf struct {
	dateSighting
	days []days
}

// apart reports whether two dates can be so many days apart.
func (d dayOf) apart(o dayOf, want, slack float64) bool {
	for _, a := range d.days {
		for _, b := range o.days {
			if gap := math.Abs(float64(a.first - b.first)); gap > 0 && math.Abs(gap-want) <= slack {
				return true
			}
		}
	}
	return false
}

// datesNear are the dates with a month in the sentences that carry the part.
func (j *judgement) datesNear() []dayOf {
	var out []dayOf
	for rank, m := range j.part.evidence {
		for k := m.sentence - 1; k <= m.sentence+1; k++ {
			if k < 0 || k >= len(j.figures)-1 || k != m.sentence && rank > 0 {
				continue
			}
			list := j.figures[k+1].moments
			for i := range list {
				if list[i].has&hasMonth == 0 || len(out) == mostDates {
					continue
				}
				if spans := list[i].spans(j.checker().published); len(spans) > 0 {
					out = append(out, dayOf{dateSighting{k, &list[i]}, spans})
				}
			}
		}
	}
	return out
}

func (j *judgement) dateWords(d dayOf) string {
	return j.checker().passageAt(d.sentence).words(d.m.from, d.m.to)
}
