package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func wantRetryable(t testing.TB, err error) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || !f.Retryable {
		t.Errorf("%v is not retryable", err)
	}
}

func TestFullDatabase(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		s := storetest.Open(t, dsn)
		write(t, s, func(tx *store.Tx) error { return addSummary(tx, "before") })
		fill, free := limits(t, s, dsn)
		fill()
		err := fillUp(s)
		wantCode(t, err, fault.StoreFull)
		wantRetryable(t, err)
		wantCode(t, s.Ready(context.Background()), fault.StoreFull)
		read(t, s, func(tx *store.Tx) error { _, err := tx.Version("s", "before", 1); return err })
		free()
		if err := s.Ready(context.Background()); err != nil {
			t.Error(err)
		}
		write(t, s, func(tx *store.Tx) error { return addSummary(tx, "after") })
		if report, err := s.VerifyAudit(context.Background()); err != nil || report.Broken != nil {
			t.Errorf("audit is %+v, %v", report, err)
		}
	})
}

// fillUp stores until that fails.
func fillUp(s *store.Store) error {
	for n := range 10_000 {
		err := s.Write(context.Background(), func(tx *store.Tx) error { return addSummary(tx, fmt.Sprint("fill", n)) })
		if err != nil {
			return err
		}
	}
	return nil
}

// limits return what makes a database full, and what undoes it: SQLite is told a
// largest size, PostgreSQL fails as it does without room, by its own error.
func limits(t *testing.T, s *store.Store, dsn string) (fill, free func()) {
	t.Helper()
	if dsn[0] == '/' {
		return func() { s.OnWriter(t, `PRAGMA max_page_count = 100`) }, func() { s.OnWriter(t, `PRAGMA max_page_count = 1000000`) }
	}
	storetest.Exec(t, dsn, `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
		$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END; $$`)
	on := func(do string) func() {
		return func() {
			for _, table := range []string{"versions", "probe"} {
				storetest.Exec(t, dsn, fmt.Sprintf(do, table))
			}
		}
	}
	return on(`CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON %s EXECUTE FUNCTION no_room()`), on(`DROP TRIGGER no_room ON %s`)
}
