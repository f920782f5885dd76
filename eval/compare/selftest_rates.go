package compare

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/stats"
)

// Rates say how often a gate does what it promises, over many pairs of runs whose
// changes are drawn from those of the pair of equal runs.
type Rates struct {
	Pairs int `json:"pairs"` // of either kind
	// Alarms are the equal pairs in which the test by itself saw a drop, and Blocked
	// those that the gate blocked, which needs a drop over what is allowed as well.
	Alarms  int `json:"alarms"`
	Blocked int `json:"blocked"`
	// Found are the pairs with a drop of the size that is said to be detectable that
	// the gate blocked for it.
	Found int     `json:"found"`
	Drop  float64 `json:"drop"`
}

const (
	ratePairs     = 200
	rateResamples = 1000
	// rateClusters bounds the work, and fewest is what rates are judged from.
	rateClusters = 4000
	fewest       = 20
)

// rates tries a gate many times; nil when the equal runs do not differ at all, or
// are so large that it would take long.
func (t *SelfTest) rates(base, candidate *Side, gate eval.Gate) *Rates {
	gate.Resamples = rateResamples
	c := newComparer(base.inOrder(), candidate.inOrder(), gate, &refusal{})
	var family []*stats.Paired
	var of []*Metric
	target := -1
	for _, k := range c.gated {
		m := t.Same.Score(c.columns[k].info.Name)
		if m.Name == t.Metric && m.Detectable != nil && !c.columns[k].paired.Same() {
			target = len(family)
		}
		family, of = append(family, c.columns[k].paired), append(of, m)
	}
	if target < 0 || c.table.n > rateClusters || family[target].Effective() < minClusters {
		return nil
	}
	r := &Rates{Pairs: ratePairs, Drop: *of[target].Detectable}
	rng := rand.New(rand.NewPCG(gate.Seed, 0x7a7e))
	for range ratePairs {
		gate.Seed++
		c.gate = gate
		alarm, blocked := c.blocks(stats.Redraw(family, rng, true, -1, 0), of)
		if len(alarm) > 0 {
			r.Alarms++
		}
		if len(blocked) > 0 {
			r.Blocked++
		}
		if _, blocked = c.blocks(stats.Redraw(family, rng, false, target, r.Drop), of); blocked[target] {
			r.Found++
		}
	}
	return r
}

// blocks tells in which scores of a family the test sees a drop, and which of them
// the gate blocks.
func (c *comparer) blocks(family []*stats.Paired, of []*Metric) (alarm, blocked map[int]bool) {
	alarm, blocked = map[int]bool{}, map[int]bool{}
	for i, p := range c.adjust(stats.SignFlips(family, stats.Lower, c.options())) {
		if p > c.gate.Alpha {
			continue
		}
		alarm[i] = true
		if of[i].Delta != nil && -family[i].Mean() > *of[i].Delta {
			blocked[i] = true
		}
	}
	return alarm, blocked
}

// judgeRates adds problems for rates that luck does not explain.
func (t *SelfTest) judgeRates() {
	if t.Rates == nil || t.Same.Clusters < fewest {
		return
	}
	alpha, n := t.Same.Alpha, float64(t.Rates.Pairs)
	if t.Same.Correction != eval.NoCorrection && float64(t.Rates.Alarms) > n*alpha+4*math.Sqrt(n*alpha*(1-alpha)) {
		t.Problems = append(t.Problems, fmt.Sprintf("%d of %d equal pairs raise an alarm", t.Rates.Alarms, t.Rates.Pairs))
	}
	if float64(t.Rates.Found) < 0.6*n {
		t.Problems = append(t.Problems, fmt.Sprintf("a drop of %.3g in %s, said to be found four times in five, is found in %d of %d pairs", t.Rates.Drop, t.Metric, t.Rates.Found, t.Rates.Pairs))
	}
}
