package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

var update = flag.Bool("update", false, "write docs/openapi.json and the table of docs/api.md")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ferry is an article of eight sentences.
const ferry = `Night ferry to close in March

Corvel Bay council voted on Tuesday to close the night ferry in March. The vote was 9 to 4 after three hours of debate.

The harbour union said that 38 deckhands could lose their jobs by summer. Lindqvist Lines, which runs the boat, blamed a 22% rise in fuel costs since May.

Islanders would have to take the bridge road, which adds 50 minutes to a trip. The night ferry is the only public link to the island after ten in the evening. About 1,200 residents work late shifts on the mainland.

A review of the decision is planned for October, Mayor Ilse Tarn said.`

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
	set.service.Store, set.service.Profiles = n.store, profiles
	if set.service.Engines == nil {
		set.service.Engines = engines(t, client, set.price)
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

func profiles(name string) (*summarize.Profile, error) {
	if name == "" {
		name = "default"
	}
	data, err := summarize.BuiltInProfile(name)
	if err != nil {
		return nil, fault.New(fault.Invalid, "there is no such profile")
	}
	return summarize.ParseProfile(data, name)
}

var (
	counter = tokens.New("")
	builtIn = sync.OnceValues(func() (*prompts.Set, error) { return prompts.Load(nil, "") })
)

// engines drafts with a model, or the embedded engine.
func engines(t testing.TB, m summarize.Model, price *summarize.Price) func(service.EngineRequest) (summarize.Options, error) {
	t.Helper()
	set, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	return func(r service.EngineRequest) (summarize.Options, error) {
		if r.Engine == "extractive" {
			return summarize.Options{Engine: summarize.Extractive{}, Sensitivity: r.Sensitivity}, nil
		}
		if r.Sensitivity == "confidential" {
			return summarize.Options{}, fault.New(fault.PolicyRefused, "articles marked confidential must not go to models.test")
		}
		info := summarize.ModelInfo{Name: "m", EndpointHost: "models.test", Context: 32000, MaxOutput: 2000, Known: true, Price: price}
		return summarize.Options{
			Engine:      &summarize.ModelEngine{Model: m, Info: info, Prompts: set, Counter: counter, Stream: r.Stream},
			Sensitivity: r.Sensitivity,
		}, nil
	}
}

// draftOf is the body of a request for a summary of the ferry.
func draftOf(options string) string {
	text, _ := json.Marshal(ferry)
	if options == "" {
		options = "{}"
	}
	return `{"article":{"text":` + string(text) + `},"options":` + options + `}`
}

// extractive asks for the embedded engine, which needs no model.
const extractive = `{"engine":"extractive"}`

// reply is an answer that was read whole.
type reply struct {
	*http.Response
	body string
}

// send sends a request with a JSON body and headers as "Name: value", and holds
// the answer against the document.
func (n *newsroom) send(method, path, body string, headers ...string) reply {
	n.t.Helper()
	sent := n.request(method, path, body, headers...)
	res, err := http.DefaultClient.Do(sent)
	if err != nil {
		n.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		n.t.Fatal(err)
	}
	said, err := documented()
	if err != nil {
		n.t.Fatal(err)
	}
	said.hold(n.t, sent, res, data)
	return reply{res, string(data)}
}

func (n *newsroom) request(method, path, body string, headers ...string) *http.Request {
	n.t.Helper()
	r, err := http.NewRequestWithContext(n.t.Context(), method, n.url+path, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	return r
}

// told is a problem as a client reads it.
type told struct {
	Type, Title, Detail, Code string
	Status                    int
	Retryable                 bool
	RequestID                 string `json:"request_id"`
	Errors                    []struct{ Location, Message string }
}

func (r reply) problem(t *testing.T) told {
	t.Helper()
	var p told
	if err := json.Unmarshal([]byte(r.body), &p); err != nil {
		t.Fatalf("%d %s: %v", r.StatusCode, r.body, err)
	}
	if r.Header.Get("Content-Type") != "application/problem+json" || p.Status != r.StatusCode || p.RequestID == "" || p.RequestID != r.Header.Get("X-Request-Id") {
		t.Errorf("not a problem: %v %s", r.Header, r.body)
	}
	return p
}

func contains(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
