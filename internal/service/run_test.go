package service_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestLeavingCancelsTheCall(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	_, model := overHTTP(t)
	g := newGate(model)
	sv := start(t, s, func(o *service.Options) { o.Engines, o.DisconnectGrace = engines(g), 10*time.Millisecond })
	first, err := sv.Draft(soon(t), ann, textOf(ferry))
	if err != nil {
		t.Fatal(err)
	}
	second, err := sv.Draft(soon(t), ann, textOf(ferry))
	if err != nil {
		t.Fatal(err)
	}
	<-g.calls
	ctx, leave := context.WithCancel(context.Background())
	leave()
	if _, err := first.Wait(ctx); err != context.Canceled {
		t.Errorf("waiting ended with %v", err)
	}
	becomes(t, sv, first, "cancelled")
	select {
	case err := <-g.ended:
		t.Fatalf("the call was cancelled although another run shares it: %v", err)
	default:
	}
	for e, err := range second.Follow(soon(t), 0) {
		if err == nil && e.Name == service.EventAccepted {
			break // the last follower leaves
		}
	}
	select {
	case <-g.ended:
	case <-soon(t).Done():
		t.Fatal("the call went on after everybody had left")
	}
	becomes(t, sv, second, "cancelled")
	_, err = second.Wait(soon(t))
	wantFault(t, err, fault.Interrupted)
}

// becomes waits until a run is in a state, without being one who waits for it.
func becomes(t testing.TB, sv *service.Service, run *service.Run, state string) {
	t.Helper()
	for ctx := soon(t); ; {
		j, err := sv.Job(ctx, ann, run.ID())
		if err != nil {
			t.Fatal(err)
		}
		if j.State == state {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

func TestEventsAreReplayed(t *testing.T) {
	sv := start(t, storetest.Open(t, storetest.File(t)))
	run, err := sv.Draft(soon(t), ann, textOf(ferry))
	if err != nil {
		t.Fatal(err)
	}
	var all []service.Event
	for e := range run.Follow(soon(t), 0) {
		all = append(all, e)
	}
	again, ok := sv.Run(bert, run.ID())
	if !ok {
		t.Fatal("the run is forgotten")
	}
	var rest []service.Event
	for e := range again.Follow(soon(t), 3) {
		rest = append(rest, e)
	}
	if !slices.Equal(seqs(rest), seqs(all[3:])) {
		t.Errorf("events after 3 are %v of %v", seqs(rest), seqs(all))
	}
	for range again.Follow(soon(t), len(all)) {
		t.Error("there is an event after the last")
	}
	for _, unknown := range []int{-1, len(all) + 1, 1 << 40} {
		rest = nil
		for e := range again.Follow(soon(t), unknown) {
			rest = append(rest, e)
		}
		if !slices.Equal(seqs(rest), seqs(all)) {
			t.Errorf("events after %d are %v of %v", unknown, seqs(rest), seqs(all))
		}
	}
	if _, ok := sv.Run(eve, run.ID()); ok {
		t.Error("a run of another space is there")
	}
}

func seqs(events []service.Event) []int {
	var out []int
	for _, e := range events {
		out = append(out, e.Seq)
	}
	return out
}

func TestProviderFaultEndsTheRun(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	_, model := overHTTP(t, scripted.Reply{Status: 401, Body: scripted.ErrorBody("openai", "invalid_request_error", "invalid_api_key", "no")})
	sv := start(t, s, func(o *service.Options) { o.Engines = engines(model) })
	run, err := sv.Draft(soon(t), ann, textOf(ferry))
	if err != nil {
		t.Fatal(err)
	}
	_, err = run.Wait(soon(t))
	wantFault(t, err, fault.ModelUnauthorized)
	if list, _, _ := sv.List(soon(t), ann, store.Filter{}, store.Page{}); len(list) != 0 {
		t.Errorf("%d summaries are stored", len(list))
	}
}

func TestBusy(t *testing.T) {
	_, model := overHTTP(t)
	g := newGate(model)
	sv := start(t, storetest.Open(t, storetest.File(t)), func(o *service.Options) { o.Engines, o.Concurrency, o.Queue = engines(g), 1, 1 })
	var runs []*service.Run
	for i := range 2 {
		run, err := sv.Draft(soon(t), ann, textOf(story(i)))
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, run)
	}
	_, err := sv.Draft(soon(t), ann, textOf(story(3)))
	wantFault(t, err, fault.Busy)
	close(g.opened)
	for _, run := range runs {
		wait(t, run)
	}
	draftOf(t, sv, ann, textOf(story(4)))
}

func TestPanicsEndTheRunAlone(t *testing.T) {
	sv := start(t, storetest.Open(t, storetest.File(t)), func(o *service.Options) { o.Engines = engines(panics{}) })
	run, err := sv.Draft(soon(t), ann, textOf(ferry))
	if err != nil {
		t.Fatal(err)
	}
	_, err = run.Wait(soon(t))
	wantFault(t, err, fault.Internal)
}

type panics struct{}

func (panics) Complete(context.Context, summarize.Request) (summarize.Response, error) {
	panic("out of order")
}
