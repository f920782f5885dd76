package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

var errOwn = errors.New("of the caller")

// together holds the writing goroutine until the others wait, so that they share a
// commit, and returns what each of them was told.
func together(t *testing.T, s *store.Store, each ...func(*store.Tx) error) []error {
	t.Helper()
	errs := make([]error, len(each))
	var all sync.WaitGroup
	write(t, s, func(*store.Tx) error {
		var begun sync.WaitGroup
		for n, fn := range each {
			begun.Add(1)
			all.Go(func() {
				begun.Done()
				defer func() {
					if p := recover(); p != nil {
						errs[n] = fmt.Errorf("panic: %v", p)
					}
				}()
				errs[n] = s.Write(context.Background(), fn)
			})
		}
		begun.Wait()
		return nil
	})
	all.Wait()
	return errs
}

func TestAWriteThatFailsUndoesItselfAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var each []func(*store.Tx) error
		for n := range 30 {
			each = append(each, func(tx *store.Tx) error {
				if err := addSummary(tx, fmt.Sprint(n)); err != nil {
					return err
				}
				switch n % 3 {
				case 1:
					return errOwn
				case 2:
					panic("of the caller")
				}
				return nil
			})
		}
		for n, err := range together(t, s, each...) {
			want := []string{"<nil>", "of the caller", "panic: of the caller"}[n%3]
			if fmt.Sprint(err) != want {
				t.Errorf("write %d: %v, want %s", n, err, want)
			}
		}
		read(t, s, func(tx *store.Tx) error {
			all, _, err := tx.Summaries("s", store.Filter{}, store.Page{})
			if len(all) != 10 {
				t.Errorf("%d summaries are stored, want 10", len(all))
			}
			return err
		})
		verify(t, s, 10)
	})
}

func TestAFailureOfTheDatabaseCannotBeHidden(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		err := s.Write(context.Background(), func(tx *store.Tx) error {
			_ = addSummary(tx, "one")
			_ = tx.AddVersion(store.Version{Space: "s", Summary: "two", Number: 1, Result: []byte("{}")}, store.Summary{})
			_ = tx.AddVersion(store.Version{Space: "s", Summary: "two", Number: 2, Result: []byte("{}")}, store.Summary{})
			return nil
		})
		if err != nil {
			t.Fatal(err) // conflicts are the caller's to judge
		}
		s.OnWriter(t, `ALTER TABLE drafts RENAME TO elsewhere`)
		err = s.Write(context.Background(), func(tx *store.Tx) error {
			_ = addSummary(tx, "three")
			_ = tx.PutDraft(store.Draft{Space: "s", Summary: "one", Actor: "ann"})
			return nil
		})
		if err == nil {
			t.Error("a write is stored of which a part failed")
		}
		read(t, s, func(tx *store.Tx) error {
			_, err := tx.Summary("s", "three")
			wantIs(t, err, store.ErrNotFound)
			return nil
		})
	})
}

func TestCommitsAreTold(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		var told []int
		s, err := store.Open(context.Background(), dsn, store.Options{OnCommit: func(writes int, took time.Duration, err error) {
			if took <= 0 || err != nil {
				t.Errorf("a commit took %v, %v", took, err)
			}
			told = append(told, writes)
		}})
		if err != nil {
			t.Fatal(err)
		}
		together(t, s, func(*store.Tx) error { return nil }, func(*store.Tx) error { return errOwn })
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, writes := range told {
			sum += writes
		}
		if sum != 3 {
			t.Errorf("told of %v", told)
		}
	})
}

func TestOneOfManyWinsAVersion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		write(t, s, func(tx *store.Tx) error { return addSummary(tx, "x") })
		var each []func(*store.Tx) error
		for range 20 {
			each = append(each, func(tx *store.Tx) error {
				return tx.AddVersion(store.Version{Space: "s", Summary: "x", Number: 2, Status: "draft", Result: []byte("{}")}, store.Summary{})
			})
		}
		won := 0
		for _, err := range together(t, s, each...) {
			if err == nil {
				won++
				continue
			}
			wantIs(t, err, store.ErrConflict)
		}
		if won != 1 {
			t.Errorf("%d made version 2", won)
		}
	})
}

func TestWhoDoesNotWaitWritesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, cancel := context.WithCancel(context.Background())
		told := make(chan error, 1)
		write(t, s, func(*store.Tx) error {
			go func() { told <- s.Write(ctx, func(tx *store.Tx) error { return addSummary(tx, "late") }) }()
			cancel()
			wantIs(t, <-told, context.Canceled)
			return nil
		})
		read(t, s, func(tx *store.Tx) error {
			_, err := tx.Summary("s", "late")
			wantIs(t, err, store.ErrNotFound)
			return nil
		})
	})
}

func TestClosedStoreRefuses(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		s, err := store.Open(context.Background(), dsn, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(s.Close(), s.Close()); err != nil {
			t.Error(err)
		}
		err = s.Write(context.Background(), func(*store.Tx) error { t.Error("a write ran"); return nil })
		wantCode(t, err, fault.Draining)
		if err := s.Read(context.Background(), func(*store.Tx) error { return nil }); err == nil {
			t.Error("a closed store was read")
		}
	})
}

func TestManyOpenANewStore(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		var all sync.WaitGroup
		for n := range 4 {
			all.Go(func() {
				s, err := store.Open(context.Background(), dsn, store.Options{})
				if err != nil {
					t.Error(err, errors.Unwrap(err))
					return
				}
				if err := s.Write(context.Background(), func(tx *store.Tx) error { return addSummary(tx, fmt.Sprint(n)) }); err != nil {
					t.Error(err, errors.Unwrap(err))
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		verify(t, storetest.Open(t, dsn), 4)
	})
}

func TestTwoProcessesWriteOneStore(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, dsn string) {
		stores := []*store.Store{storetest.Open(t, dsn), storetest.Open(t, dsn)}
		var all sync.WaitGroup
		for n := range 40 {
			all.Go(func() {
				err := stores[n%2].Write(context.Background(), func(tx *store.Tx) error { return addSummary(tx, fmt.Sprint(n)) })
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		verify(t, stores[0], 40)
	})
}
