package meta

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// words scores a summary by the number of its words, and leaves "unscored" so.
type words struct{}

func (words) Scores() []metric.Info { return []metric.Info{{Name: "words", Headline: true}} }

func (words) Score(_ context.Context, s *metric.Sample) ([]metric.Score, error) {
	if s.Text == "broken" {
		return nil, errors.New("broken")
	}
	n := float64(len(strings.Fields(s.Text)))
	if s.Text == "unscored" {
		return []metric.Score{{Name: "words", Unscored: "as asked"}}, nil
	}
	return []metric.Score{{Name: "words", Value: &n}}, nil
}

// document has a summary of as many words as lengths say, with ratings.
func document(id string, lengths []int, ratings ...float64) Document {
	d := Document{ID: id, Article: "The mill burned."}
	for i, n := range lengths {
		s := Summary{System: fmt.Sprint("s", i), Text: strings.TrimSpace(strings.Repeat("mill ", n)), Human: map[string]float64{"quality": ratings[i]}}
		d.Systems = append(d.Systems, s)
	}
	return d
}

func measure(t *testing.T, documents ...Document) *Report {
	t.Helper()
	r, err := Measure(context.Background(), documents, []metric.Metric{words{}}, Options{Resamples: 200})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func near(t *testing.T, name string, v *Value, want float64) {
	t.Helper()
	if v == nil || math.Abs(v.Value-want) > 1e-9 {
		t.Errorf("%s: %+v, not %v", name, v, want)
	}
}

func TestKnownCorrelations(t *testing.T) {
	r := measure(t,
		document("same order", []int{1, 2, 3, 4}, 1, 2, 3, 5),
		document("one pair swapped", []int{1, 2, 3, 4}, 2, 1, 3, 4),
		document("same ratings", []int{1, 2, 3, 4}, 3, 3, 3, 3),
		document("same lengths", []int{2, 2, 2, 2}, 1, 2, 3, 4),
	)
	c := r.Metrics[0].Dimensions[0]
	// Spearman 1 and 0.8, Kendall 1 and 4/6.
	near(t, "rho", c.Summary.Spearman, 0.9)
	near(t, "tau", c.Summary.Kendall, (1+4.0/6)/2)
	// The means of the systems are 1.5, 2, 2.5, 3 words... and 1.75, 2, 3, 4.
	near(t, "rho of systems", c.System.Spearman, 1)
	near(t, "tau of systems", c.System.Kendall, 1)
	if c.Documents != 2 || c.SameRatings != 1 || c.SameScores != 1 {
		t.Errorf("documents %d, same ratings %d, same scores %d", c.Documents, c.SameRatings, c.SameScores)
	}
	if c.Summary.Spearman.Low != nil || r.Metrics[0].Mean != nil || r.Ceiling != nil {
		t.Errorf("an interval of four documents, a mean of one dimension or a ceiling of nobody: %+v", r.Metrics[0])
	}
}

func TestIntervals(t *testing.T) {
	var documents []Document
	for i := range 12 {
		ratings := []float64{1, 2, 3, 4}
		ratings[i%3], ratings[i%3+1] = ratings[i%3+1], ratings[i%3]
		if i%4 == 0 {
			ratings = []float64{1, 2, 3, 4}
		}
		documents = append(documents, document(fmt.Sprint(i), []int{1, 2, 3, 4}, ratings...))
	}
	v := measure(t, documents...).Metrics[0].Dimensions[0].Summary.Spearman
	if v.Low == nil || !(*v.Low < v.Value && v.Value < *v.High) || *v.Low < 0.8 || *v.High > 1 {
		t.Errorf("%v [%v, %v]", v.Value, v.Low, v.High)
	}
	again := measure(t, documents...).Metrics[0].Dimensions[0].Summary.Spearman
	if *again.Low != *v.Low || *again.High != *v.High {
		t.Error("the same seed gives other intervals")
	}
}

func TestUnscored(t *testing.T) {
	d := document("d", []int{1, 2, 3}, 1, 2, 3)
	d.Systems = append(d.Systems, Summary{System: "x", Text: "unscored", Human: map[string]float64{"quality": 1}})
	m := measure(t, d).Metrics[0]
	if m.Scored != 3 || m.Unscored != 1 || m.Reason != "as asked" {
		t.Errorf("%+v", m)
	}
	near(t, "rho", m.Dimensions[0].Summary.Spearman, 1)
	for i := range d.Systems {
		d.Systems[i].Text = "unscored"
	}
	if m := measure(t, d).Metrics[0]; m.Scored != 0 || m.Dimensions != nil {
		t.Errorf("%+v", m)
	}
	d.Systems[0].Text = "broken"
	if _, err := Measure(context.Background(), []Document{d}, []metric.Metric{words{}}, Options{}); err == nil {
		t.Error("a metric's error is lost")
	}
}

func TestCeiling(t *testing.T) {
	line := func(id string, a ...string) string {
		var systems []string
		for i, ratings := range a {
			systems = append(systems, fmt.Sprintf(`{"system":"s%d","summary":"a","annotators":{"quality":%s}}`, i, ratings))
		}
		return fmt.Sprintf(`{"id":%q,"article":"A.","systems":[%s]}`, id, strings.Join(systems, ",")) + "\n"
	}
	documents, err := Read(strings.NewReader(line("a", "[1,1]", "[2,2]", "[3,3]")+line("b", "[1,2]", "[2,1]", "[3,3]")), "f")
	if err != nil {
		t.Fatal(err)
	}
	if got := documents[1].Systems[0].Human["quality"]; got != 1.5 {
		t.Errorf("the mean of annotators is %v", got)
	}
	c := measure(t, documents...).Ceiling
	near(t, "ceiling", c.Dimensions[0].Summary.Spearman, 0.75) // 1, and 0.5
}

func TestSentenceLines(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "",
		"One. Two! Three?":        "One.\nTwo!\nThree?",
		"one . two .":             "one .\ntwo .",
		"“One.” Two":              "“One.”\nTwo",
		"it cost 3.5 million":     "it cost 3.5 million",
		"one . ''":                "one . ''",
		"  one\n\n two  three \n": "one\ntwo three",
		"no stop\nat all":         "no stop\nat all",
	} {
		if got := SentenceLines(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

func TestBadLines(t *testing.T) {
	const good = `{"id":"a","article":"A.","systems":[{"system":"s","summary":"b","human":{"q":1}}]}`
	for _, test := range []struct{ file, want string }{
		{"", "f: there are no documents"},
		{"\n\n", "f: there are no documents"},
		{good + "\n{", "f:2: it is not JSON"},
		{"[]", "f:1:"},
		{good + "\n\n" + good, "f:3: the same id as in line 1"},
		{`{"article":"A."}`, `f:1: there are no "systems"`},
		{`{"systems":[{"summary":"b","human":{"q":1}}]}`, `f:1: summary 1 has no "system"`},
		{`{"systems":[{"system":"s","human":{"q":1}},{"system":"s","human":{"q":1}}]}`, `f:1: system "s" is there twice`},
		{`{"systems":[{"system":"s","summary":"b"}]}`, "there is no rating"},
		{`{"systems":[{"system":"s","human":{"q":"good"}}]}`, `f:1: "systems.human" must not be a JSON string`},
		{`{"systems":[{"system":"s","annotators":{"q":[]}}]}`, `"q" has no rating`},
		{strings.Repeat("{\n", 30), "f: and 10 lines more"},
		{"\x1f\x8bnot gzip", "cannot be unpacked"},
	} {
		_, err := Read(strings.NewReader(test.file), "f")
		if fault.CodeOf(err) != fault.BadUsage || !strings.Contains(fmt.Sprint(err), test.want) {
			t.Errorf("%.60q: %v, not %q", test.file, err, test.want)
		}
	}
}

func TestReadPacked(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprintln(z, `{"article":"A.","systems":[{"system":"s","summary":"b","human":{"q":1},"more":1}],"other":true}`)
	z.Close()
	documents, err := Read(&packed, "f")
	if err != nil || len(documents) != 1 || documents[0].ID != "line 1" {
		t.Errorf("%v %+v", err, documents)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"article":"A.","references":["r"],"systems":[{"system":"s","summary":"b","human":{"q":1},"annotators":{"q":[1,2]}}]}`))
	f.Add([]byte("{\n\x1f\x8b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		documents, err := Read(bytes.NewReader(data), "f")
		if err != nil {
			if fault.CodeOf(err) != fault.BadUsage {
				t.Errorf("%v", err)
			}
			return
		}
		if len(documents) > 20 {
			return
		}
		r, err := Measure(context.Background(), documents, []metric.Metric{words{}}, Options{Resamples: 100})
		if err != nil && err.Error() != "broken" {
			t.Fatal(err)
		}
		if _, err := json.Marshal(r); err != nil {
			t.Error(err)
		}
	})
}

// devDigest is that of the file that the numbers of TestProtocol are about.
const devDigest = "06e37fb2c52b6247de2eb7cd405e4d260e8a7f6587869f553cc5bfd8a3e347dc"

// TestProtocol holds summary-level Spearman on half of SummEval against numbers
// made otherwise: a program of a few lines with NLTK's stemmer and SciPy's
// spearmanr, mean over eleven references.
func TestProtocol(t *testing.T) {
	found, _ := filepath.Glob(filepath.Join(os.Getenv("NUTGRAF_DATA"), "summeval.dev.jsonl.gz"))
	if len(found) == 0 {
		found = []string{os.Getenv("NUTGRAF_DATA")}
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Skip("NUTGRAF_DATA names no rated summaries")
	}
	if z, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
		if plain, err := io.ReadAll(z); err != nil || fmt.Sprintf("%x", sha256.Sum256(plain)) != devDigest {
			t.Skip("NUTGRAF_DATA names other data")
		}
	}
	documents, err := Read(bytes.NewReader(data), "f")
	if err != nil {
		t.Fatal(err)
	}
	metrics, err := metric.New([]string{"rouge1", "rougeLsum"}, metric.Options{MeanOverReferences: true})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Measure(context.Background(), documents, metrics, Options{Resamples: 100})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]float64{"rouge1.f": {0.200, 0.190, 0.168, 0.320}, "rougeLsum.f": {0.189, 0.159, 0.161, 0.327}}
	for _, m := range r.Metrics {
		for i, rho := range want[m.Name] {
			// The program cuts a few sentences otherwise.
			if got := m.Dimensions[i].Summary.Spearman.Value; math.Abs(got-rho) > 0.005 {
				t.Errorf("%s, %s: %.3f, not %.3f", m.Name, r.Dimensions[i], got, rho)
			}
		}
	}
}
