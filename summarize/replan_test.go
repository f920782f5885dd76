package summarize

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// narrow is a model that takes in less than is thought, and says so, or cuts what
// is too long without a word.
type narrow struct {
	*fakeModel
	context int
	silent  bool
}

func (n narrow) Complete(ctx context.Context, req Request) (Response, error) {
	tokens := 0
	for _, m := range req.Messages {
		c, _ := counter.Count(m.Text)
		tokens += c
	}
	if !n.silent && tokens+req.MaxOutputTokens > n.context {
		n.mu.Lock()
		n.requests = append(n.requests, req)
		n.mu.Unlock()
		return Response{Usage: Usage{Calls: 1}}, fault.New(fault.ModelContext, "the request is longer than the model can read")
	}
	resp, err := n.fakeModel.Complete(ctx, req)
	resp.Read = min(tokens, n.context)
	return resp, err
}

func hasWarning(r *Result, code string) bool {
	return slices.ContainsFunc(r.Warnings, func(w Warning) bool { return w.Code == code })
}

func TestReadsAgainInSmallerParts(t *testing.T) {
	for _, tt := range []struct {
		name       string
		paragraphs int
		context    int // that the engine assumes
		real       int
		silent     bool
		first      string // step that is too long
	}{
		{"refused whole", 40, 12000, 7000, false, "draft"},
		{"cut whole", 60, 14000, 4096, true, "draft"},
		{"cut a little", 33, 14000, 4096, true, "draft"},
		{"refused parts", 300, 12000, 8000, false, "candidates"},
		{"cut parts", 300, 12000, 4096, true, "candidates"},
		{"the default of local servers", 30, 8192, 4096, false, "draft"},
		{"the default of local servers, parts", 40, 8192, 4096, false, "candidates"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := narrow{&fakeModel{answer: reader{perPart: 3}.answer, counted: true}, tt.real, tt.silent}
			e := engineOf(t, m)
			e.Info.Context, e.Info.MaxOutput = tt.context, tt.context/5
			var plans []int
			r, err := Summarize(t.Context(), long(tt.paragraphs), Options{Engine: e, Profile: fullProfile(t), On: func(ev Event) {
				if ev.Kind == EventPlan {
					plans = append(plans, ev.Total)
				}
			}})
			if err != nil {
				t.Fatalf("%v after %v", err, m.steps())
			}
			if m.steps()[0] != tt.first || len(plans) != 2 || plans[1] <= plans[0] || r.Coverage.Chunks != plans[1] {
				t.Errorf("steps %v, plans %v, coverage %+v", m.steps(), plans, r.Coverage)
			}
			if !hasWarning(r, "replanned") || !r.Coverage.Complete || r.Provenance.Calls != len(m.requests) {
				t.Errorf("warnings %v, coverage %+v, %d calls of %d", r.Warnings, r.Coverage, r.Provenance.Calls, len(m.requests))
			}
		})
	}
}

func TestReadsAgainOnce(t *testing.T) {
	m := narrow{&fakeModel{answer: reader{perPart: 3}.answer}, 2100, false}
	_, err := readLong(t.Context(), t, 60, engineOf(t, m))
	if fault.CodeOf(err) != fault.ModelContext {
		t.Errorf("%v", err)
	}
	if steps := m.steps(); steps[0] != "draft" || slices.Contains(steps[1:], "draft") {
		t.Errorf("steps %v", steps)
	}
}

// A cut that stays is told of, and does not end the work: the endpoint may only
// count in a way of its own.
func TestCutIsToldOf(t *testing.T) {
	for _, stream := range []bool{false, true} {
		m := narrow{&fakeModel{answer: reader{perPart: 3}.answer}, 600, true}
		e := engineOf(t, m)
		e.Stream = stream
		r, err := readLong(t.Context(), t, 60, e)
		if err != nil || !hasWarning(r, "input_cut") || r.Coverage.Complete || r.Status != StatusNeedsReview {
			t.Fatalf("stream %v: %v, %+v", stream, err, r.Warnings)
		}
		if hasWarning(r, "replanned") == stream {
			t.Errorf("stream %v: %+v", stream, r.Warnings)
		}
	}
}

// What is told of claims is not taken back.
func TestNothingIsReadAgainAfterAClaim(t *testing.T) {
	m := &fakeModel{answer: reader{perPart: 3}.answer, piece: 40}
	e := engineOf(t, modelFunc(func(ctx context.Context, req Request) (Response, error) {
		resp, err := m.Complete(ctx, req)
		if err == nil {
			err = fault.New(fault.ModelContext, "the context is full")
		}
		return resp, err
	}))
	e.Stream = true
	_, err := readLong(t.Context(), t, 60, e)
	if fault.CodeOf(err) != fault.ModelContext || len(m.requests) != 1 {
		t.Errorf("%v after %v", err, m.steps())
	}
}

func TestReadingAgainKeepsToTheEstimate(t *testing.T) {
	for _, tries := range []int{1, 3} {
		m := narrow{&fakeModel{answer: reader{perPart: 3}.answer, counted: true}, 4096, true}
		e := engineOf(t, m)
		e.Info.Context, e.Info.MaxOutput, e.Tries = 12000, 600, tries
		e.Info.Price = &Price{Input: 1, Output: 4}
		most := *mustEstimate(t, e, long(60)).MaxUSD
		r, err := readLong(t.Context(), t, 60, e)
		if r == nil || r.Provenance.USD == nil || *r.Provenance.USD > most {
			t.Fatalf("%d tries: %v, cost %+v of at most %v", tries, err, r, most)
		}
		if err != nil && fault.CodeOf(err) != fault.OverBudget {
			t.Errorf("%d tries: %v", tries, err)
		}
	}
}

// costly is a model at which a call that is cancelled costs nobody knows what.
func costly(m Model) Model {
	return modelFunc(func(ctx context.Context, req Request) (Response, error) {
		resp, err := m.Complete(ctx, req)
		if ctx.Err() != nil {
			resp.Usage.Unreported++
		}
		return resp, err
	})
}

// A part, or a group of facts, that is too long leaves those beside it to end, so
// that what they cost is known and the article can be read again within the
// estimate.
func TestReadingAgainKnowsWhatTheOthersCost(t *testing.T) {
	for step, answers := range map[string]reader{"candidates": {perPart: 3}, "merge": {perPart: 20, length: 500}} {
		t.Run(step, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				refused := 0
				m := &fakeModel{counted: true, answer: func(ctx context.Context, req Request) (string, error) {
					if req.Step == step && refused == 0 {
						refused++
						return "", fault.New(fault.ModelContext, "the request is longer than the model can read")
					}
					select {
					case <-time.After(time.Second): // of the bubble's clock
						return answers.answer(ctx, req)
					case <-ctx.Done():
						return "", ctx.Err()
					}
				}}
				e := engineOf(t, costly(m))
				e.Info.Context, e.Info.MaxOutput, e.Info.Price, e.Tries = 12000, 2400, &Price{Input: 1, Output: 4}, 3
				a := long(300)
				most := *mustEstimate(t, e, a).MaxUSD
				r, err := Summarize(t.Context(), a, Options{Engine: e, Profile: fullProfile(t)})
				if err != nil || r.Provenance.USD == nil || *r.Provenance.USD > most || !hasWarning(r, "replanned") || !r.Coverage.Complete {
					t.Errorf("%v after %d calls", err, len(m.requests))
				}
			})
		})
	}
}

// A part that is too long where no smaller ones can be planned is one that could
// not be read.
func TestPartThatCannotBeSmaller(t *testing.T) {
	m := failing(t, fault.New(fault.ModelContext, "the request is longer than the model can read"), 2)
	e := smallEngine(t, m)
	e.Info.Context, e.Concurrency = 3600, 1
	r, err := readLong(t.Context(), t, 120, e)
	if err != nil {
		t.Fatal(err)
	}
	if hasWarning(r, "replanned") || !hasWarning(r, "incomplete") || r.Coverage.ChunksFailed != 1 || r.Coverage.Complete || r.Status != StatusNeedsReview {
		t.Errorf("%+v, %+v", r.Coverage, r.Warnings)
	}
	if parts := m.of("candidates"); len(parts) != r.Coverage.Chunks {
		t.Errorf("%d parts are read, there are %d", len(parts), r.Coverage.Chunks)
	}
}

func TestLeastTokens(t *testing.T) {
	for text, bounds := range map[string][2]int{
		strings.Repeat("The council of Corvel Bay voted on Tuesday. ", 50): {300, 500},
		strings.Repeat("議会は火曜日に夜間フェリーを三月に廃止することを決めた。", 50):                 {150, 1500},
		strings.Repeat("Совет в четверг закрыл ночной паром. ", 50):        {250, 600},
		"": {0, 0},
	} {
		got := leastTokens([]Message{{System, text}})
		counted, err := counter.Count(text)
		if err != nil || got < bounds[0] || got > bounds[1] || got > counted {
			t.Errorf("%.40q: %d, counted %d", text, got, counted)
		}
	}
	req := Request{Messages: []Message{{User, strings.Repeat("word ", 6000)}}}
	count := func([]Message) (int, error) { return 7000, nil }
	for read, want := range map[int]bool{0: false, 3: false, 511: false, 2048: true, 5999: true, 6000: false, 6144: true, 6145: false, 7168: false, 8192: false} {
		if got := cutShort(req, read, count) != (cut{}); got != want {
			t.Errorf("%d read: cut %v", read, got)
		}
	}
}
