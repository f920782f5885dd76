package ground

import (
	"time"
)

// fields are the parts of a date or time that are said.
type fields uint16

const (
	hasYear fields = 1 << iota
	hasMonth
	hasDay
	hasWeekday
	hasTime
	hasQuarter
	hasSeason
	hasDecade
	hasRelative
)

// moment is a date or time, or a part of one, as a text says it: tokens from
// the first to before the last. Only the fields in has mean something.
type moment struct {
	from, to         int
	has              fields
	year, month, day int
	weekday          int // from 1, Monday
	quarter          int
	season           string
	hour, minute     int
	halfDay          bool   // the hour can be meant before or after noon
	unit             string // of a relative date: day, week, month, year
	offset           int
	ago              bool // "three years ago": the number rule compares it as well
	bare             bool // four digits that may be a number
	swapped          bool // 3/5: day and month could be the other way round
}

// with is a weekday and a date as one.
func (m moment) with(n moment) moment {
	if m.has == hasWeekday {
		n.weekday, n.from, n.has = m.weekday, m.from, n.has|hasWeekday
		return n
	}
	m.weekday, m.to, m.has = n.weekday, n.to, m.has|hasWeekday
	return m
}

// days is a run of days, counted from 1970, both ends included.
type days struct{ first, last int }

func (s days) within(t days) bool { return s.first >= t.first && s.last <= t.last }

func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func daysOf(year, month, day, forYears, forMonths, forDays int) days {
	from := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return days{dayNumber(from), dayNumber(from.AddDate(forYears, forMonths, forDays)) - 1}
}

// spans are the days that a date can mean, none when that is unknown. Seasons
// are not the same months everywhere: with one, only the year tells.
func (m moment) spans(published time.Time) []days {
	switch {
	case m.has&hasRelative != 0:
		if published.IsZero() {
			return nil
		}
		if m.unit == "season" {
			return nil
		}
		return []days{relativeSpan(m.unit, m.offset, published)}
	case m.has&hasYear != 0:
		return m.spansOf(m.year)
	case m.has&hasDecade != 0:
		return []days{daysOf(m.year, 1, 1, 10, 0, 0)}
	case published.IsZero():
		return nil
	case m.has&(hasMonth|hasQuarter|hasSeason) != 0:
		return m.nearest(published)
	case m.has&hasWeekday != 0:
		day := dayNumber(published)
		back := (weekdayOf(day) - m.weekday + 7) % 7
		return []days{{day - back, day - back}, {day - back + 7, day - back + 7}, {day - back - 7, day - back - 7}}
	}
	return nil
}

// nearest are the last and the next time that a date without a year comes round.
func (m moment) nearest(published time.Time) []days {
	today, y := dayNumber(published), published.Year()
	var out []days
	for year := y - 1; year <= y+1; year++ {
		for _, s := range m.spansOf(year) {
			if len(out) > 0 && s.first <= today {
				out = out[:0]
			}
			if s.first <= today || len(out) < 2 {
				out = append(out, s)
			}
		}
	}
	return out
}

// weekdayOf is the weekday of a day counted from 1970, from 1, Monday.
func weekdayOf(day int) int { return ((day+3)%7+7)%7 + 1 }

func (m moment) spansOf(year int) []days {
	var s days
	switch {
	case m.has&hasDay != 0 && m.has&hasMonth != 0:
		s = daysOf(year, m.month, m.day, 0, 0, 1)
		if m.has&hasWeekday != 0 && weekdayOf(s.first) != m.weekday {
			return nil
		}
	case m.has&hasMonth != 0:
		s = daysOf(year, m.month, 1, 0, 1, 0)
	case m.has&hasQuarter != 0:
		s = daysOf(year, 3*m.quarter-2, 1, 0, 3, 0)
	default:
		s = daysOf(year, 1, 1, 1, 0, 0)
	}
	return []days{s}
}

func relativeSpan(unit string, offset int, published time.Time) days {
	y, month, d := published.Date()
	switch unit {
	case "day":
		return daysOf(y, int(month), d+offset, 0, 0, 1)
	case "week": // from Sunday to the Sunday after
		monday := dayNumber(published) - weekdayOf(dayNumber(published)) + 1 + 7*offset
		if offset < 0 {
			return days{monday - 1, max(monday+6, dayNumber(published)-7*-offset+6)}
		}
		return days{monday - 1, monday + 6}
	case "month":
		return daysOf(y, int(month)+offset, 1, 0, 1, 0)
	}
	return daysOf(y+offset, 1, 1, 1, 0, 0)
}
