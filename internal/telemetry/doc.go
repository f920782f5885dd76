// Package telemetry makes visible what the service does: metrics, traces, logs
// and health.
//
// The journey of a request through it:
//
//  1. HTTP takes over the caller's traceparent, begins a span and a note that
//     what lies deeper writes to: Routed the pattern that was matched, SetCaller
//     whose request it is.
//  2. The service tells Queued, Run, Step, Cached and Job what it does. The
//     context that Run and Step return carries their spans, so that the spans of
//     model calls and of writes are theirs.
//  3. A model that was wrapped by Model counts each call with its outcome, tokens
//     and money.
//  4. The store tells Committed of each commit.
//  5. When the request is answered, HTTP counts it and writes one line to the log.
//     Every line that is written with the request's context has its request and
//     trace IDs.
//  6. Metrics shows the counts to Prometheus. Spans leave in batches, in the
//     background, over OTLP; a receiver that is slow or gone costs spans, never a
//     request. Health answers those who ask whether work can be given to the
//     process.
//
// The values of labels are few, whatever callers send: routes are patterns, and
// after some names further ones are "other". No label, attribute or line holds
// the text of an article, a prompt, an answer, a key, or the address of a caller.
//
// The package keeps nothing on disk, reads no environment of its own (the
// OpenTelemetry SDK adds OTEL_RESOURCE_ATTRIBUTES to the resource of traces), and
// sends nothing unless Traces.Endpoint is set.
package telemetry
