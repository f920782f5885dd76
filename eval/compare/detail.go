package compare

import (
	"cmp"
	"math"
	"slices"

	"github.com/nutgraf/nutgraf/eval/stats"
)

const (
	// shownResamples are fewer: for slices and for scores that decide nothing.
	shownResamples = 2000
	mostWorst      = 20
)

// describeSlices describes the gated scores over the items of each tag and language.
func (c *comparer) describeSlices() {
	tags, rowsOf := c.tags()
	o := stats.Options{Resamples: min(c.gate.Resamples, shownResamples), Seed: c.gate.Seed}
	c.out.Slices = []Slice{}
	for _, tag := range tags {
		for _, k := range c.gated {
			col := c.columns[k]
			rows := both(col.rows, rowsOf[tag])
			if len(rows) == 0 {
				continue
			}
			paired := c.table.pair(col, rows)
			s := Slice{Tag: tag, Metric: col.info.Name, Items: len(rows), Clusters: paired.Clusters(), Change: col.turn(paired.Mean())}
			s.Base, s.Candidate = c.table.means(col, rows)
			if interval, ok := paired.Interval(c.out.Level, o); ok {
				s.Low, s.High = turned(col, interval)
			}
			c.out.Slices = append(c.out.Slices, s)
		}
	}
}

// tags lists the tags of the items, and their languages when there are several.
func (c *comparer) tags() (names []string, rowsOf map[string][]int) {
	rowsOf = map[string][]int{}
	langs := map[string]bool{}
	for i, item := range c.table.items {
		langs[item.Lang] = true
		for _, tag := range slices.Compact(slices.Sorted(slices.Values(item.Tags))) {
			rowsOf[tag] = append(rowsOf[tag], i)
		}
	}
	for i, item := range c.table.items {
		if len(langs) > 1 && item.Lang != "" {
			rowsOf["lang:"+item.Lang] = append(rowsOf["lang:"+item.Lang], i)
		}
	}
	for tag := range rowsOf {
		names = append(names, tag)
	}
	slices.Sort(names)
	return names, rowsOf
}

// both are the numbers that two rising lists share.
func both(a, b []int) []int {
	var shared []int
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case b[0] < a[0]:
			b = b[1:]
		default:
			shared = append(shared, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return shared
}

// listWorst lists the items that lost most, each with the score in which it did.
func (c *comparer) listWorst() {
	most := map[int]Worst{}
	for _, k := range c.gated {
		col := c.columns[k]
		deviation := deviationOf(col)
		for _, i := range col.rows {
			d := col.turn(col.change(i))
			if !(d < 0) || deviation == 0 {
				continue
			}
			if w, ok := most[i]; !ok || -d/deviation > w.Deviations {
				most[i] = Worst{
					Item: c.table.items[i].ID, Metric: col.info.Name, Base: col.base[i].mean, Candidate: col.candidate[i].mean,
					Change: col.change(i), Deviations: -d / deviation,
				}
			}
		}
	}
	c.out.Worst = []Worst{}
	for _, w := range most {
		c.out.Worst = append(c.out.Worst, w)
	}
	slices.SortFunc(c.out.Worst, func(a, b Worst) int {
		return cmp.Or(cmp.Compare(b.Deviations, a.Deviations), cmp.Compare(a.Item, b.Item))
	})
	c.out.Worst = c.out.Worst[:min(mostWorst, len(c.out.Worst))]
}

// deviationOf is the root of the mean squared change.
func deviationOf(col *column) float64 {
	sum := 0.0
	for _, i := range col.rows {
		sum += col.change(i) * col.change(i)
	}
	return math.Sqrt(sum / float64(max(1, len(col.rows))))
}
