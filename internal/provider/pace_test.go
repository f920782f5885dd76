package provider

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// most returns the largest number of requests that are less than a minute apart.
func (e *endpoint) most() int {
	most := 0
	for i := range e.asked {
		n := 0
		for _, at := range e.asked[i:] {
			if at-e.asked[i] < time.Minute-time.Millisecond {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// Calls that are larger than what may be sent at once keep to the minute also when
// many of them come together: only the last one is owed.
func TestLargeCallsTogetherKeepToTheMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const size = 3000
		e := &endpoint{answer: func(string, int) wanted { return good(size - 1) }}
		c := atEndpoint(t, e, func(cfg *Config) { cfg.TokensPerMinute = 4 * size })
		req := request()
		req.Messages[1].Text = strings.Repeat("word", size-usualAnswer) // a token each
		errs := make(chan error)
		for range 30 {
			go func() { _, err := c.Complete(t.Context(), req); errs <- err }()
		}
		for range 30 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if n := e.most(); n > 5 {
			t.Errorf("%d calls of %d tokens in a minute, %d tokens are allowed", n, size, 4*size)
		}
		if took := e.asked[29]; took > 9*time.Minute {
			t.Errorf("30 calls took %v", took)
		}
	})
}

// Requests that wait because the endpoint asked for it do not come all at once
// when it is over.
func TestRestKeepsToTheMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{answer: func(_ string, n int) wanted {
			if n == 1 {
				return slow("20")
			}
			return good(10)
		}}
		c := atEndpoint(t, e, func(cfg *Config) { cfg.RequestsPerMinute, cfg.Timeout = 40, time.Hour })
		noErrors(t, ask(t.Context(), c, 120))
		if n := e.most(); n > 40 {
			t.Errorf("%d requests in a minute", n)
		}
	})
}

func TestCallsThatGiveUpOweNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{answer: func(string, int) wanted { return good(10) }}
		c := atEndpoint(t, e, func(cfg *Config) { cfg.RequestsPerMinute = 1 })
		noErrors(t, ask(t.Context(), c, 1))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for _, err := range ask(ctx, c, 50) {
			checkFault(t, c, err, fault.ModelRateLimited, true, "requests_per_minute")
		}
		noErrors(t, ask(t.Context(), c, 1))
		if len(e.asked) != 2 || e.asked[1] > time.Minute+time.Second {
			t.Errorf("asked at %v", e.asked)
		}
	})
}

// A caller whose time ends while all places are taken gets a fault too.
func TestNoPlaceInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{takes: time.Minute, answer: func(string, int) wanted { return good(10) }}
		c := atEndpoint(t, e, func(cfg *Config) { cfg.Concurrency = 1 })
		done := make(chan error)
		go func() { _, err := c.Complete(t.Context(), request()); done <- err }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Complete(ctx, request())
		if err := <-done; err != nil {
			t.Error(err)
		}
		checkFault(t, c, err, fault.ModelRateLimited, true, "model.concurrency")
	})
}

// Nothing is sent that the limits leave no time for.
func TestNothingIsSentWithoutItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := atEndpoint(t, &endpoint{}, func(cfg *Config) { cfg.RequestsPerMinute = 1 })
		turn, err := c.enter(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		defer turn.leave(nil)
		send := func(context.Context) (summarize.Usage, bool, *failure) {
			return summarize.Usage{Calls: 1}, false, nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, _ = turn.try(ctx, send)
		took, f := turn.try(ctx, send)
		if took.Calls != 0 || f == nil || f.fault.Code != fault.ModelRateLimited || f.retry {
			t.Errorf("%+v %+v", took, f)
		}
	})
}

// Vectors are made in batches, each with a time of its own.
func TestVectorsOfManyTexts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one := `{"index":0,"embedding":[1]}`
		body := `{"data":[` + strings.TrimSuffix(strings.Repeat(strings.ReplaceAll(one, `"index":0,`, "")+",", batchTexts), ",") + `],"usage":{"prompt_tokens":1}}`
		e := &endpoint{answer: func(string, int) wanted { return wanted{http.StatusOK, body, nil} }}
		c := atEndpoint(t, e, func(cfg *Config) { cfg.RequestsPerMinute, cfg.Timeout = 2, 40*time.Second })
		vectors, usage, err := c.Embed(t.Context(), make([]string, 4*batchTexts))
		if err != nil || len(vectors) != 4*batchTexts || usage.Calls != 4 {
			t.Errorf("%d vectors, %+v, %v", len(vectors), usage, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, _, err := c.Embed(ctx, make([]string, 4*batchTexts)); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// Vectors that were asked for and not waited for cost nobody knows what.
func TestVectorsThatDoNotCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := &pipes{conns: make(chan net.Conn), ended: make(chan struct{})}
		srv := scripted.NewHandler(scripted.Options{Key: canary}, scripted.Reply{Delay: time.Hour})
		server := http.Server{Handler: srv}
		go func() { _ = server.Serve(network) }()
		c := client(t, "http://model.example/v1", func(cfg *Config) { cfg.Transport = &http.Transport{DialContext: network.dial} })
		_, usage, err := c.Embed(t.Context(), []string{"x"})
		checkFault(t, c, err, fault.ModelTimeout, true, "within 20 seconds")
		if usage.Calls != 1 || usage.Unreported != 1 {
			t.Errorf("%+v", usage)
		}
		c.Close()
		srv.Close()
		_ = server.Close()
	})
}
