package server_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// draftOf is the body of a request for a summary of the ferry.
func draftOf(options string) string {
	text, _ := json.Marshal(ferry)
	if options == "" {
		options = "{}"
	}
	return `{"article":{"text":` + string(text) + `},"options":` + options + `}`
}

// extractive asks for the embedded engine, which needs no model.
const extractive = `{"engine":"extractive"}`

// reply is an answer that was read whole.
type reply struct {
	*http.Response
	body string
}

// send sends a request with a JSON body and headers as "Name: value", and holds
// the answer against the document.
func (n *newsroom) send(method, path, body string, headers ...string) reply {
	n.t.Helper()
	sent := n.request(method, path, body, headers...)
	res, err := http.DefaultClient.Do(sent)
	if err != nil {
		n.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		n.t.Fatal(err)
	}
	said, err := documented()
	if err != nil {
		n.t.Fatal(err)
	}
	said.hold(n.t, sent, res, data)
	return reply{res, string(data)}
}

func (n *newsroom) request(method, path, body string, headers ...string) *http.Request {
	n.t.Helper()
	r, err := http.NewRequestWithContext(n.t.Context(), method, n.url+path, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	return r
}

// told is a problem as a client reads it.
type told struct {
	Type, Title, Detail, Code string
	Status                    int
	Retryable                 bool
	RequestID                 string `json:"request_id"`
	Errors                    []struct{ Location, Message string }
}

func (r reply) problem(t *testing.T) told {
	t.Helper()
	var p told
	if err := json.Unmarshal([]byte(r.body), &p); err != nil {
		t.Fatalf("%d %s: %v", r.StatusCode, r.body, err)
	}
	if r.Header.Get("Content-Type") != "application/problem+json" || p.Status != r.StatusCode || p.RequestID == "" || p.RequestID != r.Header.Get("X-Request-Id") {
		t.Errorf("not a problem: %v %s", r.Header, r.body)
	}
	return p
}

func contains(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
