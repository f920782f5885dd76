package service_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/service/servicetest"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const ferry = servicetest.Ferry

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

// engines drafts with a model, at a dollar for a million tokens.
func engines(m summarize.Model) func(service.EngineRequest) (summarize.Options, error) {
	return servicetest.Engines(m, &summarize.Price{Input: 1, Output: 1})
}

// overHTTP is a model on a scripted server.
func overHTTP(t testing.TB, script ...scripted.Reply) (*scripted.Server, summarize.Model) {
	t.Helper()
	server, client, err := servicetest.Model(script...)
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
	o := service.Options{Store: s}
	for _, c := range change {
		c(&o)
	}
	return servicetest.Start(t, o)
}

// held is a service with a draft of the ferry whose first call waits at a gate.
func held(t testing.TB, s *store.Store, change ...func(*service.Options)) (*service.Service, *service.Run, *gate) {
	t.Helper()
	_, model := overHTTP(t)
	g := newGate(model)
	sv := start(t, s, append(change, func(o *service.Options) { o.Engines = engines(g) })...)
	run, err := sv.Draft(soon(t), ann, textOf(ferry))
	if err != nil {
		t.Fatal(err)
	}
	<-g.calls
	return sv, run, g
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
