package service_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/internal/fetch"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/service/servicetest"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestDraftIsStored(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		server, model := overHTTP(t)
		sv := start(t, s, func(o *service.Options) { o.Engines = engines(model) })
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

func TestMarkOfAStoredArticleHolds(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	var marks []string
	sv := start(t, s, func(o *service.Options) {
		o.Engines = func(r service.EngineRequest) (summarize.Options, error) {
			marks = append(marks, r.Sensitivity)
			return servicetest.Extractive(r)
		}
	})
	r := named("secret", ferry)
	r.Options.Sensitivity = "confidential"
	sum := draftOf(t, sv, ann, r)
	again := draftOf(t, sv, ann, named("secret", ferry))
	run, err := sv.Regenerate(soon(t), ann, sum.ID, 1, []string{"t1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	wait(t, run)
	if again.Article.Sensitivity != "confidential" || again.Article.Revision != 1 || !slices.Equal(marks, []string{"confidential", "confidential", "confidential"}) {
		t.Errorf("marks are %v, the second summary has %+v", marks, again.Article)
	}
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
	sv, run, g := held(t, storetest.Open(t, storetest.File(t)))
	if a, err := sv.Article(soon(t), ann, run.Summary(), 0); err != nil || len(a.Sentences) != 8 {
		t.Errorf("article is %+v, %v", a, err)
	}
	_, err := sv.Article(soon(t), eve, run.Summary(), 0)
	wantFault(t, err, fault.NotFound)
	close(g.opened)
	wait(t, run)
	if a, err := sv.Article(soon(t), ann, run.Summary(), 1); err != nil || len(a.Sentences) != 8 {
		t.Errorf("article is %+v, %v", a, err)
	}
}
