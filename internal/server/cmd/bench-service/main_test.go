package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// slow answers every request as stored, after a while and one at a time.
func slow(t *testing.T, wait time.Duration) (s *service, bodies *sync.Map) {
	t.Helper()
	bodies = &sync.Map{}
	var turn sync.Mutex
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		turn.Lock()
		defer turn.Unlock()
		bodies.Store(string(body), true)
		time.Sleep(wait)
		w.WriteHeader(http.StatusCreated)
	}))
	t.Cleanup(func() {
		callers.CloseIdleConnections()
		srv.Close()
	})
	return &service{url: srv.URL}, bodies
}

// TestWaitingCounts sends more than a service bears: the times must grow with the
// line that stands before it, although each request alone takes 20 ms.
func TestWaitingCounts(t *testing.T) {
	s, bodies := slow(t, 20*time.Millisecond)
	b := &bench{plan: plan{load: 500 * time.Millisecond, article: "A story."}}
	r := b.atRate(t.Context(), s, 100)
	if r.stored != 50 || r.failed != 0 {
		t.Fatalf("%d stored, %d failed", r.stored, r.failed)
	}
	if last := r.percentile(0.99); last < 400*time.Millisecond {
		t.Errorf("the last one waited %v: those before it were not counted", last)
	}
	seen := map[string]bool{}
	bodies.Range(func(body, _ any) bool {
		var sent struct{ Article struct{ ID, Text string } }
		if err := json.Unmarshal([]byte(body.(string)), &sent); err != nil || !strings.HasPrefix(sent.Article.Text, "A story.") {
			t.Errorf("%s: %v", body, err)
		}
		seen[sent.Article.Text] = true
		return true
	})
	if len(seen) != 50 {
		t.Errorf("%d articles for 50 requests", len(seen))
	}
}

func TestFailuresCount(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	defer srv.Close()
	b := &bench{plan: plan{load: 20 * time.Millisecond, callers: 2}}
	r := b.flatOut(context.Background(), &service{url: srv.URL})
	callers.CloseIdleConnections()
	if r.stored != 0 || r.failed == 0 || !strings.Contains(r.first.Error(), "404") || r.percentile(0.5) != 0 {
		t.Errorf("%+v", r)
	}
}

func TestTable(t *testing.T) {
	got := table(plan{load: time.Second}, []column{{name: "A", figures: map[string]string{most: "300", oneKey: "9, 9"}}, {name: "B", figures: map[string]string{most: "200"}}})
	if !strings.Contains(got, "| | A | B |\n|---|---|---|\n| "+most+" | 300 | 200 |\n| "+oneKey+" | 9, 9 |  |\n") {
		t.Error(got)
	}
}
