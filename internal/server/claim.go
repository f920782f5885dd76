package server

import (
	"context"
	"errors"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
)

const (
	answerLease = 30 * time.Second       // after which a request may be done again when its process is not heard of
	askAgain    = 100 * time.Millisecond // how often another process's answer is looked for
	keepAgain   = time.Second            // between tries to store what became of a key
)

// claim takes the key for this process. It is false when the answer is there
// already, which then is in the recording.
func (s *Server) claim(ctx context.Context, f *flight) (bool, error) {
	for {
		mine, err := s.flights.hold(f)
		if err != nil {
			return false, err
		}
		if mine {
			if claimed, over, err := s.take(ctx, f); over || err != nil {
				return claimed, err
			}
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(askAgain):
		}
	}
}

// hold makes a flight the one of this process that has to do with the key in the
// store. It is false while another is, and fails when that cannot store what
// became of it.
func (l *flights) hold(f *flight) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	other, ok := l.holders[f.key]
	if ok && other != f {
		return false, other.unkept
	}
	if l.holders == nil {
		l.holders = map[flightKey]*flight{}
	}
	l.holders[f.key] = f
	return true, nil
}

// take tries to take the key in the store. It is over when the key was taken, or
// the answer found.
func (s *Server) take(ctx context.Context, f *flight) (claimed, over bool, err error) {
	now := s.o.Now()
	mine := store.Answer{
		Space: f.key.space, Key: f.key.key, Digest: f.digest, Owner: s.owner,
		Lease: now.Add(answerLease), CreatedAt: now,
	}
	err = s.o.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutAnswer(mine) })
	if err == nil || !errors.Is(err, store.ErrExists) {
		return err == nil, true, err
	}
	theirs, err := s.answered(ctx, f.key)
	switch {
	case errors.Is(err, store.ErrNotFound): // given up in between
		return false, false, nil
	case err != nil:
		return false, false, err
	case theirs.Status == 0 && theirs.Owner == s.owner: // of a flight that is over
		return false, false, s.free(ctx, f.key)
	case theirs.Digest != f.digest:
		return false, false, reused()
	case theirs.Status != 0:
		f.rec.restore(theirs.Status, theirs.Header, theirs.Body)
		return false, true, nil
	}
	return false, false, nil
}

// free gives a key back that this process has, and works on no more.
func (s *Server) free(ctx context.Context, key flightKey) error {
	err := s.o.Store.Write(ctx, func(tx *store.Tx) error { return tx.FreeAnswer(key.space, key.key, s.owner) })
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return err
}

func (s *Server) answered(ctx context.Context, key flightKey) (a store.Answer, err error) {
	err = s.o.Store.Read(ctx, func(tx *store.Tx) error {
		a, err = tx.Answer(key.space, key.key)
		return err
	})
	return a, err
}

// keep stores an answer that will be the same for a day. Any other leaves the key
// free, so that the request can be done again.
func (s *Server) keep(ctx context.Context, f *flight) error {
	status, header, body, good := f.rec.result()
	if !good {
		return s.free(ctx, f.key)
	}
	err := s.o.Store.Write(ctx, func(tx *store.Tx) error {
		return tx.FinishAnswer(store.Answer{
			Space: f.key.space, Key: f.key.key, Digest: f.digest, Owner: s.owner, Status: status,
			Header: header, Body: body, SHA256: infoOf(ctx).article, CreatedAt: s.o.Now(),
		})
	})
	if errors.Is(err, store.ErrConflict) {
		s.o.Logger.Warn("another process did the work of an idempotency key again", "request_id", RequestID(ctx))
		return nil
	}
	return err
}

// keepLater tries again and again to store what became of a flight that is over,
// until the service is stopped.
func (s *Server) keepLater(ctx context.Context, f *flight, err error) {
	s.o.Logger.Warn("the answer to an idempotency key was not kept, and will be when the database takes it", "request_id", RequestID(ctx), "cause", cause(err))
	for err != nil {
		s.flights.mu.Lock()
		f.unkept = err
		s.flights.mu.Unlock()
		select {
		case <-s.draining:
			return
		case <-time.After(keepAgain):
		}
		err = s.keep(ctx, f)
	}
}

// extend keeps the leases of what this process works on.
func (s *Server) extend(ctx context.Context) {
	tick := time.NewTicker(answerLease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if s.flights.none() {
			continue
		}
		until := s.o.Now().Add(answerLease)
		err := s.o.Store.Write(ctx, func(tx *store.Tx) error { return tx.ExtendAnswers(s.owner, until) })
		if err != nil && ctx.Err() == nil {
			s.o.Logger.Warn("leases of idempotency keys were not extended", "cause", cause(err))
		}
	}
}
