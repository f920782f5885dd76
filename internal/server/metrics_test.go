package server_test

import (
	"io"
	"net/http"
	"testing"
)

// TestMetricsAreForTheMachine asks for metrics as the machine itself, and as a page
// in its browser whose name leads here.
func TestMetricsAreForTheMachine(t *testing.T) {
	n := open(t, func(s *setup) {
		s.server.Open = false
		s.server.Metrics = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "requests 1\n") })
	})
	for _, c := range []struct {
		header string
		status int
	}{
		{"Host: localhost", 200},
		{"Host: [::1]:8642", 200},
		{"Host: rebound.example", 401},
		{"X-Forwarded-For: 192.0.2.1", 401},
	} {
		if res := n.send("GET", "/metrics", "", c.header); res.StatusCode != c.status {
			t.Errorf("%s: %d %s", c.header, res.StatusCode, res.body)
		}
	}
	if res := n.send("GET", "/metrics", "", "Host: rebound.example", n.token("a", nil, "admin")); res.StatusCode != 200 {
		t.Errorf("an admin: %d %s", res.StatusCode, res.body)
	}
}
