package telemetry

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Model measures the calls of a model. Info says which it is, and its price.
func (t *Telemetry) Model(m summarize.Model, info summarize.ModelInfo) summarize.Model {
	return &measured{
		Telemetry: t, next: m, price: info.Price,
		model: t.metrics.models.of(info.Name), host: t.metrics.hosts.of(info.EndpointHost),
	}
}

type measured struct {
	*Telemetry
	next        summarize.Model
	price       *summarize.Price
	model, host string
}

// Complete makes the call.
func (m *measured) Complete(ctx context.Context, req summarize.Request) (summarize.Response, error) {
	started := time.Now()
	ctx, span := m.tracer.Start(ctx, operationChat+" "+m.model, trace.WithSpanKind(trace.SpanKindClient))
	defer span.End()
	if span.IsRecording() {
		span.SetAttributes(m.asked(req)...)
	}
	req.OnText = m.first(req.OnText, started)
	resp, err := m.next.Complete(ctx, req)
	m.count(resp.Usage, err, time.Since(started))
	if span.IsRecording() {
		span.SetAttributes(spent(resp.Usage)...)
		fail(span, err)
	}
	return resp, err
}

// first notes when the text of a stream begins.
func (m *measured) first(onText func(string), started time.Time) func(string) {
	if onText == nil {
		return nil
	}
	begun := false
	return func(piece string) {
		if !begun {
			begun = true
			m.metrics.firstText.WithLabelValues(m.model, m.host).Observe(time.Since(started).Seconds())
		}
		onText(piece)
	}
}

func (m *measured) count(u summarize.Usage, err error, took time.Duration) {
	c := m.metrics
	c.calls.WithLabelValues(m.model, m.host, c.outcomes.of(outcome(err))).Inc()
	c.callSeconds.WithLabelValues(m.model, m.host).Observe(took.Seconds())
	c.wire.WithLabelValues(m.model, m.host).Add(atLeast0(u.Calls))
	c.tokens.WithLabelValues(m.model, m.host, "input").Add(atLeast0(u.InputTokens))
	c.tokens.WithLabelValues(m.model, m.host, "output").Add(atLeast0(u.OutputTokens))
	c.tokens.WithLabelValues(m.model, m.host, "cached").Add(atLeast0(u.CachedTokens))
	if m.price != nil {
		c.usd.WithLabelValues(m.model, m.host).Add(max(0, m.price.Cost(u)))
	}
	if u.Unreported > 0 || m.price == nil && u.Calls > 0 {
		c.unpriced.WithLabelValues(m.model, m.host).Inc()
	}
}

// atLeast0 keeps what a server made up from running a counter backwards, which
// panics.
func atLeast0(n int) float64 { return float64(max(0, n)) }

func (m *measured) asked(req summarize.Request) []attribute.KeyValue {
	out := []attribute.KeyValue{
		attribute.String(genAIOperation, operationChat), attribute.String(genAIProvider, providerName(m.host)),
		attribute.String(genAIModel, m.model), attribute.String(serverAddress, m.host),
		attribute.String(ownStep, clip(req.Step)), attribute.Bool(genAIStream, req.OnText != nil),
	}
	if len(req.Schema) > 0 {
		out = append(out, attribute.String(genAIOutputType, outputTypeJSON))
	}
	if req.MaxOutputTokens > 0 {
		out = append(out, attribute.Int(genAIMaxTokens, req.MaxOutputTokens))
	}
	if req.Temperature != nil {
		out = append(out, attribute.Float64(genAITemperature, *req.Temperature))
	}
	if req.Seed != nil {
		out = append(out, attribute.Int(genAISeed, *req.Seed))
	}
	return out
}

// spent leaves tokens out that were not all reported.
func spent(u summarize.Usage) []attribute.KeyValue {
	out := []attribute.KeyValue{attribute.Int(ownRequests, u.Calls)}
	if u.Unreported == 0 && u.Calls > 0 {
		out = append(out, attribute.Int(genAIInputTokens, u.InputTokens),
			attribute.Int(genAIOutputTokens, u.OutputTokens), attribute.Int(genAICachedTokens, u.CachedTokens))
	}
	return out
}

// The outcomes that are not codes of faults.
const (
	outcomeOK        = "ok"
	outcomeCancelled = "cancelled"
	outcomeDeadline  = "deadline"
)

// outcome names what came of something.
func outcome(err error) string {
	var f *fault.Error
	switch {
	case err == nil:
		return outcomeOK
	case errors.As(err, &f):
		return string(f.Code)
	case errors.Is(err, context.Canceled):
		return outcomeCancelled
	case errors.Is(err, context.DeadlineExceeded):
		return outcomeDeadline
	}
	return string(fault.Internal)
}

// fail marks a span whose work failed. The words of the error stay away: they
// may quote a server.
func fail(span trace.Span, err error) {
	if err == nil {
		return
	}
	span.SetAttributes(attribute.String(errorType, outcome(err)))
	span.SetStatus(codes.Error, "")
}
