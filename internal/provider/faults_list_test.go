package provider_test

import (
	"encoding/json"
	"net"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/secret"
)

const longArticle = "feature-inverskell-fish-market.txt"

type section struct {
	title  string
	faults []bad
}

// faults are all that are known, in the order of the page.
func faults(t *testing.T) []section {
	good := goodDraft(t)
	return []section{
		{"The server refuses", refusals()},
		{"The server asks for time, or money", waits()},
		{"The server does not take a part of the request", parameters()},
		{"There is no connection", connections()},
		{"The answer breaks off, or takes its time", breaks(good)},
		{"The answer is not one", garbage(good)},
		{"The model does not do what it is asked", answers(good)},
		{"The article is too long for the server", lengths()},
		{"The server tells nonsense about the cost", lies()},
		{"Somebody or something ends the work", endings()},
	}
}

// goodDraft is what an honest model answers about the short article.
func goodDraft(t *testing.T) string {
	t.Helper()
	srv := scripted.New(scripted.Options{})
	defer srv.Close()
	d := newDesk(t, deskClient(t, srv.URL()), shortArticle)
	if _, err := d.summarize(t.Context()); err != nil {
		t.Fatal(err)
	}
	return scripted.Drafter{}.Answer(srv.Requests()[0])
}

func fails(status int, body string) []scripted.Reply {
	return []scripted.Reply{{Status: status, Body: body}}
}

func refusals() []bad {
	return []bad{
		{name: "400, it calls the request wrong", script: fails(400, says("", "Invalid value for 'messages'"))},
		{name: "400, it repeats the article in its message", script: fails(400, says("", "cannot read: Harrowmere Athletic became the first club to win the Federation Cup"))},
		{name: "400, content filter", script: fails(400, says("content_filter", "The response was filtered due to the prompt triggering the content management policy"))},
		{name: "400, a key that is not valid", script: fails(400, scripted.ErrorBody("gemini", "INVALID_ARGUMENT", "", "API key not valid. Please pass a valid API key."))},
		{name: "401, wrong key, shown in the message", script: fails(401, says("invalid_api_key", "Incorrect API key provided: "+deskKey+"."))},
		{name: "401, and a second key works", objects: true, change: func(cfg *provider.Config) {
			cfg.APIKey, cfg.APIKeys = secret.New("sk-old-dead"), []secret.Secret{secret.New(deskKey)}
		}},
		{name: "401, no key is set", objects: true, change: func(cfg *provider.Config) { cfg.APIKey = secret.Secret{} }},
		{name: "403, forbidden", script: fails(403, "<html><body>Forbidden</body></html>")},
		{name: "404, no such model", script: fails(404, says("model_not_found", "The model `herald-1` does not exist or you do not have access to it."))},
		{name: "404, no such address", script: fails(404, "404 page not found")},
		{name: "405, not an endpoint for chats", script: fails(405, "")},
		{name: "408, the server gave up waiting", script: fails(408, "")},
		{name: "409, conflict", script: fails(409, says("", "The model is being loaded"))},
		{name: "413, the body is too large", script: fails(413, "<html>413 Request Entity Too Large</html>")},
		{name: "422, a value is wrong", script: fails(422, scripted.ErrorBody("fastapi", "value_error", "", "value is not a valid list"))},
		{name: "500", script: fails(500, says("", "The server had an error while processing your request"))},
		{name: "500 twice, then an answer", script: []scripted.Reply{{Status: 500}, {Status: 500}, {}}},
		{name: "501", script: fails(501, "")},
		{name: "502, page of a proxy", script: fails(502, scripted.ErrorBody("html", "", "", "502 Bad Gateway"))},
		{name: "503, overloaded", script: fails(503, scripted.ErrorBody("", "", "", "no healthy upstream"))},
		{name: "504, timeout of a proxy", script: fails(504, scripted.ErrorBody("html", "", "", "504 Gateway Time-out"))},
		{name: "529, overloaded", script: fails(529, `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`)},
		{name: "five calls fail in a row, and the next is not sent", rounds: 6, script: fails(503, "")},
		{
			name: "five calls fail in a row, and the next waits until the server works again", rounds: 6,
			script: append(slices.Repeat(fails(503, ""), 5*provider.MaxTries), scripted.Reply{}),
			change: func(cfg *provider.Config) { cfg.WaitPaused = true },
		},
	}
}

func waits() []bad {
	slow := func(h map[string]string) []scripted.Reply {
		return []scripted.Reply{{Status: 429, Header: h, Body: says("rate_limit_exceeded", "Rate limit reached for requests")}}
	}
	once := func(h map[string]string) []scripted.Reply { return append(slow(h), scripted.Reply{}) }
	return []bad{
		{name: "429, again and again", script: slow(nil)},
		{name: "429 once, Retry-After in seconds", script: once(header("Retry-After", "7"))},
		{name: "429 once, Retry-After as a date", script: once(header("Retry-After", "Sat, 01 Jan 2000 00:00:09 GMT"))},
		{name: "429 once, retry-after-ms", script: once(header("Retry-After-Ms", "1500"))},
		{name: "429 once, Retry-After -5", script: once(header("Retry-After", "-5"))},
		{name: "429 once, Retry-After NaN", script: once(header("Retry-After", "NaN"))},
		{name: "429 once, Retry-After 1e10", script: once(header("Retry-After", "1e10"))},
		{name: "429, Retry-After of an hour, always", script: slow(header("Retry-After", "3600"))},
		{name: "429, out of credit", script: fails(429, says("insufficient_quota", "You exceeded your current quota, please check your plan and billing details."))},
		{name: "402, out of credit", script: fails(402, `{"error":{"message":"Insufficient credits","code":402}}`)},
		{name: "429, the request alone is over the limit of a minute", script: fails(429, says("rate_limit_exceeded", "Request too large for herald-1 on tokens per minute (TPM): Limit 6000, Requested 12000"))},
	}
}

func parameters() []bad {
	rejects := func(names ...string) []scripted.Reply { return []scripted.Reply{{Rejects: names}} }
	return []bad{
		{name: "json_schema is refused", script: rejects("json_schema")},
		{name: "json_schema and tools are refused", script: rejects("json_schema", "tools")},
		{name: "json_schema, tools and json_object are refused", script: rejects("json_schema", "tools", "json_object")},
		{name: "json_schema is refused, tools are ignored", script: []scripted.Reply{{Rejects: []string{"json_schema"}, IgnoreTools: true}}},
		{name: "json_schema is ignored, and prose comes", as: scripted.Personality{Ignores: []string{"json_schema", "tools"}}},
		{name: "max_tokens is refused", script: rejects("max_tokens")},
		{name: "stream_options is refused", stream: true, script: rejects("stream_options")},
		{name: "a stream is asked for, and one piece comes", stream: true, script: []scripted.Reply{{IgnoreStream: true}}},
		{name: "everything is refused that can be", stream: true, script: rejects("json_schema", "tools", "json_object", "max_tokens", "stream_options")},
	}
}

func connections() []bad {
	return []bad{
		{name: "connection refused", change: dialing(syscall.ECONNREFUSED)},
		{name: "no such host", change: dialing(&net.DNSError{Err: "no such host", Name: "model.example", IsNotFound: true})},
		{name: "no route", change: dialing(syscall.ENETUNREACH)},
		{name: "certificate of an unknown authority", network: secure, change: func(cfg *provider.Config) { cfg.BaseURL = "https://model.example/v1" }},
		{name: "https asked of a server without", change: func(cfg *provider.Config) { cfg.BaseURL = "https://model.example/v1" }},
		{name: "reset before the header", script: []scripted.Reply{{Cut: scripted.CutBefore}}},
		{name: "reset before the header, once", script: []scripted.Reply{{Cut: scripted.CutBefore}, {}}},
		{name: "redirect", script: []scripted.Reply{{Status: 307, Header: header("Location", "https://elsewhere.example/")}}},
	}
}

func breaks(good string) []bad {
	return []bad{
		{name: "reset after the header", script: []scripted.Reply{{Cut: scripted.CutHeader}}},
		{name: "reset in the middle of the body", script: []scripted.Reply{{Cut: scripted.CutMiddle}}},
		{name: "reset in the middle of a stream, claims were shown", stream: true, script: []scripted.Reply{{Cut: scripted.CutMiddle}}},
		{name: "a stream ends without [DONE] or a finish_reason", stream: true, script: []scripted.Reply{{Cut: scripted.Unfinished}}},
		{name: "a stream ends without [DONE], but with a finish_reason", stream: true, script: []scripted.Reply{{Chunks: []string{piece(good), finish("stop")}}}},
		{name: "no answer in two minutes", script: []scripted.Reply{{Delay: time.Hour}}},
		{name: "a stream does not begin in a minute", stream: true, script: []scripted.Reply{{Delay: time.Hour}}},
		{name: "a stream stalls for half a minute", stream: true, script: []scripted.Reply{{Pause: time.Hour}}},
		{name: "a whole answer stalls", script: []scripted.Reply{{Pause: time.Hour}}},
		{name: "a slow first byte, 50 s", stream: true, script: []scripted.Reply{{Delay: 50 * time.Second}}},
		{name: "writes of one byte", script: []scripted.Reply{{WriteBytes: 1}}},
		{name: "writes of one byte, streamed", stream: true, script: []scripted.Reply{{WriteBytes: 1, PieceBytes: 40}}},
		{name: "characters cut between chunks", stream: true, article: "fr-fusion-hopitaux.txt", script: []scripted.Reply{{PieceBytes: 1}}},
		{name: "400 lines of keep-alive before each chunk", stream: true, as: scripted.Personality{KeepAlive: strings.Repeat(": ping\n\n", 400)}},
		{name: "compressed", script: []scripted.Reply{{Gzip: true}}},
		{name: "Content-Length is larger than the body", script: []scripted.Reply{{Header: header("Content-Length", "999999")}}},
		{name: "Content-Length is smaller than the body", script: []scripted.Reply{{Header: header("Content-Length", "300")}}},
	}
}

func chunk(delta map[string]any, finish any) string {
	data, err := json.Marshal(map[string]any{"object": "chat.completion.chunk", "choices": []any{map[string]any{"index": 0, "delta": delta, "finish_reason": finish}}})
	if err != nil {
		panic(err)
	}
	return string(data)
}

func piece(text string) string    { return chunk(map[string]any{"content": text}, nil) }
func finish(reason string) string { return chunk(map[string]any{}, reason) }

func garbage(good string) []bad {
	small := func(cfg *provider.Config) { cfg.MaxAnswerBytes = 1 << 18 }
	const done = "[DONE]"
	return []bad{
		{name: "half of a JSON answer", script: []scripted.Reply{{Body: `{"choices":[{"message":{"content":"{`}}},
		{name: "bytes that are no JSON", script: []scripted.Reply{{Body: "\x00\x01\xff garbage"}}},
		{name: "a web page with status 200", script: []scripted.Reply{{Body: "<html><title>Sign in</title></html>"}}},
		{name: "JSON of something else", script: []scripted.Reply{{Body: `{"hello":"world"}`}}},
		{name: "an empty body", script: []scripted.Reply{{Body: " "}}},
		{name: "no choices", script: []scripted.Reply{{Body: `{"object":"chat.completion","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":0}}`}}},
		{name: "an error with status 200, rate limit", script: []scripted.Reply{{Body: says("rate_limit_exceeded", "slow down")}}},
		{name: "an error with status 200, a number as its code", script: []scripted.Reply{{Body: `{"error":{"code":502,"message":"Provider returned error"}}`}}},
		{name: "an error with status 200 once, then an answer", script: []scripted.Reply{{Body: `{"error":{"code":502,"message":"Provider returned error"}}`}, {}}},
		{name: "an error inside a stream, with a space after the brace", stream: true, script: []scripted.Reply{{Chunks: []string{`{ "error": {"message": "no capacity", "code": 503}}`, done}}}},
		{name: "an error inside a stream, claims were shown", stream: true, script: []scripted.Reply{{Chunks: []string{piece(good[:len(good)/2]), `{"error":{"message":"no capacity","code":503}}`}}}},
		{name: "a chunk of a stream is no JSON", stream: true, script: []scripted.Reply{{Chunks: []string{piece(good[:20]), `{"choices":[{"delta":`, done}}}},
		{name: "a stream of chunks without choices", stream: true, script: []scripted.Reply{{Chunks: []string{`{"choices":[]}`, `{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":0}}`, done}}}},
		{name: "chunks after [DONE]", stream: true, script: []scripted.Reply{{Chunks: []string{piece(good), finish("stop"), done, piece(`{"why":"more"}`), done}}}},
		{name: "a body without end", change: small, script: []scripted.Reply{{Body: " ", Endless: strings.Repeat(" ", 1<<14)}}},
		{name: "a stream without end", stream: true, change: small, script: []scripted.Reply{{Chunks: []string{piece("hm")}, Endless: strings.Repeat(": ping\n\n", 1000)}}},
		{name: "a gzip bomb", change: small, script: []scripted.Reply{{Body: " ", Gzip: true, Endless: strings.Repeat(" ", 1<<20)}}},
		{name: "white space without end in the answer", stream: true, script: []scripted.Reply{{Text: `{"why":` + strings.Repeat(" ", 1<<16), PieceBytes: 512}}},
		{name: "NUL and invalid UTF-8 in the answer", script: []scripted.Reply{{Text: strings.Replace(good, `"text":"`, "\"text\":\"\x00\xff ", 1)}}},
	}
}

func answers(good string) []bad {
	writes := func(d scripted.Drafter) []scripted.Reply { return []scripted.Reply{{Write: d.Answer}} }
	always := func(text string) []scripted.Reply { return []scripted.Reply{{Text: text}} }
	number := regexp.MustCompile(`(\d+)([,\]])`)
	loose := regexp.MustCompile(`\[[\d, ]+\]`).ReplaceAllStringFunc(good, func(list string) string { return number.ReplaceAllString(list, `"$1"$2`) })
	return []bad{
		{name: "empty content", script: []scripted.Reply{{Silent: true}}},
		{name: "reasoning and no answer", script: []scripted.Reply{{Silent: true, Reasoning: "Let me think."}}},
		{name: "reasoning in the text and no answer", script: always("<think>Let me see: {")},
		{name: "reasoning in the text before the answer", script: always("<think>{\"why\": hm}</think>\n" + good)},
		{name: "reasoning uses up the limit", script: []scripted.Reply{{Silent: true, Reasoning: "Let me think.", Finish: "length"}}},
		{name: "a refusal", script: []scripted.Reply{{Refusal: "I cannot help with that."}}},
		{name: "a refusal, streamed", stream: true, script: []scripted.Reply{{Refusal: "I cannot help with that."}}},
		{name: "finish_reason content_filter", script: []scripted.Reply{{Text: good[:40], Finish: "content_filter"}}},
		{name: "finish_reason length", script: []scripted.Reply{{Text: good[:400], Finish: "length"}}},
		{name: "finish_reason length, streamed, claims were shown", stream: true, script: []scripted.Reply{{Text: good[:len(good)-40], Finish: "length"}}},
		{name: "finish_reason error", script: []scripted.Reply{{Text: good[:40], Finish: "error"}}},
		{name: "a call of a function that nobody offered", script: []scripted.Reply{{ToolCall: true}}},
		{name: "a call of a function that nobody offered, streamed", stream: true, script: []scripted.Reply{{ToolCall: true}}},
		{name: "JSON in a fence", script: writes(scripted.Drafter{Fence: true})},
		{name: "JSON with prose before it", script: writes(scripted.Drafter{Preamble: true, Fence: true})},
		{name: "prose", script: always("The cup final was a fine match, and the town is happy.")},
		{name: "prose, streamed", stream: true, script: always("The cup final was a fine match, and the town is happy.")},
		{name: "a list instead of an object", script: always(`["one","two"]`)},
		{name: "JSON of another form", script: always(`{"summary":"Harrowmere won."}`)},
		{name: "JSON that breaks the schema, and trouble when it is asked for in another way", script: []scripted.Reply{{Text: loose}, {Status: 503}, {Status: 503}, {}}},
		{name: "JSON with a field of another type", script: always(`{"why":"It matters.","takeaways":"none"}`)},
		{name: "JSON with more fields than asked for", script: always(strings.Replace(good, "{", `{"note":"hello",`, 1))},
		{name: "broken JSON", script: always(good[:len(good)-30])},
		{name: "sentences cited that do not exist", script: writes(scripted.Drafter{BadCitations: true})},
		{name: "changed numbers", script: writes(scripted.Drafter{WrongNumbers: true})},
		{name: "takeaways too long", script: writes(scripted.Drafter{TooLong: true})},
		{name: "too few takeaways", script: writes(scripted.Drafter{TooFew: true})},
		{name: "too many takeaways, one twice", script: writes(scripted.Drafter{TooMany: true, Duplicates: true})},
		{name: "another language", script: writes(scripted.Drafter{WrongLanguage: true})},
		{name: "it copies the prompt into the answer", script: writes(scripted.Drafter{Echo: true})},
		{name: "it obeys an order that is in the article", article: "../script/shared/injected.txt", script: writes(scripted.Drafter{Obey: true})},
	}
}

func lengths() []bad {
	const openAI = "This model's maximum context length is %[2]d tokens. However, your messages resulted in %[1]d tokens."
	return []bad{
		{name: "the context is smaller than was known", as: scripted.Personality{Context: 2800, TooLongs: 400, TooLong: openAI}, article: longArticle},
		{name: "the context is smaller than any prompt", as: scripted.Personality{Context: 100, TooLongs: 400, TooLong: openAI}},
		{name: "the server cuts the prompt silently", as: scripted.Personality{Context: 2000}, article: longArticle},
		{name: "the server cuts the prompt silently, streamed", stream: true, as: scripted.Personality{Context: 2000}, article: longArticle},
	}
}

func lies() []bad {
	tells := func(usage string) []scripted.Reply { return []scripted.Reply{{Usage: usage}} }
	return []bad{
		{name: "no usage", script: tells(scripted.None)},
		{name: "no usage, streamed", stream: true, script: tells(scripted.None)},
		{name: "negative numbers", script: tells(`{"prompt_tokens":-4,"completion_tokens":-1,"total_tokens":-5}`)},
		{name: "huge numbers", script: tells(`{"prompt_tokens":1e30,"completion_tokens":1e30}`)},
		{name: "zeros", script: tells(`{"prompt_tokens":0,"completion_tokens":0}`)},
		{name: "words for numbers", script: tells(`{"prompt_tokens":"many","completion_tokens":"some"}`)},
		{name: "more cached than read", script: tells(`{"prompt_tokens":2600,"completion_tokens":300,"prompt_tokens_details":{"cached_tokens":99999}}`)},
	}
}

func endings() []bad {
	return []bad{
		{name: "the user stops it before the answer", script: []scripted.Reply{{Delay: time.Hour}}, cancel: 3 * time.Second},
		{name: "the user stops it in the middle of a stream", stream: true, script: []scripted.Reply{{Pause: time.Hour}}, cancel: 3 * time.Second},
		{name: "the user stops it while it waits to ask again", script: []scripted.Reply{{Status: 503, Header: header("Retry-After", "15")}}, cancel: 3 * time.Second},
		{name: "the deadline of the caller", script: []scripted.Reply{{Delay: time.Hour}}, within: 5 * time.Second},
		{name: "the deadline of the call, model.timeout: 9s", change: func(cfg *provider.Config) { cfg.Timeout = 9 * time.Second }, script: []scripted.Reply{{Delay: time.Hour}}},
	}
}
