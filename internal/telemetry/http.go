package telemetry

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// unmatched is the route of requests that no pattern matches.
const unmatched = "unmatched"

// quiet are the routes that machines ask for all the time.
var quiet = []string{"/healthz", "/readyz", "/metrics"}

// methods are those that labels name.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// HTTP measures the requests that next answers: metrics, a span, and one line in
// the log. A panic goes through it.
func (t *Telemetry) HTTP(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, started := &note{}, time.Now()
		ctx := incoming(r)
		ctx, span := t.tracer.Start(ctx, methodOf(r), trace.WithSpanKind(trace.SpanKindServer))
		r = r.WithContext(context.WithValue(ctx, noteKey{}, n))
		rec := &recorder{ResponseWriter: w, streams: t.metrics.streams}
		panicking := true
		defer func() {
			rec.end(panicking)
			t.answered(r, span, rec, cmp.Or(n.route, r.Pattern), time.Since(started))
		}()
		next.ServeHTTP(rec, r)
		panicking = false
	})
}

// incoming returns the request's context with the trace that the caller is in.
func incoming(r *http.Request) context.Context {
	if r.Header.Get("Traceparent") == "" {
		return r.Context()
	}
	return propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
}

func methodOf(r *http.Request) string {
	if slices.Contains(methods, r.Method) {
		return r.Method
	}
	return strings.ToUpper(other)
}

// answered notes a request that is over.
func (t *Telemetry) answered(r *http.Request, span trace.Span, rec *recorder, pattern string, took time.Duration) {
	route, method := t.metrics.routes.of(routeOf(pattern)), methodOf(r)
	class := strconv.Itoa(rec.status/100) + "xx"
	t.metrics.requests.WithLabelValues(route, method, class).Observe(took.Seconds())
	if span.IsRecording() {
		span.SetName(method + " " + route)
		span.SetAttributes(
			attribute.String(httpMethod, method), attribute.String(httpRoute, route),
			attribute.Int(httpStatus, rec.status), attribute.String(ownRequestID, clip(RequestID(r.Context()))))
		if rec.status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, "")
		}
	}
	span.End()
	t.line(r, rec, route, took)
}

// line writes what came of a request to the log.
func (t *Telemetry) line(r *http.Request, rec *recorder, route string, took time.Duration) {
	level := slog.LevelInfo
	switch {
	case rec.status >= http.StatusInternalServerError:
		level = slog.LevelWarn
	case slices.Contains(quiet, route):
		level = slog.LevelDebug
	}
	if !t.log.Enabled(r.Context(), level) {
		return
	}
	n := noteOf(r.Context())
	attrs := make([]slog.Attr, 0, 9)
	attrs = append(attrs,
		slog.String("method", methodOf(r)), slog.String("route", route), slog.Int("status", rec.status),
		slog.Int64("bytes", rec.bytes), slog.Float64("ms", float64(took.Microseconds())/1000))
	if n.space != "" {
		attrs = append(attrs, slog.String("space", n.space))
	}
	if n.token != "" {
		attrs = append(attrs, slog.String("token", n.token))
	}
	if r.Context().Err() != nil {
		attrs = append(attrs, slog.Bool("left", true))
	}
	t.log.LogAttrs(r.Context(), level, "request", attrs...)
}

// routeOf takes the method off a pattern.
func routeOf(pattern string) string {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		return path
	}
	return cmp.Or(pattern, unmatched)
}
