package meta

import (
	"math"
	"runtime"

	"github.com/nutgraf/nutgraf/eval/stats"
)

func workers() int { return runtime.GOMAXPROCS(0) }

// table is a score beside a rating, for each document.
type table struct {
	systems int
	cells   [][]cell

	// The correlations of each document; NaN where it is not defined.
	spearman, kendall             []float64
	used, sameRatings, sameScores int
}

// cell is one summary.
type cell struct {
	system int
	x, y   float64
}

// correlate correlates the summaries of each document.
func (t *table) correlate() {
	for _, cells := range t.cells {
		x, y := make([]float64, len(cells)), make([]float64, len(cells))
		for i, c := range cells {
			x[i], y[i] = c.x, c.y
		}
		rho, ok := stats.Spearman(x, y)
		tau, _ := stats.Kendall(x, y)
		switch {
		case ok:
			t.used++
		case same(y):
			t.sameRatings++
		default:
			t.sameScores++
		}
		if !ok {
			rho, tau = math.NaN(), math.NaN()
		}
		t.spearman, t.kendall = append(t.spearman, rho), append(t.kendall, tau)
	}
}

func same(values []float64) bool {
	for _, v := range values {
		if v != values[0] {
			return false
		}
	}
	return true
}

// drawer makes intervals by drawing documents.
type drawer struct {
	level float64
	stats stats.Options
}

// levels are the means over some tables.
func (d drawer) levels(tables []*table) Levels {
	perDocument := func(of func(*table) []float64) *Value {
		return d.value(tables, func(t *table) func(rows []int32) (float64, bool) {
			values := of(t)
			return func(rows []int32) (float64, bool) { return meanOf(values, rows) }
		})
	}
	perSystem := func(c stats.Correlation) *Value {
		return d.value(tables, func(t *table) func(rows []int32) (float64, bool) {
			return func(rows []int32) (float64, bool) { return t.overSystems(rows, c) }
		})
	}
	return Levels{
		Summary: Ranks{perDocument(func(t *table) []float64 { return t.spearman }), perDocument(func(t *table) []float64 { return t.kendall })},
		System:  Ranks{perSystem(stats.Spearman), perSystem(stats.Kendall)},
	}
}

// value is the mean over tables of a statistic of documents, with its interval;
// nil where one of them has none.
func (d drawer) value(tables []*table, make func(t *table) func(rows []int32) (float64, bool)) *Value {
	var each []func(rows []int32) (float64, bool)
	for _, t := range tables {
		each = append(each, make(t))
	}
	whole := func(rows []int32) (float64, bool) {
		sum := 0.0
		for _, statistic := range each {
			v, ok := statistic(rows)
			if !ok {
				return 0, false
			}
			sum += v / float64(len(each))
		}
		return sum, true
	}
	n := len(tables[0].cells)
	all := allRows(n)
	v, ok := whole(all)
	if !ok {
		return nil
	}
	out := &Value{Value: v}
	if i, ok := stats.Bootstrap(n, d.level, d.stats, whole); ok {
		out.Low, out.High = &i.Low, &i.High
	}
	return out
}

func allRows(n int) []int32 {
	rows := make([]int32, n)
	for i := range rows {
		rows[i] = int32(i)
	}
	return rows
}

// meanOf is the mean of the values that are defined.
func meanOf(values []float64, rows []int32) (float64, bool) {
	sum, n := 0.0, 0
	for _, row := range rows {
		if v := values[row]; !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	return sum / math.Max(1, float64(n)), n > 0
}

// overSystems correlates the means of the systems over some documents.
func (t *table) overSystems(rows []int32, of stats.Correlation) (float64, bool) {
	type sums struct{ x, y, n float64 }
	total := make([]sums, t.systems)
	for _, row := range rows {
		for _, c := range t.cells[row] {
			s := &total[c.system]
			s.x += c.x
			s.y += c.y
			s.n++
		}
	}
	x, y := make([]float64, 0, len(total)), make([]float64, 0, len(total))
	for _, s := range total {
		if s.n > 0 {
			x, y = append(x, round(s.x/s.n)), append(y, round(s.y/s.n))
		}
	}
	return of(x, y)
}

// round makes means equal that differ only by the order of their sums.
func round(v float64) float64 { return math.Round(v*1e9) / 1e9 }
