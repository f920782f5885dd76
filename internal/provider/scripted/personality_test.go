package scripted

import (
	"encoding/json"
	"strings"
	"testing"
)

// request is a body with more fields in it.
func request(more string) string {
	return `{"model":"m","messages":[{"role":"system","content":"Write json."},{"role":"user","content":"[1] x"}]` + more + `}`
}

const (
	asSchema = `,"response_format":{"type":"json_schema","json_schema":{"name":"x","strict":true,"schema":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}}}`
	asObject = `,"response_format":{"type":"json_object"}`
	asTool   = `,"tools":[{"type":"function","function":{"name":"x","parameters":{"type":"object"}}}],"tool_choice":{"type":"function","function":{"name":"x"}}`
	asStream = `,"stream":true`
	withCost = `,"stream":true,"stream_options":{"include_usage":true}`
)

func TestPersonalities(t *testing.T) {
	for _, tt := range []struct {
		name, more string
		status     int
		holds      []string
	}{
		{"openai", asSchema, 200, []string{`"refusal":null`, `"service_tier":"default"`}},
		{"openai", `,"guess":1`, 400, []string{`"error":{`, "guess"}},
		{"openai", asTool, 200, []string{`"tool_calls":[{`, `"finish_reason":"stop"`, `"content":null`}},
		{"openai, reasoning", `,"max_tokens":5`, 400, []string{"Use 'max_completion_tokens' instead", "unsupported_parameter"}},
		{"openai, reasoning", `,"temperature":0.2`, 400, []string{"unsupported_value"}},
		{"azure", asStream, 200, []string{`"choices":[],"created":0`, "content_filter_results", "[DONE]"}},
		{"azure, deployment", "", 404, []string{"resource not found"}}, // without an api-version
		{"vllm", `,"guess":1`, 200, []string{`"stop_reason":null`, `"tool_calls":[]`}},
		{"vllm", asTool, 200, []string{`"finish_reason":"tool_calls"`, `"arguments":"`}},
		{"llama.cpp", asTool, 500, []string{"--jinja", `"code":500`}},
		{"llama.cpp", "", 200, []string{`"timings":{`}},
		{"ollama", asTool, 200, []string{`"finish_reason":"stop"`, `"content":"`}},
		{"lm studio", asObject, 400, []string{`{"error":"'response_format.type' must be`}},
		{"groq", asSchema, 400, []string{"does not support response format"}},
		{"groq", asStream, 200, []string{`"x_groq":`}},
		{"mistral", withCost, 422, []string{`"loc":["body","stream_options"]`, `"message":{"detail"`}},
		{"mistral", asStream, 200, []string{`"finish_reason":"stop"`, `"usage":{`}},
		{"openrouter", asStream, 200, []string{": OPENROUTER PROCESSING\n\ndata: ", `"native_finish_reason"`}},
		{"deepseek, reasoning", asSchema, 400, []string{"This response_format type is unavailable now"}},
		{"deepseek, reasoning", "", 200, []string{"\n\n\n{", `"reasoning_content":"Let me see`}},
		{"strict gateway", asObject, 422, []string{`"detail":[{`, `"response_format"`}},
		{"dropping gateway", asSchema, 200, []string{`"content":"I do not know the form`}},
	} {
		srv := New(Options{As: family(t, tt.name)})
		status, body := post(t, srv.URL()+"/chat/completions", request(tt.more))
		if status != tt.status {
			t.Errorf("%s, %s: %d %s", tt.name, tt.more, status, body)
		}
		for _, want := range tt.holds {
			if !strings.Contains(body, want) {
				t.Errorf("%s, %s: no %s in %s", tt.name, tt.more, want, body)
			}
		}
		if status != 200 && !json.Valid([]byte(body)) {
			t.Errorf("%s: %s", tt.name, body)
		}
		srv.Close()
	}
}

func family(t *testing.T, name string) Personality {
	t.Helper()
	for _, p := range Personalities() {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("there is no %s", name)
	return Personality{}
}

func TestTooLong(t *testing.T) {
	body := request(`,"max_tokens":1000`)
	body = strings.Replace(body, "[1] x", strings.Repeat("[1] gone\\n", 400)+"[2] The harbour of Estrand stays closed.", 1)
	for name, want := range map[string]string{"openai": "maximum context length is 100 tokens", "llama.cpp": "exceed_context_size_error"} {
		p := family(t, name)
		p.Context = 100
		srv := New(Options{As: p})
		if status, got := post(t, srv.URL()+"/chat/completions", body); status != 400 || !strings.Contains(got, want) {
			t.Errorf("%s: %d %s", name, status, got)
		}
		srv.Close()
	}
	p := family(t, "ollama")
	p.Context = 100
	var shown Request
	srv := New(Options{As: p}, Reply{Write: func(r Request) string { shown = r; return "x" }})
	defer srv.Close()
	status, got := post(t, srv.URL()+"/chat/completions", body)
	if status != 200 || !strings.Contains(got, `"prompt_tokens":100,`) {
		t.Errorf("%d %s", status, got)
	}
	if last := shown.Messages[1].Text; shown.Messages[0].Text != "Write json." || !strings.HasSuffix(last, "stays closed.") || len(last) > 400 {
		t.Errorf("the model was shown %q", shown.Messages)
	}
}

func TestBill(t *testing.T) {
	srv := New(Options{}, Reply{Text: "abcdefgh"}, Reply{Text: "abcdefgh", Cut: CutMiddle}, Reply{Usage: None, Text: "x"}, Reply{Status: 500}, Reply{Text: "abcdefgh"})
	defer srv.Close()
	for i, more := range []string{"", "", "", "", asStream, withCost} {
		post(t, srv.URL()+"/chat/completions", request(more))
		want := []Bill{{1, 5, 2, 2, 0}, {1, 5, 2, 2, 1}, {1, 5, 2, 2, 2}, {1, 5, 2, 2, 2}, {1, 5, 2, 2, 3}, {2, 10, 4, 4, 3}}[i]
		if got := srv.Bill(); got != want {
			t.Errorf("after %d: %+v, want %+v", i+1, got, want)
		}
	}
}
