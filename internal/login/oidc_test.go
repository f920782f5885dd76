package login_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/login"
	"github.com/nutgraf/nutgraf/internal/login/logintest"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// begin goes to the provider and returns where it is, and the cookies that were
// set.
func begin(t *testing.T, l *login.Login, next string) (string, []*http.Cookie) {
	t.Helper()
	w := httptest.NewRecorder()
	at, err := l.Begin(w, httptest.NewRequest(http.MethodGet, "/login/oidc", nil), next)
	if err != nil {
		t.Fatal(err)
	}
	return at, w.Result().Cookies()
}

// finish comes back with a query.
func finish(l *login.Login, query url.Values, cookies []*http.Cookie) (next string, set []*http.Cookie, err error) {
	r := httptest.NewRequest(http.MethodGet, login.CallbackPath+"?"+query.Encode(), nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	next, err = l.Finish(w, r)
	return next, w.Result().Cookies(), err
}

func TestPersonSignsInAtTheProvider(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := logintest.New(t)
		l := open(t, s, func(o *login.Options) { o.OIDC = p.Config("https://nutgraf.example.org/") })
		at, cookies := begin(t, l, "/summaries?status=draft")
		asked, _ := url.Parse(at)
		if q := asked.Query(); q.Get("redirect_uri") != "https://nutgraf.example.org/login/oidc/done" || q.Get("response_type") != "code" || q.Get("nonce") == "" {
			t.Errorf("the provider is asked for %v", q)
		}
		code, state := p.Approve(at)
		next, set, err := finish(l, url.Values{"code": {code}, "state": {state}, "iss": {p.URL}}, cookies)
		if err != nil || next != "/summaries?status=draft" {
			t.Fatalf("next is %q, %v", next, err)
		}
		caller, scopes, ok := l.Session(with(set))
		if !ok || caller.Space != "news" || caller.Actor != "mara@example.org" || caller.Token != nil || !slices.Equal(scopes, []string{"summarize", "edit", "review"}) {
			t.Errorf("the session is of %+v, %v, %v", caller, scopes, ok)
		}
		if _, _, err := finish(l, url.Values{"code": {code}, "state": {state}}, cookies); fault.CodeOf(err) != fault.Unauthorized {
			t.Errorf("a code is good a second time: %v", err)
		}
		other := open(t, s)
		if _, _, ok := other.Session(with(set)); ok {
			t.Error("a session outlives its provider")
		}
	})
}

func TestProvidersAnswersThatAreRefused(t *testing.T) {
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	s := storetest.Open(t, storetest.File(t))
	for _, tt := range []struct {
		name   string
		change func(*logintest.Provider, url.Values)
		code   fault.Code
		logged string
	}{
		{"another nonce", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Claims: map[string]any{"nonce": "other"}})
		}, fault.Unauthorized, "nonce"},
		{"no nonce", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Claims: map[string]any{"nonce": nil}})
		}, fault.Unauthorized, "nonce"},
		{"another audience", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Claims: map[string]any{"aud": "shop"}})
		}, fault.Unauthorized, "audience"},
		{"expired", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Claims: map[string]any{"exp": time.Now().Add(-time.Hour).Unix()}})
		}, fault.Unauthorized, "expired"},
		{"another issuer in the token", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Claims: map[string]any{"iss": "https://other.example"}})
		}, fault.Unauthorized, "issue"},
		{"another issuer in the address", func(_ *logintest.Provider, q url.Values) { q.Set("iss", "https://other.example") }, fault.Unauthorized, "issuer"},
		{"an unknown key", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Token: func(c map[string]any) string { return p.Sign(stranger, "k2", c) }})
		}, fault.Unauthorized, "signature"},
		{"a known key's name on another's signature", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Token: func(c map[string]any) string { return p.Sign(stranger, "k1", c) }})
		}, fault.Unauthorized, "signature"},
		{"no signature", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Token: func(c map[string]any) string {
				body, _ := json.Marshal(c)
				return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(body) + "."
			}})
		}, fault.Unauthorized, "none"},
		{"no ID token", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Instead: func(w http.ResponseWriter) bool {
				logintest.Answer(w, map[string]any{"access_token": "at", "token_type": "Bearer"})
				return true
			}})
		}, fault.Unauthorized, "no ID token"},
		{"an endless answer", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Instead: func(w http.ResponseWriter) bool {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.Copy(w, io.LimitReader(rand.Reader, 8<<20))
				return true
			}})
		}, fault.Unauthorized, ""},
		{"an answer that is no JSON", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Instead: func(w http.ResponseWriter) bool {
				_, _ = io.WriteString(w, strings.Repeat("<p>proxy error</p>", 1000))
				return true
			}})
		}, fault.Unauthorized, ""},
		{"a redirect of the secret", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Instead: func(w http.ResponseWriter) bool {
				w.Header().Set("Location", "http://127.0.0.1:1/")
				w.WriteHeader(http.StatusTemporaryRedirect)
				return true
			}})
		}, fault.Unauthorized, "307"},
		{"denied by the person", func(_ *logintest.Provider, q url.Values) { q.Del("code"); q.Set("error", "access_denied") }, fault.Unauthorized, "access_denied"},
		{"an error that wants to be read", func(_ *logintest.Provider, q url.Values) { q.Set("error", "<b>call 555</b>") }, fault.Unauthorized, "an error"},
		{"another code", func(_ *logintest.Provider, q url.Values) { q.Set("code", "guessed") }, fault.Unauthorized, "invalid_grant"},
		{"another state", func(_ *logintest.Provider, q url.Values) { q.Set("state", "guessed") }, fault.Unauthorized, "state"},
		{"no state", func(_ *logintest.Provider, q url.Values) { q.Del("state") }, fault.Unauthorized, "state"},
		{"no role", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Claims: map[string]any{"roles": []string{"reader"}}})
		}, fault.Forbidden, "no role"},
		{"roles of another kind", func(p *logintest.Provider, _ url.Values) {
			p.Set(logintest.Behaviour{Claims: map[string]any{"roles": map[string]any{"editor": true}}})
		}, fault.Forbidden, "no role"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := logintest.New(t)
			log := &strings.Builder{}
			l := open(t, s, func(o *login.Options) { o.OIDC, o.Logger = p.Config("https://nutgraf.example.org/"), logTo(log) })
			at, cookies := begin(t, l, "/")
			code, state := p.Approve(at)
			query := url.Values{"code": {code}, "state": {state}}
			tt.change(p, query)
			_, set, err := finish(l, query, cookies)
			if fault.CodeOf(err) != tt.code || !strings.Contains(log.String(), tt.logged) {
				t.Errorf("it ends with %v; the log says %s", err, log)
			}
			if _, _, ok := l.Session(with(set)); ok {
				t.Error("there is a session")
			}
			if log.Len() > 700 {
				t.Errorf("the log is told all that the provider sent: %s", log)
			}
			for _, seen := range []string{err.Error(), log.String()} {
				if strings.Contains(seen, logintest.Secret) || strings.Contains(seen, "555") {
					t.Errorf("too much is said: %s", seen)
				}
			}
		})
	}
}

func TestReturnNeedsTheBrowserThatWent(t *testing.T) {
	p := logintest.New(t)
	l := open(t, storetest.Open(t, storetest.File(t)), func(o *login.Options) { o.OIDC = p.Config("https://nutgraf.example.org/") })
	at, cookies := begin(t, l, "/")
	code, state := p.Approve(at)
	for _, c := range cookies {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode || c.MaxAge <= 0 {
			t.Errorf("a cookie of the way is %+v", c)
		}
	}
	if _, _, err := finish(l, url.Values{"code": {code}, "state": {state}}, nil); fault.CodeOf(err) != fault.Unauthorized {
		t.Errorf("without the cookie: %v", err)
	}
	other, _ := begin(t, l, "/")
	_, state2 := p.Approve(other)
	if _, _, err := finish(l, url.Values{"code": {code}, "state": {state2}}, cookies); fault.CodeOf(err) != fault.Unauthorized {
		t.Errorf("with the state of another login: %v", err)
	}
}

func TestProviderThatIsAway(t *testing.T) {
	p := logintest.New(t)
	config := p.Config("https://nutgraf.example.org/")
	p.Close()
	l := open(t, storetest.Open(t, storetest.File(t)), func(o *login.Options) { o.OIDC = config })
	_, err := l.Begin(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/login/oidc", nil), "/")
	if fault.CodeOf(err) != fault.Unauthorized || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("it ends with %v", err)
	}
}

func TestRoles(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	for _, tt := range []struct {
		name, claim string
		roles       []string
		claims      map[string]any
		scopes      []string
	}{
		{"a text", "", nil, map[string]any{"roles": "drafter"}, []string{"summarize", "edit"}},
		{"the most of several", "", nil, map[string]any{"roles": []string{"drafter", "admin", "editor"}}, []string{"summarize", "edit", "review", "admin"}},
		{"a path", "realm_access.roles", nil, map[string]any{"realm_access": map[string]any{"roles": []string{"editor"}}}, []string{"summarize", "edit", "review"}},
		{"a name with dots", "https://example.org/groups", []string{"News.Desk=editor"}, map[string]any{"https://example.org/groups": []any{7, "News.Desk"}}, []string{"summarize", "edit", "review"}},
		{"a value with an equals sign", "groups", []string{"cn=desk,dc=org=drafter"}, map[string]any{"groups": []string{"cn=desk,dc=org"}}, []string{"summarize", "edit"}},
		{"names of roles mean nothing once others are given", "", []string{"desk=drafter"}, map[string]any{"roles": []string{"admin", "desk"}}, []string{"summarize", "edit"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := logintest.New(t)
			p.Set(logintest.Behaviour{Claims: tt.claims})
			l := open(t, s, func(o *login.Options) {
				o.OIDC = p.Config("https://nutgraf.example.org/")
				o.OIDC.RolesClaim, o.OIDC.Roles = tt.claim, tt.roles
			})
			at, cookies := begin(t, l, "/")
			code, state := p.Approve(at)
			_, set, err := finish(l, url.Values{"code": {code}, "state": {state}}, cookies)
			if err != nil {
				t.Fatal(err)
			}
			if _, scopes, _ := l.Session(with(set)); !slices.Equal(scopes, tt.scopes) {
				t.Errorf("scopes are %v, want %v", scopes, tt.scopes)
			}
		})
	}
}

func TestActors(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	for _, tt := range []struct {
		claims map[string]any
		want   string
	}{
		{map[string]any{"email_verified": true}, "mara@example.org"},
		{map[string]any{"email_verified": false, "name": "Mara Lind"}, "Mara Lind (u-17)"},
		{map[string]any{"email": nil}, "u-17"},
		{map[string]any{"email": "a\nb@example.org"}, "u-17"},
	} {
		p := logintest.New(t)
		p.Set(logintest.Behaviour{Claims: tt.claims})
		l := open(t, s, func(o *login.Options) { o.OIDC = p.Config("https://nutgraf.example.org/") })
		at, cookies := begin(t, l, "/")
		code, state := p.Approve(at)
		_, set, err := finish(l, url.Values{"code": {code}, "state": {state}}, cookies)
		if err != nil {
			t.Fatal(err)
		}
		if caller, _ := l.Caller(with(set)); caller.Actor != tt.want {
			t.Errorf("the actor is %q, want %q", caller.Actor, tt.want)
		}
	}
}

func TestOIDCThatCannotBe(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	for name, change := range map[string]func(*login.OIDC){
		"an issuer without https":   func(o *login.OIDC) { o.Issuer = "http://login.example.org" },
		"an issuer with a password": func(o *login.OIDC) { o.Issuer = "https://a:b@login.example.org" },
		"no client":                 func(o *login.OIDC) { o.ClientID = "" },
		"no address of the service": func(o *login.OIDC) { o.PublicURL = "" },
		"a service without https":   func(o *login.OIDC) { o.PublicURL = "http://nutgraf.example.org" },
		"a role that there is not":  func(o *login.OIDC) { o.Roles = []string{"desk=boss"} },
		"a role without its value":  func(o *login.OIDC) { o.Roles = []string{"=editor"} },
	} {
		o := login.OIDC{Issuer: "https://login.example.org", ClientID: "nutgraf", PublicURL: "https://nutgraf.example.org"}
		if _, err := login.New(login.Options{Store: s, OIDC: &o}); err != nil {
			t.Fatal(err)
		}
		change(&o)
		if _, err := login.New(login.Options{Store: s, OIDC: &o}); fault.CodeOf(err) != fault.BadConfig {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLocal(t *testing.T) {
	for next, want := range map[string]string{
		"/summaries?q=a%20b": "/summaries?q=a%20b", "": "/", "summaries": "/", "//evil.example": "/", "/\\evil.example": "/",
		"https://evil.example/": "/", "/a\r\nSet-Cookie: x=y": "/", "javascript:alert(1)": "/", "/" + strings.Repeat("a", 2000): "/",
	} {
		if got := login.Local(next); got != want {
			t.Errorf("%q becomes %q, want %q", next, got, want)
		}
	}
}

// TestRolesHoldForATime moves the clock of the store, by which sessions end.
func TestRolesHoldForATime(t *testing.T) {
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	s, err := store.Open(context.Background(), storetest.File(t), store.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p := logintest.New(t)
	l := open(t, s, func(o *login.Options) {
		o.Now, o.OIDC = now, p.Config("https://nutgraf.example.org/")
		o.OIDC.Session = 30 * time.Minute
	})
	at, cookies := begin(t, l, "/")
	code, state := p.Approve(at)
	_, person, err := finish(l, url.Values{"code": {code}, "state": {state}}, cookies)
	if err != nil {
		t.Fatal(err)
	}
	token := enter(t, l, grant(t, s, "tok_1"))
	for _, tt := range []struct {
		after  time.Duration
		person bool
	}{{0, true}, {29 * time.Minute, true}, {2 * time.Minute, false}} {
		ahead.Add(int64(tt.after))
		if _, _, ok := l.Session(with(person)); ok != tt.person {
			t.Errorf("a person of the provider after %v more: %v", tt.after, ok)
		}
		if _, _, ok := l.Session(with(token)); !ok {
			t.Errorf("a token after %v more: signed out", tt.after)
		}
	}
}
