package telemetry

import (
	"context"
	"io"
	"log/slog"

	"go.opentelemetry.io/otel/trace"

	"github.com/nutgraf/nutgraf/internal/secret"
)

// LogOptions say how the log is written. Out is needed.
type LogOptions struct {
	Out     io.Writer
	Text    bool            // for people at a terminal; else JSON, a line each
	Level   slog.Leveler    // nil is slog.LevelInfo
	Secrets []secret.Secret // that are masked wherever they turn up
}

// NewLogger makes a logger whose lines carry request and trace IDs, and no
// secret.
func NewLogger(o LogOptions) *slog.Logger {
	out := newMask(o.Out, o.Secrets)
	options := &slog.HandlerOptions{Level: o.Level}
	if o.Text {
		return slog.New(identified{slog.NewTextHandler(out, options)})
	}
	return slog.New(identified{slog.NewJSONHandler(out, options)})
}

// identified adds what the context knows to each line.
type identified struct{ slog.Handler }

// Handle adds the IDs.
func (h identified) Handle(ctx context.Context, r slog.Record) error {
	if id := RequestID(ctx); id != "" {
		r.AddAttrs(slog.String("request_id", id))
	}
	if s := trace.SpanContextFromContext(ctx); s.IsValid() {
		r.AddAttrs(slog.String("trace_id", s.TraceID().String()), slog.String("span_id", s.SpanID().String()))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the IDs.
func (h identified) WithAttrs(attrs []slog.Attr) slog.Handler {
	return identified{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the IDs, inside the group.
func (h identified) WithGroup(name string) slog.Handler {
	return identified{h.Handler.WithGroup(name)}
}
