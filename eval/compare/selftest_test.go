package compare

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestSelfTestOfTheBuiltInRun(t *testing.T) {
	for seed := range uint64(10 / thin) {
		got, err := RunSelfTest(nil, eval.Gate{Seed: seed, Resamples: 2000})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Problems) > 0 || got.Same.Verdict != Pass || got.Planted.Verdict != Regression || got.Drop <= 0 {
			t.Errorf("seed %d: %v", seed, got.Problems)
		}
		again, err := RunSelfTest(nil, eval.Gate{Seed: seed, Resamples: 2000})
		if err != nil || !cmp.Equal(got, again) {
			t.Errorf("seed %d: not the same again", seed)
		}
	}
}

func TestSelfTestOfARun(t *testing.T) {
	side, _ := pair(60, 0, 0, 0.05)
	got, err := RunSelfTest(side, eval.Gate{})
	if err != nil || len(got.Problems) > 0 || !strings.Contains(got.How, "noise") {
		t.Fatalf("%+v, %v", got, err)
	}
	got, err = RunSelfTest(side, gateOf(map[string]float64{"cost": 0.05}))
	if err != nil || len(got.Problems) > 0 || got.Metric != "cost" || *got.Planted.Score("cost").Change <= 0 {
		t.Errorf("a score that is better when lower: %+v, %v", got, err)
	}
}

// TestSelfTestFails has gates that cannot be trusted.
func TestSelfTestFails(t *testing.T) {
	few, _ := pair(4, 0, 0, 0.05)
	got, err := RunSelfTest(few, eval.Gate{})
	if err != nil || len(got.Problems) != 2 {
		t.Errorf("four items: %+v, %v", got, err)
	}
	noisy, _ := pair(20, 0, 0, 0.4)
	got, err = RunSelfTest(noisy, gateOf(map[string]float64{"quality": 0.001}))
	if err != nil || len(got.Problems) != 1 || !strings.Contains(got.Problems[0], "two equal runs are inconclusive: this suite is too small for this gate, ") {
		t.Errorf("noise: %+v, %v", got, err)
	}
	noisy.Items[3].Samples[0].Error = "model_timeout"
	if _, err := RunSelfTest(noisy, eval.Gate{}); fault.CodeOf(err) != fault.RunIncomplete {
		t.Errorf("errors: %v", err)
	}
}
