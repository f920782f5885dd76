// Package replay records the traffic with models and plays it back, so that a
// measurement can be repeated with no key and no network.
//
// The journey of a request:
//
//  1. WithSample puts a tape into the context: one sample of one item by one arm.
//     Whatever is sent under that context goes by this tape, so that repeats of
//     the same request in other samples keep answers of their own.
//  2. Transport, a RoundTripper, names the request by a key: the SHA-256 of
//     method, host, path, the body as canonical JSON and the number of the
//     sample, and how often the tape had that key before.
//  3. Strict looks the key up in the sample's cassette and answers from it. A key
//     that is not there is a fault with code replay_miss, which says in what the
//     nearest recorded request differs. Nothing is sent.
//  4. Record and Off send the request and note the answer while it is read: a
//     JSON answer whole, anything else in the chunks in which it arrived. An
//     answer that broke off is noted as broken, a connection that failed as
//     failed, and both are played back as such.
//  5. Finish ends a tape. Record then writes its cassette, in one piece and only
//     if the sample was finished; the cassette that was there before is replaced.
//     Off does the same in the folder of a run's traffic, and for samples that
//     failed as well.
//
// A cassette is DIR/arm/item.sample.json, indented and in the order of the
// requests, made to be read in a diff. What goes into it: no header of a request
// at all, of an answer only the type of its content and how long to wait, and no
// value of a secret or of a field that is named like one.
//
// The package does not change what is sent, does not wait between answers as the
// server did, and does not delete cassettes that nobody plays any more.
package replay
