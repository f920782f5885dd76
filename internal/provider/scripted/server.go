package scripted

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxBody bounds what is read of a request, in bytes.
const maxBody = 32 << 20

// Options are the fixed traits of a server. The zero value serves anybody.
type Options struct {
	Addr    string        // to listen on; "" is a free port of 127.0.0.1
	Key     string        // demanded in Authorization; "" demands none
	Model   string        // the only one that exists; "" takes any
	Latency time.Duration // before every answer
	Lenient bool          // sends the script's reply whatever it thinks of the request
	As      Personality   // the family of servers that it plays
}

// Server is a running server. It is safe for concurrent use.
type Server struct {
	opts    Options
	url     string
	http    http.Server
	closing context.Context
	close   context.CancelFunc

	mu            sync.Mutex
	script        []Reply
	requests      []Request
	inFlight, max int
	bill          Bill
}

// Bill is what a server told of the cost of its answers, and to how many that
// it gave, whole or in part, it told none: it left it out, lied, or the
// connection broke.
type Bill struct {
	Answers, Input, Output, Cached int
	Untold                         int
}

// Bill sums up all answers so far.
func (s *Server) Bill() Bill {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bill
}

func (s *Server) charge(b Bill) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bill.Untold += b.Untold
	if b.Untold > 0 {
		return
	}
	s.bill.Answers += b.Answers
	s.bill.Input += b.Input
	s.bill.Output += b.Output
	s.bill.Cached += b.Cached
}

// New starts a server that answers by the script: one Reply a request, the last
// one again and again, honest drafts when there is none. It panics when it
// cannot listen.
func New(o Options, script ...Reply) *Server {
	s := NewHandler(o, script...)
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		panic("scripted: " + err.Error())
	}
	s.url = "http://" + listener.Addr().String() + o.As.base()
	s.http.Handler = s
	go func() {
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			panic("scripted: " + err.Error())
		}
	}()
	return s
}

// NewHandler makes a Server that does not listen, for a test that brings a
// network of its own.
func NewHandler(o Options, script ...Reply) *Server {
	s := &Server{opts: o, script: slices.Clone(script)}
	s.closing, s.close = context.WithCancel(context.Background())
	return s
}

// URL is the base URL, ending in /v1 unless the family has another.
func (s *Server) URL() string { return s.url }

// Close ends the server and every request that it is answering.
func (s *Server) Close() {
	s.close()
	_ = s.http.Close()
}

// Requests lists what arrived so far, refused requests included.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// MaxInFlight is the largest number of requests that were being answered at
// once.
func (s *Server) MaxInFlight() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.max
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.enter(1)
	defer s.enter(-1)
	if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/models") {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"object":"list","data":[{"id":"`+s.modelName()+`","object":"model"}]}`)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return
	}
	req, status := s.examine(r, body)
	reply, ok := s.take(req)
	d := delivery{w: w, r: r, closing: s.closing, latency: s.opts.Latency, charge: s.charge}
	if !ok {
		d.send(req, Reply{Status: status, Body: s.opts.As.error(status, "", req.Objection)})
		return
	}
	if req.Inputs == nil && reply.Status < 300 {
		if status, body := s.opts.As.refuses(&req); status != 0 {
			d.send(req, Reply{Status: status, Body: body})
			return
		}
		s.opts.As.overlook(&req)
	}
	d.send(req, reply)
}

func (s *Server) modelName() string {
	if s.opts.Model != "" {
		return s.opts.Model
	}
	return "scripted"
}

func (s *Server) enter(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight += n
	s.max = max(s.max, s.inFlight)
}

// take records the request and returns its reply, or false when the server
// objects to it.
func (s *Server) take(req Request) (Reply, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, req)
	if req.Objection != "" && !s.opts.Lenient {
		return Reply{}, false
	}
	if len(s.script) == 0 {
		return Reply{}, true
	}
	reply := s.script[0]
	if len(s.script) > 1 {
		s.script = s.script[1:]
	}
	return reply, true
}
