package server_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/store"
)

// TestJobs asks for drafts without waiting for them.
func TestJobs(t *testing.T) {
	n := open(t, func(s *setup) { s.script = []scripted.Reply{{Delay: 300 * time.Millisecond}} })
	for name, send := range map[string]func() reply{
		"asked for":          func() reply { return n.send("POST", "/v1/summaries", draftOf(""), "Prefer: respond-async") },
		"after the deadline": func() reply { return n.send("POST", "/v1/summaries", draftOf(`{"deadline_ms":20,"no_cache":true}`)) },
		"after a wait": func() reply {
			return n.send("POST", "/v1/summaries", draftOf(`{"deadline_ms":20,"no_cache":true}`), "Prefer: respond-async, wait=5")
		},
		"although a stream is": func() reply {
			return n.send("POST", "/v1/summaries", draftOf(`{"no_cache":true}`), "Prefer: respond-async", "Accept: text/event-stream, application/json")
		},
	} {
		t.Run(name, func(t *testing.T) {
			res := send()
			at := res.Header.Get("Location")
			if res.StatusCode != 202 || !strings.HasPrefix(at, "/v1/jobs/run_") {
				t.Fatalf("%d %s", res.StatusCode, res.body)
			}
			var job struct{ State, Summary string }
			for job.State != "done" {
				res := n.send("GET", at, "")
				if err := json.Unmarshal([]byte(res.body), &job); err != nil || job.State == "failed" || job.State == "" {
					t.Fatalf("%s", res.body)
				}
				time.Sleep(5 * time.Millisecond)
			}
			n.send("GET", "/v1/summaries/"+job.Summary, "").summary(t)
			events := eventsOf(t, n.send("GET", at+"/events", "").body)
			if events[0].name != "accepted" || events[len(events)-1].name != "done" {
				t.Errorf("%+v", events)
			}
			last := n.send("GET", at+"/events", "", "Last-Event-ID: "+events[len(events)-1].id)
			if last.StatusCode != 204 {
				t.Errorf("%d %s", last.StatusCode, last.body)
			}
			beyond := eventsOf(t, n.send("GET", at+"/events", "", "Last-Event-ID: "+strings.TrimPrefix(at, "/v1/jobs/")+":99").body)
			if len(beyond) != len(events) {
				t.Errorf("after an event that never was: %+v", beyond)
			}
			rest := eventsOf(t, n.send("GET", at+"/events", "", "Last-Event-ID: "+events[1].id).body)
			if len(rest) != len(events)-2 || rest[0].id != events[2].id {
				t.Errorf("%+v", rest)
			}
		})
	}
}

// TestJobOfAnother asks for the events of a job that another process did.
func TestJobOfAnother(t *testing.T) {
	n := open(t)
	sum := n.send("POST", "/v1/summaries", draftOf(extractive)).summary(t)
	err := n.store.Write(t.Context(), func(tx *store.Tx) error {
		return tx.AddJob(store.Job{ID: "run_other", Space: "local", Kind: "draft", State: "done", Summary: sum.ID, Request: []byte("{}")})
	})
	if err != nil {
		t.Fatal(err)
	}
	const at = "/v1/jobs/run_other/events"
	for _, seen := range []string{"", "run_other:3"} {
		events := eventsOf(t, n.send("GET", at, "", "Last-Event-ID: "+seen).body)
		if len(events) != 1 || events[0].name != "done" {
			t.Fatalf("after %q: %+v", seen, events)
		}
		if again := n.send("GET", at, "", "Last-Event-ID: "+events[0].id); again.StatusCode != 204 {
			t.Errorf("%d %s", again.StatusCode, again.body)
		}
	}
}

func TestCancel(t *testing.T) {
	n := open(t, func(s *setup) { s.script = []scripted.Reply{{Delay: time.Hour}} })
	res := n.send("POST", "/v1/summaries", draftOf(""), "Prefer: respond-async")
	at := res.Header.Get("Location")
	if res := n.send("DELETE", at, ""); !strings.Contains(res.body, `"state":"cancelled"`) {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
	events := eventsOf(t, n.send("GET", at+"/events", "").body)
	if last := events[len(events)-1]; last.name != "error" || !strings.Contains(last.data, `"interrupted"`) {
		t.Errorf("%+v", events)
	}
}
