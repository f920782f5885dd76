package store_test

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestDatabasesThatCannotBeUsed(t *testing.T) {
	cases := map[string]struct {
		before, after string // statements before and after the store is made
		options       store.Options
		code          fault.Code
	}{
		"newer":              {"", `INSERT INTO nutgraf_schema (version_id, is_applied) VALUES (99, true)`, store.Options{}, fault.StoreNewer},
		"of another program": {`CREATE TABLE articles (id int)`, "", store.Options{}, fault.StoreDamaged},
		"empty":              {"", "", store.Options{NoMigrate: true}, fault.BadConfig},
		"tables gone":        {"", `DROP TABLE audit_head`, store.Options{}, fault.StoreDamaged},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dsn := storetest.URL(t)
			if c.before != "" {
				storetest.Exec(t, dsn, c.before)
			}
			if c.after != "" {
				s, err := store.Open(context.Background(), dsn, store.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				storetest.Exec(t, dsn, c.after)
			}
			s, err := store.Open(context.Background(), dsn, c.options)
			if err == nil {
				_, err = s.VerifyAudit(context.Background())
				defer s.Close()
			}
			wantCode(t, err, c.code)
		})
	}
}

func TestServerThatWasRestarted(t *testing.T) {
	dsn := storetest.URL(t)
	s := storetest.Open(t, dsn)
	write(t, s, func(tx *store.Tx) error { return addSummary(tx, "before") })
	read(t, s, func(*store.Tx) error { return nil })
	storetest.Exec(t, dsn, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	write(t, s, func(tx *store.Tx) error { return addSummary(tx, "after") })
	read(t, s, func(tx *store.Tx) error { _, err := tx.Summary("s", "after"); return err })
	err := s.Write(context.Background(), func(tx *store.Tx) error {
		storetest.Exec(t, dsn, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		return addSummary(tx, "torn")
	})
	wantCode(t, err, fault.StoreUnavailable)
	wantRetryable(t, err)
	write(t, s, func(tx *store.Tx) error { return addSummary(tx, "torn") })
	verify(t, s, 3)
}

func TestCommitWithoutAnAnswerIsNotRetryable(t *testing.T) {
	dsn := storetest.URL(t)
	s := storetest.Open(t, dsn)
	storetest.Exec(t, dsn, `CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS
		$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END; $$`)
	storetest.Exec(t, dsn, `CREATE CONSTRAINT TRIGGER gone AFTER INSERT ON versions DEFERRABLE INITIALLY DEFERRED
		FOR EACH ROW EXECUTE FUNCTION gone()`)
	err := s.Write(context.Background(), func(tx *store.Tx) error { return addSummary(tx, "x") })
	wantCode(t, err, fault.StoreUnavailable)
	var f *fault.Error
	if !errors.As(err, &f) || f.Retryable || !strings.Contains(f.Message, "whether it was stored") {
		t.Errorf("fault is %+v", f)
	}
	storetest.Exec(t, dsn, `DROP TRIGGER gone ON versions`)
	write(t, s, func(tx *store.Tx) error { return addSummary(tx, "x") })
}

func TestServerThatIsLocked(t *testing.T) {
	dsn := storetest.URL(t)
	holder := storetest.Open(t, dsn)
	s, err := store.Open(context.Background(), dsn, store.Options{Wait: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	write(t, holder, func(*store.Tx) error {
		err := s.Write(context.Background(), func(tx *store.Tx) error { return addSummary(tx, "x") })
		wantCode(t, err, fault.StoreUnavailable)
		wantRetryable(t, err)
		return nil
	})
	write(t, s, func(tx *store.Tx) error { return addSummary(tx, "x") })
}

func TestNameOfAStoreHasNoPassword(t *testing.T) {
	file := storetest.File(t)
	if got := storetest.Open(t, file).String(); got != "SQLite in "+file {
		t.Errorf("name is %q", got)
	}
	dsn := strings.Replace(storetest.URL(t), "nutgraf@", "nutgraf:hunter2@", 1)
	got := storetest.Open(t, dsn).String()
	if !strings.HasPrefix(got, "PostgreSQL at ") || strings.Contains(got, "hunter2") || !strings.Contains(dsn, "hunter2") {
		t.Errorf("name is %q", got)
	}
}

// The migrations of both databases make the same columns.
func TestSchemasAreTheSame(t *testing.T) {
	columns := map[string][]string{}
	for _, folder := range []string{"sqlite", "postgres"} {
		names := store.Migrations(t, folder)
		if len(names) != store.NewestSchema {
			t.Errorf("%s has %d migrations, and the newest schema is %d", folder, len(names), store.NewestSchema)
		}
		for _, name := range names {
			columns[folder] = append(columns[folder], columnsOf(store.Migration(t, name))...)
		}
	}
	if !slices.Equal(columns["sqlite"], columns["postgres"]) || len(columns["sqlite"]) < 90 {
		t.Errorf("SQLite has %v\nPostgreSQL has %v", columns["sqlite"], columns["postgres"])
	}
}

var column = regexp.MustCompile(`(?m)^    ([a-z_0-9]+) |^CREATE (?:TABLE|INDEX) (.*)`)

func columnsOf(sql string) (names []string) {
	for _, found := range column.FindAllStringSubmatch(sql, -1) {
		if found[1] != "" || found[2] != "" {
			names = append(names, found[1]+found[2])
		}
	}
	return names
}
