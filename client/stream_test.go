package client_test

import (
	"bytes"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/client"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestDraftStream(t *testing.T) {
	c := open(t).client(t)
	var names []string
	var claims []string
	var done *client.Summary
	for e, err := range c.DraftStream(t.Context(), draft("")) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, e.Name)
		if e.Claim != nil {
			claims = append(claims, e.Claim.ID)
		}
		done = e.Summary
	}
	if names[0] != "accepted" || done == nil || done.Why == nil || len(claims) != len(done.Takeaways)+1 {
		t.Errorf("%v, claims %v", names, claims)
	}
}

func TestDraftStreamFails(t *testing.T) {
	c := open(t, scripted.Reply{Status: 401, Body: "no"}).client(t)
	var last error
	for _, err := range c.DraftStream(t.Context(), draft("")) {
		last = err
	}
	is(t, last, fault.ModelUnauthorized)
	for _, err := range c.DraftStream(t.Context(), client.DraftRequest{}) {
		is(t, err, fault.EmptyInput)
	}
}

// flaky is a proxy that breaks streams off after some events.
func flaky(t *testing.T, to string, after int) (address string, streams *atomic.Int32) {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	streams = &atomic.Int32{}
	proxy := &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target) },
		FlushInterval: -1,
		ErrorLog:      log.New(io.Discard, "", 0),
		ModifyResponse: func(res *http.Response) error {
			streams.Add(1)
			res.Body = &cut{ReadCloser: res.Body, left: after}
			return nil
		},
	}
	srv := httptest.NewServer(proxy)
	t.Cleanup(srv.Close)
	return srv.URL, streams
}

// cut is a body that ends with an error in the middle of an event.
type cut struct {
	io.ReadCloser
	left int
}

func (c *cut) Read(p []byte) (int, error) {
	if c.left < 0 {
		return 0, errors.New("cut")
	}
	n, err := c.ReadCloser.Read(p[:min(len(p), 200)])
	for i := range p[:n] {
		if bytes.HasPrefix(p[i:n], []byte("event: ")) {
			if c.left--; c.left < 0 {
				return i, nil
			}
		}
	}
	return n, err
}

// TestStreamGoesOn breaks connections off after each event, and expects every
// event once and one draft.
func TestStreamGoesOn(t *testing.T) {
	n := open(t, scripted.Reply{Pause: 200 * time.Millisecond})
	address, streams := flaky(t, n.url, 2)
	c := connect(t, address, client.Options{})
	var ids []string
	seen := map[string]bool{}
	var done *client.Summary
	for e, err := range c.DraftStream(t.Context(), draft("")) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[e.ID] {
			t.Errorf("event %s came twice", e.ID)
		}
		seen[e.ID] = true
		ids = append(ids, e.ID)
		done = e.Summary
	}
	if done == nil || int(streams.Load()) < len(ids)/2 {
		t.Errorf("%v by %d streams", ids, streams.Load())
	}
	if run, _, _ := strings.Cut(ids[0], ":"); !strings.HasPrefix(ids[len(ids)-1], run+":") {
		t.Errorf("the draft began anew: %v", ids)
	}
	if calls := len(n.model.Requests()); calls != done.Provenance.Calls {
		t.Errorf("%d calls of the model, and the draft took %d", calls, done.Provenance.Calls)
	}
}

// TestLeavingStops leaves a stream, and expects the model's work to be stopped.
func TestLeavingStops(t *testing.T) {
	n := open(t, scripted.Reply{Pause: time.Minute})
	job := ""
	for e, err := range n.client(t).DraftStream(t.Context(), draft("")) {
		if err != nil {
			t.Fatal(err)
		}
		job = e.Accepted.Job
		break
	}
	_, err := n.client(t).WaitJob(t.Context(), job)
	is(t, err, fault.Interrupted)
}
