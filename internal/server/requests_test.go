package server_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

const hidden = "Prime Minister Zyx resigned"

// badRequest is a request, and the problem that answers it.
type badRequest struct {
	name, method, path, body string
	headers                  []string
	status                   int
	code, detail             string // the detail's beginning
	location                 string // "" for any
}

// TestBadRequests sends what cannot be served, and looks at the problem.
func TestBadRequests(t *testing.T) {
	n := open(t, func(s *setup) { s.server.MaxBody = 4096 })
	article := func(more string) string { return `{"article":{"text":"` + hidden + `"` + more + `}}` }
	for _, c := range []badRequest{
		{name: "no such path", method: "GET", path: "/v1/nothing", status: 404, code: "not_found", detail: "There is nothing at this path"},
		{name: "no such page", method: "GET", path: "/nothing", status: 404, code: "not_found"},
		{name: "no such method", method: "PUT", path: "/v1/summaries", body: "{}", status: 405, code: "method_not_allowed", detail: "This path takes GET, HEAD, POST"},
		{name: "no JSON", method: "POST", path: "/v1/summaries", body: hidden, status: 400, code: "bad_request", detail: "The body is not JSON: see byte 1"},
		{name: "cut JSON", method: "POST", path: "/v1/summaries", body: `{"article":{"text":"` + hidden, status: 400, code: "bad_request"},
		{name: "two values", method: "POST", path: "/v1/summaries", body: article("") + "{}", status: 400, code: "bad_request"},
		{name: "no UTF-8", method: "POST", path: "/v1/summaries", body: article(`,"title":"` + "\xff" + `"`), status: 400, code: "bad_request", detail: "The body is not UTF-8"},
		{name: "a key twice", method: "POST", path: "/v1/summaries", body: article(`,"text":"other"`), status: 400, code: "bad_request", location: "body.article.text"},
		{name: "a key twice, once escaped", method: "POST", path: "/v1/summaries", body: article(`,"t\u0065xt":"other"`), status: 400, code: "bad_request", location: "body.article.text"},
		{name: "a key in other case", method: "POST", path: "/v1/summaries", body: `{"article":{"Text":"` + hidden + `"}}`, status: 422, code: "invalid_request", location: "body.article.Text"},
		{name: "a key that is not known", method: "POST", path: "/v1/summaries", body: article(`,"headline":"x"`), status: 422, code: "invalid_request", detail: "body.article.headline: unexpected property", location: "body.article.headline"},
		{name: "a key that is text", method: "POST", path: "/v1/summaries", body: `{"article":{"` + hidden + `":1}}`, status: 422, code: "invalid_request", location: "body"},
		{name: "deep", method: "POST", path: "/v1/summaries", body: strings.Repeat("[", 100) + strings.Repeat("]", 100), status: 400, code: "bad_request"},
		{name: "U+0000", method: "POST", path: "/v1/summaries", body: article(`,"title":"a\u0000b"`), status: 422, code: "invalid_request", location: "body.article.title"},
		{name: "no article", method: "POST", path: "/v1/summaries", body: `{}`, status: 422, code: "invalid_request", location: "body"},
		{name: "no body", method: "POST", path: "/v1/summaries", status: 400, code: "bad_request", detail: "A body is needed"},
		{name: "a wrong type", method: "POST", path: "/v1/summaries", body: `{"article":{"text":17}}`, status: 422, code: "invalid_request", detail: "body.article.text: expected string", location: "body.article.text"},
		{name: "a wrong choice", method: "POST", path: "/v1/summaries", body: `{"article":{"text":"` + hidden + `"},"options":{"engine":"` + hidden + `"}}`, status: 422, code: "invalid_request", location: "body.options.engine"},
		{name: "a deadline below zero", method: "POST", path: "/v1/summaries", body: `{"article":{"text":"x"},"options":{"deadline_ms":-1}}`, status: 422, code: "invalid_request", location: "body.options.deadline_ms"},
		{name: "a date that is none", method: "POST", path: "/v1/summaries", body: article(`,"published":"yesterday"`), status: 422, code: "invalid_request", location: "body.article.published"},
		{name: "too large", method: "POST", path: "/v1/summaries", body: article(`,"title":"` + strings.Repeat("x", 5000) + `"`), status: 413, code: "input_too_large", detail: "The body is larger than the 4096 bytes that are read here"},
		{name: "a form", method: "POST", path: "/v1/summaries", body: "text=" + hidden, headers: []string{"Content-Type: application/x-www-form-urlencoded"}, status: 415, code: "unsupported_media_type"},
		{name: "another charset", method: "POST", path: "/v1/summaries", body: article(""), headers: []string{"Content-Type: application/json; charset=latin1"}, status: 415, code: "unsupported_media_type"},
		{name: "an answer as XML", method: "POST", path: "/v1/summaries", body: article(""), headers: []string{"Accept: application/xml"}, status: 406, code: "not_acceptable", detail: "This is answered as application/json or text/event-stream"},
		{name: "a list as a stream", method: "GET", path: "/v1/summaries", headers: []string{"Accept: text/event-stream"}, status: 406, code: "not_acceptable"},
		{name: "an unknown parameter", method: "GET", path: "/v1/summaries?state=draft", status: 422, code: "invalid_request", location: "query.state"},
		{name: "a parameter that is no number", method: "GET", path: "/v1/summaries?limit=Zyx", status: 422, code: "invalid_request", detail: "query.limit: invalid integer", location: "query.limit"},
		{name: "a parameter that is no time", method: "GET", path: "/v1/summaries?from=Zyx", status: 422, code: "invalid_request", location: "query.from"},
		{name: "a limit over the limit", method: "GET", path: "/v1/summaries?limit=1000", status: 422, code: "invalid_request", detail: "query.limit: expected number <= 200", location: "query.limit"},
		{name: "no such version", method: "GET", path: "/v1/summaries/x?version=Zyx", status: 422, code: "invalid_request", location: "query.version"},
		{name: "a change without If-Match", method: "PATCH", path: "/v1/summaries/x", body: `{"changes":[{"op":"lock","claim":"t1"}]}`, status: 428, code: "precondition_required"},
		{name: "an If-Match that is none", method: "PATCH", path: "/v1/summaries/x", body: `{"changes":[{"op":"lock","claim":"t1"}]}`, headers: []string{"If-Match: Zyx"}, status: 400, code: "bad_request", location: "header.If-Match"},
		{name: "no changes", method: "PATCH", path: "/v1/summaries/x", body: `{"changes":[]}`, headers: []string{`If-Match: "1"`}, status: 422, code: "invalid_request", location: "body.changes"},
		{name: "an idempotency key that is none", method: "POST", path: "/v1/check", body: `{"article":{},"summary":""}`, headers: []string{`Idempotency-Key: a b`}, status: 400, code: "bad_request", location: "header.Idempotency-Key"},
		{name: "another host name", method: "GET", path: "/v1/summaries", headers: []string{"Host: rebound.example"}, status: 403, code: "forbidden"},
		{name: "another site's page", method: "POST", path: "/v1/summaries", body: article(""), headers: []string{"Origin: https://evil.example"}, status: 403, code: "forbidden"},
		{name: "another site's page, as the browser says", method: "POST", path: "/v1/summaries", body: article(""), headers: []string{"Sec-Fetch-Site: cross-site"}, status: 403, code: "forbidden"},
	} {
		t.Run(c.name, func(t *testing.T) { c.hold(t, n.send(c.method, c.path, c.body, c.headers...)) })
	}
}

// hold holds the answer against what it must be.
func (c badRequest) hold(t *testing.T, res reply) {
	t.Helper()
	p := res.problem(t)
	if p.Status != c.status || p.Code != c.code || !strings.HasPrefix(p.Detail, c.detail) || p.Type != "/problems/"+c.code {
		t.Errorf("%+v", p)
	}
	if c.location != "" && (len(p.Errors) == 0 || p.Errors[0].Location != c.location) {
		t.Errorf("where? %+v", p)
	}
	if strings.Contains(res.body, "Zyx") || strings.Contains(res.body, "resigned") {
		t.Errorf("repeats what was sent: %s", res.body)
	}
	secured(t, res.Header)
}

func secured(t *testing.T, h http.Header) {
	t.Helper()
	for name, value := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
	} {
		if h.Get(name) != value {
			t.Errorf("%s: %q", name, h.Get(name))
		}
	}
}

// TestManyValues sends what is small and would take much memory when decoded.
func TestManyValues(t *testing.T) {
	n := open(t)
	keys := make([]string, 30_000)
	for i := range keys {
		keys[i] = `"` + strconv.Itoa(i) + `":1`
	}
	for name, body := range map[string]string{
		"keys":    "{" + strings.Join(keys, ",") + "}",
		"numbers": `{"article":[` + strings.Repeat("1,", 30_000) + "1]}",
		"objects": `{"article":[` + strings.Repeat("{},", 15_000) + "{}]}",
	} {
		if p := n.send("POST", "/v1/summaries", body).problem(t); p.Status != 400 || p.Detail != "The body has more than 20000 values" {
			t.Errorf("%s: %+v", name, p)
		}
	}
	few := n.send("POST", "/v1/summaries", "{"+strings.Join(keys[:1000], ",")+"}").problem(t)
	if few.Status != 422 || len(few.Errors) != 20 {
		t.Errorf("%d mistakes are told, status %d", len(few.Errors), few.Status)
	}
}
