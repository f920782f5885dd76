package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/eval/metric"
)

// Drawings are numbers for the template to put into SVG, in units of their view
// boxes. They take their colours from the page.

// The size of a whisker.
const (
	whiskerWidth  = 150.0
	whiskerMargin = 6.0
)

// whisker is a change with its interval, around no change. Positions are from the
// left.
type whisker struct {
	Zero, Low, High, Mid float64
	Wide                 bool    // it has an interval
	Allowed              float64 // 0 where nothing is gated
	From, To             float64 // of the region that is not allowed
	Label                string
}

func newWhisker(m compare.Metric) *whisker {
	if m.Change == nil {
		return nil
	}
	most := math.Abs(*m.Change)
	for _, v := range []*float64{m.Low, m.High, m.Delta} {
		if v != nil {
			most = max(most, math.Abs(*v))
		}
	}
	if most == 0 {
		most = 1
	}
	most *= 1.1
	at := func(v float64) float64 {
		return round(whiskerMargin + (whiskerWidth-2*whiskerMargin)*(v+most)/(2*most))
	}
	w := &whisker{Zero: at(0), Mid: at(*m.Change), Label: fmt.Sprintf("change %s, interval %s", signed(m.Change), between(m.Low, m.High))}
	if m.Low != nil && m.High != nil {
		w.Low, w.High, w.Wide = at(*m.Low), at(*m.High), true
	}
	if m.Gated && m.Delta != nil {
		w.Allowed, w.From, w.To = at(-*m.Delta), 0, at(-*m.Delta)
		if m.Better == metric.Lower {
			w.Allowed, w.From, w.To = at(*m.Delta), at(*m.Delta), whiskerWidth
		}
	}
	return w
}

func round(v float64) float64 { return math.Round(v*10) / 10 }

// The size of a plot of spread.
const (
	plotWidth  = 420.0
	plotHeight = 60.0 // of one arm
	bins       = 24
)

// spreadPlot shows how the items of each arm are spread over a score, and how much
// each item changed.
type spreadPlot struct {
	Name          string
	About         string
	Width, Height float64
	Low, High     string // the ends of the axis
	Arms          []spreadArm
	Changes       *changePlot
}

// spreadArm is a histogram.
type spreadArm struct {
	Name     string
	Top      float64 // where it begins
	Base     float64 // where its bars stand
	Bars     []bar
	Mean     float64
	MeanText string
	Label    string
}

type bar struct{ X, Y, Width, Height float64 }

// changePlot has a bar for each item, the greatest loss first.
type changePlot struct {
	Height float64
	Zero   float64
	Bars   []changeBar
	Label  string
}

type changeBar struct {
	bar
	Worse bool
}

// newSpread draws a score, unless some arm does not have it or all items are equal.
func newSpread(name string, arms []Arm, c *compare.Comparison) (spreadPlot, bool) {
	p := spreadPlot{Name: name, Width: plotWidth}
	low, high := math.Inf(1), math.Inf(-1)
	for i := range arms {
		s := arms[i].score(name)
		if s == nil || len(s.values) == 0 {
			return p, false
		}
		p.About = s.About
		for _, v := range s.values {
			low, high = min(low, v.value), max(high, v.value)
		}
	}
	if low == high {
		return p, false
	}
	p.Low, p.High = figure(&low), figure(&high)
	for i := range arms {
		p.Arms = append(p.Arms, histogram(arms[i].Name, arms[i].score(name), low, high, float64(i)*(plotHeight+14)))
	}
	p.Height = float64(len(arms))*(plotHeight+14) + 4
	if c != nil && len(arms) == 2 {
		p.Changes = changesOf(name, arms, c)
	}
	return p, true
}

func histogram(name string, s *Score, low, high, top float64) spreadArm {
	counts := make([]int, bins)
	for _, v := range s.values {
		counts[min(bins-1, int(float64(bins)*(v.value-low)/(high-low)))]++
	}
	a := spreadArm{Name: name, Top: top, Base: top + plotHeight, MeanText: figure(s.Mean)}
	a.Mean = round(plotWidth * (*s.Mean - low) / (high - low))
	a.Label = fmt.Sprintf("%s: %s from %s to %s, mean %s", name, count(len(s.values), "item"), figure(&low), figure(&high), figure(s.Mean))
	tallest, width := slices.Max(counts), plotWidth/bins
	for i, n := range counts {
		if n > 0 {
			height := round((plotHeight - 12) * float64(n) / float64(tallest))
			a.Bars = append(a.Bars, bar{X: round(float64(i)*width + 0.5), Y: a.Base - height, Width: round(width - 1), Height: height})
		}
	}
	return a
}

// mostBars bounds the bars of a plot of changes; of more items, an even choice is
// shown.
const mostBars = 140

func changesOf(name string, arms []Arm, c *compare.Comparison) *changePlot {
	turn := 1.0
	if m := c.Score(name); m != nil && m.Better == metric.Lower {
		turn = -1
	}
	changes := itemChanges(arms[0].score(name).values, arms[1].score(name).values)
	if len(changes) == 0 {
		return nil
	}
	slices.SortFunc(changes, func(a, b float64) int { return cmp.Compare(turn*a, turn*b) })
	up, down, worse, better := 0.0, 0.0, 0, 0
	for _, v := range changes {
		up, down = max(up, v), max(down, -v)
		switch {
		case turn*v < 0:
			worse++
		case v != 0:
			better++
		}
	}
	p := &changePlot{Height: plotHeight}
	if up+down > 0 {
		p.Zero = round(2 + (plotHeight-4)*up/(up+down))
	}
	p.Label = fmt.Sprintf("%s worse, %s better, %s equal", count(worse, "item"), strconv.Itoa(better), strconv.Itoa(len(changes)-worse-better))
	changes = thin(changes, mostBars)
	width := plotWidth / float64(len(changes))
	for i, v := range changes {
		if v == 0 {
			continue
		}
		height := round(math.Abs(v) / (up + down) * (plotHeight - 4))
		b := changeBar{bar{X: round(float64(i) * width), Y: p.Zero - height, Width: max(0.5, round(width-min(1, width/4))), Height: height}, turn*v < 0}
		if v < 0 {
			b.Y = p.Zero
		}
		p.Bars = append(p.Bars, b)
	}
	return p
}

// itemChanges are those of the items that both arms have.
func itemChanges(base, candidate []itemValue) []float64 {
	before := make(map[string]float64, len(base))
	for _, v := range base {
		before[v.item] = v.value
	}
	var out []float64
	for _, v := range candidate {
		if old, ok := before[v.item]; ok {
			out = append(out, v.value-old)
		}
	}
	return out
}

// thin chooses n values evenly.
func thin(values []float64, n int) []float64 {
	if len(values) <= n {
		return values
	}
	out := make([]float64, n)
	for i := range out {
		out[i] = values[i*(len(values)-1)/(n-1)]
	}
	return out
}
