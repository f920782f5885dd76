package store

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"os"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// mostChecked is the size in bytes up to which a file is read whole when it is
// opened. Larger ones are found broken where they are.
const mostChecked = 16 << 20

// inspect refuses a file that is not nutgraf's, broken, or of a newer nutgraf. It
// writes nothing.
func (d *sqliteDB) inspect(ctx context.Context) error {
	if err := d.checkHeader(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", d.dsn("ro"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // nothing was written
	if err := d.checkOwner(ctx, db); err != nil {
		return err
	}
	return d.checkPages(ctx, db)
}

func (d *sqliteDB) checkHeader() error {
	file, err := os.Open(d.path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	magic := []byte("SQLite format 3\x00")
	header := make([]byte, len(magic))
	if _, err := io.ReadFull(file, header); err != nil || !bytes.Equal(header, magic) {
		return fault.Wrap(fault.StoreDamaged, err,
			"%s is not a SQLite database, or its beginning is overwritten: name another file, or put a backup in its place", d.path)
	}
	return nil
}

// checkOwner reads who wrote the file, and which schema it has.
func (d *sqliteDB) checkOwner(ctx context.Context, db *sql.DB) error {
	var owner, tables int
	err := db.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id), (SELECT COUNT(*) FROM sqlite_schema)`).Scan(&owner, &tables)
	if err != nil {
		return err
	}
	var schema int
	err = db.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_schema WHERE name = $1`, schemaTable).Scan(&schema)
	switch {
	case err != nil:
		return err
	case tables == 0:
		return nil
	case schema == 0 || owner != applicationID && owner != 0:
		return fault.New(fault.StoreDamaged, "%s is the database of another program: name another file", d.path)
	}
	version, err := schemaOf(ctx, db)
	if err != nil {
		return err
	}
	return checkSchema(version, d.path)
}

// checkPages reads all of a file that is not large.
func (d *sqliteDB) checkPages(ctx context.Context, db *sql.DB) error {
	info, err := os.Stat(d.path)
	if err != nil || info.Size() > mostChecked {
		return err
	}
	var found string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return d.damaged(nil)
	}
	return nil
}

func (d *sqliteDB) damaged(cause error) error {
	return fault.Wrap(fault.StoreDamaged, cause,
		"the database file %s is damaged: stop nutgraf, and put a backup in its place; nothing was written to it", d.path)
}
