package service

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Service does the newsroom's work on summaries. New makes it; many goroutines
// may use it, and many processes may share its store.
type Service struct {
	Options
	owner string // of jobs: this process
	desks *desks
	facts facts // for Quality

	work    sync.WaitGroup     // everything that runs in the background
	ctx     context.Context    // ends when runs have to
	stop    context.CancelFunc // ends ctx
	idle    context.Context    // ends as soon as the service is closed
	retire  context.CancelFunc // ends idle
	turns   chan struct{}      // one for each flight that may work
	drained chan struct{}      // closed when draining and no run is active

	full     atomic.Bool // a write found no room
	mu       sync.Mutex
	draining bool
	active   int // runs that did not end
	runs     map[string]*Run
	drafts   map[string]*Run // first drafts under way, by summary
	ended    shelf
	flights  map[flightKey]*flight
}

// Defaults of Options.
const (
	defaultConcurrency = 64
	defaultQueue       = 256
	defaultCacheTTL    = 24 * time.Hour
	defaultGrace       = 500 * time.Millisecond
	defaultLease       = 30 * time.Second
	defaultRunsKept    = 5 * time.Minute
)

// New starts a service: it takes over jobs that another process left, and begins
// to clean up. ctx is only for the start. It works, as far as it can, while the
// store has no room.
func New(ctx context.Context, o Options) (*Service, error) {
	o.Observer = cmp.Or(o.Observer, Observer(nobody{}))
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Concurrency, o.Queue = cmp.Or(o.Concurrency, defaultConcurrency), cmp.Or(o.Queue, defaultQueue)
	o.CacheTTL, o.DisconnectGrace = cmp.Or(o.CacheTTL, defaultCacheTTL), cmp.Or(o.DisconnectGrace, defaultGrace)
	o.JobLease, o.RunsKept = cmp.Or(o.JobLease, defaultLease), cmp.Or(o.RunsKept, defaultRunsKept)
	desks, err := newDesks()
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the cache of checked articles could not be made")
	}
	s := &Service{
		Options: o, owner: newID("own_", o.Now()), desks: desks,
		turns: make(chan struct{}, o.Concurrency), drained: make(chan struct{}),
		runs: map[string]*Run{}, drafts: map[string]*Run{}, flights: map[flightKey]*flight{},
	}
	s.ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	s.idle, s.retire = context.WithCancel(s.ctx)
	_ = s.takeOver(ctx) // what cannot be taken now is with the next heartbeat
	s.work.Go(s.heartbeat)
	s.work.Go(s.janitor)
	return s, nil
}

// Close lets no new run begin, waits for those that are under way until ctx ends,
// and then ends them: their events end with a draining fault, and another process
// may take over what is a job. The store stays open.
func (s *Service) Close(ctx context.Context) error {
	s.mu.Lock()
	if !s.draining {
		s.draining = true
		if s.active == 0 {
			close(s.drained)
		}
	}
	s.mu.Unlock()
	select {
	case <-s.drained:
	case <-ctx.Done():
	}
	s.retire()
	s.stop()
	s.work.Wait()
	return nil
}

// admit lets a run begin. It is given back with leave.
func (s *Service) admit() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.draining:
		return draining()
	case s.active >= s.Concurrency+s.Queue:
		return &fault.Error{Code: fault.Busy, Retryable: true, Message: "too many summaries are being drafted: try again in a few seconds"}
	}
	s.active++
	s.work.Add(1)
	return nil
}

func (s *Service) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.work.Done()
	if s.active--; s.active == 0 && s.draining {
		close(s.drained)
	}
}

func draining() error {
	return &fault.Error{Code: fault.Draining, Retryable: true, Message: "the service is being stopped: try again in a moment"}
}

// now is the time as the store keeps it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

// write is store.Write for work that has to be finished although nobody waits for
// it any more.
func (s *Service) write(ctx context.Context, fn func(*store.Tx) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout)
	defer cancel()
	return s.put(ctx, fn)
}

// put is store.Write, seen by the observer.
func (s *Service) put(ctx context.Context, fn func(*store.Tx) error) error {
	ctx, ended := s.Observer.Step(ctx, stepStore)
	err := s.Store.Write(ctx, fn)
	ended(err)
	if fault.CodeOf(err) == fault.StoreFull {
		s.full.Store(true)
	}
	return err
}

// hasRoom refuses work whose result could not be stored, before anything is sent:
// once a write found no room, the store is asked whether it has.
func (s *Service) hasRoom(ctx context.Context) error {
	if !s.full.Load() {
		return nil
	}
	err := s.Store.Ready(ctx)
	if err == nil {
		s.full.Store(false)
	}
	return err
}

// writeTimeout is how long the store may take for what has to be kept.
const writeTimeout = 30 * time.Second
