package telemetry

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Traces says where spans go, over OTLP in protobuf. The zero value sends none.
type Traces struct {
	// Endpoint is the address of the receiver, http or https; /v1/traces is added
	// to it unless it is there. "" sends nothing.
	Endpoint string
	// Headers go with each batch: "name=value,name=value", values percent-encoded
	// as in OTEL_EXPORTER_OTLP_HEADERS.
	Headers secret.Secret
	Service string // name of the service; "" is nutgraf
}

const (
	tracesPath  = "/v1/traces"
	spansQueued = 8192 // more are dropped
	sendTimeout = 10 * time.Second
	retryFirst  = time.Second
	retryMost   = 5 * time.Second
	complainGap = time.Minute // between two lines in the log
)

// newTracer makes a tracer and what ends it.
func newTracer(o Options, failures prometheus.Counter) (trace.Tracer, func(context.Context) error, error) {
	if o.Traces.Endpoint == "" {
		return noop.NewTracerProvider().Tracer(namespace), func(context.Context) error { return nil }, nil
	}
	endpoint, err := parseEndpoint(o.Traces.Endpoint)
	if err != nil {
		return nil, nil, err
	}
	headers, err := parseHeaders(o.Traces.Headers)
	if err != nil {
		return nil, nil, err
	}
	otel.SetLogger(logr.Discard()) // it would write to standard error what it finds in the environment
	client := newSender()
	exporter, err := otlptracehttp.New(context.Background(), exporterOptions(endpoint, headers, client)...)
	if err != nil {
		return nil, nil, fault.Wrap(fault.BadConfig, err, "the traces cannot be sent to telemetry.otlp_endpoint: check the address")
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(&careful{SpanExporter: exporter, failures: failures, log: o.Log}, sdktrace.WithMaxQueueSize(spansQueued),
			sdktrace.WithBatchTimeout(2*time.Second), sdktrace.WithMaxExportBatchSize(512), sdktrace.WithExportTimeout(2*sendTimeout)),
		sdktrace.WithResource(resource.NewSchemaless(
			attribute.String("service.name", serviceName(o.Traces)), attribute.String("service.version", clip(o.Version)))),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.AlwaysSample())),
		sdktrace.WithRawSpanLimits(spanLimits),
		sdktrace.WithoutPanicRecording(),
	)
	stop := func(ctx context.Context) error {
		defer client.CloseIdleConnections()
		return provider.Shutdown(ctx)
	}
	return provider.Tracer(namespace), stop, nil
}

// spanLimits bound what a span may hold, whatever is put into it.
var spanLimits = sdktrace.SpanLimits{
	AttributeValueLengthLimit: 2 * longest, AttributeValueDepthLimit: 4, AttributeCountLimit: 32,
	EventCountLimit: 16, LinkCountLimit: 4, AttributePerEventCountLimit: 8, AttributePerLinkCountLimit: 8,
}

func serviceName(t Traces) string {
	if t.Service == "" {
		return namespace
	}
	return clip(t.Service)
}

// newSender follows no redirects: the headers hold keys.
func newSender() *http.Client {
	return &http.Client{
		Transport:     http.DefaultTransport.(*http.Transport).Clone(),
		Timeout:       sendTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// exporterOptions sets all that the exporter would look up in the environment.
func exporterOptions(endpoint string, headers map[string]string, client *http.Client) []otlptracehttp.Option {
	return []otlptracehttp.Option{
		otlptracehttp.WithTLSClientConfig(nil), otlptracehttp.WithEndpointURL(endpoint), otlptracehttp.WithHeaders(headers),
		otlptracehttp.WithTimeout(sendTimeout), otlptracehttp.WithCompression(otlptracehttp.GzipCompression),
		otlptracehttp.WithEncoding(otlptracehttp.EncodingProtobuf), otlptracehttp.WithHTTPClient(client),
		otlptracehttp.WithRetry(otlptracehttp.RetryConfig{
			Enabled: true, InitialInterval: retryFirst, MaxInterval: retryMost, MaxElapsedTime: sendTimeout,
		}),
	}
}

func parseEndpoint(text string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil, u.Host == "", u.Scheme != "http" && u.Scheme != "https":
		return "", fault.New(fault.BadConfig, "telemetry.otlp_endpoint is not a web address: it must be like http://localhost:4318")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", fault.New(fault.BadConfig, "telemetry.otlp_endpoint holds a password, a ? or a #: take it out; keys go into telemetry.otlp_headers")
	}
	u.Path = strings.TrimSuffix(strings.TrimRight(u.Path, "/"), tracesPath) + tracesPath
	return u.String(), nil
}

// parseHeaders never repeats what it is given.
func parseHeaders(text secret.Secret) (map[string]string, error) {
	out := map[string]string{}
	for pair := range strings.SplitSeq(text.Reveal(), ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, value, found := strings.Cut(pair, "=")
		name = strings.TrimSpace(name)
		value, err := url.PathUnescape(strings.TrimSpace(value))
		if !found || err != nil || !isToken(name) || strings.ContainsAny(value, "\r\n\x00") {
			return nil, fault.New(fault.BadConfig, "telemetry.otlp_headers must be like name=value,name=value, with %%-codes for odd characters in values")
		}
		out[name] = value
	}
	return out, nil
}

// isToken reports whether a header may have the name.
func isToken(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	}) < 0
}

// careful keeps failures of an exporter to itself: it counts them, and complains
// once in a while.
type careful struct {
	sdktrace.SpanExporter
	failures prometheus.Counter
	log      *slog.Logger

	mu   sync.Mutex
	last time.Time
}

// ExportSpans sends spans. It never fails.
func (c *careful) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	err := c.SpanExporter.ExportSpans(ctx, spans)
	if err == nil {
		return nil
	}
	c.failures.Inc()
	c.mu.Lock()
	due := c.last.IsZero() || time.Since(c.last) >= complainGap
	if due {
		c.last = time.Now()
	}
	c.mu.Unlock()
	if due {
		c.log.LogAttrs(context.WithoutCancel(ctx), slog.LevelWarn, "traces could not be sent", slog.Int("spans", len(spans)), slog.String("error", clip(err.Error())))
	}
	return nil
}
