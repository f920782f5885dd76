// Package logintest gives tests an OpenID Connect provider of their own.
package logintest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/login"
	"github.com/nutgraf/nutgraf/internal/secret"
)

// Secret is what nutgraf shows the provider, and nobody else may see.
const Secret = "a canary that must not be seen"

// Provider is an OpenID Connect provider on the loopback, of another site than
// 127.0.0.1. It knows mara@example.org, an editor.
type Provider struct {
	*httptest.Server
	t      *testing.T
	mu     sync.Mutex
	behave Behaviour
	codes  map[string]url.Values // what was asked for, by code
}

// Behaviour is what a provider does otherwise than usual. The zero value is
// nothing.
type Behaviour struct {
	Claims  map[string]any                        // of the next ID tokens, over the usual ones; nil takes one away
	Token   func(claims map[string]any) string    // makes the ID token; nil is Sign with the key k1
	Instead func(http.ResponseWriter) (done bool) // answers the token endpoint; nil is not
	Back    url.Values                            // what a person comes back with, over code and state
}

// New starts a provider that ends with the test.
func New(t *testing.T) *Provider {
	p := &Provider{t: t, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("/keys", keys)
	mux.HandleFunc("/authorize", p.authorize)
	mux.HandleFunc("/token", p.exchange)
	p.Server = httptest.NewServer(mux)
	p.URL = strings.Replace(p.URL, "127.0.0.1", "localhost", 1)
	t.Cleanup(p.Close)
	return p
}

// Config is how a nutgraf at an address is told of the provider.
func (p *Provider) Config(public string) *login.OIDC {
	return &login.OIDC{Issuer: p.URL, ClientID: "nutgraf", ClientSecret: secret.New(Secret), PublicURL: public, Space: "news"}
}

// Set changes what the provider does from now on.
func (p *Provider) Set(b Behaviour) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.behave = b
}

func (p *Provider) behaviour() Behaviour {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.behave
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	Answer(w, map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

// Answer writes JSON.
func Answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

var key = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

func keys(w http.ResponseWriter, _ *http.Request) {
	Answer(w, map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "k1",
		"n": base64.RawURLEncoding.EncodeToString(key().N.Bytes()), "e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key().E)).Bytes()),
	}}})
}

// Approve is what a person does at an address of the provider: it returns what
// the browser brings back.
func (p *Provider) Approve(address string) (code, state string) {
	p.t.Helper()
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, p.URL+"/authorize?") {
		p.t.Fatalf("the person is sent to %q, %v", address, err)
	}
	return p.code(u.Query()), u.Query().Get("state")
}

func (p *Provider) code(asked url.Values) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	code := rand.Text()
	p.codes[code] = asked
	return code
}

var page = template.Must(template.New("").Parse(`<!doctype html><title>Provider</title><h1>Provider</h1>
<p><a id="yes" href="{{.Yes}}">Sign in</a> <a id="no" href="{{.No}}">Cancel</a>`))

// authorize is the page on which a person says yes or no.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query()
	yes, no := url.Values{"code": {p.code(asked)}, "state": asked["state"]}, url.Values{"error": {"access_denied"}, "state": asked["state"]}
	for name, value := range p.behaviour().Back {
		yes[name] = value
	}
	back := asked.Get("redirect_uri") + "?"
	_ = page.Execute(w, struct{ Yes, No string }{back + yes.Encode(), back + no.Encode()})
}

func (p *Provider) exchange(w http.ResponseWriter, r *http.Request) {
	b := p.behaviour()
	if b.Instead != nil && b.Instead(w) {
		return
	}
	p.mu.Lock()
	asked, known := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code"))
	p.mu.Unlock()
	if !known || !redeems(r, asked) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		Answer(w, map[string]any{"error": "invalid_grant", "error_description": "no " + Secret})
		return
	}
	token := b.Token
	if token == nil {
		token = func(claims map[string]any) string { return p.Sign(key(), "k1", claims) }
	}
	Answer(w, map[string]any{"access_token": "at", "token_type": "Bearer", "id_token": token(p.claims(asked, b.Claims))})
}

// redeems tells whether a request comes from who asked for the code.
func redeems(r *http.Request, asked url.Values) bool {
	id, password, _ := r.BasicAuth()
	password, _ = url.QueryUnescape(password)
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	return id == "nutgraf" && password == Secret && base64.RawURLEncoding.EncodeToString(sum[:]) == asked.Get("code_challenge") &&
		asked.Get("code_challenge_method") == "S256" && r.FormValue("redirect_uri") == asked.Get("redirect_uri")
}

func (p *Provider) claims(asked url.Values, changed map[string]any) map[string]any {
	claims := map[string]any{
		"iss": p.URL, "aud": "nutgraf", "sub": "u-17", "email": "mara@example.org", "nonce": asked.Get("nonce"),
		"exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix(), "roles": []string{"editor"},
	}
	for name, value := range changed {
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
	}
	return claims
}

// Sign makes an ID token.
func (p *Provider) Sign(key *rsa.PrivateKey, id string, claims map[string]any) string {
	p.t.Helper()
	body, err := json.Marshal(claims)
	if err != nil {
		p.t.Error(err)
	}
	head := fmt.Sprintf(`{"alg":"RS256","kid":%q,"typ":"JWT"}`, id)
	text := base64.RawURLEncoding.EncodeToString([]byte(head)) + "." + base64.RawURLEncoding.EncodeToString(body)
	sum := sha256.Sum256([]byte(text))
	mark, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		p.t.Error(err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(mark)
}
