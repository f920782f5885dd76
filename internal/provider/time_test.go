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

// pipes is a network in memory, on which time can be faked.
type pipes struct {
	conns chan net.Conn
	ended chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.ended:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	close(p.ended)
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	p.conns <- theirs
	return ours, nil
}

// inFakeTime runs f in a bubble with a client of a scripted server.
func inFakeTime(t *testing.T, change func(*Config), f func(t *testing.T, c *Client, srv *scripted.Server), script ...scripted.Reply) {
	synctest.Test(t, func(t *testing.T) {
		network := &pipes{conns: make(chan net.Conn), ended: make(chan struct{})}
		srv := scripted.NewHandler(scripted.Options{Key: canary}, script...)
		server := http.Server{Handler: srv}
		go func() { _ = server.Serve(network) }()
		c := client(t, "http://model.example/v1", func(cfg *Config) {
			cfg.Transport = &http.Transport{DialContext: network.dial}
			cfg.Timeout, cfg.MaxRetryWait = 0, 0
			change(cfg)
		})
		f(t, c, srv)
		c.Close()
		srv.Close()
		_ = server.Close()
	})
}

func TestTimeouts(t *testing.T) {
	defaults := func(*Config) {}
	short := func(cfg *Config) { cfg.Timeout = 9 * time.Second }
	for _, tt := range []struct {
		name   string
		change func(*Config)
		reply  scripted.Reply
		stream bool
		after  time.Duration
		says   string
	}{
		{"whole answer", defaults, scripted.Reply{Delay: time.Hour}, false, 2 * time.Minute, "within 2 minutes"},
		{"whole answer stalls", short, scripted.Reply{Text: goodJSON, Pause: time.Hour}, false, 9 * time.Second, "model.timeout"},
		{"no first byte", defaults, scripted.Reply{Delay: time.Hour}, true, time.Minute, "begin to answer"},
		{"header, but no first byte", defaults, scripted.Reply{Body: "d", Pause: time.Hour}, true, time.Minute, "begin to answer"},
		{"stall in the middle", defaults, scripted.Reply{Text: goodJSON, Pause: time.Hour}, true, 30 * time.Second, "silent"},
		{"stream, deadline", short, scripted.Reply{Text: goodJSON, Pause: time.Hour}, true, 9 * time.Second, "within 9 seconds"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inFakeTime(t, tt.change, func(t *testing.T, c *Client, srv *scripted.Server) {
				begun := time.Now()
				req := request()
				if tt.stream {
					req.OnText = func(string) {}
				}
				got, err := c.Complete(t.Context(), req)
				checkFault(t, c, err, fault.ModelTimeout, true, tt.says)
				if spent := time.Since(begun); spent != tt.after {
					t.Errorf("took %v, want %v", spent, tt.after)
				}
				checkCalls(t, srv, got, 1)
			}, tt.reply)
		})
	}
}

func TestSlowWatcherIsNoSilence(t *testing.T) {
	inFakeTime(t, func(*Config) {}, func(t *testing.T, c *Client, _ *scripted.Server) {
		req := request()
		req.OnText = func(string) { time.Sleep(40 * time.Second) }
		if got, err := c.Complete(t.Context(), req); err != nil || got.Text != goodJSON {
			t.Errorf("%q, %v", got.Text, err)
		}
	}, scripted.Reply{Chunks: []string{delta(goodJSON[:9]), delta(goodJSON[9:]), stop, done}})
}

// A whole answer is good even when the server then forgets to close.
func TestSilenceAfterTheEnd(t *testing.T) {
	inFakeTime(t, func(*Config) {}, func(t *testing.T, c *Client, _ *scripted.Server) {
		req := request()
		req.OnText = func(string) {}
		if got, err := c.Complete(t.Context(), req); err != nil || got.Text != goodJSON {
			t.Errorf("%q, %v", got.Text, err)
		}
	}, scripted.Reply{Chunks: []string{delta(goodJSON), stop, cost, done}, Pause: time.Hour})
}

func TestDeadlineOfTheCaller(t *testing.T) {
	inFakeTime(t, func(*Config) {}, func(t *testing.T, c *Client, _ *scripted.Server) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		_, err := c.Complete(ctx, request())
		checkFault(t, c, err, fault.ModelTimeout, true, "in time")
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v does not unwrap to the deadline", err)
		}
	}, scripted.Reply{Delay: time.Hour})
}

func TestCancelledCallerIsNotKept(t *testing.T) {
	inFakeTime(t, func(*Config) {}, func(t *testing.T, c *Client, _ *scripted.Server) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		begun := time.Now()
		_, err := c.Complete(ctx, request())
		if !errors.Is(err, context.Canceled) || time.Since(begun) != 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
	}, scripted.Reply{Delay: time.Hour})
}

func TestWaits(t *testing.T) {
	limited := func(name, value string) scripted.Reply {
		return scripted.Reply{Status: 429, Header: map[string]string{name: value}}
	}
	patient := func(cfg *Config) { cfg.Timeout = time.Hour }
	for _, tt := range []struct {
		name     string
		reply    scripted.Reply
		change   func(*Config)
		min, max time.Duration // between the first and the last of three requests
		calls    int
	}{
		{"back-off", scripted.Reply{Status: 500}, patient, 750 * time.Millisecond, 1500 * time.Millisecond, 3},
		{"seconds", limited("Retry-After", "7"), patient, 14 * time.Second, 15500 * time.Millisecond, 3},
		{"a fraction", limited("Retry-After", "0.25"), patient, 500 * time.Millisecond, 600 * time.Millisecond, 3},
		{"milliseconds first", scripted.Reply{Status: 503, Header: map[string]string{"Retry-After": "9", "Retry-After-Ms": "1500"}}, patient, 3 * time.Second, 3500 * time.Millisecond, 3},
		{"clamped", limited("Retry-After", "1e10"), patient, 40 * time.Second, 40 * time.Second, 3},
		{"negative", limited("Retry-After", "-5"), patient, 750 * time.Millisecond, 1600 * time.Millisecond, 3},
		{"no number", limited("Retry-After", "NaN"), patient, 750 * time.Millisecond, 1600 * time.Millisecond, 3},
		{"infinite", limited("Retry-After", "Inf"), patient, 40 * time.Second, 40 * time.Second, 3},
		{"past the deadline", limited("Retry-After", "15"), func(cfg *Config) { cfg.Timeout = 10 * time.Second }, 0, 0, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inFakeTime(t, tt.change, func(t *testing.T, c *Client, srv *scripted.Server) {
				begun := time.Now()
				got, err := c.Complete(t.Context(), request())
				spent := time.Since(begun)
				if err == nil || spent < tt.min || spent > tt.max {
					t.Errorf("%v after %v, want %v to %v", err, spent, tt.min, tt.max)
				}
				checkCalls(t, srv, got, tt.calls)
			}, tt.reply)
		})
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, " 2 ": 2 * time.Second, "-5": 0, "NaN": 0, "1e10": maxAsked, "+Inf": maxAsked, "soon": 0,
		"Sun, 01 Mar 2026 12:00:30 GMT": 30 * time.Second,
		"Sun, 01 Mar 2026 11:00:00 GMT": 0,
		"Sun, 01 Mar 2099 11:00:00 GMT": maxAsked,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
	for value, want := range map[string]time.Duration{
		"1500": 1500 * time.Millisecond, "0.5": 500 * time.Microsecond, "-5": 2 * time.Second, "NaN": 2 * time.Second,
		"": 2 * time.Second, "1e300": maxAsked, "soon": 2 * time.Second,
	} {
		if got := retryAfter(http.Header{"Retry-After-Ms": {value}, "Retry-After": {"2"}}, now); got != want {
			t.Errorf("%q milliseconds: %v, want %v", value, got, want)
		}
	}
	skewed := http.Header{"Date": {"Sun, 01 Mar 2026 15:00:00 GMT"}, "Retry-After": {"Sun, 01 Mar 2026 15:00:30 GMT"}}
	if got := retryAfter(skewed, now); got != 30*time.Second {
		t.Errorf("by a clock that is ahead: %v", got)
	}
}

func TestManyAtOnce(t *testing.T) {
	inFakeTime(t, func(*Config) {}, func(t *testing.T, c *Client, srv *scripted.Server) {
		errs := make(chan error)
		for range 50 {
			go func() {
				got, err := c.Complete(t.Context(), request())
				if err == nil && !strings.Contains(got.Text, "takeaways") {
					err = errors.New(got.Text)
				}
				errs <- err
			}()
		}
		for range 50 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if srv.MaxInFlight() != 50 {
			t.Errorf("%d at once, want 50", srv.MaxInFlight())
		}
	}, scripted.Reply{Delay: time.Second})
}

var _ summarize.Model = (*Client)(nil)
