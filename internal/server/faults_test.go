package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize"
)

// wrongDraft is a request for a draft that comes to nothing.
type wrongDraft struct {
	name, body string
	reply      scripted.Reply
	price      *summarize.Price
	timeout    time.Duration
	status     int
	code       string // "" for any
	retryable  bool
}

// TestFaults brings about what goes wrong with articles, money, rules and models,
// over the network, as JSON and at the end of a stream.
func TestFaults(t *testing.T) {
	says := func(code, message string) string { return scripted.ErrorBody("openai", code, code, message) }
	text := func(text string) string {
		return `{"article":{"text":"` + text + `"},"options":{"engine":"extractive"}}`
	}
	for _, c := range []wrongDraft{
		{name: "an empty article", body: text(" "), status: 422, code: "empty_input"},
		{name: "no article", body: `{"article":{}}`, status: 422, code: "empty_input"},
		{name: "a binary article", body: `{"article":{"docx":"AAECAwQF"}}`, status: 422},
		{name: "an address", body: `{"article":{"url":"https://news.example/1"}}`, status: 403, code: "policy_refused"},
		{name: "an unknown profile", body: draftOf(`{"profile":"nobody's"}`), status: 422, code: "invalid_request"},
		{name: "an article that may not be sent", body: draftOf(`{"sensitivity":"confidential"}`), status: 403, code: "policy_refused"},
		{name: "over the budget", body: draftOf(`{"max_usd":0.000001}`), price: &summarize.Price{Input: 1, Output: 10}, status: 402, code: "over_budget"},
		{name: "a budget and no price", body: draftOf(`{"max_usd":1}`), status: 402, code: "over_budget"},
		{name: "400", reply: scripted.Reply{Status: 400, Body: says("", "Invalid value")}, status: 502, code: "model_rejected"},
		{name: "401", reply: scripted.Reply{Status: 401, Body: says("invalid_api_key", "no")}, status: 502, code: "model_unauthorized"},
		{name: "404", reply: scripted.Reply{Status: 404, Body: says("model_not_found", "no")}, status: 502, code: "model_not_found"},
		{name: "429", reply: scripted.Reply{Status: 429, Body: says("rate_limit_exceeded", "slow")}, status: 503, code: "model_rate_limited", retryable: true},
		{name: "out of credit", reply: scripted.Reply{Status: 429, Body: says("insufficient_quota", "You exceeded your current quota")}, status: 502, code: "model_quota"},
		{name: "500", reply: scripted.Reply{Status: 500, Body: says("", "oops")}, status: 502, code: "model_unavailable", retryable: true},
		{name: "reset", reply: scripted.Reply{Cut: scripted.CutBefore}, status: 502, retryable: true},
		{name: "silence", reply: scripted.Reply{Delay: time.Hour}, timeout: 50 * time.Millisecond, status: 502, code: "model_timeout", retryable: true},
		{name: "nothing", reply: scripted.Reply{Silent: true}, status: 502, code: "model_empty"},
		{name: "a refusal", reply: scripted.Reply{Refusal: "I cannot help with that."}, status: 422, code: "model_refused"},
		{name: "a filter", reply: scripted.Reply{Finish: "content_filter", Silent: true}, status: 422, code: "model_filtered"},
		{name: "cut off", reply: scripted.Reply{Finish: "length"}, status: 502, code: "model_truncated"},
		{name: "prose", reply: scripted.Reply{Text: "What a lovely day it is."}, status: 502, code: "model_bad_answer"},
		{name: "a page", reply: scripted.Reply{Status: 200, Body: "<html>login</html>", Header: map[string]string{"Content-Type": "text/html"}}, status: 502},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.ask(t)
		})
	}
}

// ask holds the answer against what it must be, and that of a stream against it.
func (c wrongDraft) ask(t *testing.T) {
	n := open(t, func(s *setup) {
		s.script, s.price, s.client.Timeout = []scripted.Reply{c.reply}, c.price, c.timeout
	})
	if c.body == "" {
		c.body = draftOf("")
	}
	res := n.send("POST", "/v1/summaries", c.body)
	p := res.problem(t)
	if p.Status != c.status || c.code != "" && p.Code != c.code || c.retryable && !p.Retryable || p.Status == http.StatusGatewayTimeout {
		t.Errorf("%s", res.body)
	}
	if strings.Contains(res.body, "Corvel") || len(p.Detail) < 15 || p.Detail == p.Title {
		t.Errorf("no sentence: %s", res.body)
	}
	if p.Retryable {
		return // it was tried again and again, and need not be once more
	}
	stream := n.send("POST", "/v1/summaries", c.body, "Accept: text/event-stream")
	if stream.StatusCode != http.StatusOK {
		if q := stream.problem(t); q.Code != p.Code {
			t.Errorf("%s", stream.body)
		}
		return
	}
	events := eventsOf(t, stream.body)
	if last := events[len(events)-1]; last.name != "error" {
		t.Errorf("%+v", last)
	}
}
