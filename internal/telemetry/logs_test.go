package telemetry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/trace"

	"github.com/nutgraf/nutgraf/internal/secret"
)

func TestSecretsAreNeverLogged(t *testing.T) {
	known := []string{`pl"ain\key<&>`, "0123456789abcdef", "0123456789", "naïve–schlüssel\t"}
	unknown := []string{"ngt_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4", "sk-abcdefghij0123456789"}
	var secrets []secret.Secret
	for _, k := range known {
		secrets = append(secrets, secret.New(k))
	}
	for _, text := range []bool{true, false} {
		var log buffer
		l := NewLogger(LogOptions{Out: &log, Text: text, Secrets: secrets})
		for _, k := range append(known, unknown...) {
			type holder struct {
				Key  string
				Sub  map[string]string
				Dark secret.Secret
			}
			h := holder{k, map[string]string{k: k}, secret.New(k)}
			l.With("a", k).WithGroup("g").Error("message "+k, "b", errors.New("url?key="+k), "c", h, "d", &h, "e", []string{k}, "f", secret.New(k), "g", fmt.Sprintf("%+v", h))
		}
		l.Info("header", "h", "Bearer abc.def/ghi", "i", "bearer  xyzxyz")
		for _, k := range append(known, append(unknown, "abc.def", "xyzxyz")...) {
			encoded, err := json.Marshal(k)
			if err != nil {
				t.Fatal(err)
			}
			for _, form := range []string{k, strings.Trim(string(encoded), `"`), strings.Trim(fmt.Sprintf("%q", k), `"`), strings.Trim(fmt.Sprintf("%+q", k), `"`)} {
				if strings.Contains(log.String(), form) {
					t.Errorf("text=%v: %s is in the log:\n%s", text, form, log.String())
				}
			}
		}
		if !strings.Contains(log.String(), masked) || !text && len(log.lines(t)) != 7 {
			t.Errorf("text=%v: the log is not whole:\n%s", text, log.String())
		}
	}
}

func TestShortKeysLeaveTheLogReadable(t *testing.T) {
	var log buffer
	NewLogger(LogOptions{Out: &log, Secrets: []secret.Secret{secret.New("e"), secret.New("")}}).Info("message")
	if got := log.lines(t)[0]["msg"]; got != "message" {
		t.Errorf("%v", got)
	}
}

func TestLinesCarryIDs(t *testing.T) {
	var log buffer
	l := NewLogger(LogOptions{Out: &log}).With("part", "x")
	ctx := WithRequestID(t.Context(), "req-7")
	ctx = trace.ContextWithSpanContext(ctx, trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2}}))
	l.InfoContext(ctx, "with")
	l.InfoContext(context.Background(), "without")
	l.DebugContext(ctx, "unseen")
	lines := log.lines(t)
	if len(lines) != 2 {
		t.Fatalf("%v", lines)
	}
	for name, want := range map[string]string{"request_id": "req-7", "trace_id": "01000000000000000000000000000000", "span_id": "0200000000000000", "part": "x"} {
		if lines[0][name] != want {
			t.Errorf("%s is %v", name, lines[0][name])
		}
	}
	if _, ok := lines[1]["request_id"]; ok || lines[1]["part"] != "x" {
		t.Errorf("%v", lines[1])
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestLogThatCannotBeWrittenHarmsNobody(t *testing.T) {
	NewLogger(LogOptions{Out: failing{}}).Info("x")
	h := NewLogger(LogOptions{Out: failing{}}).Handler()
	if err := h.Handle(t.Context(), slog.Record{}); err == nil {
		t.Error("no error")
	}
}
