package service_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/internal/fetch"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestDraftIsStored(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		server, model := overHTTP(t)
		sv := start(t, s, func(o *service.Options) { o.Engines = engines(t, model) })
		r := named("ferry-1", ferry)
		r.Options.Desk = "local"
		run, err := sv.Draft(soon(t), ann, r)
		if err != nil {
			t.Fatal(err)
		}
		var names []service.EventName
		var last any
		for e, err := range run.Follow(soon(t), 0) {
			if err != nil {
				t.Fatal(err)
			}
			if names = append(names, e.Name); e.Seq != len(names) {
				t.Errorf("event %d has number %d", len(names), e.Seq)
			}
			last = e.Data
		}
		if n := len(names); names[0] != service.EventAccepted || names[n-2] != service.EventUsage || names[n-1] != service.EventDone {
			t.Errorf("events are %v", names)
		}
		sum := last.(*service.Summary)
		if !slices.Contains(names, service.EventWhy) || sum.Article.ID != "ferry-1" || sum.Version != 1 || sum.ID != run.Summary() || sum.Action != "drafted" {
			t.Errorf("summary is %+v, events %v", sum, names)
		}
		got, err := sv.Get(soon(t), bert, sum.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(asJSON(t, sum), asJSON(t, got)); diff != "" {
			t.Errorf("what is stored is not what was told: %s", diff)
		}
		a, err := sv.Article(soon(t), ann, sum.ID, 1)
		if err != nil || a.SHA256 != sum.Article.SHA256 || len(a.Sentences) != 8 {
			t.Errorf("article is %+v, %v", a, err)
		}
		list, _, err := sv.List(soon(t), ann, store.Filter{Desk: "local"}, store.Page{})
		if err != nil || len(list) != 1 || list[0].ID != sum.ID || list[0].Title != "Night ferry to close in March" {
			t.Errorf("list is %+v, %v", list, err)
		}
		entries, _, err := sv.AuditOf(soon(t), ann, "summary/"+sum.ID, store.Page{})
		if err != nil || len(entries) != 1 || entries[0].Actor != "ann" || entries[0].Version != 1 {
			t.Errorf("audit is %+v, %v", entries, err)
		}
		_, err = sv.Get(soon(t), eve, sum.ID, 0)
		wantFault(t, err, fault.NotFound)
		if n := len(server.Requests()); n != sum.Provenance.Calls || n == 0 {
			t.Errorf("%d requests were sent, %d are told of", n, sum.Provenance.Calls)
		}
		verified(t, s)
	})
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestDraftRefuses(t *testing.T) {
	sv := start(t, storetest.Open(t, storetest.File(t)), func(o *service.Options) { o.MaxArticleBytes = 10000 })
	free := 0.5
	for _, tt := range []struct {
		name string
		r    service.DraftRequest
		code fault.Code
	}{
		{"nothing", service.DraftRequest{}, fault.EmptyInput},
		{"two inputs", service.DraftRequest{Article: service.ArticleInput{Text: ferry, HTML: "<p>x"}}, fault.Invalid},
		{"address", service.DraftRequest{Article: service.ArticleInput{URL: "https://example.org/a"}}, fault.PolicyRefused},
		{"script address", service.DraftRequest{Article: service.ArticleInput{Text: ferry, URL: "javascript:alert(1)"}}, fault.Invalid},
		{"language", service.DraftRequest{Article: service.ArticleInput{Text: ferry, Lang: "not a language"}}, fault.Invalid},
		{"short", textOf("Too short."), fault.NotAnArticle},
		{"large", textOf(fmt.Sprintf("%020000d", 7)), fault.InputTooLarge},
		{"ID with a line break", named("a\nb", ferry), fault.Invalid},
		{"long ID", named(fmt.Sprintf("%0201d", 7), ferry), fault.Invalid},
		{"engine", service.DraftRequest{Article: service.ArticleInput{Text: ferry}, Options: service.DraftOptions{Engine: "magic"}}, fault.Invalid},
		{"kind", service.DraftRequest{Article: service.ArticleInput{Text: ferry}, Options: service.DraftOptions{Kind: "limerick"}}, fault.Invalid},
		{"mark", service.DraftRequest{Article: service.ArticleInput{Text: ferry}, Options: service.DraftOptions{Sensitivity: "secret"}}, fault.Invalid},
		{"profile", service.DraftRequest{Article: service.ArticleInput{Text: ferry}, Options: service.DraftOptions{Profile: "none", MaxUSD: &free}}, fault.Invalid},
	} {
		_, err := sv.Draft(soon(t), ann, tt.r)
		if fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v (%s), want %s", tt.name, err, fault.CodeOf(err), tt.code)
		}
	}
}

func TestSameRequestsShareOneCall(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		server, model := overHTTP(t)
		g := newGate(model)
		sv := start(t, s, func(o *service.Options) { o.Engines = engines(t, g) })
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
		sums, misses, calls := map[string]bool{}, 0, 0
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

func TestMarkedArticlesAreNotCached(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	server, model := overHTTP(t)
	sv := start(t, s, func(o *service.Options) { o.Engines = engines(t, model) })
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

func TestMarkOfAStoredArticleHolds(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	var marks []string
	sv := start(t, s, func(o *service.Options) {
		o.Engines = func(r service.EngineRequest) (summarize.Options, error) {
			marks = append(marks, r.Sensitivity)
			return extractive(r)
		}
	})
	r := named("secret", ferry)
	r.Options.Sensitivity = "confidential"
	sum := draftOf(t, sv, ann, r)
	again := draftOf(t, sv, ann, named("secret", ferry))
	run, err := sv.Regenerate(soon(t), ann, sum.ID, 1, []string{"t1"})
	if err != nil {
		t.Fatal(err)
	}
	wait(t, run)
	if again.Article.Sensitivity != "confidential" || again.Article.Revision != 1 || !slices.Equal(marks, []string{"confidential", "confidential", "confidential"}) {
		t.Errorf("marks are %v, the second summary has %+v", marks, again.Article)
	}
}

func TestLeavingCancelsTheCall(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	_, model := overHTTP(t)
	g := newGate(model)
	sv := start(t, s, func(o *service.Options) { o.Engines, o.DisconnectGrace = engines(t, g), 10*time.Millisecond })
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
	sv := start(t, s, func(o *service.Options) { o.Engines = engines(t, model) })
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
	sv := start(t, storetest.Open(t, storetest.File(t)), func(o *service.Options) { o.Engines, o.Concurrency, o.Queue = engines(t, g), 1, 1 })
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
	sv := start(t, storetest.Open(t, storetest.File(t)), func(o *service.Options) { o.Engines = engines(t, panics{}) })
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

func TestManyDrafts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		sv := start(t, s)
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() { draftOf(t, sv, ann, textOf(story(i%8))) })
		}
		wg.Wait()
		list, _, err := sv.List(soon(t), ann, store.Filter{}, store.Page{Limit: 200})
		if err != nil || len(list) != 40 {
			t.Errorf("%d summaries, %v", len(list), err)
		}
		verified(t, s)
	})
}

func TestAddressIsFetched(t *testing.T) {
	var asked string
	sv := start(t, storetest.Open(t, storetest.File(t)), func(o *service.Options) {
		o.Fetch = func(_ context.Context, url string) (*fetch.Page, error) {
			asked = url
			page := "<html><head><title>Night ferry to close</title></head><body><article><h1>Night ferry to close</h1><p>" +
				strings.ReplaceAll(ferry, "\n\n", "</p><p>") + "</p></article></body></html>"
			return &fetch.Page{Body: []byte(page), ContentType: "text/html", URL: "https://news.example/ferry"}, nil
		}
	})
	sum := draftOf(t, sv, ann, service.DraftRequest{Article: service.ArticleInput{URL: "https://news.example/f?token=1"}})
	if asked != "https://news.example/f?token=1" || sum.Article.URL != "https://news.example/ferry" {
		t.Errorf("%q was fetched, the article is at %q", asked, sum.Article.URL)
	}
}

// TestArticleOfADraftUnderWay asks for the article before there is a summary.
func TestArticleOfADraftUnderWay(t *testing.T) {
	_, model := overHTTP(t)
	g := newGate(model)
	sv := start(t, storetest.Open(t, storetest.File(t)), func(o *service.Options) { o.Engines = engines(t, g) })
	run, err := sv.Draft(soon(t), ann, textOf(ferry))
	if err != nil {
		t.Fatal(err)
	}
	<-g.calls
	if a, err := sv.Article(soon(t), ann, run.Summary(), 0); err != nil || len(a.Sentences) != 8 {
		t.Errorf("article is %+v, %v", a, err)
	}
	_, err = sv.Article(soon(t), eve, run.Summary(), 0)
	wantFault(t, err, fault.NotFound)
	close(g.opened)
	wait(t, run)
	if a, err := sv.Article(soon(t), ann, run.Summary(), 1); err != nil || len(a.Sentences) != 8 {
		t.Errorf("article is %+v, %v", a, err)
	}
}
