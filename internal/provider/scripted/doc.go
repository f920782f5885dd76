// Package scripted is an OpenAI-compatible chat server over real HTTP on the
// loopback, for tests and manual runs. It behaves well or badly as its script
// says, and it is strict about what it is sent.
//
// The journey of a request:
//
//  1. It is read, decoded and kept for Requests, without the value of its key.
//  2. It is examined as a picky server would: method, path, key, content type,
//     unknown fields, roles and their turns, empty messages, the shape of
//     response_format and of functions (a strict schema must close every object,
//     require every property and use no other keywords), two limits at once. An objection is answered with its status (400, 401, 404 or
//     405), noted in Request.Objection, and does not use up the script.
//  3. The next Reply of the script answers it; the last one is repeated. The zero
//     Reply is an honest draft, written by the zero Drafter.
//  4. The reply is sent whole or as a stream, as the request asks, and spoiled on
//     the way as the Reply says: late, slow, cut, compressed, endless.
//
// A Drafter plays a model from the request alone. It reads the numbered
// sentences, the limits that the prompt states and the names of the properties
// in the schema, and cites only numbers that it was shown; its words are the
// article's own, cut to length. It does not understand anything, so an honest
// draft has the right form and support, and may still be clumsy. Its fields make
// it break the rules, one each. What it cannot do is guess: a request with no
// sentences or an unknown schema gets prose that says so.
//
// A Drafter also plays a judge, which grades a summary by the share of its words
// that the article has, with or without the probabilities of its tokens; and the
// server gives vectors of texts, which count their words, in an order of its own.
//
// A Personality makes the server one of a family: what it refuses and ignores and
// in which words, how its errors look, what its answers and streams have that
// others do not. Personalities lists those that are known, with the sources. The
// zero Personality is picky and nobody in particular. Bill sums up what the server
// told of the cost of its answers, to compare with what a client booked.
//
// The package does not check whether an answer is good, holds no recorded
// traffic of real endpoints, and asserts nothing: tests look at Requests.
//
// A server for manual runs:
//
//	go run ./internal/provider/scripted/cmd/scripted -addr 127.0.0.1:0 -latency 200ms
package scripted
