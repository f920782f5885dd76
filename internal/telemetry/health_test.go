package telemetry

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func storeWith(err error) func(context.Context) error {
	return func(context.Context) error { return err }
}

func at(endpoints ...provider.State) func() []provider.State {
	return func() []provider.State { return endpoints }
}

func TestReady(t *testing.T) {
	yes, no := func() bool { return true }, func() bool { return false }
	paused := provider.State{Paused: 20 * time.Second, Failed: 5}
	for _, c := range []struct {
		name   string
		checks Checks
		code   int
		status string
		words  string // of one of the messages
	}{
		{"nothing to check", Checks{}, 200, "ok", ""},
		{"all well", Checks{Store: storeWith(nil), Endpoints: at(provider.State{}), Path: t.TempDir(), MinFree: 1, Draining: no}, 200, "ok", "The model answers"},
		{"embedded engine", Checks{Extractive: true}, 200, "ok", "The embedded engine drafts"},
		{"disk full", Checks{Store: storeWith(fault.New(fault.StoreFull, "/secret/path"))}, 503, "unavailable", "summaries can be read, new ones cannot be stored"},
		{"damaged", Checks{Store: storeWith(fault.New(fault.StoreDamaged, "/secret/path"))}, 503, "unavailable", "backup"},
		{"newer", Checks{Store: storeWith(fault.New(fault.StoreNewer, "/secret/path"))}, 503, "unavailable", "newer version"},
		{"gone", Checks{Store: storeWith(errors.New("/secret/path"))}, 503, "unavailable", "cannot be read and written"},
		{"little room", Checks{Path: t.TempDir(), MinFree: math.MaxUint64}, 200, "degraded", "MiB left"},
		{"no such folder", Checks{Path: "/no/secret/path"}, 200, "degraded", "cannot be found out"},
		{"last call failed", Checks{Endpoints: at(provider.State{}, provider.State{Failed: 1})}, 200, "degraded", "1 of 2 endpoints"},
		{"one paused", Checks{Endpoints: at(paused, provider.State{})}, 200, "degraded", "tried again in 20 seconds"},
		{"all paused", Checks{Endpoints: at(paused, paused)}, 503, "unavailable", "2 of 2 endpoints are left alone after faults"},
		{"embedded engine stands in", Checks{Endpoints: at(paused), Extractive: true}, 200, "degraded", "the embedded engine drafts meanwhile"},
		{"draining", Checks{Store: storeWith(nil), Draining: yes}, 503, "unavailable", "about to end"},
	} {
		w := httptest.NewRecorder()
		start(t, Options{}).Health(c.checks).Ready(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		var got struct {
			Status string
			Checks map[string]struct{ Status, Message string }
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if w.Code != c.code || got.Status != c.status || !strings.Contains(w.Body.String(), c.words) {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), "secret") || w.Header().Get("Cache-Control") != "no-store" || (w.Header().Get("Retry-After") != "") != (c.code == 503) {
			t.Errorf("%s: %v %s", c.name, w.Header(), w.Body)
		}
		for name, check := range got.Checks {
			if check.Status == "" || check.Message == "" {
				t.Errorf("%s: check %s is empty", c.name, name)
			}
		}
	}
}

func TestHealthAsksTheDatabaseOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		var draining atomic.Bool
		tel := start(t, Options{})
		h := tel.Health(Checks{Draining: draining.Load, Store: func(ctx context.Context) error {
			asked.Add(1)
			<-ctx.Done() // a database that hangs
			return ctx.Err()
		}})
		ask := func() int {
			w := httptest.NewRecorder()
			h.Ready(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
			return w.Code
		}
		for range 100 {
			go ask()
		}
		synctest.Wait()
		time.Sleep(checkTimeout)
		synctest.Wait()
		if got := asked.Load(); got != 1 {
			t.Fatalf("100 requests asked the database %d times, want once", got)
		}
		time.Sleep(checkEvery - time.Nanosecond)
		ask()
		if got := asked.Load(); got != 1 {
			t.Fatalf("it was asked %d times within a second, want once", got)
		}
		time.Sleep(time.Nanosecond)
		ask()
		if got := asked.Load(); got != 2 {
			t.Fatalf("it was asked %d times after a second, want twice", got)
		}
	})
}

func TestDrainingIsSeenAtOnce(t *testing.T) {
	var draining atomic.Bool
	tel := start(t, Options{})
	h := tel.Health(Checks{Draining: draining.Load})
	for _, want := range []int{200, 503} {
		w := httptest.NewRecorder()
		h.Ready(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		if w.Code != want {
			t.Errorf("%d, want %d", w.Code, want)
		}
		draining.Store(true)
	}
	if got := value(t, tel, "nutgraf_ready", "check", "draining"); got != 0 {
		t.Errorf("the metric is %v, want 0", got)
	}
}

func TestLive(t *testing.T) {
	w := httptest.NewRecorder()
	start(t, Options{}).Health(Checks{Store: storeWith(errors.New("gone"))}).Live(w, httptest.NewRequest(http.MethodGet, "/healthz", nil))
	if w.Code != 200 || w.Body.String() != "ok\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}
