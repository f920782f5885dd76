package desk

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/nutgraf/nutgraf/internal/service"
)

// spans are the numbers of days that can be looked at, the usual one in the
// middle.
var spans = []int{7, 30, 90}

const usualSpan = 30

// qualityView is what became of drafts, what was found in them, what they cost,
// and how evaluations went.
type qualityView struct {
	*service.Quality
	Span     int
	Spans    []int
	Zone     string
	Edited   *chart // nil without an approved summary
	Spent    *chart // nil when nothing was spent
	MostRule int    // of all rules the most findings
	Suites   []suiteView
	Broken   []reportFile
	NoFolder bool
	Failed   bool // the folder cannot be read
}

// quality is the page of how well drafting goes.
func (d *desk) quality(w http.ResponseWriter, r *http.Request, c service.Caller) {
	zone := zoneOf(r)
	view := qualityView{Span: usualSpan, Spans: spans, Zone: zone.String(), NoFolder: d.Reports == ""}
	for _, span := range spans {
		if r.FormValue("days") == strconv.Itoa(span) {
			view.Span = span
		}
	}
	year, month, day := d.Now().In(zone).Date()
	since := time.Date(year, month, day-view.Span+1, 0, 0, 0, 0, zone)
	var err error
	if view.Quality, err = d.Service.Quality(r.Context(), c, since, zone); err != nil {
		d.problem(w, r, c, err)
		return
	}
	d.draw(&view, zone)
	files, err := d.reports.all()
	view.Failed = err != nil
	view.Suites, view.Broken = d.viewSuites(files)
	d.show(w, r, http.StatusOK, page{
		Name: "quality", Title: d.mustSay("quality.title"), Script: true, Here: "quality", Actor: c.Actor, About: view,
	})
}

// draw makes the charts of the days.
func (d *desk) draw(v *qualityView, zone *time.Location) {
	var medians, spent []point
	highest, dearest := 0.0, 0.0
	for _, day := range v.Days {
		at, err := time.ParseInLocation(time.DateOnly, day.Day, zone)
		if err != nil {
			continue
		}
		if day.Median != nil {
			medians = append(medians, point{at, *day.Median})
			highest = max(highest, *day.Median)
		}
		spent = append(spent, point{at, day.USD()})
		dearest = max(dearest, day.USD())
	}
	if len(spent) == 0 {
		return
	}
	from, to := spent[0].at, spent[len(spent)-1].at
	if len(medians) > 0 {
		v.Edited = newChart("chart-edits", d.mustSay("quality.edits_chart"), from, to, max(highest, .1), percent)
		v.Edited.line(d.mustSay("quality.median"), medians)
	}
	if dearest > 0 {
		v.Spent = newChart("chart-cost", d.mustSay("quality.cost_chart"), from, to, dearest, dollarMarks(dearest))
		v.Spent.bars(spent)
	}
	for _, rule := range v.Rules {
		v.MostRule = max(v.MostRule, rule.Fail+rule.Warn)
	}
}

// Cost says what a day cost. It is not $0 when nothing is known of it.
func (v qualityView) Cost(d service.QualityDay, unknown string) string {
	if d.USD() == 0 && d.Unknown > 0 {
		return unknown
	}
	return dollars(d.USD())
}

// ruleWidth is how wide a bar of the rules may be, in units of its drawing.
const ruleWidth = 160

// Wide is the width of a rule's bar for so many findings.
func (v qualityView) Wide(n int) float64 {
	return round(ruleWidth * float64(n) / float64(max(1, v.MostRule)))
}

// Latest are the days, the newest first.
func (v qualityView) Latest() []service.QualityDay {
	out := slices.Clone(v.Days)
	slices.Reverse(out)
	return out
}

// percent says a part of 1.
func percent(v float64) string { return fmt.Sprintf("%.0f%%", 100*v) }

// dollars says money: as many digits as it needs.
func dollars(v float64) string {
	switch {
	case v == 0:
		return "$0"
	case v < .01:
		return fmt.Sprintf("$%.4f", v)
	case v < 1:
		return fmt.Sprintf("$%.3f", v)
	default:
		return fmt.Sprintf("$%.2f", v)
	}
}

// dollarMarks says money on an axis up to most: all with the digits of one step.
func dollarMarks(most float64) func(float64) string {
	digits := max(0, int(math.Ceil(-math.Log10(niceStep(most/4))-1e-9)))
	if digits == 1 {
		digits = 2
	}
	return func(v float64) string { return fmt.Sprintf("$%.*f", digits, v) }
}
