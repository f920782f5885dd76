package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	unsafe "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/prefer"
	"github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

var update = flag.Bool("update", false, "write the goldens")

// ferry is a run of n items whose scores lie shift below those of shift 0.
func ferry(arm string, n int, shift float64) *run.Run {
	r := &run.Run{Head: run.Head{
		Format: run.Format, Suite: run.Suite{Name: "ferries", Digest: "0123456789abcdef", Items: n},
		Arms:    []run.Arm{{Name: arm, Engine: "model", Model: "small-1", Profile: run.Profile{Name: "default"}, Signature: "nutgraf:1|engine:" + arm}},
		Samples: 1, Replay: "strict", Version: "1.0.0",
		Scores: []metric.Info{
			{Name: "rouge1.f", Signature: "rouge1|v:1", Better: metric.Higher, About: "Words that both have", Headline: true},
			{Name: "house", Signature: "house|v:1", Better: metric.Higher, About: "Rules kept", Headline: true},
			{Name: "novelty.2", Signature: "novelty|v:1", Better: metric.Neither, About: "Pairs of words that are new"},
			{Name: "judge.fluency", Signature: "judge|v:1", Better: metric.Higher, About: "A model's mark"},
		},
	}}
	noise := rand.New(rand.NewPCG(7, uint64(1000*shift)))
	for i := range n {
		rouge, house, novelty, usd, in, out := 0.5+float64(i%7)/40-shift+noise.Float64()/50, 0.9, 0.2+shift, 0.0012, 900, 140
		r.Records = append(r.Records, run.Record{
			Item: fmt.Sprintf("ferry-%02d", i), Lang: "en", Cluster: fmt.Sprintf("ferry-%02d", i), Tags: []string{[]string{"local", "sport"}[i%2]}, Weight: 1, Arm: arm, K: 1,
			Result: drafted(i, shift), References: []article.Reference{{Why: "Two islands depend on it.", Takeaways: []string{"The ferry costs 4.2 million crowns", "It sails from March"}}},
			Scores: []metric.Score{
				{Name: "rouge1.f", Value: &rouge},
				{Name: "house", Value: &house},
				{Name: "novelty.2", Value: &novelty},
				{Name: "judge.fluency", Unscored: "the judge's answer could not be read"},
			},
			USD: &usd, InputTokens: &in, OutputTokens: &out, MS: int64(800 + 10*i),
		})
	}
	return r
}

func drafted(i int, shift float64) *summarize.Result {
	second := summarize.ClaimResult{ID: "t2", Text: "It sails from March"}
	if shift > 0 {
		second = summarize.ClaimResult{ID: "t2", Text: "Islanders are angry", Findings: []ground.Finding{{Rule: "support", Verdict: ground.Fail, Message: "nothing in the article says that anyone is angry"}}}
	}
	return &summarize.Result{
		Lang: "en", Article: summarize.ArticleRef{Title: fmt.Sprintf("Ferry %d is late", i)},
		Why: &summarize.ClaimResult{ID: "why", Text: "Two islands depend on it."},
		Takeaways: []summarize.ClaimResult{
			{ID: "t1", Text: fmt.Sprintf("The ferry costs %.1f million crowns", 4.2+shift*10)}, second,
		},
	}
}

// compared makes the report of two runs.
func compared(t testing.TB, base, candidate *run.Run) *Report {
	t.Helper()
	var sides []*compare.Side
	for _, r := range []*run.Run{base, candidate} {
		side, err := compare.FromRun(r, r.Arms[0].Name, r.Arms[0].Name+".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		sides = append(sides, side)
	}
	delta := 0.02
	c, err := compare.Compare(sides[0], sides[1], eval.Gate{Resamples: 2000, Metrics: map[string]eval.GateMetric{"rouge1.f": {Delta: &delta}, "house": {}}})
	if err != nil {
		t.Fatal(err)
	}
	return New(c, Source{Name: "base.jsonl", Run: base, Arm: base.Arms[0].Name}, Source{Name: "candidate.jsonl", Run: candidate, Arm: candidate.Arms[0].Name})
}

func written(t testing.TB, r *Report, format string) string {
	t.Helper()
	var out bytes.Buffer
	var err error
	switch format {
	case "text":
		err = r.Text(&out, TextOptions{})
	case "all":
		err = r.Text(&out, TextOptions{Color: true, All: true})
	case "md":
		err = r.Markdown(&out)
	case "xml":
		err = r.JUnit(&out)
	case "json":
		err = r.JSON(&out)
	case "html":
		err = r.HTML(&out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func reports(t *testing.T) map[string]*Report {
	failed := ferry("new", 6, 0)
	failed.Records[1].Error = &run.Failure{Code: "model_timeout", Message: "the model took too long"}
	failed.Records[1].Result, failed.Records[1].Scores, failed.Records[1].USD = nil, nil, nil
	failed.Records = failed.Records[:5]
	return map[string]*Report{
		"regression":   compared(t, ferry("old", 24, 0), ferry("new", 24, 0.1)),
		"inconclusive": compared(t, ferry("old", 6, 0), ferry("new", 6, 0.0185)),
		"pass":         compared(t, ferry("old", 24, 0), ferry("new", 24, 0)),
		"alone":        New(nil, Every("runs/new.jsonl", failed)...),
		"arms":         New(nil, Every("runs/models.jsonl", threeArms())...),
		"empty":        New(nil, Every("runs/empty.jsonl", &run.Run{Head: ferry("new", 3, 0).Head})...),
	}
}

// threeArms is a run with a long name in it.
func threeArms() *run.Run {
	all := ferry("extractive", 8, 0)
	for i, name := range []string{"model,small-1", "model,an-organisation-with-a-long-name/a-model-2026-11-20-preview-instruct"} {
		more := ferry(name, 8, 0.03*float64(i+1))
		all.Arms, all.Records = append(all.Arms, more.Arms...), append(all.Records, more.Records...)
	}
	return all
}

// TestClustersOfNoName: items without a cluster are their own.
func TestClustersOfNoName(t *testing.T) {
	r := ferry("new", 12, 0)
	for i := range r.Records {
		r.Records[i].Cluster, r.Records[i].Weight = "", 1e308
	}
	s := New(nil, Every("new", r)...).Arms[0].score("rouge1.f")
	if s.Low == nil || *s.Low >= *s.High || !(*s.Mean > 0.4 && *s.Mean < 0.7) {
		t.Errorf("%+v", s)
	}
}

// TestNumbersThatAreNoScores: they are left out, and everything can be written.
func TestNumbersThatAreNoScores(t *testing.T) {
	r, odd := ferry("new", 8, 0), -1e308
	r.Records[2].Scores[0].Value = &odd
	report := New(nil, Every("new", r)...)
	if s := report.Arms[0].score("rouge1.f"); s.Items != 7 || s.Unscored != 1 {
		t.Errorf("%+v", s)
	}
	for _, format := range []string{"text", "md", "xml", "json", "html"} {
		written(t, report, format)
	}
}

func TestGoldens(t *testing.T) {
	for name, r := range reports(t) {
		for _, format := range []string{"text", "all", "md", "xml", "json", "html"} {
			t.Run(name+"."+format, func(t *testing.T) {
				got := written(t, r, format)
				file := filepath.Join("testdata", name+"."+format+".golden")
				if *update {
					if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			})
		}
	}
}

func TestJSONHasItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../docs/schema/eval.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range reports(t) {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(written(t, r, "json")))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"format":"nutgraf.report/1","comparison":null,"preference":null,"arms":[{"name":5}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if schema.Validate(value) == nil {
		t.Error("the schema lets everything pass")
	}
}

// hostile are texts that would do harm where they are taken for more than text.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</style><script>x</script>`, `' onmouseover='x`, `{{.}}`, `]]><x/>`, "\x1b[31mred", "a\u202eb",
	"`|`| [x](http://example.invalid) ![y](z)", `<!--`, `&lt;b&gt;`, "</title><svg onload=x>", "javascript:x", "line\nbreak", "\x00\x01",
}

// spiked is a comparison with a text in every field that others write.
func spiked(t *testing.T, text string) *Report {
	runs := [2]*run.Run{ferry("old", 24, 0), ferry("new", 24, 0.1)}
	for _, r := range runs {
		r.Suite.Name, r.Arms[0].Model, r.Arms[0].Signature, r.Version, r.Arms[0].Profile.Name = text, text, text, text, text
		for i := range r.Records {
			rec := &r.Records[i]
			rec.Item, rec.Cluster = text+rec.Item, text+rec.Item
			rec.Tags = []string{text}
			rec.Result.Article.Title, rec.Result.Why.Text = text, text
			for k := range rec.Result.Takeaways {
				rec.Result.Takeaways[k].Text += text
				rec.Result.Takeaways[k].Findings = []ground.Finding{{Rule: "name", Verdict: ground.Fail, Message: text, Found: text}}
			}
			rec.References = []article.Reference{{Why: text, Takeaways: []string{text}}}
		}
	}
	return compared(t, runs[0], runs[1])
}

func TestHostileTextStaysText(t *testing.T) {
	for _, text := range hostile {
		r := spiked(t, text)
		checkPage(t, text, written(t, r, "html"))
		var suites junitSuites
		if err := xml.Unmarshal([]byte(written(t, r, "xml")), &suites); err != nil {
			t.Errorf("%q: JUnit: %v", text, err)
		}
		for _, format := range []string{"text", "md"} {
			if out := written(t, r, format); strings.ContainsAny(out, "\x1b\x00\x01\u202e") {
				t.Errorf("%q: control characters in %s", text, format)
			}
		}
		checkMarkdown(t, text, written(t, r, "md"))
	}
}

// checkPage looks for what a page without script and network cannot have.
func checkPage(t *testing.T, text, page string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	styles := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "img", "iframe", "link", "object", "a", "x", "b0", "form":
			t.Errorf("%q: an element %s", text, n.Data)
		case "style":
			styles++
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "href" || a.Key == "srcdoc" {
				t.Errorf("%q: an attribute %s of %s", text, a.Key, n.Data)
			}
		}
	}
	if styles != 1 || !strings.Contains(page, `content="default-src 'none'; style-src 'unsafe-inline'"`) {
		t.Errorf("%q: %d style elements", text, styles)
	}
}

// checkMarkdown reads Markdown as a lenient reader does and looks for what the
// report does not write.
func checkMarkdown(t *testing.T, text, markdown string) {
	t.Helper()
	var page bytes.Buffer
	reader := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(unsafe.WithUnsafe()))
	if err := reader.Convert([]byte(markdown), &page); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Fields("html head body h2 ul li p br code table thead tbody tr th td strong details summary")
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && !slices.Contains(known, n.Data) {
			t.Errorf("%q: an element %s in Markdown", text, n.Data)
		}
	}
}

// TestMarkupIsTold makes sure that the test above would see what it looks for.
func TestMarkupIsTold(t *testing.T) {
	page := written(t, spiked(t, `<script>alert(1)</script>`), "html")
	if !strings.Contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the text is not on the page at all")
	}
}

func TestUnknownCostStaysUnknown(t *testing.T) {
	r := ferry("new", 3, 0)
	r.Records[2].USD = nil
	arm := New(nil, Every("x", r)...).Arms[0]
	if arm.Cost.USD != nil || arm.Cost.InputTokens == nil || *arm.Cost.InputTokens != 2700 {
		t.Errorf("%+v", arm.Cost)
	}
}

func TestErrorsAreNotZeros(t *testing.T) {
	whole, failed := ferry("new", 6, 0), ferry("new", 6, 0)
	failed.Records[3].Error = &run.Failure{Code: "model_timeout", Message: "too slow"}
	failed.Records[3].Scores = nil
	all, some := New(nil, Every("x", whole)...).Arms[0].score("house"), New(nil, Every("x", failed)...).Arms[0].score("house")
	if *all.Mean != 0.9 || *some.Mean != 0.9 || some.Items != 5 || some.Unscored != 0 {
		t.Errorf("%v of %d items, %v of %d", *all.Mean, all.Items, *some.Mean, some.Items)
	}
}

// TestMeans takes the mean over the samples of an item first, then over items by
// weight.
func TestMeans(t *testing.T) {
	r := ferry("new", 3, 0)
	second := r.Records[0]
	second.K, second.Scores = 2, []metric.Score{{Name: "house", Value: new(float64)}}
	r.Records = append(r.Records[:1:1], append([]run.Record{second}, r.Records[1:]...)...)
	r.Records[2].Weight = 2
	house := New(nil, Every("x", r)...).Arms[0].score("house")
	if want := (0.45 + 2*0.9 + 0.9) / 4; math.Abs(*house.Mean-want) > 1e-12 || house.Items != 3 {
		t.Errorf("mean %v of %d items, want %v", *house.Mean, house.Items, want)
	}
}

func TestFigures(t *testing.T) {
	for v, want := range map[float64]string{0: "0.000", 0.12345: "0.123", -0.5: "−0.500", 31.954: "31.95", 1234.6: "1235", -0.0001: "−0.0001", -0.00001: "0.0000", 123.45: "123.5"} {
		if got := figure(&v); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
	if figure(nil) != none || signed(nil) != none || chance(nil) != none {
		t.Error("what is not known has a figure")
	}
}

// BenchmarkHTML writes the page of a thousand items.
func BenchmarkHTML(b *testing.B) {
	r := compared(b, ferry("old", 1000, 0), ferry("new", 1000, 0.1))
	for b.Loop() {
		written(b, r, "html")
	}
}

func TestTimesAreOfDrafts(t *testing.T) {
	arm := New(nil, Every("x", ferry("new", 20, 0))...).Arms[0]
	if *arm.Cost.Median != 890 || *arm.Cost.Slow != 980 {
		t.Errorf("median %d ms, 95 %% in %d ms", *arm.Cost.Median, *arm.Cost.Slow)
	}
	var again Report
	if err := json.Unmarshal([]byte(written(t, New(nil, Every("x", ferry("new", 2, 0))...), "json")), &again); err != nil || len(again.Arms) != 1 {
		t.Errorf("%v", err)
	}
}

func TestScoringIsTold(t *testing.T) {
	usd, in, out := 0.002, 50, 3
	r := ferry("old", 4, 0)
	r.Records[1].Scoring = &run.Scoring{USD: &usd, InputTokens: &in, OutputTokens: &out}
	r.Records[2].Scoring = &run.Scoring{USD: &usd, InputTokens: &in, OutputTokens: &out}
	for _, tt := range []struct {
		name, want string
		change     func()
	}{
		{"known", "scoring $0.0040, tokens in 100, out 6", func() {}},
		{"price not known", "scoring not known, tokens in 100, out 6", func() { r.Records[2].Scoring.USD = nil }},
		{"nothing known", "scoring not known, tokens not known", func() { r.Records[1].Scoring = &run.Scoring{} }},
	} {
		tt.change()
		rep := New(nil, Source{Name: "old.jsonl", Run: r, Arm: "old"})
		for _, format := range []string{"text", "md", "html"} {
			text := written(t, rep, format)
			want := tt.want
			if format == "html" {
				want = "<td>" + strings.TrimPrefix(want, "scoring ") + "</td>"
			}
			if !strings.Contains(text, want) {
				t.Errorf("%s as %s lacks %q:\n%s", tt.name, format, want, text)
			}
		}
		checkSchema(t, written(t, rep, "json"))
	}
}

func TestPreferenceIsTold(t *testing.T) {
	net, low, high, p, rate, usd, n := 0.25, -0.05, 0.5, 0.07, 0.2, 0.01, 900
	r := compared(t, ferry("old", 20, 0), ferry("new", 20, 0.02))
	r.Preference = &prefer.Result{
		Judge: "prefer|<b>grader@host|v:1", Pairs: 20, Wins: 8, Losses: 3, Ties: 7, Flips: 3, Same: 2, Unread: 1, Failed: 1, FlipRate: &rate,
		Net: &net, Low: &low, High: &high, Level: 0.95, P: &p, Items: 18, Clusters: 18, Resamples: 10000, Seed: 1,
		Cost: &run.Scoring{USD: &usd, InputTokens: &n, OutputTokens: &n},
		List: []prefer.Pair{{Item: "ferry-00", K: 1, Outcome: metric.Win}, {Item: "ferry-01", K: 1, Error: &run.Failure{Code: "model_unavailable", Message: "down"}}},
	}
	for _, format := range []string{"text", "md", "html"} {
		text := html.UnescapeString(strings.ReplaceAll(written(t, r, format), "\\", ""))
		for _, want := range []string{
			"prefers the candidate in 8, the base in 3 and neither in 7 of 20 pairs; it went by the order in 3 (flip rate 20 %); net +0.250 (95 % interval −0.050 to +0.500), p .070",
			"2 with the same summary twice, 1 without an answer that can be read, 1 that could not be asked about", "$0.0100, tokens in 900, out 900",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", format, want, text)
			}
		}
	}
	if text := written(t, r, "html"); strings.Contains(text, "<b>grader") {
		t.Error("the signature is markup")
	}
	checkSchema(t, written(t, r, "json"))
}

func checkSchema(t *testing.T, text string) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("../../docs/schema/eval.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Error(err)
	}
}
