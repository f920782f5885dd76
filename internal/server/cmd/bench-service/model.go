package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

// held is in an article whose draft does not come until the model ends.
const held = "The file stays open."

// instant is a model whose answers cost nothing: those of its kind are the same
// bytes.
type instant struct {
	drafter *scripted.Server
	calls   atomic.Int64
	mu      sync.Mutex
	known   map[bool][]byte // answers as a stream, and not
}

// serveModel serves until standard input ends.
func serveModel() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	m := &instant{drafter: scripted.NewHandler(scripted.Options{}), known: map[bool][]byte{}}
	go func() { _ = http.Serve(l, m) }()
	fmt.Println("http://" + l.Addr().String())
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func (m *instant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/calls" {
		fmt.Fprint(w, m.calls.Load())
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	m.calls.Add(1)
	if bytes.Contains(body, []byte(held)) {
		<-r.Context().Done()
		return
	}
	stream := bytes.Contains(body, []byte(`"stream":true`))
	if stream {
		w.Header().Set("Content-Type", "text/event-stream")
	} else {
		w.Header().Set("Content-Type", "application/json")
	}
	_, _ = w.Write(m.answer(r, body, stream))
}

// answer is the draft that the scripted model wrote to the first request.
func (m *instant) answer(r *http.Request, body []byte, stream bool) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, ok := m.known[stream]; ok {
		return known
	}
	first := r.Clone(r.Context())
	first.Body = io.NopCloser(bytes.NewReader(body))
	out := httptest.NewRecorder()
	m.drafter.ServeHTTP(out, first)
	m.known[stream] = out.Body.Bytes()
	return m.known[stream]
}

// model is the process of an instant model.
type model struct {
	url  string
	stop func()
}

func startModel(ctx context.Context) (*model, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p, err := start(ctx, self, nil, "model")
	if err != nil {
		return nil, err
	}
	url, err := bufio.NewReader(p.out).ReadString('\n')
	return &model{url: strings.TrimSpace(url), stop: p.stop}, err
}

// calls is how many requests the model had.
func (m *model) calls(ctx context.Context) (int, error) {
	body, err := get(ctx, m.url+"/calls")
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(body)
}
