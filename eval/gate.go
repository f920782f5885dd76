package eval

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Gate says which scores may not get worse, and how sure one has to be. It is the
// section "gate" of suite.yaml:
//
//	gate:
//	  alpha: 0.05          # chance of a false alarm, over all scores together
//	  resamples: 10000
//	  seed: 1
//	  correction: maxt     # or holm, none
//	  metrics:
//	    rouge1.f: {delta: 0.02}
//	    grounding: {delta: 0.01}
//
// The zero value stands for the defaults, and for all headline scores.
type Gate struct {
	// Alpha is the chance of a false alarm, 0 for 0.05.
	Alpha float64 `yaml:"alpha" json:"alpha"`
	// Resamples of the test and of the intervals, 0 for 10,000.
	Resamples int `yaml:"resamples" json:"resamples"`
	// Seed of the resampling, 0 for 1.
	Seed uint64 `yaml:"seed" json:"seed"`
	// Correction for the number of scores, "" for MaxT.
	Correction Correction `yaml:"correction" json:"correction"`
	// Metrics are the scores that are gated, by name. None stands for the headline
	// scores.
	Metrics map[string]GateMetric `yaml:"metrics" json:"metrics,omitempty"`
}

// GateMetric is what is allowed of one score.
type GateMetric struct {
	// Delta is how much worse it may be, in its own unit. Left out, it is 5 percent
	// of the base's mean; 0 lets nothing pass that is not surely better, or equal on
	// every item.
	Delta *float64 `yaml:"delta" json:"delta,omitempty"`
}

// Correction names how p-values are adjusted for the number of scores.
type Correction string

// The corrections.
const (
	MaxT         Correction = "maxt" // Westfall and Young, step-down: knows how the scores depend on each other
	Holm         Correction = "holm"
	NoCorrection Correction = "none"
)

// The limits of resampling: fewer cannot tell small p-values apart, and more take
// too long.
const (
	minResamples = 1_000
	maxResamples = 1_000_000
)

// Complete puts the defaults where nothing is said. It fails with bad_config for
// settings that make no sense.
func (g Gate) Complete() (Gate, error) {
	if g.Alpha == 0 {
		g.Alpha = 0.05
	}
	if g.Resamples == 0 {
		g.Resamples = 10_000
	}
	if g.Seed == 0 {
		g.Seed = 1
	}
	if g.Correction == "" {
		g.Correction = MaxT
	}
	if problems := g.problems(); len(problems) > 0 {
		return g, fault.New(fault.BadConfig, "the gate cannot be used: %s", strings.Join(problems, "; "))
	}
	return g, nil
}

func (g Gate) problems() []string {
	var problems []string
	if !(g.Alpha > 0 && g.Alpha < 0.5) {
		problems = append(problems, fmt.Sprintf("alpha %g is not between 0 and 0.5", g.Alpha))
	}
	if g.Resamples < minResamples || g.Resamples > maxResamples {
		problems = append(problems, fmt.Sprintf("resamples %d is not between %d and %d", g.Resamples, minResamples, maxResamples))
	}
	if !slices.Contains([]Correction{MaxT, Holm, NoCorrection}, g.Correction) {
		problems = append(problems, fmt.Sprintf("correction %q is none of maxt, holm, none", g.Correction))
	}
	for _, name := range slices.Sorted(maps.Keys(g.Metrics)) {
		if d := g.Metrics[name].Delta; d != nil && (!(*d >= 0) || math.IsInf(*d, 0)) {
			problems = append(problems, fmt.Sprintf("delta %g of %s is below 0 or no number", *d, name))
		}
	}
	return problems
}
