package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// wanted is what an endpoint answers to a request with that key.
type wanted struct {
	status int
	body   string
	header http.Header
}

func good(tokens int) wanted {
	return wanted{200, fmt.Sprintf(`{"choices":[{"message":{"content":%q},"finish_reason":"stop"}],"usage":{"prompt_tokens":%d,"completion_tokens":1}}`, goodJSON, tokens), nil}
}

func refused(status int, code string) wanted {
	return wanted{status, apiBody(code, "no "+canary), nil}
}

func slow(seconds string) wanted {
	return wanted{429, apiBody("rate_limit_exceeded", "slow down"), http.Header{"Retry-After": {seconds}}}
}

// endpoint answers in the test's own time and notes who asked when.
type endpoint struct {
	answer func(key string, n int) wanted
	takes  time.Duration

	mu       sync.Mutex
	start    time.Time
	asked    []time.Duration
	keys     []string
	now, top int // requests under way
}

func (e *endpoint) RoundTrip(req *http.Request) (*http.Response, error) {
	e.mu.Lock()
	if e.start.IsZero() {
		e.start = time.Now()
	}
	key := cmp.Or(req.Header.Get("Api-Key"), strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer "))
	e.asked, e.keys = append(e.asked, time.Since(e.start)), append(e.keys, strings.TrimPrefix(key, canary))
	n := len(e.keys)
	e.now++
	e.top = max(e.top, e.now)
	e.mu.Unlock()
	defer func() { e.mu.Lock(); e.now--; e.mu.Unlock() }()
	_, _ = io.Copy(io.Discard, req.Body)
	if err := sleep(req.Context(), e.takes); err != nil {
		return nil, err
	}
	w := e.answer(key, n)
	header := w.header
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: w.status, Header: header, Body: io.NopCloser(strings.NewReader(w.body)), Request: req}, nil
}

func (e *endpoint) order() string { return strings.Join(e.keys, " ") }

// atEndpoint makes a client of an endpoint of the test.
func atEndpoint(t *testing.T, e *endpoint, change func(*Config)) *Client {
	return client(t, "http://model.example/v1", func(cfg *Config) {
		cfg.Transport, cfg.Timeout, cfg.MaxRetryWait, cfg.WireFormat = e, 0, 0, "json_schema"
		change(cfg)
	})
}

// ask makes calls at the same time and returns their errors.
func ask(ctx context.Context, c *Client, calls int) []error {
	errs := make([]error, calls)
	var all sync.WaitGroup
	for i := range calls {
		all.Go(func() { _, errs[i] = c.Complete(ctx, request()) })
	}
	all.Wait()
	return errs
}

func noErrors(t *testing.T, errs []error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func TestConcurrencyIsSharedByClients(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{takes: time.Second, answer: func(string, int) wanted { return good(10) }}
		shared := &Endpoints{}
		limits := func(cfg *Config) { cfg.Concurrency, cfg.Endpoints = 3, shared }
		one, two := atEndpoint(t, e, limits), atEndpoint(t, e, limits)
		var all sync.WaitGroup
		for _, c := range []*Client{one, two} {
			all.Go(func() { noErrors(t, ask(t.Context(), c, 10)) })
		}
		all.Wait()
		if e.top != 3 || len(e.asked) != 20 {
			t.Errorf("%d at once, %d in all", e.top, len(e.asked))
		}
	})
}

// No minute has more requests than are allowed, and waiting is not part of the
// time for a call.
func TestRequestsPerMinute(t *testing.T) {
	for _, limit := range []int{1, 2, 7, 60} {
		synctest.Test(t, func(t *testing.T) {
			e := &endpoint{answer: func(string, int) wanted { return good(10) }}
			c := atEndpoint(t, e, func(cfg *Config) { cfg.RequestsPerMinute, cfg.Concurrency, cfg.Timeout = limit, 8, time.Second })
			noErrors(t, ask(t.Context(), c, 3*limit+1))
			for i, at := range e.asked {
				if i >= limit && at-e.asked[i-limit] < time.Minute-time.Millisecond {
					t.Errorf("limit %d: requests %d and %d are %v apart", limit, i-limit, i, at-e.asked[i-limit])
				}
			}
			if took := e.asked[len(e.asked)-1]; took > 4*time.Minute {
				t.Errorf("limit %d: it took %v", limit, took)
			}
		})
	}
}

func TestTokensPerMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{answer: func(string, int) wanted { return good(2999) }}
		c := atEndpoint(t, e, func(cfg *Config) { cfg.TokensPerMinute = 30_000 })
		for range 40 { // of 3,000 tokens each
			noErrors(t, ask(t.Context(), c, 1))
		}
		if took := e.asked[39]; took < 3*time.Minute || took > 5*time.Minute {
			t.Errorf("40 calls of 3,000 tokens took %v", took)
		}
	})
}

func TestWaitingForTheMinuteCanBeCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{answer: func(string, int) wanted { return good(10) }}
		c := atEndpoint(t, e, func(cfg *Config) { cfg.RequestsPerMinute, cfg.Concurrency = 1, 2 })
		noErrors(t, ask(t.Context(), c, 1))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		for _, err := range ask(ctx, c, 4) { // two wait for a place
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		}
		noErrors(t, ask(t.Context(), c, 1))
		if len(e.asked) != 2 || e.asked[1] > 2*time.Minute {
			t.Errorf("asked at %v", e.asked)
		}
	})
}

// A 429 stops everybody for as long as the server asks, and halves the calls at
// the same time; good answers bring them back.
func TestSlowDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{takes: time.Second, answer: func(_ string, n int) wanted {
			if n <= 8 {
				return slow("10")
			}
			return good(10)
		}}
		c := atEndpoint(t, e, func(cfg *Config) { cfg.Concurrency = 8 })
		noErrors(t, ask(t.Context(), c, 8))
		for i, at := range e.asked[8:] {
			if at < 11*time.Second {
				t.Errorf("request %d was sent at %v", 8+i, at)
			}
		}
		e.top = 0
		noErrors(t, ask(t.Context(), c, 8))
		if e.top < 4 || e.top > 6 {
			t.Errorf("%d at once after a 429", e.top)
		}
		noErrors(t, ask(t.Context(), c, 40))
		e.top = 0
		noErrors(t, ask(t.Context(), c, 20))
		if e.top != 8 {
			t.Errorf("%d at once in the end", e.top)
		}
	})
}

func TestBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := true
		e := &endpoint{answer: func(string, int) wanted {
			if down {
				return refused(503, "")
			}
			return good(10)
		}}
		c := atEndpoint(t, e, func(*Config) {})
		for range breakAfter {
			_, err := c.Complete(t.Context(), request())
			checkFault(t, c, err, fault.ModelUnavailable, true, "503")
		}
		sent := len(e.asked)
		_, err := c.Complete(t.Context(), request())
		checkFault(t, c, err, fault.ModelPaused, true, "tried again in 30 seconds")
		if len(e.asked) != sent {
			t.Error("a request was sent")
		}
		time.Sleep(breakFor)
		_, err = c.Complete(t.Context(), request()) // the probe
		checkFault(t, c, err, fault.ModelUnavailable, true, "503")
		_, _, err = c.Embed(t.Context(), []string{"x"})
		checkFault(t, c, err, fault.ModelPaused, true, "left alone")
		time.Sleep(breakFor)
		down, e.takes = false, time.Second
		errs := ask(t.Context(), c, 5)
		paused := 0
		for _, err := range errs {
			if fault.CodeOf(err) == fault.ModelPaused {
				paused++
			}
		}
		if paused != 4 {
			t.Errorf("while one call tries: %v", errs)
		}
		noErrors(t, ask(t.Context(), c, 5))
	})
}

func TestBreakerProbeThatIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b breaker
		for range breakAfter {
			b.leave(broken, false)
		}
		if _, ok := b.enter(); ok {
			t.Fatal("it lets calls through")
		}
		time.Sleep(breakFor)
		for range 3 {
			probe, ok := b.enter()
			if !probe || !ok {
				t.Fatal("no call tries")
			}
			b.leave(broken, false) // of a call from before
			b.leave(abandoned, probe)
		}
		probe, _ := b.enter()
		b.leave(alive, probe)
		if probe, ok := b.enter(); probe || !ok {
			t.Error("it is still left alone")
		}
	})
}

// Errors that are not of the infrastructure say that the endpoint is alive.
func TestBreakerStaysClosed(t *testing.T) {
	for _, w := range []wanted{refused(400, "bad"), refused(401, ""), refused(404, ""), refused(429, "insufficient_quota"), refused(400, "content_filter")} {
		e := &endpoint{answer: func(string, int) wanted { return w }}
		c := atEndpoint(t, e, func(*Config) {})
		for range 2 * breakAfter {
			if _, err := c.Complete(t.Context(), request()); fault.CodeOf(err) == fault.ModelPaused {
				t.Fatalf("%s: %v", w.body, err)
			}
		}
	}
}
