package ground

func (r *reader) isoDate(i int) (moment, bool) {
	y := r.fourDigits(i)
	if y == 0 || !r.mark(i+1, "-") || !r.mark(i+3, "-") {
		return moment{}, false
	}
	m, d := r.small(i+2), r.small(i+4)
	return moment{has: hasYear | hasMonth | hasDay, year: y, month: m, day: d, from: i, to: i + 5}, isMonthDay(m, d)
}

func isMonthDay(m, d int) bool { return 1 <= m && m <= 12 && 1 <= d && d <= 31 }

// slashDate reads 3/5/2026, either way round, and 3/5/26.
func (r *reader) slashDate(i int) (moment, bool) {
	a, b := r.small(i), r.small(i+2)
	if a < 1 || b < 1 || !r.mark(i+1, "/") || !r.mark(i+3, "/") {
		return moment{}, false
	}
	y := r.fourDigits(i + 4)
	if short := r.small(i + 4); y == 0 && short >= 0 && len(r.tokens[i+4].text) == 2 {
		y = 2000 + short
	}
	m := moment{has: hasYear | hasMonth | hasDay, year: y, month: b, day: a, from: i, to: i + 5}
	if b > 12 {
		m.month, m.day = a, b
	}
	m.swapped = a <= 12 && b <= 12
	return m, y != 0 && isMonthDay(m.month, m.day)
}

// dottedDate reads 05.10.2026, which is one token.
func (r *reader) dottedDate(i int) (moment, bool) {
	part, n, digits := [3]int{}, 0, 0
	for _, c := range r.tokens[i].text {
		d, ok := digitValue(c)
		switch {
		case ok && digits < 4:
			part[n] = part[n]*10 + int(d)
			digits++
		case c == '.' && n < 2 && digits > 0:
			n, digits = n+1, 0
		default:
			return moment{}, false
		}
	}
	if n < 2 || !isMonthDay(part[1], part[0]) || digits != 4 && digits != 2 {
		return moment{}, false
	}
	if digits == 2 {
		part[2] += 2000
	}
	return moment{has: hasYear | hasMonth | hasDay, year: part[2], month: part[1], day: part[0], from: i, to: i + 1}, true
}

// dayMonth reads "3 May", "3rd of May", "12. November 2026", "15 de septiembre".
func (r *reader) dayMonth(i int) (moment, bool) {
	d := r.small(i)
	if d < 1 || d > 31 {
		return moment{}, false
	}
	k := r.afterDay(i + 1)
	_, n := r.get(k, isDateOf)
	for n > 0 {
		k += n
		_, n = r.get(k, isDateOf)
	}
	m, ok := r.monthAt(k, true)
	if !ok { // 3–5 May, "3 and 5 May": the month is the second one's
		return r.dayOfRange(i, d)
	}
	m.from, m.day, m.has = i, d, m.has|hasDay
	return m, true
}

// afterDay skips an ordinal's ending or full stop.
func (r *reader) afterDay(k int) int {
	if k < len(r.tokens) && r.tokens[k].glued {
		if r.has(k, isOrdinalEnding) {
			return k + 1
		}
		if (r.mark(k, ".") || r.mark(k, "º") || r.mark(k, "-") || r.mark(k, "'") || r.mark(k, "’")) && k+1 < len(r.tokens) {
			if r.has(k+1, isOrdinalEnding) && r.tokens[k+1].glued {
				return k + 2
			}
			if !r.mark(k, "-") {
				return k + 1
			}
		}
	}
	return k
}

func (r *reader) dayOfRange(i, d int) (moment, bool) {
	k := r.afterDay(i + 1)
	if !r.has(k, isRange) || r.small(k+1) < 1 || r.small(k+1) > 31 {
		return moment{}, false
	}
	k = r.afterDay(k + 2)
	if _, n := r.get(k, isDateOf); n > 0 {
		k += n
	}
	m, ok := r.monthAt(k, true)
	if !ok {
		return moment{}, false
	}
	m.from, m.to, m.day, m.has = i, i+1, d, m.has|hasDay
	return m, true
}

// monthAt reads a month with the year that follows it, if any. A shy name needs
// support: a day or year beside it, or a word before it.
func (r *reader) monthAt(k int, supported bool) (moment, bool) {
	e, n := r.get(k, isMonth)
	if n == 0 || !r.tokens[k].capital && e.shy && !supported {
		return moment{}, false
	}
	m := moment{has: hasMonth, month: int(e.value.num), from: k, to: k + n}
	if r.mark(m.to, ".") && r.tokens[m.to].glued && len([]rune(r.tokens[k].text)) <= 4 && m.to+1 < len(r.tokens) && !r.tokens[m.to+1].capital {
		m.to++
	}
	if r.mark(m.to, "/") { // two names of one month: نيسان/أبريل
		if other, n := r.get(m.to+1, isMonth); n > 0 && other.value == e.value {
			m.to += 1 + n
		}
	}
	r.addYear(&m)
	if e.shy && !supported && m.has&hasYear == 0 && !r.has(k-1, isNear) {
		return moment{}, false
	}
	return m, true
}

// monthFirst reads "May 3, 2026", "May 2026" and "in May".
func (r *reader) monthFirst(i int) (moment, bool) {
	if !r.has(i, isMonth) {
		return moment{}, false
	}
	e, n := r.get(i, isMonth)
	k := i + n
	if r.mark(k, ".") && r.tokens[k].glued {
		k++
	}
	d := r.small(k)
	if d < 1 || d > 31 || r.mark(k+1, ":") || r.mark(k+1, "%") || r.hasUnit(k+1) || r.has(k+1, isMonth) || !r.tokens[i].capital && !e.proper {
		return r.monthAt(i, false)
	}
	m := moment{has: hasMonth | hasDay, month: int(e.value.num), day: d, from: i, to: r.afterDay(k + 1)}
	if r.mark(m.to-1, ".") {
		m.to--
	}
	r.addYear(&m)
	return m, true
}

// wordedDate reads 9月15日 and 2026年9月15日.
func (r *reader) wordedDate(i int) (moment, bool) {
	m := moment{from: i}
	k := i
	if y := r.fourDigits(k); y != 0 && r.has(k+1, isYearWord) && r.small(k+2) > 0 && r.has(k+3, isMonthWord) {
		m.year, m.has, k = y, hasYear, k+2
	}
	month := r.small(k)
	_, n := r.get(k+1, isMonthWord)
	if month < 1 || month > 12 || n == 0 {
		return m, false
	}
	m.month, m.has, m.to = month, m.has|hasMonth, k+1+n
	if d := r.small(m.to); d >= 1 && d <= 31 && r.has(m.to+1, isDayWord) {
		m.day, m.has, m.to = d, m.has|hasDay, m.to+2
	}
	return m, true
}
