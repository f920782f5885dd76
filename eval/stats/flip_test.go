package stats

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func near(a, b, within float64) bool { return math.Abs(a-b) <= within }

// paired makes one cluster of every value.
func paired(values ...float64) *Paired {
	d := make([]Difference, len(values))
	for i, v := range values {
		d[i] = Difference{Value: v, Weight: 1, Cluster: i}
	}
	return NewPaired(d, len(d))
}

var (
	tenChanges    = []float64{-0.12, 0.03, -0.2, -0.05, 0.01, -0.31, 0, -0.07, -0.02, 0.04}
	thirtyChanges = []float64{
		-0.9, -0.52, -0.41, -0.33, -0.3, -0.22, -0.2, -0.15, -0.13, -0.11, -0.1, -0.08, -0.07, -0.06, -0.05,
		-0.04, -0.03, -0.03, -0.02, -0.01, 0, 0, 0.01, 0.02, 0.02, 0.03, 0.04, 0.05, 0.06, 0.09,
	}
)

// The numbers are those of scipy 1.10.1: stats.permutation_test((d,), np.mean,
// permutation_type="samples", n_resamples=np.inf) for the first; for the second,
// where that takes too long, the exact distribution of the sum of signed hundredths
// by convolution (numpy, python's Counter).
func TestSignFlipsAgainstScipy(t *testing.T) {
	for _, tc := range []struct {
		name   string
		values []float64
		tail   Tail
		want   float64
		within float64
		exact  bool
	}{
		{"ten, both tails", tenChanges, Both, 0.08203125, 0, true},
		{"ten, lower", tenChanges, Lower, 0.041015625, 0, true},
		{"thirty, both tails", thirtyChanges, Both, 0.00065567, 0.0003, false},
		{"thirty, lower", thirtyChanges, Lower, 0.00032783, 0.0002, false},
	} {
		f := SignFlips([]*Paired{paired(tc.values...)}, tc.tail, Options{Resamples: 100_000, Seed: 1})
		if !near(f.P[0], tc.want, tc.within) || f.Exact != tc.exact {
			t.Errorf("%s: p = %v (exact %v), want %v", tc.name, f.P[0], f.Exact, tc.want)
		}
		if f.StepDown[0] != f.P[0] || f.SingleStep[0] != f.P[0] {
			t.Errorf("%s: a single metric needs no adjustment: %+v", tc.name, f)
		}
	}
}

// enumerated computes maxT by its definition, over all patterns and all subsets.
func enumerated(family [][]float64) (single, step []float64) {
	n, metrics := len(family[0]), len(family)
	statistic := func(m int, pattern int) float64 {
		sum, squares := 0.0, 0.0
		for i, v := range family[m] {
			squares += v * v
			if pattern>>i&1 == 1 {
				v = -v
			}
			sum += v
		}
		return math.Abs(sum) / math.Sqrt(squares)
	}
	largest := func(among []int, pattern int) float64 {
		most := 0.0
		for _, m := range among {
			most = max(most, statistic(m, pattern))
		}
		return most
	}
	p := func(among []int, observed float64) float64 {
		hits := 0
		for pattern := range 1 << n {
			if largest(among, pattern) >= observed-1e-9 {
				hits++
			}
		}
		return float64(hits) / float64(int(1)<<n)
	}
	order := sorted(metrics, func(a, b int) int {
		if statistic(a, 0) > statistic(b, 0) {
			return -1
		}
		return 1
	})
	single, step = make([]float64, metrics), make([]float64, metrics)
	least := 0.0
	for rank, m := range order {
		single[m] = p(order, statistic(m, 0))
		least = max(least, p(order[rank:], statistic(m, 0)))
		step[m] = least
	}
	return single, step
}

func TestMaxTIsItsDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, n := range []int{5, 8, 9} {
		family := make([][]float64, 4)
		var ready []*Paired
		for m := range family {
			for range n {
				family[m] = append(family[m], r.NormFloat64()-0.4*float64(m))
			}
			ready = append(ready, paired(family[m]...))
		}
		single, step := enumerated(family)
		f := SignFlips(ready, Both, Options{})
		if !f.Exact || !cmp.Equal(f.SingleStep, single) || !cmp.Equal(f.StepDown, step) {
			t.Errorf("n = %d: single %v and step-down %v, want %v and %v", n, f.SingleStep, f.StepDown, single, step)
		}
	}
}

func TestSignFlipsProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 150).Draw(t, "clusters")
		metrics := rapid.IntRange(1, 9).Draw(t, "metrics")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		var family, other []*Paired
		for m := range metrics {
			values := make([]float64, n)
			for i := range values {
				values[i] = float64(r.IntN(7)-3) * float64(m)
			}
			family = append(family, paired(values...))
			for i := range values {
				values[i] *= -8
			}
			other = append(other, paired(values...))
		}
		o := Options{Resamples: 600, Seed: 5}
		both, lower, turned := SignFlips(family, Both, o), SignFlips(family, Lower, o), SignFlips(other, Both, o)
		for m := range metrics {
			if !(0 < both.P[m] && both.P[m] <= both.StepDown[m] && both.StepDown[m] <= both.SingleStep[m] && both.SingleStep[m] <= 1) {
				t.Errorf("p %v, step-down %v, single step %v", both.P, both.StepDown, both.SingleStep)
			}
			if family[m].Same() && both.P[m] != 1 {
				t.Errorf("p of no difference is %v", both.P[m])
			}
			if family[m].Mean() >= 0 && lower.P[m] < 0.3 && n > 3 {
				t.Errorf("p of a drop is %v with a mean of %v", lower.P[m], family[m].Mean())
			}
		}
		if !cmp.Equal(both.P, turned.P) || !cmp.Equal(both.StepDown, turned.StepDown) {
			t.Errorf("direction and scale matter: %v and %v", both.P, turned.P)
		}
	})
}

func TestSameSeedSameNumbersOnAnyNumberOfCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	results := map[int][]any{}
	for _, cores := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(cores)
		o := Options{Resamples: 3000, Seed: 11}
		f := SignFlips([]*Paired{paired(thirtyChanges...), paired(slices.Repeat(tenChanges, 3)...)}, Both, o)
		interval, _ := paired(thirtyChanges...).Interval(0.9, o)
		bca, _ := paired(thirtyChanges...).BCa(0.9, o)
		results[cores] = []any{f.P, f.StepDown, f.SingleStep, f.Critical(0.05), interval, bca}
	}
	if !cmp.Equal(results[1], results[2]) || !cmp.Equal(results[1], results[7]) {
		t.Errorf("results differ: %v", results)
	}
	f := SignFlips([]*Paired{paired(thirtyChanges...)}, Both, Options{Resamples: 3000, Seed: 12})
	if near(f.Critical(0.3), results[1][3].(float64), 1e-12) {
		t.Error("the seed does not matter")
	}
}

func TestSignFlipsOfNothing(t *testing.T) {
	if f := SignFlips(nil, Both, Options{}); len(f.P) != 0 || f.Critical(0.05) != 0 {
		t.Errorf("no metrics: %+v", f)
	}
	if f := SignFlips([]*Paired{NewPaired(nil, 0)}, Lower, Options{}); f.P[0] != 1 {
		t.Errorf("no items: %+v", f)
	}
}

func TestHolm(t *testing.T) {
	// By hand: sorted .005 .01 .03 .04 times 4 3 2 1 is .02 .03 .06 .04, and then
	// none below the one before.
	got := Holm([]float64{0.01, 0.04, 0.03, 0.005})
	want := []float64{0.03, 0.06, 0.06, 0.02}
	for i := range want {
		if !near(got[i], want[i], 1e-12) {
			t.Errorf("Holm = %v, want %v", got, want)
		}
	}
	if got := Holm([]float64{0.9, 0.8}); got[0] != 1 || got[1] != 1 {
		t.Errorf("Holm is over 1: %v", got)
	}
}

// TestMetricsWithHoles has a metric that some clusters have no difference of.
func TestMetricsWithHoles(t *testing.T) {
	whole := paired(tenChanges...)
	holes := NewPaired([]Difference{{-1, 1, 0}, {-1, 1, 2}, {-2, 1, 4}, {-1, 1, 5}, {-1.5, 1, 9}}, 10)
	f := SignFlips([]*Paired{whole, holes}, Lower, Options{})
	if f.P[0] != 0.041015625 || f.P[1] != 1.0/32 {
		t.Errorf("p = %v", f.P)
	}
}

func BenchmarkSignFlips1000x8(b *testing.B) { benchmarkFlips(b, 1000, 8) }

func BenchmarkSignFlips10000x40(b *testing.B) { benchmarkFlips(b, 10_000, 40) }

func benchmarkFlips(b *testing.B, items, metrics int) {
	family := randomFamily(items, metrics)
	for b.Loop() {
		SignFlips(family, Lower, Options{Seed: 1})
	}
}

func randomFamily(items, metrics int) []*Paired {
	r := rand.New(rand.NewPCG(1, 1))
	var family []*Paired
	for range metrics {
		values := make([]float64, items)
		for i := range values {
			values[i] = r.NormFloat64()
		}
		family = append(family, paired(values...))
	}
	return family
}

func BenchmarkInterval1000(b *testing.B) {
	p := randomFamily(1000, 1)[0]
	for b.Loop() {
		p.Interval(0.9, Options{Seed: 1})
	}
}
