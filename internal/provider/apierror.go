package provider

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
)

// apiError is a server's error, whatever its style.
type apiError struct {
	code, kind, param, message string
}

// wireError has the fields in which servers put their errors.
type wireError struct {
	Error   json.RawMessage `json:"error"`
	Message json.RawMessage `json:"message"`
	Msg     json.RawMessage `json:"msg"`
	Detail  json.RawMessage `json:"detail"`
	Code    json.RawMessage `json:"code"`
	Type    json.RawMessage `json:"type"`
	Status  json.RawMessage `json:"status"`
	Param   json.RawMessage `json:"param"`
	Loc     json.RawMessage `json:"loc"`
}

// parseAPIError reads the body of an error: objects and strings under "error",
// "detail" or at the top, arrays of them, or plain text. A web page has nothing
// to say.
func parseAPIError(body []byte) apiError {
	body = bytes.TrimSpace(body)
	var e apiError
	if e.fill(body, 0); e == (apiError{}) && !bytes.HasPrefix(body, []byte("<")) && !json.Valid(body) {
		e.message = string(body)
	}
	return e
}

func (e *apiError) fill(raw json.RawMessage, depth int) {
	if len(raw) == 0 || depth > 3 {
		return
	}
	switch raw[0] {
	case '"':
		e.message = cmp.Or(e.message, plain(raw))
	case '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) == nil && len(list) > 0 {
			e.fill(list[0], depth+1)
		}
	case '{':
		var wire wireError
		if json.Unmarshal(raw, &wire) != nil {
			return
		}
		e.message = cmp.Or(e.message, plain(wire.Message), plain(wire.Msg))
		e.code = cmp.Or(e.code, plain(wire.Code))
		e.kind = cmp.Or(e.kind, plain(wire.Type), plain(wire.Status))
		e.param = cmp.Or(e.param, plain(wire.Param), string(wire.Loc))
		if len(wire.Message) > 0 && wire.Message[0] != '"' {
			e.fill(wire.Message, depth+1)
		}
		e.fill(wire.Error, depth+1)
		e.fill(wire.Detail, depth+1)
	}
}

// plain returns a JSON string or number as text, and "" for the rest.
func plain(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var number json.Number
	if json.Unmarshal(raw, &number) == nil {
		return number.String()
	}
	return ""
}

// words is everything that the server says, in lower case.
func (e apiError) words() string {
	return strings.ToLower(strings.Join([]string{e.message, e.code, e.kind, e.param}, " "))
}

// status is the HTTP status that an error inside a good answer stands for.
func (e apiError) status() int {
	if n, err := strconv.Atoi(e.code); err == nil && n >= 400 && n < 600 {
		return n
	}
	words := e.words()
	for _, known := range []struct {
		word   string
		status int
	}{
		{"rate_limit", 429},
		{"rate limit", 429},
		{"too many requests", 429},
		{"insufficient_quota", 429},
		{"authentication", 401},
		{"invalid_api_key", 401},
		{"permission", 403},
		{"model_not_found", 404},
		{"context_length", 400},
		{"content_filter", 400},
		{"invalid_request", 400},
		{"badrequest", 400},
		{"not_found", 404},
	} {
		if strings.Contains(words, known.word) {
			return known.status
		}
	}
	return 500
}

func containsAny(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// overContext recognises a request that is too long. A server that counts
// tokens by the minute (429) speaks of too many of them also when it only wants
// time.
func (e apiError) overContext(status int) bool {
	if status == 404 || status == 429 {
		return status == 429 && containsAny(e.words(), "request too large")
	}
	return status == 413 || containsAny(e.words(), "context_length", "context length", "context window", "context size", "maximum context",
		"exceed_context", "prompt is too long", "input is too long", "too many tokens", "reduce the length", "request too large",
		"max_model_len", "input length", "input token count", "maximum number of tokens", "maximum prompt length", "longer than the model's",
		"longer than the maximum model length", "max_new_tokens` must be", "too large for model", "string_above_max_length", "context overflow")
}

func (e apiError) outOfCredit(status int, hasRetryAfter bool) bool {
	words := e.words()
	return status == 402 ||
		containsAny(words, "insufficient_quota", "insufficient balance", "insufficient credit", "billing_hard_limit", "credit balance is too low") ||
		status == 429 && !hasRetryAfter && strings.Contains(words, "exceeded your current quota")
}

func (e apiError) filtered() bool {
	return containsAny(e.words(), "content_filter", "content_policy", "content management policy", "responsibleaipolicy", "requires moderation", "input was flagged")
}

func (e apiError) noSuchModel() bool {
	words := e.words()
	return strings.Contains(words, "model_not_found") ||
		strings.Contains(words, "model") && containsAny(words, "does not exist", "not a valid model", "not found")
}

func (e apiError) badKey() bool {
	return containsAny(e.words(), "api key not valid", "invalid api key", "incorrect api key", "invalid_api_key")
}

// objection finds the part of a plan that the error is about.
func (e apiError) objection(status int, p plan) objection {
	words := e.words()
	refuses := containsAny(words, "unsupported", "not supported", "unrecognized", "unrecognised", "unknown", "unexpected",
		"extra", "not permitted", "not allowed", "use 'max")
	aboutOld := strings.Contains(strings.ReplaceAll(words, "max_completion_tokens", ""), "max_tokens")
	aboutNew := strings.Contains(words, "max_completion_tokens")
	vague := (status == 400 || status == 422) && strings.Contains(words, "unsupported")
	switch {
	case p.limit == maxTokens && (aboutNew || aboutOld && refuses),
		p.limit == maxCompletionTokens && (aboutOld || aboutNew && refuses):
		return toLimit
	case p.stream && containsAny(words, "stream_options", "include_usage"):
		return toStreamOptions
	case p.top > 0 && containsAny(words, "logprob", "log prob"):
		return toTop
	case p.temperature && strings.Contains(words, "temperature"):
		return toTemperature
	case p.seed && strings.Contains(words, "seed"):
		return toSeed
	case vague || containsAny(words, "response_format", "response format", "json_schema", "json_object", "json schema", "json mode", "structured output",
		"structured_output", "guided_", "grammar", "invalid schema", "json_validate_failed"),
		p.format == toolCall && containsAny(words, "tool", "function", "--jinja"):
		return toFormat
	}
	return noObjection
}
