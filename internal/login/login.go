package login

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Cookie is the name of the cookie of a session. Browsers take it only over
// https, or from the machine itself, and for this host alone.
const Cookie = "__Host-nutgraf"

// Options say who may sign in. Store is needed.
type Options struct {
	Store    *store.Store
	OIDC     *OIDC            // nil: with tokens alone
	Idle     time.Duration    // after which a session that is not used ends; 0 is 2 hours
	Lifetime time.Duration    // of a session, used or not; 0 is 12 hours
	Logger   *slog.Logger     // of why the provider's answers were refused; nil is nobody
	Now      func() time.Time // nil is time.Now
}

// Login knows who is signed in. New makes it; it may be used by many goroutines.
type Login struct {
	o        Options
	sessions *scs.SessionManager
	touched  recent
	provider *provider // nil without OIDC
}

// New makes a login. It fails with bad_config when the provider's settings cannot
// be; the provider itself is not asked before somebody wants to sign in.
func New(o Options) (*Login, error) {
	if o.Store == nil {
		return nil, fault.New(fault.Internal, "a login needs a store")
	}
	o.Idle, o.Lifetime = cmp.Or(o.Idle, 2*time.Hour), cmp.Or(o.Lifetime, 12*time.Hour)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	l := &Login{o: o, sessions: scs.New()}
	l.sessions.Store, l.sessions.Lifetime, l.sessions.IdleTimeout = o.Store.Sessions(), o.Lifetime, o.Idle
	l.sessions.Cookie = scs.SessionCookie{Name: Cookie, Path: "/", HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode}
	if o.OIDC == nil {
		return l, nil
	}
	var err error
	l.provider, err = newProvider(*o.OIDC, o.Now)
	return l, err
}

// What a session remembers.
const (
	keyHash    = "token"  // SHA-256 of the API token, "" for a person of the provider
	keyRights  = "rights" // that the token had
	keyIssuer  = "issuer"
	keySubject = "subject"
	keyActor   = "actor"
	keyRole    = "role"
)

// Token signs in whoever has an API token. It fails with unauthorized for one that
// is not good.
func (l *Login) Token(w http.ResponseWriter, r *http.Request, token string) error {
	const refused = "the token is not known, or not good any more: ask for another"
	token = strings.Join(strings.Fields(token), "") // as it was copied out of a mail
	if !strings.HasPrefix(token, "ngt_") || len(token) > 200 {
		return l.refuse(r, errors.New("this is no token"), refused)
	}
	sum := sha256.Sum256([]byte(token))
	t, err := l.token(r.Context(), hex.EncodeToString(sum[:]))
	if err != nil {
		return err
	}
	if t == nil {
		return l.refuse(r, errors.New("the token is unknown, revoked or has run out"), refused)
	}
	return l.enter(w, r, entered{space: t.Space, actor: t.Name, how: "token", id: t.ID}, map[string]string{keyHash: t.Hash, keyRights: rights(*t)})
}

// token returns a token that is good, nil for any other.
func (l *Login) token(ctx context.Context, hash string) (*store.Token, error) {
	var t store.Token
	err := l.o.Store.Read(ctx, func(tx *store.Tx) (err error) {
		t, err = tx.TokenByHash(hash)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !t.RevokedAt.IsZero() || !t.ExpiresAt.IsZero() && !l.o.Now().Before(t.ExpiresAt) {
		return nil, nil
	}
	return &t, nil
}

// rights are what a session of a token rests on.
func rights(t store.Token) string {
	scopes := slices.Sorted(slices.Values(t.Scopes))
	data, _ := json.Marshal([]any{t.Space, t.Name, scopes}) // never fails
	return string(data)
}

// entered is what the audit says of a login.
type entered struct {
	space, actor, how, id string
	most                  time.Duration // for which it holds, 0 is the lifetime of sessions
}

// enter begins a session under a new ID, and ends the one that the browser had.
func (l *Login) enter(w http.ResponseWriter, r *http.Request, who entered, values map[string]string) error {
	ctx, err := l.sessions.Load(r.Context(), sessionID(r))
	if err != nil {
		return l.unavailable(err)
	}
	if err := errors.Join(l.sessions.Clear(ctx), l.sessions.RenewToken(ctx)); err != nil {
		return l.unavailable(err)
	}
	if who.most > 0 && who.most < l.o.Lifetime {
		l.sessions.SetDeadline(ctx, l.o.Now().Add(who.most))
	}
	for key, value := range values {
		l.sessions.Put(ctx, key, value)
	}
	id, expiry, err := l.sessions.Commit(ctx)
	if err != nil {
		return l.unavailable(err)
	}
	detail, _ := json.Marshal(map[string]string{"by": who.how}) // never fails
	err = l.o.Store.Write(ctx, func(tx *store.Tx) error {
		return tx.Audit(store.Entry{
			At: l.o.Now(), Space: who.space, Actor: who.actor, Action: "signed_in", Object: who.how + "/" + who.id, Detail: detail,
		})
	})
	if err != nil {
		return l.unavailable(errors.Join(err, l.sessions.Destroy(ctx)))
	}
	l.touched.mark(id, l.o.Now())
	l.sessions.WriteSessionCookie(ctx, w, id, expiry)
	return nil
}

func (l *Login) unavailable(err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return err
	}
	return fault.Wrap(fault.Internal, err, "the session could not be kept")
}

// Leave ends the session of a request, and takes its cookie away.
func (l *Login) Leave(w http.ResponseWriter, r *http.Request) error {
	ctx, err := l.sessions.Load(r.Context(), sessionID(r))
	if err == nil {
		err = l.sessions.Destroy(ctx)
	}
	if err != nil {
		return l.unavailable(err)
	}
	l.sessions.WriteSessionCookie(ctx, w, "", time.Time{})
	return nil
}

func sessionID(r *http.Request) string {
	c, err := r.Cookie(Cookie)
	if err != nil || len(c.Value) > 100 {
		return ""
	}
	return c.Value
}

// Caller is Session without what the caller may do.
func (l *Login) Caller(r *http.Request) (service.Caller, bool) {
	c, _, ok := l.Session(r)
	return c, ok
}

// Provider is the name of the provider that people can sign in with, "" for none.
func (l *Login) Provider() string {
	if l.provider == nil {
		return ""
	}
	return l.provider.name()
}
