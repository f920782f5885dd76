package server_test

import (
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

// TestDrain stops the service while a draft is streamed and another waited for:
// both end with an error that says to try again.
func TestDrain(t *testing.T) {
	n := open(t, func(s *setup) {
		s.serve = true
		s.server.DrainTimeout = 100 * time.Millisecond
		s.script = []scripted.Reply{{Delay: time.Hour}}
	})
	streamed, waited := make(chan reply, 1), make(chan reply, 1)
	go func() {
		streamed <- n.send("POST", "/v1/summaries", draftOf(`{"no_cache":true}`), "Accept: text/event-stream")
	}()
	go func() { waited <- n.send("POST", "/v1/summaries", draftOf(`{"no_cache":true}`), "Idempotency-Key: k") }()
	for len(n.model.Requests()) < 2 {
		time.Sleep(time.Millisecond)
	}
	if err := n.stop(); err != nil {
		t.Error(err)
	}
	events := eventsOf(t, (<-streamed).body)
	if last := events[len(events)-1]; last.name != "error" || last.data == "" || !contains(last.data, `"code":"draining"`, `"retryable":true`) {
		t.Errorf("%+v", last)
	}
	res := <-waited
	if p := res.problem(t); p.Status != 503 || p.Code != "draining" || !p.Retryable || res.Header.Get("Retry-After") == "" {
		t.Errorf("%+v", p)
	}
}
