package desk

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/nutgraf/nutgraf/eval/report"
)

// What of a suite is shown.
const (
	mostSuiteRows   = 30
	mostSuiteScores = 12
)

// suiteView is a suite that was run: its headline scores over time.
type suiteView struct {
	Name   string
	ID     string
	Scores []string // names of the headline scores, in the order of the reports
	Rows   []suiteRow
	Left   int      // rows that are not shown
	Charts []*chart // of each score, where there is more than one run
}

// suiteRow is an arm of a run.
type suiteRow struct {
	At      time.Time
	File    string
	Verdict string
	Arm     report.Arm
	Scores  []scoreCell
}

// scoreCell is a mean with its interval; Known is false when there is none.
type scoreCell struct {
	Known     bool
	Mean, Low string
	High      string
	value     float64
}

// viewSuites puts the arms of all files in order: by suite, the newest first.
func (d *desk) viewSuites(files []reportFile) (suites []suiteView, broken []reportFile) {
	at := map[string]int{}
	for _, f := range files {
		if f.problem != "" {
			broken = append(broken, f)
			continue
		}
		for _, arm := range f.arms {
			i, ok := at[arm.Suite]
			if !ok {
				i = len(suites)
				at[arm.Suite] = i
				suites = append(suites, suiteView{Name: arm.Suite, ID: fmt.Sprintf("suite-%d", i+1)})
			}
			suites[i].add(f, arm)
		}
	}
	for i := range suites {
		suites[i].draw()
		suites[i].Left = max(0, len(suites[i].Rows)-mostSuiteRows)
		suites[i].Rows = suites[i].Rows[:min(len(suites[i].Rows), mostSuiteRows)]
	}
	return suites, broken
}

func (s *suiteView) add(f reportFile, arm report.Arm) {
	for _, score := range arm.Scores {
		if score.Headline && len(s.Scores) < mostSuiteScores && !slices.Contains(s.Scores, score.Name) {
			s.Scores = append(s.Scores, score.Name)
		}
	}
	row := suiteRow{At: f.at, File: f.name, Verdict: f.verdict, Arm: arm}
	for _, name := range s.Scores {
		row.Scores = append(row.Scores, cellOf(arm, name))
	}
	s.Rows = append(s.Rows, row)
}

func cellOf(arm report.Arm, name string) scoreCell {
	i := slices.IndexFunc(arm.Scores, func(s report.Score) bool { return s.Name == name })
	if i < 0 || arm.Scores[i].Mean == nil {
		return scoreCell{}
	}
	score := arm.Scores[i]
	cell := scoreCell{Known: true, Mean: figure(*score.Mean), value: *score.Mean}
	if score.Low != nil && score.High != nil {
		cell.Low, cell.High = figure(*score.Low), figure(*score.High)
	}
	return cell
}

func figure(v float64) string { return fmt.Sprintf("%.3f", v) }

// draw makes a chart of each score: a line for each arm, of which those that ran
// last come first.
func (s *suiteView) draw() {
	for i := range s.Rows {
		for len(s.Rows[i].Scores) < len(s.Scores) { // a later file brought another score
			s.Rows[i].Scores = append(s.Rows[i].Scores, scoreCell{})
		}
	}
	first, last := s.Rows[len(s.Rows)-1].At, s.Rows[0].At
	if !first.Before(last) {
		return
	}
	for n, name := range s.Scores {
		lines, arms := map[string][]point{}, []string{}
		most := 0.0
		for _, row := range s.Rows {
			cell := row.Scores[n]
			arm := row.name()
			if !cell.Known || len(arms) == mostLines && lines[arm] == nil {
				continue
			}
			if lines[arm] == nil {
				arms = append(arms, arm)
			}
			lines[arm] = append(lines[arm], point{row.At, cell.value})
			most = max(most, cell.value)
		}
		c := newChart(fmt.Sprintf("%s-%d", s.ID, n+1), name, first, last, most, func(v float64) string { return fmt.Sprintf("%.2g", v) })
		for _, arm := range arms {
			slices.SortFunc(lines[arm], func(a, b point) int { return a.at.Compare(b.at) })
			c.line(arm, lines[arm])
		}
		if len(arms) > 0 {
			s.Charts = append(s.Charts, c)
		}
	}
}

// name is that of the arm in its run: what a report calls it may have the name of
// its file before it.
func (r suiteRow) name() string { return cmp.Or(r.Arm.Run.Name, r.Arm.Name) }

// Name is name, for the template.
func (r suiteRow) Name() string { return r.name() }
