package scripted

import (
	"encoding/json"
	"fmt"
)

// Personalities are the families of servers that are known, each as its users
// and its documentation describe it.
func Personalities() []Personality {
	return []Personality{
		openAI(), openAIReasoning(), azure(), azureDeployment(), vllm(), llamaCPP(), ollama(), lmStudio(),
		groq(), mistral(), openRouter(), deepSeek(), strictGateway(), looseGateway(),
	}
}

// Fields of OpenAI's answers: platform.openai.com/docs/api-reference/chat/object.
// The finish_reason of a forced call is stop: github.com/vllm-project/vllm/pull/25054.
func openAI() Personality {
	return Personality{
		Name:    "openai",
		Keys:    "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.",
		Context: 128_000, TooLongs: 400,
		TooLong: "This model's maximum context length is %[2]d tokens. However, your messages resulted in %[1]d tokens. Please reduce the length of the messages.",
		Header: map[string]string{
			"x-request-id": "req_1", "openai-processing-ms": "812", "x-ratelimit-limit-requests": "500", "x-ratelimit-limit-tokens": "200000",
			"x-ratelimit-remaining-requests": "499", "x-ratelimit-remaining-tokens": "199000", "x-ratelimit-reset-requests": "120ms",
		},
		Top:     object{"service_tier": "default", "system_fingerprint": "fp_1", "usage": nil},
		Choice:  object{"logprobs": nil},
		Message: object{"refusal": nil, "annotations": []object{}},
	}
}

// The wording of both refusals: github.com/nextlevelbuilder/goclaw/issues/211,
// github.com/repowise-dev/repowise/issues/987.
func openAIReasoning() Personality {
	p := openAI()
	p.Name = "openai, reasoning"
	unsupported := func(field, says string) Refusal { return Refusal{field, 400, "unsupported_parameter", says} }
	p.Refuses = []Refusal{
		unsupported("max_tokens", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."),
		{"temperature", 400, "unsupported_value", "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported."},
		unsupported("logprobs", "Unsupported parameter: 'logprobs' is not supported with this model."),
	}
	return p
}

// The first chunk without choices, and a chunk without a delta:
// github.com/AbanteAI/archive-old-cli-mentat/issues/429,
// github.com/microsoft/autogen/issues/6465.
func azure() Personality {
	safe := object{"hate": object{"filtered": false, "severity": "safe"}, "violence": object{"filtered": false, "severity": "safe"}}
	filters := []object{{"prompt_index": 0, "content_filter_results": safe}}
	return Personality{
		Name: "azure", Base: "/openai/v1",
		Keys: "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.",
		Opening: []string{
			string(encode(object{"choices": []object{}, "created": 0, "id": "", "model": "", "object": "", "prompt_filter_results": filters})),
			string(encode(object{"choices": []object{{"index": 0, "finish_reason": nil, "content_filter_results": safe}}, "id": "", "usage": nil})),
		},
		Top:     object{"system_fingerprint": "fp_1", "prompt_filter_results": filters},
		Choice:  object{"logprobs": nil, "content_filter_results": safe},
		Message: object{"refusal": nil},
	}
}

// The older address, with the key in a header of its own:
// learn.microsoft.com/azure/ai-services/openai/reference. The model is that of the
// deployment, whatever the body says.
func azureDeployment() Personality {
	p := azure()
	p.Name, p.Base, p.Azure, p.AnyName = "azure, deployment", "/openai/deployments/herald", true, true
	return p
}

// stop_reason, reasoning_content: null and tool_calls: [] in every answer, and
// unknown fields that are only logged: github.com/vllm-project/guidellm/issues/208.
// The finish_reason of a forced call in a stream: github.com/vllm-project/vllm/pull/25054.
func vllm() Personality {
	return Personality{
		Name: "vllm", Loose: true, AnyKey: true,
		Context: 32_768, TooLongs: 400,
		TooLong: "This model's maximum context length is %[2]d tokens. However, you requested %[1]d tokens in the messages, Please reduce the length of the messages.",
		Form: func(status int, _, message string) string {
			return string(encode(object{"object": "error", "message": message, "type": "BadRequestError", "param": nil, "code": status}))
		},
		Top:     object{"prompt_logprobs": nil},
		Choice:  object{"stop_reason": nil, "logprobs": nil},
		Message: object{"reasoning_content": nil, "tool_calls": []object{}},
		Called:  "tool_calls",
	}
}

// The error of a prompt that is too long: github.com/ggml-org/llama.cpp/pull/15780.
// Tools without --jinja: github.com/defilantech/LLMKube/issues/126,
// github.com/containers/ramalama/issues/988.
func llamaCPP() Personality {
	return Personality{
		Name: "llama.cpp", Loose: true, AnyKey: true, AnyName: true,
		Refuses: []Refusal{{"tools", 500, "server_error", "tools param requires --jinja flag"}},
		Context: 8192, TooLongs: 400,
		TooLong: "the request exceeds the available context size. try increasing the context size or enable context shift",
		Form: func(status int, code, message string) string {
			e := object{"code": status, "message": message, "type": "invalid_request_error"}
			switch code {
			case "context_length_exceeded":
				e["type"], e["n_prompt_tokens"], e["n_ctx"] = "exceed_context_size_error", 14429, 8192
			case "server_error":
				e["type"] = code
			}
			return string(encode(object{"error": e}))
		},
		Top: object{"system_fingerprint": "b1-0", "timings": object{"prompt_n": 42, "prompt_ms": 118.5, "predicted_per_second": 31.4}},
	}
}

// Which fields it takes: docs.ollama.com/api/openai-compatibility. A prompt over
// the context is cut without a word, from the front:
// github.com/RooCodeInc/Roo-Code/issues/1372. max_completion_tokens is not in the list.
func ollama() Personality {
	return Personality{
		Name: "ollama", Loose: true, AnyKey: true,
		Ignores: []string{"tools", "max_completion_tokens", "logprobs"},
		Context: 4096,
		Form: func(_ int, _, message string) string {
			return string(encode(object{"error": object{"message": message, "type": "api_error", "param": nil, "code": nil}}))
		},
		Top:    object{"system_fingerprint": "fp_ollama"},
		Thinks: "reasoning", Fences: true,
	}
}

// The two refusals, with errors that are a string:
// github.com/lmstudio-ai/lmstudio-bug-tracker/issues/189 and /670.
func lmStudio() Personality {
	return Personality{
		Name: "lm studio", Loose: true, AnyKey: true, AnyName: true,
		Refuses: []Refusal{
			{"json_object", 400, "", "'response_format.type' must be 'json_schema' or 'text'"},
			{"tools", 400, "", "Invalid tool_choice type: 'object'. Supported string values: none, auto, required"},
		},
		Form:   func(_ int, _, message string) string { return string(encode(object{"error": message})) },
		Top:    object{"system_fingerprint": "local", "stats": object{}},
		Choice: object{"logprobs": nil},
		Fences: true,
	}
}

// Models without structured output: github.com/ItzCrazyKns/Vane/issues/980.
// The headers: console.groq.com/docs/rate-limits. Fields that are not known are
// refused by name: github.com/ServiceStack/llms/issues/17.
func groq() Personality {
	return Personality{
		Name: "groq", Base: "/openai/v1",
		Keys: "Invalid API Key",
		Refuses: []Refusal{
			{"json_schema", 400, "", "This model does not support response format `json_schema`. See supported models at https://console.groq.com/docs/structured-outputs#supported-models"},
			{"logprobs", 400, "", "'logprobs' : property 'logprobs' is unsupported"},
		},
		Header: map[string]string{
			"x-ratelimit-limit-requests": "14400", "x-ratelimit-limit-tokens": "18000", "x-ratelimit-remaining-requests": "14370",
			"x-ratelimit-remaining-tokens": "17997", "x-ratelimit-reset-requests": "2m59.56s", "x-ratelimit-reset-tokens": "7.66s", "x-groq-region": "fra",
		},
		Top:    object{"system_fingerprint": "fp_1", "x_groq": object{"id": "req_1", "usage": object{"prompt_tokens": 90, "completion_tokens": 30}}},
		Called: "tool_calls",
	}
}

// Extra fields are refused by pydantic, with the error inside "message":
// github.com/editor-code-assistant/eca/issues/231,
// github.com/crewAIInc/crewAI/issues/60. Streams end with their usage, unasked.
func mistral() Personality {
	extra := func(field string) Refusal { return Refusal{field, 422, field, "Extra inputs are not permitted"} }
	return Personality{
		Name:    "mistral",
		Keys:    "Unauthorized",
		Refuses: []Refusal{extra("max_completion_tokens"), extra("stream_options"), extra("seed"), extra("logprobs")},
		Form: func(status int, field, message string) string {
			if status != 422 {
				return string(encode(object{"message": message, "request_id": "1"}))
			}
			detail := []object{{"type": "extra_forbidden", "loc": []string{"body", field}, "msg": message, "input": 1}}
			return string(encode(object{"object": "error", "message": object{"detail": detail}, "type": "invalid_request_error", "param": nil, "code": nil}))
		},
		Usage: WithFinish, Called: "tool_calls",
		Message: object{"tool_calls": nil, "prefix": false},
	}
}

// Comments between events: openrouter.ai/docs/api-reference/streaming. Numbers as
// codes: openrouter.ai/docs/errors. What the model behind it does not take is
// ignored.
func openRouter() Personality {
	return Personality{
		Name: "openrouter", Base: "/api/v1", Loose: true,
		Keys:    "No auth credentials found",
		Ignores: []string{"json_schema", "logprobs"},
		Form: func(status int, _, message string) string {
			return string(encode(object{"error": object{"code": status, "message": message}, "user_id": "user_1"}))
		},
		KeepAlive: ": OPENROUTER PROCESSING\n\n",
		Top:       object{"provider": "Somebody"},
		Choice:    object{"logprobs": nil, "native_finish_reason": "stop"},
		Message:   object{"refusal": nil, "reasoning": nil},
		Usage:     WhenAsked, Called: "tool_calls",
	}
}

// json_schema is refused with these words: github.com/llm-exe/llm-exe/issues/662;
// a forced function as well: github.com/pydantic/pydantic-ai/issues/1886. Empty
// lines and comments keep a connection open: api-docs.deepseek.com/quick_start/rate_limit.
func deepSeek() Personality {
	return Personality{
		Name: "deepseek, reasoning", Loose: true,
		Keys: "Authentication Fails (no such user)",
		Refuses: []Refusal{
			{"json_schema", 400, "invalid_request_error", "This response_format type is unavailable now"},
			{"tools", 400, "invalid_request_error", "deepseek-reasoner does not support this tool_choice"},
			{"logprobs", 400, "invalid_request_error", "deepseek-reasoner does not support the parameter logprobs"},
		},
		Ignores:   []string{"temperature", "seed"},
		KeepAlive: ": keep-alive\n\n",
		Thoughts:  `Let me see: {"why": "not this"} is the form, and sentence [1] says what happened.`,
		Top:       object{"system_fingerprint": "fp_1"},
		Choice:    object{"logprobs": nil},
	}
}

// A gateway that checks bodies against a model of its own, as FastAPI does:
// github.com/Gitlawb/openclaude/issues/739.
func strictGateway() Personality {
	extra := func(field string) Refusal { return Refusal{field, 422, field, "Extra inputs are not permitted"} }
	return Personality{
		Name: "strict gateway",
		Refuses: []Refusal{
			extra("response_format"), extra("tools"), extra("max_completion_tokens"), extra("stream_options"),
			extra("seed"), extra("logprobs"),
		},
		Form: func(status int, field, message string) string {
			if status != 422 {
				return string(encode(object{"detail": message}))
			}
			return string(encode(object{"detail": []object{{"type": "extra_forbidden", "loc": []string{"body", field}, "msg": message, "input": json.RawMessage("{}")}}}))
		},
		Usage: Never, Fences: true,
	}
}

// A gateway that drops what the model behind it does not take, and says nothing:
// docs.litellm.ai/docs/completion/drop_params.
func looseGateway() Personality {
	return Personality{
		Name: "dropping gateway", Loose: true,
		Ignores: []string{"json_schema", "json_object", "tools", "logprobs", "stream_options"},
		Form: func(status int, _, message string) string {
			return string(encode(object{"error": object{"message": "litellm.BadRequestError: " + message, "type": nil, "param": nil, "code": fmt.Sprint(status)}}))
		},
		Fences: true,
	}
}
