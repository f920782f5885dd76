package labels

import (
	"bytes"
	"compress/gzip"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMend(t *testing.T) {
	for in, want := range map[string]string{
		"it cost 26, 000 crowns, or 31. 8 a head": "it cost 26,000 crowns, or 31.8 a head",
		"they did n't pay the town 's share":      "they didn't pay the town's share",
		"the gate closed . nobody came .":         "the gate closed.\nnobody came.\n",
		"the gate closed. nobody came":            "the gate closed.\nnobody came",
		"Rowan closed the gate. nobody came":      "Rowan closed the gate. nobody came",
		"a two - day fair -LRB- in May -RRB-":     "a two-day fair ( in May )",
	} {
		if got := Mend(in); got != want {
			t.Errorf("%q became %q, not %q", in, got, want)
		}
	}
}

func TestStory(t *testing.T) {
	a := Story("the gate closed . nobody came .")
	if len(a.Sentences) != 2 || a.Sentences[1].Text != "nobody came." || a.Sentences[1].ID != 2 {
		t.Errorf("%+v", a.Sentences)
	}
}

func TestAUC(t *testing.T) {
	for _, c := range []struct {
		score []float64
		label []int
		want  float64
		ok    bool
	}{
		{[]float64{1, 2, 3, 4}, []int{0, 0, 1, 1}, 1, true},
		{[]float64{1, 2, 3, 4}, []int{1, 1, 0, 0}, 0, true},
		{[]float64{1, 1, 1, 1}, []int{0, 1, 0, 1}, 0.5, true},
		{[]float64{1, 3, 2, 4}, []int{0, 0, 1, 1}, 0.75, true},
		{[]float64{1, 2}, []int{1, 1}, 0, false},
		{nil, nil, 0, false},
	} {
		if got, ok := AUC(c.score, c.label); got != c.want || ok != c.ok {
			t.Errorf("%v %v: %v %v", c.score, c.label, got, ok)
		}
	}
}

func TestBalanced(t *testing.T) {
	score, label := []float64{0.1, 0.4, 0.6, 0.9}, []int{0, 1, 0, 1}
	if got, ok := Balanced(score, label, 0.5); got != 0.5 || !ok {
		t.Error(got, ok)
	}
	if _, ok := Balanced(score, []int{1, 1, 1, 1}, 0.5); ok {
		t.Error("labels of one kind have no balance")
	}
	if at := BestThreshold([]float64{0.1, 0.2, 0.8, 0.9}, []int{0, 0, 1, 1}); at != 0.5 {
		t.Error(at)
	}
}

func TestSpearman(t *testing.T) {
	for _, c := range []struct {
		a, b []float64
		want float64
		ok   bool
	}{
		{[]float64{1, 2, 3}, []float64{10, 20, 30}, 1, true},
		{[]float64{1, 2, 3}, []float64{3, 2, 1}, -1, true},
		{[]float64{1, 2, 2, 3}, []float64{1, 2, 3, 4}, 4.5 / math.Sqrt(22.5), true},
		{[]float64{1, 1, 1}, []float64{1, 2, 3}, 0, true},
		{[]float64{1, 2, 3}, []float64{5, 5, 5}, 0, false},
	} {
		if got, ok := Spearman(c.a, c.b); math.Abs(got-c.want) > 1e-12 || ok != c.ok {
			t.Errorf("%v %v: %v %v, not %v", c.a, c.b, got, ok, c.want)
		}
	}
}

func TestInterval(t *testing.T) {
	groups, x := make([][]int, 400), make([]float64, 400)
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range groups {
		groups[i], x[i] = []int{i}, rng.NormFloat64()
	}
	low, high := Interval(groups, 500, func(members []int) (float64, bool) {
		sum := 0.0
		for _, i := range members {
			sum += x[i]
		}
		return sum / float64(len(members)), true
	})
	if width := high - low; width < 0.15 || width > 0.25 { // 2 * 1.96 / sqrt(400) = 0.196
		t.Errorf("%.3f to %.3f", low, high)
	}
}

// drawn makes samples whose label goes by the first column, whose second is
// noise, and whose third goes the other way.
func drawn(n int) []Sample {
	rng := rand.New(rand.NewPCG(3, 4))
	var out []Sample
	for i := range n {
		s := Sample{Origin: "a", Doc: string(rune('A' + i%50)), X: []float64{rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()}}
		base := 0.0
		if i%2 == 1 {
			s.Origin, base = "b", 1
		}
		if rng.Float64() < 1/(1+math.Exp(-(base-2*s.X[0]+s.X[2]))) {
			s.Label = 1
		}
		out = append(out, s)
	}
	return out
}

func TestFit(t *testing.T) {
	w := Fit(drawn(4000), 1)
	if w[0] > -1.5 || w[0] < -2.2 || math.Abs(w[1]) > 0.1 || w[2] != 0 {
		t.Errorf("weights are %.2f, not about -2, 0 and 0: no fact may raise a score", w)
	}
}

func TestFolds(t *testing.T) {
	samples := drawn(400)
	learn := func(train []Sample) func(Sample) float64 {
		known := map[string]bool{}
		for _, s := range train {
			known[s.Doc] = true
		}
		return func(s Sample) float64 {
			if known[s.Doc] {
				t.Errorf("article %s is among those that were learnt from", s.Doc)
			}
			return -s.X[0]
		}
	}
	if macro, ok := Macro(samples, ByDoc(samples, 5, "", learn)); !ok || macro < 0.8 {
		t.Error(macro, ok)
	}
	if got := ByOrigin(samples[:40:40], func([]Sample) func(Sample) float64 { return func(s Sample) float64 { return s.X[0] } }); got[3] != samples[3].X[0] {
		t.Error(got[3])
	}
}

func TestReadPairs(t *testing.T) {
	line := `{"id":"1","doc":"d","origin":"o","article":"A.","summary":"B.","label":1}` + "\n"
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(line + "\n" + line))
	z.Close()
	for name, c := range map[string]struct {
		data    string
		pairs   int
		problem string
	}{
		"plain":     {line, 1, ""},
		"packed":    {packed.String(), 2, ""},
		"no label":  {line + `{"doc":"d"}`, 0, "line 2: a pair has"},
		"not JSON":  {"x", 0, "line 1"},
		"empty":     {"", 0, "no lines"},
		"cut short": {packed.String()[:20], 0, "EOF"},
	} {
		path := filepath.Join(t.TempDir(), "pairs")
		if err := os.WriteFile(path, []byte(c.data), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ReadPairs(path)
		if len(got) != c.pairs || (err == nil) != (c.problem == "") || err != nil && !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%s: %d pairs, %v", name, len(got), err)
		}
	}
}
