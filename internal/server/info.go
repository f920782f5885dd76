package server

import (
	"context"
	"crypto/rand"
	"net/http"

	"github.com/nutgraf/nutgraf/internal/service"
)

// info is what becomes known of a request on its way.
type info struct {
	id      string
	caller  service.Caller
	scopes  []Scope  // of the caller
	problem *problem // that it ended with, nil for none
	cause   error    // of the problem, for the log
	stream  bool     // the answer is to be a stream of events
	article string   // digest of the article that the answer quotes
}

type infoKey struct{}

func withInfo(ctx context.Context, i *info) context.Context {
	return context.WithValue(ctx, infoKey{}, i)
}

// infoOf is never nil, so that handlers can be called without the chain.
func infoOf(ctx context.Context) *info {
	if i, ok := ctx.Value(infoKey{}).(*info); ok {
		return i
	}
	return &info{}
}

// RequestID is the ID of the request that ctx belongs to, "" for none.
func RequestID(ctx context.Context) string { return infoOf(ctx).id }

// note keeps what a request ended with.
func note(ctx context.Context, p *problem, cause error) {
	i := infoOf(ctx)
	i.problem, i.cause = p, cause
}

// Failed tells the log why a page that is not the API's own failed.
func Failed(r *http.Request, err error) { note(r.Context(), newProblem(r.Context(), err), err) }

// requestID takes over the ID that a caller or a proxy gave, when it is short and
// plain, and makes one up otherwise.
func requestID(given string) string {
	if len(given) < 8 || len(given) > 64 {
		return rand.Text()
	}
	for _, c := range []byte(given) {
		plain := c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '_' || c == '.'
		if !plain {
			return rand.Text()
		}
	}
	return given
}
