package store

import (
	"context"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const (
	mostInCommit = 256              // writes that share a commit
	commitTime   = 30 * time.Second // for one commit with all its writes
)

// write is a caller of Write that waits. The writing goroutine hands it the
// transaction when its turn has come, and takes it back with the caller's error.
type write struct {
	turn chan *Tx
	ran  chan error
	gone chan struct{} // closed by a caller that does not wait any longer
	done chan error
	err  error // of the caller's function
}

// Write calls fn with a transaction, and returns nil when what fn wrote is on
// the disk. fn runs once, in the caller's goroutine, and sees all writes that
// were stored before; writes wait for it, so it must be quick, and it must not
// call Write. When fn returns an error or panics, what it wrote is undone.
//
// Writes of many callers share a commit. A failure of the database is told to
// all of them.
func (s *Store) Write(ctx context.Context, fn func(*Tx) error) error {
	w := &write{turn: make(chan *Tx), ran: make(chan error, 1), gone: make(chan struct{}), done: make(chan error, 1)}
	select {
	case s.queue <- w:
	case <-s.closing:
		return errClosed()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	select {
	case t := <-w.turn:
		w.run(t, fn)
		return <-w.done
	case err := <-w.done: // the transaction failed before it was its turn
		return err
	case <-s.stopped:
		return errClosed()
	case <-ctx.Done():
		close(w.gone)
		return context.Cause(ctx)
	}
}

// run hands back the transaction even if fn panics.
func (w *write) run(t *Tx, fn func(*Tx) error) {
	err := error(fault.New(fault.Internal, "a write panicked"))
	defer func() { w.ran <- err }()
	err = fn(t)
	if err == nil {
		err = t.err
	}
}

// commitAll stores writes until the store is closed.
func (s *Store) commitAll() {
	defer close(s.stopped)
	for {
		select {
		case first := <-s.queue:
			s.commit(s.gather(first))
		case <-s.closing:
			select {
			case first := <-s.queue:
				s.commit(s.gather(first))
			default:
				return
			}
		}
	}
}

// gather takes what waits beside first.
func (s *Store) gather(first *write) []*write {
	batch := []*write{first}
	for len(batch) < mostInCommit {
		select {
		case next := <-s.queue:
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}

// commit stores a batch and tells each caller how it went.
func (s *Store) commit(batch []*write) {
	ctx, cancel := context.WithTimeout(context.Background(), commitTime)
	defer cancel()
	began := time.Now()
	err := s.driver.present()
	if err == nil {
		begin, _ := s.driver.begins()
		err = s.writer.in(ctx, begin, func(on *session) error { return s.store(ctx, on, batch) })
	}
	if fault.CodeOf(err) == fault.StoreFull {
		s.full.Store(true)
	}
	s.told(len(batch), time.Since(began), err)
	for _, w := range batch {
		if w.err == nil {
			w.err = err
		}
		w.done <- w.err
	}
}

// store runs a batch in the transaction of on, and ends it.
func (s *Store) store(ctx context.Context, on *session, batch []*write) error {
	entries, stored, err := s.runEach(ctx, on, batch)
	if err == nil && stored > 0 {
		err = appendAudit(ctx, on, entries)
	}
	if err != nil || stored == 0 {
		on.rollback()
		return err
	}
	if err := on.run(ctx, "COMMIT"); err != nil {
		on.rollback()
		return unsure(err)
	}
	return nil
}

// unsure marks the failure of a commit to which the database gave no answer.
func unsure(err error) error {
	if fault.CodeOf(err) != fault.StoreUnavailable {
		return err
	}
	return fault.Wrap(fault.StoreUnavailable, err,
		"the connection to the database broke while storing: look whether it was stored before you try again")
}

// runEach lets the callers write one after another, and says how many have
// something to commit. The error is one that ends the transaction for all.
func (s *Store) runEach(ctx context.Context, on *session, batch []*write) (entries []Entry, stored int, err error) {
	alone := len(batch) == 1
	for _, w := range batch {
		if !alone {
			if err := on.run(ctx, "SAVEPOINT one"); err != nil {
				return nil, 0, err
			}
		}
		t := &Tx{store: s, session: on, ctx: ctx, writes: true}
		select {
		case w.turn <- t:
			w.err = <-w.ran
		case <-w.gone:
			w.err = context.Canceled
		}
		switch {
		case w.err == nil:
			stored++
			entries = append(entries, t.entries...)
		case t.err != nil && fault.CodeOf(t.err).Kind() == fault.KindStore:
			return nil, 0, t.err
		}
		if !alone {
			if err := on.endOne(ctx, w.err != nil); err != nil {
				return nil, 0, err
			}
		}
	}
	return entries, stored, nil
}

// endOne ends the savepoint of a write.
func (s *session) endOne(ctx context.Context, undo bool) error {
	if undo {
		if err := s.run(ctx, "ROLLBACK TO SAVEPOINT one"); err != nil {
			return err
		}
	}
	return s.run(ctx, "RELEASE SAVEPOINT one")
}

func errClosed() error {
	return retryable(fault.Draining, nil, "nutgraf is being stopped: try again in a moment")
}
