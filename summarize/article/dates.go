package article

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"
)

//go:embed data/dates.yaml
var datesData []byte

type dateWords struct {
	Months map[string][]string `yaml:"months"`
	Zones  map[string]int      `yaml:"zones"`

	Spelled map[string][]string `yaml:"spelled"`
	Full    map[string][]string `yaml:"full"`
	Beside  []string            `yaml:"beside"`
}

var dateTable = sync.OnceValue(func() dateWords {
	var t dateWords
	if err := yaml.Unmarshal(datesData, &t); err != nil {
		panic("article: data/dates.yaml: " + err.Error())
	}
	return t
})

// isoLayouts are what pages and front matter write.
var isoLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
	time.RFC1123Z, time.RFC1123, "Mon Jan 02 15:04:05 MST 2006", "20060102",
}

// parseDate reads the first date of a short text, with its time of day and zone
// when they follow; without a zone it is UTC. Days and months that could be
// swapped ("03/04/2026") are not guessed.
func parseDate(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 300 {
		return time.Time{}, false
	}
	if t, ok := isoDate(s); ok {
		return sane(t)
	}
	return sane(spokenDate(dateTokens(asciiDigits(s))))
}

func isoDate(s string) (t time.Time, ok bool) {
	if !strings.ContainsAny(s, "0123456789") { // most lines; failing by every layout is slow
		return t, false
	}
	for _, layout := range isoLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return t, false
}

// asciiDigits replaces the decimal digits of other scripts.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r >= '०' && r <= '९':
			return r - '०' + '0'
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, s)
}

func sane(t time.Time) (time.Time, bool) {
	if t.Year() < 1600 || t.Year() > 2200 {
		return time.Time{}, false
	}
	return t, true
}

// dateTokens cuts a text into runs of digits and runs of letters; of signs it
// keeps the colon, and + and - before digits.
func dateTokens(s string) []string {
	var out []string
	var kind, last int
	for i, r := range s {
		k := 0
		switch {
		case unicode.IsDigit(r):
			k = 1
		case r == '年' || r == '月' || r == '日' || r == '時' || r == '时' || r == '点':
			k = 3 + i
		case unicode.IsLetter(r) || unicode.IsMark(r):
			k = 2
		case r == ':' || r == '+' || r == '-' || r == '/' || r == '.':
			k = 1000 + i
		}
		if k != kind && kind != 0 {
			out = append(out, s[last:i])
		}
		if k != kind {
			kind, last = k, i
		}
	}
	if kind != 0 {
		out = append(out, s[last:])
	}
	return out
}

// spokenDate finds "14 March 2026", "March 14, 2026", "14.3.2026", "2026年3月14日".
func spokenDate(tokens []string) time.Time {
	var nums []number
	month, named := 0, 0
	for i, tok := range tokens {
		if n, err := strconv.Atoi(tok); err == nil {
			nums = append(nums, number{n, len(tok), i})
		} else if m := monthOf(tok); m > 0 && month == 0 {
			month, named = m, i
		}
	}
	year, at := -1, 0
	for k, n := range nums {
		if n.digits == 4 && n.value >= 1600 && n.value <= 2200 {
			year, at = n.value, k
			break
		}
	}
	if year < 0 {
		return time.Time{}
	}
	yearToken := nums[at].token
	if month > 0 {
		nums, at = nearMonth(nums, named, at)
	}
	day := 0
	day, month = dayMonth(nums, at, month)
	if day == 0 && month == 0 {
		day, month = dotted(tokens, yearToken)
	}
	if day < 1 || day > 31 || month < 1 || month > 12 {
		return time.Time{}
	}
	hour, minute := clock(tokens, yearToken)
	return time.Date(year, time.Month(month), day, hour, minute, 0, 0, zone(tokens))
}

// nearMonth keeps the year and the numbers beside the name of the month: in "5
// were hurt in May 2026" there is no day.
func nearMonth(nums []number, month, year int) ([]number, int) {
	var out []number
	at := 0
	for k, n := range nums {
		if k == year {
			at = len(out)
		} else if d := n.token - month; d < -3 || d > 3 {
			continue
		}
		out = append(out, n)
	}
	return out, at
}

type number struct{ value, digits, token int }

// dayMonth finds the numbers beside the year that are day and month.
func dayMonth(nums []number, year, month int) (int, int) {
	value := func(k int) int {
		if k < 0 || k >= len(nums) || nums[k].digits > 2 {
			return 0
		}
		return nums[k].value
	}
	before, before2, next, next2 := value(year-1), value(year-2), value(year+1), value(year+2)
	switch {
	case month > 0 && before > 0:
		return before, month
	case month > 0:
		return next, month
	case before > 0 && before2 > 0:
		return numericDay(before2, before)
	}
	return next2, next
}

// numericDay tells the day from the month, when only one way is possible.
func numericDay(a, b int) (int, int) {
	switch {
	case a > 12 || a == b:
		return a, b
	case b > 12:
		return b, a
	}
	return 0, 0
}

// dotted reads the day and the month of "12.03.2026". Only Americans would have
// the month first, and they write "a.m." and "p.m.".
func dotted(tokens []string, year int) (day, month int) {
	if year < 4 || tokens[year-1] != "." || tokens[year-3] != "." {
		return 0, 0
	}
	for i := range tokens {
		if half(tokens, i) != 0 {
			return 0, 0
		}
	}
	day, _ = strconv.Atoi(tokens[year-4])
	month, _ = strconv.Atoi(tokens[year-2])
	return day, month
}

// numericDate is a date in figures alone.
var numericDate = regexp.MustCompile(`\b[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}\b`)

// holdsDate reports that a short text has a date, one that can be read in two
// ways as well.
func holdsDate(text string) bool {
	_, ok := parseDate(text)
	return ok || numericDate.MatchString(text)
}

// isMonth reports that word is the full name of a month in a language that
// writes the day before it with a full stop.
func isMonth(word string) bool {
	word = strings.ToLower(word)
	for _, names := range dateTable().Spelled {
		if slices.Contains(names, word) {
			return true
		}
	}
	return false
}

// onlyDate reports that text is a date, a time, a zone and nothing else.
func onlyDate(text string) bool {
	t := dateTable()
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' }) {
		_, zone := t.Zones[w]
		cjk := strings.Trim(w, "年月日時时点分于於曜火水木金土午前後上下") == ""
		if !zone && !cjk && monthOf(w) == 0 && !slices.Contains(t.Beside, w) {
			return false
		}
	}
	return true
}
