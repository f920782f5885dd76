package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestTokens(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		limit := 2.5
		one := store.Token{ID: "1", Name: "CMS", Space: "s", Hash: "h1", Scopes: []string{"summarize", "review"}, PerMinute: 60, DailyUSD: &limit, CreatedAt: noon}
		two := store.Token{ID: "2", Space: "other", Hash: "h2", CreatedAt: noon.Add(1), ExpiresAt: noon.Add(time.Hour)}
		write(t, s, func(tx *store.Tx) error { return errors.Join(tx.AddToken(one), tx.AddToken(two)) })
		err := s.Write(context.Background(), func(tx *store.Tx) error {
			return tx.AddToken(store.Token{ID: "3", Hash: "h1"})
		})
		wantIs(t, err, store.ErrExists)
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.RevokeToken("1", noon), tx.RevokeToken("1", noon.Add(time.Hour)),
				tx.TokenUsed("1", noon.Add(90*time.Second)), tx.TokenUsed("1", noon))
		})
		wantIs(t, s.Write(context.Background(), func(tx *store.Tx) error { return tx.RevokeToken("9", noon) }), store.ErrNotFound)
		read(t, s, func(tx *store.Tx) error {
			got, err := tx.TokenByHash("h1")
			if got.Name != "CMS" || strings.Join(got.Scopes, ",") != "summarize,review" || *got.DailyUSD != 2.5 || got.PerMinute != 60 ||
				!got.RevokedAt.Equal(noon) || !got.UsedAt.Equal(noon.Add(time.Minute)) || !got.ExpiresAt.IsZero() {
				t.Errorf("token is %+v", got)
			}
			other, err2 := tx.Tokens("other")
			all, err3 := tx.Tokens("")
			if len(other) != 1 || other[0].DailyUSD != nil || !other[0].ExpiresAt.Equal(noon.Add(time.Hour)) || len(all) != 2 || all[0].ID != "1" {
				t.Errorf("tokens are %+v and %+v", other, all)
			}
			_, err4 := tx.TokenByHash("h9")
			wantIs(t, err4, store.ErrNotFound)
			return errors.Join(err, err2, err3)
		})
	})
}

func TestBudgetIsNotOverspentByMany(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		limit := 1.0
		var each []func(*store.Tx) error
		for range 20 {
			each = append(each, func(tx *store.Tx) error { return tx.Reserve("a", "2026-11-23", 0.25, &limit) })
		}
		granted := 0
		for _, err := range together(t, s, each...) {
			if err == nil {
				granted++
				continue
			}
			wantCode(t, err, fault.OverBudget)
		}
		if granted != 4 {
			t.Errorf("%d times $0.25 of $1 were granted", granted)
		}
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.Settle("a", "2026-11-23", 0.25, 0.125), tx.Settle("a", "2026-11-23", 0.25, 0), tx.Reserve("a", "2026-11-24", 9, nil))
		})
		read(t, s, func(tx *store.Tx) error {
			spent, reserved, err := tx.Spent("a", "2026-11-23")
			if spent != 0.125 || reserved != 0.5 {
				t.Errorf("spent %v, reserved %v", spent, reserved)
			}
			none, _, err2 := tx.Spent("b", "2026-11-23")
			if none != 0 {
				t.Errorf("spent %v", none)
			}
			return errors.Join(err, err2)
		})
	})
}

func TestCachedResults(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutCached("s", "k", "sha", []byte(`1`), noon), tx.PutCached("s", "k", "sha", []byte(`2`), noon.Add(time.Hour)),
				tx.PutCached("s", "old", "sha", []byte(`3`), noon))
		})
		read(t, s, func(tx *store.Tx) error {
			got, err := tx.Cached("s", "k", noon.Add(time.Hour))
			if string(got) != "2" {
				t.Errorf("cached is %s", got)
			}
			_, late := tx.Cached("s", "k", noon.Add(2*time.Hour))
			wantIs(t, late, store.ErrNotFound)
			_, other := tx.Cached("other", "k", noon)
			wantIs(t, other, store.ErrNotFound)
			return err
		})
		write(t, s, func(tx *store.Tx) error {
			n, err := tx.DropCached(noon.Add(time.Minute), 10)
			again, err2 := tx.DropCached(noon.Add(time.Minute), 10)
			if n != 1 || again != 0 {
				t.Errorf("dropped %d, then %d", n, again)
			}
			return errors.Join(err, err2)
		})
	})
}

func TestAnswerIsWorkedOnByOne(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		now := noon
		s, err := store.Open(context.Background(), dsn, store.Options{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		try := func(fn func(*store.Tx) error) error { return s.Write(context.Background(), fn) }
		put := func(owner string) error {
			return try(func(tx *store.Tx) error {
				return tx.PutAnswer(store.Answer{Space: "s", Key: "k", Digest: "d", Owner: owner, Lease: now.Add(time.Minute)})
			})
		}
		finish := func(owner string) error {
			return try(func(tx *store.Tx) error {
				return tx.FinishAnswer(store.Answer{Space: "s", Key: "k", Owner: owner, Status: 201, Header: map[string]string{"ETag": "1"}, Body: []byte("{}")})
			})
		}
		free := func(owner string) error {
			return try(func(tx *store.Tx) error { return tx.FreeAnswer("s", "k", owner) })
		}
		steps := []struct {
			what string
			err  error
			want error
		}{
			{"first", put("a"), nil},
			{"while the lease holds", put("b"), store.ErrExists},
			{"extended", try(func(tx *store.Tx) error { return tx.ExtendAnswers("a", noon.Add(time.Hour)) }), nil},
			{"free by another", free("b"), store.ErrConflict},
			{"free", free("a"), nil},
			{"again", put("a"), nil},
			{"after the lease", func() error { now = noon.Add(2 * time.Minute); return put("b") }(), nil},
			{"by the one that lost it", finish("a"), store.ErrConflict},
			{"by the owner", finish("b"), nil},
			{"finished twice", finish("b"), store.ErrConflict},
			{"taken for ever", func() error { now = noon.Add(time.Hour); return put("c") }(), store.ErrExists},
		}
		for _, step := range steps {
			if !errors.Is(step.err, step.want) {
				t.Errorf("%s: %v, want %v", step.what, step.err, step.want)
			}
		}
		read(t, s, func(tx *store.Tx) error {
			got, err := tx.Answer("s", "k")
			if got.Status != 201 || got.Header["ETag"] != "1" || string(got.Body) != "{}" || got.Owner != "b" || got.Digest != "d" {
				t.Errorf("answer is %+v", got)
			}
			return err
		})
		write(t, s, func(tx *store.Tx) error {
			n, err := tx.DropAnswers(now, 10)
			if n != 1 {
				t.Errorf("dropped %d", n)
			}
			return err
		})
	})
}

func TestJobsAreTakenOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		write(t, s, func(tx *store.Tx) error {
			for n := range 6 {
				err := tx.AddJob(store.Job{
					Space: "s", ID: fmt.Sprint(n), Actor: "ann", Kind: "draft", Request: []byte(`{"a":1}`), State: []string{"running", "done"}[n/5],
					Owner: "dead", Lease: noon.Add(time.Duration(n) * time.Second),
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		wantIs(t, s.Write(context.Background(), func(tx *store.Tx) error { return tx.AddJob(store.Job{Space: "s", ID: "1"}) }), store.ErrExists)
		var taken []string
		for _, owner := range []string{"a", "b", "c"} {
			write(t, s, func(tx *store.Tx) error {
				jobs, err := tx.TakeJobs(owner, noon.Add(3500*time.Millisecond), noon.Add(time.Hour), 3)
				for _, j := range jobs {
					taken = append(taken, j.Owner+j.ID+fmt.Sprint(j.Attempts))
				}
				return err
			})
		}
		if got := strings.Join(taken, " "); got != "a01 a11 a21 b31" {
			t.Errorf("taken: %s", got)
		}
		update := func(owner, state string) error {
			return s.Write(context.Background(), func(tx *store.Tx) error {
				return tx.UpdateJob(store.Job{Space: "s", ID: "0", Owner: owner, State: state, Summary: "x", Error: []byte(`{"code":"busy"}`)})
			})
		}
		wantIs(t, update("dead", "done"), store.ErrConflict)
		wantIs(t, update("a", "failed"), nil)
		wantIs(t, update("a", "done"), store.ErrConflict)
		write(t, s, func(tx *store.Tx) error { return tx.ExtendJobs("a", noon.Add(2*time.Hour)) })
		read(t, s, func(tx *store.Tx) error {
			got, err := tx.Job("s", "0")
			if got.State != "failed" || got.Summary != "x" || string(got.Error) != `{"code":"busy"}` || string(got.Request) != `{"a":1}` {
				t.Errorf("job is %+v", got)
			}
			other, err2 := tx.Job("s", "1")
			if !other.Lease.Equal(noon.Add(2*time.Hour)) || other.Error != nil {
				t.Errorf("job is %+v", other)
			}
			_, err3 := tx.Job("other", "0")
			wantIs(t, err3, store.ErrNotFound)
			return errors.Join(err, err2)
		})
	})
}

func TestDrafts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutDraft(store.Draft{Space: "s", Summary: "x", Actor: "ann", Data: []byte("1")}),
				tx.PutDraft(store.Draft{Space: "s", Summary: "x", Actor: "ann", Data: []byte("2"), At: noon}),
				tx.PutDraft(store.Draft{Space: "s", Summary: "x", Actor: "bob"}))
		})
		read(t, s, func(tx *store.Tx) error {
			got, err := tx.Draft("s", "x", "ann")
			if string(got.Data) != "2" || !got.At.Equal(noon) {
				t.Errorf("draft is %+v", got)
			}
			_, other := tx.Draft("other", "x", "ann")
			wantIs(t, other, store.ErrNotFound)
			return err
		})
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.DeleteDraft("s", "x", "ann"), tx.DeleteDraft("s", "x", "ann"))
		})
		read(t, s, func(tx *store.Tx) error {
			_, gone := tx.Draft("s", "x", "ann")
			wantIs(t, gone, store.ErrNotFound)
			_, err := tx.Draft("s", "x", "bob")
			return err
		})
	})
}

func TestSessions(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		now := noon
		s, err := store.Open(context.Background(), dsn, store.Options{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		sessions := s.Sessions()
		err = errors.Join(sessions.Commit("one", []byte("1"), noon.Add(time.Hour)), sessions.Commit("one", []byte("2"), noon.Add(time.Hour)),
			sessions.Commit("two", nil, noon.Add(time.Minute)))
		if err != nil {
			t.Fatal(err)
		}
		if data, found, err := sessions.Find("one"); string(data) != "2" || !found || err != nil {
			t.Errorf("found %q, %v, %v", data, found, err)
		}
		now = noon.Add(time.Minute)
		if _, found, err := sessions.Find("two"); found || err != nil {
			t.Errorf("an expired session: %v, %v", found, err)
		}
		if err := errors.Join(sessions.Delete("one"), sessions.Delete("one")); err != nil {
			t.Error(err)
		}
		if _, found, err := sessions.Find("one"); found || err != nil {
			t.Errorf("a deleted session: %v, %v", found, err)
		}
	})
}
