package run

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const story = "The mill at Osterby number %d will close in May after ninety years. " +
	"Its owner said on Monday that orders for paper had fallen by half since the winter. " +
	"About 140 people work there, and most of them live in the village. " +
	"The union wants to talk about a new owner before the summer begins.\n"

// suiteOf makes a suite of n items, i1 with weight 1, i2 with weight 2 and so on.
func suiteOf(t testing.TB, n int) *eval.Suite {
	t.Helper()
	dir := fstest.MapFS{"suite.yaml": {Data: []byte("name: mills\nitems: items.jsonl\n")}}
	var items strings.Builder
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&items, `{"id":"i%d","article":"%d.txt","weight":%d,"tags":["mill"],"references":[{"why":"Work is lost.","takeaways":["Mill closes"]}]}`+"\n", i, i, i)
		dir[fmt.Sprintf("%d.txt", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, story, i)}
	}
	dir["items.jsonl"] = &fstest.MapFile{Data: []byte(items.String())}
	suite, err := eval.LoadSuite(dir, "mills")
	if err != nil {
		t.Fatal(err)
	}
	return suite
}

// drafter drafts with the embedded engine, and fails as it is told.
type drafter struct {
	fail  func(item string, k int) error
	usd   float64
	calls atomic.Int64

	mu       sync.Mutex
	now, max int
}

func (d *drafter) Draft(ctx context.Context, a *article.Article, item *eval.Item, k int) (*summarize.Result, error) {
	d.calls.Add(1)
	d.mu.Lock()
	d.now++
	d.max = max(d.max, d.now)
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		d.now--
		d.mu.Unlock()
	}()
	r, err := summaryOf(ctx, a)
	if err == nil && d.fail != nil {
		err = d.fail(item.ID, k)
	}
	r.Provenance.USD = &d.usd
	return &r, err
}

var summaries sync.Map // by digest, so that each article is summarised once

func summaryOf(ctx context.Context, a *article.Article) (summarize.Result, error) {
	if r, ok := summaries.Load(a.Digest); ok {
		return r.(summarize.Result), nil
	}
	profile, err := profileOf("default")
	if err != nil {
		return summarize.Result{}, err
	}
	r, err := summarize.Summarize(ctx, a, summarize.Options{Engine: summarize.Extractive{}, Profile: profile})
	summaries.Store(a.Digest, *r)
	return *r, err
}

func profileOf(name string) (*summarize.Profile, error) {
	data, err := summarize.BuiltInProfile(name)
	if err != nil {
		return nil, err
	}
	return summarize.ParseProfile(data, name)
}

// lengthMetric scores the number of takeaways and, of even items, no number.
type lengthMetric struct{ err error }

func (lengthMetric) Scores() []metric.Info {
	return []metric.Info{
		{Name: "takeaways", Signature: "takeaways|v:1", Better: metric.Neither, About: "counts", Headline: true},
		{Name: "odd", Signature: "odd|v:1", Better: metric.Higher, About: "is not there at times"},
	}
}

func (m lengthMetric) Score(_ context.Context, s *metric.Sample) ([]metric.Score, error) {
	n, nan := float64(len(s.Draft.Takeaways)), math.NaN()
	odd := metric.Score{Name: "odd", Value: &n}
	if strings.Contains(s.Article.Text, "number 2 ") {
		odd.Value = &nan
	}
	if strings.Contains(s.Article.Text, "number 3 ") {
		odd = metric.Score{Name: "odd", Unscored: "three is not odd enough"}
	}
	return []metric.Score{{Name: "takeaways", Value: &n}, odd}, m.err
}

func job(t testing.TB, n int, by ...*drafter) *Job {
	t.Helper()
	j := &Job{Suite: suiteOf(t, n), Metrics: []metric.Metric{lengthMetric{}}, Samples: 2, Replay: "off", Version: "test"}
	profile, err := profileOf("default")
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range by {
		j.Arms = append(j.Arms, Contestant{Drafter: d, Profile: profile, Arm: Arm{
			Name: fmt.Sprintf("arm%d", i+1), Engine: "extractive", Signature: "s", Profile: Profile{profile.Name, profile.Digest()},
		}})
	}
	return j
}

func read(t testing.TB, data []byte) *Run {
	t.Helper()
	r, err := Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// withoutTime compares runs but for what the clock says.
var withoutTime = cmp.Options{
	cmpopts.IgnoreFields(Head{}, "Started"), cmpopts.IgnoreFields(Record{}, "MS"), cmpopts.IgnoreFields(Run{}, "Size", "Torn"), cmpopts.IgnoreFields(ground.Finding{}, "Claim"),
	cmpopts.IgnoreFields(summarize.Provenance{}, "GeneratedAt", "DurationMS"),
}

func TestRun(t *testing.T) {
	one, two := &drafter{usd: 0.25}, &drafter{fail: func(item string, k int) error {
		switch {
		case item == "i2" && k == 1:
			return fault.New(fault.ModelRefused, "declined")
		case item == "i4":
			return errors.New("broken pipe in the program")
		}
		return nil
	}}
	j := job(t, 4, one, two)
	j.Concurrency = 2
	var seen []Progress
	j.On = func(p Progress, _ *Record) { seen = append(seen, p) }
	var out bytes.Buffer
	p, err := j.Run(t.Context(), &out, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Done != 16 || p.Total != 16 || p.Errors != 3 || p.USD != 2 || len(seen) != 16 || seen[15] != p {
		t.Errorf("progress %+v, %d times", p, len(seen))
	}
	r := read(t, out.Bytes())
	var again []Record
	j.On = func(_ Progress, rec *Record) { again = append(again, *rec) }
	if _, err := j.Run(t.Context(), &bytes.Buffer{}, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, NewRun(j.Head(), append(again, again[0])), withoutTime); diff != "" {
		t.Error(diff)
	}
	if len(r.Records) != 16 || r.Errors() != 3 || r.Missing() != 0 || r.Torn {
		t.Fatalf("%d records, %d errors, %d missing", len(r.Records), r.Errors(), r.Missing())
	}
	rec := r.Records[6] // i2, arm2, 1
	if rec.Item != "i2" || rec.Arm != "arm2" || rec.Error == nil || rec.Error.Code != fault.ModelRefused || len(rec.Scores) != 0 {
		t.Errorf("record %+v", rec)
	}
	if rec.USD == nil || rec.Weight != 2 || rec.Cluster != "i2" || rec.Lang != "en" || rec.Tags[0] != "mill" {
		t.Errorf("record %+v", rec)
	}
	if rec := r.Records[15]; rec.Error.Code != fault.Internal {
		t.Errorf("record %+v", rec.Error)
	}
	if got := max(one.max, two.max); got > 2 {
		t.Errorf("%d drafted at the same time, want 2 at most", got)
	}
	if r.Records[4].Scores[1].Value != nil || r.Records[4].Scores[1].Unscored == "" {
		t.Errorf("a score that is no number: %+v", r.Records[4].Scores)
	}
}

// TestTakenUp cuts the file of a run anywhere after its head, and takes it up:
// it ends as if it had not been stopped, and nothing is drafted twice.
func TestTakenUp(t *testing.T) {
	var whole bytes.Buffer
	if _, err := job(t, 3, &drafter{}, &drafter{}).Run(t.Context(), &whole, nil); err != nil {
		t.Fatal(err)
	}
	want := read(t, whole.Bytes())
	head := bytes.IndexByte(whole.Bytes(), '\n') + 1
	rapid.Check(t, func(rt *rapid.T) {
		cut := rapid.IntRange(head, whole.Len()).Draw(rt, "cut")
		before, err := Read(bytes.NewReader(whole.Bytes()[:cut]))
		if err != nil {
			rt.Fatal(err)
		}
		kept := slices.Clone(whole.Bytes()[:before.Size])
		if before.Torn != (int(before.Size) < cut) {
			rt.Errorf("torn %v at %d of %d", before.Torn, before.Size, cut)
		}
		file := bytes.NewBuffer(kept)
		one, two := &drafter{}, &drafter{}
		if _, err := job(t, 3, one, two).Run(t.Context(), file, before); err != nil {
			rt.Fatal(err)
		}
		if drafted := int(one.calls.Load() + two.calls.Load()); drafted != 12-len(before.Records) {
			rt.Errorf("%d drafted, %d were there", drafted, len(before.Records))
		}
		if diff := cmp.Diff(want, read(t, file.Bytes()), withoutTime); diff != "" {
			rt.Error(diff)
		}
	})
}

func TestRetryErrors(t *testing.T) {
	var file bytes.Buffer
	failing := &drafter{usd: 1, fail: func(string, int) error { return fault.New(fault.ModelUnavailable, "down") }}
	if _, err := job(t, 3, failing).Run(t.Context(), &file, nil); err != nil {
		t.Fatal(err)
	}
	good := &drafter{usd: 1}
	j := job(t, 3, good)
	if p, err := j.Run(t.Context(), &file, read(t, file.Bytes())); err != nil || good.calls.Load() != 0 || p.Errors != 6 {
		t.Errorf("without asking: %d drafted, %+v, %v", good.calls.Load(), p, err)
	}
	j.RetryErrors = true
	p, err := j.Run(t.Context(), &file, read(t, file.Bytes()))
	if err != nil || good.calls.Load() != 6 || p.Errors != 0 || p.Done != 6 || p.USD != 12 {
		t.Errorf("%d drafted, %+v, %v", good.calls.Load(), p, err)
	}
	if r := read(t, file.Bytes()); r.Errors() != 0 || len(r.Records) != 6 {
		t.Errorf("%d errors, %d records", r.Errors(), len(r.Records))
	}
}

func TestBudgetEndsTheRun(t *testing.T) {
	d := &drafter{}
	d.fail = func(string, int) error {
		if d.calls.Load() > 3 {
			return fault.New(fault.OverBudget, "not sent")
		}
		return nil
	}
	j := job(t, 10, d)
	j.Concurrency = 1
	var file bytes.Buffer
	p, err := j.Run(t.Context(), &file, nil)
	if fault.CodeOf(err) != fault.OverBudget || p.Done != 3 || p.Total != 20 {
		t.Errorf("%+v, %v", p, err)
	}
	if r := read(t, file.Bytes()); len(r.Records) != 3 || r.Errors() != 0 || r.Missing() != 17 {
		t.Errorf("%d records, %d errors", len(r.Records), r.Errors())
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	d := &drafter{}
	d.fail = func(string, int) error {
		if d.calls.Load() == 3 {
			cancel()
		}
		return nil
	}
	j := job(t, 10, d)
	j.Concurrency = 1
	var kept atomic.Int64
	j.Session = func(ctx context.Context, item, arm string, k int) (context.Context, func(bool) ([]string, error)) {
		return ctx, func(keep bool) ([]string, error) {
			if keep {
				kept.Add(1)
			}
			return []string{fmt.Sprint(item, arm, k)}, nil
		}
	}
	var file bytes.Buffer
	if _, err := j.Run(ctx, &file, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	r := read(t, file.Bytes())
	if len(r.Records) != int(kept.Load()) || kept.Load() > 2 {
		t.Errorf("%d records, %d sessions kept: %+v", len(r.Records), kept.Load(), r.Records)
	}
	for _, one := range r.Records { // what was drafted before the last may still be scored then, and is lost
		if want := fmt.Sprint(one.Item, one.Arm, one.K); one.Traffic[0] != want {
			t.Errorf("%s has the traffic of %s", want, one.Traffic[0])
		}
	}
}

// failingWriter fails in the middle of the third line.
type failingWriter struct{ lines int }

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.lines++; w.lines > 2 {
		return len(p) / 2, errors.New("disk full")
	}
	return len(p), nil
}

func TestWriteFails(t *testing.T) {
	w := &failingWriter{}
	_, err := job(t, 5, &drafter{}).Run(t.Context(), w, nil)
	if fault.CodeOf(err) != fault.WriteFailed || !strings.Contains(err.Error(), "disk full") || w.lines != 3 {
		t.Errorf("error %v after %d writes", err, w.lines)
	}
}

func TestRefused(t *testing.T) {
	var file bytes.Buffer
	if _, err := job(t, 2, &drafter{}).Run(t.Context(), &file, nil); err != nil {
		t.Fatal(err)
	}
	before := read(t, file.Bytes())
	for want, change := range map[string]func(*Job){
		"what is in the suite":                   func(j *Job) { j.Suite = suiteOf(t, 3) },
		"the arms ([arm1], now [arm1 arm2])":     func(j *Job) { j.Arms = job(t, 2, &drafter{}, &drafter{}).Arms },
		"arm arm1 (s  prompts  profile":          func(j *Job) { j.Arms[0].Arm.Signature = "t" },
		"the number of samples (2, now 3)":       func(j *Job) { j.Samples = 3 },
		"the scores ([takeaways odd], now []":    func(j *Job) { j.Metrics = nil },
		"--replay (off, now strict)":             func(j *Job) { j.Replay = "strict" },
		"two arms are called \"arm1\"":           func(j *Job) { j.Arms = append(j.Arms, j.Arms[0]) },
		"there is nothing to draft with: name a": func(j *Job) { j.Arms = nil },
	} {
		d := &drafter{}
		j := job(t, 2, d)
		change(j)
		var out bytes.Buffer
		_, err := j.Run(t.Context(), &out, before)
		if err == nil || !strings.Contains(err.Error(), want) || fault.CodeOf(err).Kind() != fault.KindInput {
			t.Errorf("error %v, want %q", err, want)
		}
		if out.Len() > 0 || d.calls.Load() > 0 {
			t.Errorf("%s: something was done", want)
		}
	}
}

// TestSameTextInTwoFiles has files that differ and hold the same article.
func TestSameTextInTwoFiles(t *testing.T) {
	text := fmt.Sprintf(story, 1)
	suite, err := eval.LoadSuite(fstest.MapFS{
		"suite.yaml": {Data: []byte("name: twins\nitems: items.jsonl\n")},
		"items.jsonl": {Data: []byte(`{"id":"a","article":"a.txt","references":[{"why":"W."}]}
{"id":"b","article":"b.txt","references":[{"why":"W."}]}
{"id":"c","article":"c.txt","references":[{"why":"W."}]}
`)},
		"a.txt": {Data: []byte(text)}, "b.txt": {Data: []byte("\r\n" + text + "\n\n")}, "c.txt": {Data: []byte{0, 1, 2}},
	}, "twins")
	if err != nil {
		t.Fatal(err)
	}
	d := &drafter{}
	j := job(t, 1, d)
	j.Suite = suite
	var out bytes.Buffer
	_, err = j.Run(t.Context(), &out, nil)
	for _, want := range []string{"items.jsonl:2: its article has the same text as that of items.jsonl:1", "items.jsonl:3: article c.txt"} {
		if fault.CodeOf(err) != fault.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if out.Len() > 0 || d.calls.Load() > 0 {
		t.Error("something was done")
	}
}

func TestScoringFails(t *testing.T) {
	j := job(t, 1, &drafter{})
	j.Metrics = []metric.Metric{lengthMetric{err: fault.New(fault.ModelTimeout, "the judge sleeps")}}
	var out bytes.Buffer
	if p, err := j.Run(t.Context(), &out, nil); err != nil || p.Errors != 2 {
		t.Errorf("%+v, %v", p, err)
	}
	if rec := read(t, out.Bytes()).Records[0]; rec.Result == nil || rec.Error.Message != "the judge sleeps" || len(rec.Scores) != 0 {
		t.Errorf("record %+v", rec)
	}
}

func TestFromRun(t *testing.T) {
	var file bytes.Buffer
	flaky := func(item string, k int) error {
		if item == "i1" && k == 1 {
			return fault.New(fault.ModelRefused, "declined")
		}
		return nil
	}
	if _, err := job(t, 2, &drafter{fail: flaky}).Run(t.Context(), &file, nil); err != nil {
		t.Fatal(err)
	}
	want := read(t, file.Bytes())
	j := job(t, 2, &drafter{})
	j.Arms[0].Drafter = FromRun(want, "arm1")
	var out bytes.Buffer
	if _, err := j.Run(t.Context(), &out, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, read(t, out.Bytes()), withoutTime); diff != "" {
		t.Error(diff)
	}
}

const goodHead = `{"format":"nutgraf.run/1","suite":{"name":"s","digest":"d","items":1},"arms":[{"name":"a"}],"scores":[{"name":"x"}],"samples":1}` + "\n"

func TestReadRefuses(t *testing.T) {
	good := `{"item":"i","arm":"a","k":1,"weight":1,"result":{},"scores":[{"name":"x","value":1}]}` + "\n"
	if r := read(t, []byte(goodHead+good+"\n"+`{"item":`)); len(r.Records) != 1 || !r.Torn || r.Missing() != 0 {
		t.Errorf("%+v", r)
	}
	for want, text := range map[string]string{
		"the file holds no run":                           "",
		"line 1 of the run: does not begin a run":         "hello\n",
		"line 1 of the run: the head needs arms":          `{"format":"nutgraf.run/1"}` + "\n",
		"line 1 of the run: is not the head of a run":     strings.Replace(goodHead, `"samples":1`, `"samples":"1"`, 1),
		"line 1 of the run: arm 2 needs a name":           strings.Replace(goodHead, `{"name":"a"}`, `{"name":"a"},{"name":"a"}`, 1),
		"line 1 of the run: score \"x\" needs a name":     strings.Replace(goodHead, `{"name":"x"}`, `{"name":"x"},{"name":"x"}`, 1),
		"line 2 of the run: is not a sample":              goodHead + "{\n",
		"line 3 of the run: sample 1 of item \"i\"":       goodHead + good + good,
		"line 2 of the run: there is no arm \"b\"":        goodHead + strings.Replace(good, `"a"`, `"b"`, 1),
		"line 2 of the run: k is 2, and there":            goodHead + strings.Replace(good, `"k":1`, `"k":2`, 1),
		"line 2 of the run: has no item":                  goodHead + strings.Replace(good, `"i"`, `""`, 1),
		"line 2 of the run: the weight must":              goodHead + strings.Replace(good, `"weight":1`, `"weight":0`, 1),
		"line 2 of the run: has neither a result nor":     goodHead + strings.Replace(good, `"result":{}`, `"result":null`, 1),
		"line 2 of the run: there is no score \"y\"":      goodHead + strings.Replace(good, `"x"`, `"y"`, 1),
		"line 2 of the run: score x has neither a value ": goodHead + strings.Replace(good, `"value":1`, `"value":null`, 1),
	} {
		if _, err := Read(strings.NewReader(text)); fault.CodeOf(err) != fault.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(goodHead + `{"item":"i","arm":"a","k":1,"weight":1,"result":{"takeaways":[{}]},"scores":[{"name":"x","value":1}]}` + "\n")
	f.Add(goodHead + `{"item":"i","arm":"a","k":1,"weight":1,"error":{"code":"x"}}` + "\n" + `{"it`)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Read(strings.NewReader(text))
		if err != nil {
			if fault.CodeOf(err) != fault.BadConfig {
				t.Errorf("error %v", err)
			}
			return
		}
		if int(r.Size) > len(text) || r.Torn != (int(r.Size) < len(text)) {
			t.Errorf("size %d, torn %v", r.Size, r.Torn)
		}
	})
}

func BenchmarkRun100(b *testing.B) {
	metrics, err := metric.New(nil, metric.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		j := job(b, 100, &drafter{})
		j.Samples, j.Metrics, j.Now = 1, metrics, time.Now
		var out bytes.Buffer
		if p, err := j.Run(b.Context(), &out, nil); err != nil || p.Errors > 0 {
			b.Fatal(p, err)
		}
	}
}

// paidLength is a lengthMetric that asks a model: at a price that is known, or not.
type paidLength struct {
	lengthMetric
	usd    float64
	priced func(item string) bool
}

func (m paidLength) ScoreSpent(ctx context.Context, s *metric.Sample) ([]metric.Score, metric.Spent, error) {
	scores, err := m.Score(ctx, s)
	in, out := 100, 7
	spent := metric.Spent{Calls: 1, InputTokens: &in, OutputTokens: &out}
	if m.priced == nil || m.priced(s.Article.Text) {
		spent.USD = &m.usd
	}
	if strings.Contains(s.Article.Text, "number 4 ") {
		spent = metric.Spent{} // nothing was asked
	}
	return scores, spent, err
}

func (paidLength) MostUSD(*metric.Sample) *float64 { return nil }
func (paidLength) Spent() metric.Spent             { return metric.Spent{} }

func TestScoringIsPaidForApart(t *testing.T) {
	two := paidLength{usd: 0.5, priced: func(text string) bool { return !strings.Contains(text, "number 2 ") }}
	j := job(t, 4, &drafter{usd: 1})
	j.Samples, j.Metrics = 1, []metric.Metric{paidLength{usd: 0.25}, two}
	var out bytes.Buffer
	p, err := j.Run(t.Context(), &out, nil)
	if err != nil || p.USD != 4 || p.ScoringUSD != 1.5 || p.Unpriced != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	var heads []*Scoring
	for line := range strings.Lines(out.String()) {
		var rec Record
		if err := json.Unmarshal([]byte(line), &rec); err != nil {
			t.Fatal(err)
		}
		if rec.Item != "" {
			heads = append(heads, rec.Scoring)
		}
	}
	if len(heads) != 4 || strings.Count(out.String(), `"scoring":null`) != 1 || strings.Count(out.String(), `"scoring":{"usd":null,"input_tokens":200,"output_tokens":14}`) != 1 {
		t.Errorf("%s", out.String())
	}
	j.Metrics = []metric.Metric{paidLength{usd: 0.25, lengthMetric: lengthMetric{err: fault.New(fault.ModelUnavailable, "down")}}}
	out.Reset()
	if p, err := j.Run(t.Context(), &out, nil); err != nil || p.Errors != 4 || p.ScoringUSD != 0.75 {
		t.Errorf("what failed was paid for as well: %+v, %v", p, err)
	}
	j.Rescoring = true
	if p, err := j.Run(t.Context(), &out, nil); err != nil || p.USD != 0 || p.ScoringUSD != 0.75 {
		t.Errorf("drafts were paid for before: %+v, %v", p, err)
	}
}
