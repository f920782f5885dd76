package service

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/nutgraf/nutgraf/internal/ledger"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
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

// fly does the work, from the money to the landing of all runs.
func (f *flight) fly(ctx context.Context, p purse) {
	s := f.service
	result, b, err := f.prepare(ctx, p)
	f.refused = err
	if err != nil {
		f.unlist()
	}
	close(f.ready)
	if result == nil && err == nil {
		result, err = f.turn(ctx)
		b.spend(result, err)
	} else if result != nil {
		f.tellClaims(result)
	}
	if s.ctx.Err() != nil && err != nil {
		err = draining()
	}
	f.land(ctx, landing{result: result, err: err, booking: b})
}

// prepare looks for a result that is there, and else sets aside what drafting can
// cost.
func (f *flight) prepare(ctx context.Context, p purse) (*summarize.Result, *booking, error) {
	if f.key.key != "" {
		result, err := f.draft.cached(ctx)
		f.service.Observer.Cached(result != nil)
		if result != nil || err != nil {
			return result, nil, err
		}
	}
	b, err := f.service.reserve(ctx, p, f.draft)
	return nil, b, err
}

// turn drafts as soon as it is this flight's turn.
func (f *flight) turn(ctx context.Context) (result *summarize.Result, err error) {
	free, err := f.service.takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer free()
	ctx, ended := f.service.Observer.Run(ctx, f.kind, engineName(f.draft.chosen()))
	defer func() { ended(result, err) }()
	defer func() {
		if v := recover(); v != nil {
			err = fault.Wrap(fault.Internal, fmt.Errorf("panic of type %T\n%s", v, debug.Stack()), "the summary could not be drafted: something went wrong inside nutgraf")
		}
	}()
	return f.draft.draft(ctx, f.on)
}

// takeTurn waits until there is room for work. The function gives it back.
func (s *Service) takeTurn(ctx context.Context) (free func(), err error) {
	defer s.Observer.Queued()()
	select {
	case s.turns <- struct{}{}:
		return func() { <-s.turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// tellClaims tells all runs of the claims of a result that was there already.
func (f *flight) tellClaims(r *summarize.Result) {
	if r.Why != nil {
		f.on(summarize.Event{Kind: summarize.EventClaim, Claim: r.Why})
	}
	for i := range r.Takeaways {
		f.on(summarize.Event{Kind: summarize.EventClaim, Claim: &r.Takeaways[i]})
	}
}

// on tells all runs of a step.
func (f *flight) on(e summarize.Event) {
	event, ok := eventOf(e)
	if !ok {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.told = append(f.told, event)
	for _, r := range f.members {
		r.tell(event.Name, event.Data)
	}
}

func eventOf(e summarize.Event) (Event, bool) {
	progress := ProgressData{Done: e.Done, Total: e.Total}
	switch e.Kind {
	case summarize.EventPlan:
		return Event{Name: EventPlan, Data: progress}, true
	case summarize.EventChunk:
		return Event{Name: EventChunk, Data: progress}, true
	case summarize.EventRepair:
		return Event{Name: EventRepair, Data: progress}, true
	case summarize.EventFallback:
		return Event{Name: EventFallback, Data: FallbackData{Engine: engineName(e.Engine)}}, true
	case summarize.EventClaim:
		if e.Claim.ID == whyID {
			return Event{Name: EventWhy, Data: *e.Claim}, true
		}
		return Event{Name: EventTakeaway, Data: *e.Claim}, true
	}
	return Event{}, false
}

// land hands the result to all runs. The first of them stores it before the
// flight is forgotten, so that who asks for the same finds the one or the other.
func (f *flight) land(ctx context.Context, l landing) {
	f.mu.Lock()
	members := f.members
	f.landed = &landing{result: l.result, err: l.err}
	f.mu.Unlock()
	if len(members) == 0 {
		f.service.settleAlone(ctx, l.booking)
		f.unlist()
		return
	}
	members[0].finish(ctx, l)
	f.unlist()
	var rest sync.WaitGroup
	for _, r := range members[1:] {
		rest.Go(func() { r.finish(ctx, landing{result: l.result, err: l.err}) })
	}
	rest.Wait()
}

func (f *flight) unlist() {
	s := f.service
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flights[f.key] == f {
		delete(s.flights, f.key)
	}
}
