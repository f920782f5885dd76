package server

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/telemetry"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Scope is what a token may do.
type Scope string

// The scopes. Summarize and Review also read; Admin may do all.
const (
	Summarize Scope = "summarize"
	Review    Scope = "review"
	Admin     Scope = "admin"
)

// local is who asks on a service without login.
const local = "local"

const tokenPrefix = "ngt_"

// NewToken makes an API token of 256 random bits, and the hash of it that the
// store keeps.
func NewToken() (token, hash string) {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	token = tokenPrefix + base64.RawURLEncoding.EncodeToString(secret)
	return token, hashOf(token)
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// allowed lets a request pass whose sender may do what it asks for. The empty
// scope is for everybody who is known.
func (s *Server) allowed(scope Scope, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, scopes, err := s.caller(r)
		if err != nil {
			unknown(w, r, err)
			return
		}
		infoOf(r.Context()).caller = caller
		tell(r.Context(), caller)
		if !may(scopes, scope) && !(scope == Summarize && reads(r) && may(scopes, Review)) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="nutgraf", error="insufficient_scope", scope="`+string(scope)+`"`)
			fail(w, r, fault.New(fault.Forbidden, "this needs the scope %s, which the token has not", scope))
			return
		}
		if t := caller.Token; t != nil && t.PerMinute > 0 {
			if err := s.tokens.limits.take(t.ID, t.PerMinute); err != nil {
				fail(w, r, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// tell names the caller in the log, by the ID of its token.
func tell(ctx context.Context, caller service.Caller) {
	token := ""
	if caller.Token != nil {
		token = caller.Token.ID
	}
	telemetry.SetCaller(ctx, caller.Space, token)
}

func may(scopes []Scope, scope Scope) bool {
	return scope == "" || slices.Contains(scopes, scope) || slices.Contains(scopes, Admin)
}

func reads(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

// unknown answers who cannot be told.
func unknown(w http.ResponseWriter, r *http.Request, err error) {
	challenge := `Bearer realm="nutgraf"`
	if r.Header.Get("Authorization") != "" && fault.CodeOf(err) == fault.Unauthorized {
		challenge += `, error="invalid_token"`
	}
	w.Header().Set("WWW-Authenticate", challenge)
	fail(w, r, err)
}

// caller tells who sent a request: by its token, by its session, or nobody in
// particular on a service without login.
func (s *Server) caller(r *http.Request) (service.Caller, []Scope, error) {
	given := r.Header.Values("Authorization")
	if len(given) > 0 {
		return s.bearer(r.Context(), given)
	}
	if s.o.Session != nil {
		if caller, scopes, ok := s.o.Session(r); ok {
			return caller, scopes, nil
		}
	}
	if s.o.Open {
		return service.Caller{Space: local, Actor: local}, []Scope{Admin}, nil
	}
	return service.Caller{}, nil, fault.New(fault.Unauthorized, "a token is needed: send it as Authorization: Bearer ngt_…")
}

// bearer tells whose token it is.
func (s *Server) bearer(ctx context.Context, given []string) (service.Caller, []Scope, error) {
	refused := fault.New(fault.Unauthorized, "the token is not known, or not good any more: ask for another")
	scheme, token, _ := strings.Cut(given[0], " ")
	token = strings.TrimSpace(token)
	if len(given) > 1 || !strings.EqualFold(scheme, "Bearer") || !strings.HasPrefix(token, tokenPrefix) || len(token) > 200 {
		return service.Caller{}, nil, refused
	}
	t, err := s.tokens.find(ctx, hashOf(token))
	if err != nil {
		return service.Caller{}, nil, err
	}
	now := s.o.Now()
	if t == nil || !t.RevokedAt.IsZero() || !t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt) {
		return service.Caller{}, nil, refused
	}
	s.tokens.used(ctx, t, now)
	scopes := make([]Scope, len(t.Scopes))
	for i, scope := range t.Scopes {
		scopes[i] = Scope(scope)
	}
	return service.Caller{Space: t.Space, Actor: t.Name, Token: t}, scopes, nil
}

// tokenFor is how long a token is taken to be as it was: revoking one acts after
// this time at the latest.
const tokenFor = 3 * time.Second

// tokens finds tokens, and asks the store for the same one only now and then.
type tokens struct {
	store  *store.Store
	limits limits
	cache  cache[*store.Token]
	marks  cache[bool]
}

// find returns nil for a token that does not exist.
func (t *tokens) find(ctx context.Context, hash string) (*store.Token, error) {
	if known, ok := t.cache.get(hash); ok {
		return known, nil
	}
	var found *store.Token
	err := t.store.Read(ctx, func(tx *store.Tx) error {
		token, err := tx.TokenByHash(hash)
		if err == nil && subtle.ConstantTimeCompare([]byte(token.Hash), []byte(hash)) == 1 {
			found = &token
		}
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	t.cache.put(hash, found, tokenFor)
	return found, nil
}

// used writes down that a token was used, once a minute at most. That it cannot
// be written is no reason to refuse a request.
func (t *tokens) used(ctx context.Context, token *store.Token, now time.Time) {
	if _, ok := t.marks.get(token.ID); ok || now.Sub(token.UsedAt) < time.Minute {
		return
	}
	t.marks.put(token.ID, true, time.Minute)
	_ = t.store.Write(ctx, func(tx *store.Tx) error { return tx.TokenUsed(token.ID, now) })
}
