package server_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/store"
)

// copyOf is what of a summary tests look at.
type copyOf struct {
	ID        string
	Version   int
	Status    string
	Article   struct{ ID, SHA256 string }
	Why       *struct{ Text string }
	Takeaways []struct {
		ID, Text string
		Locked   bool
		Evidence []struct {
			Sentence int
			Quote    string
		}
	}
	Provenance struct{ Engine string }
	Action     string
	Actor      string
	Note       string
	Approved   *int `json:"approved_version"`
}

func (r reply) summary(t *testing.T) copyOf {
	t.Helper()
	var c copyOf
	if err := json.Unmarshal([]byte(r.body), &c); err != nil || r.StatusCode >= 300 || c.ID == "" {
		t.Fatalf("%d %s: %v", r.StatusCode, r.body, err)
	}
	return c
}

func TestDraft(t *testing.T) {
	n := open(t)
	res := n.send("POST", "/v1/summaries", draftOf(""))
	made := res.summary(t)
	if res.StatusCode != 201 || res.Header.Get("Location") != "/v1/summaries/"+made.ID || res.Header.Get("ETag") != `"1"` {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	if made.Provenance.Engine != "model" || made.Version != 1 || made.Actor != "local" || len(made.Takeaways) == 0 || len(made.Takeaways[0].Evidence) == 0 {
		t.Errorf("%+v", made)
	}
	secured(t, res.Header)
	again := n.send("GET", res.Header.Get("Location"), "")
	if again.body != res.body || again.Header.Get("ETag") != `"1"` {
		t.Errorf("%s", again.body)
	}
	if same := n.send("GET", res.Header.Get("Location"), "", `If-None-Match: W/"1", "7"`); same.StatusCode != 304 || same.body != "" || same.Header.Get("ETag") != `"1"` {
		t.Errorf("%d %q", same.StatusCode, same.body)
	}
	if other := n.send("GET", res.Header.Get("Location"), "", `If-None-Match: "2"`); other.StatusCode != 200 {
		t.Errorf("%d", other.StatusCode)
	}
	if p := n.send("GET", res.Header.Get("Location")+"?version=approved", "").problem(t); p.Status != 404 {
		t.Errorf("%+v", p)
	}
	if p := n.send("GET", "/v1/summaries/sum_nobody", "").problem(t); p.Status != 404 || p.Code != "not_found" {
		t.Errorf("%+v", p)
	}
	var read struct {
		Sentences []struct{ Text string }
	}
	if res := n.send("GET", res.Header.Get("Location")+"/article", ""); json.Unmarshal([]byte(res.body), &read) != nil || len(read.Sentences) != 8 {
		t.Errorf("%s", res.body)
	}
}

func TestReview(t *testing.T) {
	n := open(t)
	made := n.send("POST", "/v1/summaries", draftOf(extractive)).summary(t)
	at := "/v1/summaries/" + made.ID
	edit := `{"changes":[{"op":"lock","claim":"` + made.Takeaways[0].ID + `"}],"note":"keep it"}`

	res := n.send("PATCH", at, edit, `If-Match: "1"`)
	edited := res.summary(t)
	if edited.Version != 2 || !edited.Takeaways[0].Locked || edited.Note != "keep it" || res.Header.Get("ETag") != `"2"` {
		t.Errorf("%+v", edited)
	}
	for _, match := range []string{`"1"`, `W/"2"`, `"1", "9"`} {
		if p := n.send("PATCH", at, edit, "If-Match: "+match).problem(t); p.Status != 412 || p.Code != "version_conflict" {
			t.Errorf("%s: %+v", match, p)
		}
	}
	if p := n.send("POST", at+"/reject", `{"reason":""}`, `If-Match: "2"`).problem(t); p.Status != 422 {
		t.Errorf("%+v", p)
	}
	rejected := n.send("POST", at+"/reject", `{"reason":"too long"}`, `If-Match: "1", "2"`).summary(t)
	if rejected.Status != "rejected" || rejected.Version != 3 {
		t.Errorf("%+v", rejected)
	}
	restored := n.send("POST", at+"/restore", `{"version":1}`, `If-Match: *`).summary(t)
	if restored.Version != 4 || restored.Takeaways[0].Locked {
		t.Errorf("%+v", restored)
	}
	preview := n.send("POST", at+"/preview", `{"claims":[{"id":"t1","text":"The vote was 9 to 5","cites":[2]}]}`)
	if preview.StatusCode != 200 || !strings.Contains(preview.body, `"rule":"number"`) {
		t.Errorf("%d %s", preview.StatusCode, preview.body)
	}
	approved := n.send("POST", at+"/approve", "", `If-Match: "4"`)
	if approved.StatusCode == 409 { // a finding is open: mend nothing, let it stand
		t.Fatalf("%s", approved.body)
	}
	if a := approved.summary(t); a.Status != "approved" || a.Approved == nil || *a.Approved != 5 {
		t.Errorf("%+v", a)
	}
	if res := n.send("GET", at+"?version=approved", ""); res.summary(t).Version != 5 {
		t.Errorf("%s", res.body)
	}
	var versions struct {
		Items []struct{ Version int }
		Next  *string
	}
	res = n.send("GET", at+"/versions?limit=2", "")
	if err := json.Unmarshal([]byte(res.body), &versions); err != nil || len(versions.Items) != 2 || versions.Next == nil || versions.Items[0].Version != 5 {
		t.Fatalf("%s", res.body)
	}
	link, _, _ := strings.Cut(strings.TrimPrefix(res.Header.Get("Link"), "<"), ">")
	if res := n.send("GET", link, ""); json.Unmarshal([]byte(res.body), &versions) != nil || versions.Items[0].Version != 3 {
		t.Errorf("%s: %s", link, res.body)
	}
	audit := n.send("GET", "/v1/audit?object=summary/"+made.ID, "")
	if audit.StatusCode != 200 || strings.Count(audit.body, `"hash"`) != 5 {
		t.Errorf("%s", audit.body)
	}
}

func TestRegenerate(t *testing.T) {
	n := open(t)
	made := n.send("POST", "/v1/summaries", draftOf("")).summary(t)
	at := "/v1/summaries/" + made.ID
	if p := n.send("POST", at+"/regenerate", "").problem(t); p.Status != 428 {
		t.Errorf("%+v", p)
	}
	res := n.send("POST", at+"/regenerate", `{"claims":["t1"]}`, `If-Match: "1"`)
	if c := res.summary(t); res.StatusCode != 200 || c.Version != 2 || c.Action != "regenerated" {
		t.Errorf("%+v", c)
	}
	res = n.send("POST", at+"/alternatives", `{"claim":"t1","n":2}`)
	if res.StatusCode != 200 || !strings.Contains(res.body, `"claims":[`) {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}

func TestCheckAndRevise(t *testing.T) {
	n := open(t)
	text, _ := json.Marshal(ferry)
	res := n.send("POST", "/v1/check", `{"article":{"text":`+string(text)+`},"summary":"The vote was 9 to 5."}`)
	if res.StatusCode != 200 || !strings.Contains(res.body, `"verdict":"fail"`) {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
	body := strings.Replace(draftOf(extractive), `{"text"`, `{"id":"f/1","text"`, 1)
	made := n.send("POST", "/v1/summaries", body).summary(t)
	newer, _ := json.Marshal(strings.Replace(ferry, "38 deckhands", "83 deckhands", 1))
	res = n.send("POST", "/v1/articles/f%2F1/revisions", `{"text":`+string(newer)+`}`)
	if res.StatusCode != 200 || !strings.Contains(res.body, `"revision":2`) || !strings.Contains(res.body, made.ID) {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}

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

// event is one of a stream.
type event struct{ id, name, data string }

// eventsOf reads the events of a stream that must have some.
func eventsOf(t *testing.T, body string) []event {
	t.Helper()
	out := split(body)
	if len(out) == 0 {
		t.Fatalf("no events: %q", body)
	}
	return out
}

// split reads the events of a stream.
func split(body string) (out []event) {
	for block := range strings.SplitSeq(body, "\n\n") {
		var e event
		for line := range strings.SplitSeq(block, "\n") {
			field, value, _ := strings.Cut(line, ": ")
			switch field {
			case "id":
				e.id = value
			case "event":
				e.name = value
			case "data":
				e.data = value
			}
		}
		if e.name != "" {
			out = append(out, e)
		}
	}
	return out
}
