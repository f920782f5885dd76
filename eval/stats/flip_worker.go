package stats

import (
	"math"
	"math/rand/v2"
)

// flipWorker counts the patterns of some blocks.
type flipWorker struct {
	*flipper
	hits  hits
	sums  []float64
	signs []uint64
}

func newFlipWorker(f *flipper) *flipWorker {
	return &flipWorker{f, newHits(f.metrics), make([]float64, f.metrics), make([]uint64, (f.clusters+63)/64)}
}

func (w *flipWorker) block(rng *rand.PCG, from, to int, exact bool) {
	for r := from; r < to; r++ {
		for i := range w.signs {
			w.signs[i] = uint64(r)
			if !exact {
				w.signs[i] = rng.Uint64()
			}
		}
		w.add()
		w.count(r)
	}
}

// add sums the table under the signs.
func (w *flipWorker) add() {
	clear(w.sums)
	for group := range (w.clusters + 3) / 4 {
		pattern := int(w.signs[group/16] >> (group % 16 * 4) & 15)
		at := (group*16 + pattern) * w.metrics
		row := w.table[at : at+w.metrics]
		for m, s := range row {
			w.sums[m] += s
		}
	}
}

func (w *flipWorker) count(r int) {
	largest := math.Inf(-1)
	for i := w.metrics - 1; i >= 0; i-- {
		m := w.order[i]
		s := w.strength(w.sums[m])
		if s >= w.observed[m]-w.slack {
			w.hits.raw[m]++
		}
		if largest = max(largest, s); largest >= w.observed[m]-w.slack {
			w.hits.step[m]++
		}
	}
	w.maxima[r] = largest
	for m, o := range w.observed {
		if largest >= o-w.slack {
			w.hits.single[m]++
		}
	}
}
