package ground

// addYear takes the year after a month, quarter or season.
func (r *reader) addYear(m *moment) {
	k := m.to
	if r.mark(k, ",") || r.mark(k, "،") {
		k++
	}
	_, n := r.get(k, isDateOf)
	for n > 0 {
		k += n
		_, n = r.get(k, isDateOf)
	}
	if r.has(k, isYearWord) && r.fourDigits(k+1) != 0 {
		k++
	}
	if y := r.fourDigits(k); y != 0 && !r.hasUnit(k+1) {
		m.year, m.has, m.to = y, m.has|hasYear, r.yearEnd(k+1)
	}
}

func (r *reader) yearEnd(k int) int {
	if _, n := r.get(k, isYearWord); n > 0 {
		return k + n
	}
	return k
}

// hasUnit reports whether a unit or scale, which makes a number of four digits,
// begins at k. A word that follows a year as well is none.
func (r *reader) hasUnit(k int) bool {
	return (r.has(k, isUnit) || r.has(k, isScale)) && !r.has(k, isYearWord)
}

// yearMonth reads a year before its month: "2026 жылғы 6 қазан", "2026 жылдың қазанында".
func (r *reader) yearMonth(i int) (moment, bool) {
	y := r.fourDigits(i)
	if y == 0 || !r.has(i+1, isYearWord) {
		return moment{}, false
	}
	k := r.yearEnd(i + 1)
	m, ok := r.dayMonth(k)
	if !ok {
		if m, ok = r.quarter(k); !ok {
			if m, ok = r.monthAt(k, true); !ok {
				return moment{}, false
			}
		}
	}
	m.from, m.year, m.has = i, y, m.has|hasYear
	return m, true
}

// years reads a year, the second one of 2010-11, and a decade.
func (r *reader) years(i int) (moment, bool) {
	y := r.fourDigits(i)
	if y == 0 || r.hasUnit(i+1) && !r.unitOfTimeIsYear(i+1) || r.has(i-1, isUnit) && r.isMoney(i-1) || r.mark(i+1, ":") || r.partOfGroup(i) {
		return r.shortYear(i)
	}
	m := moment{has: hasYear, year: y, from: i, to: r.yearEnd(i + 1), bare: true}
	if m.to > i+1 {
		m.bare = false
	}
	if y%10 == 0 {
		if k := r.decadeEnd(i + 1); k > i+1 {
			m.has, m.to, m.bare = hasDecade, k, false
		}
	}
	return m, true
}

// unitOfTimeIsYear: in some languages the word for "years" follows a year as well.
func (r *reader) unitOfTimeIsYear(k int) bool {
	e, n := r.get(k, isUnit)
	return n > 0 && e.unit.name == "year" && r.has(k, isYearWord)
}

func (r *reader) isMoney(k int) bool {
	e, n := r.get(k, isUnit)
	return n > 0 && e.unit.kind == "money"
}

// partOfGroup reports whether the number is a part of "26, 2000" or "1 2000".
func (r *reader) partOfGroup(i int) bool {
	return r.tokens[i].glued && i > 0 && (r.tokens[i-1].kind == word && !r.tokens[i-1].dense)
}

func (r *reader) decadeEnd(k int) int {
	if k >= len(r.tokens) || !r.tokens[k].glued {
		return k
	}
	if _, n := r.get(k, isDecadeEnding); n > 0 {
		return k + n
	}
	if (r.mark(k, "'") || r.mark(k, "’")) && k+1 < len(r.tokens) && r.tokens[k+1].glued {
		if _, n := r.get(k+1, isDecadeEnding); n > 0 {
			return k + 1 + n
		}
	}
	return k
}

// shortYear reads the 11 of 2010-11 or 2010/11, and the 90s.
func (r *reader) shortYear(i int) (moment, bool) {
	n := r.small(i)
	if n < 0 || len(r.tokens[i].text) != 2 {
		return moment{}, false
	}
	before := r.fourDigits(i - 2)
	if before != 0 && (r.mark(i-1, "-") || r.mark(i-1, "–") || r.mark(i-1, "/")) && (before+1)%100 == n {
		return moment{has: hasYear, year: before + 1, from: i, to: i + 1}, true
	}
	if end := r.decadeEnd(i + 1); n%10 == 0 && n >= 20 && end > i+1 {
		return moment{has: hasDecade, year: 1900 + n, from: i, to: end}, true
	}
	return moment{}, false
}

// wordedYear reads a year after its word: عام 2025.
func (r *reader) wordedYear(i int) (moment, bool) {
	_, n := r.get(i, isYearWord)
	if y := r.fourDigits(i + n); n > 0 && y != 0 {
		return moment{has: hasYear, year: y, from: i, to: i + n + 1}, true
	}
	return moment{}, false
}
