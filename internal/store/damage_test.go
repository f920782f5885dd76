package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// filled makes a closed store with some summaries.
func filled(t *testing.T) string {
	t.Helper()
	path := storetest.File(t)
	s, err := store.Open(context.Background(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b", "c", "d"} {
		write(t, s, func(tx *store.Tx) error { return addSummary(tx, id) })
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func change(t *testing.T, path string, edit func([]byte) []byte) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, edit(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func runSQL(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFilesThatCannotBeUsedAreLeftAlone(t *testing.T) {
	cases := map[string]struct {
		make func(t *testing.T) string
		code fault.Code
		says string
	}{
		"garbage": {func(t *testing.T) string {
			path := storetest.File(t)
			if err := os.WriteFile(path, bytes.Repeat([]byte("garbage "), 1000), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}, fault.StoreDamaged, "not a SQLite database"},
		"a short text": {func(t *testing.T) string {
			path := storetest.File(t)
			if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}, fault.StoreDamaged, "not a SQLite database"},
		"header overwritten": {func(t *testing.T) string {
			path := filled(t)
			change(t, path, func(b []byte) []byte { copy(b, "XXXX"); return b })
			return path
		}, fault.StoreDamaged, "beginning is overwritten"},
		"a page overwritten": {func(t *testing.T) string {
			path := filled(t)
			change(t, path, func(b []byte) []byte { copy(b[2*4096:], bytes.Repeat([]byte{0xAA}, 4096)); return b })
			return path
		}, fault.StoreDamaged, "is damaged"},
		"cut short": {func(t *testing.T) string {
			path := filled(t)
			change(t, path, func(b []byte) []byte { return b[:len(b)/2] })
			return path
		}, fault.StoreDamaged, "is damaged"},
		"of another program": {func(t *testing.T) string {
			path := storetest.File(t)
			runSQL(t, path, `CREATE TABLE recipes (id INTEGER)`)
			return path
		}, fault.StoreDamaged, "another program"},
		"of another program by its mark": {func(t *testing.T) string {
			path := filled(t)
			runSQL(t, path, `PRAGMA application_id = 7`)
			return path
		}, fault.StoreDamaged, "another program"},
		"newer": {func(t *testing.T) string {
			path := filled(t)
			runSQL(t, path, `INSERT INTO nutgraf_schema (version_id, is_applied) VALUES (99, 1)`)
			return path
		}, fault.StoreNewer, "schema 99"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			path := c.make(t)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = store.Open(context.Background(), path, store.Options{})
			wantCode(t, err, c.code)
			if err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("fault says %q, want %q", err, c.says)
			}
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file was changed (%v)", err)
			}
		})
	}
}

func TestPlacesThatCannotBeUsed(t *testing.T) {
	file := filled(t)
	cases := map[string]struct {
		dsn     string
		options store.Options
		code    fault.Code
	}{
		"a folder that is not there": {filepath.Join(t.TempDir(), "none", "nutgraf.db"), store.Options{}, fault.StoreUnavailable},
		"a folder":                   {t.TempDir(), store.Options{}, fault.StoreUnavailable},
		"a file as a folder":         {filepath.Join(file, "nutgraf.db"), store.Options{}, fault.StoreUnavailable},
		"none, and not to be made":   {storetest.File(t), store.Options{NoMigrate: true}, fault.StoreUnavailable},
		"memory":                     {":memory:", store.Options{}, fault.BadConfig},
		"nothing":                    {"", store.Options{}, fault.BadConfig},
		"another database":           {"mysql://u:hunter2@h/db", store.Options{}, fault.BadConfig},
		"a URL that is wrong":        {"postgres://u:hunter2@h:port/db", store.Options{}, fault.BadConfig},
		"a server that is not there": {"postgres://u:hunter2@127.0.0.1:1/db", store.Options{}, fault.StoreUnavailable},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := store.Open(context.Background(), c.dsn, c.options)
			wantCode(t, err, c.code)
			for ; err != nil; err = unwrap(err) {
				if strings.Contains(err.Error(), "hunter2") {
					t.Errorf("the password is told: %v", err)
				}
			}
		})
	}
}

func unwrap(err error) error {
	if inner, ok := err.(interface{ Unwrap() error }); ok {
		return inner.Unwrap()
	}
	return nil
}

func TestLockedFile(t *testing.T) {
	path := filled(t)
	s, err := store.Open(context.Background(), path, store.Options{Wait: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	add := func(id string) error {
		return s.Write(context.Background(), func(tx *store.Tx) error { return addSummary(tx, id) })
	}
	err = add("x")
	wantCode(t, err, fault.StoreUnavailable)
	wantRetryable(t, err)
	read(t, s, func(tx *store.Tx) error { _, err := tx.Summary("s", "a"); return err })
	if _, err := db.Exec(`ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	if err := add("x"); err != nil {
		t.Error(err)
	}
}

func TestFileLockedWholly(t *testing.T) {
	path := filled(t)
	runSQL(t, path, `PRAGMA journal_mode = DELETE`)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`BEGIN EXCLUSIVE`); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(context.Background(), path, store.Options{Wait: 20 * time.Millisecond})
	wantCode(t, err, fault.StoreUnavailable)
	wantRetryable(t, err)
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestFileThatGoesAway(t *testing.T) {
	for name, harm := range map[string]func(path string) error{
		"deleted":  os.Remove,
		"replaced": func(path string) error { return os.Rename(path+".other", path) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			if err := os.WriteFile(path+".other", []byte("another"), 0o600); err != nil {
				t.Fatal(err)
			}
			s := storetest.Open(t, path)
			if err := harm(path); err != nil {
				t.Fatal(err)
			}
			wantCode(t, s.Write(context.Background(), func(tx *store.Tx) error { return addSummary(tx, "x") }), fault.StoreUnavailable)
			wantCode(t, s.Read(context.Background(), func(*store.Tx) error { return nil }), fault.StoreUnavailable)
			wantCode(t, s.Ready(context.Background()), fault.StoreUnavailable)
		})
	}
}

func TestPageThatIsOverwrittenWhileOpen(t *testing.T) {
	path := filled(t)
	s := storetest.Open(t, path)
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteAt(bytes.Repeat([]byte{0xAA}, int(info.Size())-4096), 4096); err != nil {
		t.Fatal(err)
	}
	err = s.Read(context.Background(), func(tx *store.Tx) error { _, err := tx.Version("s", "a", 1); return err })
	wantCode(t, err, fault.StoreDamaged)
}

func TestOlderFileIsBackedUp(t *testing.T) {
	path := storetest.File(t)
	store.MakeOldFile(t, path, 1, `INSERT INTO articles VALUES ('s', 'a', 1, 'sha', 'Old', 'en', '', 'normal', NULL, 5, 0)`)
	_, err := store.Open(context.Background(), path, store.Options{NoMigrate: true})
	wantCode(t, err, fault.BadConfig)
	s := storetest.Open(t, path)
	read(t, s, func(tx *store.Tx) error {
		a, err := tx.Article("s", "a", 0)
		if a.Title != "Old" {
			t.Errorf("article is %+v", a)
		}
		return err
	})
	if err := s.Ready(context.Background()); err != nil {
		t.Error(err)
	}
	copies, err := filepath.Glob(path + ".backup-1-*")
	if err != nil || len(copies) != 1 {
		t.Fatalf("backups: %v, %v", copies, err)
	}
	if info, err := os.Stat(copies[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup may be read by others: %v, %v", info, err)
	}
	db, err := sql.Open("sqlite", copies[0])
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var title string
	var version int
	err = db.QueryRow(`SELECT (SELECT title FROM articles), (SELECT MAX(version_id) FROM nutgraf_schema)`).Scan(&title, &version)
	if err != nil || title != "Old" || version != 1 {
		t.Errorf("the backup has %q of schema %d, %v", title, version, err)
	}
	storetest.Open(t, path)
	if copies, err := filepath.Glob(path + ".backup-*"); err != nil || len(copies) != 1 {
		t.Errorf("opened again, backups are %v, %v", copies, err)
	}
}

func TestFileIsForItsOwnerOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b?c%20#d.db")
	s := storetest.Open(t, path)
	write(t, s, func(tx *store.Tx) error { return addSummary(tx, "x") })
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("files are %v, %v", files, err)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o600 || !strings.HasPrefix(file, path) {
			t.Errorf("%s is %v, %v", file, info.Mode(), err)
		}
	}
}
