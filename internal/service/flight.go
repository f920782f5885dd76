package service

import (
	"context"
	"sync"

	"github.com/nutgraf/nutgraf/internal/ledger"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
)

// flight is the drafting that one run or several with the same request wait for.
type flight struct {
	service *Service
	kind    string // of its runs
	key     flightKey
	draft   drafting
	ready   chan struct{} // closed when it is paid for, or refused
	refused error

	mu      sync.Mutex
	told    []Event
	members []*Run
	landed  *landing // set at the end
	cancel  context.CancelFunc
}

// flightKey says which requests are the same. The zero value is like no other.
type flightKey struct {
	space, account, most string
	key                  string // summarize.Options.Key
}

// drafting is the work of a flight.
type drafting interface {
	// cached returns a result that is there already, nil for none.
	cached(ctx context.Context) (*summarize.Result, error)
	// work says what is spent for whom.
	work() store.Spending
	// costs are the most that it can cost; none when nothing is called.
	costs(ctx context.Context) ([]ledger.Cost, error)
	// chosen is the engine that drafts.
	chosen() summarize.Engine
	draft(ctx context.Context, on func(summarize.Event)) (*summarize.Result, error)
}

// landing is what a flight brought to one of its runs.
type landing struct {
	result  *summarize.Result
	err     error
	booking *booking // what is to be booked, nil when another run does
}

// board puts a run on a flight for the key, or on a new one, and waits until the
// money for it is there.
func (s *Service) board(ctx context.Context, r *Run, key flightKey, p purse, d drafting) error {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f, fresh := s.flightFor(r, key, d, cancel)
	if fresh {
		s.work.Go(func() {
			defer context.AfterFunc(s.ctx, cancel)()
			defer cancel()
			f.fly(work, p)
		})
	} else {
		cancel()
		s.Observer.Cached(true)
	}
	if !r.aboard(f) {
		f.drop(r)
	}
	select {
	case <-f.ready:
		return f.refused
	case <-ctx.Done():
		r.cancel()
		return ctx.Err()
	}
}

// flightFor finds a flight that the run can share, or makes one.
func (s *Service) flightFor(r *Run, key flightKey, d drafting, cancel context.CancelFunc) (f *flight, fresh bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := s.flights[key]; ok && key.key != "" && f.take(r) {
		return f, false
	}
	f = &flight{service: s, kind: r.kind, key: key, draft: d, ready: make(chan struct{}), members: []*Run{r}, cancel: cancel}
	if key.key != "" {
		s.flights[key] = f
	}
	return f, true
}

// take puts a run on a flight that somebody still waits for, and tells it what
// the others were told.
func (f *flight) take(r *Run) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.landed == nil && len(f.members) == 0 || f.landed != nil && f.landed.err != nil {
		return false
	}
	for _, e := range f.told {
		r.tell(e.Name, e.Data)
	}
	if f.landed != nil {
		f.service.work.Go(func() { r.finish(f.service.ctx, landing{result: f.landed.result, err: f.landed.err}) })
		return true
	}
	f.members = append(f.members, r)
	return true
}

// drop takes a run off, and ends the work when it was the last.
func (f *flight) drop(r *Run) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, m := range f.members {
		if m == r {
			f.members = append(f.members[:i:i], f.members[i+1:]...)
			break
		}
	}
	if len(f.members) == 0 {
		f.cancel()
	}
}

func (f *flight) unlist() {
	s := f.service
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flights[f.key] == f {
		delete(s.flights, f.key)
	}
}
