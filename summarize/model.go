package summarize

import (
	"context"
	"encoding/json"
)

// Model makes one call to a language model. Implementations own the wire
// format, retries and limits of that call; they return a *fault.Error with a
// model code, or the context's error. They are called from many goroutines.
type Model interface {
	Complete(ctx context.Context, req Request) (Response, error)
}

// Limit returns a Model that makes at most n calls of m at the same time, for
// all who use it.
func Limit(m Model, n int) Model { return limited{m, make(chan struct{}, max(1, n))} }

type limited struct {
	Model
	slots chan struct{}
}

func (l limited) Complete(ctx context.Context, req Request) (Response, error) {
	select {
	case l.slots <- struct{}{}:
		defer func() { <-l.slots }()
		return l.Model.Complete(ctx, req)
	case <-ctx.Done():
		return Response{}, ctx.Err()
	}
}

// Role says who speaks in a message.
type Role string

// The roles, in the order in which they occur in a request.
const (
	System    Role = "system"
	User      Role = "user"
	Assistant Role = "assistant"
)

// Message is one turn of the conversation that a request holds.
type Message struct {
	Role Role   `json:"role"`
	Text string `json:"text"`
}

// Request asks for one JSON answer.
type Request struct {
	// Step names the request for people: "draft", "candidates", "merge",
	// "compose", "repair", "again", "verify", "judge" or "prefer".
	Step     string
	Messages []Message

	// Schema is the JSON Schema (strict subset: every property required, no
	// additional ones) that the answer must follow, and SchemaName its name.
	Schema     json.RawMessage
	SchemaName string

	// MaxOutputTokens bounds the answer. 0 leaves it to the endpoint.
	MaxOutputTokens int

	// Temperature of the sampling and Seed of its chance; nil leaves them to the
	// endpoint, and so does an endpoint that takes neither.
	Temperature *float64
	Seed        *int
	// TopTokens asks for the probabilities of that many of the likeliest tokens at
	// each place of the answer, up to 20. Endpoints may give fewer, or none.
	TopTokens int

	// OnText, when not nil, asks for a stream and receives the answer's text in
	// pieces, from one goroutine, as it arrives. After the first piece the call
	// is never made again: it ends well or with an error.
	OnText func(piece string)
}

// Response is a whole answer.
type Response struct {
	// Text is the answer as the model wrote it, valid UTF-8. It may still have
	// prose or a fence around its JSON.
	Text string
	// Breaks says how Text breaks the schema, "" when it does not. An endpoint that
	// does not enforce the schema leaves that to the model; what it wrote may still
	// be read.
	Breaks string
	// WireFormat is how the form was asked for: "json_schema", "tools",
	// "json_object" or "text".
	WireFormat string
	Usage      Usage
	// Read is how many tokens of this request the endpoint says it read, those that
	// it had cached included; 0 when it does not say.
	Read int
	// Tokens are those of Text with their probabilities, nil when the endpoint did
	// not tell them, or when the model thought before it answered.
	Tokens []Token
}

// Token is a piece of an answer, as the model wrote it.
type Token struct {
	Text string
	Top  []TokenChance // that could have stood here, likeliest first
}

// TokenChance is a token with its probability, from 0 to 1.
type TokenChance struct {
	Text string
	P    float64
}

// Usage is what a call, or several, cost. Tokens are as the endpoint reported
// them; Unreported counts answers for which it did not, so that the sums are
// known to be short.
type Usage struct {
	Calls        int // requests on the wire, failed ones included
	InputTokens  int
	OutputTokens int
	CachedTokens int // part of InputTokens
	Unreported   int
}

// Add returns the sum of two usages.
func (u Usage) Add(v Usage) Usage {
	u.Calls += v.Calls
	u.InputTokens += v.InputTokens
	u.OutputTokens += v.OutputTokens
	u.CachedTokens += v.CachedTokens
	u.Unreported += v.Unreported
	return u
}
