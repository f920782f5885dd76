package server_test

import (
	"encoding/json"
	"strings"
	"testing"
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
	foreseen := n.send("POST", "/v1/articles/f%2F1/revisions?dry_run=true", `{"text":`+string(newer)+`}`, `Idempotency-Key: "a"`)
	if now := n.send("GET", "/v1/summaries/"+made.ID, "").summary(t); foreseen.StatusCode != 200 || now.Version != 1 {
		t.Errorf("%d %s: version %d", foreseen.StatusCode, foreseen.body, now.Version)
	}
	res = n.send("POST", "/v1/articles/f%2F1/revisions", `{"text":`+string(newer)+`}`)
	if res.body != foreseen.body {
		t.Errorf("foreseen was %s, and it is %s", foreseen.body, res.body)
	}
	if res.StatusCode != 200 || !strings.Contains(res.body, `"revision":2`) || !strings.Contains(res.body, made.ID) {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}
