package stats

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Interval holds the ends of a confidence interval.
type Interval struct{ Low, High float64 }

// minClusters is the least number of clusters for an interval: with fewer,
// resampling sees next to nothing.
const minClusters = 5

// Interval is the confidence interval of Mean at a level such as 0.9, by the
// studentised bootstrap over clusters: how many standard errors the mean of a
// resample lies from the mean, with the resample's own standard error. It is
// false with fewer than five clusters.
func (p *Paired) Interval(level float64, o Options) (Interval, bool) {
	se, ok := p.StdErr()
	if !ok || p.used < minClusters {
		return Interval{}, false
	}
	mean := p.Mean()
	if se == 0 {
		return Interval{mean, mean}, true
	}
	t := p.studentised(mean, se, o)
	tail := (1 - level) / 2
	return Interval{mean - quantile(t, 1-tail)*se, mean - quantile(t, tail)*se}, true
}

// leastError bounds a resample's standard error from below, as a share of the
// one that was measured: a resample that happens to hold nothing but equal
// differences is not infinitely sure.
const leastError = 0.25

// studentised returns the distances of the resamples' means from the mean, sorted.
func (p *Paired) studentised(mean, se float64, o Options) []float64 {
	sums, weights := p.compact()
	for i := range sums {
		sums[i] -= mean * weights[i]
	}
	t := make([]float64, o.resamples())
	inBlocks(len(t), o.Seed, drawStream, func() func(*rand.PCG, int, int) {
		rows := make([]int32, len(sums))
		return func(rng *rand.PCG, from, to int) {
			for r := from; r < to; r++ {
				draw(rng, rows, len(sums))
				t[r] = distance(rows, sums, weights, leastError*se)
			}
		}
	})
	slices.Sort(t)
	return t
}

// distance is the weighted mean of the rows in units of its standard error.
func distance(rows []int32, sums, weights []float64, least float64) float64 {
	var sum, weight, squares, cross, weights2 float64
	for _, i := range rows {
		s, w := sums[i], weights[i]
		sum += s
		weight += w
		squares += s * s
		cross += s * w
		weights2 += w * w
	}
	n := float64(len(rows))
	mean := sum / weight
	residual := max(0, squares-2*mean*cross+mean*mean*weights2)
	return mean / max(least, math.Sqrt(residual*n/(n-1))/weight)
}

// quantile of sorted values, between the two nearest.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	below := int(at)
	if below+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[below] + (at-float64(below))*(sorted[below+1]-sorted[below])
}

// Statistic computes a number from the clusters drawn, some of them more than
// once. It is false when there is none, as for the correlation of equal values. It
// is called from several goroutines at once and does not keep rows.
type Statistic func(rows []int32) (float64, bool)

// Bootstrap is the confidence interval of a statistic over clusters, corrected
// for bias and acceleration (BCa). It is false when the statistic has no value,
// when too many resamples have none, or with fewer than five clusters.
func Bootstrap(clusters int, level float64, o Options, statistic Statistic) (Interval, bool) {
	if clusters < minClusters {
		return Interval{}, false
	}
	all := make([]int32, clusters)
	for i := range all {
		all[i] = int32(i)
	}
	value, ok := statistic(all)
	if !ok {
		return Interval{}, false
	}
	values := resampled(clusters, o, statistic)
	if 10*len(values) < 9*o.resamples() {
		return Interval{}, false
	}
	if values[0] == values[len(values)-1] {
		return Interval{values[0], values[0]}, true
	}
	bias, acceleration := biasOf(values, value), accelerationOf(all, statistic)
	at := func(p float64) float64 {
		z := bias + NormalQuantile(p)
		return quantile(values, normalCDF(bias+z/(1-acceleration*z)))
	}
	tail := (1 - level) / 2
	return Interval{at(tail), at(1 - tail)}, true
}

// resampled returns the values of the resamples that have one, sorted.
func resampled(clusters int, o Options, statistic Statistic) []float64 {
	values := make([]float64, o.resamples())
	inBlocks(len(values), o.Seed, drawStream, func() func(*rand.PCG, int, int) {
		rows := make([]int32, clusters)
		return func(rng *rand.PCG, from, to int) {
			for r := from; r < to; r++ {
				draw(rng, rows, clusters)
				v, ok := statistic(rows)
				if !ok {
					v = math.NaN()
				}
				values[r] = v
			}
		}
	})
	values = slices.DeleteFunc(values, math.IsNaN)
	slices.Sort(values)
	return values
}

// biasOf is how far the median of the resamples lies from the value, on the
// normal scale. Ties count half.
func biasOf(sorted []float64, value float64) float64 {
	below, _ := slices.BinarySearch(sorted, value)
	above := below
	for above < len(sorted) && sorted[above] == value {
		above++
	}
	n := float64(len(sorted))
	share := (float64(below) + float64(above)) / 2 / n
	return NormalQuantile(min(max(share, 0.5/n), 1-0.5/n))
}

// maxGroups bounds the work of the jackknife: more clusters are left out in
// groups.
const maxGroups = 200

// accelerationOf is a sixth of the skewness of the jackknife's values.
func accelerationOf(all []int32, statistic Statistic) float64 {
	groups := min(len(all), maxGroups)
	var values []float64
	rest := make([]int32, 0, len(all))
	for g := range groups {
		from, to := g*len(all)/groups, (g+1)*len(all)/groups
		rest = append(append(rest[:0], all[:from]...), all[to:]...)
		if v, ok := statistic(rest); ok {
			values = append(values, v)
		}
	}
	mean, square, cube := 0.0, 0.0, 0.0
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		d := mean - v
		square += d * d
		cube += d * d * d
	}
	if square == 0 {
		return 0
	}
	return cube / (6 * math.Pow(square, 1.5))
}

// BCa is the confidence interval of Mean by Bootstrap. It is narrower than
// Interval, and too narrow for few clusters.
func (p *Paired) BCa(level float64, o Options) (Interval, bool) {
	sums, weights := p.compact()
	return Bootstrap(len(sums), level, o, func(rows []int32) (float64, bool) {
		sum, weight := 0.0, 0.0
		for _, i := range rows {
			sum += sums[i]
			weight += weights[i]
		}
		return sum / weight, true
	})
}
