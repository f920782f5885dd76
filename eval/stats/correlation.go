package stats

import (
	"cmp"
	"math"
	"slices"
)

// Correlation measures how far two lists of the same length agree, from -1 to 1.
// It is false when that is not defined: fewer than two pairs, or all values of a
// list equal.
type Correlation func(x, y []float64) (float64, bool)

// Pearson is the correlation of the values.
func Pearson(x, y []float64) (float64, bool) {
	if !usable(x, y) {
		return 0, false
	}
	n := float64(len(x))
	meanX, meanY := 0.0, 0.0
	for i := range x {
		meanX += x[i] / n
		meanY += y[i] / n
	}
	var xx, yy, xy float64
	for i := range x {
		dx, dy := x[i]-meanX, y[i]-meanY
		xx += dx * dx
		yy += dy * dy
		xy += dx * dy
	}
	if constant(x) || constant(y) || !(xx > 0) || !(yy > 0) || math.IsInf(xx, 0) || math.IsInf(yy, 0) {
		return 0, false
	}
	return min(1, max(-1, xy/(math.Sqrt(xx)*math.Sqrt(yy)))), true
}

// usable reports that two lists pair up, and hold nothing but numbers.
func usable(x, y []float64) bool {
	odd := func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }
	return len(x) > 1 && len(x) == len(y) && !slices.ContainsFunc(x, odd) && !slices.ContainsFunc(y, odd)
}

func constant(values []float64) bool {
	return !slices.ContainsFunc(values, func(v float64) bool { return v != values[0] })
}

// Spearman is the correlation of the ranks.
func Spearman(x, y []float64) (float64, bool) {
	if !usable(x, y) {
		return 0, false
	}
	return Pearson(Ranks(x), Ranks(y))
}

// Ranks are the places of values in their order, from 1; equal values share the
// mean of their places.
func Ranks(values []float64) []float64 {
	order := sorted(len(values), func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	ranks := make([]float64, len(values))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			ranks[i] = float64(from+to+1) / 2
		}
		from = to
	}
	return ranks
}

func sorted(n int, compare func(a, b int) int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, compare)
	return order
}

// Kendall is tau-b: the pairs in the same order less those in opposite order, with
// ties taken out of the possible ones. It takes time in proportion to n log n
// (Knight 1966).
func Kendall(x, y []float64) (float64, bool) {
	if !usable(x, y) {
		return 0, false
	}
	n := len(x)
	order := sorted(n, func(a, b int) int {
		return cmp.Or(cmp.Compare(x[a], x[b]), cmp.Compare(y[a], y[b]))
	})
	tiedX := tiedPairs(order, func(a, b int) bool { return x[a] == x[b] })
	tiedBoth := tiedPairs(order, func(a, b int) bool { return x[a] == x[b] && y[a] == y[b] })
	values := make([]float64, n)
	for i, at := range order {
		values[i] = y[at]
	}
	swaps := inversions(values, make([]float64, n))
	order = sorted(n, func(a, b int) int { return cmp.Compare(y[a], y[b]) })
	tiedY := tiedPairs(order, func(a, b int) bool { return y[a] == y[b] })
	pairs := n * (n - 1) / 2
	if pairs == tiedX || pairs == tiedY {
		return 0, false
	}
	numerator := float64(pairs - tiedX - tiedY + tiedBoth - 2*swaps)
	return numerator / (math.Sqrt(float64(pairs-tiedX)) * math.Sqrt(float64(pairs-tiedY))), true
}

// tiedPairs counts the pairs of equal elements, which stand side by side.
func tiedPairs(order []int, same func(a, b int) bool) int {
	pairs, run := 0, 0
	for i := 1; i < len(order); i++ {
		if !same(order[i-1], order[i]) {
			run = 0
			continue
		}
		run++
		pairs += run
	}
	return pairs
}

// inversions sorts values by merging and counts the pairs that were in descending
// order.
func inversions(values, scratch []float64) int {
	n := len(values)
	if n < 2 {
		return 0
	}
	left, right := values[:n/2], values[n/2:]
	count := inversions(left, scratch) + inversions(right, scratch)
	merged := scratch[:0]
	i, j := 0, 0
	for i < len(left) && j < len(right) {
		if right[j] < left[i] {
			count += len(left) - i
			merged = append(merged, right[j])
			j++
		} else {
			merged = append(merged, left[i])
			i++
		}
	}
	merged = append(append(merged, left[i:]...), right[j:]...)
	copy(values, merged)
	return count
}

// CorrelationInterval is the BCa interval of a correlation, resampled by cluster:
// clusters[i] is the cluster of pair i, from 0; nil makes each pair its own. It is
// false as for Bootstrap.
func CorrelationInterval(x, y []float64, clusters []int, level float64, o Options, of Correlation) (Interval, bool) {
	if len(x) != len(y) || clusters != nil && len(clusters) != len(x) {
		return Interval{}, false
	}
	members := membersOf(clusters, len(x))
	return Bootstrap(len(members), level, o, func(rows []int32) (float64, bool) {
		drawnX, drawnY := make([]float64, 0, len(x)+len(x)/4), make([]float64, 0, len(x)+len(x)/4)
		for _, row := range rows {
			for _, i := range members[row] {
				drawnX, drawnY = append(drawnX, x[i]), append(drawnY, y[i])
			}
		}
		return of(drawnX, drawnY)
	})
}

// membersOf lists the pairs of each cluster that has any.
func membersOf(clusters []int, n int) [][]int {
	place := map[int]int{}
	var members [][]int
	for i := range n {
		key := i
		if clusters != nil {
			key = clusters[i]
		}
		at, ok := place[key]
		if !ok {
			at = len(members)
			place[key] = at
			members = append(members, nil)
		}
		members[at] = append(members[at], i)
	}
	return members
}
