package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// TextOptions say what Text shows. The zero value shows what decides and the
// headlines, without colour.
type TextOptions struct {
	Color bool
	All   bool // scores
}

// Text writes the report for a terminal.
func (r *Report) Text(w io.Writer, o TextOptions) error {
	p := &printer{TextOptions: o}
	if r.Comparison != nil {
		p.comparison(r)
	} else {
		p.arms(r)
	}
	_, err := io.WriteString(w, p.out.String())
	return err
}

type printer struct {
	TextOptions
	out strings.Builder
}

func (p *printer) line(format string, args ...any) {
	p.out.WriteString(plain.Clean(fmt.Sprintf(format, args...)) + "\n")
}

// table writes a table and an empty line, without spaces at the ends of lines.
func (p *printer) table(t table.Writer) {
	for line := range strings.Lines(t.Render()) {
		p.out.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	p.out.WriteString("\n")
}

func (p *printer) paint(s string, verdict string) string {
	if !p.Color {
		return s
	}
	switch compare.Verdict(verdict) {
	case compare.Pass, "better":
		return text.FgGreen.Sprint(s)
	case compare.Regression, "worse":
		return text.FgRed.Sprint(s)
	case compare.Inconclusive:
		return text.FgYellow.Sprint(s)
	}
	return s
}

func (p *printer) comparison(r *Report) {
	c := r.Comparison
	p.out.WriteString(p.paint(plain.Clean(r.headline()), string(c.Verdict)) + "\n")
	for _, reason := range r.reasons() {
		p.line("  %s", reason)
	}
	p.line("")
	p.line("base       %s", r.Comparison.Base.Name)
	p.line("candidate  %s", r.Comparison.Candidate.Name)
	p.line("")
	t := newTable()
	t.AppendHeader(table.Row{"Score", "Base", "Candidate", "Change", percent(c.Level) + " interval", "p", "Allowed", ""})
	shown := r.shown()
	if p.All {
		shown = append(shown, r.rest()...)
	}
	for i, m := range shown {
		if i > 0 && !m.Gated && shown[i-1].Gated {
			t.AppendSeparator()
		}
		t.AppendRow(table.Row{plain.Clean(m.Name), figure(m.Base), figure(m.Candidate), signed(m.Change), between(m.Low, m.High), chance(pOf(m)), figure(m.Delta), p.paint(verdictOf(m), verdictOf(m))})
	}
	p.table(t)
	p.notes(r)
}

// pOf is the p-value that goes with what is said of a score.
func pOf(m compare.Metric) *float64 {
	if m.Gated {
		return m.DropPAdjusted
	}
	return m.PAdjusted
}

func (p *printer) notes(r *Report) {
	if flagged := r.flagged(); flagged != "" && !p.All {
		p.line("changed as well: %s", flagged)
	}
	p.line("%s", r.method())
	detectable, noise := r.limits()
	if detectable != "" {
		p.line("smallest change for the worse found with power %g: %s", r.Comparison.Power, detectable)
	}
	if noise != "" {
		p.line("noise floor (how far two runs of one arm lie apart, standard deviation): %s", noise)
	}
	for i, arm := range r.Arms {
		if i == 0 || arm.Name != r.Arms[0].Name {
			p.line("%s: %s", arm.Name, arm.cost())
		}
	}
	for _, said := range r.preference() {
		p.line("%s", said)
	}
	for _, line := range r.gatedNotes() {
		p.line("%s", line)
	}
	if worst := r.Comparison.Worst; len(worst) > 0 {
		p.line("lost most: %s", losers(worst[:min(3, len(worst))]))
	}
	for _, note := range r.Comparison.Notes {
		p.line("note: %s", note)
	}
	p.line("%s", r.Comparison.Signature)
}

// arms writes the scores of each arm side by side.
func (p *printer) arms(r *Report) {
	scores := scoresOf(r.Arms)
	if !p.All {
		scores = headlines(scores)
	}
	t := newTable()
	for i, cells := range r.columns(scores) {
		row := table.Row{}
		for _, cell := range cells {
			row = append(row, plain.Clean(cell))
		}
		if i == 0 {
			t.AppendHeader(row)
		} else {
			t.AppendRow(row)
		}
	}
	p.table(t)
	for i := range r.Arms {
		arm := &r.Arms[i]
		p.line("%s: %s of %s; %s", arm.Name, count(arm.Samples, "sample"), count(arm.Items, "item"), arm.cost())
		if lacking := arm.lacking(); lacking != "" {
			p.out.WriteString(p.paint(plain.Clean(lacking), string(compare.Regression)) + "\n")
		}
	}
}

// mostWithIntervals bounds the arms that a table has room to give intervals for.
const mostWithIntervals = 3

// columns are the rows of a table of scores by arm, the header first.
func (r *Report) columns(scores []Score) [][]string {
	intervals := len(r.Arms) <= mostWithIntervals
	rows := [][]string{{"Score"}}
	for _, name := range r.shortNames() {
		rows[0] = append(rows[0], name)
		if intervals {
			rows[0] = append(rows[0], "95 % interval")
		}
	}
	for _, s := range scores {
		row := []string{s.Name}
		for i := range r.Arms {
			own := r.Arms[i].score(s.Name)
			if own == nil {
				own = &Score{}
			}
			row = append(row, figure(own.Mean))
			if intervals {
				row = append(row, spread(own.Low, own.High))
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// shortNames are the names of the arms without those of their runs, where they
// differ without them.
func (r *Report) shortNames() []string {
	var short, long []string
	seen := map[string]bool{}
	for _, arm := range r.Arms {
		seen[arm.Run.Name] = true
		short, long = append(short, arm.Run.Name), append(long, arm.Name)
	}
	if len(seen) == len(r.Arms) {
		return short
	}
	return long
}

// scoresOf are the scores that any of the arms has.
func scoresOf(arms []Arm) []Score {
	var out []Score
	seen := map[string]bool{}
	for i := range arms {
		for _, s := range arms[i].Scores {
			if !seen[s.Name] {
				seen[s.Name] = true
				out = append(out, s)
			}
		}
	}
	return out
}

func newTable() table.Writer {
	t := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Options.SeparateHeader = true
	t.SetStyle(style)
	var right []table.ColumnConfig
	for column := 2; column <= 64; column++ {
		right = append(right, table.ColumnConfig{Number: column, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(right)
	return t
}

func losers(worst []compare.Worst) string {
	var out []string
	for _, w := range worst {
		out = append(out, fmt.Sprintf("%s (%s %s → %s)", w.Item, w.Metric, figure(&w.Base), figure(&w.Candidate)))
	}
	return strings.Join(out, ", ")
}
