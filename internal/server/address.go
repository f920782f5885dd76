package server

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// address is where a request comes from. Behind a trusted proxy it is the last
// address of X-Forwarded-For that is not a trusted proxy's.
func (s *Server) address(r *http.Request) netip.Addr {
	from := peer(r)
	if !s.trusts(from) {
		return from
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		addr, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		from = addr.Unmap()
		if !s.trusts(from) {
			break
		}
	}
	return from
}

// peer is who is at the other end of the connection.
func peer(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap().WithZone("")
}

func (s *Server) trusts(a netip.Addr) bool {
	return slices.ContainsFunc(s.o.Proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// neighbourhood is what is counted as one caller: an address, and of IPv6 the
// network that one customer usually has.
func neighbourhood(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// limitAddress slows down who asks too often. The machine itself is not limited:
// that is a person's own desk, or a proxy that speaks for many.
func (s *Server) limitAddress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := s.address(r)
		if !from.IsLoopback() && s.o.AddressPerMinute > 0 {
			if err := s.addresses.take(neighbourhood(from), s.o.AddressPerMinute); err != nil {
				fail(w, r, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
