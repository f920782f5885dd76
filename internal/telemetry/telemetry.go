package telemetry

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/trace"
)

// Options of New. The zero value works: metrics are counted, nothing is logged
// or sent.
type Options struct {
	Version string       // of the program
	Log     *slog.Logger // nil discards
	Traces  Traces
}

// Telemetry measures a process. It is safe for concurrent use, and must be
// closed.
type Telemetry struct {
	registry *prometheus.Registry
	metrics  *metrics
	log      *slog.Logger
	tracer   trace.Tracer
	close    func(context.Context) error
}

// New begins to measure. It fails with bad_config.
func New(o Options) (*Telemetry, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	t := &Telemetry{registry: prometheus.NewRegistry(), log: o.Log}
	t.metrics = newMetrics(t.registry, o.Version)
	var err error
	t.tracer, t.close, err = newTracer(o, t.metrics.exportFailures)
	return t, err
}

// Close sends the traces that are left, until ctx ends.
func (t *Telemetry) Close(ctx context.Context) error { return t.close(ctx) }

// scrapes is how many readers of metrics are answered at once.
const scrapes = 4

// Metrics shows all metrics in the formats that Prometheus reads.
func (t *Telemetry) Metrics() http.Handler {
	return promhttp.HandlerFor(t.registry, promhttp.HandlerOpts{MaxRequestsInFlight: scrapes})
}
