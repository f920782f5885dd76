package scripted

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Personality is what sets one family of servers apart. The zero value is
// nobody in particular, and picky.
type Personality struct {
	Name string
	Base string // the path of the base URL; "" is /v1

	Keys    string // how an odd key is answered; "" in the server's own words
	Loose   bool   // fields that it does not know are ignored
	Refuses []Refusal
	Ignores []string // names as in Refusal of what has no effect
	AnyKey  bool     // the key does not matter
	Azure   bool     // the key comes as api-key alone, and api-version is demanded
	AnyName bool     // whatever model is named, the one that is loaded answers
	Form    func(status int, code, message string) string

	Context  int    // tokens of a prompt that can be read; 0 is any number
	TooLong  string // what is said of a longer one, with the tokens asked for (%[1]d) and had (%[2]d); "" cuts it silently
	TooLongs int    // the status of that

	Header    map[string]string
	KeepAlive string   // sent between chunks, and before a whole answer when it is blank
	Opening   []string // payloads before the first chunk
	Top       object   // fields of an answer and of its chunks
	Choice    object   // fields of a choice
	Message   object   // fields of a whole message
	Thinks    string   // field for reasoning; "" is reasoning_content
	Thoughts  string   // that come before each answer
	Called    string   // finish_reason of a call that was forced; "" is stop
	Usage     Told     // when a stream tells it
	Fences    bool     // JSON comes in a fence when nothing imposes its form
}

// Refusal is something in a request that is refused: a name as in Reply.Rejects
// or any field of the body.
type Refusal struct {
	Field      string
	Status     int
	Code, Says string
}

// Told says when a stream tells the usage.
type Told int

// The ways of telling.
const (
	WhenAsked  Told = iota // in a chunk of its own, without choices
	WithFinish             // always, in the chunk that has the finish_reason
	Never
)

// present names what a request has that some servers do not take.
func (req Request) present() map[string]bool {
	return map[string]bool{
		"json_schema": req.Format == "json_schema", "json_object": req.Format == "json_object", "tools": req.Format == "tools",
		"max_tokens": req.MaxTokens != 0, "max_completion_tokens": req.MaxCompletionTokens != 0,
		"stream_options": req.IncludeUsage, "temperature": req.Temperature != nil, "seed": req.Seed != nil,
		"logprobs": req.TopTokens > 0, "logprobs>5": req.TopTokens > 5,
	}
}

// refuses answers a request that this family does not take, with its status and
// the body of the error.
func (p Personality) refuses(req *Request) (status int, body string) {
	present := req.present()
	for field := range req.fields() {
		present[field] = true
	}
	for _, r := range p.Refuses {
		if present[r.Field] {
			return r.Status, p.error(r.Status, r.Code, r.Says)
		}
	}
	n := tokensOf(req.Text())
	if p.Context == 0 || n <= p.Context {
		return 0, ""
	}
	if p.TooLong == "" {
		req.cut(p.Context)
		return 0, ""
	}
	says := p.TooLong
	if strings.Contains(says, "%") {
		says = fmt.Sprintf(says, n, p.Context)
	}
	return p.TooLongs, p.error(p.TooLongs, "context_length_exceeded", says)
}

// overlook takes out of a request what this family ignores.
func (p Personality) overlook(req *Request) {
	for _, name := range p.Ignores {
		switch name {
		case "json_schema", "json_object", "tools":
			if req.Format == name {
				req.Format, req.SchemaName, req.Schema = "", "", nil
			}
		case "max_tokens":
			req.MaxTokens = 0
		case "max_completion_tokens":
			req.MaxCompletionTokens = 0
		case "logprobs":
			req.TopTokens = 0
		case "stream_options":
			req.IncludeUsage = false
		}
	}
}

// fields lists the fields of the body.
func (req *Request) fields() map[string]json.RawMessage {
	var all map[string]json.RawMessage
	_ = json.Unmarshal(req.Body, &all) // what is no object has none
	return all
}

// cut leaves the system message and the end of the last one, as servers do that
// say nothing of it.
func (req *Request) cut(tokens int) {
	messages := slices.Clone(req.Messages)
	last := &messages[len(messages)-1]
	rest := tokens - tokensOf(strings.TrimSuffix(req.Text(), last.Text+"\n"))
	if keep := 4*max(rest, 2) - 4; keep < len(last.Text) {
		last.Text = strings.ToValidUTF8(last.Text[len(last.Text)-keep:], "")
	}
	req.Messages = messages
}

func (p Personality) error(status int, code, message string) string {
	if p.Form != nil {
		return p.Form(status, code, message)
	}
	return ErrorBody("openai", "invalid_request_error", code, message)
}

func (o object) add(more object) {
	for name, value := range more {
		if _, ok := o[name]; !ok {
			o[name] = value
		}
	}
}

func (p Personality) base() string { return cmp.Or(p.Base, "/v1") }
