package server_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/store"
)

// token puts a token into the store.
func (n *newsroom) token(space string, change func(*store.Token), scopes ...string) string {
	n.t.Helper()
	token, hash := server.NewToken()
	row := store.Token{ID: hash[:16], Name: space + " desk", Space: space, Hash: hash, Scopes: scopes, CreatedAt: time.Now()}
	if change != nil {
		change(&row)
	}
	if err := n.store.Write(n.t.Context(), func(tx *store.Tx) error { return tx.AddToken(row) }); err != nil {
		n.t.Fatal(err)
	}
	if !row.RevokedAt.IsZero() {
		if err := n.store.Write(n.t.Context(), func(tx *store.Tx) error { return tx.RevokeToken(row.ID, row.RevokedAt) }); err != nil {
			n.t.Fatal(err)
		}
	}
	return "Authorization: Bearer " + token
}

// bodies are good ones for the routes that take one.
var bodies = map[string]string{
	"draft": draftOf(extractive), "check": `{"article":{"text":"` + plainText + `"},"summary":"Nothing."}`, "revise": `{"text":"` + plainText + `"}`,
	"edit": `{"changes":[{"op":"lock","claim":"t1"}]}`, "reject": `{"reason":"no"}`, "restore": `{"version":1}`, "regenerate": "{}", "approve": "{}",
	"alternatives": `{"claim":"t1"}`, "preview": `{"claims":[]}`,
}

const plainText = "The council voted on Tuesday to close the ferry. The vote was 9 to 4. Islanders will take the bridge."

// caller is somebody with a token, or without.
type caller struct{ name, header, scope string }

// everybody are those who can call. The scope of those who must not is "".
func (n *newsroom) everybody() []caller {
	n.t.Helper()
	return []caller{
		{"nobody", "X-Nobody: 1", ""},
		{"basic", "Authorization: Basic bmV3czpuZXdz", ""},
		{"no token of ours", "Authorization: Bearer ngt_" + strings.Repeat("x", 43), ""},
		{"revoked", n.token("news", func(k *store.Token) { k.RevokedAt = time.Now() }, "admin"), ""},
		{"expired", n.token("news", func(k *store.Token) { k.ExpiresAt = time.Now().Add(-time.Second) }, "admin"), ""},
		{"no scope", n.token("news", nil), "none"},
		{"summarize", n.token("news", nil, "summarize"), "summarize"},
		{"edit", n.token("news", nil, "edit"), "edit"},
		{"review", n.token("news", nil, "review"), "review"},
		{"admin", n.token("news", nil, "admin"), "admin"},
		{"elsewhere", n.token("elsewhere", nil, "admin"), "admin"},
	}
}

// route is one of the document.
type route struct {
	ID         string                `json:"operationId"`
	Security   []map[string][]string `json:"security"`
	Parameters []struct{ Name string }
}

// match is a header for the route, which takes If-Match or not.
func (r route) match() string {
	if slices.ContainsFunc(r.Parameters, func(p struct{ Name string }) bool { return p.Name == "If-Match" }) {
		return `If-Match: "999"`
	}
	return "X-No: 1"
}

// TestAccess asks every route of the document for everything, as everybody.
func TestAccess(t *testing.T) {
	n := open(t, func(s *setup) { s.server.Open = false })
	good := n.token("news", nil, "summarize", "review")
	made := n.send("POST", "/v1/summaries", draftOf(extractive), good).summary(t)
	job := n.send("POST", "/v1/summaries", draftOf(extractive), good, "Prefer: respond-async").Header.Get("Location")
	ids := map[string]string{"summaries": made.ID, "jobs": strings.TrimPrefix(job, "/v1/jobs/"), "articles": made.Article.ID}
	who := n.everybody()
	var doc struct{ Paths map[string]map[string]route }
	if err := json.Unmarshal([]byte(n.send("GET", "/openapi.json", "").body), &doc); err != nil || len(doc.Paths) < 10 {
		t.Fatal(err, doc)
	}
	for path, methods := range doc.Paths {
		at := strings.ReplaceAll(path, "{id}", ids[strings.Split(path, "/")[2]])
		for method, op := range methods {
			if len(op.Security) != 3 || len(op.Security[0]["token"]) != 1 {
				t.Fatalf("%s says not who may: %+v", op.ID, op.Security)
			}
			needs := op.Security[0]["token"][0]
			for _, w := range who {
				res := n.send(strings.ToUpper(method), at, bodies[op.ID], w.header, op.match())
				reads := method == "get" && needs == "summarize"
				if (w.scope == "review" || w.scope == "edit") && reads || w.scope == "review" && needs == "edit" {
					w.scope = needs // who edits or reviews reads too, and who reviews edits
				}
				if !w.answered(t, res, needs, strings.Contains(path, "{id}")) {
					t.Errorf("%s as %s: %d %s", op.ID, w.name, res.StatusCode, res.body)
				}
				secured(t, res.Header)
			}
		}
	}
	if res := n.send("GET", "/v1/summaries", "", n.token("elsewhere", nil, "summarize")); strings.Contains(res.body, made.ID) {
		t.Errorf("lists what is another's: %s", res.body)
	}
}

// answered tells whether an answer is one that a caller must get from a route that
// needs a scope, and that may be about something of space news.
func (c caller) answered(t *testing.T, res reply, needs string, about bool) bool {
	t.Helper()
	login := res.Header.Get("WWW-Authenticate")
	switch {
	case c.scope == "":
		return res.problem(t).Status == 401 && strings.HasPrefix(login, "Bearer")
	case c.scope != needs && c.scope != "admin":
		p := res.problem(t)
		return p.Status == 403 && p.Code == "forbidden" && strings.Contains(login, `scope="`+needs+`"`)
	case c.name == "elsewhere" && about:
		return res.problem(t).Status == 404
	}
	return res.StatusCode != 401 && res.StatusCode != 403 && res.StatusCode != 404 && res.StatusCode < 500
}

func TestLogin(t *testing.T) {
	for _, c := range []struct {
		address        string
		tokens, public bool
		open, refused  bool
	}{
		{address: "127.0.0.1:8080", open: true},
		{address: "localhost:8080", open: true},
		{address: "[::1]:8080", open: true},
		{address: "127.0.0.1:8080", tokens: true},
		{address: ":8080", refused: true},
		{address: "0.0.0.0:8080", refused: true},
		{address: "192.0.2.1:8080", refused: true},
		{address: "cms.example:8080", refused: true},
		{address: "0.0.0.0:8080", tokens: true},
		{address: "0.0.0.0:8080", public: true, open: true},
		{address: "nonsense", refused: true},
	} {
		open, err := server.Login(c.address, c.tokens, c.public)
		if open != c.open || (err != nil) != c.refused {
			t.Errorf("%+v: %v %v", c, open, err)
		}
	}
}

// TestOrigins lets pages of one other origin in.
func TestOrigins(t *testing.T) {
	n := open(t, func(s *setup) { s.server.Origins = []string{"https://cms.example"} })
	res := n.send("OPTIONS", "/v1/summaries", "", "Origin: https://cms.example", "Access-Control-Request-Method: POST")
	if res.StatusCode != 204 || res.Header.Get("Access-Control-Allow-Origin") != "https://cms.example" {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	res = n.send("POST", "/v1/summaries", draftOf(extractive), "Origin: https://cms.example", "Sec-Fetch-Site: cross-site")
	if res.StatusCode != 201 || !strings.Contains(res.Header.Get("Access-Control-Expose-Headers"), "ETag") {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
	for _, method := range []string{http.MethodOptions, http.MethodGet} {
		res := n.send(method, "/v1/summaries", "", "Origin: https://evil.example", "Access-Control-Request-Method: POST")
		if res.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v", method, res.Header)
		}
	}
}
