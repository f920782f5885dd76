package server_test

import (
	"context"
	"errors"
	"flag"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/service/servicetest"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
)

var update = flag.Bool("update", false, "write docs/openapi.json and the table of docs/api.md")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const ferry = servicetest.Ferry

// newsroom is a service without login behind a real HTTP server, that drafts with
// a scripted model.
type newsroom struct {
	t     *testing.T
	store *store.Store
	model *scripted.Server
	left  atomic.Int64 // requests to the model whose connection was closed before the answer
	url   string
	stop  func() error // ends Serve and returns what it returned
}

// setup is what tests change.
type setup struct {
	server  server.Options
	service service.Options
	script  []scripted.Reply
	client  provider.Config
	price   *summarize.Price
	dsn     string
	serve   bool // with Serve, not with a server of the test's own
}

func open(t *testing.T, change ...func(*setup)) *newsroom {
	t.Helper()
	set := &setup{dsn: storetest.File(t)}
	set.server.Open = true
	for _, c := range change {
		c(set)
	}
	n := &newsroom{t: t, store: storetest.Open(t, set.dsn), model: scripted.New(scripted.Options{Model: "m"}, set.script...)}
	watched := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.model.ServeHTTP(w, r)
		if r.Context().Err() != nil {
			n.left.Add(1)
		}
	}))
	set.client.BaseURL, set.client.Model = watched.URL+"/v1", "m"
	client, err := provider.New(set.client)
	if err != nil {
		t.Fatal(err)
	}
	set.service.Store, set.service.Profiles = n.store, servicetest.Profile
	if set.service.Engines == nil {
		set.service.Engines = servicetest.Engines(client, set.price)
	}
	svc, err := service.New(context.Background(), set.service)
	if err != nil {
		t.Fatal(err)
	}
	set.server.Service, set.server.Store = svc, n.store
	s, err := server.New(set.server)
	if err != nil {
		t.Fatal(err)
	}
	if set.serve {
		n.serve(s)
	} else {
		n.listen(s, svc)
	}
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		if err := n.stop(); err != nil {
			t.Error(err)
		}
		client.Close()
		watched.Close()
		n.model.Close()
	})
	return n
}

func (n *newsroom) serve(s *server.Server) {
	n.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		n.t.Fatal(err)
	}
	n.url = "http://" + listener.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, narrow{listener}) }()
	n.stop = sync.OnceValue(func() error {
		cancel()
		return <-served
	})
}

// narrow gives connections small buffers, so that slow readers are felt.
type narrow struct{ net.Listener }

func (l narrow) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		err = conn.(*net.TCPConn).SetWriteBuffer(4096)
	}
	return conn, err
}

func (n *newsroom) listen(s *server.Server, svc *service.Service) {
	srv := httptest.NewServer(s.Handler())
	n.url = srv.URL
	n.stop = sync.OnceValue(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err := errors.Join(svc.Close(ctx), s.Close(ctx))
		srv.Close()
		return err
	})
}
