package login_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/internal/login"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	}))
}

func open(t *testing.T, s *store.Store, change ...func(*login.Options)) *login.Login {
	t.Helper()
	o := login.Options{Store: s}
	for _, c := range change {
		c(&o)
	}
	l, err := login.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func logTo(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

// with is a request with the cookies that an answer set.
func with(cookies []*http.Cookie) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for _, c := range cookies {
		if c.MaxAge >= 0 {
			r.AddCookie(c)
		}
	}
	return r
}

// grant stores a token.
func grant(t *testing.T, s *store.Store, id string, change ...func(*store.Token)) string {
	t.Helper()
	token, hash := server.NewToken()
	row := store.Token{ID: id, Name: "ann", Space: "news", Hash: hash, Scopes: []string{"summarize", "review"}, CreatedAt: time.Now()}
	for _, c := range change {
		c(&row)
	}
	write(t, s, func(tx *store.Tx) error { return tx.AddToken(row) })
	return token
}

func write(t *testing.T, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// enter signs in by a token, and returns the cookies that were set.
func enter(t *testing.T, l *login.Login, token string, had ...*http.Cookie) []*http.Cookie {
	t.Helper()
	w := httptest.NewRecorder()
	if err := l.Token(w, with(had), token); err != nil {
		t.Fatal(err)
	}
	return w.Result().Cookies()
}

func TestTokenSignsIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		l := open(t, s)
		cookies := enter(t, l, " "+grant(t, s, "tok_1")+"\n")
		if len(cookies) != 1 {
			t.Fatalf("cookies are %v", cookies)
		}
		c := cookies[0]
		if c.Name != "__Host-nutgraf" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || !c.Expires.IsZero() {
			t.Errorf("the cookie is %+v", c)
		}
		caller, scopes, ok := l.Session(with(cookies))
		if !ok || caller.Space != "news" || caller.Actor != "ann" || caller.Token == nil || caller.Token.ID != "tok_1" || !slices.Equal(scopes, []string{"summarize", "review"}) {
			t.Errorf("the session is of %+v with %v, %v", caller, scopes, ok)
		}
		if _, _, ok := l.Session(with(nil)); ok {
			t.Error("nobody is somebody")
		}
		if _, _, ok := l.Session(with([]*http.Cookie{{Name: login.Cookie, Value: "guessed"}})); ok {
			t.Error("a guess is somebody")
		}
		entries, _, err := auditOf(s, "token/tok_1")
		if err != nil || len(entries) != 1 || entries[0].Action != "signed_in" || entries[0].Actor != "ann" {
			t.Errorf("the audit is %+v, %v", entries, err)
		}
	})
}

func auditOf(s *store.Store, object string) (entries []store.Entry, next string, err error) {
	err = s.Read(context.Background(), func(tx *store.Tx) (err error) {
		entries, next, err = tx.AuditOf("news", object, store.Page{})
		return err
	})
	return entries, next, err
}

func TestTokensThatAreRefused(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	l := open(t, s)
	old := grant(t, s, "tok_old", func(r *store.Token) { r.ExpiresAt = time.Now().Add(-time.Second) })
	gone := grant(t, s, "tok_gone", func(r *store.Token) { r.RevokedAt = time.Now().Add(-time.Second) })
	never, _ := server.NewToken()
	for _, token := range []string{"", "ngt_", "Bearer " + never, never, old, gone, never + strings.Repeat("a", 300), "ngt_\x00"} {
		w := httptest.NewRecorder()
		if err := l.Token(w, with(nil), token); fault.CodeOf(err) != fault.Unauthorized || token != "" && token != "ngt_" && strings.Contains(err.Error(), token) {
			t.Errorf("a token is refused with %v", err)
		}
		if len(w.Result().Cookies()) != 0 {
			t.Error("there is a cookie")
		}
	}
}

func TestSessionEndsWithWhatItRestsOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		l := open(t, s)
		one, two := enter(t, l, grant(t, s, "tok_1")), enter(t, l, grant(t, s, "tok_2"))
		write(t, s, func(tx *store.Tx) error { return tx.RevokeToken("tok_1", time.Now()) })
		if _, _, ok := l.Session(with(one)); ok {
			t.Error("a revoked token still lets in")
		}
		if _, _, ok := l.Session(with(two)); !ok {
			t.Error("another's token was revoked, and this session ended")
		}
		clock := time.Now()
		timed := open(t, s, func(o *login.Options) { o.Now = func() time.Time { return clock } })
		three := enter(t, timed, grant(t, s, "tok_3", func(r *store.Token) { r.ExpiresAt = clock.Add(time.Minute) }))
		if _, _, ok := timed.Session(with(three)); !ok {
			t.Fatal("there is no session")
		}
		clock = clock.Add(time.Minute)
		if _, _, ok := timed.Session(with(three)); ok {
			t.Error("a token that has run out still lets in")
		}
	})
}

func TestChangedRightsEndASession(t *testing.T) {
	dsn := storetest.URL(t)
	s := storetest.Open(t, dsn)
	l := open(t, s)
	cookies := enter(t, l, grant(t, s, "tok_1"))
	storetest.Exec(t, dsn, "UPDATE tokens SET scopes = 'summarize' WHERE id = 'tok_1'")
	if _, _, ok := l.Session(with(cookies)); ok {
		t.Error("a session has rights that its token lost")
	}
	storetest.Exec(t, dsn, "UPDATE tokens SET scopes = 'summarize review' WHERE id = 'tok_1'")
	if _, _, ok := l.Session(with(cookies)); ok {
		t.Error("a session that ended came back")
	}
}

func TestLoginRenewsTheSession(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		l := open(t, s)
		token := grant(t, s, "tok_1")
		planted := &http.Cookie{Name: login.Cookie, Value: "planted-by-somebody"}
		first := enter(t, l, token, planted)
		if first[0].Value == planted.Value {
			t.Error("the browser's own ID was taken")
		}
		second := enter(t, l, token, first...)
		if second[0].Value == first[0].Value {
			t.Error("the ID did not change")
		}
		if _, _, ok := l.Session(with(first)); ok {
			t.Error("the session before goes on")
		}
		w := httptest.NewRecorder()
		if err := l.Leave(w, with(second)); err != nil {
			t.Fatal(err)
		}
		if out := w.Result().Cookies(); len(out) != 1 || out[0].MaxAge >= 0 || out[0].Value != "" || !out[0].Secure {
			t.Errorf("leaving sets %v", out)
		}
		if _, _, ok := l.Session(with(second)); ok {
			t.Error("the session outlives the leaving")
		}
	})
}

// TestTimeouts moves the clock of the store, by which sessions end.
func TestTimeouts(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		var ahead atomic.Int64
		now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
		s, err := store.Open(context.Background(), dsn, store.Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		l := open(t, s, func(o *login.Options) { o.Now, o.Idle, o.Lifetime = now, time.Hour, 5*time.Hour })
		token := grant(t, s, "tok_1")
		used, idle := enter(t, l, token), enter(t, l, token)
		for hours := 1; hours <= 9; hours++ {
			ahead.Add(int64(30 * time.Minute))
			if _, _, ok := l.Session(with(used)); !ok {
				t.Fatalf("a session that is used ended after %d half hours", hours)
			}
		}
		if _, _, ok := l.Session(with(idle)); ok {
			t.Error("a session that nobody used goes on")
		}
		ahead.Add(int64(40 * time.Minute))
		if _, _, ok := l.Session(with(used)); ok {
			t.Error("a session outlives its lifetime")
		}
	})
}

func TestUseDoesNotBringBackASession(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		l := open(t, s)
		cookies := enter(t, l, grant(t, s, "tok_1"))
		if err := l.Leave(httptest.NewRecorder(), with(cookies)); err != nil {
			t.Fatal(err)
		}
		write(t, s, func(tx *store.Tx) error { return tx.ProlongSession(cookies[0].Value, time.Now().Add(time.Hour)) })
		if _, _, ok := l.Session(with(cookies)); ok {
			t.Error("prolonging brought a session back")
		}
	})
}
