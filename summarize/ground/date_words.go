package ground

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// dateWords is what data/date/<code>.yaml says of a language. A word that ends
// in * stands for all that begin so.
type dateWords struct {
	Months        map[int][]string
	Weekdays      map[int][]string // from 1, Monday
	Shy           []string         // of these, those that mean something else, too
	Near          []string         // what stands before a shy one that is a date
	Of            []string         // between day and month, and month and year
	MonthWords    []string         `yaml:"month_words"` // after a number: 9月
	DayWords      []string         `yaml:"day_words"`
	YearWords     []string         `yaml:"year_words"`
	DecadeEndings []string         `yaml:"decade_endings"`
	Relative      map[string][]string
	AgoBefore     []string `yaml:"ago_before"`
	AgoAfter      []string `yaml:"ago_after"`
	Quarters      map[int][]string
	Seasons       map[string][]string
	Forenoon      []string
	Afternoon     []string
	HourWords     []string            `yaml:"hour_words"`
	HourBefore    []string            `yaml:"hour_before"`
	Noon          map[string][]string // hour -> words
	Future        []string            // before a verb
	Past          map[string]string   // irregular past forms -> base form
}

func (x *lexicon) addDates(d *dateWords) {
	shy := map[string]bool{}
	for _, w := range d.Shy {
		shy[fold(w)] = true
	}
	for role, values := range map[role]map[int][]string{isMonth: d.Months, isWeekday: d.Weekdays, isQuarter: d.Quarters} {
		for v, phrases := range values {
			for _, w := range phrases {
				x.add(w, entry{role: role, value: integer(int64(v)), shy: shy[fold(w)], proper: x.cut.cut(w).tokens[0].capital})
			}
		}
	}
	for role, phrases := range map[role][]string{
		isNear: d.Near, isDateOf: d.Of, isMonthWord: d.MonthWords, isDayWord: d.DayWords, isYearWord: d.YearWords,
		isDecadeEnding: d.DecadeEndings, isAgoBefore: d.AgoBefore, isAgoAfter: d.AgoAfter, isForenoon: d.Forenoon,
		isAfternoon: d.Afternoon, isHourWord: d.HourWords, isHourBefore: d.HourBefore, isFuture: d.Future,
	} {
		x.addAll(role, phrases)
	}
	x.addNamed(isSeason, d.Seasons)
	for name, phrases := range d.Relative {
		unit, offset, _ := strings.Cut(name, " ")
		n, err := strconv.Atoi(offset)
		if err != nil || !slices.Contains(relativeUnits, unit) {
			panic(fmt.Sprintf("ground: not a relative date: %q", name))
		}
		for _, w := range phrases {
			x.add(w, entry{role: isRelative, name: unit, value: integer(int64(n))})
		}
	}
	for hour, phrases := range d.Noon {
		for _, w := range phrases {
			x.add(w, entry{role: isNoon, value: must(parseRatio(hour))})
		}
	}
	for form, base := range d.Past {
		x.add(form, entry{role: isPastForm, name: base})
	}
}

func (x *lexicon) addNamed(r role, names map[string][]string) {
	for name, phrases := range names {
		for _, w := range phrases {
			x.add(w, entry{role: r, name: name})
		}
	}
}

var relativeUnits = []string{"day", "week", "month", "year", "season"}
