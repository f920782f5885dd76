package summarize

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// outOfOrder is an engine whose model fails after it was paid for an answer.
func outOfOrder(t *testing.T, name string, err error) *ModelEngine {
	e := engineOf(t, modelFunc(func(context.Context, Request) (Response, error) {
		return Response{Usage: Usage{Calls: 3, InputTokens: 1000, OutputTokens: 10}}, err
	}))
	e.Info.Name, e.Info.Price = name, &Price{Input: 1, Output: 1}
	return e
}

// spare is an engine whose model drafts well.
func spare(t *testing.T) *ModelEngine {
	m := scripted(t, summaryJSON(ferryWhy, ferryClaims...))
	m.counted = true
	e := engineOf(t, m)
	e.Info.Name, e.Info.Price = "spare", &Price{Input: 1, Output: 1}
	return e
}

func infrastructure(code fault.Code) error {
	f := fault.New(code, "models.example says no: try again")
	f.Retryable = true
	return f
}

func TestFallbackToAModel(t *testing.T) {
	alone, err := Summarize(t.Context(), ferry(), Options{Engine: spare(t), Profile: fullProfile(t)})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []EventKind
	r, err := Summarize(t.Context(), ferry(), Options{
		Engine: outOfOrder(t, "first", infrastructure(fault.ModelTimeout)), Profile: fullProfile(t),
		Fallback: Fallback{Engines: []Engine{outOfOrder(t, "second", infrastructure(fault.ModelPaused)), spare(t), Extractive{}}},
		On:       func(e Event) { kinds = append(kinds, e.Kind) },
	})
	if err != nil {
		t.Fatal(err)
	}
	p := r.Provenance
	want := "[{first@models.example second@models.example model_timeout} {second@models.example spare@models.example model_paused}]"
	if got := fmt.Sprint(p.Fallback); got != want {
		t.Errorf("fallback %s, want %s", got, want)
	}
	if p.Model != "spare" || p.Signature != alone.Provenance.Signature || r.ID != alone.ID {
		t.Errorf("the summary is not one of the spare model: %+v", p)
	}
	if p.Calls != 7 || *p.InputTokens != 2000+*alone.Provenance.InputTokens || fmt.Sprintf("%.6f", *p.USD) != fmt.Sprintf("%.6f", 2*0.00101+*alone.Provenance.USD) {
		t.Errorf("%d calls, %d tokens, $%v; alone $%v", p.Calls, *p.InputTokens, *p.USD, *alone.Provenance.USD)
	}
	if codes(r.Warnings)["fallback"] != 2 || r.Warnings[0].Message != "second@models.example drafted in place of first@models.example: models.example says no" {
		t.Errorf("warnings %+v", r.Warnings)
	}
	if !strings.HasPrefix(fmt.Sprint(kinds), "[plan fallback plan fallback plan claim") {
		t.Errorf("events %v", kinds)
	}
}

func TestFallbackToTheEmbeddedEngine(t *testing.T) {
	r, err := Summarize(t.Context(), ferry(), Options{
		Engine: outOfOrder(t, "first", infrastructure(fault.ModelQuota)), Profile: fullProfile(t), Fallback: Fallback{Engines: []Engine{Extractive{}}},
	})
	if err != nil || r.Provenance.Engine != "extractive" || r.Provenance.Model != "" || len(r.Provenance.Fallback) != 1 {
		t.Fatalf("%v, %+v", err, r.Provenance)
	}
	if *r.Provenance.USD != 0.00101 || r.Disclosure.Label != "Sentences chosen from the article by a program" {
		t.Errorf("%+v", r)
	}
}

func TestNoFallback(t *testing.T) {
	truncated := fault.New(fault.ModelTruncated, "too long")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, tt := range map[string]struct {
		err   error
		also  []fault.Code
		ctx   context.Context
		falls bool
	}{
		"refusal":                 {infrastructure(fault.ModelRefused), nil, t.Context(), false},
		"refusal as configured":   {infrastructure(fault.ModelRefused), []fault.Code{fault.ModelRefused}, t.Context(), true},
		"filter":                  {infrastructure(fault.ModelFiltered), nil, t.Context(), false},
		"wrong request":           {infrastructure(fault.ModelRejected), nil, t.Context(), false},
		"no such model":           {infrastructure(fault.ModelNotFound), nil, t.Context(), false},
		"over its limit":          {truncated, nil, t.Context(), false},
		"broken connection":       {infrastructure(fault.ModelTruncated), nil, t.Context(), true},
		"key":                     {infrastructure(fault.ModelUnauthorized), nil, t.Context(), true},
		"rate limit":              {infrastructure(fault.ModelRateLimited), nil, t.Context(), true},
		"unreachable":             {infrastructure(fault.ModelUnreachable), nil, t.Context(), true},
		"cancelled":               {context.Canceled, nil, ctx, false},
		"cancelled and timed out": {infrastructure(fault.ModelTimeout), nil, ctx, false},
	} {
		r, err := Summarize(tt.ctx, ferry(), Options{
			Engine: outOfOrder(t, "first", tt.err), Profile: fullProfile(t), Fallback: Fallback{Engines: []Engine{Extractive{}}, Also: tt.also},
		})
		if (err == nil) != tt.falls || len(r.Provenance.Fallback) > 0 != tt.falls {
			t.Errorf("%s: %v, %+v", name, err, r.Provenance.Fallback)
		}
	}
}

// Nothing begins anew when a claim was told of: it would be contradicted.
func TestNoFallbackOnceAClaimWasTold(t *testing.T) {
	e := engineOf(t, modelFunc(func(_ context.Context, req Request) (Response, error) {
		text := summaryJSON(ferryWhy, ferryClaims...)
		req.OnText(text[:len(text)/2])
		return Response{Usage: Usage{Calls: 1}}, infrastructure(fault.ModelUnavailable)
	}))
	e.Stream = true
	told := 0
	_, err := Summarize(t.Context(), ferry(), Options{
		Engine: e, Profile: fullProfile(t), Fallback: Fallback{Engines: []Engine{Extractive{}}},
		On: func(e Event) {
			if e.Kind == EventClaim {
				told++
			}
		},
	})
	if fault.CodeOf(err) != fault.ModelUnavailable || told == 0 || told > 3 {
		t.Errorf("%v after %d claims", err, told)
	}
}

// When nobody can draft, the error tells of all.
func TestFallbackThatFails(t *testing.T) {
	r, err := Summarize(t.Context(), ferry(), Options{
		Engine: outOfOrder(t, "first", infrastructure(fault.ModelTimeout)), Profile: fullProfile(t),
		Fallback: Fallback{Engines: []Engine{outOfOrder(t, "second", infrastructure(fault.ModelFiltered)), Extractive{}}},
	})
	if fault.CodeOf(err) != fault.ModelFiltered || !strings.Contains(err.Error(), "in place of first@models.example: models.example says no") {
		t.Errorf("%v", err)
	}
	if r.Provenance.Calls != 6 || *r.Provenance.USD != 2*0.00101 || len(r.Provenance.Fallback) != 1 {
		t.Errorf("booked %+v", r.Provenance)
	}
	var f *fault.Error
	if !errors.As(err, &f) || !f.Retryable {
		t.Errorf("%#v", err)
	}
}
