package plant

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

var dateWays = []way{
	{Date, "weekday", otherWeekday},
	{Date, "month", otherMonth},
	{Date, "day", otherDay},
	{Date, "year", otherYear},
	{Date, "time", otherTime},
	{Date, "relative", otherRelative},
}

var weekdays = strings.Fields("monday tuesday wednesday thursday friday saturday sunday")

// otherWeekday takes a day that the article does not name.
func otherWeekday(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		inName := i > 0 && d.ws[i-1].capital() && between(d.text, d.ws[i-1], w) == " "
		if at := slices.Index(weekdays, w.low); at >= 0 && w.capital() && !inName {
			for _, by := range []int{1, 2, 5, 6} {
				if other := weekdays[(at+by)%7]; !d.has(other) {
					out = append(out, d.instead(i, upperFirst(other)))
				}
			}
		}
	}
	return out
}

func otherMonth(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		at := slices.Index(months, w.low)
		if at < 0 || !w.capital() || !d.isDate(i) {
			continue
		}
		for _, by := range []int{1, 2, 10, 11} {
			if other := months[(at+by)%12]; !d.has(other) {
				out = append(out, d.instead(i, upperFirst(other)))
			}
		}
	}
	return out
}

// isDate reports whether a month's name is one here ("May", "March").
func (d *draft) isDate(i int) bool {
	b, a := before(d.ws, i, 1), after(d.ws, i, 1)
	return isDay(b) || isDay(a) || isYear(a) || slices.Contains([]string{"in", "since", "until", "by", "last", "early", "late", "of", "from"}, b)
}

func isDay(low string) bool {
	n, err := strconv.Atoi(strings.TrimRight(low, "stndrh"))
	return err == nil && n > 0 && n < 32
}

func otherDay(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		if !isDay(w.low) || strings.Trim(w.low, "0123456789") != "" || !isMonth(before(d.ws, i, 1)) && !isMonth(after(d.ws, i, 1)) {
			continue
		}
		n, _ := strconv.Atoi(w.low)
		for _, by := range []int{1, -1, 7, 10} {
			if other := strconv.Itoa(n + by); n+by > 0 && n+by < 29 && !d.has(other) {
				out = append(out, d.instead(i, other))
			}
		}
	}
	return out
}

func otherYear(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		if !isYear(w.low) || strings.HasPrefix(d.text[w.end:], "s") || strings.HasPrefix(d.text[w.end:], "-") || after(d.ws, i, 1) == "people" {
			continue
		}
		n, _ := strconv.Atoi(w.low)
		for _, by := range []int{1, -1, 2, -10} {
			if other := strconv.Itoa(n + by); !d.has(other) {
				out = append(out, d.instead(i, other))
			}
		}
	}
	return out
}

// otherTime moves a time of day by an hour, or exchanges morning and evening.
func otherTime(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		rest := d.text[w.end:]
		for _, half := range []struct{ from, to string }{{" a.m", " p.m"}, {" p.m", " a.m"}, {"am", "pm"}} {
			if strings.HasPrefix(rest, half.from) && digits.MatchString(w.text) && !d.has(w.text+half.to) {
				out = append(out, d.replace(w.end, w.end+len(half.from), half.to))
			}
		}
		n, err := strconv.Atoi(w.low)
		clock := strings.HasPrefix(rest, ":") && !strings.Contains(rest[:min(len(rest), 5)], ".") || strings.HasPrefix(rest, " a.m") || strings.HasPrefix(rest, " p.m")
		if err == nil && clock && n > 0 && n < 12 && !strings.HasSuffix(d.text[:w.start], ":") {
			if other := fmt.Sprintf("%0*d", len(w.low), n%12+1); !d.has(other + rest[:min(3, len(rest))]) {
				out = append(out, d.instead(i, other))
			}
		}
	}
	return out
}

var relatives = []struct{ from, to string }{
	{"last year", "this year"},
	{"last year", "two years ago"},
	{"this year", "last year"},
	{"next year", "this year"},
	{"last month", "last week"},
	{"next month", "last month"},
	{"next week", "last week"},
	{"last week", "last month"},
	{"yesterday", "last week"},
	{"last season", "this season"},
	{"this season", "last season"},
	{"this month", "last month"},
}

func otherRelative(d *draft) []string {
	var out []string
	low := strings.ToLower(d.text)
	for _, r := range relatives {
		at := strings.Index(low, r.from)
		if at >= 0 && hasWord(low, r.from) && !d.mayTell(r.to, r.from, d.about) && len(low) == len(d.text) && inTense(low, r.to) && !(r.to == "two years ago" && (lastWord(low[:at]) == "of" || strings.HasPrefix(low[at+len(r.from):], "'") || strings.HasPrefix(low[at+len(r.from):], "’"))) {
			out = append(out, d.replace(at, at+len(r.from), like(d.text[at:], r.to)))
		}
	}
	return out
}

// inTense keeps the future out of the past: "will open last week" is no error
// that anybody makes.
func inTense(low, to string) bool { return !strings.HasPrefix(to, "last") || !hasWord(low, "will") }
