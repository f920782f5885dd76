package provider

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const (
	// breakAfter is how many calls in a row must fail for an endpoint to be left
	// alone.
	breakAfter = 5
	// breakFor is how long it is left alone before one call tries it again.
	breakFor = 30 * time.Second
	// mostTrials is how many of those may fail until calls do not wait for the next
	// one any more.
	mostTrials = 4
)

// outcome says what a call tells about its endpoint.
type outcome int

const (
	abandoned outcome = iota // nothing
	alive                    // it answers, if only to refuse
	broken                   // it cannot be reached, fails or is silent
)

// outcomeOf reads the error of a call.
func outcomeOf(err error) outcome {
	var f *fault.Error
	switch {
	case err == nil:
		return alive
	case !errors.As(err, &f):
		return abandoned
	}
	switch f.Code {
	case fault.ModelUnreachable, fault.ModelUnavailable, fault.ModelTimeout:
		return broken
	case fault.ModelTruncated:
		if f.Retryable { // the connection broke
			return broken
		}
	case fault.Internal, fault.ReplayMiss, fault.PolicyRefused:
		return abandoned
	}
	return alive
}

// breaker leaves an endpoint alone after calls in a row that failed, and then
// lets one call try it. The zero value lets all calls through.
type breaker struct {
	mu     sync.Mutex
	failed int           // calls in a row
	until  time.Time     // nothing is sent before; zero: the endpoint is not left alone
	trial  chan struct{} // closed when the call that tries it has left; nil: none does
	trials int           // that failed since it worked
}

// alone reports whether the endpoint is left alone, and for how long at least.
func (b *breaker) alone() (wait time.Duration, alone bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	wait = max(0, time.Until(b.until))
	return wait, wait > 0 || b.trial != nil
}

// enter lets a call through or not. A probe is the one that tries again.
func (b *breaker) enter() (probe, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.until.IsZero():
		return false, true
	case b.trial != nil, time.Now().Before(b.until):
		return false, false
	}
	b.trial = make(chan struct{})
	return true, true
}

// await waits until a call may try again, or until one that tries has left. It
// fails when ctx ends before.
func (b *breaker) await(ctx context.Context) error {
	b.mu.Lock()
	trial, wait := b.trial, time.Until(b.until)
	b.mu.Unlock()
	if trial == nil {
		return sleep(ctx, wait)
	}
	select {
	case <-trial:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// inVain is how many calls tried again and failed since the endpoint worked.
func (b *breaker) inVain() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.trials
}

// leave notes the outcome of a call that was let through. That of a call from
// before the endpoint was left alone does not keep it so.
func (b *breaker) leave(o outcome, probe bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if probe {
		close(b.trial)
		b.trial = nil
	}
	switch {
	case o == alive:
		b.failed, b.trials, b.until = 0, 0, time.Time{}
	case o == broken && b.until.IsZero():
		b.failed++
		if b.failed >= breakAfter {
			b.until = time.Now().Add(breakFor)
		}
	case o == broken && probe:
		b.until = time.Now().Add(breakFor)
		b.trials++
	}
}

// pass lets a call through the breaker. One that waits for an endpoint that is
// left alone does so until it is tried again and it is known what came of that, and
// no longer than a call may take. It does not wait for a second trial, nor where
// several failed: the endpoint is not back soon.
func (c *Client) pass(ctx context.Context) (probe bool, err error) {
	b := &c.lane.breaker
	probe, ok := b.enter()
	if !ok && c.waits() {
		probe, ok = b.outwait(ctx, c.timeout)
	}
	if ok {
		return probe, nil
	}
	if err := ctx.Err(); errors.Is(err, context.Canceled) {
		return false, err
	}
	wait, _ := b.alone()
	return false, c.paused(wait)
}

func (c *Client) waits() bool { return c.waitPaused && c.lane.breaker.inVain() < mostTrials }

// outwait waits for the next trial and enters.
func (b *breaker) outwait(ctx context.Context, most time.Duration) (probe, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for before := b.inVain(); b.await(ctx) == nil && b.inVain() == before; {
		if probe, ok = b.enter(); ok {
			return probe, true
		}
	}
	return false, false
}

// paused is the error while an endpoint is left alone.
func (c *Client) paused(wait time.Duration) error {
	again := "it is being tried again right now"
	if wait > 0 {
		again = "it is tried again in " + inWords(wait)
	}
	f := fault.New(fault.ModelPaused, "%s failed %d times in a row and is left alone for a while: %s", c.host, breakAfter, again)
	f.Retryable, f.Err = true, fmt.Errorf("next request at %s", time.Now().Add(wait).UTC().Format(time.RFC3339))
	return f
}
