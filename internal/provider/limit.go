package provider

import (
	"cmp"
	"context"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Endpoints is what the Clients of a process share about the endpoints that they
// call, each with its model: how many calls are under way, how many requests and
// tokens were sent in the last minute, which keys are dead, whether the endpoint
// is left alone. Clients with the same Endpoints, host and model share it all.
// The zero value is ready. It is safe for concurrent use.
type Endpoints struct {
	mu    sync.Mutex
	lanes map[string]*lane
}

// lane returns what is shared about one endpoint. Where Clients ask for
// different limits, the strictest count.
func (e *Endpoints) lane(host, model string, cfg Config) *lane {
	e.mu.Lock()
	defer e.mu.Unlock()
	name := strings.ToLower(host) + " " + model
	l := e.lanes[name]
	if l == nil {
		l = &lane{pace: newPace()}
		if e.lanes == nil {
			e.lanes = map[string]*lane{}
		}
		e.lanes[name] = l
	}
	l.pace.limit(cfg.Concurrency, cfg.RequestsPerMinute, cfg.TokensPerMinute)
	return l
}

// lane is the way to one model at one endpoint.
type lane struct {
	breaker breaker
	pace    *pace

	mu   sync.Mutex
	keys []*apiKey // all that were ever used
	rest time.Time // until when nothing is sent
}

// turn is one call's time at an endpoint: it holds one of the places for calls
// from enter to leave.
type turn struct {
	*lane
	keys     []*apiKey // in the order in which they are used
	maxRest  time.Duration
	weight   int  // tokens that a request is taken to have
	admitted bool // a request may be sent at once
	probe    bool // the call tells whether the endpoint works again
	left     map[*apiKey]bool
	last     *failure
}

// enter waits until a request may be sent. The time for the call has not begun.
func (c *Client) enter(ctx context.Context, weight int) (*turn, error) {
	l := c.lane
	if wait := l.breaker.closedFor(); wait > 0 {
		return nil, c.paused(wait)
	}
	if err := l.pace.places.acquire(ctx); err != nil {
		return nil, err
	}
	probe, ok := l.breaker.enter()
	if !ok {
		l.pace.places.release()
		return nil, c.paused(l.breaker.closedFor())
	}
	t := &turn{lane: l, keys: c.keys, maxRest: c.maxRetryWait, weight: weight, probe: probe, left: map[*apiKey]bool{}}
	if err := t.admit(ctx); err != nil {
		t.leave(context.Canceled)
		if ctx.Err() == nil {
			err = fault.Wrap(fault.ModelRateLimited, err, "the limit on requests to %s leaves no time for this one: raise model.requests_per_minute or model.tokens_per_minute, or send less at a time", c.host)
		}
		return nil, err
	}
	return t, nil
}

// leave ends the turn with the outcome of the call.
func (t *turn) leave(err error) {
	t.breaker.leave(outcomeOf(err), t.probe)
	t.pace.places.release()
}

// admit waits until a request may be sent: for the limits of the minute, and for
// as long as the endpoint asked to be left alone. It fails when ctx ends before.
func (t *turn) admit(ctx context.Context) error {
	if t.admitted {
		return nil
	}
	if err := t.pace.wait(ctx, t.weight); err != nil {
		return err
	}
	for wait := t.resting(); wait > 0; wait = t.resting() {
		if err := sleep(ctx, wait+rand.N(wait/10+1)); err != nil {
			return err
		}
	}
	t.admitted = true
	return nil
}

// try makes a request, and again at once with the next key when the trouble is
// that of a key. Each key is given up once in a turn at most.
func (t *turn) try(ctx context.Context, send func(context.Context) (took summarize.Usage, shown bool, f *failure)) (summarize.Usage, *failure) {
	var spent summarize.Usage
	for {
		if err := t.admit(ctx); err != nil && t.last != nil {
			f := *t.last
			f.retry, f.objection, f.readable, f.answered = false, noObjection, false, false
			return spent, &f
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
