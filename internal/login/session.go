package login

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// touchEvery is how often a session that is in use is prolonged.
const touchEvery = time.Minute

// Who tells who sent a request, and the scopes that the person has. It fails with
// unauthorized for nobody, and otherwise when the store cannot be asked.
func (l *Login) Who(r *http.Request) (service.Caller, []string, error) {
	nobody := fault.New(fault.Unauthorized, "nobody is signed in")
	id := sessionID(r)
	if id == "" {
		return service.Caller{}, nil, nobody
	}
	ctx, err := l.sessions.Load(r.Context(), id)
	if err != nil {
		return service.Caller{}, nil, l.unavailable(err)
	}
	if l.sessions.Token(ctx) != id {
		return service.Caller{}, nil, nobody
	}
	c, scopes, good, err := l.holds(ctx)
	if err != nil {
		return service.Caller{}, nil, l.unavailable(err)
	}
	if !good {
		_ = l.sessions.Destroy(ctx) // what it rests on is gone all the same
		return service.Caller{}, nil, nobody
	}
	l.touch(ctx, id, c.Token)
	return c, scopes, nil
}

// Session is Who, with false for nobody and while the store cannot be asked.
func (l *Login) Session(r *http.Request) (service.Caller, []string, bool) {
	c, scopes, err := l.Who(r)
	return c, scopes, err == nil
}

// holds looks whether what a session rests on is still there.
func (l *Login) holds(ctx context.Context) (c service.Caller, scopes []string, good bool, err error) {
	hash := l.sessions.GetString(ctx, keyHash)
	if hash == "" {
		c, scopes, good = l.person(ctx)
		return c, scopes, good, nil
	}
	t, err := l.token(ctx, hash)
	if err != nil || t == nil || rights(*t) != l.sessions.GetString(ctx, keyRights) {
		return c, nil, false, err
	}
	return service.Caller{Space: t.Space, Actor: t.Name, Token: t}, t.Scopes, true, nil
}

// person is somebody whom the provider told of.
func (l *Login) person(ctx context.Context) (service.Caller, []string, bool) {
	p := l.provider
	if p == nil || l.sessions.GetString(ctx, keyIssuer) != p.o.Issuer {
		return service.Caller{}, nil, false
	}
	scopes := Role(l.sessions.GetString(ctx, keyRole)).Scopes()
	return service.Caller{Space: p.o.Space, Actor: l.sessions.GetString(ctx, keyActor)}, scopes, len(scopes) > 0
}

// touch prolongs a session now and then. One that was ended meanwhile stays so.
func (l *Login) touch(ctx context.Context, id string, t *store.Token) {
	now := l.o.Now()
	if !l.touched.due(id, now) {
		return
	}
	expiry := now.Add(l.o.Idle)
	if end := l.sessions.Deadline(ctx); end.Before(expiry) {
		expiry = end
	}
	_ = l.o.Store.Write(ctx, func(tx *store.Tx) error { // a failure only makes the session end sooner
		if t != nil {
			if err := tx.TokenUsed(t.ID, now); err != nil {
				return err
			}
		}
		return tx.ProlongSession(id, expiry)
	})
}

// recent remembers which sessions were prolonged a moment ago. The zero value is
// ready.
type recent struct {
	mu sync.Mutex
	at map[string]time.Time
}

// mostRecent is how many sessions are remembered.
const mostRecent = 10_000

func (r *recent) mark(id string, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.at == nil || len(r.at) >= mostRecent {
		r.at = map[string]time.Time{}
	}
	r.at[id] = now
}

// due tells whether it is time to prolong a session, once.
func (r *recent) due(id string, now time.Time) bool {
	r.mu.Lock()
	at, ok := r.at[id]
	r.mu.Unlock()
	if ok && now.Sub(at) < touchEvery {
		return false
	}
	r.mark(id, now)
	return true
}
