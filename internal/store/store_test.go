package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestMain(m *testing.M) {
	inChild()
	goleak.VerifyTestMain(m)
}

var (
	bodyOfStory   = []byte(`{"text":"` + strings.Repeat("The council voted. ", 300) + `"}`)
	resultOfStory = json.RawMessage(`{"takeaways":[{"evidence":[{"quote":"` + strings.Repeat("The council voted. ", 50) + `","sentence":1}],"text":"A claim"}]}`)
)

// addSummary stores what drafting a summary stores.
func addSummary(tx *store.Tx, id string) error {
	a, err := tx.PutRevision(store.Article{
		Space: "s", ID: "article-" + id, SHA256: "sha-" + id, Title: "Title " + id, Lang: "en",
		Sensitivity: "normal", Body: bodyOfStory,
	})
	if err != nil {
		return err
	}
	err = tx.AddVersion(store.Version{
		Space: "s", Summary: id, Number: 1, Status: "draft", Article: a.ID, Revision: a.Revision,
		Actor: "ann", Action: "drafted", Result: resultOfStory,
	}, store.Summary{Title: a.Title, Desk: "world", Profile: "house", Engine: "model"})
	if err != nil {
		return err
	}
	return tx.Audit(store.Entry{
		Space: "s", Actor: "ann", Action: "drafted", Object: "summary/" + id, Version: 1,
		Detail: json.RawMessage(`{"status":"draft","copy":"` + store.CopyDigest(resultOfStory) + `"}`),
	})
}

func write(t testing.TB, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Read(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func verify(t testing.TB, s *store.Store, entries int64) store.AuditReport {
	t.Helper()
	report, err := s.VerifyAudit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if report.Broken != nil || report.Entries != entries {
		t.Fatalf("audit of %d entries is %+v, broken: %+v", entries, report, report.Broken)
	}
	return report
}

func wantCode(t testing.TB, err error, code fault.Code) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Errorf("fault is %q (%v), want %q", fault.CodeOf(err), err, code)
	}
}

func wantIs(t testing.TB, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("error is %v, want %v", err, target)
	}
}

func TestRevisionsOfAnArticle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		first := store.Article{Space: "s", ID: "a", SHA256: "1", Title: "One", Sensitivity: "normal", Body: []byte("{}"), URL: "https://x.test/\x00"}
		put := func(a store.Article) (got store.Article) {
			write(t, s, func(tx *store.Tx) (err error) { got, err = tx.PutRevision(a); return err })
			return got
		}
		one := put(first)
		again := put(first)
		if one.Revision != 1 || again.Revision != 1 || !again.CreatedAt.Equal(one.CreatedAt) {
			t.Errorf("the same text is revision %d and %d, of %v and %v", one.Revision, again.Revision, one.CreatedAt, again.CreatedAt)
		}
		for n, change := range []func(*store.Article){
			func(a *store.Article) { a.SHA256 = "2" },
			func(a *store.Article) { a.Title = "Two" },
			func(a *store.Article) { a.Sensitivity = "embargoed" },
		} {
			change(&first)
			if got := put(first); got.Revision != n+2 {
				t.Errorf("change %d is revision %d", n, got.Revision)
			}
		}
		read(t, s, func(tx *store.Tx) error {
			all, err := tx.Revisions("s", "a")
			if len(all) != 4 || all[0].Body != nil || all[0].URL != "https://x.test/\uFFFD" {
				t.Errorf("revisions are %+v", all)
			}
			newest, err2 := tx.Article("s", "a", 0)
			if newest.Revision != 4 || string(newest.Body) != "{}" || newest.Sensitivity != "embargoed" {
				t.Errorf("newest is %+v", newest)
			}
			second, err3 := tx.Article("s", "a", 2)
			if second.SHA256 != "2" || second.Title != "One" {
				t.Errorf("second is %+v", second)
			}
			_, err4 := tx.Article("other", "a", 0)
			wantIs(t, err4, store.ErrNotFound)
			_, err5 := tx.Article("s", "a", 9)
			wantCode(t, err5, fault.NotFound)
			return errors.Join(err, err2, err3)
		})
	})
}

func TestVersionsOfASummary(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		add := func(n int, status string) error {
			return s.Write(context.Background(), func(tx *store.Tx) error {
				return tx.AddVersion(store.Version{
					Space: "s", Summary: "x", Number: n, Status: status, Article: "a", Revision: 1,
					Actor: "ann", Action: "edited", Note: "n\x00", Result: json.RawMessage(`{"n":` + fmt.Sprint(n) + `}`),
				}, store.Summary{Title: fmt.Sprint("Title ", n), Desk: "d"})
			})
		}
		wantIs(t, add(2, "draft"), store.ErrConflict)
		for n, status := range []string{"draft", "approved", "draft"} {
			if err := add(n+1, status); err != nil {
				t.Fatal(err)
			}
		}
		for _, n := range []int{1, 3, 5} {
			err := add(n, "draft")
			wantIs(t, err, store.ErrConflict)
			wantCode(t, err, fault.VersionConflict)
		}
		read(t, s, func(tx *store.Tx) error {
			head, err := tx.Summary("s", "x")
			if head.Version != 3 || head.ApprovedVersion != 2 || head.Status != "draft" || head.Title != "Title 3" {
				t.Errorf("head is %+v", head)
			}
			two, err2 := tx.Version("s", "x", 2)
			if two.Status != "approved" || string(two.Result) != `{"n":2}` || two.Note != "n\uFFFD" {
				t.Errorf("version 2 is %+v", two)
			}
			page, next, err3 := tx.Versions("s", "x", store.Page{Limit: 2})
			rest, end, err4 := tx.Versions("s", "x", store.Page{Limit: 2, Cursor: next})
			if len(page) != 2 || page[0].Number != 3 || page[0].Result != nil || len(rest) != 1 || rest[0].Number != 1 || end != "" {
				t.Errorf("pages are %+v and %+v", page, rest)
			}
			_, err5 := tx.Version("other", "x", 0)
			wantIs(t, err5, store.ErrNotFound)
			return errors.Join(err, err2, err3, err4)
		})
	})
}

func TestIdentifiersThatCannotBeHeldAreRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, id := range []string{"a\x00b", "a\xff"} {
			err := s.Write(context.Background(), func(tx *store.Tx) error { return addSummary(tx, id) })
			wantCode(t, err, fault.Invalid)
			err = s.Read(context.Background(), func(tx *store.Tx) error { _, err := tx.Summary("s", id); return err })
			wantCode(t, err, fault.Invalid)
		}
	})
}

func TestReadsDoNotWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		err := s.Read(context.Background(), func(tx *store.Tx) error { return addSummary(tx, "x") })
		wantCode(t, err, fault.Internal)
	})
}

func TestReadIsASnapshot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		write(t, s, func(tx *store.Tx) error { return addSummary(tx, "one") })
		read(t, s, func(tx *store.Tx) error {
			before, _, err := tx.Summaries("s", store.Filter{}, store.Page{})
			write(t, s, func(tx *store.Tx) error { return addSummary(tx, "two") })
			after, _, err2 := tx.Summaries("s", store.Filter{}, store.Page{})
			if len(before) != 1 || len(after) != 1 {
				t.Errorf("a snapshot had %d summaries, then %d", len(before), len(after))
			}
			return errors.Join(err, err2)
		})
	})
}

func TestTimesAreOfTheClock(t *testing.T) {
	at := time.Date(2026, 11, 23, 10, 0, 0, 123456789, time.FixedZone("", 3600))
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		s, err := store.Open(context.Background(), dsn, store.Options{Now: func() time.Time { return at }})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		write(t, s, func(tx *store.Tx) error { return addSummary(tx, "one") })
		read(t, s, func(tx *store.Tx) error {
			got, err := tx.Summary("s", "one")
			if want := at.UTC().Truncate(time.Microsecond); got.CreatedAt != want {
				t.Errorf("created at %v, want %v", got.CreatedAt, want)
			}
			return err
		})
	})
}
