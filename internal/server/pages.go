package server

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// route finds who answers a request. What the API does not have goes to the desk,
// but for paths that can only have been meant for the API.
func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	handler, pattern := s.mux.Handler(r)
	if pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	if allow := allowed(handler, r); allow != "" {
		w.Header().Set("Allow", allow)
		fail(w, r, fault.New(fault.MethodNotAllowed, "this path takes %s", allow))
		return
	}
	if s.o.Desk != nil && !strings.HasPrefix(r.URL.Path, "/v1/") {
		s.o.Desk.ServeHTTP(w, r)
		return
	}
	fail(w, r, fault.New(fault.NotFound, "there is nothing at this path: see /docs"))
}

// allowed are the methods that the path of a request has, "" for none: the mux
// tells it only in its answer.
func allowed(handler http.Handler, r *http.Request) string {
	seen := newRecording()
	handler.ServeHTTP(seen, r)
	if seen.status != http.StatusMethodNotAllowed {
		return ""
	}
	return seen.header.Get("Allow")
}

// pages registers what is beside the API.
func (s *Server) pages() error {
	doc, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return fault.Wrap(fault.Internal, err, "the OpenAPI document cannot be written")
	}
	docs, err := docsPage(s.api.OpenAPI())
	if err != nil {
		return err
	}
	s.mux.Handle("GET /openapi.json", fixed("application/openapi+json", "", doc))
	s.mux.Handle("GET /docs", fixed("text/html; charset=utf-8", docsPolicy, docs))
	s.mux.HandleFunc("GET /problems/{code}", problemPage)
	s.mux.Handle("GET /healthz", or(s.o.Health, fixed("text/plain; charset=utf-8", "", []byte("ok\n"))))
	s.mux.Handle("GET /readyz", or(s.o.Ready, http.HandlerFunc(s.ready)))
	if s.o.Metrics != nil {
		s.mux.Handle("GET /metrics", s.measured(s.o.Metrics))
	}
	return nil
}

func or(h, other http.Handler) http.Handler {
	if h != nil {
		return h
	}
	return other
}

// measured shows metrics to the machine itself, called by a name that is its own so
// that no page in a browser is it, and to those who may see all.
func (s *Server) measured(metrics http.Handler) http.Handler {
	guarded := s.allowed(Admin, metrics)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.address(r).IsLoopback() && ownName(r.Host) && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == "" {
			metrics.ServeHTTP(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if err := s.o.Store.Ready(r.Context()); err != nil {
		fail(w, r, err)
		return
	}
	fixed("text/plain; charset=utf-8", "", []byte("ready\n")).ServeHTTP(w, r)
}

func fixed(contentType, policy string, body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		if policy != "" {
			w.Header().Set("Content-Security-Policy", policy)
		}
		_, _ = w.Write(body)
	})
}

// problemPage says in a line what a kind of problem is.
func problemPage(w http.ResponseWriter, r *http.Request) {
	code := fault.Code(r.PathValue("code"))
	row, ok := answers[code]
	if !ok {
		fail(w, r, fault.New(fault.NotFound, "there is no such kind of problem"))
		return
	}
	text := string(code) + "\n\n" + row.title + ".\nStatus " + http.StatusText(row.status) + "."
	if row.wait > 0 {
		text += " The same request may succeed later."
	}
	fixed("text/plain; charset=utf-8", "", []byte(text+"\n")).ServeHTTP(w, r)
}
