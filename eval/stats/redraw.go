package stats

import "math/rand/v2"

// Redraw makes a family that could have come out instead: as many clusters, drawn
// with replacement from the differences around their mean, the same for all
// metrics. With symmetric, each cluster's differences take a sign by chance as well,
// as if base and candidate were the same. Then the metric with a number, if it is
// not below 0, falls by drop.
func Redraw(family []*Paired, rng *rand.Rand, symmetric bool, number int, drop float64) []*Paired {
	out := make([]*Paired, len(family))
	for m, p := range family {
		out[m] = &Paired{Items: p.Items, sums: make([]float64, len(p.sums)), weights: make([]float64, len(p.sums))}
	}
	for i := range family[0].sums {
		from, sign := rng.IntN(len(family[0].sums)), 1.0
		if symmetric && rng.IntN(2) == 0 {
			sign = -1
		}
		for m, p := range family {
			w := p.weights[from]
			if w == 0 {
				continue
			}
			sum := sign * (p.sums[from] - p.Mean()*w)
			if m == number {
				sum -= drop * w
			}
			out[m].sums[i], out[m].weights[i] = sum, w
			out[m].total += w
			out[m].used++
		}
	}
	return out
}
