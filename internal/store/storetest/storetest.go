// Package storetest runs tests against stores in both databases.
//
// SQLite stores are files in the test's folder. For PostgreSQL there is either a
// server that NUTGRAF_TEST_POSTGRES names by URL, whose user may create
// databases, or one that is started for the test binary in a folder of its own,
// and that ends with it. Where neither is possible tests are skipped, and fail if
// CI is "true".
package storetest

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/nutgraf/nutgraf/internal/store"
)

// Each runs a test with an empty store in SQLite and one in PostgreSQL.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachDSN(t, func(t *testing.T, dsn string) { test(t, Open(t, dsn)) })
}

// EachDSN is Each for tests that open the store themselves.
func EachDSN(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) { test(t, File(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, URL(t)) })
}

// File returns the path of a SQLite file that is not there yet.
func File(t testing.TB) string { return filepath.Join(t.TempDir(), "nutgraf.db") }

// Open opens a store until the end of the test.
func Open(t testing.TB, dsn string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
