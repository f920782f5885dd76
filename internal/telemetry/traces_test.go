package telemetry

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// receiver takes spans as a collector does.
type receiver struct {
	*httptest.Server
	mu      sync.Mutex
	spans   map[string]*otlp.Span
	service string
	raw     strings.Builder // all that came, unpacked
	header  http.Header
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{spans: map[string]*otlp.Span{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := gzip.NewReader(req.Body)
		if err != nil || req.URL.Path != tracesPath {
			t.Errorf("%s: %v", req.URL.Path, err)
			return
		}
		data, err := io.ReadAll(body)
		if err != nil {
			t.Error(err)
		}
		var batch collector.ExportTraceServiceRequest
		if err := proto.Unmarshal(data, &batch); err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.header = req.Header
		r.raw.Write(data)
		for _, resource := range batch.ResourceSpans {
			for _, a := range resource.Resource.Attributes {
				if a.Key == "service.name" {
					r.service = a.Value.GetStringValue()
				}
			}
			for _, scope := range resource.ScopeSpans {
				for _, span := range scope.Spans {
					r.spans[span.Name] = span
				}
			}
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func attributes(s *otlp.Span) map[string]any {
	out := map[string]any{}
	for _, a := range s.GetAttributes() {
		switch v := a.Value; {
		case v.GetStringValue() != "":
			out[a.Key] = v.GetStringValue()
		default:
			out[a.Key] = v.GetIntValue()
		}
	}
	return out
}

const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

// The names of environment variables that the exporter would heed; what they
// say must neither matter nor be shown.
var misleading = map[string]string{
	"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1/canary", "OTEL_EXPORTER_OTLP_HEADERS": "canary",
	"OTEL_EXPORTER_OTLP_TRACES_HEADERS": "x=canary", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc", "OTEL_EXPORTER_OTLP_COMPRESSION": "none",
	"OTEL_EXPORTER_OTLP_CERTIFICATE": "/canary", "OTEL_TRACES_SAMPLER": "always_off", "OTEL_EXPORTER_OTLP_TIMEOUT": "canary",
}

// traced sends all spans of a request with canaries everywhere.
func traced(t *testing.T, endpoint string, log *buffer) {
	const canary = "canary"
	tel, err := New(Options{Version: "1.2.3", Log: NewLogger(LogOptions{Out: log}), Traces: Traces{Endpoint: endpoint, Headers: hidden("X-Team=t%20k,Authorization=Basic abc")}})
	if err != nil {
		t.Fatal(err)
	}
	m := tel.Model(model(func(context.Context, summarize.Request) (summarize.Response, error) {
		return summarize.Response{Text: canary, Breaks: canary, Usage: summarize.Usage{Calls: 2, InputTokens: 10, OutputTokens: 5, CachedTokens: 3}},
			fault.Wrap(fault.ModelFiltered, errors.New(canary), canary)
	}), summarize.ModelInfo{Name: "gpt-4o", EndpointHost: "api.openai.com"})
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/summaries", func(_ http.ResponseWriter, r *http.Request) {
		ctx, ended := tel.Run(r.Context(), "draft", "model")
		seed, temperature := 7, 0.5
		_, err := m.Complete(ctx, summarize.Request{
			Step: "draft", Messages: []summarize.Message{{Role: summarize.User, Text: canary}}, Schema: []byte(`"canary"`), SchemaName: canary,
			Seed: &seed, Temperature: &temperature, MaxOutputTokens: 99,
		})
		_, checked := tel.Step(ctx, "check")
		checked(nil)
		_, stored := tel.Step(ctx, "store")
		stored(err)
		r2 := result()
		r2.Article.Title, r2.Why.Text = canary, canary
		ended(r2, nil)
		_, ended = tel.Run(r.Context(), "regenerate", "model")
		ended(nil, errors.New(canary))
	})
	mux.HandleFunc("GET /fails", func(http.ResponseWriter, *http.Request) { panic(canary) })
	s := served(t, tel, mux)
	for _, path := range []string{"/v1/summaries?q=canary", "/fails?canary", "/canary"} {
		method := http.MethodPost
		if path == "/fails?canary" {
			method = http.MethodGet
		}
		req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(canary))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Traceparent", parent)
		req.Header.Set("Authorization", "Bearer canary")
		req.Header.Set("User-Agent", canary)
		req.Header.Set("Baggage", "x=canary")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	s.Close()
	if err := tel.Close(context.Background()); err != nil {
		t.Error(err)
	}
	if strings.Contains(log.String(), canary) {
		t.Errorf("the log has the canary:\n%s", log.String())
	}
	if got := value(t, tel, "nutgraf_http_request_duration_seconds", "route", "/v1/summaries", "status", "2xx"); got != 1 {
		t.Errorf("%v requests were answered, want 1", got)
	}
}

func TestSpansReachTheReceiver(t *testing.T) {
	for name, text := range misleading {
		t.Setenv(name, text)
	}
	r := newReceiver(t)
	var log buffer
	traced(t, r.URL, &log)
	r.mu.Lock()
	defer r.mu.Unlock()
	if strings.Contains(r.raw.String(), "canary") {
		t.Errorf("the spans have the canary:\n%q", r.raw.String())
	}
	if r.service != "nutgraf" || r.header.Get("X-Team") != "t k" || r.header.Get("Authorization") != "Basic abc" {
		t.Errorf("service %s, header %v", r.service, r.header)
	}
	parents := map[string]string{
		"draft": "POST /v1/summaries", "regenerate": "POST /v1/summaries", "chat gpt-4o": "draft", "check": "draft", "store": "draft",
	}
	for child, of := range parents {
		if r.spans[child] == nil || string(r.spans[child].ParentSpanId) != string(r.spans[of].GetSpanId()) {
			t.Errorf("%s is no child of %s: %v", child, of, r.spans[child])
		}
	}
	if got := r.spans["POST /v1/summaries"]; got == nil || strings.ToLower(encoded(got.TraceId)) != parent[3:35] || encoded(got.ParentSpanId) != parent[36:52] {
		t.Errorf("the caller's trace was not taken over: %v", got)
	}
	for span, want := range map[string]map[string]any{
		"POST /v1/summaries": {httpRoute: "/v1/summaries", httpMethod: "POST", httpStatus: int64(200)},
		"GET /fails":         {httpStatus: int64(500)},
		"draft":              {ownOutcome: "ok", ownEngine: "extractive", ownClaims: int64(3), ownFailing: int64(1)},
		"regenerate":         {errorType: "internal"},
		"chat gpt-4o": {
			"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o", "gen_ai.output.type": "json",
			"gen_ai.usage.input_tokens": int64(10), "gen_ai.usage.output_tokens": int64(5), "gen_ai.usage.cache_read.input_tokens": int64(3),
			"gen_ai.request.max_tokens": int64(99), "gen_ai.request.seed": int64(7), "server.address": "api.openai.com", "error.type": "model_filtered",
		},
		"store": {errorType: "model_filtered"},
	} {
		got := attributes(r.spans[span])
		for name, value := range want {
			if got[name] != value {
				t.Errorf("%s: %s is %v, want %v", span, name, got[name], value)
			}
		}
	}
	for _, line := range log.lines(t) {
		if line["trace_id"] != parent[3:35] {
			t.Errorf("a line is not of the trace: %v", line)
		}
	}
}

func encoded(id []byte) string {
	const digits = "0123456789abcdef"
	var out strings.Builder
	for _, b := range id {
		out.WriteByte(digits[b>>4])
		out.WriteByte(digits[b&15])
	}
	return out.String()
}

func TestReceiversThatFailHarmNobody(t *testing.T) {
	redirected := newReceiver(t)
	for name, handler := range map[string]http.HandlerFunc{
		"refuses": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusUnauthorized) },
		"redirects": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, redirected.URL+tracesPath, http.StatusTemporaryRedirect)
		},
		"garbage": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/x-protobuf")
			_, _ = io.WriteString(w, "\xff\xff\xff")
		},
	} {
		s := httptest.NewServer(handler)
		var log buffer
		traced(t, s.URL+"/v1/traces/", &log)
		s.Close()
		if got := strings.Count(log.String(), "traces could not be sent"); got != 1 {
			t.Errorf("%s: the log says %d times that traces could not be sent, want once:\n%s", name, got, log.String())
		}
	}
	if len(redirected.spans) > 0 {
		t.Error("a redirect was followed")
	}
	var log buffer
	gone := httptest.NewServer(nil)
	gone.Close()
	traced(t, gone.URL, &log)
}

func TestWithoutReceiverTheTraceIsStillInTheLog(t *testing.T) {
	var log buffer
	tel := start(t, Options{Log: NewLogger(LogOptions{Out: &log})})
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Traceparent", parent)
	tel.HTTP(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), r)
	if got := log.lines(t)[0]["trace_id"]; got != parent[3:35] {
		t.Errorf("trace_id is %v", got)
	}
}
