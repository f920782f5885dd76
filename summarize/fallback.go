package summarize

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Fallback says who drafts when an engine is out of order. A summary is always
// of one engine: the next one begins anew. It does not when a claim of the one
// before was told of already.
type Fallback struct {
	Engines []Engine     // in their order
	Also    []fault.Code // that count as being out of order; see OutOfOrder
}

// FallbackStep says that one engine drafted in place of another. Engines are a
// model with its host, "model@host", or "extractive".
type FallbackStep struct {
	From string     `json:"from" doc:"The engine that was out of order: model@host, or extractive"`
	To   string     `json:"to" doc:"The engine that was asked next, in the same form"`
	Code fault.Code `json:"code" doc:"The code of what went wrong" example:"model_unavailable"`
}

// OutOfOrder reports whether an error is one of the infrastructure and not of
// the request: the endpoint cannot be reached, fails, is silent, is overloaded,
// is left alone, or does not take the key or its account. A refusal, a content
// filter or an answer of no use is none.
func OutOfOrder(err error) bool {
	switch fault.CodeOf(err) {
	case fault.ModelUnreachable, fault.ModelUnavailable, fault.ModelTimeout, fault.ModelRateLimited,
		fault.ModelPaused, fault.ModelQuota, fault.ModelUnauthorized:
		return true
	case fault.ModelTruncated:
		return asFault(err).Retryable // the connection broke
	}
	return false
}

func (f Fallback) covers(err error) bool {
	return OutOfOrder(err) || slices.Contains(f.Also, fault.CodeOf(err))
}

// chain is the drafting of one summary by engines in turn.
type chain struct {
	options Options
	again   *redraft
	told    bool // of a claim
}

func (c *chain) on(e Event) {
	c.told = c.told || e.Kind == EventClaim
	if c.options.On != nil {
		c.options.On(e)
	}
}

func (c *chain) summarize(ctx context.Context, a *article.Article) (*Result, error) {
	o := c.options
	o.On = c.on
	r, err := once(ctx, a, o, c.again)
	for _, next := range o.Fallback.Engines {
		if err == nil || c.told || ctx.Err() != nil || !o.Fallback.covers(err) {
			break
		}
		failed, why, from := r, asFault(err), o.Engine
		o.Engine = next
		c.on(Event{Kind: EventFallback, Engine: next})
		r, err = once(ctx, a, o, c.again)
		r.standIn(failed, from, next, why)
		err = standIn(err, from, why)
	}
	return r, err
}

// standIn notes that a result was made in place of one that failed, with what
// that one took.
func (r *Result) standIn(failed *Result, from, to Engine, why *fault.Error) {
	if r == nil {
		return
	}
	steps := []FallbackStep{{engineName(from), engineName(to), why.Code}}
	warnings := []Warning{{Code: "fallback", Message: fmt.Sprintf("%s drafted in place of %s: %s", engineName(to), engineName(from), reason(why))}}
	if failed != nil {
		steps = append(failed.Provenance.Fallback, steps...)
		warnings = append(slices.DeleteFunc(failed.Warnings, func(w Warning) bool { return w.Code != "fallback" }), warnings...)
		r.Provenance.add(failed.Provenance)
	}
	r.Provenance.Fallback = steps
	r.Warnings = append(warnings, r.Warnings...)
}

// add adds what another attempt took. What is not known of one is not known of
// both.
func (p *Provenance) add(q Provenance) {
	p.Calls += q.Calls
	p.DurationMS += q.DurationMS
	p.InputTokens = both(p.InputTokens, q.InputTokens)
	p.OutputTokens = both(p.OutputTokens, q.OutputTokens)
	p.CachedTokens = both(p.CachedTokens, q.CachedTokens)
	p.USD = both(p.USD, q.USD)
}

func both[T int | float64](a, b *T) *T {
	if a == nil || b == nil {
		return nil
	}
	total := *a + *b
	return &total
}

// standIn is the error of an engine that stood in for another: it tells of both.
func standIn(err error, from Engine, why *fault.Error) error {
	if err == nil || !isFault(err) {
		return err
	}
	f := *asFault(err)
	f.Err, f.Message = err, fmt.Sprintf("%s (in place of %s: %s)", f.Message, engineName(from), reason(why))
	return &f
}

// reason is what a message says that is wrong, without what to do about it.
func reason(f *fault.Error) string {
	if i := strings.LastIndex(f.Message, ": "); i > 0 {
		return f.Message[:i]
	}
	return f.Message
}

func engineName(e Engine) string {
	if m, ok := e.(*ModelEngine); ok {
		return m.Info.Name + "@" + m.Info.EndpointHost
	}
	return "extractive"
}

// asFault returns the fault in an error that has a code.
func asFault(err error) *fault.Error {
	var f *fault.Error
	if !errors.As(err, &f) {
		f = fault.Wrap(fault.Internal, err, "the summary could not be drafted")
	}
	return f
}
