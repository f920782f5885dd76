package desk_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/nutgraf/nutgraf/internal/login"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
)

// rows are the titles in the list.
func (b *tab) rows() []string {
	b.t.Helper()
	b.until(`document.readyState === "complete"`)
	return value[[]string](b, `[...document.querySelectorAll('[data-testid="list-row"] .list-title')].map((e) => e.innerText)`)
}

func TestListOfSummaries(t *testing.T) {
	t.Parallel()
	n := start(t)
	b := n.open(t, "/summaries")
	b.see("list-none")
	look(b, "return-list-empty")
	const quick = `,"engine":"extractive"`
	for i := range 44 {
		n.draft(ferry, fmt.Sprintf(`,"title":"Story number %d","id":"story-%d"`, i, i), quick+`,"desk":"`+[]string{"city", "sport"}[i%2]+`"`)
	}
	turned := n.draft(ferry, `,"title":"Harbour budget","id":"budget"`, quick+`,"desk":"money"`)
	n.send("POST", "/v1/summaries/"+turned.ID+"/reject", `{"reason":"no room"}`, `If-Match: "1"`).summary(t)

	b.go_("/summaries")
	first := b.rows()
	look(b, "return-list")
	b.click("list-next")
	b.see("list-first")
	if second := b.rows(); len(first)+len(second) != 45 || first[0] != "Harbour budget" || second[0] == first[0] {
		t.Errorf("%d and %d rows: %q", len(first), len(second), first)
	}
	b.fill("list-q", "budget")
	b.press("\r")
	b.until(`location.search.includes("q=budget") && document.readyState === "complete"`)
	if got := b.rows(); len(got) != 1 || got[0] != "Harbour budget" {
		t.Errorf("search: %q", got)
	}
	look(b, "return-list-search")
	b.click("list-clear")
	b.until(`location.search === ""`)
	b.js(one("list-status") + `.value = "rejected"; ` + one("list-go") + `.click()`)
	b.until(`location.search.includes("status=rejected") && document.readyState === "complete"`)
	if got := b.rows(); len(got) != 1 {
		t.Errorf("status: %q", got)
	}
	b.go_("/summaries")
	b.js(one("list-desk") + `.value = "sport"; ` + one("list-day") + `.value = new Date().toLocaleDateString("sv"); ` + one("list-go") + `.click()`)
	b.until(`location.search.includes("desk=sport") && document.readyState === "complete"`)
	if got := b.rows(); len(got) != 22 {
		t.Errorf("desk and day: %q", got)
	}
	b.click("day-before")
	b.see("list-nothing")
	look(b, "return-list-nothing-that-day")
}

func TestVersionsSideBySide(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.rewrite(2, myWords)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	b.go_("/summaries/" + s.ID + "/versions")
	b.see("versions-pair")
	said := value[string](b, `[...document.querySelectorAll('[data-testid="versions-pair"] del')].map((e) => e.textContent).join() + "|" + [...document.querySelectorAll('[data-testid="versions-pair"] ins')].map((e) => e.textContent).join()`)
	if !strings.Contains(said, "the") || said == "|" {
		t.Errorf("what changed: %q", said)
	}
	look(b, "return-versions")
	b.click("restore")
	b.see("restore-go")
	look(b, "return-restore-asks")
	b.click("restore-go")
	b.ready()
	b.until(claim(2) + `?.field.value === ` + quoted(s.Takeaways[1].Text))
	if got := n.summary(s.ID); got.Version != 3 || got.Takeaways[1].Text != s.Takeaways[1].Text {
		t.Errorf("%+v", got)
	}
	b.go_("/summaries/" + s.ID + "?version=2")
	b.see("notice-old")
	look(b, "return-older-version")
	if b.words()[2] != myWords || !value[bool](b, claim(2)+`.field.readOnly`) {
		t.Errorf("%q", b.words())
	}
}

func TestCorrection(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.clickOn(`document.querySelector('a[href="/summaries/` + s.ID + `/correct"]')`)
	b.see("corrected")
	look(b, "return-correct")
	corrected := strings.NewReplacer(
		"38 deckhands could lose their jobs by summer", "83 deckhands could lose their jobs by summer",
		" A review of the decision is planned for October, Mayor Ilse Tarn said.", " Nothing more is planned, Mayor Ilse Tarn said.",
		"A review of the decision is planned for October, Mayor Ilse Tarn said. ", "",
	).Replace(ferry)
	b.fill("corrected", corrected)
	b.click("correct-go")
	b.see("changes-claims")
	look(b, "return-changes")
	standing := value[[]string](b, `[...document.querySelectorAll('[data-testid="changed-claim"]')].map((e) => e.dataset.standing)`)
	if len(standing) != 6 || standing[0] == "kept" || standing[5] != "kept" {
		t.Errorf("those that lost their evidence come first: %q", standing)
	}
	changed := value[[]string](b, `[...document.querySelectorAll('[data-testid="changed-sentence"]')].map((e) => e.dataset.change)`)
	if len(changed) < 2 {
		t.Errorf("%q", changed)
	}
	b.click("changes-open")
	b.ready()
	b.see("notice-stale")
	look(b, "return-stale")
	if got := n.summary(s.ID); got.Status != "stale" {
		t.Errorf("%+v", got)
	}
	// It is mended where it lies, and approved again.
	b.rewrite(2, "Harbour union says that 83 deckhands could lose their jobs by summer")
	b.clickOn(in(5, "do-remove"))
	b.until(in(2, "verdict") + `.dataset.verdict === "pass"`)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	if got := n.summary(s.ID); got.Status == "stale" {
		t.Errorf("still %+v", got)
	}
}

func TestQualityInBrowser(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	run, err := os.ReadFile("testdata/run.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "nightly.jsonl"), run, 0o600); err != nil {
		t.Fatal(err)
	}
	n := start(t, spoiled(), func(s *setup) { s.desk.Reports = folder })
	b := n.open(t, "/quality")
	look(b, "quality-nothing-yet")
	s := n.draft(ferry, "", "")
	n.patch(s, s.Takeaways[1].ID, "Lindqvist Lines says that the line lost $180 million over ten years")
	n.send("PATCH", "/v1/summaries/"+s.ID, fmt.Sprintf(`{"changes":[{"op":"edit","claim":%q,"text":"Mayor Ilse Tarn says that a review of the decision is planned for October"}]}`, s.Takeaways[3].ID), `If-Match: "2"`).summary(t)
	n.send("POST", "/v1/summaries/"+s.ID+"/approve", `{}`, `If-Match: "3"`).summary(t)
	b.go_("/quality")
	look(b, "quality")
	b.js(`scrollTo(0, document.body.scrollHeight)`)
	look(b, "quality-evaluations")
	text := value[string](b, `document.querySelector("#quality").innerText`)
	for _, want := range []string{"numbers", "names"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	if value[int](b, `document.querySelectorAll("svg[role=img]").length`) == 0 {
		t.Error("no chart")
	}
}

// locked is a service with a login.
func locked(token *string) func(*setup) {
	return func(s *setup) {
		s.server.Open = false
		s.public = func(up *running, s *setup) {
			l, err := login.New(login.Options{Store: up.store})
			if err != nil {
				panic(err)
			}
			s.desk.Login, s.desk.Caller = l, l.Caller
			s.server.Session = func(r *http.Request) (service.Caller, []server.Scope, bool) {
				c, scopes, ok := l.Session(r)
				var out []server.Scope
				for _, scope := range scopes {
					out = append(out, server.Scope(scope))
				}
				return c, out, ok
			}
			var hash string
			*token, hash = server.NewToken()
			err = up.store.Write(context.Background(), func(tx *store.Tx) error {
				return tx.AddToken(store.Token{ID: "tok_1", Name: "Ada Pell <img src=x onerror=xss(1)>", Space: "city", Hash: hash, Scopes: []string{"summarize", "review"}, CreatedAt: time.Now()})
			})
			if err != nil {
				panic(err)
			}
		}
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	var token string
	n := start(t, good, locked(&token))
	b := n.open(t, "/summaries")
	b.see("login-token")
	look(b, "login")
	b.fill("login-token", "ngt_wrong")
	b.click("login-go")
	b.until(`document.querySelector("[aria-invalid]")`)
	look(b, "login-refused")
	b.fill("login-token", token)
	b.press("\r")
	b.see("list-none")
	if location := value[string](b, `location.pathname`); location != "/summaries" {
		t.Errorf("after the login: %s", location)
	}
	if cookie := value[string](b, `document.cookie`); strings.Contains(cookie, "nutgraf") {
		t.Errorf("a script can read %s", cookie)
	}
	b.go_("/")
	b.fill("source", ferry)
	b.click("go")
	b.ready()
	b.harmless("name of the token")
	id := b.id()
	b.click("act-approve")
	b.click("approve-go")
	b.see("notice-approved")
	if told := b.text("notice-approved"); !strings.Contains(told, "Ada Pell <img src=x onerror=xss(1)>") {
		t.Errorf("%q", told)
	}
	b.harmless("approved")
	if got := n.send("GET", "/v1/summaries/"+id, ""); got.status != 401 {
		t.Errorf("without a login: %d", got.status)
	}

	// A token that is revoked ends the session.
	if err := n.up.store.Write(context.Background(), func(tx *store.Tx) error { return tx.RevokeToken("tok_1", time.Now()) }); err != nil {
		t.Fatal(err)
	}
	b.until(`(location.pathname === "/login") || (location.assign("/summaries"), false)`)
	b.see("login-token")
}
