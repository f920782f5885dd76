package report

import (
	_ "embed"
	"html/template"
	"io"
	"slices"

	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

//go:embed report.html
var page string

var pageTemplate = template.Must(template.New("report").Funcs(template.FuncMap{
	"figure": figure, "signed": signed, "chance": chance, "between": between, "spread": spread, "percent": percent, "dollars": dollars,
	"tokens": tokens, "scoring": func(c Cost) string { return c.scoring() }, "duration": duration, "count": count, "clean": plain.Clean, "sign": sign, "verdict": verdictOf, "p": pOf,
	"width": func(from, to float64) float64 { return round(to - from) },
	"hue":   func(arm int) int { return arm % hues },
	"bar":   barOf, "preferred": preferred, "notPreferred": notPreferred, "preferCost": preferCost,
	"sum": func(a, b float64) float64 { return round(a + b) },
	"ptr": func(v float64) *float64 { return &v },
}).Parse(page + preferencePage))

// hues is how many colours there are for arms.
const hues = 6

// HTML writes one page that needs nothing else: no network, no script.
func (r *Report) HTML(w io.Writer) error {
	return pageTemplate.Execute(w, r.view())
}

// view is what the page shows.
type view struct {
	*Report
	Title      string
	Verdict    compare.Verdict
	Headline   string
	Reasons    []string
	Shown      []scoreRow
	Rest       []scoreRow
	Spreads    []spreadPlot
	Short      []string // names of the arms
	Means      []meanRow
	OtherMeans []meanRow
	Worst      []worstItem
	Method     string
	Detectable string
	Noise      string
	Lacking    []string
	Signatures []metric.Info
}

// scoreRow is a score that was compared, with its interval as a drawing.
type scoreRow struct {
	compare.Metric
	Whisker *whisker
}

// meanRow is a score of every arm.
type meanRow struct {
	metric.Info
	Cells []Score
}

func (r *Report) view() view {
	v := view{Report: r, Title: "Evaluation"}
	if len(r.Arms) > 0 {
		v.Title += " of " + r.Arms[0].Suite
	}
	for i := range r.Arms {
		if lacking := r.Arms[i].lacking(); lacking != "" {
			v.Lacking = append(v.Lacking, r.Arms[i].Name+": "+lacking)
		}
	}
	if c := r.Comparison; c != nil {
		v.Verdict, v.Headline, v.Reasons, v.Method = c.Verdict, r.headline(), r.reasons(), r.method()
		v.Detectable, v.Noise = r.limits()
		v.Shown, v.Rest = rows(r.shown()), rows(r.rest())
		v.Worst = r.worstItems()
		for _, m := range c.Metrics {
			v.Signatures = append(v.Signatures, m.Info)
		}
	} else {
		v.Short = r.shortNames()
		v.Means, v.OtherMeans = r.means()
		for _, s := range scoresOf(r.Arms) {
			v.Signatures = append(v.Signatures, s.Info)
		}
	}
	v.Spreads = r.spreads()
	return v
}

func rows(metrics []compare.Metric) []scoreRow {
	var out []scoreRow
	for _, m := range metrics {
		out = append(out, scoreRow{m, newWhisker(m)})
	}
	return out
}

// means are the scores that a short table has, and the others.
func (r *Report) means() (shown, others []meanRow) {
	scores := scoresOf(r.Arms)
	first := headlines(scores)
	for _, s := range scores {
		row := meanRow{Info: s.Info}
		for i := range r.Arms {
			cell := Score{Info: s.Info}
			if own := r.Arms[i].score(s.Name); own != nil {
				cell = *own
			}
			row.Cells = append(row.Cells, cell)
		}
		if slices.ContainsFunc(first, func(f Score) bool { return f.Name == s.Name }) {
			shown = append(shown, row)
		} else {
			others = append(others, row)
		}
	}
	return shown, others
}

// spreads draws how the items are spread: the gated scores of a comparison, or
// the headline ones.
func (r *Report) spreads() []spreadPlot {
	var names []string
	if r.Comparison != nil {
		for _, m := range r.Comparison.Metrics {
			if m.Gated {
				names = append(names, m.Name)
			}
		}
	} else {
		for _, s := range headlines(scoresOf(r.Arms)) {
			names = append(names, s.Name)
		}
	}
	var out []spreadPlot
	for _, name := range names {
		if plot, ok := newSpread(name, r.Arms, r.Comparison); ok {
			out = append(out, plot)
		}
	}
	return out
}
