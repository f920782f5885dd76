package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// canary is the key of all tests: it must come out nowhere.
const canary = "sk-canary-7f3a9c21d5e8b604"

const testSchema = `{"type":"object","properties":{
	"why":{"type":"object","properties":{"text":{"type":"string"},"sentences":{"type":"array","items":{"type":"integer"}}},"required":["text","sentences"],"additionalProperties":false},
	"takeaways":{"type":"array","items":{"type":"object","properties":{"text":{"type":"string"},"sentences":{"type":"array","items":{"type":"integer"}}},"required":["text","sentences"],"additionalProperties":false}}},
	"required":["why","takeaways"],"additionalProperties":false}`

const goodJSON = `{"why":{"text":"Größe – 12 € für 日本 😀","sentences":[1]},"takeaways":[{"text":"Müller \"says\" no\n","sentences":[2]}]}`

const articleText = "[1] The harbour board of Estrand voted on Monday to close the northern quay for two years of repairs.\n" +
	"[2] About 340 fishing families will have to land their catch 25 kilometres further south until the work is done."

func request() summarize.Request {
	return summarize.Request{
		Step: "draft",
		Messages: []summarize.Message{
			{Role: summarize.System, Text: "You are an editor."},
			{Role: summarize.User, Text: articleText},
		},
		Schema: json.RawMessage(testSchema), SchemaName: "summary", MaxOutputTokens: 2000,
	}
}

// watched makes the request one for a stream and collects its pieces.
func watched(req summarize.Request, pieces *[]string) summarize.Request {
	req.OnText = func(piece string) { *pieces = append(*pieces, piece) }
	return req
}

func serve(t *testing.T, script ...scripted.Reply) *scripted.Server {
	t.Helper()
	srv := scripted.New(scripted.Options{Key: canary}, script...)
	t.Cleanup(srv.Close)
	return srv
}

func client(t *testing.T, url string, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{BaseURL: url, APIKey: secret.New(canary), Model: "herald-1", Timeout: 20 * time.Second, MaxRetryWait: time.Millisecond}
	for _, f := range change {
		f(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func apiBody(code, message string) string {
	return scripted.ErrorBody("openai", "invalid_request_error", code, message)
}

// failures are scripts that end in an error after that many requests.
var failures = []struct {
	name      string
	reply     scripted.Reply
	code      fault.Code
	calls     int
	retryable bool
	says      string // is part of the message
}{
	{"bad key", scripted.Reply{Status: 401, Body: apiBody("invalid_api_key", "Incorrect API key provided: "+canary+".")}, fault.ModelUnauthorized, 1, false, "OPENAI_API_KEY"},
	{"forbidden", scripted.Reply{Status: 403, Body: "forbidden for " + canary}, fault.ModelUnauthorized, 1, false, "refuses the API key"},
	{"bad key as 400", scripted.Reply{Status: 400, Body: scripted.ErrorBody("gemini", "INVALID_ARGUMENT", "", "API key not valid. Please pass a valid API key.")}, fault.ModelUnauthorized, 1, false, "API key not valid"},
	{"no such model", scripted.Reply{Status: 404, Body: apiBody("model_not_found", "The model does not exist")}, fault.ModelNotFound, 1, false, "herald-1"},
	{"no such model as 400", scripted.Reply{Status: 400, Body: apiBody("", "herald-1 is not a valid model ID")}, fault.ModelNotFound, 1, false, "--model"},
	{"no such path", scripted.Reply{Status: 404, Body: "404 page not found"}, fault.ModelNotFound, 1, false, "model.name"},
	{"ollama's not found", scripted.Reply{Status: 404, Body: scripted.ErrorBody("ollama", "", "", "model \"herald-1\" not found, try pulling it first")}, fault.ModelNotFound, 1, false, "try pulling it"},
	{"quota", scripted.Reply{Status: 429, Body: apiBody("insufficient_quota", "You exceeded your current quota")}, fault.ModelQuota, 1, false, "credit"},
	{"quota in words", scripted.Reply{Status: 429, Body: apiBody("", "You exceeded your current quota, please check your plan")}, fault.ModelQuota, 1, false, "billing"},
	{"payment required", scripted.Reply{Status: 402, Body: apiBody("", "Insufficient Balance")}, fault.ModelQuota, 1, false, "credit"},
	{"rate limit", scripted.Reply{Status: 429, Body: apiBody("rate_limit_exceeded", "Rate limit reached: too many tokens per minute")}, fault.ModelRateLimited, 3, true, "slow down"},
	{"rate limit with a wait", scripted.Reply{Status: 429, Header: map[string]string{"Retry-After": "7"}, Body: apiBody("", "You exceeded your current quota")}, fault.ModelRateLimited, 3, true, "in 7 seconds"},
	{"larger than the rate", scripted.Reply{Status: 429, Body: apiBody("rate_limit_exceeded", "Request too large for herald-1")}, fault.ModelContext, 1, false, "larger context"},
	{"server error", scripted.Reply{Status: 500, Body: apiBody("", "The server had an error")}, fault.ModelUnavailable, 3, true, "500"},
	{"web page of a proxy", scripted.Reply{Status: 502, Body: scripted.ErrorBody("html", "", "", "Bad Gateway")}, fault.ModelUnavailable, 3, true, "502"},
	{"overloaded", scripted.Reply{Status: 529, Body: "{}"}, fault.ModelUnavailable, 3, true, "529"},
	{"conflict", scripted.Reply{Status: 409, Body: apiBody("", "lock")}, fault.ModelUnavailable, 3, true, "409"},
	{"request timeout", scripted.Reply{Status: 408, Body: ""}, fault.ModelTimeout, 3, true, "gave up"},
	{"context", scripted.Reply{Status: 400, Body: apiBody("context_length_exceeded", "This model's maximum context length is 4096 tokens")}, fault.ModelContext, 1, false, "herald-1"},
	{"vllm's context, naming both limits", scripted.Reply{Status: 400, Body: scripted.ErrorBody("vllm", "BadRequestError", "", "'max_tokens' or 'max_completion_tokens' is too large: 2000. This model's maximum context length is 1024 tokens")}, fault.ModelContext, 1, false, "larger context"},
	{"llama.cpp's context", scripted.Reply{Status: 500, Body: apiBody("", "the request exceeds the available context size")}, fault.ModelContext, 1, false, "larger context"},
	{"body too large", scripted.Reply{Status: 413, Body: "<html>too large</html>"}, fault.ModelContext, 1, false, "larger context"},
	{"azure's filter", scripted.Reply{Status: 400, Body: apiBody("content_filter", "The response was filtered")}, fault.ModelFiltered, 1, false, "content filter"},
	{"rejected", scripted.Reply{Status: 400, Body: apiBody("", "something is off")}, fault.ModelRejected, 1, false, "something is off"},
	{"limit too large", scripted.Reply{Status: 400, Body: apiBody("", "max_tokens is too large: 2000. This model supports at most 1024 completion tokens")}, fault.ModelRejected, 1, false, "too large"},
	{"rejected, fastapi", scripted.Reply{Status: 422, Body: scripted.ErrorBody("fastapi", "value_error", "", "field is wrong")}, fault.ModelRejected, 1, false, "field is wrong"},
	{"echoes the article", scripted.Reply{Status: 400, Body: apiBody("", "cannot read 'The harbour board of Estrand voted on Monday to close'")}, fault.ModelRejected, 1, false, "status 400"},
	{"redirect", scripted.Reply{Status: 307, Header: map[string]string{"Location": "http://127.0.0.1:9/"}}, fault.ModelRejected, 1, false, "redirect"},
	{"error in a good status", scripted.Reply{Body: apiBody("rate_limit_exceeded", "slow down")}, fault.ModelRateLimited, 3, true, "slow down"},
	{"numbered error in a good status", scripted.Reply{Body: `{"error":{"code":503,"message":"no capacity, ` + canary + `"}}`}, fault.ModelUnavailable, 3, true, "no capacity"},
	{"vllm's error in a good status", scripted.Reply{Body: scripted.ErrorBody("vllm", "BadRequestError", "", "nope")}, fault.ModelRejected, 1, false, "nope"},
	{"web page", scripted.Reply{Body: "<html>login</html>"}, fault.ModelBadAnswer, 1, false, "web page"},
	{"other JSON", scripted.Reply{Body: `{"hello":"world"}`}, fault.ModelBadAnswer, 1, false, "model.base_url"},
	{"nothing", scripted.Reply{Body: " "}, fault.ModelEmpty, 3, true, "nothing"},
	{"half of the JSON", scripted.Reply{Body: `{"choices":[{"message":{"content":"{`}, fault.ModelTruncated, 3, true, "broke off"},
	{"reset", scripted.Reply{Cut: scripted.CutBefore}, fault.ModelUnavailable, 3, true, "without an answer"},
	{"end after the header", scripted.Reply{Cut: scripted.CutHeader}, fault.ModelTruncated, 3, true, "broke off"},
	{"length", scripted.Reply{Text: `{"why":{"te`, Finish: "length"}, fault.ModelTruncated, 1, false, "cut off"},
	{"length of reasoning", scripted.Reply{Silent: true, Reasoning: "hm", Finish: "length"}, fault.ModelTruncated, 1, false, "reasoning"},
	{"content filter", scripted.Reply{Text: "{", Finish: "content_filter"}, fault.ModelFiltered, 1, false, "content filter"},
	{"refusal", scripted.Reply{Refusal: "I cannot help with " + canary}, fault.ModelRefused, 1, false, "declined"},
	{"reasoning only", scripted.Reply{Silent: true, Reasoning: "Let me think."}, fault.ModelEmpty, 1, false, "only reasoned"},
	{"reasoning only in the text", scripted.Reply{Text: "<think>Let me {think}"}, fault.ModelEmpty, 1, false, "only reasoned"},
	{"empty", scripted.Reply{Silent: true}, fault.ModelEmpty, 1, true, "wrote nothing"},
	{"gave up", scripted.Reply{Text: "{", Finish: "error"}, fault.ModelUnavailable, 3, true, "gave up"},
	{"prose", scripted.Reply{Text: "Here is my view of it."}, fault.ModelBadAnswer, 3, false, "prose instead of the JSON"},
	{"endless body", scripted.Reply{Body: " ", Endless: strings.Repeat(" ", 1<<16)}, fault.ModelBadAnswer, 1, false, "no end"},
	{"gzip bomb", scripted.Reply{Body: " ", Gzip: true, Endless: strings.Repeat(" ", 1<<20)}, fault.ModelBadAnswer, 1, false, "no end"},
}

func TestFailures(t *testing.T) {
	for _, tt := range failures {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, tt.reply)
			c := client(t, srv.URL(), func(cfg *Config) { cfg.MaxAnswerBytes = 1 << 18 })
			got, err := c.Complete(t.Context(), request())
			checkFault(t, c, err, tt.code, tt.retryable, tt.says)
			checkCalls(t, srv, got, tt.calls)
		})
	}
}

// The same with a stream, for those whose nature does not change with it.
func TestFailuresOfStreams(t *testing.T) {
	for _, tt := range failures {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, tt.reply)
			c := client(t, srv.URL(), func(cfg *Config) { cfg.MaxAnswerBytes = 1 << 14 })
			var pieces []string
			got, err := c.Complete(t.Context(), watched(request(), &pieces))
			calls := tt.calls
			if len(pieces) > 0 {
				calls = 1
			}
			checkFault(t, c, err, tt.code, tt.retryable, tt.says)
			checkCalls(t, srv, got, calls)
		})
	}
}

func checkFault(t *testing.T, c *Client, err error, code fault.Code, retryable bool, says string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) {
		t.Fatalf("error %v (%T), want a fault", err, err)
	}
	if f.Code != code || f.Retryable != retryable || !strings.Contains(f.Message, says) {
		t.Errorf("%s, retryable %v: %s\nwant %s, retryable %v, with %q", f.Code, f.Retryable, f.Message, code, retryable, says)
	}
	if strings.Contains(f.Message, "Estrand") || strings.HasSuffix(f.Message, ".") || strings.ContainsFunc(f.Message, func(r rune) bool { return r < ' ' }) {
		t.Errorf("the message shows the article, ends with a full stop or has a line break: %q", f.Message)
	}
	noCanary(t, c, err)
}

// noCanary prints everything that could be logged and looks for the key.
func noCanary(t *testing.T, c *Client, err error) {
	t.Helper()
	var out strings.Builder
	type holder struct{ c *Client }
	for _, v := range []any{c, *c, holder{c}, struct{ c Client }{*c}, []any{c}, err} {
		fmt.Fprintf(&out, "%v %+v %#v %s %x\n", v, v, v, v, v)
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		fmt.Fprintf(&out, "%v %+v %#v %s\n", e, e, e, e)
	}
	for _, piece := range []string{"canary", canary[10:18], fmt.Sprintf("%x", "canary")} {
		if at := strings.Index(out.String(), piece); at >= 0 {
			t.Errorf("the key shows: …%s…", out.String()[max(0, at-200):at+20])
		}
	}
}

func checkCalls(t *testing.T, srv *scripted.Server, got summarize.Response, calls int) {
	t.Helper()
	if n := len(srv.Requests()); n != calls || got.Usage.Calls != calls {
		t.Errorf("%d requests on the wire, %d reported, want %d", n, got.Usage.Calls, calls)
	}
	for _, r := range srv.Requests() {
		if r.Objection != "" {
			t.Errorf("the server objects: %s", r.Objection)
		}
	}
}

func TestGoodAnswers(t *testing.T) {
	whole := strings.Replace(`{"choices":[{"message":{"content":[{"type":"text","text":%}]},"finish_reason":"stop"}],"created":1.5,"usage":{"prompt_tokens":"many"}}`,
		"%", string(mustJSON(goodJSON)), 1)
	for _, tt := range []struct {
		name  string
		reply scripted.Reply
		want  string
		usage summarize.Usage
	}{
		{"plain", scripted.Reply{Text: goodJSON, Usage: `{"prompt_tokens":90,"completion_tokens":30,"prompt_tokens_details":{"cached_tokens":64}}`}, goodJSON, summarize.Usage{Calls: 1, InputTokens: 90, OutputTokens: 30, CachedTokens: 64}},
		{"no usage", scripted.Reply{Text: goodJSON, Usage: scripted.None}, goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
		{"impossible usage", scripted.Reply{Text: goodJSON, Usage: `{"prompt_tokens":-4,"completion_tokens":1e30}`}, goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
		{"more cached than read", scripted.Reply{Text: goodJSON, Usage: `{"prompt_tokens":5,"completion_tokens":5.0,"prompt_tokens_details":{"cached_tokens":64}}`}, goodJSON, summarize.Usage{Calls: 1, InputTokens: 5, OutputTokens: 5, CachedTokens: 5}},
		{"fenced", scripted.Reply{Text: "```json\n" + goodJSON + "\n```", Usage: scripted.None}, "```json\n" + goodJSON + "\n```", summarize.Usage{Calls: 1, Unreported: 1}},
		{"preamble", scripted.Reply{Text: "Here you are {as asked}: " + goodJSON, Usage: scripted.None}, "Here you are {as asked}: " + goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
		{"reasoning beside", scripted.Reply{Text: goodJSON, Reasoning: "{\"why\": no", Usage: scripted.None}, goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
		{"reasoning in the text", scripted.Reply{Text: "\n<think>{\"why\": hm</think>\n\n" + goodJSON, Usage: scripted.None}, goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
		{"no finish_reason", scripted.Reply{Text: goodJSON, Finish: scripted.None, Usage: scripted.None}, goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
		{"odd fields", scripted.Reply{Body: whole}, goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
		{"zipped", scripted.Reply{Text: goodJSON, Gzip: true, Usage: scripted.None}, goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
		{"byte by byte", scripted.Reply{Text: goodJSON, WriteBytes: 1, Usage: scripted.None}, goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
		{"characters cut", scripted.Reply{Text: goodJSON, PieceBytes: 1, Usage: scripted.None}, goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
		{"stream not heeded", scripted.Reply{Text: goodJSON, IgnoreStream: true, Usage: scripted.None}, goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
		{"type is a lie", scripted.Reply{Text: goodJSON, Header: map[string]string{"Content-Type": "text/plain"}, Usage: scripted.None}, goodJSON, summarize.Usage{Calls: 1, Unreported: 1}},
	} {
		for _, stream := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, stream %v", tt.name, stream), func(t *testing.T) {
				srv := serve(t, tt.reply)
				var pieces []string
				req := request()
				if stream {
					req = watched(req, &pieces)
				}
				got, err := client(t, srv.URL()).Complete(t.Context(), req)
				if err != nil {
					t.Fatal(err)
				}
				if got.Text != tt.want || got.WireFormat != "json_schema" || got.Usage != tt.usage {
					t.Errorf("got %+v\nwant %s, %+v", got, tt.want, tt.usage)
				}
				if stream && strings.Join(pieces, "") != got.Text {
					t.Errorf("pieces %q", pieces)
				}
				for _, p := range pieces {
					if strings.ContainsRune(p, '\uFFFD') {
						t.Errorf("a character was cut: %q", p)
					}
				}
				checkCalls(t, srv, got, 1)
			})
		}
	}
}

func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

func TestNewRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Config)
		says   string
	}{
		{"no address", func(c *Config) { c.BaseURL = "" }, "model.base_url"},
		{"a host alone", func(c *Config) { c.BaseURL = "localhost:8080/v1" }, "model.base_url"},
		{"a file", func(c *Config) { c.BaseURL = "file:///etc/passwd" }, "model.base_url"},
		{"a password", func(c *Config) { c.BaseURL = "https://me:" + canary + "@example.com/v1" }, "password"},
		{"a query", func(c *Config) { c.BaseURL = "https://example.com/v1?key=" + canary }, "model.base_url"},
		{"a broken address", func(c *Config) { c.BaseURL = "https://[" + canary }, "model.base_url"},
		{"no model", func(c *Config) { c.Model = " " }, "model.name"},
		{"an odd key", func(c *Config) { c.APIKey = secret.New(canary + "\n" + canary) }, "API key"},
		{"an odd format", func(c *Config) { c.WireFormat = "yaml" }, "json_schema"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := Config{BaseURL: "https://example.com/v1", APIKey: secret.New(canary), Model: "herald-1"}
			tt.change(&cfg)
			_, err := New(cfg)
			if fault.CodeOf(err) != fault.BadConfig || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "canary") {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestOwnTransport(t *testing.T) {
	own, ok := newWire(Config{}).base.(*http.Transport)
	if !ok || own.MaxIdleConnsPerHost < 64 || own.Proxy == nil || own.TLSClientConfig != nil && own.TLSClientConfig.InsecureSkipVerify {
		t.Errorf("transport %+v", own)
	}
}

func TestCancelled(t *testing.T) {
	for _, tt := range []struct {
		name  string
		reply scripted.Reply
	}{
		{"before the answer", scripted.Reply{Delay: time.Hour}},
		{"in the middle", scripted.Reply{Text: goodJSON, Pause: time.Hour}},
		{"while waiting to retry", scripted.Reply{Status: 503, Header: map[string]string{"Retry-After": "600"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, tt.reply)
			c := client(t, srv.URL(), func(cfg *Config) { cfg.MaxRetryWait, cfg.Timeout = time.Hour, 2*time.Hour })
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				for len(srv.Requests()) == 0 {
					time.Sleep(time.Millisecond)
				}
				time.Sleep(10 * time.Millisecond)
				cancel()
			}()
			var pieces []string
			_, err := c.Complete(ctx, watched(request(), &pieces))
			if err != context.Canceled { // as it is, not wrapped
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestUnreachable(t *testing.T) {
	srv := scripted.New(scripted.Options{})
	url := srv.URL()
	srv.Close()
	c := client(t, url)
	_, err := c.Complete(t.Context(), request())
	checkFault(t, c, err, fault.ModelUnreachable, true, strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/v1"))
}
