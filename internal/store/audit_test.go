package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestAuditIsListedAndChained(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for n := range 5 {
			write(t, s, func(tx *store.Tx) error {
				return tx.Audit(store.Entry{
					At: noon, Space: []string{"s", "other"}[n%2], Actor: "ann", Action: "edited", Object: "summary/x", Version: n,
					Detail: json.RawMessage(`{"n": ` + fmt.Sprint(n) + `, "é":"\u0000"}`),
				})
			})
		}
		read(t, s, func(tx *store.Tx) error {
			page, next, err := tx.AuditOf("s", "summary/x", store.Page{Limit: 2})
			if err != nil || len(page) != 2 || page[0].Seq != 5 || page[1].Seq != 3 || page[0].Version != 4 {
				t.Fatalf("page is %+v, %v", page, err)
			}
			if string(page[0].Detail) != `{"n": 4, "é":"\u0000"}` || !page[0].At.Equal(noon) || len(page[0].Hash) != 64 {
				t.Errorf("entry is %+v", page[0])
			}
			rest, end, err := tx.AuditOf("s", "", store.Page{Limit: 2, Cursor: next})
			if len(rest) != 1 || rest[0].Seq != 1 || rest[0].Prev != "" || end != "" {
				t.Errorf("rest is %+v", rest)
			}
			return err
		})
		if report := verify(t, s, 5); !report.First.Equal(noon) || !report.Last.Equal(noon) || len(report.Head) != 64 {
			t.Errorf("report is %+v", report)
		}
	})
}

func TestAuditTakesJSONOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		err := s.Write(context.Background(), func(tx *store.Tx) error {
			return tx.Audit(store.Entry{Space: "s", Detail: json.RawMessage(`{"n":`)})
		})
		wantCode(t, err, fault.Internal)
	})
}

// The hash is fixed by the documentation: entries of today must verify with
// every later version.
func TestHashOfAnEntryStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		write(t, s, func(tx *store.Tx) error {
			return tx.Audit(store.Entry{At: noon, Space: "s", Actor: "ann", Action: "edited", Object: "summary/x", Version: 2})
		})
		const want = "39255df6215dc9f5fa66094253277319dc79dccaba4adefa860490fcb5ef313d"
		if got := verify(t, s, 1).Head; got != want {
			t.Errorf("hash is %s, want %s", got, want)
		}
	})
}

func TestTamperedAuditIsFound(t *testing.T) {
	cases := map[string]struct {
		change string
		seq    int64
		what   string
	}{
		"an actor changed":    {`UPDATE audit SET actor = 'bob' WHERE seq = 3`, 3, "changed"},
		"a detail changed":    {`UPDATE audit SET detail = '{"a":1}' WHERE seq = 2`, 2, "changed"},
		"a time changed":      {`UPDATE audit SET at = at + 1 WHERE seq = 2`, 2, "changed"},
		"the first taken out": {`DELETE FROM audit WHERE seq = 1`, 2, "entry 1 is missing"},
		"one taken out":       {`DELETE FROM audit WHERE seq = 3`, 4, "entry 3 is missing"},
		"the last cut off":    {`DELETE FROM audit WHERE seq = 5`, 4, "has 5 entries"},
		"all cut off":         {`DELETE FROM audit`, 0, "has 5 entries"},
		"a hash changed":      {`UPDATE audit SET hash = prev WHERE seq = 3`, 3, "changed"},
		"the chain bent":      {`UPDATE audit SET prev = hash WHERE seq = 3`, 3, "does not follow"},
		"one put in at the end": {
			`INSERT INTO audit SELECT 6, at, space, actor, action, object, version, detail, hash, hash FROM audit WHERE seq = 5`,
			6, "changed",
		},
		"the head turned back": {`UPDATE audit_head SET entries = 4`, 5, "has 4 entries"},
		"a version with no entry": {
			`INSERT INTO versions SELECT space, summary, 9, status, article, revision, actor, action, note, at, result FROM versions WHERE summary = 'x1'`,
			0, "version 9 of summary x1",
		},
		"copy changed":              {`UPDATE versions SET result = '{"takeaways":[{"text":"Another claim"}]}' WHERE summary = 'x2'`, 0, "version 1 of summary x2 was changed"},
		"a draft made approved":     {`UPDATE versions SET status = 'approved' WHERE summary = 'x2'`, 0, "version 1 of summary x2 was changed"},
		"a version taken out":       {`DELETE FROM versions WHERE summary = 'x3'`, 0, "version 1 of summary x3 is gone"},
		"an approval that was none": {`UPDATE summaries SET approved_version = 1 WHERE id = 'x4'`, 0, "version 1 of summary x4 counts as approved"},
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for n := range 5 {
			write(t, s, func(tx *store.Tx) error { return addSummary(tx, fmt.Sprint("x", n)) })
		}
		allowChanges(t, s)
		for _, table := range []string{"audit", "audit_head", "versions", "summaries"} {
			s.OnWriter(t, `CREATE TABLE kept_`+table+` AS SELECT * FROM `+table)
		}
		for name, c := range cases {
			s.OnWriter(t, c.change)
			report, err := s.VerifyAudit(context.Background())
			if err != nil || report.Broken == nil || report.Broken.Seq != c.seq || !strings.Contains(report.Broken.What, c.what) {
				t.Errorf("%s: found %+v, %v; want %q at %d", name, report.Broken, err, c.what, c.seq)
			}
			for _, table := range []string{"audit", "audit_head", "versions", "summaries"} {
				s.OnWriter(t, `DELETE FROM `+table)
				s.OnWriter(t, `INSERT INTO `+table+` SELECT * FROM kept_`+table)
			}
			verify(t, s, 5)
		}
	})
}

// allowChanges takes away what keeps the audit from being changed by accident.
func allowChanges(t *testing.T, s *store.Store) {
	t.Helper()
	if strings.HasPrefix(s.String(), "SQLite") {
		s.OnWriter(t, `DROP TRIGGER audit_is_not_changed`)
		s.OnWriter(t, `DROP TRIGGER audit_is_not_deleted`)
		return
	}
	s.OnWriter(t, `DROP TRIGGER audit_is_kept ON audit`)
}

func TestAuditIsNotChangedByAccident(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		write(t, s, func(tx *store.Tx) error { return addSummary(tx, "x") })
		for _, change := range []string{`UPDATE audit SET actor = 'bob'`, `DELETE FROM audit`} {
			if err := s.TryOnWriter(change); err == nil {
				t.Errorf("%s was done", change)
			}
		}
		verify(t, s, 1)
	})
}

func TestAuditOfEmptyStoreIsGood(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if report := verify(t, s, 0); report.Head != "" || report.First != (time.Time{}) {
			t.Errorf("report is %+v", report)
		}
	})
}
