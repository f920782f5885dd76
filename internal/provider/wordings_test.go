package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// How servers say that a request is too long, and what only sounds like it.
func TestWordingsOfTheContext(t *testing.T) {
	long := []struct {
		status int
		words  string
	}{
		{400, "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens."},
		{400, "'max_tokens' or 'max_completion_tokens' is too large: 2000. This model's maximum context length is 4096 tokens and your request has 3000 input tokens"},
		{400, "the request exceeds the available context size (4096 tokens), try increasing it"},
		{400, "Trying to keep the first 6000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens"},
		{400, "Please reduce the length of the messages or completion."},
		{400, "Prompt contains 40000 tokens, too large for model with 32768 maximum context length"},
		{400, "This endpoint's maximum context length is 131072 tokens. However, you requested about 200000 tokens"},
		{400, "prompt is too long: 210000 tokens > 200000 maximum"},
		{400, "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."},
		{422, "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 512 `max_new_tokens`"},
		{400, "The input (9000 tokens) is longer than the model's context length (8192 tokens)."},
		{400, "This model's maximum prompt length is 131072 but the request contains 140000 tokens."},
		{400, "Input is too long for requested model."},
		{400, "The prompt (total length 5000) is too long to fit into the model; make sure that `max_model_len` is no smaller"},
		{400, "Invalid 'messages[1].content': string too long. (string_above_max_length)"},
		{413, "Request too large for model herald-1: tokens per minute (TPM): Limit 6000, Requested 9000"},
		{413, ""},
		{500, "context size exceeded"},
	}
	for _, tt := range long {
		for _, stream := range []bool{false, true} {
			srv := serve(t, scripted.Reply{Status: tt.status, Body: apiBody("", tt.words)})
			c := client(t, srv.URL())
			req := request()
			if stream {
				req.OnText = func(string) {}
			}
			got, err := c.Complete(t.Context(), req)
			checkFault(t, c, err, fault.ModelContext, false, "larger context")
			checkCalls(t, srv, got, 1)
		}
	}
	for _, other := range []struct {
		status int
		words  string
	}{
		{429, "Rate limit reached: too many tokens per minute (TPM). Limit 30000, used 29000"},
		{400, "max_tokens is too large: 2000. This model supports at most 1024 completion tokens"},
		{404, "The model herald-1 with a context window of 8k does not exist"},
	} {
		if e := parseAPIError([]byte(apiBody("", other.words))); e.overContext(other.status) {
			t.Errorf("%q is taken for a request that is too long", other.words)
		}
	}
}

// How servers say that they do not do the format that is asked for.
func TestWordingsOfTheFormat(t *testing.T) {
	for _, tt := range []struct {
		format format
		status int
		words  string
	}{
		{jsonSchema, 400, "This response_format type is unavailable now"},
		{jsonSchema, 400, "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."},
		{jsonSchema, 400, "This model does not support response format `json_schema`."},
		{jsonSchema, 400, "Failed to validate JSON. (json_validate_failed)"},
		{jsonSchema, 422, "Input should be 'text' or 'json_object'; loc: body.response_format.type"},
		{jsonSchema, 400, "Invalid schema for response_format 'summary'"},
		{jsonSchema, 500, "failed to parse grammar"},
		{jsonSchema, 400, "Unsupported parameter"},
		{toolCall, 400, "registry.example/library/herald:latest does not support tools"},
		{toolCall, 500, "tools param requires --jinja flag"},
		{toolCall, 404, "No endpoints found that support tool use."},
		{toolCall, 400, "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set"},
		{toolCall, 400, "Function calling is not enabled for this model"},
		{jsonObject, 400, "JSON mode is not supported"},
	} {
		if got := parseAPIError([]byte(apiBody("", tt.words))).objection(tt.status, plan{format: tt.format}); got != toFormat {
			t.Errorf("%q: objection %d", tt.words, got)
		}
	}
	for _, words := range []string{"the function is busy", "something is off", "stream must be a boolean"} {
		if got := parseAPIError([]byte(apiBody("", words))).objection(400, plan{}); got != noObjection {
			t.Errorf("%q: objection %d", words, got)
		}
	}
}

// Answers that hold little, or odd characters.
func TestOddAnswers(t *testing.T) {
	nul := "{\"why\":{\"text\":\"a\\u0000b\",\"sentences\":[1]},\"takeaways\":[]}" // as an escape in the JSON
	raw := "{\"why\":{\"text\":\"a\x00b\",\"sentences\":[1]},\"takeaways\":[]}"
	body := func(content string) string {
		return fmt.Sprintf(`{"choices":[{"message":{"content":%s},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":4}}`, content)
	}
	for _, tt := range []struct {
		name  string
		body  string
		code  fault.Code
		calls int
	}{
		{"no choices", `{"id":"x","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4}}`, fault.ModelEmpty, 1},
		{"no list of choices", `{"id":"x","usage":{"prompt_tokens":9,"completion_tokens":4}}`, fault.ModelBadAnswer, 1},
		{"content of null", body("null"), fault.ModelEmpty, 1},
		{"white space", body(`" \n\t "`), fault.ModelEmpty, 1},
		{"a NUL as an escape", body(string(mustJSON(nul))), "", 1},
		{"a NUL in a string", body(string(mustJSON(raw))), fault.ModelBadAnswer, 3},
		{"invalid UTF-8", body("\"{\\\"why\\\":{\\\"text\\\":\\\"a\xffb\\\",\\\"sentences\\\":[1]},\\\"takeaways\\\":[]}\""), "", 1},
		{"a mark of the byte order", "\xef\xbb\xbf" + body(string(mustJSON(goodJSON))), "", 1},
		{"two answers in a row", body(string(mustJSON(goodJSON))) + body(`"more"`), "", 1},
	} {
		srv := serve(t, scripted.Reply{Body: tt.body})
		got, err := client(t, srv.URL()).Complete(t.Context(), request())
		if fault.CodeOf(err) != tt.code || got.Usage.Calls != tt.calls {
			t.Errorf("%s: %v, %+v", tt.name, err, got.Usage)
		}
		if err == nil && strings.ContainsRune(got.Text, 0) {
			t.Errorf("%s: %q", tt.name, got.Text)
		}
	}
}

// A stream that was cut says so: nothing is made of half an answer.
func TestTruncatedBodies(t *testing.T) {
	for _, tt := range []struct {
		name   string
		reply  scripted.Reply
		stream bool
		code   fault.Code
		calls  int
	}{
		{"whole, connection cut", scripted.Reply{Text: goodJSON, Cut: scripted.CutMiddle}, false, fault.ModelTruncated, 3},
		{"whole, half of the JSON", scripted.Reply{Text: goodJSON, Cut: scripted.Unfinished}, false, fault.ModelTruncated, 3},
		{"whole, longer than promised", scripted.Reply{Text: goodJSON, Header: map[string]string{"Content-Length": "9"}}, false, fault.ModelTruncated, 3},
		{"whole, no body", scripted.Reply{Text: goodJSON, Cut: scripted.CutHeader}, false, fault.ModelTruncated, 3},
		{"stream, connection cut", scripted.Reply{Text: goodJSON, Cut: scripted.CutMiddle}, true, fault.ModelTruncated, 1},
		{"stream, ends quietly", scripted.Reply{Text: goodJSON, Cut: scripted.Unfinished}, true, fault.ModelTruncated, 1},
		{"stream, no body", scripted.Reply{Text: goodJSON, Cut: scripted.CutHeader}, true, fault.ModelTruncated, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, tt.reply)
			c := client(t, srv.URL())
			req := request()
			if tt.stream {
				req.OnText = func(string) {}
			}
			got, err := c.Complete(t.Context(), req)
			checkFault(t, c, err, tt.code, true, "broke off")
			checkCalls(t, srv, got, tt.calls)
		})
	}
}
