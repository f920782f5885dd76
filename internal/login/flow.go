package login

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// flowCookie holds what a browser must bring back from the provider. No other
// host can set it.
const flowCookie = "__Host-nutgraf-oidc"

// flowSeconds is how long a person may take at the provider.
const flowSeconds = 600

// flow is one way to the provider and back.
type flow struct {
	state    string // comes back in the address
	nonce    string // comes back in the ID token
	verifier string // of PKCE: shows that whoever redeems the code asked for it
	next     string // page to go to then
}

func (f flow) cookie() string {
	return strings.Join([]string{f.state, f.nonce, f.verifier, base64.RawURLEncoding.EncodeToString([]byte(f.next))}, ".")
}

func flowOf(r *http.Request) (flow, bool) {
	c, err := r.Cookie(flowCookie)
	if err != nil {
		return flow{}, false
	}
	parts := strings.Split(c.Value, ".")
	if len(parts) != 4 || parts[0] == "" || parts[1] == "" || parts[2] == "" {
		return flow{}, false
	}
	next, err := base64.RawURLEncoding.DecodeString(parts[3])
	return flow{parts[0], parts[1], parts[2], Local(string(next))}, err == nil
}

func putFlow(w http.ResponseWriter, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: flowCookie, Value: value, Path: "/", MaxAge: seconds, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Local is an address of a page of this service: anything else becomes "/".
func Local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsAny(next, "\\\r\n\t\x00") || len(next) > 1000 {
		return "/"
	}
	return next
}

// Begin sends a person to the provider: it sets a cookie, and returns the address
// to go to. next is the page to come to in the end.
func (l *Login) Begin(w http.ResponseWriter, r *http.Request, next string) (string, error) {
	if l.provider == nil {
		return "", fault.New(fault.NotFound, "there is no provider to sign in with: use an API token")
	}
	found, err := l.provider.discover(r.Context())
	if err != nil {
		return "", l.refuse(r, err, "the sign-in provider cannot be reached: try again, or use an API token")
	}
	f := flow{state: rand.Text(), nonce: rand.Text(), verifier: oauth2.GenerateVerifier(), next: Local(next)}
	putFlow(w, f.cookie(), flowSeconds)
	return found.config.AuthCodeURL(f.state, oidc.Nonce(f.nonce), oauth2.S256ChallengeOption(f.verifier)), nil
}

// Finish signs in whom the provider sent back, and returns the page to go to, also
// when it fails: with unauthorized, or with forbidden for a person without a role.
func (l *Login) Finish(w http.ResponseWriter, r *http.Request) (string, error) {
	if l.provider == nil {
		return "/", fault.New(fault.NotFound, "there is no provider to sign in with: use an API token")
	}
	f, ok := flowOf(r)
	putFlow(w, "", -1)
	answer := r.URL.Query()
	if !ok || !same(answer.Get("state"), f.state) {
		return "/", l.refuse(r, errors.New("state"), "this sign-in did not begin in this browser, or too long ago: begin again")
	}
	if iss := answer.Get("iss"); iss != "" && iss != l.provider.o.Issuer {
		return f.next, l.refuse(r, errors.New("the answer names another issuer"), "another provider answered than the one that was asked: begin again")
	}
	if code := answer.Get("error"); code != "" {
		return f.next, l.refuse(r, errors.New("the provider answered "+plainCode(code)), said(code))
	}
	who, err := l.provider.redeem(r.Context(), answer.Get("code"), f)
	if err != nil {
		return f.next, l.refuse(r, err, "the provider's answer was not accepted: begin again. If it goes on, the log of the service says why")
	}
	if who.role == "" {
		l.o.Logger.WarnContext(r.Context(), "login refused", "cause", "no role")
		return f.next, fault.New(fault.Forbidden, "your provider knows you as %s, who has no role in nutgraf: ask whoever runs the provider for one", who.actor)
	}
	values := map[string]string{keyIssuer: l.provider.o.Issuer, keySubject: who.subject, keyActor: who.actor, keyRole: string(who.role)}
	return f.next, l.enter(w, r, entered{l.provider.o.Space, who.actor, "person", who.subject, l.provider.o.Session}, values)
}

// said is what a person is told of an error of the provider.
func said(code string) string {
	if code == "access_denied" {
		return "the provider did not let you in, or you cancelled"
	}
	return "the provider could not sign you in: try again, or use an API token"
}

// plainCode is an error code that may be logged, whoever sent it.
func plainCode(code string) string {
	odd := strings.ContainsFunc(code, func(r rune) bool { return (r < 'a' || r > 'z') && r != '_' })
	if odd || len(code) > 60 || code == "" {
		return "an error"
	}
	return code
}

// refuse tells the operators why, and the person what to do.
func (l *Login) refuse(r *http.Request, cause error, message string) error {
	l.o.Logger.WarnContext(r.Context(), "login refused", "cause", brief(cause.Error()))
	return fault.Wrap(fault.Unauthorized, cause, "%s", message)
}

// mostSaid is how much of a cause is logged, in bytes: it may hold what a provider
// sent.
const mostSaid = 300

func brief(cause string) string {
	if len(cause) <= mostSaid {
		return cause
	}
	return strings.ToValidUTF8(cause[:mostSaid], "") + "…"
}

func same(a, b string) bool {
	return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
