package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
)

// TestDeletedTextsLeaveTheFiles looks for deleted texts in the files of SQLite
// while the store is open.
func TestDeletedTextsLeaveTheFiles(t *testing.T) {
	file := storetest.File(t)
	s := storetest.Open(t, file)
	write(t, s, func(tx *store.Tx) error { return addDated(tx, "old", noon) })
	flush := func() {
		t.Helper()
		if err := s.Flush(context.Background()); err != nil {
			t.Error(err)
		}
	}
	flush()
	if n := inFiles(t, file); n == 0 {
		t.Fatal("the text is in no file before")
	}
	write(t, s, func(tx *store.Tx) error { _, err := tx.DeleteTexts(noon.AddDate(0, 0, 1), 9); return err })
	flush()
	if n := inFiles(t, file); n != 0 {
		t.Errorf("the text is %d times in the files", n)
	}
	verify(t, s, 2)
}

// inFiles counts the canary in the database and the files beside it.
func inFiles(t *testing.T, file string) (n int) {
	t.Helper()
	names, err := filepath.Glob(file + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(data, []byte(canary))
	}
	return n
}
