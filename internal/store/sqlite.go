package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// applicationID marks the files of nutgraf: "nutg".
const applicationID = 0x6e757467

// migratePause is the time between tries to migrate.
const migratePause = 50 * time.Millisecond

// sqliteDB is a SQLite file.
type sqliteDB struct {
	path   string        // absolute
	wait   time.Duration // for another process's lock
	opened os.FileInfo   // of the file as it was opened
}

func newSQLite(path string, wait time.Duration) (*sqliteDB, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, fault.Wrap(fault.BadConfig, err, "the path of the database cannot be used")
	}
	return &sqliteDB{path: full, wait: wait}, nil
}

// open looks at the file without writing, and then opens it for writing and for
// reading.
func (d *sqliteDB) open(ctx context.Context, o Options) (writer, readers *sql.DB, err error) {
	made, err := d.make(o.NoMigrate)
	if err != nil {
		return nil, nil, err
	}
	if !made {
		if err := d.inspect(ctx); err != nil {
			return nil, nil, err
		}
	}
	if d.opened, err = os.Stat(d.path); err != nil {
		return nil, nil, err
	}
	writer, err = sql.Open("sqlite", d.dsn("rw", "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(ON)", "journal_size_limit(67108864)"))
	if err != nil {
		return nil, nil, err
	}
	readers, err = sql.Open("sqlite", d.dsn("rw", "query_only(ON)"))
	return writer, readers, err
}

// make makes an empty file that only the user can read, if there is none.
func (d *sqliteDB) make(never bool) (made bool, err error) {
	info, err := os.Stat(d.path)
	switch {
	case err == nil && info.IsDir():
		return false, fault.New(fault.StoreUnavailable, "%s is a folder: the database must be a file", d.path)
	case err == nil:
		return info.Size() == 0, nil
	case !errors.Is(err, fs.ErrNotExist) || never:
		return false, err
	}
	file, err := os.OpenFile(d.path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return false, err
	}
	return true, file.Close()
}

// dsn is the name of the file for the driver.
func (d *sqliteDB) dsn(mode string, pragmas ...string) string {
	query := url.Values{"mode": {mode}, "_dqs": {"0"}, "_txlock": {"immediate"}}
	for _, pragma := range append([]string{fmt.Sprintf("busy_timeout(%d)", d.wait.Milliseconds())}, pragmas...) {
		query.Add("_pragma", pragma)
	}
	return "file:" + (&url.URL{Path: d.path}).EscapedPath() + "?" + query.Encode()
}

// migrate tries again, as long as it may wait for a lock, when another process
// opens the file for the first time at the same moment: each migration is done
// whole, by one of them.
func (d *sqliteDB) migrate(ctx context.Context, db *sql.DB, now time.Time) error {
	for until := time.Now().Add(d.wait); ; {
		err := d.migrateOnce(ctx, db, now)
		code := fault.CodeOf(d.fault(err))
		if err == nil || time.Now().After(until) || code != fault.Internal && code != fault.StoreUnavailable {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(migratePause):
		}
	}
}

func (d *sqliteDB) migrateOnce(ctx context.Context, db *sql.DB, now time.Time) error {
	version, err := d.schema(ctx, db)
	if err != nil || version >= newestSchema {
		return err
	}
	if err := d.backup(ctx, db, version, now); err != nil {
		return err
	}
	return up(ctx, db, goose.DialectSQLite3, "sqlite")
}

// schema returns the version of the schema, 0 for an empty file.
func (d *sqliteDB) schema(ctx context.Context, db *sql.DB) (version int, err error) {
	var tables int
	err = db.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_schema WHERE name = $1`, schemaTable).Scan(&tables)
	if err != nil || tables == 0 {
		return 0, err
	}
	return schemaOf(ctx, db)
}

// backup copies a file with an older schema beside itself.
func (d *sqliteDB) backup(ctx context.Context, db *sql.DB, version int, now time.Time) error {
	if version == 0 {
		return nil
	}
	name := fmt.Sprintf("%s.backup-%d-%s", d.path, version, now.UTC().Format("20060102T150405.000000"))
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if _, err = db.ExecContext(ctx, `VACUUM INTO $1`, name); err != nil {
		_ = os.Remove(name) // it is not a backup
	}
	return err
}

func (d *sqliteDB) begins() (write, read string) { return "BEGIN IMMEDIATE", "BEGIN" }

func (d *sqliteDB) flush() string { return "PRAGMA wal_checkpoint(TRUNCATE)" }

func (d *sqliteDB) prepares() bool { return true }

func (d *sqliteDB) lost(*sql.Conn) bool { return false }

func (d *sqliteDB) String() string { return "SQLite in " + d.path }

// present finds out whether the file is still the one that was opened: what is
// written to one that was deleted is lost.
func (d *sqliteDB) present() error {
	info, err := os.Stat(d.path)
	if err == nil && os.SameFile(info, d.opened) {
		return nil
	}
	return fault.Wrap(fault.StoreUnavailable, err,
		"the database file %s is gone or was replaced: stop nutgraf, put the file back, and start again", d.path)
}
