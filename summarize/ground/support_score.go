package ground

import "math"

// supportModel is data/support/weights.yaml: what support is reckoned with.
type supportModel struct {
	Costs  supportCosts `yaml:"costs"`
	Spread float64      `yaml:"spread"` // words that every claim is taken to have besides its own
	Bias   float64      `yaml:"bias"`
	Slope  float64      `yaml:"slope"`
	// Whole is what the verdicts of the other rules add to the odds, by their names.
	Whole struct {
		Fail map[string]float64 `yaml:"fail"`
		Warn map[string]float64 `yaml:"warn"`
	} `yaml:"whole"`
}

// supportCosts are what a trace pays for each thing that is not as in the article.
type supportCosts struct {
	Missing       float64 `yaml:"missing"`
	MissingNumber float64 `yaml:"missing_number"`
	Alike         float64 `yaml:"alike"`
	Partial       float64 `yaml:"partial"`
	Skip          float64 `yaml:"skip"`
	Back          float64 `yaml:"back"`
	Near          float64 `yaml:"near"`
	NearTight     float64 `yaml:"near_tight"`
	Far           float64 `yaml:"far"`
	FarLinked     float64 `yaml:"far_linked"`
	FarTight      float64 `yaml:"far_tight"`
	NumberMoved   float64 `yaml:"number_moved"`
	Again         float64 `yaml:"again"`
	Repeated      float64 `yaml:"repeated"`
}

// missingOf is the cost of a word that is not there.
func (c *supportCosts) missingOf(w wanted) float64 {
	if w.number {
		return c.MissingNumber
	}
	return c.Missing * w.size
}

// facts are what the score of a claim is made of. Words count as whole words: a
// pair of characters of a script without spaces is half a word.
type facts struct {
	cost    float64
	words   float64 // content words
	missing float64 // those that the article does not have
}

// add counts a part of the claim, of which again content words stand in it for
// another time.
func (f *facts) add(t trace, want []wanted, again float64) {
	f.cost += t.cost + again
	for i, w := range want {
		f.words += w.size
		if t.spots[i] < 0 {
			f.missing += w.size
		}
	}
}

// density is the cost that every word bears; few words are taken to be more, so
// that one of them cannot decide.
func (m *supportModel) density(f facts) float64 {
	return math.Sqrt(f.cost / (f.words + m.Spread))
}

// odds are the log-odds that all of a claim is supported.
func (m *supportModel) odds(f facts) float64 { return m.Bias + m.Slope*m.density(f) }

func chance(odds float64) float64 { return 1 / (1 + math.Exp(-odds)) }

// Whole is support together with what the other rules found: the chance that all
// of a claim is supported. Support is as in ClaimReport; what the findings weigh
// was fitted with it. At most two findings of a rule and verdict count.
func Whole(support float64, findings []Finding) float64 {
	m := load[supportModel]("support", "weights")
	odds := math.Log(support / (1 - support))
	fails, warns := map[string]int{}, map[string]int{}
	for _, f := range findings {
		switch {
		case f.Verdict == Fail && fails[f.Rule] < mostCounted:
			fails[f.Rule]++
			odds += m.Whole.Fail[f.Rule]
		case f.Verdict == Warn && warns[f.Rule] < mostCounted:
			warns[f.Rule]++
			odds += m.Whole.Warn[f.Rule]
		}
	}
	return chance(odds)
}

// mostCounted is how many findings of a rule and verdict add to the whole.
const mostCounted = 2
