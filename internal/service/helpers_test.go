package service_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ferry is an article of eight sentences.
const ferry = `Night ferry to close in March

Corvel Bay council voted on Tuesday to close the night ferry in March. The vote was 9 to 4 after three hours of debate.

The harbour union said that 38 deckhands could lose their jobs by summer. Lindqvist Lines, which runs the boat, blamed a 22% rise in fuel costs since May.

Islanders would have to take the bridge road, which adds 50 minutes to a trip. The night ferry is the only public link to the island after ten in the evening. About 1,200 residents work late shifts on the mainland.

A review of the decision is planned for October, Mayor Ilse Tarn said.`

var (
	ann  = service.Caller{Space: "news", Actor: "ann"}
	bert = service.Caller{Space: "news", Actor: "bert"}
	eve  = service.Caller{Space: "elsewhere", Actor: "eve"}
)

func textOf(text string) service.DraftRequest {
	return service.DraftRequest{Article: service.ArticleInput{Text: text}}
}

func named(id, text string) service.DraftRequest {
	r := textOf(text)
	r.Article.ID = id
	return r
}

func profiles(name string) (*summarize.Profile, error) {
	if name == "" {
		name = "default"
	}
	data, err := summarize.BuiltInProfile(name)
	if err != nil {
		return nil, err
	}
	return summarize.ParseProfile(data, name)
}

func extractive(r service.EngineRequest) (summarize.Options, error) {
	return summarize.Options{Engine: summarize.Extractive{}, Sensitivity: r.Sensitivity}, nil
}

var (
	counter = tokens.New("")
	builtIn = sync.OnceValues(func() (*prompts.Set, error) { return prompts.Load(nil, "") })
)

// engines drafts with a model, at a dollar for a million tokens.
func engines(t testing.TB, m summarize.Model) func(service.EngineRequest) (summarize.Options, error) {
	t.Helper()
	set, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	return func(r service.EngineRequest) (summarize.Options, error) {
		if r.Engine == "extractive" {
			return extractive(r)
		}
		info := summarize.ModelInfo{
			Name: "m", EndpointHost: "models.test", Context: 32000, MaxOutput: 2000, Known: true, Price: &summarize.Price{Input: 1, Output: 1},
		}
		return summarize.Options{
			Engine:      &summarize.ModelEngine{Model: m, Info: info, Prompts: set, Counter: counter, Stream: r.Stream},
			Sensitivity: r.Sensitivity,
		}, nil
	}
}

// overHTTP is a model on a scripted server.
func overHTTP(t testing.TB, script ...scripted.Reply) (*scripted.Server, summarize.Model) {
	t.Helper()
	server := scripted.New(scripted.Options{Model: "m"}, script...)
	client, err := provider.New(provider.Config{BaseURL: server.URL(), Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); server.Close() })
	return server, client
}

// gate is a model whose calls wait until it is opened, or fail.
type gate struct {
	summarize.Model
	calls  chan struct{} // one for each call that began
	opened chan struct{}
	ended  chan error // of calls that were cancelled
}

func newGate(m summarize.Model) *gate {
	return &gate{Model: m, calls: make(chan struct{}, 100), opened: make(chan struct{}), ended: make(chan error, 100)}
}

func (g *gate) Complete(ctx context.Context, r summarize.Request) (summarize.Response, error) {
	g.calls <- struct{}{}
	select {
	case <-g.opened:
		return g.Model.Complete(ctx, r)
	case <-ctx.Done():
		g.ended <- ctx.Err()
		return summarize.Response{}, ctx.Err()
	}
}

// start starts a service that ends with the test.
func start(t testing.TB, s *store.Store, change ...func(*service.Options)) *service.Service {
	t.Helper()
	o := service.Options{Store: s, Engines: extractive, Profiles: profiles}
	for _, c := range change {
		c(&o)
	}
	sv, err := service.New(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeNow(t, sv) })
	return sv
}

func closeNow(t testing.TB, sv *service.Service) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := sv.Close(ctx); err != nil {
		t.Error(err)
	}
}

// soon is how long a test waits for what has to happen.
func soon(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func draftOf(t testing.TB, sv *service.Service, c service.Caller, r service.DraftRequest) *service.Summary {
	t.Helper()
	run, err := sv.Draft(soon(t), c, r)
	if err != nil {
		t.Fatal(err)
	}
	return wait(t, run)
}

func wait(t testing.TB, run *service.Run) *service.Summary {
	t.Helper()
	sum, err := run.Wait(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func wantFault(t testing.TB, err error, code fault.Code) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code {
		t.Errorf("error is %v (%s), want %s", err, fault.CodeOf(err), code)
	}
}

func claims(s *service.Summary) []summarize.ClaimResult {
	var out []summarize.ClaimResult
	if s.Why != nil {
		out = append(out, *s.Why)
	}
	return append(out, s.Takeaways...)
}

func verified(t testing.TB, s *store.Store) {
	t.Helper()
	report, err := s.VerifyAudit(soon(t))
	if err != nil || report.Broken != nil {
		t.Errorf("the audit does not verify: %+v, %v", report.Broken, err)
	}
}

func story(n int) string {
	return strings.ReplaceAll(ferry, "Corvel Bay", fmt.Sprintf("Corvel %d Bay", n))
}
