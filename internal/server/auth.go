package server

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/telemetry"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Scope is what a token may do.
type Scope string

// The scopes. Summarize, Edit and Review also read; Review may what Edit may, and
// Admin may do all.
const (
	Summarize Scope = "summarize"
	Edit      Scope = "edit"
	Review    Scope = "review"
	Admin     Scope = "admin"
)

// local is who asks on a service without login.
const local = "local"

// allowed lets a request pass whose sender may do what it asks for. The empty
// scope is for everybody who is known.
func (s *Server) allowed(scope Scope, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, scopes, err := s.caller(r)
		if err != nil {
			unknown(w, r, err)
			return
		}
		info := infoOf(r.Context())
		info.caller, info.scopes = caller, scopes
		tell(r.Context(), caller)
		if !may(scopes, scope) && !(scope == Summarize && reads(r) && may(scopes, Edit)) {
			w.Header().Set("WWW-Authenticate", challenge(scope))
			fail(w, r, lacks(scope))
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
	return scope == "" || slices.Contains(scopes, scope) || slices.Contains(scopes, Admin) || scope == Edit && slices.Contains(scopes, Review)
}

// challenge names the scope that is missing, as RFC 6750 has it.
func challenge(scope Scope) string {
	return `Bearer realm="nutgraf", error="insufficient_scope", scope="` + string(scope) + `"`
}

// lacks refuses a sender who has not a scope.
func lacks(scope Scope) error {
	return fault.New(fault.Forbidden, "this needs the scope %s, which the token has not", scope)
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
		if caller, scopes, err := s.o.Session(r); fault.CodeOf(err) != fault.Unauthorized {
			return caller, scopes, err
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
