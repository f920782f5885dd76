package desk_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/nutgraf/nutgraf/internal/login"
	"github.com/nutgraf/nutgraf/internal/login/logintest"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
)

// guarded is a service with a login.
func guarded(change ...func(*running, *login.Options)) func(*setup) {
	return func(s *setup) {
		s.server.Open = false
		s.public = func(up *running, s *setup) {
			o := login.Options{Store: up.store}
			for _, c := range change {
				c(up, &o)
			}
			l, err := login.New(o)
			if err != nil {
				panic(err)
			}
			s.desk.Login, s.desk.Caller = l, l.Caller
			s.server.Session = func(r *http.Request) (service.Caller, []server.Scope, error) {
				c, scopes, err := l.Who(r)
				var out []server.Scope
				for _, scope := range scopes {
					out = append(out, server.Scope(scope))
				}
				return c, out, err
			}
		}
	}
}

// grant makes a token.
func (n *newsroom) grant(id, name, space string, scopes ...string) string {
	n.t.Helper()
	token, hash := server.NewToken()
	n.change(func(tx *store.Tx) error {
		return tx.AddToken(store.Token{ID: id, Name: name, Space: space, Hash: hash, Scopes: scopes, CreatedAt: time.Now()})
	})
	return token
}

func (n *newsroom) change(fn func(*store.Tx) error) {
	n.t.Helper()
	if err := n.up.store.Write(context.Background(), fn); err != nil {
		n.t.Fatal(err)
	}
}

// session is the cookie of the session that a browser has.
func (b *tab) session() *network.Cookie {
	b.t.Helper()
	for _, c := range do(b, network.GetCookies, network.GetCookiesParams{URLs: []string{b.url}}).Cookies {
		if c.Name == login.Cookie {
			return c
		}
	}
	b.t.Fatal("there is no session")
	return nil
}

// status asks the API as the page does.
func (b *tab) status(method, path, body string) int {
	b.t.Helper()
	return value[int](b, `fetch(`+quoted(path)+`, { method: `+quoted(method)+`, headers: { "Content-Type": "application/json", "If-Match": '"1"' }, body: `+quoted(body)+` || undefined }).then((r) => r.status)`)
}

func TestLogin(t *testing.T) {
	t.Parallel()
	n := start(t, good, guarded())
	token := n.grant("tok_1", "Ada Pell <img src=x onerror=xss(1)>", "city", "summarize", "review")
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
	n.change(func(tx *store.Tx) error { return tx.RevokeToken("tok_1", time.Now()) })
	b.until(`(location.pathname === "/login") || (location.assign("/summaries"), false)`)
	b.see("login-token")
}

// TestSessionEndsWhileSomebodyWrites also has two tabs, one of which signs out.
func TestSessionEndsWhileSomebodyWrites(t *testing.T) {
	t.Parallel()
	n := start(t, good, guarded())
	first, second := n.grant("tok_1", "ann", "city", "summarize", "review"), n.grant("tok_2", "ann", "city", "summarize", "review")
	b := n.open(t, "/")
	b.fill("login-token", "  "+first[:20]+" "+first[20:]+" ")
	b.press("\r")
	b.fill("source", ferry)
	b.click("go")
	b.ready()
	page, id := value[string](b, `location.pathname`), b.id()
	if c := b.session(); !c.Secure || !c.HTTPOnly || !c.Session || c.Path != "/" || c.SameSite != network.CookieSameSiteLax || strings.HasPrefix(c.Domain, ".") {
		t.Errorf("the cookie is %+v", c)
	}

	n.change(func(tx *store.Tx) error { return tx.RevokeToken("tok_1", time.Now()) })
	b.rewrite(1, "Council votes nine to four to close the night ferry in March")
	b.press("s", chromedp.ModifierCtrl)
	b.see("sign-in")
	look(b, "session-ended")
	b.click("sign-in")
	b.fill("login-token", second)
	b.press("\r")
	b.until(`location.pathname === ` + quoted(page))
	b.saved()
	words := func() string {
		return n.send("GET", "/v1/summaries/"+id, "", "Authorization: Bearer "+second).summary(t).Takeaways[0].Text
	}
	if words() != "Council votes nine to four to close the night ferry in March" {
		t.Errorf("stored is %q", words())
	}

	// Another tab signs out, and in again: this one is out as well, and comes back.
	other := b.second(page)
	other.rewrite(1, "Council votes by nine to four to close the night ferry in March")
	other.click("sign-out")
	other.until(`location.search === "?out=1"`)
	if words() != "Council votes by nine to four to close the night ferry in March" {
		t.Errorf("who signs out leaves words behind: stored is %q", words())
	}
	b.until(`location.pathname === "/login"`)
	other.js(`history.back()`)
	other.until(`location.pathname === "/login" && location.search !== "?out=1"`)
	other.fill("login-token", second)
	other.press("\r")
	other.until(`location.pathname === ` + quoted(page))
	b.until(`location.pathname === ` + quoted(page))
	b.saved()
}

// notes is a log that is read while it is written.
type notes struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// provided is a newsroom whose people sign in at a provider, and a summary there.
func provided(t *testing.T) (n *newsroom, p *logintest.Provider, log *notes, page string) {
	t.Helper()
	p, log = logintest.New(t), &notes{}
	n = start(t, good, guarded(func(up *running, o *login.Options) {
		o.OIDC, o.Logger = p.Config(up.url), slog.New(slog.NewTextHandler(log, nil))
	}))
	token := n.grant("tok_cms", "cms", "news", "summarize", "review")
	s := n.send("POST", "/v1/summaries", `{"article":{"text":`+quoted(ferry)+`}}`, "Authorization: Bearer "+token).summary(t)
	return n, p, log, "/summaries/" + s.ID
}

// through goes to the provider and back.
func (b *tab) through() {
	b.t.Helper()
	b.click("login-oidc")
	b.clickOn(`document.querySelector("#yes")`)
	b.until(`location.origin === ` + quoted(b.url) + ` && document.readyState === "complete"`)
}

func TestRoles(t *testing.T) {
	t.Parallel()
	n, p, _, page := provided(t)
	as := func(roles ...string) { p.Set(logintest.Behaviour{Claims: map[string]any{"roles": roles}}) }
	as("drafter")
	b := n.open(t, page)
	b.see("login-oidc")
	look(b, "login-provider")
	b.through()
	b.see("notice-rights")
	if at := value[string](b, `location.pathname + location.search`); at != page {
		t.Errorf("the way back leads to %s", at)
	}
	look(b, "role-drafter")
	b.see("act-copy")
	b.rewrite(2, "Lindqvist Lines says that the line lost $190 million over ten years")
	b.until(in(2, "verdict") + `.dataset.verdict === "fail" && ` + in(2, "fix") + `.checkVisibility()`)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	if value[bool](b, `Boolean(`+one("act-approve")+` || `+one("act-reject")+` || document.querySelector('[data-testid="accept"]'))`) {
		t.Error("a drafter is offered what the API refuses")
	}
	if status := b.status("POST", "/v1"+page+"/approve", "{}"); status != http.StatusForbidden {
		t.Errorf("a drafter approves: %d", status)
	}
	stand := `{"changes":[{"op":"accept","claim":"t2","rule":"number","found":"$190 million","reason":"so be it"}]}`
	if status := b.status("PATCH", "/v1"+page, stand); status != http.StatusForbidden {
		t.Errorf("a drafter lets a finding stand: %d", status)
	}

	// Back after signing out shows nothing, and the session is over.
	before := b.session().Value
	b.click("sign-out")
	b.until(`location.search === "?out=1"`)
	b.js(`history.back()`)
	b.until(`location.pathname === "/login" && location.search !== "?out=1"`)
	if got := n.send("GET", "/v1"+page, "", "Cookie: "+login.Cookie+"="+before); got.status != http.StatusUnauthorized {
		t.Errorf("the session goes on: %d", got.status)
	}

	as("editor")
	b.through()
	b.clickOn(in(2, "fix"))
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	b.see("act-approve")
	editor := b.session().Value
	if status := b.status("GET", "/v1/audit", ""); editor == before || status != http.StatusForbidden {
		t.Errorf("an editor reads the audit: %d", status)
	}
	as("admin") // who signs in over a session has another one
	b.go_("/login/oidc?next=" + url.QueryEscape(page))
	b.clickOn(`document.querySelector("#yes")`)
	b.see("act-approve")
	if status := b.status("GET", "/v1/audit", ""); status != http.StatusOK || b.session().Value == editor {
		t.Errorf("an admin reads the audit: %d", status)
	}
	if got := n.send("GET", "/v1"+page, "", "Cookie: "+login.Cookie+"="+editor); got.status != http.StatusUnauthorized {
		t.Errorf("the session before goes on: %d", got.status)
	}
	b.click("act-approve")
	b.click("approve-go")
	if told := b.text("notice-approved"); !strings.Contains(told, "mara@example.org") {
		t.Errorf("%q", told)
	}

	// Who came back already, and comes again by the button Back, goes on.
	b.go_(login.CallbackPath + "?code=old&state=old")
	b.until(`location.pathname === "/"`)
}

func TestProviderRefuses(t *testing.T) {
	t.Parallel()
	n, p, log, page := provided(t)
	b := n.open(t, page)
	for _, tt := range []struct {
		name, choose string
		does         logintest.Behaviour
		says, logged string
		keeps        bool // where the person wanted to go
	}{
		{"cancelled", "#no", logintest.Behaviour{}, "cancelled", "access_denied", true},
		{"no-role", "#yes", logintest.Behaviour{Claims: map[string]any{"roles": []string{"reader"}}}, "mara@example.org, who has no role", "no role", true},
		{"expired-code", "#yes", logintest.Behaviour{Back: url.Values{"code": {"expired"}}}, "not accepted", "invalid_grant", true},
		{"provider-trouble", "#yes", logintest.Behaviour{Back: url.Values{"error": {"temporarily_unavailable"}}}, "could not sign you in", "temporarily_unavailable", true},
		{"wrong-state", "#yes", logintest.Behaviour{Back: url.Values{"state": {"guessed"}}}, "did not begin in this browser", "state", false},
	} {
		p.Set(tt.does)
		b.click("login-oidc")
		b.clickOn(`document.querySelector(` + quoted(tt.choose) + `)`)
		b.until(`location.pathname === ` + quoted(login.CallbackPath) + ` && ` + one("problem") + `.innerText.includes(` + quoted(tt.says) + `)`)
		look(b, "login-"+tt.name)
		seen := value[string](b, `document.documentElement.outerHTML`)
		if !strings.Contains(log.String(), tt.logged) || strings.Contains(seen, "invalid_grant") || strings.Contains(seen+log.String(), logintest.Secret) {
			t.Errorf("%s: the log says %s", tt.name, log)
		}
		if next := value[string](b, `document.querySelector("input[name=next]").value`); tt.keeps && next != page {
			t.Errorf("%s: the way leads to %q", tt.name, next)
		}
	}
	p.Set(logintest.Behaviour{})
	b.through()
	b.until(`location.pathname === "/"`)
}

func TestProviderIsAway(t *testing.T) {
	t.Parallel()
	n := start(t, guarded(func(up *running, o *login.Options) {
		o.OIDC = &login.OIDC{Issuer: "http://127.0.0.1:1", ClientID: "nutgraf", PublicURL: up.url}
	}))
	b := n.open(t, "/quality")
	b.click("login-oidc")
	b.until(one("problem") + `.innerText.includes("cannot be reached")`)
	b.fill("login-token", n.grant("tok_1", "ann", "city", "summarize"))
	b.press("\r")
	b.until(`location.pathname === "/quality"`)
}
