package telemetry

import (
	"context"
	"net/http"
)

type requestIDKey struct{}

// WithRequestID puts the ID of a request into its context, from where the lines
// of the log have it.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID returns the ID of the request that a context is of, "" for none.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// note is what is learned of a request while it is answered. It is written by
// the goroutine that answers.
type note struct {
	route, space, token string
}

type noteKey struct{}

func noteOf(ctx context.Context) *note {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		return n
	}
	return &note{}
}

// SetCaller says whose request it is: a space, and the ID of the token, "" for
// none. It is called by what answers the request, and not from other goroutines.
func SetCaller(ctx context.Context, space, token string) {
	n := noteOf(ctx)
	n.space, n.token = space, token
}

// Routed stands around a http.ServeMux and tells HTTP which of its patterns was
// matched.
func Routed(mux http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { noteOf(r.Context()).route = r.Pattern }()
		mux.ServeHTTP(w, r)
	})
}
