package provider_test

import (
	"context"
	"io"
	"log"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

const (
	deskKey   = "sk-desk-51c8e07b93d2f6a4"
	deskModel = "herald-1"
)

const shortArticle = "harrowmere-cup-final.txt"

// price makes a million tokens cost a dollar to read, half of it where they were
// cached, and ten dollars to write.
var half = 0.5

var deskPrice = summarize.Price{Input: 1, Output: 10, Cached: &half}

// deskCounter is loaded once: it takes a while.
var deskCounter = sync.OnceValue(func() *tokens.Counter {
	c := tokens.New("cl100k_base")
	return c
})

var deskPrompts = sync.OnceValues(func() (*prompts.Set, error) { return prompts.Load(nil, "") })

// desk is everything between an article and a model's endpoint.
type desk struct {
	article *article.Article
	engine  *summarize.ModelEngine
	profile *summarize.Profile
}

func newDesk(t testing.TB, model summarize.Model, file string) *desk {
	t.Helper()
	source, err := os.Open("../../testdata/articles/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	d := &desk{}
	if d.article, err = article.Read(source, article.Options{Name: file}); err != nil {
		t.Fatal(err)
	}
	set, err := deskPrompts()
	if err != nil {
		t.Fatal(err)
	}
	data, err := summarize.BuiltInProfile("default")
	if err != nil {
		t.Fatal(err)
	}
	if d.profile, err = summarize.ParseProfile(data, "default"); err != nil {
		t.Fatal(err)
	}
	price := deskPrice
	d.engine = &summarize.ModelEngine{
		Model: model, Prompts: set, Counter: deskCounter(), Tries: provider.MaxTries,
		Info: summarize.ModelInfo{
			Name: deskModel, EndpointHost: "model.example", Context: 32_000, MaxOutput: 4000, Encoding: "cl100k_base", Price: &price,
		},
	}
	return d
}

func (d *desk) summarize(ctx context.Context) (*summarize.Result, error) {
	return summarize.Summarize(ctx, d.article, summarize.Options{Engine: d.engine, Profile: d.profile})
}

func deskClient(t testing.TB, url string, change ...func(*provider.Config)) *provider.Client {
	t.Helper()
	cfg := provider.Config{BaseURL: url, APIKey: secret.New(deskKey), Model: deskModel, Timeout: time.Minute, MaxRetryWait: time.Millisecond}
	for _, f := range change {
		f(&cfg)
	}
	c, err := provider.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// TestPersonalities drafts a real summary with each family of servers, streamed
// and not, twice each: what was learned the first time must hold.
func TestPersonalities(t *testing.T) {
	for _, as := range scripted.Personalities() {
		for _, stream := range []bool{false, true} {
			name := as.Name
			if stream {
				name += ", stream"
			}
			t.Run(name, func(t *testing.T) {
				srv := scripted.New(scripted.Options{As: as, Key: deskKey, Model: deskModel})
				defer srv.Close()
				d := newDesk(t, deskClient(t, srv.URL()), shortArticle)
				d.engine.Stream = stream
				first := checkDrafted(t, d)
				asked := len(srv.Requests())
				second := checkDrafted(t, d)
				again := len(srv.Requests()) - asked
				t.Logf("%d requests, then %d; the form is asked for by %s", asked, again, second.Provenance.WireFormat)
				if again > asked || again > provider.MaxTries || first.Provenance.Calls != asked || second.Provenance.Calls != again {
					t.Errorf("%d requests and then %d, %d and %d were told", asked, again, first.Provenance.Calls, second.Provenance.Calls)
				}
				if told := as.Usage != scripted.Never && !slices.Contains(as.Ignores, "stream_options"); (told || !stream && as.Usage != scripted.Never) && second.Provenance.USD == nil {
					t.Error("what it cost is not known")
				}
				for _, r := range srv.Requests() {
					if r.Objection != "" {
						t.Errorf("the server objects: %s", r.Objection)
					}
				}
			})
		}
	}
}

func checkDrafted(t *testing.T, d *desk) *summarize.Result {
	t.Helper()
	r, err := d.summarize(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.Why == nil || len(r.Takeaways) != 5 || r.Status != summarize.StatusDraft {
		t.Errorf("%s, %d takeaways, why %v, warnings %v", r.Status, len(r.Takeaways), r.Why, r.Warnings)
	}
	for _, c := range r.Takeaways {
		if strings.Contains(c.Text, "form is") || len(c.Evidence) == 0 {
			t.Errorf("%+v", c)
		}
	}
	return r
}

var quiet = log.New(io.Discard, "", 0)

func says(code, message string) string {
	return scripted.ErrorBody("openai", "invalid_request_error", code, message)
}

func header(name, value string) map[string]string { return map[string]string{name: value} }
