package desk

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/login"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/service/servicetest"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
)

// room is a newsroom with a real service, whose clock can be moved.
type room struct {
	*testing.T
	store *store.Store
	*service.Service
	now  time.Time
	desk http.Handler
}

func newRoom(t *testing.T, change ...func(*Options)) *room {
	t.Helper()
	r := &room{T: t, now: time.Date(2026, 3, 10, 22, 30, 0, 0, time.UTC), store: storetest.Open(t, storetest.File(t))}
	clock := func() time.Time { return r.now }
	r.Service = servicetest.Start(t, service.Options{Store: r.store, Now: clock})
	o := Options{Service: r.Service, Now: clock}
	for _, c := range change {
		c(&o)
	}
	var err error
	if r.desk, err = New(o); err != nil {
		t.Fatal(err)
	}
	return r
}

var ann = service.Caller{Space: "local", Actor: "ann"}

const harbour = `%s harbour to close in March

%s council voted on Tuesday to close the harbour in March. The vote was 9 to 4 after three hours of debate.

The harbour union said that 38 dockers could lose their jobs by summer. Lindqvist Lines, which runs the quay, blamed a 22%% rise in fuel costs since May.

Islanders would have to take the bridge road, which adds 50 minutes to a trip. About 1,200 residents work late shifts on the mainland.`

func text(place string) string { return fmt.Sprintf(harbour, place, place) }

// draft drafts a summary of an article with an ID of its own.
func (r *room) draft(id, text, desk string) *service.Summary {
	r.Helper()
	run, err := r.Draft(context.Background(), ann, service.DraftRequest{
		Article: service.ArticleInput{ID: id, Text: text}, Options: service.DraftOptions{Desk: desk},
	})
	if err != nil {
		r.Fatal(err)
	}
	s, err := run.Wait(context.Background())
	if err != nil {
		r.Fatal(err)
	}
	return s
}

func (r *room) edit(s *service.Summary, changes ...service.Change) *service.Summary {
	r.Helper()
	next, err := r.Edit(context.Background(), ann, s.ID, s.Version, changes, "")
	if err != nil {
		r.Fatal(err)
	}
	return next
}

func (r *room) page(path string, headers ...string) *httptest.ResponseRecorder {
	r.Helper()
	q := httptest.NewRequest(http.MethodGet, path, nil)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		q.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	r.desk.ServeHTTP(w, q)
	return w
}

// has asserts that a page has some texts and lacks others, which begin with "!".
func (r *room) has(path string, texts ...string) string {
	r.Helper()
	w := r.page(path)
	body := w.Body.String()
	if w.Code != http.StatusOK {
		r.Fatalf("%s: %d %s", path, w.Code, body)
	}
	main := body[strings.Index(body, "<main"):strings.Index(body, "</main>")]
	for _, text := range texts {
		if wanted, not := strings.CutPrefix(text, "!"); strings.Contains(main, wanted) == not {
			r.Errorf("%s: %q is there: %v", path, wanted, not)
		}
	}
	if strings.Contains(main, "style=") || strings.Contains(main, " onclick") || strings.Contains(main, "ZgotmplZ") || strings.Contains(main, "0xc0") {
		r.Errorf("%s has what the policy refuses, or what is no text", path)
	}
	return main
}

func TestList(t *testing.T) {
	r := newRoom(t)
	r.has("/summaries", `data-testid="list-none"`, "!list-row")
	r.draft("a", text("Corvel"), "City")
	r.now = r.now.Add(2 * time.Hour) // after midnight
	evil := r.draft("b", strings.Replace(text("Brenn"), "Brenn harbour to close in March", `Brenn <script>alert(1)</script> "harbour" to close`, 1), `Sport & "more"`)
	r.edit(evil, service.Change{Op: service.LockClaim, Claim: "t1"})
	all := r.has("/summaries", "Corvel harbour", "Brenn &lt;script&gt;", "!<script>alert", "Today,", "Yesterday,", "City", "Version 2", "by ann", "!list-next")
	if strings.Index(all, "Brenn") > strings.Index(all, "Corvel harbour") {
		t.Error("the newest is not the first")
	}
	r.has("/summaries?q=CORVEL", "Corvel harbour", "!Brenn &lt;", `value="CORVEL"`)
	r.has("/summaries?q=nothing", `data-testid="list-nothing"`, `data-testid="list-clear"`)
	r.has("/summaries?desk=City", "Corvel harbour", "!Brenn &lt;", `<option value="City" selected>`)
	r.has("/summaries?desk=Gone", `<option value="Gone" selected>`)
	r.has("/summaries?day=2026-03-10", "Corvel harbour", "!Brenn &lt;", "day=2026-03-09", "day=2026-03-11")
	r.has("/summaries?status=approved", "!list-row")
	r.has("/summaries?status=no&day=tomorrow", "Corvel harbour", "Brenn &lt;")
	if body := r.page("/summaries?day=2026-03-11", "Cookie: zone=Europe%2FHelsinki").Body.String(); !strings.Contains(body, "Corvel harbour to close") || !strings.Contains(body, `data-zone="Europe/Helsinki"`) {
		t.Error("the day is not the reader's")
	}
	for _, zone := range []string{"Local", "../etc/passwd", "Nowhere%2FNo", strings.Repeat("a", 100)} {
		if body := r.page("/summaries", "Cookie: zone="+zone).Body.String(); !strings.Contains(body, `data-zone="UTC"`) {
			t.Errorf("the zone %q is taken", zone)
		}
	}
	if w := r.page("/summaries?cursor=nonsense"); w.Code != http.StatusBadRequest {
		t.Errorf("a broken cursor: %d", w.Code)
	}
}

func TestListGoesOn(t *testing.T) {
	r := newRoom(t)
	seen := map[string]int{}
	for n := range listed + 3 {
		r.now = r.now.Add(time.Minute)
		r.draft(fmt.Sprint("a", n), text(fmt.Sprintf("Place%dx", n)), "City")
	}
	path := "/summaries?desk=City"
	next := regexp.MustCompile(`href="(/summaries\?[^"]*cursor=[^"]*)" rel="next"`)
	title := regexp.MustCompile(`Place\d+x harbour`)
	for pages := 0; path != "" && pages < 5; pages++ {
		body := r.has(path, "!list-nothing")
		for _, name := range title.FindAllString(body, -1) {
			seen[name]++
		}
		path = ""
		if m := next.FindStringSubmatch(body); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	if len(seen) != listed+3 {
		t.Errorf("%d summaries were listed", len(seen))
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("%s was listed %d times", name, n)
		}
	}
}

func TestVersions(t *testing.T) {
	r := newRoom(t)
	s := r.draft("a", text("Corvel"), "")
	path := "/summaries/" + s.ID + "/versions"
	r.has(path, `data-testid="versions-one"`, "!Compare")
	first := s.Takeaways[0].Text
	s = r.edit(s, service.Change{Op: service.EditClaim, Claim: "t1", Text: first + ` <b>indeed</b>`})
	r.edit(s, service.Change{Op: service.RemoveClaim, Claim: "t2"}, service.Change{Op: service.AddClaim, Text: "A review follows in October"})
	r.has(path, "Version 2 and version 3", `data-change="removed"`, `<ins>A review follows in October</ins>`, "Not in this version", `data-restore="2"`)
	r.has(path+"?a=1&b=2", "<ins>", "&lt;b&gt;indeed&lt;/b&gt;", "!<b>indeed", `data-restore="1"`, `data-change="changed"`)
	r.has(path+"?a=2&b=1", "Version 1 and version 2") // the older one is on the left
	r.has(path+"?a=2&b=2", `data-testid="versions-same"`)
	for _, query := range []string{"?a=x", "?a=-1", "?a=9&b=1", "?a=0"} {
		if w := r.page(path + query); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", query, w.Code)
		}
	}
	if w := r.page("/summaries/sum_none/versions"); w.Code != http.StatusNotFound {
		t.Errorf("versions of nothing: %d", w.Code)
	}
}

func TestChanges(t *testing.T) {
	r := newRoom(t)
	s := r.draft("a", text("Corvel"), "")
	path := "/summaries/" + s.ID
	r.has(path+"/changes", `data-testid="changes-none"`)
	r.has(path+"/correct", `id="corrected"`, "revision 1 is the newest", "!See what the last")
	claim := s.Takeaways[len(s.Takeaways)-1]
	lost := claim.Evidence[0].Quote
	revised := strings.Replace(strings.Replace(text("Corvel"), lost, "Nobody has said yet what becomes of the <i>quay</i>.", 1), "9 to 4", "8 to 5", 1)
	r.previews(s.ID, revised)
	if _, err := r.Revise(context.Background(), ann, "a", service.ArticleInput{Text: revised}, service.Expected{}); err != nil {
		t.Fatal(err)
	}
	body := r.has(path+"/changes", "From revision 1 to revision 2", "Lost its evidence", "<del>"+lost, "&lt;i&gt;quay", "!<i>quay", "<del>9</del>", "<ins>8</ins>")
	if strings.Index(body, `data-standing="lost"`) > strings.Index(body, `data-standing="kept"`) || !strings.Contains(body, `data-standing="lost"`) {
		t.Error("the claims that lost their evidence are not the first")
	}
	r.has(path+"/changes?from=1&to=2&same=1", `data-testid="changes-same"`)
	r.has(path+"/correct", "revision 2 is the newest", "See what the last")
	now, err := r.Get(context.Background(), ann, s.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	r.edit(now, service.Change{Op: service.AcceptClaim, Claim: claim.ID, Rule: "stale", Reason: "it stands elsewhere"})
	r.has(path+"/changes?from=1&to=2", "Seen to since")
	for query, status := range map[string]int{"?from=x": 404, "?from=2&to=1": 400, "?from=1&to=9": 404} {
		if w := r.page(path + "/changes" + query); w.Code != status {
			t.Errorf("%s: %d", query, w.Code)
		}
	}
}

// previews looks at a correction before it is taken, which stores nothing.
func (r *room) previews(id, revised string) {
	r.Helper()
	send := func(status int, form url.Values, texts ...string) {
		r.Helper()
		q := httptest.NewRequest(http.MethodPost, "/summaries/"+id+"/correct", strings.NewReader(form.Encode()))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		r.desk.ServeHTTP(w, q)
		if w.Code != status {
			r.Errorf("%d: %s", w.Code, w.Body)
		}
		_, main, _ := strings.Cut(w.Body.String(), "<main")
		main, _, _ = strings.Cut(main, "</main>")
		for _, text := range texts {
			if wanted, not := strings.CutPrefix(text, "!"); strings.Contains(main, wanted) == not {
				r.Errorf("%q is there: %v", wanted, not)
			}
		}
	}
	const attack = "\n</textarea><i>quay</i>"
	send(200, url.Values{"text": {revised + attack}}, "It would be revision 2", "Lost its evidence", "Nothing is stored yet", "&lt;/textarea&gt;", "!<i>quay", "!Seen to since", "!preview-doubt")
	send(200, url.Values{"text": {revised + attack}, "step": {"back"}}, `id="corrected"`, "&lt;/textarea&gt;", "!<i>quay")
	send(200, url.Values{"text": {"x"}, "html": {"<p>The harbour is full of boats today, and nobody minds. It rained all night.</p>"}}, "looks like another story: 0 of", "&lt;p&gt;The harbour")
	send(200, url.Values{"text": {text("Corvel")}}, "nothing would change")
	send(422, url.Values{"text": {" \n "}}, "Paste an article first.")
	if now, err := r.Get(context.Background(), ann, id, 0); err != nil || now.Version != 1 {
		r.Errorf("stored: %+v, %v", now, err)
	}
}

func TestQualityPage(t *testing.T) {
	folder := t.TempDir()
	r := newRoom(t, func(o *Options) { o.Reports = folder })
	r.has("/quality", `data-testid="eval-none"`, `data-testid="edits-none"`, `data-testid="cost-none"`)
	s := r.draft("a", text("Corvel"), "")
	s = r.edit(s, service.Change{Op: service.EditClaim, Claim: "t1", Text: s.Takeaways[0].Text + " now"})
	if _, err := r.Approve(context.Background(), ann, s.ID, s.Version, ""); err != nil {
		t.Fatal(err)
	}
	r.has("/quality", `data-testid="chart-edits"`, "<polyline", "<circle", "The article&#39;s own sentences", `href="/quality?days=90"`, "!chart-cost")
	r.has("/quality?days=7", `<a href="/quality?days=7" aria-current="true">`)
	r.has("/quality?days=99999", `<a href="/quality?days=30" aria-current="true">`)
	off := newRoom(t)
	off.has("/quality", `data-testid="eval-off"`)
	gone := newRoom(t, func(o *Options) { o.Reports = filepath.Join(folder, "none") })
	gone.has("/quality", `data-testid="eval-none"`)
}

// runFile is a run of one arm with a headline score.
func runFile(suite, started string, score float64) string {
	return fmt.Sprintf(`{"format":"nutgraf.run/1","suite":{"name":%q,"digest":"d1","items":1},"arms":[{"name":"writer","engine":"model","profile":{"name":"default","digest":"p"},"signature":"s"}],`+
		`"scores":[{"name":"composite","signature":"c","better":"higher","about":"x","headline":true}],"gate":{},"samples":1,"seed":null,"replay":"off","version":"1","started":%q}
{"item":"i1","lang":"en","cluster":"","tags":[],"weight":1,"arm":"writer","k":1,"result":{},"references":[],"scores":[{"name":"composite","value":%g}],"error":null,"traffic":[],"usd":0.01,"input_tokens":1,"output_tokens":1,"ms":5,"scoring":null}
`, suite, started, score)
}

func TestEvaluations(t *testing.T) {
	folder := t.TempDir()
	put := func(name, data string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := newRoom(t, func(o *Options) { o.Reports = folder })
	put("one.jsonl", runFile("council <b>", "2026-03-01T10:00:00Z", .25))
	r.has("/quality", "council &lt;b&gt;", "0.250", "$0.010", "!<polyline")
	put("two.jsonl", runFile("council <b>", "2026-03-08T10:00:00Z", .75))
	put("broken.jsonl", "{")
	put("other.json", `{"name":"not a report"}`)
	put("report.json", `{"format":"nutgraf.report/1","comparison":{"verdict":"regression"},"preference":null,"arms":[{"name":"base","suite":"nightly","samples":3,"scores":[{"name":"house","headline":true,"mean":0.5,"low":null,"high":null,"items":3,"unscored":0}]}]}`)
	put(".hidden.jsonl", runFile("hidden", "2026-03-08T10:00:00Z", .5))
	if err := os.Mkdir(filepath.Join(folder, "folder.jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	body := r.has("/quality", "0.750", "0.250", "<polyline", "broken.jsonl: it is broken", "nightly", "regression", "0.500", "!other.json", "!hidden", "!folder.jsonl")
	if strings.Index(body, "0.750") > strings.Index(body, "0.250") {
		t.Error("the newest run is not the first")
	}
	put("two.jsonl", runFile("council <b>", "2026-03-08T10:00:00Z", .5))
	r.has("/quality", "!0.750")
}

func TestDollarMarks(t *testing.T) {
	for most, want := range map[float64]string{.0106: "$0.010", .3: "$0.01", 1.5: "$0.01", 3: "$0", 30: "$0", 3000: "$0"} {
		if got := dollarMarks(most)(.01); got != want {
			t.Errorf("up to %v: %s, want %s", most, got, want)
		}
	}
}

func TestChart(t *testing.T) {
	from := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	c := newChart("c", "C", from, from.AddDate(0, 0, 10), .17, percent)
	c.line("a", []point{{from, 0}, {from.AddDate(0, 0, 5), .1}, {from.AddDate(0, 0, 10), .2}})
	if got := c.Lines[0].Path; got != "46,164 238,88 430,12" {
		t.Errorf("the line is %s", got)
	}
	if first, last := c.Down[0], c.Down[len(c.Down)-1]; first.Says != "0%" || last.Says != "20%" || first.At != 164 || last.At != 12 {
		t.Errorf("marks are %+v", c.Down)
	}
	c.bars([]point{{from, .2}, {from, 0}, {from, .1}})
	if len(c.Bars) != 2 || c.Bars[0].Height != plotHeight || c.Bars[1].Height != plotHeight/2 {
		t.Errorf("bars are %+v", c.Bars)
	}
	for least, want := range map[float64]float64{0: 1, .03: .05, .2: .2, .21: .5, 1.3: 2, 7: 10} {
		if got := niceStep(least); got < want*.999 || got > want*1.001 {
			t.Errorf("a step of at least %v is %v", least, got)
		}
	}
}

// signedRoom is a newsroom that people sign in to, behind the real server.
func signedRoom(t *testing.T) (*room, *httptest.Server, string) {
	t.Helper()
	r := newRoom(t)
	l, err := login.New(login.Options{Store: r.store})
	if err != nil {
		t.Fatal(err)
	}
	if r.desk, err = New(Options{Service: r.Service, Login: l, Caller: l.Caller}); err != nil {
		t.Fatal(err)
	}
	s, err := server.New(server.Options{Service: r.Service, Store: r.store, Desk: r.desk, Session: func(q *http.Request) (service.Caller, []server.Scope, error) {
		c, scopes, err := l.Who(q)
		var out []server.Scope
		for _, scope := range scopes {
			out = append(out, server.Scope(scope))
		}
		return c, out, err
	}})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		web.Close()
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	token, hash := server.NewToken()
	err = r.store.Write(context.Background(), func(tx *store.Tx) error {
		return tx.AddToken(store.Token{ID: "tok_1", Name: "ann", Space: "local", Hash: hash, Scopes: []string{"summarize"}, CreatedAt: time.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, web, token
}

// send sends a request as a browser would, which keeps no cookies.
func send(t *testing.T, method, address, body string, headers ...string) *http.Response {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		q.Header.Set(name, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

func TestSigningIn(t *testing.T) {
	r, web, token := signedRoom(t)
	s := r.draft("a", text("Corvel"), "")
	for _, path := range []string{"/", "/summaries?q=a", "/quality", "/summaries/" + s.ID + "/versions", "/summaries/" + s.ID + "/changes"} {
		res := send(t, http.MethodGet, web.URL+path, "")
		if at := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(at, "/login") {
			t.Errorf("%s: %d to %q", path, res.StatusCode, at)
		}
	}
	if res := send(t, http.MethodPost, web.URL+"/login", "token=ngt_wrong&next=/summaries"); res.StatusCode != http.StatusUnauthorized || len(res.Cookies()) != 0 {
		t.Errorf("a wrong token: %d, %v", res.StatusCode, res.Cookies())
	}
	if res := send(t, http.MethodPost, web.URL+"/login", ""); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("no token: %d", res.StatusCode)
	}
	res := send(t, http.MethodPost, web.URL+"/login", "token="+token+"&next=//evil.example/")
	if at := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || at != "/login?in=1&next=%2F" || len(res.Cookies()) != 1 {
		t.Fatalf("a good token: %d to %q, %v", res.StatusCode, at, res.Cookies())
	}
	cookie := "Cookie: " + login.Cookie + "=" + res.Cookies()[0].Value
	if res := send(t, http.MethodGet, web.URL+"/login?in=1&next=%2Fsummaries", "", cookie); res.Header.Get("Location") != "/summaries" {
		t.Errorf("who is signed in is sent to %q", res.Header.Get("Location"))
	}
	if res := send(t, http.MethodGet, web.URL+"/login?in=1", ""); res.StatusCode != http.StatusOK {
		t.Errorf("a browser without cookies: %d", res.StatusCode)
	}
	if res := send(t, http.MethodGet, web.URL+"/v1/summaries", "", cookie); res.StatusCode != http.StatusOK {
		t.Errorf("the API does not know the session: %d", res.StatusCode)
	}
	if res := send(t, http.MethodGet, web.URL+"/v1/audit", "", cookie); res.StatusCode != http.StatusForbidden {
		t.Errorf("a session has more rights than its token: %d", res.StatusCode)
	}
	if res := send(t, http.MethodPost, web.URL+"/logout", "", cookie); res.Header.Get("Location") != "/login?out=1" {
		t.Errorf("leaving: %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	if res := send(t, http.MethodGet, web.URL+"/v1/summaries", "", cookie); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("a session that was left: %d", res.StatusCode)
	}
}

func TestOtherSitesCannotUseASession(t *testing.T) {
	r, web, token := signedRoom(t)
	s := r.draft("a", text("Corvel"), "")
	cookie := "Cookie: " + login.Cookie + "=" + send(t, http.MethodPost, web.URL+"/login", "token="+token).Cookies()[0].Value
	for _, from := range []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://evil.example"} {
		for path, body := range map[string]string{
			"/login": "token=" + token, "/logout": "", "/v1/summaries": `{"article":{"text":"x"}}`, "/v1/articles/a/revisions": `{"text":"x"}`,
			"/v1/summaries/" + s.ID + "/approve": `{}`,
		} {
			if res := send(t, http.MethodPost, web.URL+path, body, cookie, from); res.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %s: %d", path, from, res.StatusCode)
			}
		}
	}
	if res := send(t, http.MethodGet, web.URL+"/summaries", "", cookie, "Sec-Fetch-Site: same-origin"); res.StatusCode != http.StatusOK {
		t.Errorf("the session ended: %d", res.StatusCode)
	}
}

// TestStoreThatIsAway does not tell people that they were signed out.
func TestStoreThatIsAway(t *testing.T) {
	r, web, token := signedRoom(t)
	cookie := "Cookie: " + login.Cookie + "=" + send(t, http.MethodPost, web.URL+"/login", "token="+token).Cookies()[0].Value
	if err := r.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/summaries", "/v1/summaries"} {
		if res := send(t, http.MethodGet, web.URL+path, "", cookie); res.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s: %d to %q", path, res.StatusCode, res.Header.Get("Location"))
		}
		if res := send(t, http.MethodGet, web.URL+path, ""); res.StatusCode != http.StatusSeeOther && res.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s for nobody: %d", path, res.StatusCode)
		}
	}
}
