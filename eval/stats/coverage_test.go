package stats

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// worlds make differences whose true mean is known.
var worlds = []struct {
	name string
	mean float64
	draw func(r *rand.Rand) float64
	tail bool // a long one
}{
	{"normal", 0, func(r *rand.Rand) float64 { return r.NormFloat64() }, false},
	{"long tail down", -1, func(r *rand.Rand) float64 { return -r.ExpFloat64() }, true},
	{"very long tail down", -math.Exp(0.5), func(r *rand.Rand) float64 { return -math.Exp(r.NormFloat64()) }, true},
	{"long tail up", 1, func(r *rand.Rand) float64 { return r.ExpFloat64() }, false},
	{"one in five drops", -0.2, func(r *rand.Rand) float64 {
		if r.IntN(5) == 0 {
			return -1
		}
		return 0
	}, false},
	{"noise, one in ten drops far", -0.1, func(r *rand.Rand) float64 {
		v := 0.1 * r.NormFloat64()
		if r.IntN(10) == 0 {
			v--
		}
		return v
	}, false},
	{"won, tied, lost", 0, func(r *rand.Rand) float64 { return float64(r.IntN(3) - 1) }, false},
}

// missed is how often an interval at level .9 lies above the true mean, and below.
type missed struct{ above, below, width float64 }

func (m *missed) add(interval Interval, mean float64, share float64) {
	if interval.Low > mean {
		m.above += share
	}
	if interval.High < mean {
		m.below += share
	}
	m.width += (interval.High - interval.Low) * share
}

// coverage draws samples of n and looks where the true mean lies.
func coverage(world, n, runs, resamples int) (studentised, bca missed) {
	w := worlds[world]
	r := rand.New(rand.NewPCG(1, uint64(n)))
	for s := range runs {
		values := make([]float64, n)
		for i := range values {
			values[i] = w.draw(r)
		}
		p, o := paired(values...), Options{Resamples: resamples, Seed: uint64(s)}
		a, _ := p.Interval(0.9, o)
		b, _ := p.BCa(0.9, o)
		studentised.add(a, w.mean, 1/float64(runs))
		bca.add(b, w.mean, 1/float64(runs))
	}
	return studentised, bca
}

// TestCoverage holds what made the studentised bootstrap the one that is used: its
// lower end, which a gate stands on, is above the truth less often than that of BCa.
// What neither can see is in docs/statistics.md.
func TestCoverage(t *testing.T) {
	most := map[int]float64{20: 0.18, 50: 0.12, 100: 0.11}
	for world, w := range worlds {
		for n, limit := range most {
			studentised, bca := coverage(world, n, 300/thin, 400)
			limit *= thinBand
			if studentised.above > limit || studentised.below > limit {
				t.Errorf("%s, n = %d: the interval lies above the truth %.3f and below it %.3f of the time, want at most %.2f",
					w.name, n, studentised.above, studentised.below, limit)
			}
			if thin == 1 && w.tail && studentised.above > bca.above+0.005 {
				t.Errorf("%s, n = %d: the interval lies above the truth %.3f of the time, and that of BCa %.3f", w.name, n, studentised.above, bca.above)
			}
		}
	}
}

var tables = flag.Bool("tables", false, "print the tables of docs/statistics.md")

// TestTables prints the tables of docs/statistics.md:
//
//	go test ./eval/stats -run Tables -tables -v
//
// Without the flag it checks that the second one, which takes no time, is the one
// that is printed there.
func TestTables(t *testing.T) {
	needed := neededTable()
	if *tables {
		t.Log("\n" + coverageTable() + "\n" + needed)
		return
	}
	doc, err := os.ReadFile("../../docs/statistics.md")
	if err != nil || !strings.Contains(string(doc), needed) {
		t.Errorf("docs/statistics.md does not have this table (%v):\n%s", err, needed)
	}
}

func coverageTable() string {
	var b strings.Builder
	b.WriteString("| differences | n | studentised: above, below, width | BCa: above, below, width |\n|---|---|---|---|\n")
	for world, w := range worlds {
		for _, n := range []int{20, 50, 100} {
			s, c := coverage(world, n, 2000, 1000)
			fmt.Fprintf(&b, "| %s | %d | %.1f %%, %.1f %%, %.2f | %.1f %%, %.1f %%, %.2f |\n",
				w.name, n, 100*s.above, 100*s.below, s.width, 100*c.above, 100*c.below, c.width)
		}
	}
	return b.String()
}

// neededTable: the level is one-sided .05, the power .8.
func neededTable() string {
	deltas := []float64{0.005, 0.01, 0.02, 0.03, 0.05}
	var b strings.Builder
	b.WriteString("| SD of the differences |")
	for _, delta := range deltas {
		fmt.Fprintf(&b, " δ = %g |", delta)
	}
	b.WriteString("\n|---" + strings.Repeat("|---", len(deltas)) + "|\n")
	for _, sd := range []float64{0.02, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3} {
		fmt.Fprintf(&b, "| %g |", sd)
		for _, delta := range deltas {
			n, _ := Needed(sd, delta, NormalQuantile(0.95), 0.8)
			fmt.Fprintf(&b, " %d |", n)
		}
		b.WriteString("\n")
	}
	return b.String()
}
