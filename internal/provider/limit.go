package provider

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// turn is one call's time at an endpoint: it holds one of the places for calls
// from enter to leave.
type turn struct {
	*lane
	host     string
	keys     []*apiKey // in the order in which they are used
	maxRest  time.Duration
	weight   int  // tokens that a request is taken to have
	admitted bool // a request may be sent at once
	probe    bool // the call tells whether the endpoint works again
	left     map[*apiKey]bool
	slowed   map[*apiKey]bool // were asked to slow down
	last     *failure
}

// enter waits until a request may be sent. The time for the call has not begun.
func (c *Client) enter(ctx context.Context, weight int) (*turn, error) {
	l := c.lane
	if wait, alone := l.breaker.alone(); alone && !c.waits() {
		return nil, c.paused(wait)
	}
	if err := l.pace.places.acquire(ctx); err != nil {
		return nil, noTime(ctx, c.host, err)
	}
	probe, err := c.pass(ctx)
	if err != nil {
		l.pace.places.release()
		return nil, err
	}
	t := &turn{
		lane: l, host: c.host, keys: c.keys, maxRest: c.maxRetryWait, weight: weight, probe: probe,
		left: map[*apiKey]bool{}, slowed: map[*apiKey]bool{},
	}
	if err := t.admit(ctx); err != nil {
		t.leave(context.Canceled)
		return nil, noTime(ctx, c.host, err)
	}
	return t, nil
}

// noTime tells why a request could not be sent before ctx ended, or would have
// ended.
func noTime(ctx context.Context, host string, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	f := fault.Wrap(fault.ModelRateLimited, err, "the limits on requests to %s leave no time for this one: raise model.concurrency, model.requests_per_minute or model.tokens_per_minute, or send less at a time", host)
	f.Retryable = true
	return f
}

// leave ends the turn with the outcome of the call.
func (t *turn) leave(err error) {
	t.breaker.leave(outcomeOf(err), t.probe)
	t.pace.places.release()
}

// admit waits until a request may be sent: for as long as the endpoint asked to be
// left alone, and for the limits of the minute. It fails when ctx ends before.
func (t *turn) admit(ctx context.Context) (err error) {
	for !t.admitted {
		for wait := t.resting(); wait > 0; wait = t.resting() {
			if err := sleep(ctx, wait+rand.N(wait/10+1)); err != nil {
				return err
			}
		}
		if t.admitted, err = t.pace.wait(ctx, t.weight, func() bool { return t.resting() <= 0 }); err != nil {
			return err
		}
	}
	return nil
}

// try makes a request, and again at once with the next key when the trouble is
// that of a key. Each key is passed over once in a turn at most.
func (t *turn) try(ctx context.Context, send func(context.Context) (took summarize.Usage, shown bool, f *failure)) (summarize.Usage, *failure) {
	var spent summarize.Usage
	for {
		if err := t.admit(ctx); err != nil {
			return spent, t.unsent(ctx, err)
		}
		t.admitted = false
		key, start := t.key(), time.Now()
		took, shown, f := send(context.WithValue(ctx, apiKeyKey{}, key))
		spent, t.last = spent.Add(took), f
		t.pace.correct(t.weight, took)
		if !t.learn(key, f, start) || shown || ctx.Err() != nil {
			return spent, f
		}
	}
}

// unsent is the failure of a request for which no time is left: what went wrong
// with the one before, or else that it could not be sent.
func (t *turn) unsent(ctx context.Context, err error) *failure {
	if t.last != nil {
		return &failure{fault: t.last.fault}
	}
	return &failure{fault: asFault(noTime(ctx, t.host, err))}
}

// learn notes what came of a request. It reports whether another key is to be
// tried.
func (t *turn) learn(key *apiKey, f *failure, start time.Time) bool {
	now := time.Now()
	switch {
	case f == nil:
		t.works(key)
		t.pace.faster()
	case f.fault.Code == fault.ModelUnauthorized, f.fault.Code == fault.ModelQuota:
		return t.bury(key)
	case f.fault.Code == fault.ModelRateLimited:
		if t.rests(key, now.Add(min(cmp.Or(f.wait, firstWait), t.maxRest))) {
			return true
		}
		t.pace.slower(start, now)
	case f.wait > 0:
		t.mu.Lock()
		t.rest = later(t.rest, now.Add(min(f.wait, t.maxRest)))
		t.mu.Unlock()
	}
	return false
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// sleep waits, or fails at once when ctx ends before.
func sleep(ctx context.Context, wait time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return context.DeadlineExceeded
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// usualAnswer is what an answer takes as a rule, in tokens.
const usualAnswer = 600

// weigh guesses the tokens of a request and its answer, until they are told.
func weigh(req summarize.Request) int {
	size := len(req.Schema)
	for _, m := range req.Messages {
		size += len(m.Text)
	}
	answer := usualAnswer
	if req.MaxOutputTokens > 0 {
		answer = min(answer, req.MaxOutputTokens)
	}
	return size/4 + answer
}

// weighTexts does the same for texts of which vectors are made.
func weighTexts(texts []string) int {
	size := 0
	for _, text := range texts {
		size += len(text)
	}
	return size / 4
}
