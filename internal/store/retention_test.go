package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
)

const canary = "The mayor's brother-in-law paid."

// addDated stores an article with all that may hold its text.
func addDated(tx *store.Tx, id string, at time.Time) error {
	quoted := []byte(`{"takeaways":[{"text":"A <claim>","evidence":[{"quote":"` + canary + id + `","sentence":12345678901234567890}]}],"quote":7}`)
	_, err := tx.PutRevision(store.Article{Space: "s", ID: id, SHA256: "sha" + id, Body: []byte(canary + id), CreatedAt: at})
	return errors.Join(err,
		tx.AddVersion(store.Version{Space: "s", Summary: id, Number: 1, Article: id, Revision: 1, At: at, Result: quoted}, store.Summary{}),
		tx.Audit(store.Entry{Space: "s", Object: "summary/" + id, Version: 1, At: at}),
		tx.PutCached("s", id, "sha"+id, quoted, at.Add(240*time.Hour)),
		tx.PutAnswer(store.Answer{Space: "s", Key: id, Status: 200, Body: quoted, SHA256: "sha" + id, CreatedAt: at}),
		tx.PutAnswer(store.Answer{Space: "s", Key: id + "-stream", Status: 200, Body: []byte("data: " + canary + id), SHA256: "sha" + id, CreatedAt: at}),
		tx.AddJob(store.Job{Space: "s", ID: id, State: "done", Request: []byte(canary + id), CreatedAt: at}),
		tx.PutDraft(store.Draft{Space: "s", Summary: id, Actor: "ann", Data: []byte(canary + id), At: at}))
}

func TestOldTextsAreDeleted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(addDated(tx, "old", noon), addDated(tx, "old2", noon.Add(time.Minute)), addDated(tx, "new", noon.Add(time.Hour)),
				tx.AddJob(store.Job{Space: "s", ID: "open", State: "running", Request: []byte("1"), CreatedAt: noon}))
		})
		for _, want := range []int{1, 1, 0} {
			write(t, s, func(tx *store.Tx) error {
				n, err := tx.DeleteTexts(noon.Add(time.Hour), 1)
				if n != want {
					t.Errorf("deleted %d, want %d", n, want)
				}
				return err
			})
		}
		for _, id := range []string{"old", "old2", "new"} {
			texts := textsOf(t, s, id)
			if kept := strings.Count(texts, canary); (id == "new") != (kept == 7) || (id != "new") != (kept == 0) {
				t.Errorf("of %s %d texts are kept: %s", id, kept, texts)
			}
			if !strings.Contains(texts, "A <claim>") || !strings.Contains(texts, "12345678901234567890") || !strings.Contains(texts, `"quote":7`) {
				t.Errorf("of %s the summary is lost: %s", id, texts)
			}
		}
		read(t, s, func(tx *store.Tx) error {
			a, err := tx.Article("s", "old", 1)
			if a.TextDeletedAt.IsZero() || a.Body != nil || a.SHA256 != "shaold" {
				t.Errorf("article is %+v", a)
			}
			open, err2 := tx.Job("s", "open")
			if open.Request == nil {
				t.Error("the request of a running job is gone")
			}
			told, _, err3 := tx.AuditOf("s", "article/old", store.Page{})
			if len(told) != 1 || told[0].Action != "text_deleted" || told[0].Version != 1 {
				t.Errorf("audit is %+v", told)
			}
			return errors.Join(err, err2, err3)
		})
		verify(t, s, 5)
	})
}

// What a stale claim rested on goes with the revision that said it, though the
// version is about a later one.
func TestOldTextsOfStaleClaimsAreDeleted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		stale := func(revision, quote string) string {
			return `{"stale":{"revision":` + revision + `,"change":"lost","was":[{"quote":"` + quote + `"}]},"evidence":[{"quote":"stays"}]}`
		}
		write(t, s, func(tx *store.Tx) error {
			result := []byte(`{"takeaways":[` + stale("2", canary) + "," + stale("3", "of the second") + `]}`)
			_, err := tx.PutRevision(store.Article{Space: "s", ID: "a", SHA256: "1", Body: []byte("one"), CreatedAt: noon})
			_, err2 := tx.PutRevision(store.Article{Space: "s", ID: "a", SHA256: "2", Body: []byte("two"), CreatedAt: noon.Add(time.Hour)})
			_, err3 := tx.PutRevision(store.Article{Space: "s", ID: "a", SHA256: "3", Body: []byte("three"), CreatedAt: noon.Add(time.Hour)})
			return errors.Join(err, err2, err3,
				tx.AddVersion(store.Version{Space: "s", Summary: "x", Number: 1, Article: "a", Revision: 3, At: noon.Add(time.Hour), Result: result}, store.Summary{}))
		})
		write(t, s, func(tx *store.Tx) error { _, err := tx.DeleteTexts(noon.Add(time.Minute), 9); return err })
		read(t, s, func(tx *store.Tx) error {
			v, err := tx.Version("s", "x", 0)
			text := string(v.Result)
			if strings.Contains(text, canary) || !strings.Contains(text, "of the second") || strings.Count(text, "stays") != 2 {
				t.Errorf("kept: %s", text)
			}
			return err
		})
	})
}

// textsOf returns all that the store has of an article.
func textsOf(t *testing.T, s *store.Store, id string) string {
	t.Helper()
	var all []string
	read(t, s, func(tx *store.Tx) error {
		a, err := tx.Article("s", id, 0)
		v, err2 := tx.Version("s", id, 0)
		cached, _ := tx.Cached("s", id, time.Time{})
		answer, err3 := tx.Answer("s", id)
		stream, err4 := tx.Answer("s", id+"-stream")
		job, err5 := tx.Job("s", id)
		draft, _ := tx.Draft("s", id, "ann")
		for _, text := range [][]byte{a.Body, v.Result, cached, answer.Body, stream.Body, job.Request, draft.Data} {
			all = append(all, string(text))
		}
		return errors.Join(err, err2, err3, err4, err5)
	})
	return strings.Join(all, "\n")
}

func TestTextThatComesAgainIsANewRevision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		write(t, s, func(tx *store.Tx) error { return addDated(tx, "a", noon) })
		write(t, s, func(tx *store.Tx) error { _, err := tx.DeleteTexts(noon.Add(time.Minute), 9); return err })
		var again store.Article
		err := s.Write(context.Background(), func(tx *store.Tx) (err error) {
			again, err = tx.PutRevision(store.Article{Space: "s", ID: "a", SHA256: "shaa", Body: []byte("x")})
			return err
		})
		if err != nil || again.Revision != 2 || again.Body == nil {
			t.Errorf("again is %+v, %v", again, err)
		}
	})
}
