package client_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nutgraf/nutgraf/client"
)

// wire answers in place of a network.
type wire func(*http.Request) (*http.Response, error)

func (w wire) RoundTrip(r *http.Request) (*http.Response, error) { return w(r) }

// answer is one of wire's.
type answer struct {
	status int
	header string // "Name: value"
	body   string
	broken bool // the connection fails
}

const (
	busy    = `{"status":503,"code":"busy","detail":"Busy","retryable":true,"request_id":"r1"}`
	refused = `{"status":502,"code":"model_refused","detail":"No","retryable":false,"request_id":"r1"}`
	running = `{"id":"run_1","state":"running"}`
)

// TestRetries sees how often a request is sent, and after what time the call ends.
func TestRetries(t *testing.T) {
	problem := "Content-Type: application/problem+json"
	ok := answer{status: 200, body: running}
	for _, tt := range []struct {
		name     string
		answers  []answer // the last one again and again
		retries  int
		deadline time.Duration
		sent     int
		from, to time.Duration
		fails    bool
	}{
		{name: "good", answers: []answer{ok}, sent: 1},
		{name: "busy once", answers: []answer{{503, problem, busy, false}, ok}, sent: 2, from: 125 * time.Millisecond, to: 250 * time.Millisecond},
		{name: "busy for ever", answers: []answer{{503, problem, busy, false}}, sent: 4, from: 875 * time.Millisecond, to: 1750 * time.Millisecond, fails: true},
		{name: "asks for time", answers: []answer{{503, "Retry-After: 4", busy, false}, ok}, sent: 2, from: 4 * time.Second, to: 5 * time.Second},
		{name: "asks for more than an hour", answers: []answer{{503, "Retry-After: 1e10", busy, false}, ok}, sent: 2, from: 30 * time.Second, to: 38 * time.Second},
		{name: "asks for nonsense", answers: []answer{{503, "Retry-After: -5", busy, false}, ok}, sent: 2, to: 250 * time.Millisecond},
		{name: "asks for NaN", answers: []answer{{503, "Retry-After: NaN", busy, false}, ok}, sent: 2, to: 250 * time.Millisecond},
		{name: "asks for a day", answers: []answer{{503, "Retry-After: Sat, 01 Jan 2000 00:00:10 GMT", busy, false}, ok}, sent: 2, from: 10 * time.Second, to: 13 * time.Second},
		{name: "asks for longer than there is", answers: []answer{{503, "Retry-After: 20", busy, false}}, deadline: 10 * time.Second, sent: 1, fails: true},
		{name: "never again", answers: []answer{{503, problem, busy, false}}, retries: -1, sent: 1, fails: true},
		{name: "not retryable", answers: []answer{{502, problem, refused, false}}, sent: 1, fails: true},
		{name: "a proxy", answers: []answer{{502, "Content-Type: text/html", "<h1>Bad gateway</h1>", false}, ok}, sent: 2, to: 250 * time.Millisecond},
		{name: "no nutgraf", answers: []answer{{404, "Content-Type: text/html", "<h1>Welcome</h1>", false}}, sent: 1, fails: true},
		{name: "no connection", answers: []answer{{broken: true}, {broken: true}, ok}, sent: 3, to: 750 * time.Millisecond},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var bodies, keys []string
				sent := 0
				net := wire(func(r *http.Request) (*http.Response, error) {
					data, _ := io.ReadAll(r.Body)
					bodies, keys = append(bodies, string(data)), append(keys, r.Header.Get("Idempotency-Key"))
					a := tt.answers[min(sent, len(tt.answers)-1)]
					sent++
					return a.response()
				})
				c := connect(t, "http://nutgraf.test", client.Options{HTTP: &http.Client{Transport: net}, Retries: tt.retries})
				ctx := t.Context()
				if tt.deadline > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.deadline)
					defer cancel()
				}
				began := time.Now()
				_, err := c.Submit(ctx, draft(""))
				took := time.Since(began)
				if (err != nil) != tt.fails || sent != tt.sent || took < tt.from || took > tt.to {
					t.Errorf("%v after %v and %d requests", err, took, sent)
				}
				for i := range keys {
					if keys[i] != keys[0] || len(keys[i]) < 20 || bodies[i] != bodies[0] || bodies[i] == "" {
						t.Errorf("request %d is another one: %s", i, keys[i])
					}
				}
				if err != nil && strings.Contains(err.Error(), "<h1>") {
					t.Error("the page of a stranger is shown")
				}
			})
		})
	}
}

func (a answer) response() (*http.Response, error) {
	if a.broken {
		return nil, errors.New("connection reset")
	}
	name, value, _ := strings.Cut(a.header, ": ")
	h := http.Header{"Content-Type": {"application/problem+json"}}
	if name != "" {
		h.Set(name, value)
	}
	return &http.Response{StatusCode: a.status, Header: h, Body: io.NopCloser(bytes.NewBufferString(a.body))}, nil
}

// TestWaitLeftAlone waits for a job whose end does not come.
func TestWaitLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		net := wire(func(*http.Request) (*http.Response, error) {
			asked++
			return answer{status: 200, body: running}.response()
		})
		c := connect(t, "http://nutgraf.test", client.Options{HTTP: &http.Client{Transport: net}})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := c.WaitJob(ctx, "run_1")
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "run_1") {
			t.Errorf("%v", err)
		}
		if asked < 10 || asked > 25 {
			t.Errorf("asked %d times in a minute", asked)
		}
	})
}

// TestSilence drops a stream on which nothing comes, and takes it up again.
func TestSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		streams := 0
		net := wire(func(r *http.Request) (*http.Response, error) {
			streams++
			out, in := io.Pipe()
			body := "id: run_1:1\nevent: accepted\ndata: {}\n\n"
			if streams == 3 {
				if last := r.Header.Get("Last-Event-ID"); last != "run_1:1" {
					t.Errorf("Last-Event-ID is %q", last)
				}
				body = "id: run_1:2\nevent: done\ndata: {\"id\":\"sum_1\"}\n\n"
			}
			go func() {
				if streams != 2 {
					_, _ = io.WriteString(in, body)
				}
				<-r.Context().Done()
				in.CloseWithError(context.Canceled)
			}()
			return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/event-stream"}}, Body: out}, nil
		})
		c := connect(t, "http://nutgraf.test", client.Options{HTTP: &http.Client{Transport: net}, Idle: 20 * time.Second})
		began := time.Now()
		var names []string
		for e, err := range c.DraftStream(t.Context(), draft("")) {
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, e.Name)
		}
		if strings.Join(names, " ") != "accepted done" || streams != 3 || time.Since(began) < 40*time.Second {
			t.Errorf("%v by %d streams in %v", names, streams, time.Since(began))
		}
	})
}
