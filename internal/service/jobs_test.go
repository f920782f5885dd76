package service_test

import (
	"context"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func quick(o *service.Options) {
	o.JobLease, o.DisconnectGrace = 300*time.Millisecond, time.Millisecond
}

func detach(t testing.TB, run *service.Run) service.Job {
	t.Helper()
	j, err := run.Detach(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestJobGoesOnWithoutItsCallers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		sv, run, g := held(t, s, quick)
		if j := detach(t, run); j.ID != run.ID() || j.State != "running" || j.Kind != "draft" {
			t.Errorf("job is %+v", j)
		}
		ctx, leave := context.WithCancel(context.Background())
		leave()
		_, _ = run.Wait(ctx)
		time.Sleep(20 * time.Millisecond) // more than the grace
		close(g.opened)
		becomes(t, sv, run, "done")
		j, err := sv.Job(soon(t), bert, run.ID())
		if err != nil || j.Summary != run.Summary() {
			t.Fatalf("job is %+v, %v", j, err)
		}
		if _, err := sv.Get(soon(t), ann, j.Summary, 1); err != nil {
			t.Error(err)
		}
		_, err = sv.Job(soon(t), eve, run.ID())
		wantFault(t, err, fault.NotFound)
		verified(t, s)
	})
}

func TestDetachAtAnyTime(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	sv := start(t, s)
	for i := range 20 {
		run, err := sv.Draft(soon(t), ann, textOf(story(i)))
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i) * time.Millisecond / 2)
		detach(t, run)
		sum := wait(t, run)
		j := detach(t, run)
		if stored := jobIn(t, s, run.ID()); stored.State != "done" || stored.Summary != sum.ID || j.State != "done" {
			t.Errorf("the job is %+v, told as %+v", stored, j)
		}
	}
}

func jobIn(t testing.TB, s *store.Store, id string) (j store.Job) {
	t.Helper()
	err := s.Read(soon(t), func(tx *store.Tx) (err error) {
		j, err = tx.Job("news", id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestJobFails(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	_, model := overHTTP(t, scripted.Reply{Status: 401, Body: scripted.ErrorBody("openai", "invalid_request_error", "invalid_api_key", "no")})
	g := newGate(model)
	sv := start(t, s, quick, func(o *service.Options) { o.Engines = engines(g) })
	run, err := sv.Draft(soon(t), ann, textOf(ferry))
	if err != nil {
		t.Fatal(err)
	}
	detach(t, run)
	close(g.opened)
	becomes(t, sv, run, "failed")
	j, err := sv.Job(soon(t), ann, run.ID())
	if err != nil || j.Error == nil || j.Error.Code != fault.ModelUnauthorized || j.Summary != "" {
		t.Errorf("job is %+v, %v", j, err)
	}
}

func TestCancelJob(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		_, model := overHTTP(t)
		g := newGate(model)
		works := func(o *service.Options) { o.Engines = engines(g) }
		sv, other := start(t, s, quick, works), start(t, s, quick, works)
		for i, by := range []*service.Service{sv, other} {
			run, err := sv.Draft(soon(t), ann, textOf(story(i)))
			if err != nil {
				t.Fatal(err)
			}
			<-g.calls
			detach(t, run)
			if j, err := by.CancelJob(soon(t), bert, run.ID()); err != nil || j.State != "cancelled" {
				t.Errorf("job is %+v, %v", j, err)
			}
			select {
			case <-g.ended:
			case <-soon(t).Done():
				t.Fatal("the call was not cancelled")
			}
			_, err = run.Wait(soon(t))
			wantFault(t, err, fault.Interrupted)
			if stored := jobIn(t, s, run.ID()); stored.State != "cancelled" {
				t.Errorf("job is %+v", stored)
			}
		}
		_, err := sv.CancelJob(soon(t), eve, "run_of_another_space")
		wantFault(t, err, fault.NotFound)
	})
}

func TestCancelRunThatIsNoJob(t *testing.T) {
	sv, run, g := held(t, storetest.Open(t, storetest.File(t)))
	if _, err := sv.CancelJob(soon(t), eve, run.ID()); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("another space cancels: %v", err)
	}
	if j, err := sv.CancelJob(soon(t), ann, run.ID()); err != nil || j.State != "cancelled" {
		t.Errorf("job is %+v, %v", j, err)
	}
	<-g.ended
}
