package stats

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sync"
)

// Tail says which differences speak against there being none.
type Tail int

// The tails.
const (
	Both  Tail = iota // large ones, up or down
	Lower             // those below zero: a drop
)

// Flips is what a sign-flip test found, for each metric of a family.
type Flips struct {
	// P are the p-values, each metric by itself.
	P []float64
	// SingleStep are the p-values adjusted by maxT: how often the largest statistic
	// of the whole family is as large as this one.
	SingleStep []float64
	// StepDown are adjusted as well, and never larger: a metric is compared with
	// those that are no more striking than itself.
	StepDown []float64
	// Exact reports that all sign patterns were counted and none was drawn.
	Exact bool
	// Resamples is the number of patterns.
	Resamples int

	maxima []float64 // of each pattern, the largest statistic, sorted
}

// Critical is the standardised difference, in standard errors, that only a share
// alpha of the patterns exceeds in any metric.
func (f *Flips) Critical(alpha float64) float64 {
	n := len(f.maxima)
	if n == 0 {
		return 0
	}
	return f.maxima[min(n-1, max(0, int(math.Ceil(float64(n)*(1-alpha)))-1))]
}

// SignFlips tests each metric of a family for a difference. If there were none,
// each cluster's difference could as well have the other sign: the means under
// random signs, the same for all metrics, are what the mean is compared with. All
// patterns are counted when there are no more of them than resamples. Metrics have
// the same number of clusters.
func SignFlips(family []*Paired, tail Tail, o Options) *Flips {
	f := newFlipper(family, tail)
	n := o.resamples()
	exact := f.clusters < 62 && 1<<f.clusters <= n
	if exact {
		n = 1 << f.clusters
	}
	f.maxima = make([]float64, n)
	var mutex sync.Mutex
	inBlocks(n, o.Seed, flipStream, func() func(*rand.PCG, int, int) {
		w := newFlipWorker(f)
		return func(rng *rand.PCG, from, to int) {
			w.block(rng, from, to, exact)
			mutex.Lock()
			defer mutex.Unlock()
			f.hits.take(&w.hits)
		}
	})
	return f.result(n, exact)
}

// flipper is a family made ready: statistics are standardised sums, so that
// those of different metrics can be compared.
type flipper struct {
	clusters, metrics int
	tail              Tail
	// table holds, for each four clusters and each pattern of their signs, the sum
	// of every metric.
	table    []float64
	observed []float64
	order    []int // metrics, the most striking first
	slack    float64
	hits     hits
	maxima   []float64
}

// hits count the patterns that are as striking as what was observed.
type hits struct{ raw, single, step []int }

func newHits(n int) hits { return hits{make([]int, n), make([]int, n), make([]int, n)} }

// take adds other's counts and clears them.
func (h *hits) take(other *hits) {
	for m := range h.raw {
		h.raw[m] += other.raw[m]
		h.single[m] += other.single[m]
		h.step[m] += other.step[m]
		other.raw[m], other.single[m], other.step[m] = 0, 0, 0
	}
}

func newFlipper(family []*Paired, tail Tail) *flipper {
	f := &flipper{metrics: len(family), tail: tail, hits: newHits(len(family))}
	for _, p := range family {
		f.clusters = max(f.clusters, len(p.sums))
	}
	f.table = make([]float64, (f.clusters+3)/4*16*f.metrics)
	f.observed = make([]float64, f.metrics)
	for m, p := range family {
		f.observed[m] = f.strength(f.fill(m, p))
		f.order = append(f.order, m)
	}
	slices.SortStableFunc(f.order, func(a, b int) int {
		switch {
		case f.observed[a] > f.observed[b]:
			return -1
		case f.observed[a] < f.observed[b]:
			return 1
		}
		return 0
	})
	// Sums of the same numbers in another order are the same.
	f.slack = 1e-12 * float64(f.clusters+1)
	return f
}

// fill enters a metric into the table and returns its standardised sum.
func (f *flipper) fill(m int, p *Paired) float64 {
	squares, sum := 0.0, 0.0
	for _, s := range p.sums {
		squares += s * s
		sum += s
	}
	if squares == 0 {
		return 0
	}
	scale := 1 / math.Sqrt(squares)
	for i, s := range p.sums {
		for pattern := range 16 {
			signed := s * scale
			if pattern>>(i%4)&1 == 1 {
				signed = -signed
			}
			f.table[(i/4*16+pattern)*f.metrics+m] += signed
		}
	}
	return sum * scale
}

// strength turns a standardised sum so that more is more striking.
func (f *flipper) strength(sum float64) float64 {
	if f.tail == Lower {
		return -sum
	}
	return math.Abs(sum)
}

func (f *flipper) result(n int, exact bool) *Flips {
	share := func(hits int) float64 {
		if exact {
			return float64(hits) / float64(n)
		}
		return float64(hits+1) / float64(n+1)
	}
	slices.Sort(f.maxima)
	out := &Flips{Exact: exact, Resamples: n, maxima: f.maxima}
	if f.metrics == 0 {
		out.maxima = nil
	}
	out.P, out.SingleStep, out.StepDown = make([]float64, f.metrics), make([]float64, f.metrics), make([]float64, f.metrics)
	least := 0.0
	for _, m := range f.order {
		out.P[m], out.SingleStep[m] = share(f.hits.raw[m]), share(f.hits.single[m])
		least = max(least, share(f.hits.step[m]))
		out.StepDown[m] = least
	}
	return out
}

// Patterns is the number of sign patterns of n clusters, the largest int when
// there are more.
func Patterns(n int) int {
	if n >= bits.UintSize-1 {
		return math.MaxInt
	}
	return 1 << n
}
