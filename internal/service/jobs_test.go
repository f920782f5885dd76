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
		_, model := overHTTP(t)
		g := newGate(model)
		sv := start(t, s, quick, func(o *service.Options) { o.Engines = engines(t, g) })
		run, err := sv.Draft(soon(t), ann, textOf(ferry))
		if err != nil {
			t.Fatal(err)
		}
		<-g.calls
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
	sv := start(t, s, quick, func(o *service.Options) { o.Engines = engines(t, g) })
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
		works := func(o *service.Options) { o.Engines = engines(t, g) }
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
	_, model := overHTTP(t)
	g := newGate(model)
	sv := start(t, storetest.Open(t, storetest.File(t)), func(o *service.Options) { o.Engines = engines(t, g) })
	run, err := sv.Draft(soon(t), ann, textOf(ferry))
	if err != nil {
		t.Fatal(err)
	}
	<-g.calls
	if _, err := sv.CancelJob(soon(t), eve, run.ID()); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("another space cancels: %v", err)
	}
	if j, err := sv.CancelJob(soon(t), ann, run.ID()); err != nil || j.State != "cancelled" {
		t.Errorf("job is %+v, %v", j, err)
	}
	<-g.ended
}

// TestTakeOver kills a process, as far as a test can: its service is drained at
// once, which leaves the job to the next.
func TestTakeOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		_, model := overHTTP(t)
		g := newGate(model)
		first, err := service.New(soon(t), service.Options{Store: s, Engines: engines(t, g), Profiles: profiles})
		if err != nil {
			t.Fatal(err)
		}
		run, err := first.Draft(soon(t), ann, textOf(ferry))
		if err != nil {
			t.Fatal(err)
		}
		<-g.calls
		detach(t, run)
		now, cancel := context.WithCancel(context.Background())
		cancel()
		if err := first.Close(now); err != nil {
			t.Error(err)
		}
		_, err = run.Wait(soon(t))
		wantFault(t, err, fault.Draining)
		_, err = first.Draft(soon(t), ann, textOf(ferry))
		wantFault(t, err, fault.Draining)
		close(g.opened)
		second := start(t, s, quick, func(o *service.Options) { o.Engines = engines(t, g) })
		becomes(t, second, run, "done")
		sum, err := second.Get(soon(t), ann, run.Summary(), 0)
		if err != nil || sum.Version != 1 || sum.Actor != "ann" {
			t.Errorf("summary is %+v, %v", sum, err)
		}
		if again, ok := second.Run(ann, run.ID()); !ok || again.Summary() != run.Summary() {
			t.Error("the second process has no run with the job's ID")
		}
		verified(t, s)
	})
}

// TestTwinsStoreOnce lets a job's lease end while it is worked on.
func TestTwinsStoreOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		_, model := overHTTP(t)
		g, h := newGate(model), newGate(model)
		asleep := func(o *service.Options) { o.Engines, o.JobLease = engines(t, g), time.Hour }
		first := start(t, s, asleep)
		run, err := first.Draft(soon(t), ann, textOf(ferry))
		if err != nil {
			t.Fatal(err)
		}
		<-g.calls
		detach(t, run)
		expire(t, s, run.ID())
		second := start(t, s, quick, func(o *service.Options) { o.Engines = engines(t, h) })
		<-h.calls
		twin, ok := second.Run(ann, run.ID())
		if !ok {
			t.Fatal("the job was not taken")
		}
		close(h.opened)
		wait(t, twin)
		if told := numbers(t, twin, numbers(t, run, 0, 1)[0], 100); len(told) < 4 || told[0] <= 1000 {
			t.Errorf("who followed the first twin to event 1 is told %v of the second", told)
		}
		close(g.opened)
		if late := wait(t, run); late.ID != run.Summary() || late.Version != 1 {
			t.Errorf("the late twin tells of %+v", late)
		}
		versions, _, err := first.Versions(soon(t), ann, run.Summary(), store.Page{})
		if err != nil || len(versions) != 1 {
			t.Errorf("versions are %+v, %v", versions, err)
		}
		if j := jobIn(t, s, run.ID()); j.State != "done" || j.Attempts != 2 {
			t.Errorf("job is %+v", j)
		}
		verified(t, s)
	})
}

// numbers are those of at most so many events after one.
func numbers(t testing.TB, run *service.Run, after, most int) []int {
	t.Helper()
	var out []int
	for e, err := range run.Follow(soon(t), after) {
		if err != nil {
			t.Fatal(err)
		}
		if out = append(out, e.Seq); len(out) == most {
			break
		}
	}
	return out
}

func expire(t testing.TB, s *store.Store, id string) {
	t.Helper()
	err := s.Write(soon(t), func(tx *store.Tx) error {
		j, err := tx.Job("news", id)
		if err != nil {
			return err
		}
		j.Lease = time.Now().Add(-time.Minute)
		return tx.UpdateJob(j)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestJobIsGivenUp(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	at := time.Now()
	err := s.Write(soon(t), func(tx *store.Tx) error {
		for id, j := range map[string]store.Job{
			"run_often":   {Kind: "draft", Attempts: 3, Request: []byte(`{"article":"a","revision":1,"summary":"s"}`)},
			"run_deleted": {Kind: "draft", Attempts: 1, Request: []byte(`{"article":"a","revision":1,"summary":"s"}`)},
			"run_odd":     {Kind: "dance", Attempts: 1, Request: []byte(`{}`)},
			"run_broken":  {Kind: "draft", Attempts: 1, Request: []byte(`{`)},
		} {
			j.ID, j.Space, j.Actor, j.State, j.Owner, j.Lease = id, "news", "ann", "running", "gone", at.Add(-time.Minute)
			if err := tx.AddJob(j); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sv := start(t, s)
	for id, code := range map[string]fault.Code{
		"run_often": fault.Internal, "run_deleted": fault.NotFound, "run_odd": fault.StoreDamaged, "run_broken": fault.StoreDamaged,
	} {
		j, err := sv.Job(soon(t), ann, id)
		if err != nil || j.State != "failed" || j.Error == nil || j.Error.Code != code {
			t.Errorf("%s is %+v, %v", id, j, err)
		}
	}
}

func TestDrainWaitsForRuns(t *testing.T) {
	_, model := overHTTP(t)
	g := newGate(model)
	s := storetest.Open(t, storetest.File(t))
	sv, err := service.New(soon(t), service.Options{Store: s, Engines: engines(t, g), Profiles: profiles})
	if err != nil {
		t.Fatal(err)
	}
	run, err := sv.Draft(soon(t), ann, textOf(ferry))
	if err != nil {
		t.Fatal(err)
	}
	<-g.calls
	closed := make(chan error, 1)
	go func() { closed <- sv.Close(soon(t)) }()
	for ctx := soon(t); ctx.Err() == nil; time.Sleep(time.Millisecond) {
		if _, err := sv.Draft(ctx, ann, service.DraftRequest{}); fault.CodeOf(err) == fault.Draining {
			break
		}
	}
	close(g.opened)
	wait(t, run)
	if err := <-closed; err != nil {
		t.Error(err)
	}
}
