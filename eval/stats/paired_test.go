package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestEffective(t *testing.T) {
	for name, tc := range map[string]struct {
		weights []float64
		want    float64
	}{
		"none":         {nil, 0},
		"equal":        {[]float64{2, 2, 2, 2}, 4},
		"tiny":         {[]float64{1e-300, 1e-300}, 2},
		"one outweigh": {[]float64{1e12, 1, 1, 1}, 1},
		"half":         {[]float64{3, 1}, 1.6},
	} {
		var d []Difference
		for i, w := range tc.weights {
			d = append(d, Difference{Value: 1, Weight: w, Cluster: i})
		}
		if got := NewPaired(d, len(d)).Effective(); !near(got, tc.want, 1e-6) {
			t.Errorf("%s: %g, want %g", name, got, tc.want)
		}
	}
}

// TestReach: Student's one-sided critical value at .05 comes out of the normal one,
// within three percent (1.699 with 29 degrees of freedom, 1.833 with 9; tables).
func TestReach(t *testing.T) {
	for n, want := range map[int]float64{30: 1.699, 10: 1.833} {
		p := NewPaired(make([]Difference, 0), n)
		p.used = n
		if got := p.Reach(NormalQuantile(0.95)); !near(got, want, 0.03*want) {
			t.Errorf("n = %d: %.3f, want %.3f", n, got, want)
		}
	}
	if got := (&Paired{used: 3}).Reach(5); math.IsInf(got, 0) || math.IsNaN(got) {
		t.Errorf("Reach = %g", got)
	}
}

// TestManyClustersAreDrawnTogether: the interval of 6,000 clusters is as wide as the
// normal approximation says.
func TestManyClustersAreDrawnTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 9))
	var d []Difference
	for i := range 6000 {
		d = append(d, Difference{Value: r.ExpFloat64() - 1, Weight: 1, Cluster: i})
	}
	p := NewPaired(d, len(d))
	in, ok := p.Interval(0.9, Options{Resamples: 2000, Seed: 1})
	se, _ := p.StdErr()
	if !ok || !near(in.High-in.Low, 2*1.645*se, 0.06*2*1.645*se) {
		t.Errorf("interval %v, standard error %g", in, se)
	}
}
