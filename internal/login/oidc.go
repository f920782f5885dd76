package login

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// CallbackPath is where the provider sends people back to, below the address of
// the service.
const CallbackPath = "/login/oidc/done"

// OIDC is the newsroom's OpenID Connect provider. Issuer, ClientID and PublicURL
// are needed.
type OIDC struct {
	Issuer       string // as the provider spells it, https://…
	ClientID     string
	ClientSecret secret.Secret // "" for a public client: PKCE is used in any case
	PublicURL    string        // of this service; CallbackPath below it must be known to the provider
	RolesClaim   string        // of the ID token, "" is roles; a path may lead to it, as in realm_access.roles
	Roles        []string      // "VALUE=ROLE" each, see ParseRoles
	Space        string        // in which all of its people work, "" is local
	Session      time.Duration // for how long a role holds, at most Options.Lifetime; 0 is as long as that
}

// provider talks to the configured provider. What it says of itself is asked for
// until it is known.
type provider struct {
	o      OIDC
	roles  map[string]Role
	now    func() time.Time
	client *http.Client
	found  atomic.Pointer[discovered]
}

// discovered is what the provider says of itself.
type discovered struct {
	config   oauth2.Config
	verifier *oidc.IDTokenVerifier
}

func newProvider(o OIDC, now func() time.Time) (*provider, error) {
	o.RolesClaim, o.Space = cmp.Or(o.RolesClaim, "roles"), cmp.Or(o.Space, "local")
	o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	if !safe(o.Issuer) {
		return nil, fault.New(fault.BadConfig, "oidc.issuer must be an https:// address, as the provider spells it")
	}
	if o.ClientID == "" {
		return nil, fault.New(fault.BadConfig, "oidc.client_id is missing: the provider gives it when you register nutgraf there")
	}
	if !safe(o.PublicURL) {
		return nil, fault.New(fault.BadConfig, "signing in with a provider needs server.public_url, an https:// address: people are sent back to it")
	}
	roles, ok := ParseRoles(o.Roles)
	if !ok {
		return nil, fault.New(fault.BadConfig, "oidc.roles must be a list of VALUE=ROLE, with drafter, editor or admin as ROLE")
	}
	client := &http.Client{
		Timeout: 10 * time.Second, Transport: bounded{http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &provider{o: o, roles: roles, now: now, client: client}, nil
}

// safe tells whether an address is of https, or of this machine.
func safe(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	here := u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && here
}

// bounded keeps answers from being endless.
type bounded struct{ http.RoundTripper }

const mostAnswer = 1 << 20

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, mostAnswer), res.Body}
	}
	return res, err
}

// name is the host of the provider.
func (p *provider) name() string {
	u, err := url.Parse(p.o.Issuer)
	if err != nil {
		return p.o.Issuer
	}
	if host, _, err := net.SplitHostPort(u.Host); err == nil {
		return host
	}
	return u.Host
}

// discover asks the provider what it is like, until it answers once. Nobody waits
// for another's question to a provider that is silent.
func (p *provider) discover(ctx context.Context) (*discovered, error) {
	if known := p.found.Load(); known != nil {
		return known, nil
	}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.o.Issuer)
	if err != nil {
		return nil, err
	}
	var ways struct {
		Auth []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := found.Claims(&ways); err != nil {
		return nil, err
	}
	endpoint := found.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if p.o.ClientSecret.Reveal() == "" || len(ways.Auth) > 0 && !slices.Contains(ways.Auth, "client_secret_basic") {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	p.found.Store(&discovered{
		config: oauth2.Config{
			ClientID: p.o.ClientID, ClientSecret: p.o.ClientSecret.Reveal(), Endpoint: endpoint,
			RedirectURL: p.o.PublicURL + CallbackPath, Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
		},
		verifier: found.Verifier(&oidc.Config{ClientID: p.o.ClientID, Now: p.now}),
	})
	return p.found.Load(), nil
}

// identity is who the provider says that somebody is.
type identity struct {
	subject, actor string
	role           Role
}

// redeem gets the person for whom a code stands.
func (p *provider) redeem(ctx context.Context, code string, f flow) (identity, error) {
	found, err := p.discover(ctx)
	if err != nil {
		return identity{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := found.config.Exchange(ctx, code, oauth2.VerifierOption(f.verifier))
	if err != nil {
		return identity{}, withoutBody(err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return identity{}, errors.New("the answer has no ID token")
	}
	id, err := found.verifier.Verify(ctx, raw)
	if err != nil {
		return identity{}, err
	}
	if !same(id.Nonce, f.nonce) {
		return identity{}, errors.New("the ID token is for another login (nonce)")
	}
	var claims map[string]json.RawMessage
	if err := id.Claims(&claims); err != nil {
		return identity{}, err
	}
	return identity{id.Subject, actorOf(id.Subject, claims), roleIn(claims, p.o.RolesClaim, p.roles)}, nil
}

// withoutBody says what went wrong without what the provider answered, which may
// hold anything.
func withoutBody(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return fmt.Errorf("the token endpoint answered %s (%s)", refused.Response.Status, plainCode(refused.ErrorCode))
	}
	return err
}

// actorOf is how a person is named in versions and in the audit: by a mail address
// that the provider does not call unverified, else by name and subject.
func actorOf(subject string, claims map[string]json.RawMessage) string {
	var mail, name string
	verified := true
	_ = json.Unmarshal(claims["email"], &mail) // what is not there stays empty
	_ = json.Unmarshal(claims["name"], &name)
	_ = json.Unmarshal(claims["email_verified"], &verified)
	switch {
	case mail != "" && verified && printable(mail):
		return mail
	case name != "" && printable(name):
		return name + " (" + subject + ")"
	}
	return subject
}

func printable(s string) bool {
	return len(s) <= 200 && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}
