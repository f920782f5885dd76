package client_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/client"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// TestStory goes the way of one article from draft to correction.
func TestStory(t *testing.T) {
	c, ctx := open(t).client(t), t.Context()
	first, err := c.Draft(ctx, draft("ferry"))
	if err != nil {
		t.Fatal(err)
	}
	if first.Version != 1 || first.Why == nil || len(first.Takeaways) == 0 || first.Article.ID != "ferry" || first.Provenance.Engine != "model" {
		t.Fatalf("not the summary that was asked for: %+v", first)
	}
	edited, err := c.Edit(ctx, first.ID, 1, []client.Change{
		{Op: "edit", Claim: "t1", Text: "The council voted 9 to 4."}, {Op: "lock", Claim: "t1"},
	}, "shorter")
	if err != nil {
		t.Fatal(err)
	}
	if edited.Version != 2 || edited.Takeaways[0].Text != "The council voted 9 to 4." || edited.Note != "shorter" || edited.Action != "edited" {
		t.Errorf("not edited: %+v", edited)
	}
	_, err = c.Edit(ctx, first.ID, 1, []client.Change{{Op: "unlock", Claim: "t1"}}, "")
	if p := is(t, err, fault.VersionConflict); p.Status != http.StatusPreconditionFailed || p.Retryable || p.RequestID == "" {
		t.Errorf("%+v", p)
	}
	nothing := 0.0
	_, err = c.Regenerate(ctx, first.ID, 2, client.RegenerateRequest{MaxUSD: &nothing})
	is(t, err, fault.OverBudget)
	_, err = c.Alternatives(ctx, first.ID, client.AlternativesRequest{Claim: "t2", MaxUSD: &nothing})
	is(t, err, fault.OverBudget)
	if choices, err := c.Alternatives(ctx, first.ID, client.AlternativesRequest{Claim: "t2"}); err != nil || choices.Provenance.Engine != "model" {
		t.Errorf("%+v, %v", choices, err)
	}
	anew, err := c.Regenerate(ctx, first.ID, 2, client.RegenerateRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if anew.Version != 3 || anew.Takeaways[0].Text != "The council voted 9 to 4." {
		t.Errorf("the locked claim was written anew: %+v", anew.Takeaways[0])
	}
	approved, err := c.Approve(ctx, first.ID, 3, "")
	if err != nil {
		t.Fatal(err)
	}
	if approved.Status != summarize.StatusApproved || approved.ApprovedVersion == nil || *approved.ApprovedVersion != 4 {
		t.Errorf("not approved: %s, %v", approved.Status, approved.ApprovedVersion)
	}
	corrected := client.Article{Text: strings.Replace(ferry, "voted on Tuesday", "voted on Wednesday", 1)}
	foreseen, err := c.PreviewRevision(ctx, "ferry", corrected)
	if err != nil {
		t.Fatal(err)
	}
	other := client.Article{Text: corrected.Text + "\n\nThe ferry will run again in May."}
	_, err = c.ReviseAsForeseen(ctx, "ferry", other, foreseen)
	is(t, err, fault.VersionConflict)
	report, err := c.ReviseAsForeseen(ctx, "ferry", corrected, foreseen)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(foreseen, report) {
		t.Errorf("foreseen was %+v, and it is %+v", foreseen, report)
	}
	if !report.Changed || len(report.Summaries) != 1 || !slices.Contains(report.Summaries[0].Stale, "t1") || report.Article.Revision != 2 {
		t.Errorf("the claim that lost its evidence is not told of: %+v", report)
	}
	copy, err := c.Get(ctx, first.ID, "approved")
	if err != nil {
		t.Fatal(err)
	}
	if copy.Takeaways[0].Text != "The council voted 9 to 4." {
		t.Error("approved copy was replaced")
	}
	rejected, err := c.Reject(ctx, first.ID, report.Summaries[0].Version, "out of date")
	if err != nil || rejected.Status != summarize.StatusRejected {
		t.Errorf("not rejected: %v", err)
	}
}

func TestListsGoOn(t *testing.T) {
	c, ctx := open(t).client(t), t.Context()
	for i := range 54 {
		r := draft(fmt.Sprint("a", i))
		r.Options = client.DraftOptions{Engine: "extractive", Desk: []string{"sport", "city"}[i%2]}
		if _, err := c.Draft(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	all := c.List(ctx, client.Filter{})
	for range 2 {
		seen := map[string]bool{}
		for s, err := range all {
			if err != nil {
				t.Fatal(err)
			}
			seen[s.ID] = true
		}
		if len(seen) != 54 {
			t.Errorf("%d summaries are listed, not 54", len(seen))
		}
	}
	n := 0
	for s, err := range c.List(ctx, client.Filter{Desk: "sport", Status: summarize.StatusDraft, Words: "ferry", To: time.Now().Add(time.Hour)}) {
		if err != nil || s.Desk != "sport" {
			t.Fatal(s, err)
		}
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d summaries of the desk", n)
	}
	for _, err := range c.Versions(ctx, "sum_unknown") {
		is(t, err, fault.NotFound)
	}
}

func TestVersions(t *testing.T) {
	c, ctx := open(t).client(t), t.Context()
	s, err := c.Draft(ctx, draft(""))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Edit(ctx, s.ID, 1, []client.Change{{Op: "lock", Claim: "why"}}, ""); err != nil {
		t.Fatal(err)
	}
	var actions []string
	for v, err := range c.Versions(ctx, s.ID) {
		if err != nil {
			t.Fatal(err)
		}
		actions = append(actions, v.Action)
	}
	if !slices.Equal(actions, []string{"edited", "drafted"}) {
		t.Errorf("versions: %v", actions)
	}
	old, err := c.Get(ctx, s.ID, "1")
	if err != nil || old.Version != 1 || old.Why.Locked {
		t.Errorf("version 1: %+v, %v", old, err)
	}
}

func TestCheck(t *testing.T) {
	c, ctx := open(t).client(t), t.Context()
	r := client.CheckRequest{Article: client.Article{Text: ferry}, Text: "- The vote was 9 to 5."}
	found, err := c.Check(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	if found.Verdict != "fail" || len(found.Claims) != 1 || len(found.Claims[0].Findings) == 0 {
		t.Errorf("the wrong number is not found: %+v", found)
	}
	s, err := c.Draft(ctx, draft(""))
	if err != nil {
		t.Fatal(err)
	}
	r.Result = &s.Result
	if found, err = c.Check(ctx, r); err != nil || found.Verdict == "fail" || len(found.Claims) != len(s.Takeaways)+1 {
		t.Errorf("the summary is not checked: %+v, %v", found, err)
	}
}

func TestJobs(t *testing.T) {
	c, ctx := open(t, scripted.Reply{Delay: 100 * time.Millisecond}).client(t), t.Context()
	job, err := c.Submit(ctx, draft("one"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := c.WaitJob(ctx, job.ID)
	if err != nil || s.Article.ID != "one" {
		t.Fatal(s, err)
	}
	if job, err = c.Job(ctx, job.ID); err != nil || job.State != "done" || job.Summary != s.ID {
		t.Errorf("%+v, %v", job, err)
	}
	r := draft("two")
	r.Article.Text += " Tickets cost 4 crowns."
	r.Options.DeadlineMS = 1
	if s, err = c.Draft(ctx, r); err != nil || s.Article.ID != "two" {
		t.Fatal("a draft that became a job was not waited for", s, err)
	}
}

func TestCancelledJob(t *testing.T) {
	c, ctx := open(t, scripted.Reply{Delay: time.Minute}).client(t), t.Context()
	job, err := c.Submit(ctx, draft(""))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.CancelJob(ctx, job.ID); err != nil {
		t.Fatal(err)
	}
	_, err = c.WaitJob(ctx, job.ID)
	is(t, err, fault.Interrupted)
}

func TestJobThatFails(t *testing.T) {
	n := open(t, scripted.Reply{Status: 401, Body: "no"})
	c, ctx := n.client(t), t.Context()
	job, err := c.Submit(ctx, draft(""))
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.WaitJob(ctx, job.ID)
	is(t, err, fault.ModelUnauthorized)
}

func TestProblems(t *testing.T) {
	c, ctx := open(t).client(t), t.Context()
	_, err := c.Draft(ctx, client.DraftRequest{})
	if p := is(t, err, fault.EmptyInput); p.Status != http.StatusUnprocessableEntity || p.RequestID == "" || !strings.Contains(p.Error(), p.RequestID) {
		t.Errorf("%+v", p)
	}
	_, err = c.Get(ctx, "../../healthz", "")
	is(t, err, fault.NotFound)
	_, err = c.Get(ctx, "sum_x", "first")
	if p := is(t, err, fault.Invalid); len(p.Errors) != 1 || p.Errors[0].Location != "query.version" {
		t.Errorf("the wrong part is not named: %+v", p)
	}
}

// TestSameKey sends a request as two programs do that share a key.
func TestSameKey(t *testing.T) {
	n := open(t)
	r := draft("ferry")
	r.Key = `ferry "of 9 May"`
	var made [2]*client.Summary
	for i := range made {
		var err error
		if made[i], err = n.client(t).Draft(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if made[0].ID != made[1].ID || len(n.model.Requests()) != made[0].Provenance.Calls {
		t.Errorf("%s and %s by %d calls", made[0].ID, made[1].ID, len(n.model.Requests()))
	}
	r.Article.Text = "Another text, that is long enough to be an article. It has two sentences."
	_, err := n.client(t).Draft(t.Context(), r)
	is(t, err, fault.KeyReused)
}

func TestToken(t *testing.T) {
	n := opened(t, false)
	token, hash := server.NewToken()
	err := n.store.Write(t.Context(), func(tx *store.Tx) error {
		return tx.AddToken(store.Token{ID: "tok_1", Space: "cms", Name: "CMS", Hash: hash, Scopes: []string{"summarize"}, CreatedAt: time.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	c := connect(t, n.url, client.Options{Token: token})
	s, err := c.Draft(t.Context(), draft(""))
	if err != nil || s.Actor != "CMS" {
		t.Fatal(s, err)
	}
	_, err = c.Approve(t.Context(), s.ID, 1, "")
	is(t, err, fault.Forbidden)
	_, err = n.client(t).Get(t.Context(), s.ID, "")
	is(t, err, fault.Unauthorized)
	if shown := fmt.Sprintf("%v %+v %#v", c, c, *c); strings.Contains(shown, token) {
		t.Error("the token is printed with the client")
	}
}

// TestTokenStays answers with redirects, and sees that nobody else gets a request.
func TestTokenStays(t *testing.T) {
	asked := make(chan string, 10)
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.Header.Get("Authorization") }))
	defer other.Close()
	requests := 0
	here := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		w.Header().Set("Location", other.URL+r.URL.Path)
		w.WriteHeader(http.StatusTemporaryRedirect)
	}))
	defer here.Close()
	c := connect(t, here.URL, client.Options{Token: "ngt_secret"})
	_, err := c.Draft(t.Context(), draft(""))
	if err == nil || !strings.Contains(err.Error(), "redirect") || strings.Contains(err.Error(), "ngt_secret") {
		t.Errorf("a redirect gives %v", err)
	}
	for _, err := range c.DraftStream(t.Context(), draft("")) {
		if err == nil {
			t.Error("a redirect was followed")
		}
	}
	if len(asked) > 0 || requests != 2 {
		t.Errorf("%d requests went on, %d came", len(asked), requests)
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestNew(t *testing.T) {
	for _, address := range []string{"", "nutgraf.example", "ftp://nutgraf.example", "https://", "https://user:secret@nutgraf.example", "https://nutgraf.example?token=x", "https://nutgraf.example/\x7f"} {
		if _, err := client.New(address, client.Options{}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", address, err)
		}
	}
}
