package compare

import (
	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
)

// Verdict is what a gate decides.
type Verdict string

// The verdicts. A score that is not gated has none.
const (
	Pass         Verdict = "pass"
	Regression   Verdict = "regression"
	Inconclusive Verdict = "inconclusive"
)

// Comparison is what became of a base in a candidate. Changes are candidate less
// base.
type Comparison struct {
	Verdict   Verdict  `json:"verdict"`
	Base      Arm      `json:"base"`
	Candidate Arm      `json:"candidate"`
	Suite     string   `json:"suite"`
	Digest    string   `json:"suite_digest"`
	Items     int      `json:"items"`
	Clusters  int      `json:"clusters"`
	Metrics   []Metric `json:"metrics"` // in the order of the runs
	Slices    []Slice  `json:"slices"`
	Worst     []Worst  `json:"worst"` // the worst first

	Alpha      float64         `json:"alpha"`
	Level      float64         `json:"level"` // of intervals: each end is a bound at 1 - alpha
	Power      float64         `json:"power"` // that Detectable and Needed are for
	Resamples  int             `json:"resamples"`
	Seed       uint64          `json:"seed"`
	Correction eval.Correction `json:"correction"`
	Signature  string          `json:"signature"` // of the comparison itself
	Notes      []string        `json:"notes,omitempty"`
}

// Arm says what was compared.
type Arm struct {
	Name      string `json:"name"`
	Arm       string `json:"arm"`
	Signature string `json:"signature"`
	Samples   int    `json:"samples"` // of every item
}

// Metric is what became of one score. What could not be computed is nil.
type Metric struct {
	metric.Info
	Gated bool `json:"gated"`
	// Base and Candidate are weighted means over items, and Change what lies between.
	Base      *float64 `json:"base"`
	Candidate *float64 `json:"candidate"`
	Change    *float64 `json:"change"`
	// Low and High are the ends of Change's interval at the Comparison's Level.
	Low  *float64 `json:"low"`
	High *float64 `json:"high"`
	// P is that of a change in any direction, and PAdjusted adjusted over all scores.
	P         *float64 `json:"p"`
	PAdjusted *float64 `json:"p_adjusted"`
	// DropP is that of a change for the worse, adjusted over the gated scores. Gates
	// go by DropPAdjusted.
	DropP         *float64 `json:"drop_p"`
	DropPAdjusted *float64 `json:"drop_p_adjusted"`
	// Delta is how much worse the score may be.
	Delta *float64 `json:"delta"`
	// Detectable is the smallest true drop that would be found with the Comparison's
	// Power.
	Detectable *float64 `json:"detectable"`
	// NoiseFloor is the standard deviation of the change between two runs of the same
	// arm, from the samples of each item.
	NoiseFloor *float64 `json:"noise_floor"`

	Items       int `json:"items"`    // that were compared
	Clusters    int `json:"clusters"` // that they make
	ItemsBetter int `json:"items_better"`
	ItemsWorse  int `json:"items_worse"`
	// Unscored counts the items that neither side could score; OneSided those that
	// only one of them could, and PartlyScored those with fewer scores than samples.
	Unscored     int `json:"items_unscored"`
	OneSided     int `json:"items_one_sided"`
	PartlyScored int `json:"items_partly_scored"`

	Verdict Verdict `json:"verdict,omitempty"`
	// Needed is the number of items that would settle an inconclusive verdict, if
	// items go on to be like these.
	Needed *int `json:"items_needed"`
	// Flag tells what is worth a look whether it is gated or not: "better", "worse" or
	// "changed" when PAdjusted is at most alpha.
	Flag  string   `json:"flag,omitempty"`
	Notes []string `json:"notes,omitempty"`
}

// Slice is a gated score over the items of one tag. Slices are for looking at, and
// are not tested.
type Slice struct {
	Tag       string   `json:"tag"` // "lang:en" for a language
	Metric    string   `json:"metric"`
	Items     int      `json:"items"`
	Clusters  int      `json:"clusters"`
	Base      float64  `json:"base"`
	Candidate float64  `json:"candidate"`
	Change    float64  `json:"change"`
	Low       *float64 `json:"low"`
	High      *float64 `json:"high"`
}

// Worst is an item that got worse, with the gated score in which it did so most.
type Worst struct {
	Item      string  `json:"item"`
	Metric    string  `json:"metric"`
	Base      float64 `json:"base"`
	Candidate float64 `json:"candidate"`
	Change    float64 `json:"change"`
	// Deviations is how far the change lies from none, in standard deviations of the
	// score's changes.
	Deviations float64 `json:"deviations"`
}

// Score returns what became of a score, nil when it is not there.
func (c *Comparison) Score(name string) *Metric {
	for i := range c.Metrics {
		if c.Metrics[i].Name == name {
			return &c.Metrics[i]
		}
	}
	return nil
}
