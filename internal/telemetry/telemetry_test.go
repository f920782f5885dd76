package telemetry

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// model answers as the test wants.
type model func(context.Context, summarize.Request) (summarize.Response, error)

func (m model) Complete(ctx context.Context, req summarize.Request) (summarize.Response, error) {
	return m(ctx, req)
}

func start(t *testing.T, o Options) *Telemetry {
	t.Helper()
	tel, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tel.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return tel
}

// exercised has a value of every metric.
func exercised(t *testing.T) *Telemetry {
	tel := start(t, Options{Version: "1.2.3"})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/summaries/{id}", func(http.ResponseWriter, *http.Request) {})
	tel.HTTP(Routed(mux)).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v1/summaries/sum_1", nil))
	tel.Queued()()
	ctx, ended := tel.Run(t.Context(), "draft", "model")
	_, stored := tel.Step(ctx, "store")
	stored(nil)
	m := tel.Model(model(func(_ context.Context, req summarize.Request) (summarize.Response, error) {
		req.OnText("{")
		return summarize.Response{Usage: summarize.Usage{Calls: 1, InputTokens: 1000, OutputTokens: 100, CachedTokens: 500}}, nil
	}), summarize.ModelInfo{Name: "m", EndpointHost: "h", Price: &summarize.Price{Input: 1, Output: 10}})
	if _, err := m.Complete(ctx, summarize.Request{OnText: func(string) {}}); err != nil {
		t.Fatal(err)
	}
	cheap := tel.Model(model(func(context.Context, summarize.Request) (summarize.Response, error) {
		return summarize.Response{Usage: summarize.Usage{Calls: 3, Unreported: 1}}, fault.New(fault.ModelUnavailable, "down")
	}), summarize.ModelInfo{Name: "unpriced", EndpointHost: "h"})
	if _, err := cheap.Complete(ctx, summarize.Request{}); err == nil {
		t.Fatal("no error")
	}
	ended(result(), nil)
	tel.Cached(true)
	tel.Job("running")
	tel.Committed(3, time.Millisecond, nil)
	tel.Health(Checks{Draining: func() bool { return false }})
	return tel
}

func result() *summarize.Result {
	return &summarize.Result{
		Why: &summarize.ClaimResult{Findings: []ground.Finding{{Rule: "number", Verdict: ground.Fail}}},
		Takeaways: []summarize.ClaimResult{
			{Findings: []ground.Finding{{Rule: "number", Verdict: ground.Pass}, {Rule: "name", Verdict: ground.Warn}}},
			{Findings: []ground.Finding{{Rule: "number", Verdict: ground.Pass}, {Rule: "name", Verdict: "?"}}},
		},
		Provenance: summarize.Provenance{
			Engine:   "extractive",
			Fallback: []summarize.FallbackStep{{From: "a@b", To: "c@d", Code: fault.ModelTimeout}, {From: "c@d", To: "extractive", Code: fault.ModelPaused}},
		},
	}
}

// families are the metrics of a registry by name, without those of Go and the
// process.
func families(t *testing.T, tel *Telemetry) map[string]*dto.MetricFamily {
	t.Helper()
	all, err := tel.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*dto.MetricFamily{}
	for _, f := range all {
		out[f.GetName()] = f
	}
	return out
}

// value is that of the metric with the labels, given as name, value, name …; the
// count of a histogram. A metric that is not there is -1.
func value(t *testing.T, tel *Telemetry, name string, labels ...string) float64 {
	t.Helper()
	for _, m := range families(t, tel)[name].GetMetric() {
		have := map[string]string{}
		for _, l := range m.GetLabel() {
			have[l.GetName()] = l.GetValue()
		}
		matches := true
		for i := 0; i < len(labels); i += 2 {
			matches = matches && have[labels[i]] == labels[i+1]
		}
		if matches {
			switch {
			case m.Histogram != nil:
				return float64(m.Histogram.GetSampleCount())
			case m.Counter != nil:
				return m.Counter.GetValue()
			}
			return m.Gauge.GetValue()
		}
	}
	return -1
}

func TestMetricsAreShown(t *testing.T) {
	tel := exercised(t)
	w := httptest.NewRecorder()
	tel.Metrics().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{
		`nutgraf_http_request_duration_seconds_count{method="GET",route="/v1/summaries/{id}",status="2xx"} 1`,
		`nutgraf_build_info{version="1.2.3"} 1`, "go_goroutines ", "process_resident_memory_bytes ",
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s is missing in\n%s", want, w.Body)
		}
	}
}

func TestCalls(t *testing.T) {
	tel := exercised(t)
	for _, c := range []struct {
		name   string
		labels []string
		want   float64
	}{
		{"nutgraf_model_calls_total", []string{"model", "m", "outcome", "ok"}, 1},
		{"nutgraf_model_calls_total", []string{"model", "unpriced", "outcome", "model_unavailable"}, 1},
		{"nutgraf_model_requests_total", []string{"model", "unpriced", "host", "h"}, 3},
		{"nutgraf_model_tokens_total", []string{"model", "m", "kind", "input"}, 1000},
		{"nutgraf_model_tokens_total", []string{"model", "m", "kind", "output"}, 100},
		{"nutgraf_model_tokens_total", []string{"model", "m", "kind", "cached"}, 500},
		{"nutgraf_model_usd_total", []string{"model", "m"}, 0.002},
		{"nutgraf_model_usd_total", []string{"model", "unpriced"}, -1},
		{"nutgraf_model_unpriced_calls_total", []string{"model", "unpriced"}, 1},
		{"nutgraf_model_unpriced_calls_total", []string{"model", "m"}, -1},
		{"nutgraf_model_first_text_seconds", []string{"model", "m"}, 1},
		{"nutgraf_model_first_text_seconds", []string{"model", "unpriced"}, -1},
		{"nutgraf_model_call_duration_seconds", []string{"model", "m"}, 1},
	} {
		if got := value(t, tel, c.name, c.labels...); got < c.want-1e-9 || got > c.want+1e-9 {
			t.Errorf("%s%v is %v, want %v", c.name, c.labels, got, c.want)
		}
	}
}

func TestRuns(t *testing.T) {
	tel := exercised(t)
	_, failed := tel.Run(t.Context(), "regenerate", "model")
	if got := value(t, tel, "nutgraf_runs_in_flight"); got != 1 {
		t.Errorf("%v runs in flight, want 1", got)
	}
	failed(nil, context.Canceled)
	left := tel.Queued()
	if got := value(t, tel, "nutgraf_runs_queued"); got != 1 {
		t.Errorf("%v runs queued, want 1", got)
	}
	left()
	left()
	tel.Committed(2, time.Second, errors.New("no fault"))
	for _, c := range []struct {
		name   string
		labels []string
		want   float64
	}{
		{"nutgraf_runs_total", []string{"kind", "draft", "engine", "extractive", "outcome", "ok"}, 1},
		{"nutgraf_runs_total", []string{"kind", "regenerate", "engine", "model", "outcome", "cancelled"}, 1},
		{"nutgraf_run_duration_seconds", []string{"kind", "draft"}, 1},
		{"nutgraf_runs_in_flight", nil, 0},
		{"nutgraf_runs_queued", nil, 0},
		{"nutgraf_fallbacks_total", []string{"engine", "model", "code", "model_timeout"}, 1},
		{"nutgraf_fallbacks_total", []string{"engine", "extractive", "code", "model_paused"}, 1},
		{"nutgraf_findings_total", []string{"rule", "number", "verdict", "pass"}, 2},
		{"nutgraf_findings_total", []string{"rule", "number", "verdict", "fail"}, 1},
		{"nutgraf_findings_total", []string{"rule", "name", "verdict", "warn"}, 1},
		{"nutgraf_findings_total", []string{"rule", "name", "verdict", "unknown"}, 1},
		{"nutgraf_step_duration_seconds", []string{"kind", "store", "outcome", "ok"}, 1},
		{"nutgraf_cache_lookups_total", []string{"outcome", "hit"}, 1},
		{"nutgraf_jobs_total", []string{"state", "running"}, 1},
		{"nutgraf_store_commit_duration_seconds", []string{"outcome", "internal"}, 1},
		{"nutgraf_store_commit_writes", nil, 2},
		{"nutgraf_ready", []string{"check", "draining"}, 1},
	} {
		if got := value(t, tel, c.name, c.labels...); got != c.want {
			t.Errorf("%s%v is %v, want %v", c.name, c.labels, got, c.want)
		}
	}
}

// What callers and servers send makes neither panics nor series without end.
func TestLabelsAreFew(t *testing.T) {
	tel := start(t, Options{})
	odd := func(i int) string { return strings.Repeat("x", i) + "\xff\"\n" }
	for i := range 500 {
		m := tel.Model(model(func(context.Context, summarize.Request) (summarize.Response, error) {
			return summarize.Response{Usage: summarize.Usage{Calls: 1, InputTokens: -5, CachedTokens: 1 << 40}}, nil
		}), summarize.ModelInfo{Name: odd(i), EndpointHost: odd(i), Price: &summarize.Price{Input: 1}})
		if _, err := m.Complete(t.Context(), summarize.Request{}); err != nil {
			t.Fatal(err)
		}
		_, ended := tel.Run(t.Context(), odd(i), odd(i))
		ended(&summarize.Result{Why: &summarize.ClaimResult{Findings: []ground.Finding{{Rule: odd(i), Verdict: "v"}}}}, fault.New(fault.Code(odd(i)), "x"))
		_, ended = tel.Run(t.Context(), odd(i), odd(i))
		ended(&summarize.Result{Why: &summarize.ClaimResult{Findings: []ground.Finding{{Rule: odd(i), Verdict: ground.Verdict(odd(i))}}}}, nil)
		tel.Job(odd(i))
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Method = "M" + strings.Repeat("X", i)
		tel.HTTP(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), r)
	}
	for name, f := range families(t, tel) {
		if most := 11 * 81; len(f.GetMetric()) > most && strings.HasPrefix(name, "nutgraf_") {
			t.Errorf("%s has %d series", name, len(f.GetMetric()))
		}
	}
	if got := len(families(t, tel)["nutgraf_http_request_duration_seconds"].GetMetric()); got != 1 {
		t.Errorf("requests with odd methods made %d series, want 1", got)
	}
	if got := value(t, tel, "nutgraf_jobs_total", "state", other); got != 490 {
		t.Errorf("%v jobs are in other states, want 490", got)
	}
	w := httptest.NewRecorder()
	tel.Metrics().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Errorf("metrics answer %d: %s", w.Code, w.Body)
	}
}

func TestBadTracesAreRefused(t *testing.T) {
	for _, c := range []struct{ endpoint, headers string }{
		{"localhost:4318", ""},
		{"ftp://h", ""},
		{"http://user:canary@h", ""},
		{"http://h?key=canary", ""},
		{"http://%zz", ""},
		{"http://h", "canary"},
		{"http://h", "a b=canary"},
		{"http://h", "a=canary%0d%0ax"},
		{"http://h", "a=canary%zz"},
		{"http://h", "=canary"},
	} {
		_, err := New(Options{Traces: Traces{Endpoint: c.endpoint, Headers: hidden(c.headers)}})
		if fault.CodeOf(err) != fault.BadConfig || strings.Contains(err.Error(), "canary") {
			t.Errorf("%v: %v", c, err)
		}
	}
}

var _ service.Observer = (*Telemetry)(nil)
