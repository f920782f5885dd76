package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/nutgraf/nutgraf/internal/telemetry"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// begin gives every request its ID and its headers, and keeps a panic from ending
// more than its request.
func (s *Server) begin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := &info{id: requestID(r.Header.Get("X-Request-Id"))}
		out := &writer{ResponseWriter: w, timeout: s.o.WriteTimeout}
		out.Header().Set("X-Request-Id", i.id)
		secure(out.Header(), r.TLS != nil)
		_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // of the request before
		r = r.WithContext(telemetry.WithRequestID(withInfo(r.Context(), i), i.id))
		defer s.log(r)
		defer recovered(out, r)
		next.ServeHTTP(out, r)
	})
}

// secure sets the headers that every answer has. A page of the desk sets its own
// policy in place of the one that allows nothing.
func secure(h http.Header, tls bool) {
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if tls {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// recovered answers a panic as a bug. What the panic says may quote an article:
// only its type and the place go to the log.
func recovered(w *writer, r *http.Request) {
	thrown := recover()
	if thrown == nil {
		return
	}
	if err, ok := thrown.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(thrown)
	}
	cause := panicked(thrown)
	if w.status != 0 {
		note(r.Context(), newProblem(r.Context(), cause), cause)
		panic(http.ErrAbortHandler) // the answer is broken, and must not look whole
	}
	fail(w, r, cause)
}

// panicked is an error for the log.
func panicked(thrown any) error {
	what := fmt.Sprintf("%T", thrown)
	if err, ok := thrown.(runtime.Error); ok {
		what = err.Error()
	}
	return fault.Wrap(fault.Internal, fmt.Errorf("panic: %s\n%s", what, debug.Stack()), "")
}

// log tells operators why a request failed that the caller could not help. What
// every request was is the telemetry's to tell.
func (s *Server) log(r *http.Request) {
	i := infoOf(r.Context())
	if i.problem == nil || i.problem.Status < http.StatusInternalServerError {
		return
	}
	level := slog.LevelError
	if i.problem.Retryable {
		level = slog.LevelWarn
	}
	s.o.Logger.LogAttrs(context.WithoutCancel(r.Context()), level, "request failed",
		slog.String("request_id", i.id), slog.String("code", string(i.problem.Code)), slog.String("cause", cause(i.cause)))
}

// cause is what operators are told of an error: the text of a fault, and of what
// is behind it when that is the service's own.
func cause(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return fmt.Sprintf("%T: %v", err, err)
	}
	kind := f.Code.Kind()
	if f.Err != nil && (kind == fault.KindStore || kind == fault.KindInternal) {
		return fmt.Sprintf("%s: %v", f.Message, f.Err)
	}
	return f.Message
}
