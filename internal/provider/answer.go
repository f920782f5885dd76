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

// take adds an answer or a chunk and returns the body of its text.
func (a *answer) take(wire wireAnswer) []byte {
	if len(wire.Usage) > 0 && string(wire.Usage) != "null" {
		a.setUsage(wire.Usage)
	}
	if len(wire.Choices) == 0 {
		return nil
	}
	choice := wire.Choices[0]
	if choice.Finish != "" && choice.Finish != "null" {
		a.finish = choice.Finish
	}
	a.tokens = append(a.tokens, tokensOf(choice.LogProbs)...)
	part := choice.Message
	if len(part.Content) == 0 && part.Refusal == "" {
		part = choice.Delta
	}
	a.refusal += part.Refusal
	for _, p := range []wirePart{choice.Message, choice.Delta} {
		a.thought = a.thought || len(stringBody(p.ReasoningContent)) > 0 || len(stringBody(p.Reasoning)) > 0
	}
	return stringBody(part.Content)
}

// setUsage reads what the endpoint says it cost. Numbers that cannot be are as
// if they were not reported.
func (a *answer) setUsage(raw json.RawMessage) {
	var wire struct {
		Prompt     float64 `json:"prompt_tokens"`
		Completion float64 `json:"completion_tokens"`
		Details    struct {
			Cached float64 `json:"cached_tokens"`
		} `json:"prompt_tokens_details"`
	}
	_ = json.Unmarshal(raw, &wire) // what does not fit stays 0
	count := func(n float64) int {
		if n < 0 || n > 1e9 {
			return 0
		}
		return int(n)
	}
	a.usage.InputTokens, a.usage.OutputTokens = count(wire.Prompt), count(wire.Completion)
	a.usage.CachedTokens = min(count(wire.Details.Cached), a.usage.InputTokens)
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
	if err != nil || len(wire.Choices) == 0 {
		return a, k.unreadable(err)
	}
	var j joiner
	text := j.add(a.take(wire)) + j.rest()
	if err := g.write(text); err != nil {
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
	var j joiner
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
	if tail := j.rest(); tail != "" && errors.Is(err, io.EOF) {
		err = errors.Join(err, g.write(tail))
	}
	return a, k.streamEnd(a, g, err)
}

// chunk takes one payload of a stream.
func (a *answer) chunk(line []byte, j *joiner, g *gate) error {
	wire, err := decodeAnswer(line)
	if err != nil {
		return errGarbage
	}
	if piece := j.add(a.take(wire)); piece != "" {
		return g.write(piece)
	}
	return nil
}
