package provider

import (
	"cmp"
	"slices"
	"strings"
	"testing"

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
		if req.Format == "json_schema" {
			return `{"summary":"The story is about a harbour."}`
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
		{"no schema", scripted.Reply{Text: goodJSON, Rejects: []string{"json_schema"}}, []string{"json_schema", "json_object"}, []string{"json_object"}},
		{"no format", scripted.Reply{Text: goodJSON, Rejects: []string{"json_schema", "json_object"}}, []string{"json_schema", "json_object", ""}, []string{""}},
		{"schema not heeded", scripted.Reply{Write: heeds}, []string{"json_schema", "json_object"}, []string{"json_object"}},
		{"other keys", scripted.Reply{Write: otherForm}, []string{"json_schema", "json_object"}, []string{"json_object"}},
	} {
		for _, stream := range []bool{false, true} {
			if stream && tt.name == "other keys" {
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
	if want := []string{"json_schema", "json_object", "json_schema"}; !slices.Equal(formats(srv), want) {
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
	if want := []string{"json_schema", "json_schema", "json_object", "json_schema"}; !slices.Equal(formats(srv), want) {
		t.Errorf("formats %q, want %q", formats(srv), want)
	}
}

func TestShownIsNotTakenBack(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: `{"summary":"of another form"}`}, scripted.Reply{Text: goodJSON})
	c := client(t, srv.URL())
	var pieces []string
	_, err := c.Complete(t.Context(), watched(request(), &pieces))
	checkFault(t, c, err, fault.ModelBadAnswer, false, "JSON")
	got, err := c.Complete(t.Context(), watched(request(), &pieces))
	if err != nil || got.WireFormat != "json_object" {
		t.Errorf("the next call: %+v, %v", got, err)
	}
}

func TestPinnedFormat(t *testing.T) {
	for i, name := range []string{"json_schema", "json_object", "text"} {
		srv := serve(t, scripted.Reply{Text: goodJSON}, scripted.Reply{Text: "Prose."})
		c := client(t, srv.URL(), func(cfg *Config) { cfg.WireFormat = name })
		got, err := c.Complete(t.Context(), request())
		if err != nil || got.WireFormat != name {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		_, err = c.Complete(t.Context(), request())
		checkFault(t, c, err, fault.ModelBadAnswer, false, "prose")
		if want := []string{"json_schema", "json_object", ""}[i]; !slices.Equal(formats(srv), []string{want, want}) {
			t.Errorf("%s: formats %q", name, formats(srv))
		}
	}
}

func TestSchemaInTheMessages(t *testing.T) {
	srv := serve(t, scripted.Reply{Text: goodJSON})
	for _, name := range []string{"json_schema", "json_object", "text"} {
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
			if told != (name != "json_schema") || (last.Schema != nil) == told {
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

// The most requests that one call can make: four refused parameters, three
// failures.
func TestBoundOfRequests(t *testing.T) {
	rejects := []string{"max_tokens", "stream_options", "json_schema", "json_object"}
	refuse := scripted.Reply{Status: 503, Rejects: rejects}
	srv := serve(t, refuse)
	c := client(t, srv.URL())
	var pieces []string
	got, err := c.Complete(t.Context(), watched(request(), &pieces))
	checkFault(t, c, err, fault.ModelUnavailable, true, "503")
	checkCalls(t, srv, got, 7)
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
