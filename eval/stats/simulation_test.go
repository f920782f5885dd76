package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// pairs of runs of the very same arm: both sides are drawn in the same way. Each
// returns the differences of n items and how many clusters they make.
var sameArm = []struct {
	name string
	draw func(r *rand.Rand, n int) ([]Difference, int)
}{
	{"skewed", func(r *rand.Rand, n int) ([]Difference, int) {
		return drawn(n, n, func(int) float64 { return r.ExpFloat64() - r.ExpFloat64() })
	}},
	{"heavy tails", func(r *rand.Rand, n int) ([]Difference, int) {
		cauchy := func() float64 { return math.Tan(math.Pi * (r.Float64() - 0.5)) }
		return drawn(n, n, func(int) float64 { return cauchy() - cauchy() })
	}},
	{"clusters", func(r *rand.Rand, n int) ([]Difference, int) {
		shift := make([]float64, n/5)
		for i := range shift {
			shift[i] = r.ExpFloat64() - r.ExpFloat64()
		}
		return drawn(n, n/5, func(i int) float64 { return shift[i] + 0.5*(r.ExpFloat64()-r.ExpFloat64()) })
	}},
	{"right or wrong", func(r *rand.Rand, n int) ([]Difference, int) {
		coin := func() float64 { return float64(r.IntN(2)) }
		return drawn(n, n, func(int) float64 { return coin() - coin() })
	}},
	{"mostly ties", func(r *rand.Rand, n int) ([]Difference, int) {
		step := func() float64 { return float64(min(0, r.IntN(7)-3)) / 4 }
		return drawn(n, n, func(int) float64 { return step() - step() })
	}},
	{"weights", func(r *rand.Rand, n int) ([]Difference, int) {
		d, clusters := drawn(n, n, func(int) float64 { return r.ExpFloat64() - r.ExpFloat64() })
		for i := range d {
			d[i].Weight = 0.5 + 3*r.Float64()
		}
		return d, clusters
	}},
}

func drawn(n, clusters int, value func(cluster int) float64) ([]Difference, int) {
	d := make([]Difference, n)
	for i := range d {
		d[i] = Difference{Value: value(i % clusters), Weight: 1, Cluster: i % clusters}
	}
	return d, clusters
}

const simulations = 3000 / thin

// asWanted reports that a rate of false alarms is between .03 and .06.
func asWanted(rate float64) bool {
	if thin > 1 {
		return rate < 0.15
	}
	return rate >= 0.03 && rate <= 0.06
}

// resamples are few, so that many runs can be simulated: the level is exact with
// any number.
func resamples(seed int) Options { return Options{Resamples: 399, Seed: uint64(seed)} }

func TestFalseAlarms(t *testing.T) {
	for _, world := range sameArm {
		for name, tail := range map[string]Tail{"two-sided": Both, "drop": Lower} {
			r := rand.New(rand.NewPCG(2026, 1))
			alarms := 0
			for s := range simulations {
				f := SignFlips([]*Paired{NewPaired(world.draw(r, 100))}, tail, resamples(s))
				if f.P[0] <= 0.05 {
					alarms++
				}
			}
			rate := float64(alarms) / simulations
			t.Logf("%s, %s: %.3f", world.name, name, rate)
			if !asWanted(rate) {
				t.Errorf("%s, %s: false alarms %.3f, want .03 to .06", world.name, name, rate)
			}
		}
	}
}

// TestFalseAlarmsOfAFamily has eight metrics that go together as those of one
// summary do.
func TestFalseAlarmsOfAFamily(t *testing.T) {
	for name, tail := range map[string]Tail{"two-sided": Both, "drop": Lower} {
		r := rand.New(rand.NewPCG(2026, 2))
		single, step, holm, raw := 0, 0, 0, 0
		for s := range simulations {
			f := SignFlips(familyOf(r, 60, 0), tail, resamples(s))
			single += alarm(f.SingleStep)
			step += alarm(f.StepDown)
			holm += alarm(Holm(f.P))
			raw += alarm(f.P)
		}
		rate := func(n int) float64 { return float64(n) / simulations }
		t.Logf("%s: maxT single step %.3f, step-down %.3f, Holm %.3f, none %.3f", name, rate(single), rate(step), rate(holm), rate(raw))
		for _, n := range []int{single, step} {
			if !asWanted(rate(n)) {
				t.Errorf("%s: family-wise false alarms %.3f, want .03 to .06", name, rate(n))
			}
		}
		if thin == 1 && rate(holm) > 0.06 || rate(raw) < 0.10 {
			t.Errorf("%s: Holm %.3f, want at most .06; with no correction %.3f, want over .10", name, rate(holm), rate(raw))
		}
	}
}

// familyOf draws eight metrics of two runs, the first of which drops.
func familyOf(r *rand.Rand, n int, drop float64) []*Paired {
	d := make([][]Difference, 8)
	for i := range n {
		common := r.ExpFloat64() - r.ExpFloat64()
		for m := range d {
			v := common + r.ExpFloat64() - r.ExpFloat64()
			if m == 0 {
				v -= drop
			}
			d[m] = append(d[m], Difference{Value: v, Weight: 1, Cluster: i})
		}
	}
	var family []*Paired
	for _, one := range d {
		family = append(family, NewPaired(one, n))
	}
	return family
}

func alarm(p []float64) int {
	for _, v := range p {
		if v <= 0.05 {
			return 1
		}
	}
	return 0
}

// TestClustersMatter shows what happens to those who do not say which items belong
// together.
func TestClustersMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 3))
	alarms := 0
	for s := range 1000 / thin {
		d, _ := sameArm[2].draw(r, 100)
		for i := range d {
			d[i].Cluster = i
		}
		alarms += alarm(SignFlips([]*Paired{NewPaired(d, len(d))}, Both, resamples(s)).P)
	}
	if rate := float64(alarms) / (1000 / thin); rate < 0.2 {
		t.Errorf("false alarms %.3f without clusters, expected far too many", rate)
	}
}

// TestPower compares how often a drop is found with what Power predicts.
func TestPower(t *testing.T) {
	const band = 0.04 * thinBand
	for _, tc := range []struct {
		n    int
		drop float64
	}{{40, 0.4}, {40, 0.6}, {100, 0.25}, {100, 0.5}} {
		r := rand.New(rand.NewPCG(2026, uint64(tc.n)))
		found := 0
		for s := range simulations {
			d, clusters := sameArm[0].draw(r, tc.n)
			for i := range d {
				d[i].Value -= tc.drop
			}
			found += alarm(SignFlips([]*Paired{NewPaired(d, clusters)}, Lower, resamples(s)).P)
		}
		got := float64(found) / simulations
		want := Power(tc.drop, math.Sqrt2/math.Sqrt(float64(tc.n)), NormalQuantile(0.95))
		t.Logf("n = %d, drop %.2f: power %.3f, predicted %.3f", tc.n, tc.drop, got, want)
		if !near(got, want, band) {
			t.Errorf("n = %d, drop %.2f: power %.3f, predicted %.3f", tc.n, tc.drop, got, want)
		}
	}
}

// TestPowerOfAFamily uses the critical value of the family.
func TestPowerOfAFamily(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 4))
	const n, drop, runs = 80, 0.6, 2000 / thin
	found, predicted := 0, 0.0
	for s := range runs {
		family := familyOf(r, n, drop)
		f := SignFlips(family, Lower, resamples(s))
		if f.SingleStep[0] <= 0.05 {
			found++
		}
		se, _ := family[0].StdErr()
		predicted += Power(drop, se, f.Critical(0.05)) / runs
	}
	if got := float64(found) / runs; !near(got, predicted, 0.04*thinBand) {
		t.Errorf("power %.3f, predicted %.3f", got, predicted)
	}
}

// TestNeeded draws the number of items that Needed asks for.
func TestNeeded(t *testing.T) {
	n, ok := Needed(math.Sqrt2, 0.4, NormalQuantile(0.95), 0.8)
	if !ok || n != 78 { // ((1.645 + 0.842) · 1.414 / 0.4)² = 77.3
		t.Fatalf("Needed = %d", n)
	}
	r := rand.New(rand.NewPCG(2026, 5))
	found := 0
	for s := range simulations {
		d, clusters := sameArm[0].draw(r, n)
		for i := range d {
			d[i].Value -= 0.4
		}
		found += alarm(SignFlips([]*Paired{NewPaired(d, clusters)}, Lower, resamples(s)).P)
	}
	if got := float64(found) / simulations; !near(got, 0.8, 0.03*thinBand) {
		t.Errorf("%d items have a power of %.3f, want .80", n, got)
	}
	if se := math.Sqrt2 / math.Sqrt(78); !near(Detectable(se, NormalQuantile(0.95), 0.8), 0.4, 0.002) {
		t.Errorf("Detectable does not agree with Needed")
	}
	for _, difference := range []float64{0, 1e-9} {
		if n, ok := Needed(1, difference, 1.645, 0.8); ok {
			t.Errorf("Needed for %g = %d", difference, n)
		}
	}
	if n, ok := Needed(0, 0, 1.645, 0.8); ok {
		t.Errorf("Needed for nothing = %d", n)
	}
}

// TestNoiseFloor compares it with the differences of simulated runs.
func TestNoiseFloor(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 6))
	const items, k, runs = 30, 3, 1500
	floors, squares := 0.0, 0.0
	for range runs {
		side := func() (mean float64, all []Repeats) {
			for range items {
				item := Repeats{Weight: 1}
				for range k {
					item.Values = append(item.Values, r.ExpFloat64())
					mean += item.Values[len(item.Values)-1] / items / k
				}
				all = append(all, item)
			}
			return mean, all
		}
		a, repeats := side()
		b, _ := side()
		floor, ok := NoiseFloor(repeats)
		if !ok {
			t.Fatal("no noise floor")
		}
		floors += floor / runs
		squares += (a - b) * (a - b) / runs
	}
	if !near(floors, math.Sqrt(squares), 0.05*floors) {
		t.Errorf("noise floor %.4f, differences of runs %.4f", floors, math.Sqrt(squares))
	}
	if _, ok := NoiseFloor([]Repeats{{Values: []float64{1}, Weight: 1}}); ok {
		t.Error("a noise floor of single samples")
	}
}
