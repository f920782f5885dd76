package service_test

import (
	"testing"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
)

func TestSameRequestsShareOneCall(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		server, model := overHTTP(t)
		g := newGate(model)
		sv := start(t, s, func(o *service.Options) { o.Engines = engines(g) })
		var runs []*service.Run
		for range 10 {
			run, err := sv.Draft(soon(t), ann, textOf(ferry))
			if err != nil {
				t.Fatal(err)
			}
			runs = append(runs, run)
		}
		<-g.calls
		close(g.opened)
		sums, misses, calls := shared(t, sv, runs)
		if len(sums) != 10 || misses != 1 {
			t.Errorf("%d summaries, %d of them drafted", len(sums), misses)
		}
		again, err := sv.Draft(soon(t), bert, textOf(ferry))
		if err != nil {
			t.Fatal(err)
		}
		told := map[service.EventName]int{}
		for e, err := range again.Follow(soon(t), 0) {
			if err != nil {
				t.Fatal(err)
			}
			told[e.Name]++
		}
		after := wait(t, again)
		if told[service.EventWhy] != 1 || told[service.EventTakeaway] != len(after.Takeaways) || told[service.EventDone] != 1 {
			t.Errorf("what was drafted before is told as %v", told)
		}
		if after.Provenance.Cache != summarize.CacheHit || after.ID == "" || sums[after.ID] {
			t.Errorf("the cache gave %+v", after.Provenance)
		}
		other := draftOf(t, sv, eve, textOf(ferry))
		if other.Provenance.Cache != summarize.CacheMiss {
			t.Error("a result of another space was used")
		}
		fresh := textOf(ferry)
		fresh.Options.NoCache = true
		if sum := draftOf(t, sv, ann, fresh); sum.Provenance.Cache != summarize.CacheOff {
			t.Errorf("no_cache gives %q", sum.Provenance.Cache)
		}
		if n := len(server.Requests()); n != 3*calls {
			t.Errorf("%d requests were sent, want %d for each of three", n, calls)
		}
		verified(t, s)
	})
}

// shared waits for runs of the same, and returns the IDs of their summaries, how
// many of them were drafted and by how many calls.
func shared(t *testing.T, sv *service.Service, runs []*service.Run) (sums map[string]bool, misses, calls int) {
	t.Helper()
	sums = map[string]bool{}
	for _, run := range runs {
		sum := wait(t, run)
		sums[sum.ID] = true
		calls += sum.Provenance.Calls
		switch sum.Provenance.Cache {
		case summarize.CacheMiss:
			misses++
		case summarize.CacheHit:
			if *sum.Provenance.USD != 0 || sum.Provenance.Calls != 0 {
				t.Errorf("a shared result costs %v", *sum.Provenance.USD)
			}
		}
		if _, err := sv.Get(soon(t), ann, sum.ID, 1); err != nil {
			t.Error(err)
		}
	}
	return sums, misses, calls
}

func TestMarkedArticlesAreNotCached(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	server, model := overHTTP(t)
	sv := start(t, s, func(o *service.Options) { o.Engines = engines(model) })
	r := textOf(ferry)
	r.Options.Sensitivity = "embargoed"
	calls := 0
	for range 2 {
		sum := draftOf(t, sv, ann, r)
		if calls += sum.Provenance.Calls; sum.Provenance.Cache != summarize.CacheOff || sum.Article.Sensitivity != "embargoed" {
			t.Errorf("cache is %q, mark is %q", sum.Provenance.Cache, sum.Article.Sensitivity)
		}
	}
	if n := len(server.Requests()); n != calls || calls < 2 {
		t.Errorf("%d requests were sent, want %d", n, calls)
	}
}
