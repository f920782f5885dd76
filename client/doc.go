// Package client speaks to the HTTP API of nutgraf serve.
//
// The journey of a call:
//
//  1. It becomes a request to the one host that the client was made for, with the
//     token. Every POST and PATCH gets an Idempotency-Key, so that it can be sent
//     again without being done twice.
//  2. When the connection fails, or the service says that the same request may
//     succeed later, it is sent again after a while: as long as Retry-After says, up
//     to 30 seconds, else twice as long as before, and never at the same time as all
//     others. Three times at most, and not past the context's deadline.
//  3. What the service refuses comes back as a [*Problem], with its code and the ID
//     that the request has in the service's log.
//  4. An answer that is JSON is read whole, one that is a list piece by piece as it
//     is asked for. A draft that takes so long that the service makes it a job is
//     asked for until it is done.
//  5. A stream of events that breaks off is taken up after the last event that came.
//
// The package follows no redirects, because the token is for one host, keeps no
// summaries, and writes no log.
package client
