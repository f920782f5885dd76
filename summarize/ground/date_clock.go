package ground

import "strings"

// clock reads a time of day that begins with digits: 10:30, 10.30 a.m., 6 p.m.,
// 22.30 Uhr, 14 h 30, 6点, 10时30分.
func (r *reader) clock(i int) (moment, bool) {
	hour, minute, k := r.clockDigits(i)
	if hour < 0 || hour > 24 || minute > 59 {
		return moment{}, false
	}
	m := moment{has: hasTime, hour: hour, minute: max(minute, 0), from: i, to: k}
	switch {
	case r.halfOfDay(&m):
	case r.has(k, isHourWord) && (minute < 0 || !strings.Contains("hH", r.tokens[k].text)):
		return r.hourWord(m, minute)
	case r.has(i-1, isHourBefore) && minute >= 0:
	case minute >= 0 && r.mark(i+1, ":") && len(r.tokens[i+2].text) == 2:
		m.halfDay = hour >= 1 && hour <= 12
	default:
		return moment{}, false
	}
	return m, true
}

// clockDigits reads the numbers: minute is -1 when there is none.
func (r *reader) clockDigits(i int) (hour, minute, next int) {
	if h := r.small(i); h >= 0 {
		if r.mark(i+1, ":") && r.tokens[i+1].glued && r.small(i+2) >= 0 && r.tokens[i+2].glued && len(r.tokens[i+2].text) == 2 {
			return h, r.small(i + 2), i + 3
		}
		return h, -1, i + 1
	}
	text := r.tokens[i].text
	h, m, ok := strings.Cut(text, ".")
	if !ok || len(m) != 2 || len(h) > 2 {
		return -1, -1, i + 1
	}
	return atoi(h), atoi(m), i + 1
}

// atoi reads one or two ASCII digits, -1 when there is something else.
func atoi(s string) int {
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// halfOfDay takes a.m. or p.m. after the time, or its word before it.
func (r *reader) halfOfDay(m *moment) bool {
	_, am := r.get(m.to, isForenoon)
	_, pm := r.get(m.to, isAfternoon)
	if am+pm == 0 && m.from > 1 && r.tokens[m.from-1].dense && r.has(m.to, isHourWord) { // 午後3時
		before := m.from - 2
		if m.hour <= 12 && r.has(before, isAfternoon) {
			m.hour = m.hour%12 + 12
		}
		return false
	}
	if am == 0 && pm == 0 || m.hour > 12 || m.hour == 0 {
		return false
	}
	if m.to += am + pm; pm > 0 {
		m.hour = m.hour%12 + 12
	} else {
		m.hour %= 12
	}
	return true
}

// hourWord reads "22 Uhr", "22.30 Uhr", "14 h 30" and 6点30分.
func (r *reader) hourWord(m moment, minute int) (moment, bool) {
	k := m.to
	_, n := r.get(k, isHourWord)
	dense := r.tokens[k].dense
	if minute < 0 && r.has(k, isUnit) && r.small(k+n) < 0 && !dense {
		return moment{}, false // "3 heures" can be a duration
	}
	m.to = k + n
	if next := r.small(m.to); minute < 0 && next >= 0 && next < 60 && len(r.tokens[m.to].text) == 2 {
		m.minute = next
		m.to++
	}
	m.halfDay = dense && m.hour <= 12
	return m, true
}

func (r *reader) noon(i int) (moment, bool) {
	e, n := r.get(i, isNoon)
	return moment{has: hasTime, hour: int(e.value.num), from: i, to: i + n}, n > 0
}

// hourBefore reads "saat 10.30" and "сағат 09:15".
func (r *reader) hourBefore(i int) (moment, bool) {
	_, n := r.get(i, isHourBefore)
	if n == 0 || !r.isNumber(i+n) {
		return moment{}, false
	}
	hour, minute, k := r.clockDigits(i + n)
	if hour < 0 || hour > 24 || minute < 0 || minute > 59 {
		return moment{}, false
	}
	return moment{has: hasTime, hour: hour, minute: minute, from: i + n, to: k, halfDay: hour <= 12}, true
}
