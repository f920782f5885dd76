package scripted

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Cut says where a connection breaks.
type Cut string

// The places where an answer can break off.
const (
	CutBefore  Cut = "before"  // a reset, before any header
	CutHeader  Cut = "header"  // after the header
	CutMiddle  Cut = "middle"  // after half of the body
	Unfinished Cut = "quietly" // the stream ends as if whole, after half of it
)

// None leaves out what would otherwise be there: a finish_reason or the usage.
const None = "none"

// Reply is how one request is answered. The zero value is an honest draft.
type Reply struct {
	Status int               // 0 is 200
	Header map[string]string // added
	Body   string            // sent as it is; nothing is written by a model then
	Chunks []string          // the payloads of a stream, sent as they are, [DONE] included

	Text      string               // what the model writes
	Write     func(Request) string // or this, from the request; nil and no Text: Drafter{}.Answer
	Silent    bool                 // the model writes nothing
	Reasoning string               // in reasoning_content
	Refusal   string               // in refusal
	Finish    string               // finish_reason; "" is stop, or length when the limit cuts the text
	Usage     string               // JSON in place of the honest numbers, or None

	// Rejects names what is answered with a 400: json_schema, json_object, tools,
	// max_tokens, max_completion_tokens, stream_options, temperature, seed,
	// logprobs, or logprobs>5 for more than five tokens.
	Rejects     []string
	IgnoreTools bool // what the model writes is text although a call of a function was asked for
	ToolCall    bool // what the model writes is a call of a function although none was asked for
	// Odds are the probabilities of the tokens that could have stood first in the
	// text, where they are asked for; nil is 0.9 for what the model writes. NoOdds
	// ignores that they are asked for.
	Odds         map[string]float64
	NoOdds       bool
	Vectors      Vectors // how vectors are wrong; "" is right, and out of order
	IgnoreStream bool    // whole JSON although a stream was asked for

	Delay      time.Duration // before the header
	Pause      time.Duration // after half of the body
	PieceBytes int           // of text in one chunk, characters cut where they fall; 0 is a word each
	WriteBytes int           // of one write to the network; 0 is a chunk each
	Cut        Cut
	Gzip       bool
	Endless    string // repeated after the body until the client leaves
}

// ErrorBody renders an error as one family of servers does: "openai", "vllm",
// "ollama", "fastapi", "gemini", "html" or anything else for plain text.
func ErrorBody(style, kind, code, message string) string {
	quoted := func(v any) string {
		data, err := json.Marshal(v)
		if err != nil {
			panic(err) // strings and maps of them
		}
		return string(data)
	}
	switch style {
	case "openai":
		return quoted(map[string]any{"error": map[string]any{"message": message, "type": kind, "code": code, "param": nil}})
	case "vllm":
		return quoted(map[string]any{"object": "error", "message": message, "type": kind, "code": 400})
	case "ollama":
		return quoted(map[string]any{"error": message})
	case "fastapi":
		return quoted(map[string]any{"detail": []any{map[string]any{"loc": []string{"body"}, "msg": message, "type": kind}}})
	case "gemini":
		return quoted([]any{map[string]any{"error": map[string]any{"code": 400, "message": message, "status": kind}}})
	case "html":
		return "<!DOCTYPE html><html><head><title>" + message + "</title></head><body><h1>" + message + "</h1></body></html>"
	}
	return message
}

// rejected returns the answer to the first field of the request that the reply
// rejects.
func (p Reply) rejected(req Request) (Reply, bool) {
	present := req.present()
	i := slices.IndexFunc(p.Rejects, func(name string) bool { return present[name] })
	if i < 0 {
		return Reply{}, false
	}
	name := p.Rejects[i]
	message := fmt.Sprintf("Unsupported parameter: '%s' is not supported with this model.", name)
	if name == "tools" {
		message = "Unsupported parameter: 'tools' and 'tool_choice' are not supported with this model."
	}
	if strings.HasPrefix(name, "json_") {
		message = fmt.Sprintf("'response_format' of type '%s' is not supported with this model.", name)
	}
	return Reply{Status: 400, Body: ErrorBody("openai", "invalid_request_error", "unsupported_parameter", message)}, true
}

// written lets the model write, once.
func (p Reply) written(req Request) Reply {
	if p.Silent || p.Refusal != "" || p.Body != "" || p.Chunks != nil || p.Status >= 300 || req.Inputs != nil || p.Write == nil && p.Text != "" {
		return p
	}
	write := p.Write
	if write == nil {
		write = Drafter{Fence: req.as.Fences && req.Format == ""}.Answer
	}
	text := write(req)
	p.Write = func(Request) string { return text }
	return p
}

// words returns what the model writes, cut to the request's limit, and the
// finish_reason.
func (p Reply) words(req Request) (text, finish string) {
	switch {
	case p.Silent || p.Refusal != "":
	case p.Write != nil:
		text = p.Write(req)
	default:
		text = p.Text
	}
	finish = "stop"
	if p.calls(req) != "" {
		finish = cmp.Or(req.as.Called, finish)
	}
	if limit := max(req.MaxTokens, req.MaxCompletionTokens); limit > 0 && tokensOf(text) > limit {
		text, finish = strings.ToValidUTF8(text[:4*limit], ""), "length"
	}
	if p.Finish != "" {
		finish = p.Finish
	}
	return text, finish
}

// calls is the function that the model calls with its answer, "" for text.
func (p Reply) calls(req Request) string {
	switch {
	case p.Silent || p.Refusal != "":
		return ""
	case p.ToolCall, req.Format == "tools" && !p.IgnoreTools:
		return cmp.Or(req.SchemaName, "answer")
	}
	return ""
}

// reasoning is what the model thinks before it writes.
func (p Reply) reasoning(req Request) string { return cmp.Or(p.Reasoning, req.as.Thoughts) }

// tokensOf is a server's count of tokens: four bytes each.
func tokensOf(text string) int { return (len(text) + 3) / 4 }

// bill is what an answer costs: untold as long as it is not whole, and for good
// when the numbers are not the honest ones or are not there.
func (p Reply) bill(req Request) Bill {
	if p.Body != "" || p.Chunks != nil || p.Status >= 300 || req.Inputs != nil {
		return Bill{}
	}
	streamed := req.Stream && !p.IgnoreStream
	told := p.Usage == "" && (req.as.Usage == WithFinish || req.as.Usage == WhenAsked && (!streamed || req.IncludeUsage))
	if !told {
		return Bill{Untold: 1}
	}
	text, _ := p.words(req)
	in, out := tokensOf(req.Text()), tokensOf(text)+tokensOf(p.reasoning(req))
	return Bill{Input: in, Output: out, Cached: in / 2, Untold: 1}
}

func (p Reply) usage(req Request, text string) json.RawMessage {
	if p.Usage == None {
		return nil
	}
	if p.Usage != "" {
		return json.RawMessage(p.Usage)
	}
	in, out := tokensOf(req.Text()), tokensOf(text)+tokensOf(p.reasoning(req))
	return json.RawMessage(fmt.Sprintf(`{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,"prompt_tokens_details":{"cached_tokens":%d}}`,
		in, out, in+out, in/2))
}
