package client_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/client"
	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const ferry = `Night ferry to close in March

Corvel Bay council voted on Tuesday to close the night ferry in March. The vote was 9 to 4 after three hours of debate.

The harbour union said that 38 deckhands could lose their jobs by summer. Lindqvist Lines, which runs the boat, blamed a 22% rise in fuel costs since May.

Islanders would have to take the bridge road, which adds 50 minutes to a trip. The night ferry is the only public link to the island after ten in the evening. About 1,200 residents work late shifts on the mainland.

A review of the decision is planned for October, Mayor Ilse Tarn said.`

// newsroom is a service that drafts with a scripted model.
type newsroom struct {
	url    string
	store  *store.Store
	model  *scripted.Server
	server *httptest.Server
	close  func() error
}

// start starts one, without login if open.
func start(open bool, script ...scripted.Reply) (n *newsroom, err error) {
	n = &newsroom{model: scripted.New(scripted.Options{Model: "m"}, script...)}
	folder, err := os.MkdirTemp("", "nutgraf-client-")
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	if n.store, err = store.Open(ctx, filepath.Join(folder, "nutgraf.db"), store.Options{}); err != nil {
		return nil, err
	}
	model, err := provider.New(provider.Config{BaseURL: n.model.URL(), Model: "m"})
	if err != nil {
		return nil, err
	}
	svc, err := service.New(ctx, service.Options{Store: n.store, Profiles: profiles, Engines: engines(model)})
	if err != nil {
		return nil, err
	}
	api, err := server.New(server.Options{Service: svc, Store: n.store, Open: open})
	if err != nil {
		return nil, err
	}
	n.server = httptest.NewServer(api.Handler())
	n.url = n.server.URL
	n.close = func() error {
		http.DefaultClient.CloseIdleConnections()
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		err := errors.Join(svc.Close(ctx), api.Close(ctx))
		n.server.Close()
		model.Close()
		n.model.Close()
		return errors.Join(err, n.store.Close(), os.RemoveAll(folder))
	}
	return n, nil
}

func open(t *testing.T, script ...scripted.Reply) *newsroom {
	t.Helper()
	return opened(t, true, script...)
}

func opened(t *testing.T, without bool, script ...scripted.Reply) *newsroom {
	t.Helper()
	n, err := start(without, script...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

func (n *newsroom) client(t *testing.T) *client.Client { return connect(t, n.url, client.Options{}) }

func connect(t *testing.T, url string, o client.Options) *client.Client {
	t.Helper()
	c, err := client.New(url, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func profiles(name string) (*summarize.Profile, error) {
	data, err := summarize.BuiltInProfile("default")
	if err != nil {
		return nil, err
	}
	return summarize.ParseProfile(data, name)
}

var (
	counter = tokens.New("")
	builtIn = sync.OnceValues(func() (*prompts.Set, error) { return prompts.Load(nil, "") })
)

func engines(m summarize.Model) func(service.EngineRequest) (summarize.Options, error) {
	return func(r service.EngineRequest) (summarize.Options, error) {
		if r.Engine == "extractive" {
			return summarize.Options{Engine: summarize.Extractive{}, Sensitivity: r.Sensitivity}, nil
		}
		set, err := builtIn()
		if err != nil {
			return summarize.Options{}, err
		}
		info := summarize.ModelInfo{Name: "m", EndpointHost: "models.test", Context: 32000, MaxOutput: 2000, Known: true}
		return summarize.Options{
			Engine:      &summarize.ModelEngine{Model: m, Info: info, Prompts: set, Counter: counter, Stream: r.Stream},
			Sensitivity: r.Sensitivity,
		}, nil
	}
}

// draft asks for a summary of the ferry.
func draft(id string) client.DraftRequest {
	return client.DraftRequest{Article: client.Article{ID: id, Text: ferry}}
}

// is checks that err is a problem of a code.
func is(t *testing.T, err error, code fault.Code) *client.Problem {
	t.Helper()
	var p *client.Problem
	if !errors.As(err, &p) || p.Code != code {
		t.Fatalf("%v, want a problem of code %s", err, code)
	}
	return p
}
