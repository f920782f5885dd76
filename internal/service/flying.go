package service

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

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
	b, err := f.service.reserve(ctx, p, f.draft.work(), f.draft)
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
		f.service.settleAlone(ctx, l.booking, false)
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
