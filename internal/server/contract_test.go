package server_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// hold holds an answer against the document: status, headers, media type and
// body, and the body of a request that was served.
func (c *contract) hold(t testing.TB, r *http.Request, res *http.Response, body []byte) {
	t.Helper()
	what := r.Method + " " + r.URL.Path + ": " + strconv.Itoa(res.StatusCode)
	path, op, ok := c.find(r)
	if !ok {
		if res.StatusCode >= 400 && r.Method != http.MethodHead {
			c.valid(t, what, body, "components", "schemas", "Problem")
		}
		return
	}
	place := []string{"paths", path, strings.ToLower(r.Method), "responses", strconv.Itoa(res.StatusCode)}
	said, ok := op.Responses[strconv.Itoa(res.StatusCode)]
	if name, isRef := strings.CutPrefix(said.Ref, "#/components/responses/"); isRef {
		place = []string{"components", "responses", name}
		said, ok = c.doc.Components.Responses[name]
	}
	if !ok {
		t.Errorf("%s is not in the document: %s", what, body)
		return
	}
	c.headers(t, what, said.Headers, res.Header)
	c.served(t, r, res, path, op)
	media := res.Header.Get("Content-Type")
	_, known := said.Content[media]
	switch {
	case r.Method == http.MethodHead || len(said.Content) == 0 && len(body) == 0:
	case !known:
		t.Errorf("%s: the document has no %q: %s", what, media, body)
	case media == "text/event-stream":
		c.events(t, what, body)
	default:
		c.valid(t, what, body, append(place, "content", media, "schema")...)
	}
}

// headers looks for headers that have to be there, and for such as are nowhere
// described.
func (c *contract) headers(t testing.TB, what string, said map[string]header, h http.Header) {
	t.Helper()
	for name, header := range said {
		if shared, ok := strings.CutPrefix(header.Ref, "#/components/headers/"); ok {
			header = c.doc.Components.Headers[shared]
		}
		if header.Required && h.Get(name) == "" {
			t.Errorf("%s: no %s", what, name)
		}
	}
	for _, name := range []string{"ETag", "Location", "Link", "Retry-After", "WWW-Authenticate", "Preference-Applied", "X-Request-Id"} {
		if _, ok := said[name]; !ok && h.Get(name) != "" {
			t.Errorf("%s: %s is not in the document", what, name)
		}
	}
}

// served holds what was sent with a request that was served against the document.
func (c *contract) served(t testing.TB, r *http.Request, res *http.Response, path string, op operation) {
	t.Helper()
	if res.StatusCode >= 300 {
		return
	}
	for _, name := range []string{"Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID", "Prefer"} {
		if r.Header.Get(name) != "" && !c.takes(op, name) {
			t.Errorf("%s: %s is sent, and not in the document", op.ID, name)
		}
	}
	if r.GetBody == nil {
		return
	}
	reader, err := r.GetBody()
	if err != nil {
		t.Fatal(err)
	}
	sent, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case len(sent) == 0:
	case op.RequestBody == nil:
		t.Errorf("%s: the document has no body for it", op.ID)
	default:
		c.valid(t, op.ID+": the request", sent, "paths", path, strings.ToLower(r.Method), "requestBody", "content", "application/json", "schema")
	}
}

// takes tells whether an operation has a parameter of that name.
func (c *contract) takes(op operation, name string) bool {
	for _, p := range op.Parameters {
		if shared, ok := strings.CutPrefix(p.Ref, "#/components/parameters/"); ok {
			p.Name = c.doc.Components.Parameters[shared].Name
		}
		if p.Name == name {
			return true
		}
	}
	return false
}

// events holds every event of a stream against the schema of events.
func (c *contract) events(t testing.TB, what string, body []byte) {
	t.Helper()
	for _, e := range split(string(body)) {
		parts := map[string]any{"event": e.name, "data": json.RawMessage(e.data)}
		if e.id != "" {
			parts["id"] = e.id
		}
		data, err := json.Marshal(parts)
		if err != nil {
			t.Errorf("%s: %v: %s", what, err, e.data)
			continue
		}
		c.valid(t, what+" "+e.name, data, "components", "schemas", "Event")
	}
}
