package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// delta is the payload of a chunk with text.
func delta(text string) string {
	return fmt.Sprintf(`{"choices":[{"index":0,"delta":{"content":%s},"finish_reason":null}]}`, mustJSON(text))
}

const (
	stop    = `{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}`
	tooMuch = `{"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}`
	cost    = `{"choices":[],"usage":{"prompt_tokens":40,"completion_tokens":9}}`
	done    = "[DONE]"
)

func TestStreams(t *testing.T) {
	long := `{"why":1,"takeaways":[`
	overload := `{"error":{"message":"overloaded for ` + canary + `","type":"server_error","code":503}}`
	spaced := `{ "error" : {"message":"overloaded","type":"server_error"}}`
	for _, tt := range []struct {
		name   string
		chunks []string
		code   fault.Code // "" is a good answer
		calls  int
		text   string
	}{
		{"whole", []string{delta(goodJSON), stop, cost, done}, "", 1, goodJSON},
		{"no [DONE]", []string{delta(goodJSON), stop}, "", 1, goodJSON},
		{"no finish_reason", []string{delta(goodJSON), done}, "", 1, goodJSON},
		{"chunks after [DONE]", []string{delta(goodJSON), stop, done, delta("more"), overload}, "", 1, goodJSON},
		{"null fields", []string{`{"choices":[{"delta":{"content":null,"refusal":null},"finish_reason":null}],"usage":null,"error":null}`, delta(goodJSON), stop, done}, "", 1, goodJSON},
		{"the word error", []string{delta(`{"why":"an \"error\"","takeaways":1}`), stop, done}, "", 1, `{"why":"an \"error\"","takeaways":1}`},
		{"a pair cut in two", []string{delta(`{"why":1,"takeaways":"`), `{"choices":[{"delta":{"content":"\ud83d"}}]}`, `{"choices":[{"delta":{"content":"\ude00\"}"}}]}`, stop, done}, "", 1, `{"why":1,"takeaways":"😀"}`},
		{"invalid UTF-8", []string{delta(`{"why":1,"takeaways":"`), "{\"choices\":[{\"delta\":{\"content\":\"a\xffb\xe2\x82\"}}]}", delta(`"}`), stop, done}, "", 1, "{\"why\":1,\"takeaways\":\"a\uFFFDb\uFFFD\uFFFD\"}"},
		{"text in message", []string{`{"choices":[{"message":{"content":` + string(mustJSON(goodJSON)) + `},"finish_reason":"stop"}]}`, done}, "", 1, goodJSON},
		{"nothing at all", []string{}, fault.ModelEmpty, 3, ""},
		{"ends before the text", []string{delta("")}, fault.ModelTruncated, 3, ""},
		{"ends in the text", []string{delta(long)}, fault.ModelTruncated, 1, ""},
		{"ends in prose, which is not shown", []string{delta("Well, ")}, fault.ModelTruncated, 3, ""},
		{"length", []string{delta(long), tooMuch, done}, fault.ModelTruncated, 1, ""},
		{"error first", []string{overload}, fault.ModelUnavailable, 3, ""},
		{"error with spaces first", []string{spaced}, fault.ModelUnavailable, 3, ""},
		{"error later", []string{delta(long), overload, done}, fault.ModelUnavailable, 1, ""},
		{"error with spaces later", []string{delta(long), spaced, done}, fault.ModelUnavailable, 1, ""},
		{"error as text", []string{`{"error":"out of memory"}`, done}, fault.ModelUnavailable, 3, ""},
		{"vllm's error", []string{`{"object":"error","message":"no","type":"BadRequestError","code":400}`, done}, fault.ModelRejected, 1, ""},
		{"garbage", []string{delta(long), `{"choices":[{"del`, stop, done}, fault.ModelBadAnswer, 1, ""},
		{"endless white space", []string{delta("{"), delta(strings.Repeat(" \n", 3000)), stop, done}, fault.ModelBadAnswer, 1, ""},
		{"only usage", []string{cost, done}, fault.ModelEmpty, 1, ""},
		{"filtered", []string{delta(long), `{"choices":[{"delta":{},"finish_reason":"content_filter"}]}`, done}, fault.ModelFiltered, 1, ""},
		{"refused", []string{`{"choices":[{"delta":{"refusal":"I "}}]}`, `{"choices":[{"delta":{"refusal":"cannot"}}]}`, stop, done}, fault.ModelRefused, 1, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			reply := scripted.Reply{Chunks: tt.chunks, WriteBytes: 3}
			srv := serve(t, reply)
			c := client(t, srv.URL())
			var pieces []string
			got, err := c.Complete(t.Context(), watched(request(), &pieces))
			if fault.CodeOf(err) != tt.code || got.Text != tt.text {
				t.Errorf("%s (%v), text %q\nwant %q, text %q", fault.CodeOf(err), err, got.Text, tt.code, tt.text)
			}
			if tt.code == "" && strings.Join(pieces, "") != tt.text {
				t.Errorf("shown %q", pieces)
			}
			noCanary(t, c, err)
			checkCalls(t, srv, got, tt.calls)
		})
	}
}

// Lines that go-openai keeps, does not know or drops.
func TestStreamFraming(t *testing.T) {
	frames := func(lines ...string) string { return strings.Join(lines, "\n") }
	for _, tt := range []struct {
		name, body string
		code       fault.Code
	}{
		{"comments and names", frames(strings.Repeat(": wait\n", 5000)+"event: message", "id: 1", "data: "+delta(goodJSON), "", "data:"+stop, "", "data: [DONE]", ""), ""},
		{"carriage returns", frames("data: "+delta(goodJSON)+"\r", "\r", "data: [DONE]\r", ""), ""},
		{"no line end at the end", frames("data: "+delta(goodJSON), "", "data: [DONE]"), ""},
		{"comments, then an error", frames(": wait", "", `data: {"error":{"message":"no","code":403}}`, ""), fault.ModelUnauthorized},
		{"an error event", frames("event: error", `data: {"message":"no such model","code":404}`, "", ""), fault.ModelNotFound},
		{"an error without line end", frames(`: x`, `data: {"error":{"message":"no","code":404}}`), fault.ModelNotFound},
		{"noise without end", ": " + strings.Repeat("x\n", 1<<17), fault.ModelBadAnswer},
		{"a line without end", "data: " + strings.Repeat("x", 1<<18), fault.ModelBadAnswer},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, scripted.Reply{Body: tt.body, Header: map[string]string{"Content-Type": "text/event-stream"}})
			c := client(t, srv.URL(), func(cfg *Config) { cfg.MaxAnswerBytes = 1 << 16 })
			var pieces []string
			got, err := c.Complete(t.Context(), watched(request(), &pieces))
			if fault.CodeOf(err) != tt.code || tt.code == "" && got.Text != goodJSON {
				t.Errorf("%s (%v), text %q, want %q", fault.CodeOf(err), err, got.Text, tt.code)
			}
		})
	}
}

func TestStreamOptionsRefused(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: goodJSON, Rejects: []string{"stream_options"}})
	c := client(t, srv.URL())
	for range 2 {
		var pieces []string
		got, err := c.Complete(t.Context(), watched(request(), &pieces))
		if err != nil || got.Usage.Unreported != 1 {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if n := len(srv.Requests()); n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
}

func TestPanicOfTheWatcherLeavesNothingOpen(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: goodJSON, PieceBytes: 4})
	req := request()
	req.OnText = func(string) { panic("stop here") }
	defer func() {
		if recover() == nil {
			t.Error("the panic was swallowed")
		}
	}()
	_, _ = client(t, srv.URL()).Complete(t.Context(), req)
}
