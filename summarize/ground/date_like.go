package ground

import (
	"time"
)

// likeness is what a comparison of two dates comes to.
type likeness uint8

const (
	differs likeness = iota
	unclear          // cannot be told, for want of the date of publication
	coarser          // the article says less: May, for the third of May
	agrees
)

// like compares a date of a claim with one of the article, seen from the day of
// publication, which may be unknown.
func (m moment) like(a moment, published time.Time) likeness {
	if m.swapped {
		other := m
		other.swapped, other.day, other.month = false, m.month, m.day
		if other.like(a, published) == agrees {
			return agrees
		}
	}
	if (m.has|a.has)&hasTime != 0 {
		return m.likeTime(a)
	}
	if m.has&hasDay != 0 && a.has&hasDay != 0 && m.has&^a.has&hasWeekday != 0 {
		return m.likeDated(a, published)
	}
	shared := m.has & a.has
	if !m.sameFields(a, shared) {
		return differs
	}
	if shared != 0 && m.has&^a.has == 0 && (shared&hasRelative == 0 || m.unit == a.unit) {
		return agrees
	}
	if shared&hasRelative != 0 && published.IsZero() {
		return when(m.unit == "day" || a.unit == "day", unclear, differs)
	}
	return m.likeSpan(a, published, shared)
}

// likeDated compares a date with a weekday with one without.
func (m moment) likeDated(a moment, published time.Time) likeness {
	plain := m
	plain.has &^= hasWeekday
	if like := plain.like(a, published); like != agrees {
		return like
	}
	if a.has&hasYear == 0 {
		if a.year = m.year; m.has&hasYear == 0 {
			if published.IsZero() {
				return agrees
			}
			a.year = a.closest(published)
		}
	}
	day := daysOf(a.year, a.month, a.day, 0, 0, 1).first
	return when(weekdayOf(day) == m.weekday, agrees, differs)
}

// closest is the year in which a date is closest to the day of publication.
func (m moment) closest(published time.Time) int {
	year, off := 0, 0
	for y := published.Year() - 1; y <= published.Year()+1; y++ {
		if d := abs(int64(daysOf(y, m.month, m.day, 0, 0, 1).first - dayNumber(published))); year == 0 || int(d) < off {
			year, off = y, int(d)
		}
	}
	return year
}

func (m moment) likeTime(a moment) likeness {
	if m.has&a.has&hasTime == 0 {
		return differs
	}
	if m.minute != a.minute {
		return differs
	}
	if m.hour == a.hour || (m.halfDay || a.halfDay) && m.hour%12 == a.hour%12 {
		return agrees
	}
	return differs
}

func (m moment) sameFields(a moment, shared fields) bool {
	both := func(f fields) bool { return shared&f != 0 }
	switch {
	case both(hasYear) && m.year != a.year,
		both(hasMonth) && m.month != a.month,
		both(hasDay) && m.day != a.day,
		both(hasWeekday) && m.weekday != a.weekday,
		both(hasQuarter) && m.quarter != a.quarter,
		both(hasSeason) && m.season != a.season,
		both(hasDecade) && m.year != a.year,
		both(hasRelative) && m.unit == a.unit && m.offset != a.offset:
		return false
	}
	return true
}

// likeSpan compares the days that are meant.
func (m moment) likeSpan(a moment, published time.Time, shared fields) likeness {
	ours, theirs := m.spans(published), a.spans(published)
	if len(ours) == 0 || len(theirs) == 0 {
		return when(m.sameKind(a), unclear, differs)
	}
	if m.has&hasSeason != 0 && a.has&hasSeason == 0 {
		return unclear // its months are not the same everywhere
	}
	best := when(published.IsZero() && shared != 0, unclear, differs)
	for _, o := range ours {
		for _, t := range theirs {
			if t.within(o) {
				return agrees
			}
			if o.within(t) {
				best = coarser
			}
		}
	}
	return best
}

// level is how fine a date is, so that dates of one level can contradict.
func (m moment) sameKind(a moment) bool {
	if m.has&a.has&(hasYear|hasMonth|hasWeekday|hasTime|hasQuarter|hasSeason|hasDecade) != 0 {
		return true
	}
	if m.has&a.has&hasRelative != 0 {
		return m.unit == a.unit || m.unit != "day" && a.unit != "day"
	}
	fine := func(x moment) bool {
		return x.has&(hasWeekday|hasDay) != 0 || x.has&hasRelative != 0 && x.unit == "day"
	}
	coarse := func(x moment) bool { return x.has&hasYear != 0 || x.has&hasRelative != 0 && x.unit == "year" }
	return fine(m) && fine(a) || coarse(m) && coarse(a)
}
