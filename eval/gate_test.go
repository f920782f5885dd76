package eval

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestGateDefaults(t *testing.T) {
	g, err := Gate{}.Complete()
	if err != nil || g.Alpha != 0.05 || g.Resamples != 10_000 || g.Seed != 1 || g.Correction != MaxT {
		t.Errorf("defaults %+v, %v", g, err)
	}
}

// suiteWithGate is a good suite but for its gate.
func suiteWithGate(gate string) fstest.MapFS {
	return fstest.MapFS{
		"suite.yaml":   {Data: []byte("name: s\nitems: items/*.yaml\n" + gate)},
		"a.txt":        {Data: []byte("The council of Oddenham met on Tuesday.")},
		"items/a.yaml": {Data: []byte("id: a\narticle: a.txt\nreferences: [{why: W.}]\n")},
	}
}

func TestGateOfASuite(t *testing.T) {
	suite, err := LoadSuite(suiteWithGate("gate:\n  alpha: 0.01\n  seed: 7\n  correction: holm\n  metrics:\n    rouge1.f: {delta: 0}\n    grounding:\n"), "s")
	if err != nil {
		t.Fatal(err)
	}
	g := suite.Gate
	if g.Alpha != 0.01 || g.Seed != 7 || g.Correction != Holm {
		t.Errorf("gate = %+v", g)
	}
	if d := g.Metrics["rouge1.f"].Delta; d == nil || *d != 0 {
		t.Errorf("a delta of 0 is lost")
	}
	if m, ok := g.Metrics["grounding"]; !ok || m.Delta != nil {
		t.Errorf("grounding = %+v, %v", m, ok)
	}
	for gate, want := range map[string]string{
		"gate: {alfa: 0.01}\n":                                   "suite.yaml:3",
		"gate:\n  metrics:\n    grounding: {dleta: 0.01}\n":      "suite.yaml:5",
		"gate: {alpha: 7}\n":                                     "alpha 7 is not between 0 and 0.5",
		"gate: {metrics: {grounding: {delta: -1}}}\n":            "delta -1 of grounding",
		"gate: {resamples: 10000, correction: bonferroni}\n":     "none of maxt, holm, none",
		"gate: {resamples: lots}\n":                              "suite.yaml:3",
		"gate: {metrics: [rouge1.f]}\n":                          "suite.yaml:3",
		"gate: {alpha: .nan}\n":                                  "alpha NaN",
		"gate: {metrics: {rouge1.f: {delta: .inf}}, seed: 12}\n": "or no number",
	} {
		if _, err := LoadSuite(suiteWithGate(gate), "s"); fault.CodeOf(err) != fault.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", gate, err, want)
		}
	}
}

func TestBadGates(t *testing.T) {
	minus, nan := -0.1, math.NaN()
	for want, g := range map[string]Gate{
		"alpha 0.7 is not between":            {Alpha: 0.7},
		"alpha -1":                            {Alpha: -1},
		"alpha NaN":                           {Alpha: nan},
		"resamples 10 is not between":         {Resamples: 10},
		"resamples 2000000":                   {Resamples: 2_000_000},
		`correction "fdr" is none of maxt`:    {Correction: "fdr"},
		"delta -0.1 of chrf is below 0":       {Metrics: map[string]GateMetric{"chrf": {Delta: &minus}}},
		"delta NaN of chrf is below 0 or no ": {Metrics: map[string]GateMetric{"chrf": {Delta: &nan}}},
	} {
		if _, err := g.Complete(); fault.CodeOf(err) != fault.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
