package client_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/client"
	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/service/servicetest"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const ferry = servicetest.Ferry

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
	n = &newsroom{}
	var model *provider.Client
	if n.model, model, err = servicetest.Model(script...); err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "nutgraf-client-")
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	if n.store, err = store.Open(ctx, filepath.Join(folder, "nutgraf.db"), store.Options{}); err != nil {
		return nil, err
	}
	svc, err := service.New(ctx, service.Options{Store: n.store, Profiles: servicetest.Profile, Engines: servicetest.Engines(model, nil)})
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
