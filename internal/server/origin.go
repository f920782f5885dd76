package server

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// named refuses requests by a name that the service does not have. Without login
// any page could otherwise reach it, by a name of its own that leads here.
func (s *Server) named(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		probe := r.URL.Path == "/healthz" || r.URL.Path == "/readyz"
		if !probe && !s.hasName(r.Host) {
			fail(w, r, fault.New(fault.Forbidden, "the service is not known by this host name: use localhost, or list the name in server.hosts"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) hasName(hostport string) bool {
	if slices.Contains(s.o.Hosts, hostOf(hostport)) {
		return true
	}
	return len(s.o.Hosts) == 0 && !s.o.Open || ownName(hostport)
}

// hostOf is the name in a Host header.
func hostOf(hostport string) string {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// ownName tells whether a Host header names the machine itself.
func ownName(hostport string) bool {
	host := hostOf(hostport)
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.Unmap().IsLoopback()
}

// sameOrigin refuses what a page of another site makes a browser send.
func (s *Server) sameOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.cross.Check(r); err != nil {
			fail(w, r, fault.Wrap(fault.Forbidden, err, "a page of another site sent this: list its origin in server.origins to allow it"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// allowOrigins answers what browsers ask before they let a page of an allowed
// origin use the API. With no origins it does nothing.
func (s *Server) allowOrigins(next http.Handler) http.Handler {
	if len(s.o.Origins) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Add("Vary", "Origin")
		origin := r.Header.Get("Origin")
		if origin == "" || !slices.Contains(s.o.Origins, origin) {
			next.ServeHTTP(w, r)
			return
		}
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		h.Set("Access-Control-Expose-Headers", "ETag, Link, Location, Preference-Applied, Retry-After, WWW-Authenticate, X-Request-Id")
		if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
			next.ServeHTTP(w, r)
			return
		}
		h.Set("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE")
		h.Set("Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Prefer, X-Request-Id")
		h.Set("Access-Control-Max-Age", "600")
		w.WriteHeader(http.StatusNoContent)
	})
}
