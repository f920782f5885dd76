package scripted

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"
)

// Message is one turn of a request.
type Message struct {
	Role string `json:"role"`
	Text string `json:"content"`
}

// Request is what arrived, decoded as far as it could be.
type Request struct {
	Method, Path string
	Header       http.Header // without Authorization
	KeyRight     bool        // the key was the one demanded, or none was demanded
	Body         []byte
	Objection    string // what is wrong with the request; "" when nothing is

	Model                          string
	Messages                       []Message
	Stream, IncludeUsage           bool
	MaxTokens, MaxCompletionTokens int
	Format                         string          // response_format's type, or tools when a function must be called; "" when there is neither
	SchemaName                     string          // or the name of the function
	Schema                         json.RawMessage // of response_format or of the function; nil when there is none

	Temperature *float64 // nil when none was sent
	Seed        *int
	TopTokens   int      // of which the probabilities are asked for; 0 when they are not
	Inputs      []string // whose vectors are asked for; nil in a chat

	as Personality
}

type wireRequest struct {
	Model               string    `json:"model"`
	Messages            []Message `json:"messages"`
	MaxTokens           int       `json:"max_tokens"`
	MaxCompletionTokens int       `json:"max_completion_tokens"`
	Temperature         *float64  `json:"temperature"`
	TopP                float64   `json:"top_p"`
	Seed                *int      `json:"seed"`
	LogProbs            bool      `json:"logprobs"`
	TopLogProbs         int       `json:"top_logprobs"`
	Stream              bool      `json:"stream"`
	StreamOptions       *struct {
		IncludeUsage bool `json:"include_usage"`
	} `json:"stream_options"`
	ResponseFormat *struct {
		Type       string `json:"type"`
		JSONSchema *struct {
			Name   string          `json:"name"`
			Strict bool            `json:"strict"`
			Schema json.RawMessage `json:"schema"`
		} `json:"json_schema"`
	} `json:"response_format"`
	Tools             []wireTool      `json:"tools"`
	ToolChoice        json.RawMessage `json:"tool_choice"`
	ParallelToolCalls *bool           `json:"parallel_tool_calls"`
}

// examine decodes a request and notes the first thing that a picky server
// would refuse, with the status that it would answer.
func (s *Server) examine(r *http.Request, body []byte) (Request, int) {
	req := Request{Method: r.Method, Path: r.URL.Path, Header: r.Header.Clone(), Body: body, as: s.opts.As}
	req.Header.Del("Authorization")
	req.Header.Del("Api-Key")
	req.KeyRight = s.opts.rightKey(r.Header)
	decode, check := req.decode, req.check
	base := s.opts.As.base()
	if r.URL.Path == base+vectorsPath {
		decode, check = req.decodeInputs, req.checkInputs
	}
	err := decode(body)
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	status := http.StatusBadRequest
	switch {
	case r.URL.Path != base+chatPath && r.URL.Path != base+vectorsPath:
		status, err = http.StatusNotFound, fmt.Errorf("there is nothing at %s", r.URL.Path)
	case s.opts.As.Azure && r.URL.Query().Get("api-version") == "":
		status, err = http.StatusNotFound, errors.New("resource not found")
	case r.Method != http.MethodPost:
		status, err = http.StatusMethodNotAllowed, fmt.Errorf("method %s is not allowed", r.Method)
	case !req.KeyRight:
		status, err = http.StatusUnauthorized, errors.New(cmp.Or(s.opts.As.Keys, "incorrect API key provided"))
	case r.ContentLength < 0:
		status, err = http.StatusLengthRequired, errors.New("the length of the body is not told")
	case !utf8.Valid(body):
		err = errors.New("the body is not UTF-8")
	case mediaType != "application/json":
		err = fmt.Errorf("content type is %q", mediaType)
	case err != nil:
	case s.opts.Model != "" && !s.opts.As.AnyName && req.Model != s.opts.Model:
		status, err = http.StatusNotFound, fmt.Errorf("the model %q does not exist", req.Model)
	default:
		err = check()
	}
	if err != nil {
		req.Objection = err.Error()
	}
	return req, status
}

// rightKey looks for the key in Authorization, or in the header of Azure.
func (o Options) rightKey(h http.Header) bool {
	bearer, own := h.Get("Authorization"), h.Get("Api-Key")
	switch {
	case o.Key == "" || o.As.AnyKey:
		return true
	case o.As.Azure:
		return own == o.Key && bearer == ""
	}
	return bearer == "Bearer "+o.Key && own == ""
}

func (req *Request) decode(body []byte) error {
	var wire wireRequest
	dec := json.NewDecoder(bytes.NewReader(body))
	if !req.as.Loose {
		dec.DisallowUnknownFields()
	}
	if err := dec.Decode(&wire); err != nil {
		return fmt.Errorf("the body cannot be read: %w", err)
	}
	req.Model, req.Messages, req.Stream = wire.Model, wire.Messages, wire.Stream
	req.MaxTokens, req.MaxCompletionTokens = wire.MaxTokens, wire.MaxCompletionTokens
	req.Temperature, req.Seed, req.TopTokens = wire.Temperature, wire.Seed, wire.TopLogProbs
	req.IncludeUsage = wire.StreamOptions != nil && wire.StreamOptions.IncludeUsage
	if wire.StreamOptions != nil && !wire.Stream {
		return fmt.Errorf("stream_options is only allowed with stream")
	}
	if wire.TopLogProbs != 0 && !wire.LogProbs || wire.TopLogProbs < 0 || wire.TopLogProbs > 20 {
		return fmt.Errorf("top_logprobs needs logprobs and is 0 to 20")
	}
	if err := req.decodeTools(wire); err != nil {
		return err
	}
	f := wire.ResponseFormat
	if f == nil {
		return nil
	}
	req.Format = f.Type
	if (f.Type == "json_schema") != (f.JSONSchema != nil) {
		return fmt.Errorf("response_format has type %q, and json_schema or not", f.Type)
	}
	if f.JSONSchema != nil {
		req.SchemaName, req.Schema = f.JSONSchema.Name, f.JSONSchema.Schema
		if f.JSONSchema.Strict {
			return checkStrict(f.JSONSchema.Schema, "schema", 0)
		}
	}
	return nil
}

func (req *Request) check() error {
	switch {
	case req.Model == "":
		return fmt.Errorf("model is missing")
	case len(req.Messages) == 0:
		return fmt.Errorf("messages is empty")
	case req.MaxTokens != 0 && req.MaxCompletionTokens != 0:
		return fmt.Errorf("max_tokens and max_completion_tokens are both set")
	case req.MaxTokens < 0 || req.MaxCompletionTokens < 0:
		return fmt.Errorf("a limit of tokens is negative")
	case req.Temperature != nil && (*req.Temperature < 0 || *req.Temperature > 2):
		return fmt.Errorf("temperature must be 0 to 2")
	case req.Format == "json_schema" && !validName(req.SchemaName):
		return fmt.Errorf("response_format: json_schema.name %q is not a name", req.SchemaName)
	case req.Format == "json_object" && !strings.Contains(strings.ToLower(req.Text()), "json"):
		return fmt.Errorf("'messages' must contain the word 'json' to use 'response_format' of type 'json_object'")
	case req.Format != "" && req.Format != "json_schema" && req.Format != "json_object" && req.Format != "tools" && req.Format != "text":
		return fmt.Errorf("response_format: type %q is unknown", req.Format)
	}
	for i, m := range req.Messages {
		if err := req.inTurn(i); err != nil {
			return err
		}
		if m.Role != "system" && m.Role != "user" && m.Role != "assistant" {
			return fmt.Errorf("messages[%d].role %q is unknown", i, m.Role)
		}
		if m.Text == "" {
			return fmt.Errorf("messages[%d].content is missing", i)
		}
	}
	return nil
}

// inTurn objects to what the templates of many models do: a system message that
// is not the first, and turns that do not alternate.
func (req *Request) inTurn(i int) error {
	role := req.Messages[i].Role
	switch {
	case role == "system" && i > 0:
		return errors.New("system message must be at the beginning")
	case i > 0 && role == req.Messages[i-1].Role, role == "assistant" && (i == 0 || req.Messages[i-1].Role == "system"), i == len(req.Messages)-1 && role != "user":
		return errors.New("conversation roles must alternate user/assistant/user/assistant")
	}
	return nil
}

// Text is what all messages say, each followed by a line end.
func (req *Request) Text() string {
	var b strings.Builder
	for _, m := range req.Messages {
		b.WriteString(m.Text)
		b.WriteByte('\n')
	}
	return b.String()
}

func validName(name string) bool {
	ok := func(r rune) bool {
		return r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return name != "" && len(name) <= 64 && strings.IndexFunc(name, func(r rune) bool { return !ok(r) }) < 0
}
