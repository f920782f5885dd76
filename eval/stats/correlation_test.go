package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var (
	scores  = []float64{0.31, 0.28, 0.44, 0.44, 0.52, 0.19, 0.61, 0.28, 0.35, 0.73, 0.44, 0.05}
	ratings = []float64{3, 2, 4, 3, 5, 1, 4, 3, 3, 5, 2, 2}
)

// The numbers are those of scipy 1.10.1: stats.pearsonr, spearmanr, kendalltau.
func TestCorrelationsAgainstScipy(t *testing.T) {
	for _, tc := range []struct {
		name string
		of   Correlation
		want float64
	}{
		{"Pearson", Pearson, 0.7982259963537077},
		{"Spearman", Spearman, 0.8150444666003914},
		{"Kendall", Kendall, 0.7021124388820102},
	} {
		if got, ok := tc.of(scores, ratings); !ok || !near(got, tc.want, 1e-14) {
			t.Errorf("%s = %v, want %v", tc.name, got, tc.want)
		}
		same := []float64{2, 2, 2}
		for name, bad := range map[string][2][]float64{
			"one":     {{1}, {2}},
			"none":    {nil, nil},
			"lengths": {{1, 2}, {1, 2, 3}},
			"equal":   {same, {1, 2, 3}},
			"equal y": {{1, 2, 3}, same},
			"NaN":     {{1, math.NaN(), 3}, {1, 2, 3}},
			"Inf":     {{1, 2, 3}, {1, math.Inf(1), 3}},
			"huge":    {{1, math.MaxFloat64, -math.MaxFloat64}, same},
		} {
			if got, ok := tc.of(bad[0], bad[1]); ok {
				t.Errorf("%s of %s = %v, want none", tc.name, name, got)
			}
		}
	}
}

// TestIntervalsAgainstScipy: stats.bootstrap with method="BCa", random_state=1; the
// mean with 200,000 resamples, Pearson with 20,000 and paired=True.
func TestIntervalsAgainstScipy(t *testing.T) {
	o := Options{Resamples: 50_000, Seed: 4}
	for _, tc := range []struct{ level, low, high float64 }{{0.9, -0.19667, -0.06667}, {0.95, -0.21667, -0.05933}} {
		got, ok := paired(thirtyChanges...).BCa(tc.level, o)
		if !ok || !near(got.Low, tc.low, 0.002) || !near(got.High, tc.high, 0.001) {
			t.Errorf("BCa at %v = %v, want %v", tc.level, got, tc)
		}
	}
	got, ok := CorrelationInterval(scores, ratings, nil, 0.9, o, Pearson)
	if !ok || !near(got.Low, 0.5417, 0.02) || !near(got.High, 0.9013, 0.01) {
		t.Errorf("BCa of Pearson = %v", got)
	}
}

func TestKendallAgainstAllPairs(t *testing.T) {
	sign := func(d float64) int {
		switch {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(t, "n")
		small := rapid.Map(rapid.IntRange(0, rapid.IntRange(1, 30).Draw(t, "values")), func(v int) float64 { return float64(v) })
		x, y := rapid.SliceOfN(small, n, n).Draw(t, "x"), rapid.SliceOfN(small, n, n).Draw(t, "y")
		sum, pairsX, pairsY := 0, 0, 0
		for i := range n {
			for j := range i {
				dx, dy := sign(x[i]-x[j]), sign(y[i]-y[j])
				sum += dx * dy
				pairsX += dx * dx
				pairsY += dy * dy
			}
		}
		got, ok := Kendall(x, y)
		if ok != (pairsX > 0 && pairsY > 0) {
			t.Fatalf("defined: %v", ok)
		}
		if want := float64(sum) / math.Sqrt(float64(pairsX)*float64(pairsY)); ok && !near(got, want, 1e-12) {
			t.Errorf("Kendall = %v, want %v", got, want)
		}
	})
}

func TestRanks(t *testing.T) {
	if got, want := Ranks([]float64{3, 1, 3, 2, 3}), []float64{4, 1, 4, 2, 4}; !slices.Equal(got, want) {
		t.Errorf("Ranks = %v, want %v", got, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-5, 5), 3, 50).Draw(t, "x")
		y := rapid.SliceOfN(rapid.Float64Range(-5, 5), len(x), len(x)).Draw(t, "y")
		curved := make([]float64, len(x))
		for i := range x {
			curved[i] = math.Exp(x[i])
		}
		a, okA := Spearman(x, y)
		b, okB := Spearman(curved, y)
		if len(uniq(x)) == len(uniq(curved)) && (okA != okB || !near(a, b, 1e-9)) {
			t.Errorf("Spearman sees more than the order: %v and %v", a, b)
		}
	})
}

func uniq(x []float64) []float64 {
	x = slices.Clone(x)
	slices.Sort(x)
	return slices.Compact(x)
}

// TestClustersWidenTheInterval: ten pairs that are copies of one say no more than
// it alone.
func TestClustersWidenTheInterval(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	var x, y []float64
	var clusters []int
	for c := range 30 {
		a := r.NormFloat64()
		b := a + r.NormFloat64()
		for range 10 {
			x, y, clusters = append(x, a), append(y, b), append(clusters, c)
		}
	}
	o := Options{Resamples: 2000, Seed: 1}
	narrow, _ := CorrelationInterval(x, y, nil, 0.95, o, Spearman)
	wide, ok := CorrelationInterval(x, y, clusters, 0.95, o, Spearman)
	if !ok || wide.High-wide.Low < 2.5*(narrow.High-narrow.Low) {
		t.Errorf("%v by cluster, %v without", wide, narrow)
	}
	if _, ok := CorrelationInterval(x[:40], y[:40], clusters[:40], 0.95, o, Spearman); ok {
		t.Error("an interval from four clusters")
	}
}

func TestIntervalOfLittle(t *testing.T) {
	o := Options{Resamples: 2000}
	if _, ok := paired(1, 2, 3, 4).Interval(0.9, o); ok {
		t.Error("an interval from four clusters")
	}
	if got, ok := paired(0, 0, 0, 0, 0).Interval(0.9, o); !ok || got != (Interval{}) {
		t.Errorf("of no difference: %v", got)
	}
	if _, ok := NewPaired(nil, 0).StdErr(); ok {
		t.Error("a standard error of nothing")
	}
	// One item in a hundred drops: the interval is finite and holds no more than
	// five such drops, the most that one seen leaves likely (Poisson, 4.74).
	values := make([]float64, 100)
	values[7] = -1
	if got, ok := paired(values...).Interval(0.9, o); !ok || got.Low < -0.06 || got.Low > -0.03 || got.High > 0.02 {
		t.Errorf("of one drop in a hundred: %v", got)
	}
}

func TestWeightsAndClusters(t *testing.T) {
	p := NewPaired([]Difference{{1, 2, 0}, {4, 1, 1}, {-2, 1, 1}}, 3)
	if p.Mean() != 1 || p.Clusters() != 2 || p.Items != 3 {
		t.Errorf("mean %v of %d clusters", p.Mean(), p.Clusters())
	}
	if se, ok := p.StdErr(); !ok || se != 0 {
		t.Errorf("clusters that do not differ have a standard error of %v", se)
	}
	// As scipy's stats.sem has it.
	if se, _ := paired(thirtyChanges...).StdErr(); !near(se, 0.03777955821813019, 1e-15) {
		t.Errorf("standard error %v", se)
	}
}
