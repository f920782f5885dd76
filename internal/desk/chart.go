package desk

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// The size of a chart in its own units, and the room around what is drawn.
const (
	chartWidth, chartHeight                      = 440, 190
	chartLeft, chartRight, chartTop, chartBottom = 46, 10, 12, 26
	plotWidth, plotHeight                        = chartWidth - chartLeft - chartRight, chartHeight - chartTop - chartBottom
)

// chart is a drawing of values over time. It is made by newChart; a table beside
// it has the figures.
type chart struct {
	ID    string // of the figure on its page
	Title string
	Lines []chartLine
	Bars  []chartBar
	Down  []chartTick // marks of the values, from the bottom
	Along []chartTick // marks of the times

	from, to time.Time
	most     float64
}

// chartLine is a row of values that belong together. Kind, from 1, says how it is
// drawn: no two look the same without colour either.
type chartLine struct {
	Name string
	Kind int
	Path string // of a polyline
	Dots []chartDot
}

type chartDot struct{ X, Y float64 }

type chartBar struct{ X, Y, Width, Height float64 }

// chartTick is a mark at a place, with what it says.
type chartTick struct {
	At   float64
	Says string
	Day  string // of a time, as 2006-01-02
	End  string // how the text lies at its mark: "start", "middle" or "end"
}

// point is a value at a time.
type point struct {
	at    time.Time
	value float64
}

// newChart makes an empty chart for times from one to another and values from 0
// to at least most, which says names.
func newChart(id, title string, from, to time.Time, most float64, says func(float64) string) *chart {
	c := &chart{ID: id, Title: title, from: from, to: to}
	step := niceStep(most / 4)
	c.most = step * math.Max(1, math.Ceil(most/step-1e-9))
	for n := 0.0; n <= c.most/step+1e-9; n++ {
		c.Down = append(c.Down, chartTick{At: c.y(n * step), Says: says(n * step), End: "end"})
	}
	days := int(to.Sub(from).Hours() / 24)
	for i, end := range []string{"start", "middle", "end"} {
		if i == 1 && days < 3 || i == 0 && days < 1 {
			continue
		}
		at := from.Add(to.Sub(from) * time.Duration(i) / 2)
		c.Along = append(c.Along, chartTick{At: c.x(at), Says: at.Format("2 Jan"), Day: at.Format(time.DateOnly), End: end})
	}
	return c
}

// niceStep is the next of 1, 2 and 5 times a power of ten.
func niceStep(least float64) float64 {
	if least <= 0 || math.IsNaN(least) || math.IsInf(least, 0) {
		return 1
	}
	ten := math.Pow(10, math.Floor(math.Log10(least)))
	for _, times := range []float64{1, 2, 5} {
		if times*ten >= least*(1-1e-9) {
			return times * ten
		}
	}
	return 10 * ten
}

func (c *chart) x(at time.Time) float64 {
	all := c.to.Sub(c.from)
	if all <= 0 {
		return round(chartLeft + plotWidth/2)
	}
	return round(chartLeft + plotWidth*float64(at.Sub(c.from))/float64(all))
}

func (c *chart) y(value float64) float64 {
	return round(chartTop + plotHeight*(1-value/c.most))
}

func round(v float64) float64 { return math.Round(v*10) / 10 }

// line adds a line through points, which are in the order of their times.
func (c *chart) line(name string, points []point) {
	l := chartLine{Name: name, Kind: len(c.Lines)%mostLines + 1}
	var path []string
	for _, p := range points {
		dot := chartDot{c.x(p.at), c.y(p.value)}
		l.Dots = append(l.Dots, dot)
		path = append(path, fmt.Sprintf("%g,%g", dot.X, dot.Y))
	}
	l.Path = strings.Join(path, " ")
	c.Lines = append(c.Lines, l)
}

// mostLines is how many lines can be told apart.
const mostLines = 4

// bars adds a bar for each point, of which there are as many as the chart has
// room for at the same distance.
func (c *chart) bars(points []point) {
	if len(points) == 0 {
		return
	}
	room := float64(plotWidth) / float64(len(points))
	for i, p := range points {
		if p.value <= 0 {
			continue
		}
		y := c.y(p.value)
		c.Bars = append(c.Bars, chartBar{
			X: round(chartLeft + room*float64(i) + room*.15), Y: y, Width: round(room * .7), Height: round(chartTop + plotHeight - y),
		})
	}
}

// Width, Height and the edges of the drawing, for the template.
func (c *chart) Width() int  { return chartWidth }
func (c *chart) Height() int { return chartHeight }
func (c *chart) Left() int   { return chartLeft }
func (c *chart) Right() int  { return chartWidth - chartRight }
func (c *chart) Bottom() int { return chartHeight - chartBottom }
