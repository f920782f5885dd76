package server_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
)

// TestTwoProcesses sends one request with one key to two processes that share a
// database: one of them does the work, and both give its answer.
func TestTwoProcesses(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		var n [2]*newsroom
		for i := range n {
			n[i] = open(t, func(s *setup) { s.dsn, s.script = dsn, []scripted.Reply{{Delay: 50 * time.Millisecond}} })
		}
		n[0].send("POST", "/v1/summaries", draftOf(`{"no_cache":true}`)).summary(t)
		alone := len(n[0].model.Requests())
		answers := make([]reply, 20)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() {
				answers[i] = n[i%2].send("POST", "/v1/summaries", draftOf(`{"no_cache":true}`), "Idempotency-Key: k")
			})
		}
		all.Wait()
		for _, a := range answers {
			if a.summary(t); a.body != answers[0].body || a.Header.Get("ETag") != `"1"` || a.Header.Get("Location") != answers[0].Header.Get("Location") {
				t.Errorf("%d %v %s", a.StatusCode, a.Header, a.body)
			}
		}
		if calls := len(n[0].model.Requests()) + len(n[1].model.Requests()) - alone; calls != alone {
			t.Errorf("%d calls, and %d for one request", calls, alone)
		}
		if p := n[1].send("POST", "/v1/summaries", draftOf(extractive), "Idempotency-Key: k").problem(t); p.Code != "idempotency_key_reused" {
			t.Errorf("%+v", p)
		}
	})
}

// TestLeaseEnds leaves a key with a process that is not heard of any more: its
// lease is over soon by the clock of the other one, which then does the work.
func TestLeaseEnds(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		lost := open(t, func(s *setup) {
			s.dsn, s.script = dsn, []scripted.Reply{{Delay: time.Hour}}
			s.server.Now = func() time.Time { return time.Now().Add(-29500 * time.Millisecond) }
		})
		other := open(t, func(s *setup) { s.dsn = dsn })
		body, left := draftOf(`{"no_cache":true}`), make(chan struct{})
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		go func() {
			defer close(left)
			res, err := http.DefaultClient.Do(lost.request("POST", "/v1/summaries", body, "Idempotency-Key: k").WithContext(ctx))
			if err == nil {
				res.Body.Close()
			}
		}()
		for len(lost.model.Requests()) == 0 {
			time.Sleep(time.Millisecond)
		}
		taken := other.send("POST", "/v1/summaries", body, "Idempotency-Key: k")
		taken.summary(t)
		leave()
		<-left
		if err := lost.stop(); err != nil { // after it has given up its key
			t.Error(err)
		}
		if again := other.send("POST", "/v1/summaries", body, "Idempotency-Key: k"); again.body != taken.body {
			t.Errorf("the lost process changed the answer: %s", again.body)
		}
	})
}

// TestJobElsewhere follows a job that another process works on.
func TestJobElsewhere(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		worker := open(t, func(s *setup) { s.dsn, s.script = dsn, []scripted.Reply{{Delay: 300 * time.Millisecond}} })
		other := open(t, func(s *setup) { s.dsn = dsn })
		at := worker.send("POST", "/v1/summaries", draftOf(""), "Prefer: respond-async").Header.Get("Location")
		events := eventsOf(t, other.send("GET", at+"/events", "").body)
		var made struct{ ID string }
		if len(events) != 1 || events[0].name != "done" || json.Unmarshal([]byte(events[0].data), &made) != nil {
			t.Fatalf("%+v", events)
		}
		if read := other.send("GET", "/v1/summaries/"+made.ID, "").summary(t); read.Version != 1 || read.Provenance.Engine != "model" {
			t.Errorf("%+v", read)
		}
		if res := other.send("GET", at+"/events", "", "Last-Event-ID: "+events[0].id); res.StatusCode != 204 {
			t.Errorf("%d %s", res.StatusCode, res.body)
		}
		if res := other.send("GET", at+"/events", "", "Last-Event-ID: nonsense"); len(eventsOf(t, res.body)) != 1 {
			t.Errorf("%s", res.body)
		}
	})
}

// TestCancelElsewhere cancels a job from a process that does not work on it.
func TestCancelElsewhere(t *testing.T) {
	dsn := storetest.File(t)
	worker := open(t, func(s *setup) { s.dsn, s.script = dsn, []scripted.Reply{{Delay: time.Hour}} })
	other := open(t, func(s *setup) { s.dsn = dsn })
	at := worker.send("POST", "/v1/summaries", draftOf(""), "Prefer: respond-async").Header.Get("Location")
	if res := other.send("DELETE", at, ""); !strings.Contains(res.body, `"state":"cancelled"`) {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	events := eventsOf(t, other.send("GET", at+"/events", "").body)
	if len(events) != 1 || events[0].name != "error" || !strings.Contains(events[0].data, `"interrupted"`) {
		t.Errorf("%+v", events)
	}
}
