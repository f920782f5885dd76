package compare

import (
	"fmt"
	"math"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/stats"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// describe says what can be said of a score by itself.
func (c *comparer) describe(col *column, gated bool) Metric {
	o := c.options()
	if !gated {
		o.Resamples = min(o.Resamples, shownResamples)
	}
	m := Metric{
		Info: col.info, Items: len(col.rows), Clusters: col.paired.Clusters(),
		Unscored: col.unscored, OneSided: len(col.oneSided), PartlyScored: col.partly,
	}
	if len(col.oneSided) > 0 {
		m.Notes = append(m.Notes, fmt.Sprintf("%s left out that only one side could score", plain.Count(len(col.oneSided), "item")))
	}
	if m.Items == 0 {
		return m
	}
	base, candidate := c.table.means(col, col.rows)
	change := col.turn(col.paired.Mean())
	m.Base, m.Candidate, m.Change = &base, &candidate, &change
	for _, i := range col.rows {
		switch d := col.turn(col.change(i)); {
		case d > 0:
			m.ItemsBetter++
		case d < 0:
			m.ItemsWorse++
		}
	}
	if interval, ok := col.paired.Interval(c.out.Level, o); ok {
		m.Low, m.High = turned(col, interval)
	}
	if floor, ok := c.table.noiseFloor(col); ok {
		m.NoiseFloor = &floor
	}
	return m
}

// turned returns an interval of the change as it is.
func turned(col *column, in stats.Interval) (low, high *float64) {
	a, b := col.turn(in.Low), col.turn(in.High)
	a, b = min(a, b), max(a, b)
	return &a, &b
}

// testAll tests every score for a change in any direction.
func (c *comparer) testAll() {
	var family []*stats.Paired
	var of []*Metric
	for k, col := range c.columns {
		m := &c.out.Metrics[k]
		switch {
		case len(col.rows) == 0:
		case col.paired.Same():
			m.P, m.PAdjusted = new(1.0), new(1.0)
		default:
			family, of = append(family, col.paired), append(of, m)
		}
	}
	f := stats.SignFlips(family, stats.Both, c.options())
	adjusted := c.adjust(f)
	for i, m := range of {
		m.P, m.PAdjusted = &f.P[i], &adjusted[i]
		if adjusted[i] <= c.gate.Alpha {
			m.Flag = flag(m)
		}
	}
}

func flag(m *Metric) string {
	switch {
	case m.Better == metric.Neither:
		return "changed"
	case (*m.Change > 0) == (m.Better == metric.Higher):
		return "better"
	}
	return "worse"
}

func (c *comparer) adjust(f *stats.Flips) []float64 {
	switch c.gate.Correction {
	case eval.Holm:
		return stats.Holm(f.P)
	case eval.NoCorrection:
		return f.P
	}
	return f.StepDown
}

// critical is the number of standard errors from which on a drop is found.
func (c *comparer) critical(f *stats.Flips) float64 {
	switch c.gate.Correction {
	case eval.Holm:
		return stats.NormalQuantile(1 - c.gate.Alpha/float64(len(f.P)))
	case eval.NoCorrection:
		return stats.NormalQuantile(1 - c.gate.Alpha)
	}
	return f.Critical(c.gate.Alpha)
}

// testGated tests the gated scores for a drop, and decides.
func (c *comparer) testGated() {
	var family []*stats.Paired
	for _, k := range c.gated {
		family = append(family, c.columns[k].paired)
	}
	f := stats.SignFlips(family, stats.Lower, c.options())
	adjusted, critical := c.adjust(f), c.critical(f)
	for i, k := range c.gated {
		m := &c.out.Metrics[k]
		m.Gated = true
		if m.Items > 0 {
			m.DropP, m.DropPAdjusted = &f.P[i], &adjusted[i]
		}
		c.decide(m, c.columns[k], critical)
	}
}

func (c *comparer) delta(m *Metric) float64 {
	if d := c.gate.Metrics[m.Name].Delta; d != nil {
		return *d
	}
	return defaultDelta * math.Abs(*m.Base)
}
