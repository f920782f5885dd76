package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"testing"

	"github.com/pressly/goose/v3"
)

// NewestSchema is the schema that this version of nutgraf writes.
const NewestSchema = newestSchema

// OnWriter runs a statement on the connection that writes.
func (s *Store) OnWriter(t testing.TB, statement string) {
	t.Helper()
	if err := s.TryOnWriter(statement); err != nil {
		t.Fatal(statement, err, errors.Unwrap(err))
	}
}

// TryOnWriter is OnWriter for statements that may fail.
func (s *Store) TryOnWriter(statement string) error {
	ctx := context.Background()
	return s.writer.with(ctx, func(on *session) error { return on.run(ctx, statement) })
}

// Migrations returns the names of the migrations of a database.
func Migrations(t testing.TB, folder string) []string {
	t.Helper()
	names, err := fs.Glob(migrations, "migrations/"+folder+"/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// MakeOldFile makes a SQLite file with the tables of an older schema.
func MakeOldFile(t testing.TB, path string, schema int64, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithTableName(schemaTable))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(context.Background(), schema); err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

// Migration returns the text of a migration.
func Migration(t testing.TB, name string) string {
	t.Helper()
	text, err := fs.ReadFile(migrations, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
