package compare

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
)

// family makes two runs of n items with five scores that go together, as ROUGE's do,
// with long tails down. The first score of the candidate is lower by drop.
func family(r *rand.Rand, n int, drop float64) (base, candidate *Side) {
	const scores = 5
	sides := [2]*Side{}
	for s := range sides {
		side := &Side{Name: []string{"a", "b"}[s], Suite: "s", SuiteDigest: "d", Samples: 1}
		for m := range scores {
			side.Scores = append(side.Scores, metric.Info{Name: fmt.Sprintf("score%d", m), Signature: "v:1", Better: metric.Higher, Headline: true})
		}
		sides[s] = side
	}
	for i := range n {
		own := r.NormFloat64()
		for s, side := range sides {
			shared := 0.1 * (1 - r.ExpFloat64())
			var list []metric.Score
			for m := range scores {
				v := 5 + own + shared + 0.07*r.NormFloat64()
				if s == 1 && m == 0 {
					v -= drop
				}
				list = append(list, metric.Score{Name: side.Scores[m].Name, Value: &v})
			}
			side.Items = append(side.Items, Item{ID: fmt.Sprintf("i%04d", i), Samples: []Sample{{K: 1, Scores: list}}})
		}
	}
	return sides[0], sides[1]
}

// gateOfAll gates the five scores with the same delta.
func gateOfAll(seed int, delta float64) eval.Gate {
	g := eval.Gate{Resamples: 1000, Seed: uint64(seed) + 1, Metrics: map[string]eval.GateMetric{}}
	for m := range 5 {
		g.Metrics[fmt.Sprintf("score%d", m)] = eval.GateMetric{Delta: &delta}
	}
	return g
}

// verdictRate is how often the candidate gets a verdict, and the mean of what was
// said to be detectable in its first score.
func verdictRate(t *testing.T, runs, n int, drop, delta float64, wanted func(*Comparison) bool) (rate, detectable float64) {
	t.Helper()
	r := rand.New(rand.NewPCG(2026, uint64(n)))
	for s := range runs {
		base, candidate := family(r, n, drop)
		c, err := Compare(base, candidate, gateOfAll(s, delta))
		if err != nil {
			t.Fatal(err)
		}
		if wanted(c) {
			rate += 1 / float64(runs)
		}
		detectable += *c.Score("score0").Detectable / float64(runs)
	}
	return rate, detectable
}

// TestGateOfFiveScores checks what the gate as a whole promises: false alarms over
// five scores that go together, with nothing allowed; that the detectable drop is
// found four times in five, with an allowance and without; and that so many items as
// are said to be needed pass four times in five.
func TestGateOfFiveScores(t *testing.T) {
	const runs = 1500 / thin
	band := 0.03 * math.Sqrt(thin)
	regressed := func(c *Comparison) bool { return c.Verdict == Regression }
	for _, n := range []int{28, 60} {
		alarms, detectable := verdictRate(t, runs, n, 0, 0, regressed)
		t.Logf("%d items: false alarms %.3f", n, alarms)
		if thin == 1 && (alarms < 0.03 || alarms > 0.06) {
			t.Errorf("%d items: false alarms %.3f, want .03 to .06", n, alarms)
		}
		found, _ := verdictRate(t, runs, n, detectable, 0, func(c *Comparison) bool { return c.Score("score0").Verdict == Regression })
		t.Logf("%d items: a drop of %.4f is found %.3f of the time", n, detectable, found)
		if math.Abs(found-0.8) > band {
			t.Errorf("%d items: the detectable drop is found %.3f of the time, want .80", n, found)
		}
	}
	const delta = 0.08
	_, detectable := verdictRate(t, runs/5, 60, 0, delta, regressed)
	found, _ := verdictRate(t, runs, 60, detectable, delta, func(c *Comparison) bool { return c.Score("score0").Verdict == Regression })
	t.Logf("delta %g: a drop of %.4f is found %.3f of the time", delta, detectable, found)
	if math.Abs(found-0.8) > band {
		t.Errorf("delta %g: the detectable drop is found %.3f of the time, want .80", delta, found)
	}
}

// TestNeededItemsPass draws as many items as the formula asks for.
func TestNeededItemsPass(t *testing.T) {
	const runs = 1500 / thin
	const delta, sd = 0.05, 0.173 // of the differences: √2 · √(.1² + .07²)
	n := int(math.Ceil(math.Pow((1.6449+0.8416)*sd/delta, 2)))
	passed, _ := verdictRate(t, runs, n, 0, delta, func(c *Comparison) bool { return c.Score("score0").Verdict == Pass })
	t.Logf("%d items pass %.3f of the time", n, passed)
	if math.Abs(passed-0.8) > 0.04*math.Sqrt(thin) {
		t.Errorf("%d items pass %.3f of the time, want .80", n, passed)
	}
}
