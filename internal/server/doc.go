// Package server is the HTTP API over package service.
//
// The journey of a request:
//
//  1. It gets an ID and the headers that every answer has; a panic from here on is
//     a 500 that tells nothing.
//  2. The host name, the origin of the page behind it and the number of requests
//     from its address are looked at, then the route is chosen: what there is not
//     is 404, a method that a path has not 405.
//  3. The token, the session, or that there is no login tells who asks; the route's
//     scope and the token's own limit must allow it.
//  4. The form of the answer is agreed on (406), the body is read up to the route's
//     size (413, 415) and looked through: one JSON value, no key twice.
//  5. A POST or PATCH with an Idempotency-Key is joined with others that have the
//     key. One of them works, in a goroutine of its own that ends when nobody waits
//     any more, and its answer is recorded: it is played to all, and kept for a day
//     unless it is a failure that passes.
//  6. huma holds the request against the schema (422) and calls the handler, which
//     calls the service. What it gives becomes JSON, a stream of events, or 202 when
//     it takes longer than the caller wants to wait: the work goes on as a job.
//  7. Every failure is a problem of RFC 9457. The code of its fault alone decides the
//     status, by one table.
//
// The OpenAPI document is made of the same types and routes, and is committed as
// docs/openapi.json.
//
// The package keeps no summaries and decides nothing about them, shows no pages
// but the short ones about its problems and routes, and writes no access log.
package server
