package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// once answers requests with the same idempotency key alike, and does the work
// of them once.
func (s *Server) once(rule rule, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key, err := parseKey(r.Header.Values("Idempotency-Key"))
		switch {
		case err != nil:
			fail(w, r, err)
			return
		case key == "":
			next.ServeHTTP(w, r)
			return
		}
		i := infoOf(r.Context())
		f, err := s.board(flightKey{space: i.caller.Space, key: key}, digestOf(rule, r), r, next)
		if err != nil {
			fail(w, r, err)
			return
		}
		defer s.flights.leave(f)
		s.play(w, r, f.rec)
	})
}

// digestOf tells requests apart: what they ask for, of what, on what condition
// and in which form.
func digestOf(rule rule, r *http.Request) string {
	form, _ := negotiate(header1(r.Header, "Accept"), rule.offers())
	if parsePrefer(header1(r.Header, "Prefer")).async {
		form += " later"
	}
	sum := sha256.New()
	for _, part := range []string{r.Method, r.URL.RequestURI(), header1(r.Header, "If-Match"), form} {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	if b, ok := r.Body.(*body); ok {
		sum.Write(b.data)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func reused() error {
	return fault.New(fault.KeyReused, "this Idempotency-Key was used for another request: send every request with a key of its own, and only the same request again with the same")
}
