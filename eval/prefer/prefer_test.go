package prefer

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// millJob is about n items, i01 and so on, with k samples of each. The summary of
// the candidate is that of the base where same says so.
func millJob(t testing.TB, n, k int, same func(item string) bool) *Job {
	t.Helper()
	dir := fstest.MapFS{"suite.yaml": {Data: []byte("name: mills\nitems: items.jsonl\n")}}
	var lines strings.Builder
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&lines, `{"id":"i%02d","article":"%d.txt","weight":%d,"references":[{"why":"W."}]}`+"\n", i, i, i)
		dir[fmt.Sprintf("%d.txt", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "The mill at Osterby number %d will close in May after ninety years. "+
			"Its owner said on Monday that orders for paper had fallen by half since the winter. "+
			"About 140 people work there, and most of them live in the village. The union wants to talk about a new owner.\n", i)}
	}
	dir["items.jsonl"] = &fstest.MapFile{Data: []byte(lines.String())}
	suite, err := eval.LoadSuite(dir, "mills")
	if err != nil {
		t.Fatal(err)
	}
	j := &Job{Suite: suite, Judge: "prefer|v:1", Concurrency: 3, Seed: 1}
	for _, side := range []*Side{&j.Base, &j.Candidate} {
		arm := map[bool]string{true: "old", false: "new"}[side == &j.Base]
		var records []run.Record
		for i := range suite.Items {
			item := &suite.Items[i]
			art, err := suite.ReadArticle(item)
			if err != nil {
				t.Fatal(err)
			}
			text := "Work is lost, says the " + arm + " arm"
			if same != nil && same(item.ID) {
				text = "Work is lost"
			}
			for s := range k {
				records = append(records, run.Record{
					Item: item.ID, Arm: arm, K: s + 1, Cluster: item.Cluster, Weight: *item.Weight,
					Result: &summarize.Result{Article: summarize.ArticleRef{SHA256: art.Digest}, Why: &summarize.ClaimResult{Text: text}},
				})
			}
		}
		side.Run, side.Arm = run.NewRun(run.Head{Suite: run.Suite{Name: "mills", Digest: suite.Digest, Items: n}, Samples: k, Arms: []run.Arm{{Name: arm}}}, records), arm
	}
	return j
}

// says makes a judge of outcomes, by item.
func says(by func(item string, k int) (metric.Preference, error)) func(context.Context, string, int, *metric.Sample, *metric.Sample) (metric.Preference, error) {
	return func(_ context.Context, item string, k int, candidate, base *metric.Sample) (metric.Preference, error) {
		if candidate.Article == nil || base.Article == nil || !strings.Contains(candidate.Text, "new") || !strings.Contains(base.Text, "old") {
			return metric.Preference{}, errors.New("the samples are not those of candidate and base")
		}
		usd, n := 0.5, 10
		p, err := by(item, k)
		p.Spent = metric.Spent{USD: &usd, InputTokens: &n, OutputTokens: &n, Calls: 2}
		return p, err
	}
}

func TestCounts(t *testing.T) {
	j := millJob(t, 7, 1, func(item string) bool { return item == "i06" })
	told := 0
	j.On = func(metric.Spent) { told++ }
	j.Ask = says(func(item string, _ int) (metric.Preference, error) {
		switch item {
		case "i01", "i02":
			return metric.Preference{Outcome: metric.Win}, nil
		case "i03":
			return metric.Preference{Outcome: metric.Loss}, nil
		case "i04":
			return metric.Preference{Outcome: metric.Tie, Flip: true}, nil
		case "i05":
			return metric.Preference{Outcome: metric.Unread, Unread: "no grade"}, nil
		case "i07":
			return metric.Preference{}, fault.New(fault.ModelUnavailable, "down")
		}
		return metric.Preference{}, errors.New("asked about summaries that are the same")
	})
	r, err := j.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.Pairs != 7 || r.Wins != 2 || r.Losses != 1 || r.Ties != 2 || r.Flips != 1 || r.Same != 1 || r.Unread != 1 || r.Failed != 1 || r.NotAsked != 0 || told != 7 {
		t.Errorf("%+v, told %d times", r, told)
	}
	// Weights are 1 to 7, and only i01 to i04 and i06 were read.
	if want := (1.0 + 2 - 3) / (1 + 2 + 3 + 4 + 6); r.Net == nil || math.Abs(*r.Net-want) > 1e-12 || r.Items != 5 || *r.FlipRate != 0.25 {
		t.Errorf("net %v, flip rate %v", *r.Net, *r.FlipRate)
	}
	if r.Cost == nil || *r.Cost.USD != 3 || *r.Cost.InputTokens != 60 {
		t.Errorf("cost %+v", r.Cost)
	}
	if r.List[6].Error == nil || r.List[6].Error.Code != fault.ModelUnavailable || r.List[4].Unread == "" {
		t.Errorf("%+v", r.List)
	}
}

// With one pair an item and weights of 1 the p-value is that of the sign test.
func TestSignTest(t *testing.T) {
	j := millJob(t, 12, 1, nil)
	for _, side := range []Side{j.Base, j.Candidate} {
		for i := range side.Run.Records {
			side.Run.Records[i].Weight = 1
		}
	}
	j.Ask = says(func(item string, _ int) (metric.Preference, error) {
		switch {
		case item <= "i08":
			return metric.Preference{Outcome: metric.Win}, nil
		case item == "i09":
			return metric.Preference{Outcome: metric.Loss}, nil
		}
		return metric.Preference{Outcome: metric.Tie}, nil
	})
	r, err := j.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := 2 * (1.0 + 9) / 512 // 8 or 9 of 9, both ways
	if math.Abs(*r.P-want) > 1e-12 || *r.Net != 7.0/12 || r.Low == nil || *r.Low > *r.Net || *r.High < *r.Net || *r.High > 1 {
		t.Errorf("p %v, want %v; net %v, %v to %v", *r.P, want, *r.Net, r.Low, r.High)
	}
}

func TestUnanimousHasNoInterval(t *testing.T) {
	j := millJob(t, 6, 2, nil)
	j.Ask = says(func(string, int) (metric.Preference, error) { return metric.Preference{Outcome: metric.Win}, nil })
	r, err := j.Run(t.Context())
	if err != nil || r.Low != nil || r.High != nil || *r.Net != 1 || r.Wins != 12 || r.Items != 6 || math.Abs(*r.P-2.0/64) > 1e-12 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestBudgetEndsTheJob(t *testing.T) {
	j := millJob(t, 9, 1, nil)
	j.Concurrency = 1
	asked := 0
	j.Ask = says(func(string, int) (metric.Preference, error) {
		if asked++; asked > 4 {
			return metric.Preference{}, fault.New(fault.OverBudget, "not sent")
		}
		return metric.Preference{Outcome: metric.Win}, nil
	})
	r, err := j.Run(t.Context())
	if fault.CodeOf(err) != fault.OverBudget || r.Wins != 4 || r.NotAsked != 5 || r.Failed != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestInterrupted(t *testing.T) {
	j := millJob(t, 9, 1, nil)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var once sync.Once
	j.Ask = says(func(string, int) (metric.Preference, error) {
		once.Do(cancel)
		return metric.Preference{}, ctx.Err()
	})
	r, err := j.Run(ctx)
	if !errors.Is(err, context.Canceled) || r.Failed != 0 || r.NotAsked != 9 || r.Net != nil || r.FlipRate != nil {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestOtherSuiteIsRefused(t *testing.T) {
	j := millJob(t, 2, 1, nil)
	j.Candidate.Run.Suite.Digest = "other"
	if _, err := j.Run(t.Context()); fault.CodeOf(err) != fault.BadUsage || !strings.Contains(err.Error(), "has changed since") {
		t.Errorf("error %v", err)
	}
	j = millJob(t, 2, 1, nil)
	j.Base.Run.Records[0].Result.Article.SHA256 = "other"
	j.Ask = says(func(string, int) (metric.Preference, error) { return metric.Preference{Outcome: metric.Tie}, nil })
	if r, err := j.Run(t.Context()); err != nil || r.Failed != 1 || r.Ties != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

// Every pair is counted once, and a result that is turned round is the opposite.
func TestProperties(t *testing.T) {
	outcomes := []metric.Outcome{metric.Win, metric.Loss, metric.Tie, metric.Unread}
	opposite := map[metric.Outcome]metric.Outcome{metric.Win: metric.Loss, metric.Loss: metric.Win, metric.Tie: metric.Tie, metric.Unread: metric.Unread}
	rapid.Check(t, func(rt *rapid.T) {
		n, k := rapid.IntRange(1, 8).Draw(rt, "items"), rapid.IntRange(1, 3).Draw(rt, "samples")
		said := map[string]metric.Outcome{}
		for i := 1; i <= n; i++ {
			for s := 1; s <= k; s++ {
				said[fmt.Sprintf("i%02d.%d", i, s)] = rapid.SampledFrom(outcomes).Draw(rt, "outcome")
			}
		}
		results := map[bool]*Result{}
		for _, turned := range []bool{false, true} {
			j := millJob(t, n, k, nil)
			j.Resamples = 500
			j.Ask = says(func(item string, k int) (metric.Preference, error) {
				o := said[fmt.Sprintf("%s.%d", item, k)]
				if turned {
					o = opposite[o]
				}
				return metric.Preference{Outcome: o}, nil
			})
			r, err := j.Run(t.Context())
			if err != nil {
				rt.Fatal(err)
			}
			if r.Wins+r.Losses+r.Ties+r.Unread != n*k || r.Pairs != n*k {
				rt.Fatalf("%+v", r)
			}
			results[turned] = r
		}
		a, b := results[false], results[true]
		if a.Wins != b.Losses || (a.Net == nil) != (b.Net == nil) || a.Net != nil && (math.Abs(*a.Net+*b.Net) > 1e-12 || math.Abs(*a.P-*b.P) > 1e-12) {
			rt.Errorf("%+v\n%+v", a, b)
		}
	})
}
