package service_test

import (
	"context"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// TestTakeOver kills a process, as far as a test can: its service is drained at
// once, which leaves the job to the next.
func TestTakeOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		first, run, g := held(t, s)
		detach(t, run)
		now, cancel := context.WithCancel(context.Background())
		cancel()
		if err := first.Close(now); err != nil {
			t.Error(err)
		}
		_, err := run.Wait(soon(t))
		wantFault(t, err, fault.Draining)
		_, err = first.Draft(soon(t), ann, textOf(ferry))
		wantFault(t, err, fault.Draining)
		close(g.opened)
		second := start(t, s, quick, func(o *service.Options) { o.Engines = engines(g) })
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
		asleep := func(o *service.Options) { o.Engines, o.JobLease = engines(g), time.Hour }
		first := start(t, s, asleep)
		run, err := first.Draft(soon(t), ann, textOf(ferry))
		if err != nil {
			t.Fatal(err)
		}
		<-g.calls
		detach(t, run)
		expire(t, s, run.ID())
		second := start(t, s, quick, func(o *service.Options) { o.Engines = engines(h) })
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
	sv, run, g := held(t, storetest.Open(t, storetest.File(t)))
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
