package provider

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	openai "github.com/sashabaranov/go-openai"

	"github.com/nutgraf/nutgraf/summarize"
)

// answer is what came of one request.
type answer struct {
	text    string
	shown   bool // a piece of the text went to OnText
	thought bool // the model reasoned
	finish  string
	refusal string
	usage   summarize.Usage
	tokens  []summarize.Token
	form    error // how the text breaks the schema

	byCall bool  // the text is to be the arguments of a call
	called bool  // there were such arguments
	call   int   // index of the call that they are of
	aside  *gate // takes text beside a call, which is the answer when there is no call
}

// wireAnswer is the part of an answer, or of a chunk of one, that matters.
// go-openai's own type is not used: one field of an odd type would lose it all.
type wireAnswer struct {
	Choices []struct {
		Message wirePart `json:"message"`
		Delta   wirePart `json:"delta"`
		Finish  string   `json:"finish_reason"`

		LogProbs json.RawMessage `json:"logprobs"`
	} `json:"choices"`
	Usage json.RawMessage `json:"usage"`
}

type wirePart struct {
	Content          json.RawMessage `json:"content"`
	Refusal          string          `json:"refusal"`
	ReasoningContent json.RawMessage `json:"reasoning_content"`
	Reasoning        json.RawMessage `json:"reasoning"`
	ToolCalls        []wireCall      `json:"tool_calls"`
}

// wireCall is a call of a function, or a piece of one.
type wireCall struct {
	Index    *int `json:"index"`
	Function struct {
		Arguments json.RawMessage `json:"arguments"`
	} `json:"function"`
}

// arguments returns the body of the arguments as a JSON string. Some servers
// send them as an object.
func (c wireCall) arguments() []byte {
	raw := c.Function.Arguments
	if len(raw) > 0 && raw[0] == '{' {
		quoted, err := json.Marshal(string(raw))
		if err != nil {
			return nil
		}
		raw = quoted
	}
	return stringBody(raw)
}

// decodeAnswer reads the first JSON value. A field of a wrong type stays empty.
func decodeAnswer(data []byte) (wireAnswer, error) {
	var wire wireAnswer
	err := json.NewDecoder(bytes.NewReader(data)).Decode(&wire)
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) && len(wire.Choices) > 0 {
		err = nil
	}
	return wire, err
}

// take adds an answer or a chunk and returns the bodies of its text and of the
// arguments of the first call in it.
func (a *answer) take(wire wireAnswer) (text, arguments []byte) {
	if len(wire.Usage) > 0 && string(wire.Usage) != "null" {
		a.setUsage(wire.Usage)
	}
	if len(wire.Choices) == 0 {
		return nil, nil
	}
	choice := wire.Choices[0]
	if choice.Finish != "" && choice.Finish != "null" {
		a.finish = choice.Finish
	}
	if len(a.tokens) < maxTokensRead {
		a.tokens = append(a.tokens, tokensOf(choice.LogProbs)...)
	}
	part := choice.Message
	if len(part.Content) == 0 && part.Refusal == "" && len(part.ToolCalls) == 0 {
		part = choice.Delta
	}
	if len(a.refusal) < maxRead { // more of it is not looked at
		a.refusal += part.Refusal
	}
	for _, p := range []wirePart{choice.Message, choice.Delta} {
		a.thought = a.thought || len(stringBody(p.ReasoningContent)) > 0 || len(stringBody(p.Reasoning)) > 0
	}
	return stringBody(part.Content), a.takeCalls(part.ToolCalls)
}

// takeCalls returns what is added to the arguments of the first call. A model
// may make more than one, however it is asked.
func (a *answer) takeCalls(calls []wireCall) (arguments []byte) {
	for i, c := range calls {
		index := i
		if c.Index != nil {
			index = *c.Index
		}
		body := c.arguments()
		if !a.called && len(body) > 0 {
			a.called, a.call = true, index
		}
		if a.called && index == a.call {
			arguments = append(arguments, body...)
		}
	}
	return arguments
}

// setUsage reads what the endpoint says it cost. Numbers that cannot be are as
// if they were not reported.
func (a *answer) setUsage(raw json.RawMessage) {
	var wire wireUsage
	_ = json.Unmarshal(raw, &wire) // what does not fit stays 0
	count := func(n float64) int {
		if n < 0 || n > 1e9 {
			return 0
		}
		return int(n)
	}
	a.usage.InputTokens, a.usage.OutputTokens = count(wire.Prompt), count(wire.Completion)
	cached := max(count(wire.Details.Cached), count(wire.Hit), count(wire.Cached), count(wire.Read))
	if wire.Prompt == 0 && wire.Input > 0 { // where what was cached is counted apart
		a.usage.InputTokens = count(wire.Input) + count(wire.Read) + count(wire.Created)
		a.usage.OutputTokens = count(wire.Output)
	}
	a.usage.CachedTokens = min(cached, a.usage.InputTokens)
}

// wireUsage has the names that endpoints give to tokens, and to those of them
// that were read from a cache.
type wireUsage struct {
	Prompt     float64 `json:"prompt_tokens"`
	Completion float64 `json:"completion_tokens"`
	Details    struct {
		Cached float64 `json:"cached_tokens"`
	} `json:"prompt_tokens_details"`
	Hit    float64 `json:"prompt_cache_hit_tokens"`
	Cached float64 `json:"cached_tokens"`

	Input   float64 `json:"input_tokens"`
	Output  float64 `json:"output_tokens"`
	Read    float64 `json:"cache_read_input_tokens"`
	Created float64 `json:"cache_creation_input_tokens"`
}

// account notes an answer whose cost is not known in full.
func (a *answer) account() {
	if a.usage.InputTokens == 0 || a.usage.OutputTokens == 0 {
		a.usage.Unreported = 1
	}
}

// whole asks for an answer in one piece.
func (k call) whole(r openai.ChatCompletionRequest, g *gate) (answer, *failure) {
	_, err := k.create(k.ctx, r)
	return k.readWhole(err, g)
}

// readWhole reads an answer that is in the exchange. What go-openai made of it
// only matters when nothing arrived.
func (k call) readWhole(err error, g *gate) (a answer, f *failure) {
	if f := k.noAnswer(err); f != nil {
		return a, f
	}
	if k.ex.bodyErr != nil {
		a.account()
		return a, k.broken(k.ex.bodyErr)
	}
	if f := k.errorBody(k.ex.body); f != nil {
		return a, f
	}
	defer a.account()
	wire, err := decodeAnswer(k.ex.body)
	if err != nil || wire.Choices == nil { // a list of none is an empty answer
		return a, k.unreadable(err)
	}
	k.begin(&a, g)
	var j joiners
	if err := a.pass(wire, &j, g); err != nil {
		return a, k.broken(err)
	}
	if err := a.close(&j, g); err != nil {
		return a, k.broken(err)
	}
	return a, nil
}

// stream asks for an answer in pieces.
func (k call) stream(r openai.ChatCompletionRequest, g *gate) (a answer, f *failure) {
	stream, err := k.createStream(k.ctx, r)
	if err == nil {
		defer stream.Close()
	}
	if err != nil || !k.ex.events {
		return k.readWhole(err, g)
	}
	defer func() { a.account() }()
	k.begin(&a, g)
	var j joiners
	for err == nil {
		var line []byte
		line, err = stream.RecvRaw()
		if p := k.ex.problem; p != nil && (len(line) == 0 || bytes.Equal(line, p)) {
			return a, k.errorBody(k.ex.problem)
		}
		if err == nil {
			err = a.chunk(line, &j, g)
		}
	}
	if errors.Is(err, io.EOF) {
		err = errors.Join(err, a.close(&j, g))
	}
	return a, k.streamEnd(a, g, err)
}

// chunk takes one payload of a stream.
func (a *answer) chunk(line []byte, j *joiners, g *gate) error {
	wire, err := decodeAnswer(line)
	if err != nil {
		return errGarbage
	}
	return a.pass(wire, j, g)
}

// joiners put the two texts of an answer together.
type joiners struct{ text, arguments joiner }

// begin says where the answer will be.
func (k call) begin(a *answer, g *gate) {
	if k.plan.format == toolCall {
		a.byCall, a.aside = true, &gate{wantJSON: g.wantJSON, keys: g.keys, max: g.max}
	}
}

// pass gives text to the gate: the arguments where a call was asked for.
func (a *answer) pass(wire wireAnswer, j *joiners, g *gate) error {
	text, arguments := a.take(wire)
	if !a.byCall {
		return write(g, j.text.add(text))
	}
	return errors.Join(write(a.aside, j.text.add(text)), write(g, j.arguments.add(arguments)))
}

// close passes what is left on. Text is the answer when nothing was called.
func (a *answer) close(j *joiners, g *gate) error {
	if !a.byCall {
		return write(g, j.text.rest())
	}
	if a.called {
		return write(g, j.arguments.rest())
	}
	if err := write(a.aside, j.text.rest()); err != nil {
		return err
	}
	a.aside.end()
	a.thought = a.thought || a.aside.thought
	return write(g, a.aside.text.String())
}

func write(g *gate, piece string) error {
	if piece == "" {
		return nil
	}
	return g.write(piece)
}
