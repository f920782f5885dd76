package provider

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// afterFailures makes a client whose endpoint was just left alone, and is well
// from a time on.
func afterFailures(t *testing.T, well time.Duration, change func(*Config)) (*Client, *endpoint) {
	t.Helper()
	start := time.Now()
	e := &endpoint{answer: func(string, int) wanted {
		if time.Since(start) < well {
			return refused(503, "")
		}
		return good(10)
	}}
	c := atEndpoint(t, e, func(cfg *Config) {
		cfg.WaitPaused, cfg.MaxRetryWait = true, time.Millisecond
		change(cfg)
	})
	for range breakAfter {
		_, _ = c.Complete(t.Context(), request())
	}
	e.asked = nil
	return c, e
}

// Calls wait until an endpoint that is left alone is tried again, and go on when
// that works.
func TestWaitsForAPausedEndpoint(t *testing.T) {
	for _, calls := range []int{1, 20} {
		synctest.Test(t, func(t *testing.T) {
			c, e := afterFailures(t, 10*time.Second, func(cfg *Config) { cfg.Concurrency = 8 })
			begun := time.Now()
			e.takes = time.Second
			noErrors(t, ask(t.Context(), c, calls))
			if len(e.asked) != calls || time.Since(begun) < breakFor {
				t.Errorf("%d requests after %v", len(e.asked), time.Since(begun))
			}
			if calls > 1 && e.asked[1]-e.asked[0] < time.Second {
				t.Errorf("asked at %v: the others do not wait for the trial", e.asked)
			}
		})
	}
}

// When the trial fails nobody waits for a second one, and one call has asked.
func TestWaitsForOneTrial(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, e := afterFailures(t, time.Hour, func(*Config) {})
		begun := time.Now()
		codes := map[fault.Code]int{}
		for _, err := range ask(t.Context(), c, 10) {
			codes[fault.CodeOf(err)]++
		}
		if codes[fault.ModelUnavailable] != 1 || codes[fault.ModelPaused] != 9 || len(e.asked) != MaxTries {
			t.Errorf("%v after %d requests", codes, len(e.asked))
		}
		if took := time.Since(begun); took < breakFor || took > breakFor+5*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// An endpoint that does not come back is not waited for again and again, and is
// tried all the same.
func TestWaitsForFewTrials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, e := afterFailures(t, time.Hour, func(cfg *Config) { cfg.Concurrency = 1 })
		begun := time.Now()
		for range 1000 {
			_, err := c.Complete(t.Context(), request())
			checkFault(t, c, err, fault.CodeOf(err), true, "model.example")
		}
		if took := time.Since(begun); took < mostTrials*breakFor || took > (mostTrials+1)*breakFor || len(e.asked) != mostTrials*MaxTries {
			t.Errorf("1,000 calls took %v and %d requests", took, len(e.asked))
		}
		time.Sleep(time.Hour)
		noErrors(t, ask(t.Context(), c, 1))
		if n := c.lane.breaker.inVain(); n != 0 {
			t.Errorf("%d trials are held against it", n)
		}
	})
}

// A trial that is cancelled is made by the next who waits.
func TestWaitsForAnotherTrial(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, e := afterFailures(t, 10*time.Second, func(*Config) {})
		e.takes = 10 * time.Second
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		first := make(chan error)
		go func() {
			time.Sleep(breakFor) // and is there before the other
			_, err := c.Complete(ctx, request())
			first <- err
		}()
		second := make(chan error)
		go func() {
			time.Sleep(breakFor + time.Second)
			_, err := c.Complete(t.Context(), request())
			second <- err
		}()
		time.AfterFunc(breakFor+3*time.Second, cancel)
		if err := <-first; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if err := <-second; err != nil {
			t.Error(err)
		}
	})
}

func TestDoesNotWaitInVain(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*Config)
		within time.Duration // that the caller leaves; 0 is any time
	}{
		"not asked to":               {func(cfg *Config) { cfg.WaitPaused = false }, 0},
		"the call may not take it":   {func(cfg *Config) { cfg.Timeout = breakFor / 2 }, 0},
		"the caller has not so long": {func(*Config) {}, breakFor / 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, e := afterFailures(t, 10*time.Second, tt.change)
				ctx := t.Context()
				if tt.within > 0 {
					var cancel func()
					ctx, cancel = context.WithTimeout(ctx, tt.within)
					defer cancel()
				}
				begun := time.Now()
				_, err := c.Complete(ctx, request())
				checkFault(t, c, err, fault.ModelPaused, true, "tried again in 30 seconds")
				if time.Since(begun) > 0 || len(e.asked) > 0 {
					t.Errorf("after %v and %d requests", time.Since(begun), len(e.asked))
				}
			})
		})
	}
}

func TestWaitingForAPausedEndpointCanBeCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := afterFailures(t, time.Hour, func(*Config) {})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		begun := time.Now()
		if _, err := c.Complete(ctx, request()); !errors.Is(err, context.Canceled) || time.Since(begun) != time.Second {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
	})
}

func TestInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "1 second", time.Millisecond: "1 second", 7 * time.Second: "7 seconds", 7100 * time.Millisecond: "8 seconds",
		time.Minute: "1 minute", 90 * time.Second: "90 seconds", 2 * time.Minute: "2 minutes", 125 * time.Second: "3 minutes",
		time.Hour: "1 hour", 90 * time.Minute: "90 minutes", 24 * time.Hour: "24 hours", 150 * time.Minute: "3 hours",
	} {
		if got := inWords(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
