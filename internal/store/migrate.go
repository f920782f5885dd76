package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

//go:embed migrations
var migrations embed.FS

// schemaTable is where the versions of the schema are kept.
const schemaTable = "nutgraf_schema"

// newestSchema is the number of the last migration, which this version of
// nutgraf knows how to use.
const newestSchema = 3

// up applies the migrations of a folder that are missing.
func up(ctx context.Context, db *sql.DB, dialect goose.Dialect, folder string, options ...goose.ProviderOption) error {
	files, err := fs.Sub(migrations, "migrations/"+folder)
	if err != nil {
		return err
	}
	options = append(options, goose.WithTableName(schemaTable), goose.WithDisableGlobalRegistry(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
	provider, err := goose.NewProvider(dialect, db, files, options...)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	var partial *goose.PartialError
	if errors.As(err, &partial) {
		return partial.Err
	}
	return err
}

// querier is a connection or a pool of them.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// schemaOf returns the version of the schema; there must be one.
func schemaOf(ctx context.Context, db querier) (version int, err error) {
	err = db.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM `+schemaTable).Scan(&version)
	return version, err
}

// checkSchema refuses a database that a later nutgraf wrote.
func checkSchema(version int, where string) error {
	if version <= newestSchema {
		return nil
	}
	return fault.New(fault.StoreNewer,
		"%s was written by a newer nutgraf (schema %d, and this one knows %d): use the newer nutgraf, or a backup of before", where, version, newestSchema)
}

// current refuses a database whose schema is not that of this nutgraf.
func (s *Store) current(ctx context.Context) error {
	version, err := schemaOf(ctx, s.readers.db)
	if err != nil {
		err = s.driver.fault(err)
	}
	switch code := fault.CodeOf(err); {
	case code == fault.StoreUnavailable:
		return err
	case err != nil, version < newestSchema: // without the table of schemas it is empty
		return fault.New(fault.BadConfig, "%s is of an older nutgraf, or empty: start nutgraf serve once to bring it up to date", s)
	}
	return checkSchema(version, s.String())
}
