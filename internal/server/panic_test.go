package server_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize"
)

// lines is a log that many write to.
type lines struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *lines) Write(data []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(data)
}

func (l *lines) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.String()
}

// TestPanic panics with the words of an article: in a page, in a handler of the
// API, and in work for an idempotency key. The connection goes on.
func TestPanic(t *testing.T) {
	t.Parallel()
	var log lines
	n := open(t, func(s *setup) {
		s.server.Logger = slog.New(slog.NewJSONHandler(&log, nil))
		s.server.Desk = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(hidden) })
		s.service.Engines = func(service.EngineRequest) (summarize.Options, error) { panic(hidden) }
	})
	for name, send := range map[string]func() reply{
		"a page":        func() reply { return n.send("GET", "/anything", "") },
		"the API":       func() reply { return n.send("POST", "/v1/summaries", draftOf("")) },
		"with a key":    func() reply { return n.send("POST", "/v1/summaries", draftOf(""), "Idempotency-Key: k") },
		"the key again": func() reply { return n.send("POST", "/v1/summaries", draftOf(""), "Idempotency-Key: k") },
	} {
		res := send()
		p := res.problem(t)
		if p.Status != 500 || p.Code != "internal" || p.Retryable || strings.Contains(res.body, "resigned") {
			t.Errorf("%s: %s", name, res.body)
		}
		secured(t, res.Header)
		if said := log.text(); !strings.Contains(said, p.RequestID) || !strings.Contains(said, "panic: string") || strings.Contains(said, "resigned") {
			t.Errorf("%s: the log says %s", name, said)
		}
	}
	client := &http.Client{Transport: &http.Transport{}} // of its own: tests beside this one close the idle connections of the other
	defer client.CloseIdleConnections()
	page, err := client.Do(n.request("GET", "/anything", ""))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, page.Body)
	page.Body.Close()
	reused := false
	r := n.request("GET", "/v1/summaries", "")
	trace := &httptrace.ClientTrace{GotConn: func(c httptrace.GotConnInfo) { reused = c.Reused }}
	res, err := client.Do(r.WithContext(httptrace.WithClientTrace(r.Context(), trace)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 || !reused {
		t.Errorf("%d, on the same connection: %v", res.StatusCode, reused)
	}
}

// TestPanicAmidst panics when a part of the answer is out: it must not look whole.
func TestPanicAmidst(t *testing.T) {
	t.Parallel()
	n := open(t, func(s *setup) {
		s.server.Desk = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "the first half")
			_ = http.NewResponseController(w).Flush()
			panic("amidst")
		})
	})
	res, err := http.DefaultClient.Do(n.request("GET", "/anything", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if got, err := io.ReadAll(res.Body); err == nil {
		t.Errorf("looks whole: %s", got)
	}
}
