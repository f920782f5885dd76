package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

const (
	answerLease = 30 * time.Second       // after which a request may be done again when its process is not heard of
	askAgain    = 100 * time.Millisecond // how often another process's answer is looked for
	rejoin      = 250 * time.Millisecond // how long work goes on when nobody waits for it any more
	keepAgain   = time.Second            // between tries to store what became of a key
)

// flights are the requests with an idempotency key that this process works on.
type flights struct {
	mu sync.Mutex
	of map[flightKey]*flight
	// holders are the flights that have, or ask for, the key in the store: one of
	// this process at a time, so that what is found there of this process beside is
	// of nobody any more.
	holders map[flightKey]*flight
}

type flightKey struct{ space, key string }

// flight is the work on one request. It is stopped when nobody waits for it.
type flight struct {
	key    flightKey
	digest string
	rec    *recording
	cancel context.CancelFunc

	waiters int // guarded by flights.mu, like landing and unkept
	landing *time.Timer
	unkept  error // why the store does not know yet what became of it
}

// once answers requests with the same idempotency key alike, and does the work
// of them once.
func (s *Server) once(rule rule, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key, err := parseKey(r.Header.Values("Idempotency-Key"))
		switch {
		case err != nil:
			fail(w, r, err)
			return
		case key == "":
			next.ServeHTTP(w, r)
			return
		}
		i := infoOf(r.Context())
		f, err := s.board(flightKey{space: i.caller.Space, key: key}, digestOf(rule, r), r, next)
		if err != nil {
			fail(w, r, err)
			return
		}
		defer s.flights.leave(f)
		s.play(w, r, f.rec)
	})
}

// digestOf tells requests apart: what they ask for, of what, on what condition
// and in which form.
func digestOf(rule rule, r *http.Request) string {
	form, _ := negotiate(header1(r.Header, "Accept"), rule.offers())
	if parsePrefer(header1(r.Header, "Prefer")).async {
		form += " later"
	}
	sum := sha256.New()
	for _, part := range []string{r.Method, r.URL.RequestURI(), header1(r.Header, "If-Match"), form} {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	if b, ok := r.Body.(*body); ok {
		sum.Write(b.data)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// board joins the flight of a key, or begins it.
func (s *Server) board(key flightKey, digest string, r *http.Request, next http.Handler) (*flight, error) {
	s.flights.mu.Lock()
	defer s.flights.mu.Unlock()
	if f, ok := s.flights.of[key]; ok {
		if f.digest != digest {
			return nil, reused()
		}
		f.waiters++
		if f.landing != nil {
			f.landing.Stop()
		}
		_ = r.Body.Close()
		return f, nil
	}
	i := *infoOf(r.Context())
	ctx, cancel := context.WithCancel(withInfo(context.WithoutCancel(r.Context()), &i))
	f := &flight{key: key, digest: digest, rec: newRecording(), cancel: cancel, waiters: 1}
	if s.flights.of == nil {
		s.flights.of = map[flightKey]*flight{}
	}
	s.flights.of[key] = f
	own := r.Clone(ctx)
	s.background.Go(func() { s.fly(f, own, next) })
	return f, nil
}

func reused() error {
	return fault.New(fault.KeyReused, "this Idempotency-Key was used for another request: send every request with a key of its own, and only the same request again with the same")
}

// leave tells that somebody does not wait any more. The last one stops the work,
// unless the same request comes again at once.
func (l *flights) leave(f *flight) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f.waiters--
	if f.waiters > 0 {
		return
	}
	f.landing = time.AfterFunc(rejoin, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if f.waiters == 0 {
			l.drop(f)
			f.cancel()
		}
	})
}

// end is for a flight whose answer is told next: who comes after it is answered out
// of the store, or by work of their own.
func (l *flights) end(f *flight) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drop(f)
}

// drop makes sure that nobody joins a flight that is over.
func (l *flights) drop(f *flight) {
	if l.of[f.key] == f {
		delete(l.of, f.key)
	}
}

// fly gets the answer: the one that is stored, or that of the work done now.
func (s *Server) fly(f *flight, r *http.Request, next http.Handler) {
	defer f.cancel()
	ctx := r.Context()
	claimed, err := s.claim(ctx, f)
	switch {
	case err != nil:
		fail(f.rec, r, err)
	case claimed:
		s.work(f, r, next)
		err = s.keep(context.WithoutCancel(ctx), f)
	}
	if !claimed || err == nil {
		s.flights.end(f)
	}
	s.log(r)
	f.rec.finish()
	if claimed && err != nil {
		s.keepLater(context.WithoutCancel(ctx), f, err)
	}
	s.flights.mu.Lock()
	defer s.flights.mu.Unlock()
	s.flights.drop(f)
	if s.flights.holders[f.key] == f {
		delete(s.flights.holders, f.key)
	}
}

// work lets the handler answer into the recording.
func (s *Server) work(f *flight, r *http.Request, next http.Handler) {
	defer func() {
		if thrown := recover(); thrown != nil {
			f.rec.spoil()
			if err := panicked(thrown); f.rec.begun() {
				note(r.Context(), newProblem(r.Context(), err), err)
			} else {
				fail(f.rec, r, err)
			}
		}
	}()
	next.ServeHTTP(f.rec, r)
	if p := infoOf(r.Context()).problem; p != nil && (p.Retryable || p.Status >= http.StatusInternalServerError || p.Code == fault.Interrupted) {
		f.rec.spoil()
	}
}

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

func (l *flights) none() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.of) == 0
}
