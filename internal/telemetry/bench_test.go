package telemetry

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/nutgraf/nutgraf/summarize"
)

// BenchmarkSummary is what measuring one summary takes: the request with its
// line in the log, the run, a call of a model and the write.
func BenchmarkSummary(b *testing.B) {
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	defer receiver.Close()
	for name, endpoint := range map[string]string{"traces=off": "", "traces=on": receiver.URL} {
		b.Run(name, func(b *testing.B) {
			tel, err := New(Options{Log: NewLogger(LogOptions{Out: io.Discard}), Traces: Traces{Endpoint: endpoint}})
			if err != nil {
				b.Fatal(err)
			}
			defer tel.Close(context.Background())
			m := tel.Model(model(func(context.Context, summarize.Request) (summarize.Response, error) {
				return summarize.Response{Usage: summarize.Usage{Calls: 1, InputTokens: 900, OutputTokens: 200}}, nil
			}), summarize.ModelInfo{Name: "m", EndpointHost: "h", Price: &summarize.Price{Input: 1, Output: 2}})
			r := result()
			mux := http.NewServeMux()
			mux.HandleFunc("POST /v1/summaries", func(w http.ResponseWriter, req *http.Request) {
				tel.Queued()()
				ctx, ended := tel.Run(req.Context(), "draft", "model")
				_, _ = m.Complete(ctx, summarize.Request{Step: "draft"})
				ended(r, nil)
				_, stored := tel.Step(ctx, "store")
				tel.Committed(1, 0, nil)
				stored(nil)
				w.WriteHeader(http.StatusCreated)
			})
			h := tel.HTTP(Routed(mux))
			req := httptest.NewRequest(http.MethodPost, "/v1/summaries", nil)
			b.ReportAllocs()
			for b.Loop() {
				h.ServeHTTP(httptest.NewRecorder(), req)
			}
		})
	}
}
