package compare

import (
	"cmp"
	"math"
	"slices"

	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/stats"
)

// column is one score of both sides, item by item.
type column struct {
	info            metric.Info
	base, candidate []cell // in the order of items
	rows            []int  // items that both sides scored
	oneSided        []int
	unscored        int
	partly          int
	paired          *stats.Paired // turned so that more is better
}

// cell is an item's score on one side: the values of its samples.
type cell struct {
	values []float64
	mean   float64
}

// table holds what all columns share.
type table struct {
	items    []Item
	clusters []int     // of each item
	weights  []float64 // of each item, as a share of the largest
	n        int       // of clusters
}

func newTable(items []Item) *table {
	t := &table{items: items}
	number, largest := map[string]int{}, 0.0
	for i := range items {
		largest = max(largest, items[i].weight())
	}
	for i := range items {
		t.weights = append(t.weights, items[i].weight()/largest)
		name := items[i].cluster()
		if _, ok := number[name]; !ok {
			number[name] = len(number)
		}
		t.clusters = append(t.clusters, number[name])
	}
	t.n = len(number)
	return t
}

// column pairs one score of two sides whose items are the same.
func (t *table) column(info metric.Info, base, candidate *Side) *column {
	c := &column{info: info, base: cells(base, info.Name), candidate: cells(candidate, info.Name)}
	for i := range t.items {
		a, b := len(c.base[i].values), len(c.candidate[i].values)
		switch {
		case a == 0 && b == 0:
			c.unscored++
		case a == 0 || b == 0:
			c.oneSided = append(c.oneSided, i)
		default:
			c.rows = append(c.rows, i)
			if a < len(base.Items[i].Samples) || b < len(candidate.Items[i].Samples) {
				c.partly++
			}
		}
	}
	c.paired = t.pair(c, c.rows)
	return c
}

func cells(s *Side, name string) []cell {
	all, at := make([]cell, len(s.Items)), 0
	for i, item := range s.Items {
		for _, sample := range item.Samples {
			if at = find(sample.Scores, name, at); at >= 0 && sample.Scores[at].Value != nil {
				all[i].values = append(all[i].values, *sample.Scores[at].Value)
			}
		}
		for _, v := range all[i].values {
			all[i].mean += v / float64(len(all[i].values))
		}
	}
	return all
}

// find is where a score stands, -1 for nowhere. It is looked for first where it
// stood in the sample before.
func find(scores []metric.Score, name string, before int) int {
	if before >= 0 && before < len(scores) && scores[before].Name == name {
		return before
	}
	return slices.IndexFunc(scores, func(s metric.Score) bool { return s.Name == name })
}

// pair gathers the changes of some rows, turned so that more is better.
func (t *table) pair(c *column, rows []int) *stats.Paired {
	differences := make([]stats.Difference, len(rows))
	for k, i := range rows {
		differences[k] = stats.Difference{Value: c.turn(c.change(i)), Weight: t.weights[i], Cluster: t.clusters[i]}
	}
	return stats.NewPaired(differences, t.n)
}

// change is an item's. Means of the same numbers, in another order or number, are
// the same.
func (c *column) change(row int) float64 {
	base, candidate := c.base[row].mean, c.candidate[row].mean
	change := candidate - base
	if math.Abs(change) <= 1e-12*max(math.Abs(base), math.Abs(candidate)) {
		return 0
	}
	return change
}

// turn makes more better, and the other way round.
func (c *column) turn(change float64) float64 {
	if c.info.Better == metric.Lower {
		return 0 - change // and not minus 0
	}
	return change
}

// means are those of both sides over some rows.
func (t *table) means(c *column, rows []int) (base, candidate float64) {
	total := 0.0
	for _, i := range rows {
		w := t.weights[i]
		base += w * c.base[i].mean
		candidate += w * c.candidate[i].mean
		total += w
	}
	return base / cmp.Or(total, 1), candidate / cmp.Or(total, 1)
}

// noiseFloor is that of the sides together, or of the one that has repeats.
func (t *table) noiseFloor(c *column) (float64, bool) {
	sum, sides := 0.0, 0.0
	for _, side := range [][]cell{c.base, c.candidate} {
		var repeats []stats.Repeats
		for _, i := range c.rows {
			repeats = append(repeats, stats.Repeats{Values: side[i].values, Weight: t.weights[i]})
		}
		if floor, ok := stats.NoiseFloor(repeats); ok {
			sum += floor * floor
			sides++
		}
	}
	if sides == 0 {
		return 0, false
	}
	return math.Sqrt(sum / sides), true
}
