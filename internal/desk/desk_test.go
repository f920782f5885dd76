package desk

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/service/servicetest"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// shelf is a service that holds one summary.
type shelf struct {
	summary *service.Summary
	article render.ArticleJSON
	job     service.Job
	err     error // of everything, when there is one
}

func (s *shelf) Get(_ context.Context, _ service.Caller, id string, _ int) (*service.Summary, error) {
	if s.err != nil {
		return nil, s.err
	}
	if s.summary == nil || s.summary.ID != id {
		return nil, fault.New(fault.NotFound, "there is no summary %s here", "of that ID")
	}
	return s.summary, nil
}

func (s *shelf) Article(context.Context, service.Caller, string, int) (render.ArticleJSON, error) {
	return s.article, s.err
}

func (s *shelf) List(context.Context, service.Caller, store.Filter, store.Page) ([]service.SummaryInfo, string, error) {
	if s.summary == nil {
		return nil, "", s.err
	}
	return []service.SummaryInfo{{ID: s.summary.ID, Title: s.summary.Article.Title, Desk: s.summary.Desk, Status: s.summary.Status}}, "", s.err
}

func (s *shelf) Versions(context.Context, service.Caller, string, store.Page) ([]service.VersionInfo, string, error) {
	return nil, "", s.err
}

func (s *shelf) Job(_ context.Context, _ service.Caller, id string) (service.Job, error) {
	if s.job.ID != id {
		return service.Job{}, fault.New(fault.NotFound, "there is no job of that ID")
	}
	return s.job, nil
}

func usual(t *testing.T) *summarize.Profile {
	t.Helper()
	p, err := servicetest.Profile("")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// drafts are what drafted made, by the name of the article.
var drafts sync.Map

// drafted is a summary of an article of the test data, the caller's own.
func drafted(t *testing.T, name string) *shelf {
	t.Helper()
	known, ok := drafts.Load(name)
	if !ok {
		known, _ = drafts.LoadOrStore(name, draft(t, name))
	}
	s := known.(shelf)
	sum := *s.summary
	why := *sum.Why
	sum.Why, sum.Takeaways = &why, slices.Clone(sum.Takeaways)
	s.article.Sentences = slices.Clone(s.article.Sentences)
	return &shelf{summary: &sum, article: s.article}
}

func draft(t *testing.T, name string) shelf {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "testdata", "articles", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a, err := article.Read(f, article.Options{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	r, err := summarize.Summarize(t.Context(), a, summarize.Options{Engine: summarize.Extractive{}, Profile: usual(t)})
	if err != nil {
		t.Fatal(err)
	}
	r.ID = "sum_1"
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	return shelf{summary: &service.Summary{Result: *r, Desk: "City", Actor: "ann", At: at}, article: render.ArticleData(a)}
}

func open(t *testing.T, o Options) http.Handler {
	t.Helper()
	if o.Profiles == nil {
		o.Profiles = []*summarize.Profile{usual(t)}
	}
	h, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// elements calls visit for each element of a page.
func elements(t *testing.T, page string, visit func(*html.Node)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			visit(n)
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textIn(n *html.Node) string {
	var out strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			out.WriteString(c.Data)
		}
	}
	return out.String()
}

func TestPagesKeepToThemselves(t *testing.T) {
	h := open(t, Options{Service: drafted(t, "port-ellery-fraud-trial.txt"), Model: "m at models.test"})
	for _, path := range []string{"/", "/summaries/sum_1", "/help", "/nothing/here"} {
		w := get(h, path)
		if got := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'") {
			t.Errorf("%s: policy is %q", path, got)
		}
		elements(t, w.Body.String(), func(n *html.Node) {
			if n.Data == "script" && attribute(n, "type") == "module" && !strings.HasPrefix(attribute(n, "src"), "/static/") {
				t.Errorf("%s: a script from elsewhere or of the page: %v", path, n.Attr)
			}
			if n.Data == "script" && attribute(n, "type") != "module" && attribute(n, "type") != "application/json" {
				t.Errorf("%s: a script in the page: %v", path, n.Attr)
			}
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s %s=…> is refused by the policy", path, n.Data, a.Key)
				}
			}
			for _, name := range []string{"src", "action"} {
				if v := attribute(n, name); v != "" && !strings.HasPrefix(v, "/") {
					t.Errorf("%s: <%s> loads %q", path, n.Data, v)
				}
			}
		})
	}
}

func TestSummaryCanBeReadWithoutScript(t *testing.T) {
	s := drafted(t, "port-ellery-fraud-trial.txt")
	page := get(open(t, Options{Service: s}), "/summaries/sum_1").Body.String()
	var claims, sentences []string
	elements(t, page, func(n *html.Node) {
		switch attribute(n, "class") {
		case "claim-text":
			claims = append(claims, textIn(n))
		case "s":
			sentences = append(sentences, textIn(n))
		}
	})
	if len(sentences) != len(s.article.Sentences) || sentences[7] != s.article.Sentences[7].Text {
		t.Errorf("%d sentences of %d are on the page", len(sentences), len(s.article.Sentences))
	}
	if want := 1 + len(s.summary.Takeaways); len(claims) != want || claims[0] != s.summary.Why.Text {
		t.Errorf("claims on the page: %q", claims)
	}
}

func TestParagraphsAreWhole(t *testing.T) {
	for _, name := range []string{"port-ellery-fraud-trial.txt", "zh-metro-delay.txt", "ar-wajabat-madrasiya.txt", "live-blog-aldwyn-flood.html"} {
		a := drafted(t, name).article
		view, text := viewArticle(a), []rune(a.Text)
		if len(view.Paragraphs) != len(a.Paragraphs) {
			t.Fatalf("%s: %d paragraphs of %d", name, len(view.Paragraphs), len(a.Paragraphs))
		}
		for i, p := range view.Paragraphs {
			var got strings.Builder
			for _, s := range p.Sentences {
				got.WriteString(s.Text + s.Gap)
			}
			if want := string(text[a.Paragraphs[i].Start:a.Paragraphs[i].End]); got.String() != want {
				t.Errorf("%s, paragraph %d: %q, not %q", name, i, got.String(), want)
			}
		}
	}
}

func TestDirectionOfTheArticle(t *testing.T) {
	page := get(open(t, Options{Service: drafted(t, "ar-wajabat-madrasiya.txt")}), "/summaries/sum_1").Body.String()
	if !strings.Contains(page, `lang="ar" dir="rtl" data-testid="article"`) {
		t.Error("the Arabic article does not run from the right")
	}
}

// hostile are texts that want to be more than text.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</script><script>alert(1)</script>`, `<!--<script>`, `]]>`,
	`javascript:alert(1)`, `{{.}}`, `${alert(1)}`, "\u2028alert(1)", `</title><svg onload=alert(1)>`, `' onfocus=alert(1) autofocus '`, `<iframe srcdoc="x">`,
}

func TestTextStaysText(t *testing.T) {
	clean := shapeOf(t, get(open(t, Options{Service: drafted(t, "velmiprin-recall.txt")}), "/summaries/sum_1").Body.String())
	for _, evil := range hostile {
		s := drafted(t, "velmiprin-recall.txt")
		s.summary.Why.Text, s.summary.Takeaways[0].Text = evil, evil
		s.summary.Article.Title, s.summary.Desk, s.summary.Note, s.summary.Actor = evil, evil, evil, evil
		s.summary.Disclosure.Label, s.summary.Labels.Why = evil, evil
		s.article.Title, s.article.Byline, s.article.URL, s.article.Sentences[0].Text = evil, evil, evil, evil
		h := open(t, Options{Service: s})
		page := get(h, "/summaries/sum_1").Body.String()
		if got := shapeOf(t, page); got != clean {
			t.Errorf("%q changes the elements of the page", evil)
		}
		var state summaryState
		elements(t, page, func(n *html.Node) {
			if attribute(n, "id") == "state" {
				if err := json.Unmarshal([]byte(textIn(n)), &state); err != nil {
					t.Errorf("%q: the state cannot be read: %v", evil, err)
				}
			}
		})
		if state.Summary == nil || state.Summary.Why.Text != evil {
			t.Errorf("%q does not reach the script as it is", evil)
		}
		if list := get(h, "/").Body.String(); strings.Contains(list, "<script>alert") || strings.Contains(list, "<img") {
			t.Errorf("%q becomes markup in the list", evil)
		}
	}
}

// shapeOf is a page without its words.
func shapeOf(t *testing.T, page string) string {
	t.Helper()
	var out strings.Builder
	elements(t, page, func(n *html.Node) {
		if n.Data == "a" && attribute(n, "target") == "_blank" {
			t.Errorf("a link to %q", attribute(n, "href"))
		}
		out.WriteString(n.Data + "." + attribute(n, "class") + "\n")
	})
	return out.String()
}

func TestFaults(t *testing.T) {
	secret := errors.New("dial tcp 10.0.0.1: pass=hunter2")
	for _, test := range []struct {
		err    error
		path   string
		status int
		says   string
	}{
		{nil, "/summaries/sum_2", http.StatusNotFound, "here is no summary of that ID here"},
		{nil, "/jobs/run_2", http.StatusNotFound, "here is no job"},
		{fault.Wrap(fault.StoreUnavailable, secret, "the database cannot be reached"), "/summaries/sum_1", http.StatusServiceUnavailable, "he database cannot be reached"},
		{secret, "/summaries/sum_1", http.StatusInternalServerError, "went wrong"},
		{secret, "/", http.StatusOK, "cannot be read right now"},
		{nil, "/elsewhere", http.StatusNotFound, "no such page"},
	} {
		s := drafted(t, "velmiprin-recall.txt")
		s.err = test.err
		var told error
		w := get(open(t, Options{Service: s, Failed: func(_ *http.Request, err error) { told = err }}), test.path)
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.says) || strings.Contains(w.Body.String(), "hunter2") {
			t.Errorf("%s: %d\n%s", test.path, w.Code, w.Body)
		}
		if failed := test.status >= 500; failed != errors.Is(told, secret) {
			t.Errorf("%s: operators are told %v", test.path, told)
		}
	}
}

func TestDeletedText(t *testing.T) {
	s := drafted(t, "velmiprin-recall.txt")
	gone := &deleted{shelf: s}
	w := get(open(t, Options{Service: gone}), "/summaries/sum_1")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "not kept any more") || !strings.Contains(w.Body.String(), `"text":false`) {
		t.Errorf("%d: a summary whose article is deleted cannot be read", w.Code)
	}
}

// deleted is a shelf that has no article any more.
type deleted struct{ *shelf }

func (*deleted) Article(context.Context, service.Caller, string, int) (render.ArticleJSON, error) {
	return render.ArticleJSON{}, fault.New(fault.TextDeleted, "the text was deleted")
}

func TestJobLeadsToItsSummary(t *testing.T) {
	s := drafted(t, "velmiprin-recall.txt")
	s.job = service.Job{ID: "run_1", State: "running"}
	h := open(t, Options{Service: s})
	if w := get(h, "/jobs/run_1"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"job":"run_1"`) {
		t.Errorf("a running job: %d", w.Code)
	}
	s.job = service.Job{ID: "run_1", State: "done", Summary: "sum_1"}
	if w := get(h, "/jobs/run_1"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/summaries/sum_1" {
		t.Errorf("a job that is done: %d, to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestStrangersAreSentToTheLogin(t *testing.T) {
	nobody := func(*http.Request) (service.Caller, bool) { return service.Caller{}, false }
	h := open(t, Options{Service: drafted(t, "velmiprin-recall.txt"), Caller: nobody})
	for _, path := range []string{"/", "/summaries/sum_1", "/jobs/run_1"} {
		if w := get(h, path); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/login") {
			t.Errorf("%s: %d, to %q", path, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestTheme(t *testing.T) {
	h := open(t, Options{Service: &shelf{}})
	for cookie, want := range map[string]string{"theme=dark": ` data-theme="dark"`, "theme=light": ` data-theme="light"`, `theme="><b>`: "<html lang=\"en\" dir=\"ltr\">"} {
		if page := get(h, "/help", "Cookie", cookie).Body.String(); !strings.Contains(page, want) {
			t.Errorf("%s: %.80s", cookie, page)
		}
	}
}

func TestStaticFiles(t *testing.T) {
	h := open(t, Options{Service: &shelf{}})
	a, err := loadAssets(staticFiles)
	if err != nil {
		t.Fatal(err)
	}
	plain, zipped := get(h, a.prefix+"desk.css"), get(h, a.prefix+"desk.css", "Accept-Encoding", "gzip")
	unzip, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(unzip)
	if err != nil || !bytes.Equal(got, plain.Body.Bytes()) || len(got) == 0 {
		t.Errorf("the packed file is another: %v", err)
	}
	if c := zipped.Header().Get("Cache-Control"); c != "public, max-age=31536000, immutable" {
		t.Errorf("Cache-Control is %q", c)
	}
	for _, path := range []string{a.prefix + "nothing.js", "/static/000000000000/desk.css", a.prefix + "../texts/en.json", "/static/"} {
		if w := get(h, path); w.Code != http.StatusNotFound && w.Code != http.StatusTemporaryRedirect {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// TestPagesAreLight adds up what a browser gets for a page, its scripts, what
// is fetched ahead and its style.
func TestPagesAreLight(t *testing.T) {
	h := open(t, Options{Service: drafted(t, "port-ellery-fraud-trial.txt"), Model: "m at models.test"})
	for _, path := range []string{"/", "/summaries/sum_1"} {
		page := get(h, path)
		weight, files := page.Body.Len(), map[string]bool{}
		elements(t, page.Body.String(), func(n *html.Node) {
			for _, name := range []string{"src", "href"} {
				if v := attribute(n, name); strings.HasPrefix(v, "/static/") {
					files[v] = true
				}
			}
		})
		for file := range files {
			w := get(h, file, "Accept-Encoding", "gzip")
			if w.Code != http.StatusOK {
				t.Errorf("%s asks for %s: %d", path, file, w.Code)
			}
			weight += w.Body.Len()
		}
		t.Logf("%s: %d bytes in %d files", path, weight, len(files)+1)
		if weight > 150_000 {
			t.Errorf("%s weighs %d bytes", path, weight)
		}
	}
}
