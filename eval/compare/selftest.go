package compare

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
)

// SelfTest shows what a gate does with a pair of equal runs and with a planted
// regression.
type SelfTest struct {
	Same    *Comparison `json:"same"`    // must pass
	Planted *Comparison `json:"planted"` // must be a regression
	// Metric is the score that was made worse, by Drop on average, in its own unit.
	Metric string  `json:"metric"`
	Drop   float64 `json:"drop"`
	// How says how the pair of equal runs was made.
	How string `json:"how"`
	// Rates are how often it goes well when it is tried many times; nil where the
	// equal runs do not differ, or are very large.
	Rates *Rates `json:"rates"`
	// Problems says what the gate got wrong. None means that it can be trusted with
	// runs like this one.
	Problems []string `json:"problems,omitempty"`
}

// RunSelfTest tests a gate with the scores of a side, or with invented ones when it
// is nil. Everything that is invented follows from the gate's seed. It fails as
// Compare does.
func RunSelfTest(side *Side, gate eval.Gate) (*SelfTest, error) {
	gate, err := gate.Complete()
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(gate.Seed, 0x5e1f))
	if side == nil {
		side = builtIn(rng)
	}
	r := &refusal{}
	r.check(side, side)
	if err := r.err(); err != nil {
		return nil, err
	}
	t := &SelfTest{}
	base, candidate := t.split(side.inOrder(), rng)
	if t.Same, err = Compare(base, candidate, gate); err != nil {
		return nil, err
	}
	planted := t.plant(candidate, rng)
	if t.Planted, err = Compare(base, planted, gate); err != nil {
		return nil, err
	}
	t.Rates = t.rates(base, candidate, gate)
	t.judge()
	t.judgeRates()
	return t, nil
}

// noiseShare is how much noise makes a second run of a first, as a share of each
// score's standard deviation between items.
const noiseShare = 0.1

// split makes two runs of the same arm: each takes half of the samples, or when
// there is only one sample an item, the second is the first with noise.
func (t *SelfTest) split(side *Side, rng *rand.Rand) (base, candidate *Side) {
	if side.Samples > 1 {
		t.How = "each side has half of the samples of every item"
		return half(side, 0), half(side, 1)
	}
	t.How = "there is one sample an item, so the other side is the same with noise of a tenth of each score's deviation between items, which cancels out; how much two runs really differ shows with two samples an item"
	candidate = &Side{}
	*candidate = *side
	candidate.Name += " with noise"
	noise := map[string][]float64{}
	for _, info := range side.Scores {
		noise[info.Name] = cancelling(rng, len(side.Items), noiseShare*spread(cells(side, info.Name)))
	}
	candidate.Items = mapScores(side.Items, func(item int, name string, value float64) float64 {
		return value + noise[name][item]
	})
	return side, candidate
}

// cancelling is noise for each of n items that comes in pairs of opposite sign, so
// that its mean is none: whether the gate works is no matter of luck.
func cancelling(rng *rand.Rand, n int, deviation float64) []float64 {
	noise, order := make([]float64, n), rng.Perm(n)
	for i := 0; i+1 < n; i += 2 {
		e := deviation * rng.NormFloat64()
		noise[order[i]], noise[order[i+1]] = e, -e
	}
	return noise
}

// half keeps every other sample.
func half(side *Side, from int) *Side {
	h := *side
	h.Name = fmt.Sprintf("%s (half %d)", side.Name, from+1)
	h.Samples = 0
	h.Items = slices.Clone(side.Items)
	for i := range h.Items {
		var kept []Sample
		for k := from; k < len(side.Items[i].Samples); k += 2 {
			kept = append(kept, side.Items[i].Samples[k])
		}
		h.Items[i].Samples = kept
		h.Samples = len(kept)
	}
	return &h
}

// spread is the standard deviation of the items' means.
func spread(all []cell) float64 {
	n, mean, squares := 0.0, 0.0, 0.0
	for _, c := range all {
		if len(c.values) > 0 {
			n++
			d := c.mean - mean
			mean += d / n
			squares += d * (c.mean - mean)
		}
	}
	return math.Sqrt(squares / max(1, n-1))
}

// mapScores copies items with other values.
func mapScores(items []Item, value func(item int, name string, value float64) float64) []Item {
	items = slices.Clone(items)
	for i := range items {
		items[i].Samples = slices.Clone(items[i].Samples)
		for k := range items[i].Samples {
			scores := slices.Clone(items[i].Samples[k].Scores)
			for s, score := range scores {
				if score.Value != nil {
					v := value(i, score.Name, *score.Value)
					scores[s].Value = &v
				}
			}
			items[i].Samples[k].Scores = scores
		}
	}
	return items
}

// plant makes the first gated score worse, by twice what can be detected: most
// items a little, some much.
func (t *SelfTest) plant(candidate *Side, rng *rand.Rand) *Side {
	planted := *candidate
	planted.Name += " with a planted regression"
	var target *Metric
	for i := range t.Same.Metrics {
		if m := &t.Same.Metrics[i]; m.Gated && m.Items > 0 {
			target = m
			break
		}
	}
	if target == nil {
		return &planted
	}
	t.Metric, t.Drop = target.Name, 0.1*cmp.Or(math.Abs(*target.Base), 1)
	if target.Detectable != nil {
		t.Drop = cmp.Or(2**target.Detectable, t.Drop)
	}
	down := -t.Drop
	if target.Better == metric.Lower {
		down = t.Drop
	}
	planted.Items = mapScores(candidate.Items, func(_ int, name string, value float64) float64 {
		if name != t.Metric {
			return value
		}
		return value + down*rng.ExpFloat64()
	})
	return &planted
}

func (t *SelfTest) judge() {
	if v := t.Same.Verdict; v != Pass {
		t.Problems = append(t.Problems, fmt.Sprintf("two equal runs are %s%s", called(v), t.enough()))
	}
	m := t.Planted.Score(t.Metric)
	if m == nil {
		t.Problems = append(t.Problems, "nothing is gated that was scored, so nothing could be planted")
	} else if m.Verdict != Regression {
		t.Problems = append(t.Problems, fmt.Sprintf("a planted drop of %.3g in %s is %s", t.Drop, t.Metric, called(m.Verdict)))
	}
}

// called names a verdict in a sentence.
func called(v Verdict) string {
	switch v {
	case Regression:
		return "a regression"
	case Pass:
		return "a pass"
	}
	return string(v)
}

// enough says how many items equal runs would need.
func (t *SelfTest) enough() string {
	most := 0
	for _, m := range t.Same.Metrics {
		if m.Needed != nil {
			most = max(most, *m.Needed)
		}
	}
	if most == 0 {
		return ""
	}
	return fmt.Sprintf(": this suite is too small for this gate, %d items are needed", most)
}
