package compare

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func val(v float64) *float64 { return &v }

var twoScores = []metric.Info{
	{Name: "quality", Signature: "q|v:1", Better: metric.Higher, Headline: true},
	{Name: "cost", Signature: "c|v:1", Better: metric.Lower, Headline: true},
	{Name: "length", Signature: "l|v:1", Better: metric.Neither},
}

// sideOf makes a side of n items, one sample each, with scores from values.
func sideOf(name string, n int, values func(item int) (quality, cost, length float64)) *Side {
	s := &Side{Name: name, Arm: name, Suite: "s", SuiteDigest: "d", Samples: 1, Scores: twoScores}
	for i := range n {
		q, c, l := values(i)
		s.Items = append(s.Items, Item{ID: fmt.Sprintf("i%03d", i), Samples: []Sample{{K: 1, Scores: []metric.Score{
			{Name: "quality", Value: &q}, {Name: "cost", Value: &c}, {Name: "length", Value: &l},
		}}}})
	}
	return s
}

// pair makes a base and a candidate whose quality and cost differ by so much, with
// noise.
func pair(n int, quality, cost, noise float64) (base, candidate *Side) {
	r := rand.New(rand.NewPCG(5, 5))
	values := func(dq, dc float64) func(i int) (float64, float64, float64) {
		return func(i int) (float64, float64, float64) {
			return 0.5 + 0.01*float64(i%10) + dq + noise*r.NormFloat64(), 2 + dc + noise*r.NormFloat64(), 9
		}
	}
	return sideOf("base", n, values(0, 0)), sideOf("candidate", n, values(quality, cost))
}

func gateOf(deltas map[string]float64) eval.Gate {
	g := eval.Gate{Metrics: map[string]eval.GateMetric{}}
	for name, d := range deltas {
		g.Metrics[name] = eval.GateMetric{Delta: &d}
	}
	return g
}

var verdicts = []struct {
	name          string
	n             int
	quality, cost float64
	noise         float64
	deltas        map[string]float64
	want          map[string]Verdict
	overall       Verdict
}{
	{
		"nothing changed much", 100, 0, 0, 0.02,
		map[string]float64{"quality": 0.02, "cost": 0.02},
		map[string]Verdict{"quality": Pass, "cost": Pass},
		Pass,
	},
	{
		"quality fell", 100, -0.05, 0, 0.02,
		map[string]float64{"quality": 0.02, "cost": 0.02},
		map[string]Verdict{"quality": Regression, "cost": Pass},
		Regression,
	},
	{
		"quality fell by less than delta", 100, -0.02, 0, 0.02,
		map[string]float64{"quality": 0.05},
		map[string]Verdict{"quality": Pass},
		Pass,
	},
	{
		"cost rose", 100, 0, 0.05, 0.02,
		map[string]float64{"quality": 0.02, "cost": 0.02},
		map[string]Verdict{"quality": Pass, "cost": Regression},
		Regression,
	},
	{
		"cost fell", 100, 0, -0.5, 0.02,
		map[string]float64{"cost": 0.02},
		map[string]Verdict{"cost": Pass},
		Pass,
	},
	{
		"too noisy", 20, 0, 0, 0.3,
		map[string]float64{"quality": 0.02},
		map[string]Verdict{"quality": Inconclusive},
		Inconclusive,
	},
	{
		"one regression and one too noisy", 20, -0.9, 0, 0.3,
		map[string]float64{"quality": 0.02, "cost": 0.02},
		map[string]Verdict{"quality": Regression, "cost": Inconclusive},
		Regression,
	},
	{
		"four items", 4, -0.9, 0, 0.01,
		map[string]float64{"quality": 0.02},
		map[string]Verdict{"quality": Inconclusive},
		Inconclusive,
	},
	{
		"delta 0", 100, 0.1, 0, 0.02,
		map[string]float64{"quality": 0},
		map[string]Verdict{"quality": Pass},
		Pass,
	},
}

func TestVerdicts(t *testing.T) {
	for _, tc := range verdicts {
		t.Run(tc.name, func(t *testing.T) {
			base, candidate := pair(tc.n, tc.quality, tc.cost, tc.noise)
			c, err := Compare(base, candidate, gateOf(tc.deltas))
			if err != nil {
				t.Fatal(err)
			}
			if c.Verdict != tc.overall {
				t.Errorf("verdict %s, want %s", c.Verdict, tc.overall)
			}
			for _, m := range c.Metrics {
				if m.Verdict != tc.want[m.Name] {
					t.Errorf("%s: %s, want %q (change %v, %v to %v, p %v)", m.Name, m.Verdict, tc.want[m.Name], *m.Change, m.Low, m.High, m.DropPAdjusted)
				}
				if (m.Verdict == Inconclusive) != (m.Needed != nil) {
					t.Errorf("%s: %s with %v items needed", m.Name, m.Verdict, m.Needed)
				}
				if m.Needed != nil && *m.Needed <= tc.n {
					t.Errorf("%s: %d items needed, and there are %d", m.Name, *m.Needed, tc.n)
				}
			}
		})
	}
}

func TestWhatAComparisonHolds(t *testing.T) {
	base, candidate := pair(60, -0.05, 0, 0.02)
	for _, s := range []*Side{base, candidate} {
		for i := range s.Items {
			s.Items[i].Tags = []string{[]string{"odd", "even"}[i%2], "odd"}[:1+i%2]
			s.Items[i].Lang = []string{"en", "tr"}[i%2]
		}
	}
	c, err := Compare(base, candidate, eval.Gate{Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	q := c.Score("quality")
	if !q.Gated || q.Flag != "worse" || q.Items != 60 || q.Clusters != 60 || q.ItemsBetter+q.ItemsWorse != 60 {
		t.Errorf("quality: %+v", q)
	}
	if math.Abs(*q.Base-*q.Candidate+*q.Change) > 1e-12 || !(*q.Low < *q.Change && *q.Change < *q.High) || *q.High >= 0 {
		t.Errorf("base %v, candidate %v, change %v from %v to %v", *q.Base, *q.Candidate, *q.Change, *q.Low, *q.High)
	}
	if math.Abs(*q.Delta-0.05**q.Base) > 1e-12 || q.NoiseFloor != nil || *q.Detectable <= *q.Delta {
		t.Errorf("delta %v, noise floor %v, detectable %v", *q.Delta, q.NoiseFloor, *q.Detectable)
	}
	if *q.DropP > *q.DropPAdjusted || *q.P > *q.PAdjusted || *q.DropPAdjusted > 0.001 {
		t.Errorf("p-values %v %v %v %v", *q.DropP, *q.DropPAdjusted, *q.P, *q.PAdjusted)
	}
	if l := c.Score("length"); l.Gated || l.Verdict != "" || l.DropP != nil || *l.P != 1 {
		t.Errorf("length: %+v", l)
	}
	var tags []string
	for _, s := range c.Slices {
		if s.Metric == "quality" {
			tags = append(tags, fmt.Sprintf("%s %d", s.Tag, s.Items))
		}
	}
	if want := []string{"even 30", "lang:en 30", "lang:tr 30", "odd 60"}; !cmp.Equal(tags, want) {
		t.Errorf("slices %v, want %v", tags, want)
	}
	if len(c.Worst) != mostWorst || c.Worst[0].Deviations < c.Worst[1].Deviations {
		t.Errorf("worst: %+v", c.Worst)
	}
	if !strings.Contains(c.Signature, "seed:3") || !strings.Contains(c.Signature, "adj:maxt-stepdown") {
		t.Errorf("signature %s", c.Signature)
	}
	if _, err := json.Marshal(c); err != nil {
		t.Error(err)
	}
}

// TestSidesExchanged: what is lost in one direction is won in the other.
func TestSidesExchanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		values := func(int) (float64, float64, float64) { return r.NormFloat64(), float64(r.IntN(3)), 0 }
		a, b := sideOf("a", n, values), sideOf("b", n, values)
		gate := eval.Gate{Resamples: 1000}
		there, err := Compare(a, b, gate)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Compare(b, a, gate)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range there.Metrics {
			o := back.Metrics[i]
			if math.Abs(*m.Change+*o.Change) > 1e-12 || *m.PAdjusted != *o.PAdjusted || m.ItemsBetter != o.ItemsWorse || (m.Low == nil) != (o.Low == nil) {
				t.Errorf("there %+v\nback %+v", m, o)
			}
			if m.Verdict == Regression && o.Verdict == Regression {
				t.Errorf("%s: a regression there, and back %s", m.Name, o.Verdict)
			}
		}
	})
}

func TestOrderOfRecordsDoesNotMatter(t *testing.T) {
	base, candidate := pair(50, -0.01, 0, 0.05)
	want, err := Compare(base, candidate, eval.Gate{})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	r.Shuffle(50, func(i, j int) { base.Items[i], base.Items[j] = base.Items[j], base.Items[i] })
	got, err := Compare(base, candidate, eval.Gate{})
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("%v:\n%s", err, cmp.Diff(want, got))
	}
}

func TestEqualRunsPass(t *testing.T) {
	for _, n := range []int{1, 3, 50} {
		base, _ := pair(n, 0, 0, 0.3)
		c, err := Compare(base, base, gateOf(map[string]float64{"quality": 0, "cost": 0}))
		if err != nil || c.Verdict != Pass {
			t.Errorf("%d items: %v, %v", n, c, err)
		}
	}
}

func TestCorrections(t *testing.T) {
	base, candidate := pair(60, -0.012, 0.012, 0.03)
	p := map[eval.Correction]float64{}
	for _, correction := range []eval.Correction{eval.MaxT, eval.Holm, eval.NoCorrection} {
		c, err := Compare(base, candidate, eval.Gate{Correction: correction})
		if err != nil {
			t.Fatal(err)
		}
		p[correction] = *c.Score("quality").DropPAdjusted
	}
	if !(p[eval.NoCorrection] <= p[eval.MaxT] && p[eval.MaxT] <= p[eval.Holm]+0.001) {
		t.Errorf("adjusted p-values %v", p)
	}
}

func TestClustersAndWeights(t *testing.T) {
	base, candidate := pair(40, 0, 0, 0)
	for i := range candidate.Items {
		shift := []float64{-0.1, 0.1}[i/10%2] // four stories of ten items
		*candidate.Items[i].Samples[0].Scores[0].Value += shift
	}
	gate := gateOf(map[string]float64{"quality": 0.05})
	c, err := Compare(base, candidate, gate)
	if err != nil || c.Verdict != Pass {
		t.Fatalf("as if independent: %v, %v", c.Verdict, err)
	}
	for _, s := range []*Side{base, candidate} {
		for i := range s.Items {
			s.Items[i].Cluster = fmt.Sprint("story", i/10)
			s.Items[i].Weight = []float64{3, 1}[i/10%2]
		}
	}
	c, err = Compare(base, candidate, gate)
	q := c.Score("quality")
	if err != nil || c.Verdict != Inconclusive || c.Clusters != 4 || q.Clusters != 4 {
		t.Errorf("with four clusters: %v, %v", c.Verdict, err)
	}
	if math.Abs(*q.Change+0.05) > 1e-9 {
		t.Errorf("weighted change %v, want -.05", *q.Change)
	}
}

func TestSamplesAreAveraged(t *testing.T) {
	base, candidate := pair(30, 0, 0, 0.01)
	for i := range candidate.Items {
		item := &candidate.Items[i]
		for k := 2; k <= 3; k++ {
			q := *item.Samples[0].Scores[0].Value + float64(k)*0.03
			item.Samples = append(item.Samples, Sample{K: k, Scores: []metric.Score{{Name: "quality", Value: &q}, {Name: "cost", Unscored: "no price"}}})
		}
	}
	candidate.Samples = 3
	c, err := Compare(base, candidate, eval.Gate{})
	if err != nil {
		t.Fatal(err)
	}
	q := c.Score("quality")
	if math.Abs(*q.Change-0.05) > 0.01 || q.NoiseFloor == nil || q.PartlyScored != 0 {
		t.Errorf("quality %+v", q)
	}
	if cost := c.Score("cost"); cost.PartlyScored != 30 {
		t.Errorf("cost is partly scored on %d items", cost.PartlyScored)
	}
	if len(c.Notes) != 1 || c.Notes[0] != "the runs have 1 and 3 samples an item" {
		t.Errorf("notes %q", c.Notes)
	}
}

func TestUnscored(t *testing.T) {
	base, candidate := pair(30, 0, 0, 0.01)
	unscore := func(s *Side, item, score int) {
		s.Items[item].Samples[0].Scores[score] = metric.Score{Name: twoScores[score].Name, Unscored: "why"}
	}
	for i := range 3 {
		unscore(base, i, 0)
		unscore(candidate, i, 0)
	}
	for i := range 30 {
		unscore(base, i, 1)
		unscore(candidate, i, 1)
	}
	unscore(base, 7, 2)
	c, err := Compare(base, candidate, eval.Gate{})
	if err != nil {
		t.Fatal(err)
	}
	q, cost, length := c.Score("quality"), c.Score("cost"), c.Score("length")
	if q.Items != 27 || q.Unscored != 3 || cost.Gated || cost.Unscored != 30 || cost.Base != nil || length.OneSided != 1 || length.Items != 29 {
		t.Errorf("quality %+v\ncost %+v\nlength %+v", q, cost, length)
	}
	c, err = Compare(base, candidate, gateOf(map[string]float64{"cost": 1}))
	if err != nil || c.Verdict != Inconclusive {
		t.Errorf("a gate on what was never scored: %v, %v", c.Verdict, err)
	}
	unscore(base, 4, 0)
	unscore(candidate, 5, 0)
	_, err = Compare(base, candidate, eval.Gate{})
	for _, want := range []string{"1 item where quality is scored in candidate only: i004", "1 item where quality is scored in base only: i005"} {
		if fault.CodeOf(err) != fault.BadUsage || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

var refusals = map[string]struct {
	change func(s *Side)
	gate   eval.Gate
	code   fault.Code
	want   []string
}{
	"everything at once": {
		change: func(s *Side) {
			s.SuiteDigest = "other"
			s.Scores = append([]metric.Info{}, s.Scores...)
			s.Scores[0].Signature = "q|v:2"
			s.Items[0].ID = "new"
			s.Items[1].Samples[0].Error = "model_timeout"
			s.Items[2].Weight = 2
		},
		code: fault.BadUsage,
		want: []string{
			"the suites differ: base has s d, and candidate has s other", "quality is another score: base has q|v:1, and candidate has q|v:2",
			"1 item only in base: i000", "1 item only in candidate: new", "1 failed sample in candidate: i001 (model_timeout)",
			"1 item with another cluster or weight: i002",
		},
	},
	"failed": {
		change: func(s *Side) {
			s.Items[1].Samples[0].Error = "model_timeout"
			s.Items[2].Samples[0].Error = "internal"
		},
		code: fault.RunIncomplete, want: []string{"2 failed samples in candidate: i001 (model_timeout), i002 (internal)"},
	},
	"too few samples": {
		change: func(s *Side) { s.Samples = 2 }, code: fault.RunIncomplete, want: []string{"10 items without all samples in candidate: i000 (1 of 2)"},
	},
	"items without any": {
		change: func(s *Side) { s.SuiteItems = 12 }, code: fault.RunIncomplete, want: []string{"2 items of the suite without any sample in candidate"},
	},
	"twice": {
		change: func(s *Side) { s.Items = append(s.Items, s.Items[0]) }, code: fault.BadUsage, want: []string{"item i000 is twice in candidate"},
	},
	"direction": {
		change: func(s *Side) {
			s.Scores = append([]metric.Info{}, s.Scores...)
			s.Scores[1].Better = metric.Higher
		},
		code: fault.BadUsage, want: []string{"cost is better when lower in base, and when higher in candidate"},
	},
	"no such score": {gate: gateOf(map[string]float64{"qualty": 0}), code: fault.BadUsage, want: []string{"names qualty, which neither run has: they have quality, cost, length"}},
	"one run only": {
		change: func(s *Side) { s.Scores = s.Scores[:1] }, gate: gateOf(map[string]float64{"cost": 0}),
		code: fault.BadUsage, want: []string{"names cost, which candidate does not have"},
	},
	"neither":  {gate: gateOf(map[string]float64{"length": 0}), code: fault.BadUsage, want: []string{"names length, which describes"}},
	"gate":     {gate: eval.Gate{Alpha: 2}, code: fault.BadConfig, want: []string{"alpha 2"}},
	"no items": {change: func(s *Side) { s.Items = nil }, code: fault.BadUsage, want: []string{"10 items only in base"}},
}

func TestRefused(t *testing.T) {
	for name, tc := range refusals {
		t.Run(name, func(t *testing.T) {
			base, candidate := pair(10, 0, 0, 0.1)
			if tc.change != nil {
				tc.change(candidate)
			}
			c, err := Compare(base, candidate, tc.gate)
			if c != nil || fault.CodeOf(err) != tc.code {
				t.Fatalf("%v, code %s, want %s", err, fault.CodeOf(err), tc.code)
			}
			for _, want := range tc.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %v, want %q", err, want)
				}
			}
		})
	}
	empty := &Side{Name: "a", Scores: twoScores}
	if _, err := Compare(empty, empty, eval.Gate{}); fault.CodeOf(err) != fault.BadUsage {
		t.Errorf("no items at all: %v", err)
	}
}

// TestFalseAlarmsOfTheGate compares runs of the same arm, with delta 0 so that a
// significant drop is enough.
func TestFalseAlarmsOfTheGate(t *testing.T) {
	const runs = 400 / thin
	r := rand.New(rand.NewPCG(2026, 7))
	values := func(int) (float64, float64, float64) {
		common := r.ExpFloat64()
		return common + r.ExpFloat64(), -common + r.ExpFloat64(), 0
	}
	alarms := 0
	for s := range runs {
		gate := gateOf(map[string]float64{"quality": 0, "cost": 0})
		gate.Seed, gate.Resamples = uint64(s+1), 1000
		c, err := Compare(sideOf("base", 40, values), sideOf("candidate", 40, values), gate)
		if err != nil {
			t.Fatal(err)
		}
		if c.Verdict == Regression {
			alarms++
		}
	}
	if rate := float64(alarms) / runs; thin == 1 && rate < 0.03 || rate > 0.06*thin {
		t.Errorf("false alarms %.4f, want .03 to .06", rate)
	}
}

// BenchmarkCompare1000x8 has everything: tests, intervals, slices.
func BenchmarkCompare1000x8(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	sides := [2]*Side{}
	for k := range sides {
		s := &Side{Name: fmt.Sprint(k), Samples: 1}
		for m := range 8 {
			s.Scores = append(s.Scores, metric.Info{Name: fmt.Sprint("m", m), Better: metric.Higher, Headline: true})
		}
		for i := range 1000 {
			sample := Sample{K: 1}
			for m := range 8 {
				sample.Scores = append(sample.Scores, metric.Score{Name: fmt.Sprint("m", m), Value: val(r.NormFloat64())})
			}
			s.Items = append(s.Items, Item{ID: fmt.Sprint(i), Tags: []string{fmt.Sprint("t", i%5)}, Samples: []Sample{sample}})
		}
		sides[k] = s
	}
	for b.Loop() {
		if _, err := Compare(sides[0], sides[1], eval.Gate{}); err != nil {
			b.Fatal(err)
		}
	}
}
