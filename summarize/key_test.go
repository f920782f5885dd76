package summarize

import (
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// keyed are the article and the options of one run, made anew for each.
func keyed(t *testing.T) (*article.Article, *Options, *ModelEngine) {
	a := ferry()
	a.Byline, a.URL, a.Published = "A byline", "https://example.org/ferry", time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)
	e := engineOf(t, scripted(t))
	e.Info.Price = &Price{Input: 1}
	return a, &Options{Engine: e, Profile: groundedProfile(t, ""), Version: "1"}, e
}

func TestKeyHasAllThatDecides(t *testing.T) {
	base := func() string { a, o, _ := keyed(t); return o.Key(a) }()
	if len(base) != 64 {
		t.Fatalf("key %q", base)
	}
	reader := func(name string, set *prompts.Set) *Verifier {
		return &Verifier{Info: ModelInfo{Name: name}, Prompts: set}
	}
	seen := map[string]string{base: "nothing"}
	for name, change := range map[string]func(*article.Article, *Options, *ModelEngine){
		"text":      func(a *article.Article, _ *Options, _ *ModelEngine) { a.Digest = "0" + a.Digest[1:] },
		"title":     func(a *article.Article, _ *Options, _ *ModelEngine) { a.Title = "Another" },
		"byline":    func(a *article.Article, _ *Options, _ *ModelEngine) { a.Byline = "Another" },
		"site":      func(a *article.Article, _ *Options, _ *ModelEngine) { a.Site = "Another" },
		"address":   func(a *article.Article, _ *Options, _ *ModelEngine) { a.URL += "?page=2" },
		"date":      func(a *article.Article, _ *Options, _ *ModelEngine) { a.Published = a.Published.AddDate(0, 0, 1) },
		"language":  func(a *article.Article, _ *Options, _ *ModelEngine) { a.Lang = "de" },
		"sections":  func(a *article.Article, _ *Options, _ *ModelEngine) { a.Sections = []article.Section{{Clock: "16:40"}} },
		"headings":  func(a *article.Article, _ *Options, _ *ModelEngine) { a.Paragraphs[1].Kind = article.Heading },
		"sentences": func(a *article.Article, _ *Options, _ *ModelEngine) { a.Sentences[0].Span.End-- },
		"profile":   func(_ *article.Article, o *Options, _ *ModelEngine) { o.Profile = groundedProfile(t, "repairs: 0") },
		"version":   func(_ *article.Article, o *Options, _ *ModelEngine) { o.Version = "2" },
		"mark":      func(_ *article.Article, o *Options, _ *ModelEngine) { o.Sensitivity = "embargoed" },
		"engine":    func(_ *article.Article, o *Options, _ *ModelEngine) { o.Engine = Extractive{} },
		"fallback":  func(_ *article.Article, o *Options, _ *ModelEngine) { o.Fallback.Engines = []Engine{Extractive{}} },
		"its codes": func(_ *article.Article, o *Options, _ *ModelEngine) {
			o.Fallback.Also = []fault.Code{fault.ModelRefused}
		},
		"reader":    func(_ *article.Article, o *Options, _ *ModelEngine) { o.Verifier = reader("r", mustPrompts(t)) },
		"its model": func(_ *article.Article, o *Options, _ *ModelEngine) { o.Verifier = reader("s", mustPrompts(t)) },
		"model":     func(_ *article.Article, _ *Options, e *ModelEngine) { e.Info.Name = "another" },
		"host":      func(_ *article.Article, _ *Options, e *ModelEngine) { e.Info.EndpointHost = "another" },
		"context":   func(_ *article.Article, _ *Options, e *ModelEngine) { e.Info.Context-- },
		"answer":    func(_ *article.Article, _ *Options, e *ModelEngine) { e.Info.MaxOutput-- },
		"encoding":  func(_ *article.Article, _ *Options, e *ModelEngine) { e.Info.Encoding = "cl100k_base" },
		"kind":      func(_ *article.Article, _ *Options, e *ModelEngine) { e.Kind = prompts.Opinion },
	} {
		a, o, e := keyed(t)
		change(a, o, e)
		key := o.Key(a)
		if as, known := seen[key]; known {
			t.Errorf("a change of the %s has the key of a change of %s", name, as)
		}
		seen[key] = name
	}
}

func TestKeyHasNothingElse(t *testing.T) {
	a, o, _ := keyed(t)
	base := o.Key(a)
	for name, change := range map[string]func(*article.Article, *Options, *ModelEngine){
		"cache":       func(_ *article.Article, o *Options, _ *ModelEngine) { o.Cache = CacheMiss },
		"listener":    func(_ *article.Article, o *Options, _ *ModelEngine) { o.On = func(Event) {} },
		"clock":       func(_ *article.Article, o *Options, _ *ModelEngine) { o.Now = time.Now },
		"price":       func(_ *article.Article, _ *Options, e *ModelEngine) { e.Info.Price = nil },
		"stream":      func(_ *article.Article, _ *Options, e *ModelEngine) { e.Stream = true },
		"concurrency": func(_ *article.Article, _ *Options, e *ModelEngine) { e.Concurrency = 3 },
	} {
		a, o, e := keyed(t)
		change(a, o, e)
		if o.Key(a) != base {
			t.Errorf("the %s changes the key", name)
		}
	}
}

func TestCacheIsTold(t *testing.T) {
	for cache, want := range map[string]string{"": CacheOff, CacheMiss: CacheMiss} {
		r, err := Summarize(t.Context(), ferry(), Options{Engine: Extractive{}, Profile: fullProfile(t), Cache: cache})
		if err != nil || r.Provenance.Cache != want {
			t.Errorf("cache %q: %q, %v", cache, r.Provenance.Cache, err)
		}
	}
}
