package server_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
)

// TestSameKey sends many requests with one key at once: one call of the model,
// one answer.
func TestSameKey(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		n := open(t, func(s *setup) { s.dsn = dsn })
		n.send("POST", "/v1/summaries", draftOf(`{"no_cache":true}`)).summary(t)
		alone := len(n.model.Requests()) // a draft and its repair
		for round := range 3 {
			before := len(n.model.Requests())
			answers := make([]reply, 100)
			var all sync.WaitGroup
			for i := range answers {
				all.Go(func() {
					answers[i] = n.send("POST", "/v1/summaries", draftOf(`{"no_cache":true}`), fmt.Sprintf(`Idempotency-Key: "round %d"`, round))
				})
			}
			all.Wait()
			answers = append(answers, n.send("POST", "/v1/summaries", draftOf(`{"no_cache":true}`), fmt.Sprintf(`Idempotency-Key: "round %d"`, round)))
			first := answers[0].summary(t)
			for _, a := range answers {
				if a.body != answers[0].body || a.StatusCode != 201 || a.Header.Get("ETag") != `"1"` || a.Header.Get("Location") != "/v1/summaries/"+first.ID {
					t.Errorf("%d %v %s", a.StatusCode, a.Header, a.body)
				}
			}
			if calls := len(n.model.Requests()) - before; calls != alone {
				t.Errorf("%d calls, and %d for one request", calls, alone)
			}
		}
	})
}

// TestKeyReused uses a key for something else.
func TestKeyReused(t *testing.T) {
	n := open(t)
	n.send("POST", "/v1/summaries", draftOf(extractive), "Idempotency-Key: k").summary(t)
	for name, other := range map[string]func() reply{
		"body": func() reply {
			return n.send("POST", "/v1/summaries", draftOf(`{"engine":"auto"}`), "Idempotency-Key: k")
		},
		"path": func() reply { return n.send("POST", "/v1/check", bodies["check"], "Idempotency-Key: k") },
		"form": func() reply {
			return n.send("POST", "/v1/summaries", draftOf(extractive), `Idempotency-Key: "k"`, "Accept: text/event-stream")
		},
		"prefer": func() reply {
			return n.send("POST", "/v1/summaries", draftOf(extractive), "Idempotency-Key: k", "Prefer: respond-async")
		},
	} {
		if p := other().problem(t); p.Status != 422 || p.Code != "idempotency_key_reused" {
			t.Errorf("%s: %+v", name, p)
		}
	}
	elsewhere := n.token("elsewhere", nil, "summarize")
	n.send("POST", "/v1/summaries", draftOf(extractive), "Idempotency-Key: k", elsewhere).summary(t)
}

// TestFailureIsNotKept tries again with the same key after a failure that passes,
// and gets the same answer to one that does not.
func TestFailureIsNotKept(t *testing.T) {
	down := scripted.Reply{Status: 401, Body: scripted.ErrorBody("openai", "invalid_api_key", "", "no")}
	n := open(t, func(s *setup) { s.script = []scripted.Reply{down, down, {}} })
	if p := n.send("POST", "/v1/summaries", draftOf(""), "Idempotency-Key: k").problem(t); p.Status != 502 || p.Code != "model_unauthorized" {
		t.Fatalf("%+v", p)
	}
	for _, accept := range []string{"text/event-stream", "application/json"} {
		n.send("POST", "/v1/summaries", draftOf(""), "Idempotency-Key: k", "Accept: "+accept)
	}
	n.send("POST", "/v1/summaries", draftOf(""), "Idempotency-Key: k").summary(t)

	first := n.send("POST", "/v1/summaries", `{"article":{"text":" "}}`, "Idempotency-Key: empty").problem(t)
	again := n.send("POST", "/v1/summaries", `{"article":{"text":" "}}`, "Idempotency-Key: empty")
	if first.Code != "empty_input" || first.Status != 422 || !strings.Contains(again.body, first.RequestID) {
		t.Errorf("%+v %s", first, again.body)
	}
}

// TestStreamAgain repeats a stream with its key, whole and from an event on.
func TestStreamAgain(t *testing.T) {
	n := open(t, func(s *setup) { s.script = []scripted.Reply{{Delay: 100 * time.Millisecond}} })
	send := func(headers ...string) string {
		return n.send("POST", "/v1/summaries", draftOf(`{"no_cache":true}`), append(headers, "Idempotency-Key: k", "Accept: text/event-stream")...).body
	}
	n.send("POST", "/v1/summaries", draftOf(`{"no_cache":true}`)).summary(t)
	alone := len(n.model.Requests()) // a draft and its repair
	bodies := make([]string, 20)
	var all sync.WaitGroup
	for i := range bodies {
		all.Go(func() { bodies[i] = send() })
	}
	all.Wait()
	bodies = append(bodies, send())
	events := eventsOf(t, bodies[0])
	for _, b := range bodies {
		if b != bodies[0] {
			t.Errorf("%s\n%s", b, bodies[0])
		}
	}
	rest := eventsOf(t, send("Last-Event-ID: "+events[2].id))
	if len(rest) != len(events)-3 || rest[0] != events[3] {
		t.Errorf("%+v", rest)
	}
	if calls := len(n.model.Requests()); calls != 2*alone {
		t.Errorf("%d calls, and %d for one request", calls, alone)
	}
}
