package server

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// rejoin is how long work goes on when nobody waits for it any more.
const rejoin = 250 * time.Millisecond

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
	if p := infoOf(r.Context()).problem; p != nil && (p.Retryable || p.Status >= http.StatusInternalServerError || p.Status == http.StatusForbidden || p.Code == fault.Interrupted) {
		f.rec.spoil()
	}
}

func (l *flights) none() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.of) == 0
}
