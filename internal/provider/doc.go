// Package provider is the only code that talks to a model. Client implements
// summarize.Model over an OpenAI-compatible chat endpoint, and makes vectors of
// texts with an embeddings endpoint.
//
// The journey of a request:
//
//  1. Complete makes a plan: how the form of the answer is asked for
//     (json_schema, the arguments of a function that must be called, json_object
//     or text), which limit of tokens is sent, whether usage is asked of a stream.
//     It starts from what worked before with this endpoint, model and way of
//     answering, which it forgets after an hour.
//  2. The plan becomes a go-openai request. Where the endpoint is not given the
//     schema as a parameter, the schema is added to the system message.
//  3. The wire, a RoundTripper, sends it. It refuses redirects, bounds what is
//     read after decompression, times the silence of streams, and keeps what
//     go-openai would lose: the header, the body, an error inside a stream.
//  4. The answer is decoded from the bytes as they came, so that odd usage
//     numbers or characters cut between chunks do not spoil it. A gate holds text
//     back until the JSON begins with a key that was asked for, leaving out
//     reasoning; from then on it goes to OnText in whole characters. The whole
//     answer is compared with the schema, stream or not.
//  5. What went wrong becomes a failure: a fault for people, whether the same
//     request may be sent again, and whether another plan would please the
//     endpoint. Complete decides, and remembers what it learned.
//
// Requests on the wire: at most 3 of one Complete call bring an answer or fail.
// An answer in prose where JSON was asked for is one of the 3, and so is every
// retry. JSON that breaks the schema is one of them too, as long as it is not
// known that the endpoint heeds the format, and a lower one is left to ask for;
// else it is returned with what is wrong (Response.Breaks), for a caller who can
// tell the model or can read it all the same. It is returned too where asking in
// another way brought nothing that can be read: it was paid for. A request whose parameter the
// endpoint refuses with an error is not one of the 3: three formats, one limit of
// tokens and one option of streams can be refused, each once, so that 8 is the
// most, in the first call of an hour only. A call that asks for a temperature, a
// seed and probabilities can have four more of them refused. All of it stays
// inside Config.Timeout. Nothing is sent again once a piece went to OnText.
//
// Azure OpenAI is recognised by its address, and gets its api-version and its key
// in the header of its own.
//
// Before a request is sent it waits for what Clients of the same Endpoints share:
// a place among the calls under way, the requests and tokens of the minute, the
// time for which the endpoint asked to be left alone. Waiting for the first
// request of a call is not part of Config.Timeout. After calls in a row that
// failed, the endpoint is left alone for a while, and calls fail at once, or wait
// until it is tried again (Config.WaitPaused). A request that a key is refused for, or
// has to wait for, goes out again at once with the next key, once for each key of
// a call; these are none of the 3.
//
// Proxies are taken from HTTPS_PROXY, HTTP_PROXY and NO_PROXY, as people expect
// of a program that calls a model; as everywhere in Go, they never apply to
// localhost and loopback addresses.
//
// The API key is in no error, message or printed Client. Servers' own words are
// quoted in messages, at most 200 characters of them, and only after everything
// that resembles a key was masked; words that repeat the prompt are not quoted.
//
// Probe asks an endpoint short questions by attempts of the same kind, each with a
// plan of its own and without learning from it, and reports what came of them.
//
// The package does not judge an answer beyond its form, does not repair JSON,
// does not count tokens or money, and logs nothing.
package provider
