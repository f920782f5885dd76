package server

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// rule is what a route asks of requests before its handler sees them.
type rule struct {
	scope  Scope
	public bool  // for everybody, without a token
	body   int64 // bytes that are read, 0 for none
	stream bool  // may be answered as a stream of events
	only   string
	fails  []int // statuses of its own, for the document
}

// offers are the media types of the answer.
func (r rule) offers() []string {
	switch {
	case r.only != "":
		return []string{r.only}
	case r.stream:
		return []string{jsonType, streamType}
	default:
		return []string{jsonType}
	}
}

// smallBody is enough for what people do to a summary.
const smallBody = 1 << 20

// router puts huma's operations on a mux, behind what their rules ask.
type router struct {
	*http.ServeMux
	server *Server
}

const ruleKey = "rule"

// Handle is called by huma for every operation.
func (rt router) Handle(op *huma.Operation, handle func(huma.Context)) {
	rule := op.Metadata[ruleKey].(rule)
	var h http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handle(humago.NewContext(op, r, w))
	})
	if op.Method == http.MethodPost || op.Method == http.MethodPatch {
		h = rt.server.once(rule, h)
	}
	h = acceptable(rule, rt.server.read(rule, h))
	if !rule.public {
		h = rt.server.allowed(rule.scope, h)
	}
	rt.ServeMux.Handle(op.Method+" "+op.Path, h)
}

// add registers an operation with what all have in common.
func add[I, O any](s *Server, r rule, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	op.Metadata = map[string]any{ruleKey: r}
	op.MaxBodyBytes, op.BodyReadTimeout = -1, -1 // read and limited before
	op.Security = []map[string][]string{{"token": {string(r.scope)}}, {"session": {string(r.scope)}}, {}}
	if op.Method == http.MethodPost || op.Method == http.MethodPatch {
		op.Parameters = append(op.Parameters, &huma.Param{Ref: "#/components/parameters/IdempotencyKey"})
		if r.stream {
			op.Parameters = append(op.Parameters, &huma.Param{Ref: "#/components/parameters/LastEventID"})
		}
	}
	statuses := map[int]bool{401: true, 403: true, 406: true, 422: true, 429: true, 500: true, 503: true}
	if r.body > 0 {
		statuses[400], statuses[413], statuses[415] = true, true, true
	}
	for _, status := range r.fails {
		statuses[status] = true
	}
	op.Errors = slices.Sorted(maps.Keys(statuses))
	huma.Register(s.api, op, handler)
}
