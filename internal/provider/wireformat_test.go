package provider

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func formats(srv *scripted.Server) (out []string) {
	for _, r := range srv.Requests() {
		out = append(out, r.Format)
	}
	return out
}

// heeds answers in JSON when the schema is among the messages, and in prose
// when it is only in a parameter.
func heeds(req scripted.Request) string {
	if strings.Contains(req.Messages[0].Text, "JSON Schema") {
		return goodJSON
	}
	return "The story is about a harbour."
}

func TestLadder(t *testing.T) {
	otherForm := func(req scripted.Request) string {
		if req.Format == "json_schema" || req.Format == "tools" {
			return `{"summary":"The story is about a harbour."}`
		}
		return goodJSON
	}
	asStrings := func(req scripted.Request) string {
		if req.Format == "json_schema" {
			return `{"why":{"text":"x","sentences":["1"]},"takeaways":[]}`
		}
		return goodJSON
	}
	for _, tt := range []struct {
		name   string
		reply  scripted.Reply
		first  []string // formats of the first call
		second []string // and of the next one, which knows
	}{
		{"all is well", scripted.Reply{Text: goodJSON}, []string{"json_schema"}, []string{"json_schema"}},
		{"no schema", scripted.Reply{Text: goodJSON, Rejects: []string{"json_schema"}}, []string{"json_schema", "tools"}, []string{"tools"}},
		{"no schema, characters cut", scripted.Reply{Text: goodJSON, Rejects: []string{"json_schema"}, PieceBytes: 1}, []string{"json_schema", "tools"}, []string{"tools"}},
		{"no tools", scripted.Reply{Text: goodJSON, Rejects: []string{"json_schema", "tools"}}, []string{"json_schema", "tools", "json_object"}, []string{"json_object"}},
		{"no format", scripted.Reply{Text: goodJSON, Rejects: []string{"json_schema", "tools", "json_object"}}, []string{"json_schema", "tools", "json_object", ""}, []string{""}},
		{"tools not heeded", scripted.Reply{Text: goodJSON, Rejects: []string{"json_schema"}, IgnoreTools: true}, []string{"json_schema", "tools"}, []string{"json_object"}},
		{"schema not heeded", scripted.Reply{Write: heeds, IgnoreTools: true}, []string{"json_schema", "tools", "json_object"}, []string{"json_object"}},
		{"other keys", scripted.Reply{Write: otherForm}, []string{"json_schema", "tools", "json_object"}, []string{"json_object"}},
		{"of other types", scripted.Reply{Write: asStrings}, []string{"json_schema", "tools"}, []string{"tools"}},
		{"a tool that was not given", scripted.Reply{Text: goodJSON, ToolCall: true}, []string{"json_schema", "tools"}, []string{"tools"}},
	} {
		for _, stream := range []bool{false, true} {
			if stream && tt.name == "of other types" {
				continue // they were shown: see TestShownIsNotTakenBack
			}
			t.Run(tt.name, func(t *testing.T) {
				srv := serve(t, tt.reply)
				c := client(t, srv.URL())
				var pieces []string
				req := request()
				if stream {
					req = watched(req, &pieces)
				}
				for i, want := range [][]string{tt.first, slices.Concat(tt.first, tt.second)} {
					pieces = nil
					got, err := c.Complete(t.Context(), req)
					if err != nil || got.Text != goodJSON || !slices.Equal(formats(srv), want) {
						t.Errorf("call %d: %q, %v, formats %q, want %q", i+1, got.Text, err, formats(srv), want)
					}
					if name := cmp.Or(want[len(want)-1], "text"); got.WireFormat != name {
						t.Errorf("wire format %q, want %q", got.WireFormat, name)
					}
					if stream && strings.Join(pieces, "") != goodJSON {
						t.Errorf("shown %q", pieces)
					}
				}
			})
		}
	}
}

func TestStreamsAndWholeAnswersAreRememberedApart(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: goodJSON, Rejects: []string{"json_schema"}}, scripted.Reply{Text: goodJSON})
	c := client(t, srv.URL())
	var pieces []string
	for _, req := range []summarize.Request{watched(request(), &pieces), request()} {
		if _, err := c.Complete(t.Context(), req); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"json_schema", "tools", "json_schema"}; !slices.Equal(formats(srv), want) {
		t.Errorf("formats %q, want %q", formats(srv), want)
	}
}

func TestOneAnswerInProseDoesNotLowerAProvenFormat(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: goodJSON}, scripted.Reply{Text: "Prose."}, scripted.Reply{Text: goodJSON})
	c := client(t, srv.URL())
	for range 3 {
		if _, err := c.Complete(t.Context(), request()); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"json_schema", "json_schema", "tools", "json_schema"}; !slices.Equal(formats(srv), want) {
		t.Errorf("formats %q, want %q", formats(srv), want)
	}
}

func TestShownIsNotTakenBack(t *testing.T) {
	odd := `{"why":"of another form"}`
	srv := serve(t, scripted.Reply{Text: odd}, scripted.Reply{Text: goodJSON})
	c := client(t, srv.URL())
	var pieces []string
	got, err := c.Complete(t.Context(), watched(request(), &pieces))
	if err != nil || got.Text != odd || got.Breaks == "" || strings.Join(pieces, "") != odd {
		t.Errorf("%+v, %v, shown %q", got, err, pieces)
	}
	checkCalls(t, srv, got, 1)
	got, err = c.Complete(t.Context(), watched(request(), &pieces))
	if err != nil || got.WireFormat != "tools" || got.Breaks != "" {
		t.Errorf("the next call: %+v, %v", got, err)
	}
}

// What breaks the schema everywhere is left to the caller, who can tell the
// model what is wrong, after as many tries as there may be.
func TestBrokenSchema(t *testing.T) {
	odd := `{"why":{"text":"x","sentences":["1"]},"takeaways":[]}`
	for _, tt := range []struct {
		format string
		before []scripted.Reply
		calls  int
	}{
		{"auto", nil, 3},
		{"auto", []scripted.Reply{{Text: goodJSON}}, 1}, // it is known to heed the schema
		{"json_schema", nil, 1},
		{"tools", nil, 1},
		{"text", nil, 1},
	} {
		srv := serve(t, append(tt.before, scripted.Reply{Text: odd})...)
		c := client(t, srv.URL(), func(cfg *Config) { cfg.WireFormat = tt.format })
		for range tt.before {
			if _, err := c.Complete(t.Context(), request()); err != nil {
				t.Fatal(err)
			}
		}
		got, err := c.Complete(t.Context(), request())
		if err != nil || got.Text != odd || !strings.Contains(got.Breaks, "must be integer") || got.Usage.Calls != tt.calls {
			t.Errorf("%s: %+v, %v, want %d calls", tt.format, got, err, tt.calls)
		}
	}
}

// What an endpoint did not take or heed is tried again after an hour.
func TestMemoryExpires(t *testing.T) {
	inFakeTime(t, func(*Config) {}, func(t *testing.T, c *Client, srv *scripted.Server) {
		seed := 7
		for _, wait := range []time.Duration{0, 59 * time.Minute, 2 * time.Minute} {
			time.Sleep(wait)
			req := request()
			req.Seed = &seed
			if _, err := c.Complete(t.Context(), req); err != nil {
				t.Fatal(err)
			}
		}
		want := []string{"json_schema", "tools", "tools", "tools", "json_schema", "tools", "tools"}
		if !slices.Equal(formats(srv), want) {
			t.Errorf("formats %q, want %q", formats(srv), want)
		}
	}, scripted.Reply{Text: goodJSON, Rejects: []string{"json_schema", "seed"}})
}

func TestCalls(t *testing.T) {
	part := func(index int, arguments any) string {
		return fmt.Sprintf(`{"choices":[{"delta":{"content":null,"tool_calls":[{"index":%d,"function":{"arguments":%s}}]}}]}`, index, mustJSON(arguments))
	}
	called := `{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}`
	for _, tt := range []struct {
		name   string
		chunks []string
	}{
		{"in pieces", []string{part(0, ""), part(0, goodJSON[:20]), part(0, goodJSON[20:]), called, done}},
		{"two at once", []string{part(0, goodJSON[:20]), part(1, goodJSON), part(0, goodJSON[20:]), called, done}},
		{"prose before", []string{delta("I call {it} now."), part(0, goodJSON), stop, done}},
		{"an object", []string{part(0, json.RawMessage(goodJSON)), called, done}},
		{"text instead", []string{delta(goodJSON[:30]), delta(goodJSON[30:]), stop, done}},
		{"thought", []string{delta("<think>{\"why\":1}</think>"), part(0, goodJSON), stop, done}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, scripted.Reply{Chunks: tt.chunks})
			c := client(t, srv.URL(), func(cfg *Config) { cfg.WireFormat = "tools" })
			var pieces []string
			got, err := c.Complete(t.Context(), watched(request(), &pieces))
			if err != nil || got.Text != goodJSON || strings.Join(pieces, "") != goodJSON || got.WireFormat != "tools" {
				t.Errorf("%+v, %v, shown %q", got, err, pieces)
			}
			checkCalls(t, srv, got, 1)
		})
	}
	whole := `{"choices":[{"message":{"content":"","tool_calls":[{"function":{"name":"summary","arguments":%s}}]},"finish_reason":"stop"}]}`
	for _, arguments := range []string{goodJSON, string(mustJSON(goodJSON))} {
		srv := serve(t, scripted.Reply{Body: fmt.Sprintf(whole, arguments)})
		got, err := client(t, srv.URL(), func(cfg *Config) { cfg.WireFormat = "tools" }).Complete(t.Context(), request())
		if err != nil || got.Text != goodJSON {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

func TestPinnedFormat(t *testing.T) {
	for i, name := range []string{"json_schema", "tools", "json_object", "text"} {
		srv := serve(t, scripted.Reply{Text: goodJSON}, scripted.Reply{Text: "Prose."})
		c := client(t, srv.URL(), func(cfg *Config) { cfg.WireFormat = name })
		got, err := c.Complete(t.Context(), request())
		if err != nil || got.WireFormat != name {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		_, err = c.Complete(t.Context(), request())
		checkFault(t, c, err, fault.ModelBadAnswer, false, "prose")
		if want := []string{"json_schema", "tools", "json_object", ""}[i]; !slices.Equal(formats(srv), []string{want, want}) {
			t.Errorf("%s: formats %q", name, formats(srv))
		}
	}
}

func TestSchemaInTheMessages(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: goodJSON})
	for _, name := range []string{"json_schema", "tools", "json_object", "text"} {
		c := client(t, srv.URL(), func(cfg *Config) { cfg.WireFormat = name })
		noSystem := request()
		noSystem.Messages = noSystem.Messages[1:]
		for _, req := range []summarize.Request{request(), noSystem} {
			if _, err := c.Complete(t.Context(), req); err != nil {
				t.Fatal(err)
			}
			all := srv.Requests()
			last := all[len(all)-1]
			told := strings.Contains(last.Messages[0].Text, `{"type":"object","properties":{"why"`)
			if told != (name == "json_object" || name == "text") || (last.Schema != nil) == told {
				t.Errorf("%s: in the messages %v, as a parameter %v", name, told, last.Schema != nil)
			}
			if last.Messages[len(last.Messages)-1].Text != articleText || told && last.Messages[0].Role != "system" {
				t.Errorf("%s: messages %+v", name, last.Messages)
			}
		}
	}
	if text := request().Messages[0].Text; strings.Contains(text, "Schema") {
		t.Error("the caller's message was changed")
	}
}

func TestWithoutASchema(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: "Pong."})
	req := request()
	req.Schema = nil
	var pieces []string
	got, err := client(t, srv.URL()).Complete(t.Context(), watched(req, &pieces))
	if err != nil || got.Text != "Pong." || got.WireFormat != "text" || strings.Join(pieces, "") != "Pong." || formats(srv)[0] != "" {
		t.Errorf("%+v, %v, shown %q, formats %q", got, err, pieces, formats(srv))
	}
}

func TestTokenLimit(t *testing.T) {
	const anyModel, reasoner = "herald-1", "gpt-5-mini-local"
	for _, tt := range []struct {
		name    string
		model   string
		rejects []string
		want    [][2]int // max_tokens, max_completion_tokens of each request
	}{
		{"old", anyModel, nil, [][2]int{{2000, 0}, {2000, 0}}},
		{"new wanted", anyModel, []string{"max_tokens"}, [][2]int{{2000, 0}, {0, 2000}, {0, 2000}}},
		{"new by name", reasoner, nil, [][2]int{{0, 2000}, {0, 2000}}},
		{"a local model with such a name", reasoner, []string{"max_completion_tokens"}, [][2]int{{0, 2000}, {0, 0}, {0, 0}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, scripted.Reply{Text: goodJSON, Rejects: tt.rejects})
			c := client(t, srv.URL(), func(cfg *Config) { cfg.Model = tt.model })
			for range 2 {
				if _, err := c.Complete(t.Context(), request()); err != nil {
					t.Fatal(err)
				}
			}
			var got [][2]int
			for _, r := range srv.Requests() {
				got = append(got, [2]int{r.MaxTokens, r.MaxCompletionTokens})
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestBothLimitsRefused(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: goodJSON, Rejects: []string{"max_tokens", "max_completion_tokens"}})
	c := client(t, srv.URL())
	got, err := c.Complete(t.Context(), request())
	checkFault(t, c, err, fault.ModelRejected, false, "max_completion_tokens")
	checkCalls(t, srv, got, 2)
}

// The most requests that one call can make: five refused parameters, three
// failures.
func TestBoundOfRequests(t *testing.T) {
	rejects := []string{"max_tokens", "stream_options", "json_schema", "tools", "json_object"}
	refuse := scripted.Reply{Status: 503, Rejects: rejects}
	srv := serve(t, refuse)
	c := client(t, srv.URL())
	var pieces []string
	got, err := c.Complete(t.Context(), watched(request(), &pieces))
	checkFault(t, c, err, fault.ModelUnavailable, true, "503")
	checkCalls(t, srv, got, 8)
	got, err = c.Complete(t.Context(), watched(request(), &pieces))
	checkFault(t, c, err, fault.ModelUnavailable, true, "503")
	if got.Usage.Calls != 3 {
		t.Errorf("the second call made %d requests, want 3", got.Usage.Calls)
	}
}

func TestGetsThroughAfterFailures(t *testing.T) {
	for _, bad := range []scripted.Reply{{Status: 503}, {Cut: scripted.CutBefore}, {Text: goodJSON, Cut: scripted.CutMiddle}, {Status: 429}} {
		srv := serve(t, bad, bad, scripted.Reply{Text: goodJSON})
		got, err := client(t, srv.URL()).Complete(t.Context(), request())
		if err != nil || got.Text != goodJSON {
			t.Errorf("%+v: %v", bad, err)
		}
		checkCalls(t, srv, got, 3)
	}
}
