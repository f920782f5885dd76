package compare

import (
	"strconv"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// weighted gives the items of both sides weights.
func weighted(base, candidate *Side, weight func(item int) float64) {
	for _, side := range []*Side{base, candidate} {
		for i := range side.Items {
			side.Items[i].Weight = weight(i)
		}
	}
}

// TestWeightsAreRelative: neither tiny nor huge ones change what comes out.
func TestWeightsAreRelative(t *testing.T) {
	want := ""
	for _, weight := range []float64{1, 5e-324, 1e308} {
		base, candidate := pair(40, -0.05, 0, 0.02)
		weighted(base, candidate, func(int) float64 { return weight })
		c, err := Compare(base, candidate, gateOf(map[string]float64{"quality": 0.02}))
		if err != nil {
			t.Fatal(err)
		}
		m := c.Score("quality")
		got := figures(m)
		if want == "" {
			want = got
		}
		if m.Verdict != Regression || got != want {
			t.Errorf("weights of %g: %s %s, want %s", weight, m.Verdict, got, want)
		}
	}
}

func short(v float64) string { return strconv.FormatFloat(v, 'g', 7, 64) }

func figures(m *Metric) string {
	return strings.Join([]string{short(*m.Base), short(*m.Change), short(*m.Low), short(*m.DropP)}, " ")
}

// TestOneItemCannotOutweighAll: what one item says is no verdict.
func TestOneItemCannotOutweighAll(t *testing.T) {
	for _, shift := range []float64{-0.1, 0.1} {
		base, candidate := pair(40, shift, 0, 0.02)
		weighted(base, candidate, func(i int) float64 { return []float64{1e9, 1}[min(i, 1)] })
		c, err := Compare(base, candidate, gateOf(map[string]float64{"quality": 0.02}))
		if err != nil {
			t.Fatal(err)
		}
		m := c.Score("quality")
		if m.Verdict != Inconclusive || !strings.Contains(strings.Join(m.Notes, ""), "weights differ") {
			t.Errorf("shift %g: %s %v", shift, m.Verdict, m.Notes)
		}
	}
}

// TestRoundingIsNoChange: one sample against three of the same value is equal on
// every item, though the mean of three rounds.
func TestRoundingIsNoChange(t *testing.T) {
	values := func(i int) (float64, float64, float64) { return 0.1 + float64(i)/7, 0.3 + float64(i)/11, 0.7 }
	base, candidate := sideOf("base", 60, values), sideOf("candidate", 60, values)
	candidate.Samples = 3
	for i := range candidate.Items {
		first := candidate.Items[i].Samples[0]
		for k := 2; k <= 3; k++ {
			candidate.Items[i].Samples = append(candidate.Items[i].Samples, Sample{K: k, Scores: first.Scores})
		}
	}
	for _, sides := range [][2]*Side{{base, candidate}, {candidate, base}} {
		c, err := Compare(sides[0], sides[1], gateOf(map[string]float64{"quality": 0, "cost": 0}))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range c.Metrics {
			if *m.Change != 0 || m.ItemsBetter+m.ItemsWorse > 0 || m.Flag != "" || m.Gated && m.Verdict != Pass {
				t.Errorf("%s: %+v", m.Name, m)
			}
		}
	}
}

func TestNumbersThatAreNoScoresAreRefused(t *testing.T) {
	base, candidate := pair(20, 0, 0, 0.02)
	candidate.Items[3].Samples[0].Scores[0].Value = val(1e308)
	_, err := Compare(base, candidate, eval.Gate{})
	if fault.CodeOf(err) != fault.BadUsage || !strings.Contains(err.Error(), "1 score in candidate that nothing can be reckoned with: i003 (quality 1e+308)") {
		t.Errorf("%v", err)
	}
}

func TestHeadlinesThatNobodyScoredAreTold(t *testing.T) {
	base, candidate := pair(20, 0, 0, 0.02)
	for _, side := range []*Side{base, candidate} {
		for i := range side.Items {
			side.Items[i].Samples[0].Scores[0] = metric.Score{Name: "quality", Unscored: "no reference"}
		}
	}
	c, err := Compare(base, candidate, eval.Gate{})
	if err != nil {
		t.Fatal(err)
	}
	if c.Score("quality").Gated || !strings.Contains(strings.Join(c.Notes, "\n"), "quality decides nothing: neither run could score any item") {
		t.Errorf("%+v", c.Notes)
	}
	c, err = Compare(base, candidate, gateOf(map[string]float64{"quality": 0.1}))
	if err != nil || c.Verdict != Inconclusive {
		t.Errorf("named in the gate: %v, %v", c.Verdict, err)
	}
}
