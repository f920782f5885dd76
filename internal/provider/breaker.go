package provider

import (
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
	mu      sync.Mutex
	failed  int       // calls in a row
	until   time.Time // nothing is sent before; zero: the endpoint is not left alone
	probing bool      // a call tries it
}

// closedFor is how long nothing may be sent yet.
func (b *breaker) closedFor() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(0, time.Until(b.until))
}

// enter lets a call through or not. A probe is the one that tries again.
func (b *breaker) enter() (probe, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.until.IsZero():
		return false, true
	case b.probing, time.Now().Before(b.until):
		return false, false
	}
	b.probing = true
	return true, true
}

// leave notes the outcome of a call that was let through. That of a call from
// before the endpoint was left alone does not keep it so.
func (b *breaker) leave(o outcome, probe bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if probe {
		b.probing = false
	}
	switch {
	case o == alive:
		b.failed, b.until = 0, time.Time{}
	case o == broken && b.until.IsZero():
		b.failed++
		if b.failed >= breakAfter {
			b.until = time.Now().Add(breakFor)
		}
	case o == broken && probe:
		b.until = time.Now().Add(breakFor)
	}
}

// paused is the error while an endpoint is left alone.
func (c *Client) paused(wait time.Duration) error {
	again := "it is being tried again right now"
	if wait > 0 {
		again = "it is tried again in " + max(wait.Round(time.Second), time.Second).String()
	}
	f := fault.New(fault.ModelPaused, "%s failed %d times in a row and is left alone for a while: %s", c.host, breakAfter, again)
	f.Retryable, f.Err = true, fmt.Errorf("next request at %s", time.Now().Add(wait).UTC().Format(time.RFC3339))
	return f
}
