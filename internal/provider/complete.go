package provider

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
)

const (
	// MaxTries bounds the requests of one call that bring an answer or fail, and
	// that may have to be paid for.
	MaxTries = 3
	// firstWait is the back-off before the first retry; it doubles.
	firstWait = 500 * time.Millisecond
)

// Complete asks for one answer. It fails with a *fault.Error with a model code,
// or with context.Canceled as it is when ctx was cancelled. The Response holds
// the usage of all requests also when there is an error.
func (c *Client) Complete(ctx context.Context, req summarize.Request) (resp summarize.Response, err error) {
	t, err := c.enter(ctx, weigh(req))
	if err != nil {
		return resp, err
	}
	defer func() { t.leave(err) }()
	return c.complete(ctx, t, req)
}

func (c *Client) complete(ctx context.Context, t *turn, req summarize.Request) (summarize.Response, error) {
	user := ctx
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, errDeadline)
	defer cancel()
	p := c.learned.plan(req)
	var usage summarize.Usage
	var kept *spare
	for tries := 0; ; {
		var a answer
		took, f := t.try(ctx, func(ctx context.Context) (summarize.Usage, bool, *failure) {
			var f *failure
			a, f = c.attempt(ctx, req, p)
			return a.usage, a.shown, f
		})
		usage = usage.Add(took)
		if err := user.Err(); errors.Is(err, context.Canceled) {
			return summarize.Response{Usage: usage}, err
		}
		if f == nil {
			c.learn(p, a)
			return response(p, a, usage), nil
		}
		if f.readable && (a.shown || tries == MaxTries-1 || !c.learned.mayDo(p)) {
			c.learned.disappointed(p)
			return response(p, a, usage), nil
		}
		kept = kept.or(p, a, f)
		next, changed := p.without(f.objection, c.model)
		if changed && !f.answered && !a.shown {
			c.learned.refused(next, f.objection)
			p = next
			continue
		}
		if tries++; tries == MaxTries || a.shown || !changed && !c.pause(ctx, f, tries) {
			if cancelled := errors.Is(user.Err(), context.Canceled); kept != nil && !a.shown && !cancelled {
				return c.fallBack(kept, f, usage), nil
			}
			return summarize.Response{Usage: usage}, c.giveUp(user, p, f)
		}
		p = next
	}
}

// spare is an answer that can be read although it breaks the schema, and is
// returned when asking in another way brings nothing better. It was paid for.
type spare struct {
	plan   plan
	answer answer
}

// or returns the last of the answers that can be read.
func (s *spare) or(p plan, a answer, f *failure) *spare {
	if f.readable {
		return &spare{p, a}
	}
	return s
}

// fallBack returns the answer that was kept. Where a lower format brought one that
// is worse, that of the kept one is what the endpoint does best.
func (c *Client) fallBack(s *spare, f *failure, usage summarize.Usage) summarize.Response {
	if f.answered {
		c.learned.best(s.plan)
	}
	return response(s.plan, s.answer, usage)
}

// learn remembers what worked. Text where a call was asked for is as good, but
// cannot be shown as it comes.
func (c *Client) learn(p plan, a answer) {
	if a.byCall && !a.called {
		c.learned.disappointed(p)
		return
	}
	c.learned.worked(p)
}

func response(p plan, a answer, usage summarize.Usage) summarize.Response {
	resp := summarize.Response{Text: a.text, WireFormat: p.format.String(), Usage: usage, Read: a.usage.InputTokens}
	if a.form != nil {
		resp.Breaks = a.form.Error()
	}
	if !a.thought { // else the tokens may be those of the thinking
		resp.Tokens = a.tokens
	}
	return resp
}

// giveUp remembers an answer in prose and returns the error of the call.
func (c *Client) giveUp(user context.Context, p plan, f *failure) error {
	if f.answered {
		c.learned.disappointed(p)
	}
	if err := user.Err(); errors.Is(err, context.Canceled) {
		return err
	}
	return f.fault
}

// pause waits before a retry. It returns false when there is to be none.
func (c *Client) pause(ctx context.Context, f *failure, tries int) bool {
	if !f.retry {
		return false
	}
	wait := firstWait << (tries - 1)
	wait = wait/2 + rand.N(wait/2)
	if f.wait > 0 {
		wait = f.wait + rand.N(f.wait/10+1)
	}
	wait = min(wait, c.maxRetryWait)
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return false
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// attempt makes one request on the wire.
func (c *Client) attempt(ctx context.Context, req summarize.Request, p plan) (a answer, f *failure) {
	r, err := c.build(req, p)
	if err != nil {
		return a, &failure{fault: asFault(err)}
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ex := &exchange{stream: p.stream, stop: stop}
	k := call{Client: c, ctx: context.WithValue(ctx, exchangeKey{}, ex), ex: ex, req: req, plan: p}
	if err := ctx.Err(); err != nil {
		return a, k.broken(err)
	}
	g := &gate{wantJSON: len(req.Schema) > 0, max: c.maxText, onText: req.OnText}
	var wanted *form
	if g.wantJSON {
		if wanted, err = c.forms.of(req.Schema); err != nil {
			return a, &failure{fault: asFault(err)}
		}
		g.keys = wanted.keys
	}
	if p.stream {
		a, f = k.stream(r, g)
	} else {
		a, f = k.whole(r, g)
	}
	g.end()
	a.text, a.shown, a.thought = g.text.String(), g.shown, a.thought || g.thought
	a.usage.Calls = ex.sent
	if ex.abandoned {
		a.usage.Unreported = 1
	}
	if f == nil && wanted != nil {
		a.form = wanted.check(a.text)
	}
	if f == nil {
		f = k.judge(a)
	}
	return a, f
}
