package provider

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"slices"

	openai "github.com/sashabaranov/go-openai"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// formLine tells a model the form that the endpoint does not impose.
const formLine = "Answer with one JSON object and nothing else: no prose before or after it and no code fence. " +
	"It must follow this JSON Schema:\n"

// build puts a request by the plan.
func (c *Client) build(req summarize.Request, p plan) (openai.ChatCompletionRequest, error) {
	out := openai.ChatCompletionRequest{Model: c.model, Stream: p.stream}
	if p.stream && !p.noUsage {
		out.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
	}
	switch p.limit {
	case maxTokens:
		//lint:ignore SA1019 most servers but OpenAI's own know only this one
		out.MaxTokens = req.MaxOutputTokens
	case maxCompletionTokens:
		out.MaxCompletionTokens = req.MaxOutputTokens
	}
	steer(&out, req, p)
	messages := req.Messages
	if len(req.Schema) > 0 {
		var schema bytes.Buffer
		if err := json.Compact(&schema, req.Schema); err != nil {
			return out, fault.Wrap(fault.Internal, err, "the schema of step %q is not JSON", req.Step)
		}
		name := cmp.Or(req.SchemaName, "answer")
		out.ResponseFormat = responseFormat(p.format, name, schema.Bytes())
		if p.format == toolCall {
			askByCall(&out, name, schema.Bytes())
		}
		if p.format > toolCall {
			messages = withForm(messages, schema.String())
		}
	}
	for i, m := range messages {
		if m.Text == "" {
			return out, fault.New(fault.Internal, "message %d of step %q is empty", i+1, req.Step)
		}
		out.Messages = append(out.Messages, openai.ChatCompletionMessage{Role: string(m.Role), Content: m.Text})
	}
	return out, nil
}

// steer asks for a way of sampling.
func steer(out *openai.ChatCompletionRequest, req summarize.Request, p plan) {
	if p.temperature {
		out.Temperature = max(float32(*req.Temperature), math.SmallestNonzeroFloat32) // 0 would not be sent
	}
	if p.seed {
		out.Seed = req.Seed
	}
	if p.top > 0 {
		out.LogProbs, out.TopLogProbs = true, p.top
	}
}

func responseFormat(f format, name string, schema []byte) *openai.ChatCompletionResponseFormat {
	switch f {
	case jsonSchema:
		return &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: name, Schema: json.RawMessage(schema), Strict: true},
		}
	case jsonObject:
		return &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	return nil
}

// askByCall demands that a function is called with the answer. It is not sent
// as strict, which some endpoints do not know: the answer is checked anyway.
func askByCall(out *openai.ChatCompletionRequest, name string, schema []byte) {
	out.Tools = []openai.Tool{{Type: openai.ToolTypeFunction, Function: &openai.FunctionDefinition{
		Name: name, Description: "Takes the answer.", Parameters: json.RawMessage(schema),
	}}}
	out.ToolChoice = openai.ToolChoice{Type: openai.ToolTypeFunction, Function: openai.ToolFunction{Name: name}}
}

// withForm adds the schema as the last lines of the system message. A system
// message elsewhere than at the beginning is refused by many local servers.
func withForm(messages []summarize.Message, schema string) []summarize.Message {
	messages = slices.Clone(messages)
	if len(messages) == 0 || messages[0].Role != summarize.System {
		return slices.Insert(messages, 0, summarize.Message{Role: summarize.System, Text: formLine + schema})
	}
	messages[0].Text += "\n\n" + formLine + schema
	return messages
}
