package server_test

import (
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
)

// TestRoom sends a body while others take all the room there is for bodies.
func TestRoom(t *testing.T) {
	t.Parallel()
	n := open(t, func(s *setup) { s.server.MaxBody, s.server.MaxBodies = 4096, 4096 })
	writer, slow := n.fillRoom(t)
	_, _ = io.WriteString(writer, `"},"options":`+extractive+"}")
	writer.Close()
	if status := <-slow; status == http.StatusServiceUnavailable || status == 0 {
		t.Errorf("who came first: %d", status)
	}
	n.send("POST", "/v1/summaries", draftOf(extractive)).summary(t) // the room is free again
}

// fillRoom sends most of a body that takes all room, until others are refused for
// it. It begins anew when it was refused itself, because another came while its
// bytes were arriving.
func (n *newsroom) fillRoom(t *testing.T) (*io.PipeWriter, <-chan int) {
	t.Helper()
	for {
		writer, slow := n.slowBody(t)
		for len(slow) == 0 {
			res := n.send("POST", "/v1/summaries", draftOf(extractive))
			if res.StatusCode != http.StatusServiceUnavailable {
				time.Sleep(time.Millisecond) // until all of it has arrived
				continue
			}
			if p := res.problem(t); p.Code != "busy" || !p.Retryable || res.Header.Get("Retry-After") == "" {
				t.Errorf("%s", res.body)
			}
			if len(slow) == 0 {
				return writer, slow
			}
		}
		if status := <-slow; status != http.StatusServiceUnavailable {
			t.Fatalf("the slow body was answered with %d", status)
		}
		writer.Close()
	}
}

// slowBody posts a body of which the end is still to be written. The status of
// the answer comes later.
func (n *newsroom) slowBody(t *testing.T) (*io.PipeWriter, <-chan int) {
	t.Helper()
	reader, writer := io.Pipe()
	r, err := http.NewRequestWithContext(t.Context(), "POST", n.url+"/v1/summaries", reader)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	slow := make(chan int, 1)
	go func() {
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			slow <- 0
			return
		}
		defer res.Body.Close()
		slow <- res.StatusCode
	}()
	if _, err := io.WriteString(writer, `{"article":{"text":"`+strings.Repeat("x", 3900)); err != nil {
		t.Fatal(err)
	}
	return writer, slow
}

// TestTokenLimit slows a token down.
func TestTokenLimit(t *testing.T) {
	t.Parallel()
	n := open(t)
	slow := n.token("news", func(k *store.Token) { k.PerMinute = 6 }, "summarize")
	if res := n.send("GET", "/v1/summaries", "", slow); res.StatusCode != 200 {
		t.Fatalf("%d %s", res.StatusCode, res.body)
	}
	res := n.send("GET", "/v1/summaries", "", slow)
	if p := res.problem(t); p.Status != 429 || p.Code != "rate_limited" || !p.Retryable || res.Header.Get("Retry-After") != "10" {
		t.Errorf("%+v %v", p, res.Header)
	}
}

// TestAddressLimit counts requests by address, and believes X-Forwarded-For from
// a proxy that is configured and from nobody else.
func TestAddressLimit(t *testing.T) {
	t.Parallel()
	proxy := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	for name, c := range map[string]struct {
		proxies []netip.Prefix
		headers [3]string
		want    [3]int
	}{
		"one address":                 {proxy, [3]string{"192.0.2.1", "192.0.2.1", "192.0.2.1"}, [3]int{200, 200, 429}},
		"others":                      {proxy, [3]string{"192.0.2.1", "192.0.2.2", "192.0.2.3"}, [3]int{200, 200, 200}},
		"what the caller put before":  {proxy, [3]string{"198.51.100.1, 192.0.2.1", "198.51.100.2, 192.0.2.1", "198.51.100.3, 192.0.2.1"}, [3]int{200, 200, 429}},
		"behind two proxies":          {proxy, [3]string{"192.0.2.1, 127.0.0.9", "192.0.2.1, 127.0.0.9", "192.0.2.1"}, [3]int{200, 200, 429}},
		"one network of IPv6":         {proxy, [3]string{"2001:db8::1", "2001:db8::2", "2001:db8::3"}, [3]int{200, 200, 429}},
		"no proxy is believed":        {nil, [3]string{"192.0.2.1", "192.0.2.1", "192.0.2.1"}, [3]int{200, 200, 200}}, // the loopback
		"another proxy is configured": {[]netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, [3]string{"198.51.100.1", "198.51.100.1", "198.51.100.1"}, [3]int{200, 200, 200}},
	} {
		t.Run(name, func(t *testing.T) {
			n := open(t, func(s *setup) { s.server.Proxies, s.server.AddressPerMinute = c.proxies, 12 })
			for i, header := range c.headers {
				res := n.send("GET", "/v1/summaries", "", "X-Forwarded-For: "+header)
				if res.StatusCode != c.want[i] {
					t.Errorf("request %d: %d %s", i, res.StatusCode, res.body)
				}
				if res.StatusCode == 429 && (res.problem(t).Code != "rate_limited" || res.Header.Get("Retry-After") == "") {
					t.Errorf("%s", res.body)
				}
			}
		})
	}
}
