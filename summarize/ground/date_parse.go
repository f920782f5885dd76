package ground

// reader takes quantities and dates out of a passage.
type reader struct {
	*lexicon
	tokens  []token
	roles   []uint64
	any     uint64 // all of them
	taken   []bool // tokens that are part of a date
	moments []moment
	found   []quantity
}

// has reports whether a meaning of the role begins at token i.
func (r *reader) has(i int, what role) bool {
	return i >= 0 && i < len(r.tokens) && r.roles[i]&(1<<what) != 0
}

// get returns a meaning of the role at token i, and how many tokens it has.
func (r *reader) get(i int, what role) (entry, int) {
	if !r.has(i, what) {
		return entry{}, 0
	}
	return r.find(r.tokens, i, what)
}

func (r *reader) mark(i int, s string) bool {
	return i >= 0 && i < len(r.tokens) && r.tokens[i].isMark(s)
}

func (r *reader) isNumber(i int) bool {
	return i >= 0 && i < len(r.tokens) && r.tokens[i].kind == number
}

// small reads a whole number of one or two digits, -1 where there is none.
func (r *reader) small(i int) int {
	if !r.isNumber(i) || len(r.tokens[i].text) > 6 {
		return -1
	}
	n, digits := int64(0), 0
	for _, c := range r.tokens[i].text {
		d, ok := digitValue(c)
		if digits++; !ok || digits > 2 {
			return -1
		}
		n = n*10 + d
	}
	return int(n)
}

// fourDigits reads a number of four digits without separators that can be a
// year, 0 where there is none.
func (r *reader) fourDigits(i int) int {
	if !r.isNumber(i) {
		return 0
	}
	n, digits := int64(0), 0
	for _, c := range r.tokens[i].text {
		d, ok := digitValue(c)
		if digits++; !ok || digits > 4 {
			return 0
		}
		n = n*10 + d
	}
	if digits != 4 || n < 1800 || n > 2099 {
		return 0
	}
	return int(n)
}

// datesBegin are the roles of words that dates begin with.
const datesBegin uint64 = 1<<isMonth | 1<<isWeekday | 1<<isRelative | 1<<isQuarter | 1<<isSeason | 1<<isNoon | 1<<isHourBefore | 1<<isYearWord

// dates finds all dates and marks their tokens.
func (r *reader) dates() {
	begin := datesBegin
	if r.any&(1<<isAgoBefore|1<<isAgoAfter) != 0 {
		begin |= 1<<isCardinal | 1<<isAgoBefore
	}
	for i := 0; i < len(r.tokens); {
		if r.roles[i]&begin == 0 && r.tokens[i].kind != number {
			i++
			continue
		}
		m, ok := r.dateAt(i)
		if !ok {
			i++
			continue
		}
		m.from = min(m.from, i)
		for k := m.from; k < m.to; k++ {
			r.taken[k] = r.taken[k] || !m.ago
		}
		i = m.to
		if last := len(r.moments) - 1; last >= 0 && r.oneDay(r.moments[last], m) {
			r.moments[last] = r.moments[last].with(m)
			continue
		}
		r.moments = append(r.moments, m)
	}
}

// oneDay reports whether a weekday and a date stand side by side: "Friday, 3 May".
func (r *reader) oneDay(a, b moment) bool {
	if gap := b.from - a.to; gap > 1 || gap == 1 && !r.mark(a.to, ",") {
		return false
	}
	return a.has == hasWeekday && b.has&hasDay != 0 && b.has&hasWeekday == 0 || b.has == hasWeekday && a.has&hasDay != 0 && a.has&hasWeekday == 0
}

func (r *reader) dateAt(i int) (moment, bool) {
	if r.isNumber(i) {
		for _, read := range []func(int) (moment, bool){r.ago, r.clock, r.isoDate, r.slashDate, r.dottedDate, r.dayMonth, r.wordedDate, r.yearMonth, r.years} {
			if m, ok := read(i); ok {
				return m, true
			}
		}
		return moment{}, false
	}
	for _, read := range []func(int) (moment, bool){r.ago, r.monthFirst, r.weekday, r.relative, r.quarter, r.season, r.noon, r.hourBefore, r.wordedYear} {
		if m, ok := read(i); ok {
			return m, true
		}
	}
	return moment{}, false
}

func (r *reader) weekday(i int) (moment, bool) {
	e, n := r.get(i, isWeekday)
	if n == 0 || e.shy && !r.tokens[i].capital && !r.has(i-1, isNear) {
		return moment{}, false
	}
	return moment{has: hasWeekday, weekday: int(e.value.num), from: i, to: i + n}, true
}

func (r *reader) relative(i int) (moment, bool) {
	e, n := r.get(i, isRelative)
	return moment{has: hasRelative, unit: e.name, offset: int(e.value.num), from: i, to: i + n}, n > 0
}

func (r *reader) quarter(i int) (moment, bool) {
	e, n := r.get(i, isQuarter)
	if n == 0 {
		return moment{}, false
	}
	m := moment{has: hasQuarter, quarter: int(e.value.num), from: i, to: i + n}
	r.addYear(&m)
	if k := i - 1; m.has&hasYear == 0 && (r.fourDigits(k) != 0 || r.has(k, isYearWord) && r.fourDigits(k-1) != 0) {
		if y := r.fourDigits(k); y != 0 {
			m.year = y
		} else {
			m.year = r.fourDigits(k - 1)
		}
		m.has |= hasYear
	}
	return m, true
}

func (r *reader) season(i int) (moment, bool) {
	e, n := r.get(i, isSeason)
	if n == 0 {
		return moment{}, false
	}
	m := moment{has: hasSeason, season: e.name, from: i, to: i + n}
	r.addYear(&m)
	return m, true
}

// ago reads "three years ago", "vor drei Jahren", "üç yıl önce".
func (r *reader) ago(i int) (moment, bool) {
	if r.any&(1<<isAgoBefore|1<<isAgoAfter) == 0 {
		return moment{}, false
	}
	k := i
	_, before := r.get(i, isAgoBefore)
	k += before
	if k >= len(r.tokens) || r.taken[k] || before == 0 && !r.isNumber(i) && !r.has(i, isCardinal) {
		return moment{}, false
	}
	q, ok := r.amount(k)
	if !ok || q.value.den != 1 || q.value.num > 200 || q.unit == nil || q.unit.kind != "time" && q.unit.kind != "years" {
		return moment{}, false
	}
	to := q.to
	if before == 0 {
		_, after := r.get(to, isAgoAfter)
		if after == 0 {
			return moment{}, false
		}
		to += after
	}
	m := moment{has: hasRelative, unit: q.unit.name, offset: -int(q.value.num), ago: true, from: i, to: to}
	switch q.unit.name {
	case "decade":
		m.unit, m.offset = "year", 10*m.offset
	case "day", "week", "month", "year":
	default:
		return moment{}, false
	}
	return m, true
}
