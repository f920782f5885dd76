package server

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Server is the HTTP API. Make one with New.
type Server struct {
	o       Options
	owner   string // of leases in the store
	api     huma.API
	mux     *http.ServeMux
	handler http.Handler
	cross   *http.CrossOriginProtection

	addresses limits
	tokens    tokens
	flights   flights
	room      room

	background sync.WaitGroup // flights and the keeper of their leases
	stop       context.CancelFunc
	draining   chan struct{} // closed when the service is being stopped
	drainOnce  sync.Once
}

// New makes a server. It fails with bad_config for options that cannot be. The
// server works in the background until Serve returns or Close is called.
func New(o Options) (*Server, error) {
	if o.Service == nil || o.Store == nil {
		return nil, fault.New(fault.Internal, "a server needs a service and a store")
	}
	s := &Server{o: o.withDefaults(), owner: rand.Text(), mux: http.NewServeMux(), draining: make(chan struct{})}
	s.room.left.Store(s.o.MaxBodies)
	s.cross = http.NewCrossOriginProtection()
	for _, origin := range o.Origins {
		if err := s.cross.AddTrustedOrigin(origin); err != nil {
			return nil, fault.Wrap(fault.BadConfig, err, "server.origins: %q is no origin: it must be as in https://cms.example.org", origin)
		}
	}
	s.api = huma.NewAPI(document(), router{ServeMux: s.mux, server: s})
	s.operations()
	finish(s.api.OpenAPI())
	if err := s.pages(); err != nil {
		return nil, err
	}
	s.handler = s.chain()
	s.tokens.open(o.Store)
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.background.Go(func() { s.extend(ctx) })
	return s, nil
}

// chain puts everything around the routes, the first to see a request outermost.
func (s *Server) chain() http.Handler {
	routes := s.o.Routed(http.HandlerFunc(s.route))
	inner := s.named(s.allowOrigins(s.sameOrigin(s.limitAddress(routes))))
	return s.begin(s.o.Telemetry(inner))
}

// Handler is the API for a server of one's own, whose connections must be able to
// set deadlines. Close ends what it began.
func (s *Server) Handler() http.Handler { return s.handler }

// Close ends the work in the background. Requests that are still being answered
// are the caller's matter.
func (s *Server) Close(ctx context.Context) error {
	s.drain()
	s.stop()
	s.tokens.close()
	done := make(chan struct{})
	go func() {
		s.background.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Server) drain() { s.drainOnce.Do(func() { close(s.draining) }) }

// Serve answers requests until ctx ends. Then it takes no more connections, lets
// work end for Options.DrainTimeout, ends what is left with errors that say to try
// again, and closes the service. It owns the listener.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	srv := s.http()
	var err error
	if s.o.CertFile != "" || s.o.KeyFile != "" {
		if srv.TLSConfig, err = certificates(s.o.CertFile, s.o.KeyFile); err != nil {
			return errors.Join(err, listener.Close(), s.shut(srv))
		}
	}
	failed := make(chan error, 1)
	go func() {
		if srv.TLSConfig != nil {
			failed <- srv.ServeTLS(listener, "", "")
		} else {
			failed <- srv.Serve(listener)
		}
	}()
	select {
	case err = <-failed:
		return errors.Join(fault.Wrap(fault.Internal, err, "the service cannot listen any more"), s.shut(srv))
	case <-ctx.Done():
		return s.shut(srv)
	}
}

func (s *Server) http() *http.Server {
	return &http.Server{
		Handler: s.handler, MaxHeaderBytes: 64 << 10,
		ReadHeaderTimeout: min(s.o.ReadTimeout, 10*time.Second), ReadTimeout: s.o.ReadTimeout, IdleTimeout: s.o.IdleTimeout,
		ErrorLog: quiet(s.o.Logger),
	}
}

// shut lets answers end: runs are given their time by the service, and then end
// with an event or a problem of their own.
func (s *Server) shut(srv *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), s.o.DrainTimeout)
	defer cancel()
	s.drain()
	answered := make(chan error, 1)
	last, stop := context.WithTimeout(context.Background(), s.o.DrainTimeout+grace)
	defer stop()
	go func() { answered <- srv.Shutdown(last) }()
	err := s.o.Service.Close(ctx)
	if e := <-answered; e != nil {
		err = errors.Join(err, srv.Close())
	}
	return errors.Join(err, s.Close(last))
}
