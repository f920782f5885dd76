package summarize

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func mustEstimate(t testing.TB, e *ModelEngine, a *article.Article) *Estimate {
	t.Helper()
	est, err := e.Estimate(t.Context(), a, fullProfile(t))
	if err != nil {
		t.Fatal(err)
	}
	return est
}

// An estimate is of what a run then does.
func TestEstimateIsWhatHappens(t *testing.T) {
	for name, tc := range map[string]struct {
		article *article.Article
		context int
	}{
		"short":                  {ferry(), 32000},
		"whole, counted":         {long(40), 8192},
		"a few parts":            {long(120), 7000},
		"many parts":             {long(250), 6000},
		"a sentence that is cut": {articleOf("en", []string{strings.Repeat("one name and another one, ", 2000)}), 8000},
		"chinese":                {articleOf("und", []string{strings.Repeat("澜州地铁五号线推迟", 900)}), 8192},
	} {
		t.Run(name, func(t *testing.T) {
			m := &fakeModel{answer: reader{perPart: 3}.answer, counted: true}
			e := engineOf(t, m)
			e.Info.Context, e.Info.MaxOutput, e.Info.Price = tc.context, 600, &Price{Input: 3, Output: 12}
			checkEstimate(t, e, m, tc.article)
		})
	}
}

// checkEstimate compares an estimate with a run.
func checkEstimate(t *testing.T, e *ModelEngine, m *fakeModel, a *article.Article) {
	t.Helper()
	est := mustEstimate(t, e, a)
	if len(m.requests) > 0 {
		t.Fatal("something was sent for an estimate")
	}
	r, err := Summarize(t.Context(), a, Options{Engine: e, Profile: fullProfile(t)})
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	for _, step := range m.steps() {
		if step != "repair" {
			calls++
		}
	}
	if est.Calls != calls || est.Chunks != r.Coverage.Chunks || est.Sentences != r.Coverage.Sentences || est.Cut != codes(r.Warnings)["sentence_cut"] {
		t.Errorf("estimate %+v; %d calls, coverage %+v", est, calls, r.Coverage)
	}
	if *est.MaxUSD < *est.USD || *est.MaxUSD < *r.Provenance.USD {
		t.Errorf("at most %v, estimated %v, spent %v", *est.MaxUSD, *est.USD, *r.Provenance.USD)
	}
	if in := *r.Provenance.InputTokens; in > est.InputTokens || in*2 < est.InputTokens && est.Calls == 1 {
		t.Errorf("%d input tokens, estimated %d", in, est.InputTokens)
	}
	if *r.Provenance.OutputTokens > est.OutputTokens {
		t.Errorf("%d output tokens, at most %d", *r.Provenance.OutputTokens, est.OutputTokens)
	}
}

// Whether the prompts are many tokens or few of the context, an estimate and a
// run plan the same calls.
func TestEstimateAndRunPlanAlike(t *testing.T) {
	small := fstest.MapFS{
		"system.md": {Data: []byte("---\nname: system\nversion: 1\n---\n" + strings.Repeat("Follow the rules of the house. ", 20))},
		"kind.md":   {Data: []byte("---\nname: kind\nversion: 1\n---\nDecide what it is.")},
	}
	set, err := prompts.Load(small, "mine")
	if err != nil {
		t.Fatal(err)
	}
	for n := 60; n < 160; n += 4 {
		m := &fakeModel{answer: reader{perPart: 3}.answer}
		e := engineOf(t, m)
		e.Prompts = set
		e.Info.Context, e.Info.MaxOutput = 12000, 600
		est := mustEstimate(t, e, long(n))
		if _, err := readLong(t.Context(), t, n, e); err != nil {
			t.Fatal(err)
		}
		if est.Calls != len(m.requests) {
			t.Errorf("%d paragraphs: %d calls, estimated %d", n, len(m.requests), est.Calls)
		}
	}
}

func TestEstimateWithoutPrice(t *testing.T) {
	est := mustEstimate(t, engineOf(t, scripted(t)), ferry())
	if est.USD != nil || est.MaxUSD != nil || est.Known || est.Context != 32000 {
		t.Errorf("%+v", est)
	}
	e := engineOf(t, scripted(t))
	e.Info.Price = &Price{}
	if est = mustEstimate(t, e, ferry()); est.USD == nil || *est.USD != 0 || est.MaxUSD == nil {
		t.Errorf("a model that costs nothing: %+v", est)
	}
}

// The most that it can cost covers the worst that a model may do in one call:
// every answer bad the first time, one claim sent back.
func TestMaxUSDCoversTheWorst(t *testing.T) {
	for name, a := range map[string]*article.Article{"short": ferry(), "long": long(120)} {
		asked := map[string]bool{}
		m := &fakeModel{counted: true}
		m.answer = func(ctx context.Context, req Request) (string, error) {
			if len(req.Messages)%2 == 0 && req.Step != "repair" && len(req.Messages) == 2 || req.Step == "repair" && !asked["repair"] {
				asked[req.Step] = true
				return strings.Repeat("I would rather not say. ", 20), nil
			}
			if req.Step == "repair" {
				return claimsJSON(), nil
			}
			text, err := reader{perPart: 12, length: 200}.answer(ctx, req)
			return strings.Replace(text, ferryClaims[2].Text, "Is it so?", 1), err
		}
		e := smallEngine(t, m)
		e.Info.Price = &Price{Input: 3, Output: 12}
		est := mustEstimate(t, e, a)
		r, err := Summarize(t.Context(), a, Options{Engine: e, Profile: fullProfile(t)})
		if err != nil {
			t.Fatal(err)
		}
		if *r.Provenance.USD > *est.MaxUSD || !asked["repair"] {
			t.Errorf("%s: spent %v, at most %v (%v)", name, *r.Provenance.USD, *est.MaxUSD, m.steps())
		}
	}
}

// A model that finds a lot makes merge calls needed: they are in the most that a
// summary can cost.
func TestMaxUSDCoversMerging(t *testing.T) {
	m := &fakeModel{answer: reader{perPart: 12, length: 550}.answer, counted: true}
	e := engineOf(t, m)
	e.Info.Context, e.Info.MaxOutput, e.Info.Price = 5000, 300, &Price{Input: 3}
	est := mustEstimate(t, e, long(250))
	r, err := readLong(t.Context(), t, 250, e)
	if err != nil {
		t.Fatal(err)
	}
	if spent := *r.Provenance.USD; spent > *est.MaxUSD {
		t.Errorf("spent %v, at most %v, with %d calls, estimated %d", spent, *est.MaxUSD, len(m.requests), est.Calls)
	}
}

func TestEstimateOfTooSmallAContext(t *testing.T) {
	e := engineOf(t, scripted(t))
	e.Info.Context = 2000
	if _, err := e.Estimate(t.Context(), ferry(), fullProfile(t)); fault.CodeOf(err) != fault.ArticleTooLong {
		t.Errorf("error %v", err)
	}
}
