package ground

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/nutgraf/nutgraf/internal/labels"
	"github.com/nutgraf/nutgraf/summarize/article"
)

// ridge is how strongly weights are held near 0, per standard deviation.
const ridge = 10

// TestFitSupport fits the weights of support to pairs that people judged, and
// says how well they do on pairs that they were not fitted to. NUTGRAF_DATA is
// the file of pairs; with NUTGRAF_WEIGHTS the weights are printed as YAML.
func TestFitSupport(t *testing.T) {
	path := os.Getenv("NUTGRAF_DATA")
	if path == "" {
		t.Skip("NUTGRAF_DATA is not set")
	}
	pairs, err := labels.ReadPairs(path)
	if err != nil {
		t.Fatal(err)
	}
	samples, verdicts := supportSamples(pairs)
	model := load[supportModel]("support", "weights")
	learn := func(train []labels.Sample) func(labels.Sample) float64 {
		w := labels.Fit(train, ridge)
		return func(s labels.Sample) float64 { return dot(w, s.X) }
	}
	table(samples, "shipped", each(samples, func(s labels.Sample) float64 { return model.Slope * s.X[0] }))
	table(samples, "fitted", each(samples, learn(samples)))
	for _, salt := range []string{"a", "b", "c"} {
		table(samples, "by article "+salt, labels.ByDoc(samples, 10, salt, learn))
	}
	table(samples, "by origin", labels.ByOrigin(samples, learn))

	all := withVerdicts(samples, verdicts)
	table(all, "whole, fitted", each(all, learn(all)))
	table(all, "whole, by article", labels.ByDoc(all, 10, "a", learn))
	table(all, "whole, by origin", labels.ByOrigin(all, learn))
	if os.Getenv("NUTGRAF_WEIGHTS") != "" {
		printWeights(samples, all)
	}
}

// printWeights prints the fitted part of weights.yaml.
func printWeights(samples, all []labels.Sample) {
	w := labels.Fit(samples, ridge)
	fmt.Printf("bias: %.2f\nslope: %.2f\n", bias(samples, w), w[0])
	fmt.Println("# what a finding of another rule adds to the odds of the whole\nwhole:")
	found := labels.Fit(all, ridge)[len(w):]
	for k, verdict := range []Verdict{Fail, Warn} {
		fmt.Printf("  %s: {", verdict)
		for j, name := range otherRules() {
			if j > 0 {
				fmt.Print(", ")
			}
			fmt.Printf("%s: %.2f", name, found[2*j+k])
		}
		fmt.Println("}")
	}
}

// otherRules are the rules whose verdicts count for the whole.
func otherRules() []string {
	return slices.DeleteFunc(RuleNames(), func(name string) bool { return name == "support" })
}

func supportSamples(pairs []labels.Pair) (samples []labels.Sample, verdicts []map[string]float64) {
	model := load[supportModel]("support", "weights")
	checkers := map[string]*Checker{}
	for _, p := range pairs {
		c := checkers[p.Article]
		if c == nil {
			c = New(labels.Story(p.Article), Options{})
			checkers[p.Article] = c
		}
		claim := article.Claim{ID: "t1", Text: labels.Mend(p.Summary)}
		f, _ := newSupportRule(c).(*supportRule).read(c.read(claim), nil)
		samples = append(samples, labels.Sample{Origin: p.Origin, Doc: p.Doc, X: []float64{model.density(f)}, Label: p.Label})
		count := map[string]float64{}
		for _, found := range c.Check(claim).Claims[0].Findings {
			count[found.Rule+" "+string(found.Verdict)]++
		}
		verdicts = append(verdicts, count)
	}
	return samples, verdicts
}

// ruleColumns are the verdicts that count for the whole: each rule's fail and warn.
func ruleColumns() []string {
	var out []string
	for _, name := range otherRules() {
		out = append(out, name+" "+string(Fail), name+" "+string(Warn))
	}
	return out
}

func withVerdicts(samples []labels.Sample, verdicts []map[string]float64) []labels.Sample {
	out := slices.Clone(samples)
	for i := range out {
		out[i].X = slices.Clone(out[i].X)
		for _, column := range ruleColumns() {
			out[i].X = append(out[i].X, min(mostCounted, verdicts[i][column]))
		}
	}
	return out
}

func dot(w, x []float64) float64 {
	s := 0.0
	for i := range w {
		s += w[i] * x[i]
	}
	return s
}

func each(samples []labels.Sample, score func(labels.Sample) float64) []float64 {
	out := make([]float64, len(samples))
	for i, s := range samples {
		out[i] = score(s)
	}
	return out
}

// bias is the intercept with which support is right on average when each origin,
// and in it supported and unsupported, count the same.
func bias(samples []labels.Sample, w []float64) float64 {
	size := map[string]float64{}
	key := func(s labels.Sample) string { return fmt.Sprint(s.Origin, s.Label) }
	for _, s := range samples {
		size[key(s)]++
	}
	low, high := -20.0, 20.0
	for range 60 {
		mid, excess := (low+high)/2, 0.0
		for _, s := range samples {
			if s.Origin != labels.OneSided {
				excess += (chance(mid+dot(w, s.X)) - float64(s.Label)) / size[key(s)]
			}
		}
		if excess > 0 {
			high = mid
		} else {
			low = mid
		}
	}
	return (low + high) / 2
}

func table(samples []labels.Sample, name string, scores []float64) {
	score, label := map[string][]float64{}, map[string][]int{}
	for i, s := range samples {
		score[s.Origin], label[s.Origin] = append(score[s.Origin], scores[i]), append(label[s.Origin], s.Label)
	}
	fmt.Printf("%-20s", name)
	for _, o := range slices.Sorted(maps.Keys(score)) {
		if auc, ok := labels.AUC(score[o], label[o]); ok && o != labels.OneSided {
			fmt.Printf(" %s %.3f", o, auc)
		}
	}
	macro, _ := labels.Macro(samples, scores)
	fmt.Printf("  mean %.4f\n", macro)
}
