package summarize

import (
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/summarize/tokens"
)

func TestLookUpModel(t *testing.T) {
	const host = "api.openai.com"
	for _, tc := range []struct {
		name, host string
		like       string // the row of the table, "" for unknown
		priced     bool
	}{
		{"gpt-4o", host, "gpt-4o", true},
		{"gpt-4o-2024-08-06", host, "gpt-4o", true},
		{"gpt-4o-mini", host, "gpt-4o-mini", true},
		{"gpt-4o-mini-2024-07-18", host, "gpt-4o-mini", true},
		{"GPT-4o", host, "gpt-4o", true},
		{"gpt-4", host, "gpt-4", true},
		{"gpt-4.1-nano", host, "gpt-4.1-nano", true},
		{"gpt-5-mini", host, "gpt-5-mini", true},
		{"o3-mini", host, "o3-mini", true},
		{"openai/gpt-4o", "router.example", "gpt-4o", false},
		{"vendor/group/gpt-4o-mini", "router.example", "gpt-4o-mini", false},
		{"gpt-4o", "", "gpt-4o", false},
		{"gpt-4o", "gpt.internal.example", "gpt-4o", false},
		{"qwen-small", host, "", false},
		{"my-gpt-4o", host, "", false},
		{"", host, "", false},
		{"openai/", host, "", false},
	} {
		info := LookUpModel(tc.name, tc.host)
		if info.Name != tc.name || info.EndpointHost != tc.host || info.Known != (tc.like != "") || (info.Price != nil) != tc.priced {
			t.Errorf("%q at %q: %+v", tc.name, tc.host, info)
		}
		if tc.like == "" {
			if info.Context != unknownContext || info.Encoding != unknownEncoding || info.MaxOutput <= 0 {
				t.Errorf("%q: %+v", tc.name, info)
			}
			continue
		}
		want := LookUpModel(tc.like, host)
		if info.Context != want.Context || info.MaxOutput != want.MaxOutput || info.Encoding != want.Encoding {
			t.Errorf("%q: %+v, want the limits of %s: %+v", tc.name, info, tc.like, want)
		}
	}
}

func TestModelTable(t *testing.T) {
	if _, err := time.Parse(time.DateOnly, PricesAsOf()); err != nil {
		t.Errorf("prices as of %q", PricesAsOf())
	}
	seen := map[string]bool{}
	for _, m := range models().Models {
		if m.Name == "" || seen[m.Name] {
			t.Errorf("model %q is there twice or has no name", m.Name)
		}
		seen[m.Name] = true
		if m.Context < 4096 || m.Output < 1000 || m.Output > m.Context {
			t.Errorf("%s: context %d, output %d", m.Name, m.Context, m.Output)
		}
		if p := m.Price; p == nil || p.Input <= 0 || p.Output < p.Input || p.Cached != nil && (*p.Cached < 0 || *p.Cached > p.Input) {
			t.Errorf("%s: price %+v", m.Name, m.Price)
		}
		if n, err := tokens.New(m.Encoding).Count("ferry"); err != nil || n < 1 {
			t.Errorf("%s: encoding %q: %v", m.Name, m.Encoding, err)
		}
		info := LookUpModel(m.Name, models().PricesAt)
		if info.Context != m.Context || info.Price == nil || *info.Price != *m.Price {
			t.Errorf("%s: another row is found for it: %+v", m.Name, info)
		}
		if info.MaxOutput < 1000 || info.MaxOutput > m.Output || info.MaxOutput > info.Context/2 {
			t.Errorf("%s: %d output tokens of %d", m.Name, info.MaxOutput, info.Context)
		}
	}
}

// Every model of the table has room for an article beside the prompts.
func TestModelsHaveRoom(t *testing.T) {
	for _, m := range models().Models {
		e := engineOf(t, scripted(t))
		e.Info = LookUpModel(m.Name, "")
		if est := mustEstimate(t, e, ferry()); est.Calls != 1 {
			t.Errorf("%s: %+v", m.Name, est)
		}
	}
	e := engineOf(t, scripted(t))
	e.Info = LookUpModel("unknown", "")
	if est := mustEstimate(t, e, ferry()); est.Calls != 1 {
		t.Errorf("unknown model: %+v", est)
	}
}

func TestCost(t *testing.T) {
	cached := 1.0
	for _, tc := range []struct {
		price Price
		usage Usage
		want  float64
	}{
		{Price{Input: 2, Output: 8}, Usage{}, 0},
		{Price{Input: 2, Output: 8}, Usage{InputTokens: 1e6, OutputTokens: 500000}, 6},
		{Price{Input: 2, Output: 8}, Usage{InputTokens: 1e6, CachedTokens: 1e6}, 2},
		{Price{Input: 2, Output: 8, Cached: &cached}, Usage{InputTokens: 1e6, CachedTokens: 500000}, 1.5},
	} {
		if got := tc.price.Cost(tc.usage); got != tc.want {
			t.Errorf("%+v of %+v costs %v, want %v", tc.price, tc.usage, got, tc.want)
		}
	}
	sum := Usage{1, 2, 3, 4, 5}.Add(Usage{10, 20, 30, 40, 50})
	if sum != (Usage{11, 22, 33, 44, 55}) {
		t.Errorf("sum %+v", sum)
	}
}

// A name that only begins like that of a known model is another model.
func TestOtherModelsWithAKnownBeginning(t *testing.T) {
	for _, name := range []string{"gpt-5-pro", "o1-pro", "gpt-4.5-preview", "gpt-5-mini-local", "gpt-4o-audio-preview", "o3x"} {
		if info := LookUpModel(name, "api.openai.com"); info.Known || info.Price != nil {
			t.Errorf("%s: %+v", name, info)
		}
	}
	for _, name := range []string{"gpt-4.1-2025-04-14", "gpt-4-0613", "gpt-3.5-turbo-0125", "openai/gpt-4o", "GPT-4o-latest"} {
		if info := LookUpModel(name, "api.openai.com"); !info.Known || info.Price == nil {
			t.Errorf("%s: %+v", name, info)
		}
	}
}
