package replay_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/replay"
	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// canary is the key of all tests: it must be written nowhere.
const canary = "sk-canary-7f3a9c21d5e8b604"

func request() summarize.Request {
	return summarize.Request{
		Step: "draft", MaxOutputTokens: 500,
		Messages: []summarize.Message{
			{Role: summarize.System, Text: "You are an editor.\nWrite little.\nWrite well."},
			{Role: summarize.User, Text: "[1] The mill at Osterby closes in May."},
		},
	}
}

// wiring is a way to a server, and the folder of its cassettes.
type wiring struct {
	t   *testing.T
	url string
	dir string
}

// transport makes one in a mode. What is left of it is closed at the end.
func (w wiring) transport(mode replay.Mode) *replay.Transport {
	w.t.Helper()
	base := provider.NewTransport()
	w.t.Cleanup(base.CloseIdleConnections)
	tr, err := replay.New(replay.Options{Mode: mode, Dir: w.dir, Base: base, Secrets: []secret.Secret{secret.New(canary)}})
	if err != nil {
		w.t.Fatal(err)
	}
	return tr
}

func (w wiring) client(tr *replay.Transport) *provider.Client {
	w.t.Helper()
	c, err := provider.New(provider.Config{
		BaseURL: w.url, APIKey: secret.New(canary), Model: "herald-1", Timeout: 10 * time.Second,
		MaxRetryWait: time.Millisecond, Transport: tr,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// outcome is what a caller sees of a sample.
type outcome struct {
	texts  []string
	pieces []string
	errs   []string
	calls  int
	keys   []string
}

// sample makes the requests of a sample, one after the other.
func (w wiring) sample(tr *replay.Transport, k int, stream bool, requests ...summarize.Request) outcome {
	w.t.Helper()
	ctx := replay.WithSample(w.t.Context(), "mill", "herald-1", k)
	var out outcome
	c := w.client(tr)
	for _, req := range requests {
		if stream {
			req.OnText = func(piece string) { out.pieces = append(out.pieces, piece) }
		}
		resp, err := c.Complete(ctx, req)
		out.texts, out.calls = append(out.texts, resp.Text), out.calls+resp.Usage.Calls
		out.errs = append(out.errs, fmt.Sprint(err))
	}
	var err error
	if out.keys, err = tr.Finish(ctx, true); err != nil {
		w.t.Fatal(err)
	}
	return out
}

func serve(t *testing.T, script ...scripted.Reply) (wiring, *scripted.Server) {
	t.Helper()
	srv := scripted.New(scripted.Options{Key: canary}, script...)
	t.Cleanup(srv.Close)
	return wiring{t, srv.URL(), t.TempDir()}, srv
}

// written is everything in a folder, as one text.
func written(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		fmt.Fprintf(&all, "%s\n%s\n", name, data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// TestReplayIsTheSame records what goes well and what does not, and plays it
// with the server gone.
func TestReplayIsTheSame(t *testing.T) {
	limited := scripted.Reply{Status: 429, Header: map[string]string{"Retry-After": "7"}, Body: scripted.ErrorBody("openai", "rate", "", "slow down")}
	for name, tc := range map[string]struct {
		script []scripted.Reply
		stream bool
		n      int // requests of the sample
	}{
		"whole":          {script: []scripted.Reply{{Text: "Größe \"12\" – 日本 😀 <b>&"}}},
		"stream":         {script: []scripted.Reply{{Text: "Größe – 日本 in many small pieces 😀", PieceBytes: 3}}, stream: true},
		"odd chunks":     {script: []scripted.Reply{{Text: "Größe – 日本 😀", PieceBytes: 2, WriteBytes: 5}}, stream: true},
		"same twice":     {script: []scripted.Reply{{Text: "first"}, {Text: "second"}, {Text: "third"}}, n: 3},
		"limited":        {script: []scripted.Reply{limited, limited, {Text: "at last"}}},
		"limited always": {script: []scripted.Reply{limited}},
		"broken":         {script: []scripted.Reply{{Text: strings.Repeat("word ", 50), Cut: scripted.CutMiddle}, {Text: "whole"}}},
		"broken stream":  {script: []scripted.Reply{{Text: strings.Repeat("word ", 50), Cut: scripted.CutMiddle}}, stream: true},
		"unfinished":     {script: []scripted.Reply{{Text: strings.Repeat("word ", 50), Cut: scripted.Unfinished}}, stream: true},
		"reset":          {script: []scripted.Reply{{Cut: scripted.CutBefore}, {Text: "after a reset"}}},
		"web page":       {script: []scripted.Reply{{Status: 502, Body: scripted.ErrorBody("html", "", "", "Bad gateway")}}},
		"compressed":     {script: []scripted.Reply{{Text: "in gzip", Gzip: true}}},
		"nothing":        {script: []scripted.Reply{{Silent: true}}},
		"no such model":  {script: []scripted.Reply{{Status: 404, Body: scripted.ErrorBody("openai", "", "model_not_found", "no herald-1")}}},
	} {
		t.Run(name, func(t *testing.T) {
			w, srv := serve(t, tc.script...)
			requests := slices.Repeat([]summarize.Request{request()}, max(1, tc.n))
			recorded := w.sample(w.transport(replay.Record), 1, tc.stream, requests...)
			srv.Close()
			played := w.sample(w.transport(replay.Strict), 1, tc.stream, requests...)
			if fmt.Sprint(recorded) != fmt.Sprint(played) {
				t.Errorf("recorded %+v\nplayed   %+v", recorded, played)
			}
			if strings.Contains(written(t, w.dir), canary) {
				t.Error("the key was written")
			}
		})
	}
}

func TestSamplesKeepTheirOwnAnswers(t *testing.T) {
	w, srv := serve(t, scripted.Reply{Text: "one"}, scripted.Reply{Text: "two"})
	tr := w.transport(replay.Record)
	w.sample(tr, 1, false, request())
	w.sample(tr, 2, false, request())
	srv.Close()
	strict := w.transport(replay.Strict)
	for k, want := range map[int]string{2: "two", 1: "one"} {
		if got := w.sample(strict, k, false, request()); got.texts[0] != want {
			t.Errorf("sample %d: %q, want %q", k, got.texts[0], want)
		}
	}
}

// TestMiss changes a request after it was recorded.
func TestMiss(t *testing.T) {
	w, _ := serve(t, scripted.Reply{Text: "fine"})
	w.sample(w.transport(replay.Record), 1, false, request())
	for want, change := range map[string]func(*summarize.Request, *wiring, *int){
		"differs in message 1 (system) from line 2 on;": func(r *summarize.Request, _ *wiring, _ *int) {
			r.Messages[0].Text = "You are an editor.\nWrite much.\nWrite well."
		},
		"differs in message 2 (user) from line 1 on;": func(r *summarize.Request, _ *wiring, _ *int) { r.Messages[1].Text += "." },
		"the parameter max_tokens (500, now 600);":    func(r *summarize.Request, _ *wiring, _ *int) { r.MaxOutputTokens = 600 },
		"the number of messages (2, now 3);": func(r *summarize.Request, _ *wiring, _ *int) {
			r.Messages = append(r.Messages, summarize.Message{Role: summarize.User, Text: "Again."})
		},
		"its host (":                   func(_ *summarize.Request, w *wiring, _ *int) { w.url = "http://127.0.0.1:9/v1" },
		"its path (":                   func(_ *summarize.Request, w *wiring, _ *int) { w.url = strings.Replace(w.url, "/v1", "/v2", 1) },
		"no traffic was recorded for ": func(_ *summarize.Request, _ *wiring, k *int) { *k = 7 },
	} {
		req, other, k := request(), w, 1
		change(&req, &other, &k)
		ctx := replay.WithSample(t.Context(), "mill", "herald-1", k)
		resp, err := other.client(other.transport(replay.Strict)).Complete(ctx, req)
		if fault.CodeOf(err) != fault.ReplayMiss || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want replay_miss with %q", err, want)
		}
		for _, told := range []string{canary, "Osterby", "Write", "editor"} {
			if strings.Contains(fmt.Sprint(err), told) {
				t.Errorf("the error tells %q: %v", told, err)
			}
		}
		if resp.Usage.Calls != 1 {
			t.Errorf("%d calls for a request without an answer", resp.Usage.Calls)
		}
	}
	more := w.sample(w.transport(replay.Strict), 1, false, request(), request())
	if !strings.Contains(more.errs[1], "fewer times than it is made now") {
		t.Errorf("once more than recorded: %s", more.errs[1])
	}
}

func TestOffKeepsWhatWasSaidWhereThereIsAFolder(t *testing.T) {
	w, srv := serve(t, scripted.Reply{Text: "fine"}, scripted.Reply{Text: "fine"}, scripted.Reply{Status: 401})
	folder := w.dir
	w.dir = ""
	out := w.sample(w.transport(replay.Off), 1, false, request())
	if len(out.keys) != 1 || out.texts[0] != "fine" {
		t.Errorf("%+v", out)
	}
	w.dir = folder
	if all := written(t, w.dir); all != "" {
		t.Errorf("written with no folder: %s", all)
	}
	tr := w.transport(replay.Off)
	kept := w.sample(tr, 1, false, request())
	ctx := replay.WithSample(t.Context(), "mill", "herald-1", 2)
	if _, err := w.client(tr).Complete(ctx, request()); err == nil {
		t.Fatal("a request that is refused went well")
	}
	if _, err := tr.Finish(ctx, false); err != nil { // the sample failed
		t.Fatal(err)
	}
	srv.Close()
	all := written(t, w.dir)
	if !strings.Contains(all, "mill.1.json") || !strings.Contains(all, "mill.2.json") || strings.Contains(all, canary) {
		t.Errorf("written: %s", all)
	}
	if played := w.sample(w.transport(replay.Strict), 1, false, request()); played.texts[0] != "fine" || played.keys[0] != kept.keys[0] {
		t.Errorf("played %+v, kept %+v", played, kept)
	}
}

// TestSecretsAreNotWritten lets the key into everything that a server can say
// and a client can send.
func TestSecretsAreNotWritten(t *testing.T) {
	for _, mode := range []replay.Mode{replay.Record, replay.Off} {
		t.Run(string(mode), func(t *testing.T) { secretsAreNotWritten(t, mode) })
	}
}

func secretsAreNotWritten(t *testing.T, mode replay.Mode) {
	odd := `qu"ote\sl<ash/0123456789`
	w, srv := serve(t)
	h := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Set-Cookie", "session="+canary)
		rw.Header().Set("Retry-After", canary)
		rw.Header().Set("Content-Type", "text/"+canary)
		rw.WriteHeader(http.StatusUnauthorized)
		half := len(canary) / 2
		_, _ = io.WriteString(rw, "Bearer abcdef-12345678 and sk-proj-abcd**** and "+canary[:half])
		rw.(http.Flusher).Flush()
		_, _ = io.WriteString(rw, canary[half:]+` "api_key": "zz-unknown-secret" `+odd)
	})
	srv.Close()
	tr, err := replay.New(replay.Options{
		Mode: mode, Dir: w.dir, Base: handlerTransport{h}, Secrets: []secret.Secret{secret.New(canary), secret.New(odd), secret.New("none")},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx := replay.WithSample(t.Context(), "mill", "arm", 1)
	body, err := json.Marshal(map[string]any{"api_key": "zz-unknown-secret", "password": "zz-unknown-secret", "note": canary + odd, "max_tokens": 5, "text": "none of it"})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://model.test/v1/"+canary+"?key=zz-unknown-secret&q="+canary, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+canary)
	req.Header.Set("Cookie", "c="+canary)
	resp, err := tr.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(resp.Body); err != nil {
		t.Fatal(err)
	}
	keys, err := tr.Finish(replay.WithSample(t.Context(), "mill", "other", 1), true)
	if err != nil || len(keys) != 0 {
		t.Fatal(keys, err)
	}
	if _, err := tr.Finish(ctx, true); err != nil {
		t.Fatal(err)
	}
	all := written(t, w.dir)
	for _, s := range []string{canary, "zz-unknown-secret", odd, `qu\"ote`, "abcdef-12345678", "sk-proj-abcd", "Cookie", "Authorization"} {
		if strings.Contains(all, s) {
			t.Errorf("%q was written:\n%s", s, all)
		}
	}
	if !strings.Contains(all, `"max_tokens": 5`) || !strings.Contains(all, "none of it") {
		t.Errorf("more than secrets was masked:\n%s", all)
	}
}

// handlerTransport answers from a handler, in the pieces that it flushes.
type handlerTransport struct{ h http.Handler }

func (t handlerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	pr, pw := io.Pipe()
	rw := &pipeWriter{header: http.Header{}, body: pw, ready: make(chan struct{})}
	go func() {
		t.h.ServeHTTP(rw, r)
		rw.Flush()
		_ = pw.Close()
	}()
	<-rw.ready
	return &http.Response{StatusCode: rw.status, Header: rw.header, Body: pr, Request: r}, nil
}

type pipeWriter struct {
	header http.Header
	status int
	body   *io.PipeWriter
	ready  chan struct{}
	once   sync.Once
}

func (w *pipeWriter) Header() http.Header { return w.header }
func (w *pipeWriter) WriteHeader(status int) {
	w.status = status
	w.Flush()
}
func (w *pipeWriter) Flush()                      { w.once.Do(func() { close(w.ready) }) }
func (w *pipeWriter) Write(p []byte) (int, error) { return w.body.Write(p) }

// TestCancelledSampleIsNotKept cancels in the middle of a stream: the cassette
// that was there stays.
func TestCancelledSampleIsNotKept(t *testing.T) {
	w, _ := serve(t, scripted.Reply{Text: "good"}, scripted.Reply{Text: strings.Repeat("word ", 40), Pause: time.Hour})
	tr := w.transport(replay.Record)
	w.sample(tr, 1, false, request())
	before := written(t, w.dir)
	ctx, cancel := context.WithCancel(replay.WithSample(t.Context(), "mill", "herald-1", 1))
	defer cancel()
	req := request()
	req.OnText = func(string) { cancel() }
	if _, err := w.client(tr).Complete(ctx, req); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if _, err := tr.Finish(ctx, false); err != nil {
		t.Fatal(err)
	}
	if after := written(t, w.dir); after != before {
		t.Errorf("the cassette changed:\n%s", after)
	}
}

func TestCapOnAnswers(t *testing.T) {
	w, srv := serve(t, scripted.Reply{Text: strings.Repeat("long ", 300)})
	tr, err := replay.New(replay.Options{Mode: replay.Record, Dir: w.dir, Base: http.DefaultTransport, MaxBody: 300})
	if err != nil {
		t.Fatal(err)
	}
	defer tr.CloseIdleConnections()
	if out := w.sample(tr, 1, false, request()); out.errs[0] != "<nil>" {
		t.Errorf("the caller sees the cap: %+v", out)
	}
	srv.Close()
	if all := written(t, w.dir); len(all) > 3000 || !strings.Contains(all, "over the size limit") {
		t.Errorf("%d bytes kept", len(all))
	}
	if out := w.sample(w.transport(replay.Strict), 1, false, request()); out.errs[0] == "<nil>" {
		t.Errorf("half an answer was played as a whole one: %+v", out)
	}
}

func TestUnusualNames(t *testing.T) {
	w, _ := serve(t, scripted.Reply{Text: "fine"})
	tr := w.transport(replay.Record)
	names := []string{"../../etc/passwd", "a/b", "A", "a", "", strings.Repeat("long", 80), "日本", "日木", ".hidden", "a\\b"}
	for _, name := range names {
		ctx := replay.WithSample(t.Context(), name, name, 1)
		if _, err := w.client(tr).Complete(ctx, request()); err != nil {
			t.Fatal(err)
		}
		if _, err := tr.Finish(ctx, true); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(w.dir, "*", "*.json"))
	if err != nil || len(files) != len(names) {
		t.Errorf("%d cassettes for %d names: %v %v", len(files), len(names), files, err)
	}
	folded := map[string]bool{}
	for _, f := range files {
		folded[strings.ToLower(f)] = true
	}
	if len(folded) != len(files) {
		t.Errorf("names differ in case alone: %v", files)
	}
}

func TestManyAtOnce(t *testing.T) {
	w, _ := serve(t)
	tr := w.transport(replay.Record)
	var wg sync.WaitGroup
	for k := range 16 {
		wg.Go(func() {
			ctx := replay.WithSample(t.Context(), "mill", "herald-1", k+1)
			c := w.client(tr)
			var inner sync.WaitGroup
			for range 3 {
				inner.Go(func() { _, _ = c.Complete(ctx, request()) })
			}
			inner.Wait()
			if keys, err := tr.Finish(ctx, true); err != nil || len(keys) != 3 {
				t.Errorf("%d keys, %v", len(keys), err)
			}
		})
	}
	wg.Wait()
}

func TestBadCassettes(t *testing.T) {
	w, _ := serve(t)
	tr := w.transport(replay.Strict)
	file := filepath.Join(w.dir, "herald-1", "mill.1.json")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "{", "[]", `{"format":"other/1"}`, `{"format":"nutgraf.cassette/1","strange":1}`} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		ctx := replay.WithSample(t.Context(), "mill", "herald-1", 1)
		if _, err := w.client(tr).Complete(ctx, request()); fault.CodeOf(err) != fault.BadConfig || !strings.Contains(err.Error(), file) {
			t.Errorf("%q: error %v", text, err)
		}
	}
	if _, err := replay.New(replay.Options{Mode: "sometimes"}); fault.CodeOf(err) != fault.BadUsage {
		t.Errorf("mode: %v", err)
	}
	if _, err := w.client(w.transport(replay.Off)).Complete(t.Context(), request()); err == nil {
		t.Error("a request of no sample went out")
	}
}

// FuzzCassette plays foreign files: it must not panic, and must answer or fail.
func FuzzCassette(f *testing.F) {
	f.Add(`{"format":"nutgraf.cassette/1","item":"mill","arm":"a","sample":1,"exchanges":[{"key":"x.1","request":{"method":"POST","host":"h","path":"/p","body":{"messages":[{"role":"user","content":"a"},5],"n":[1]}},"response":{"status":200,"chunks":["/w=="],"binary":true}}]}`)
	f.Add(`{"format":"nutgraf.cassette/1","exchanges":[{"key":"","request":{},"response":{"json":5}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "a"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "a", "mill.1.json"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		tr, err := replay.New(replay.Options{Mode: replay.Strict, Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequestWithContext(replay.WithSample(t.Context(), "mill", "a", 1), http.MethodPost, "http://h/p", strings.NewReader(`{"messages":[{"role":"user","content":"b"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := tr.RoundTrip(req)
		if err == nil {
			_, _ = io.ReadAll(resp.Body)
		} else if code := fault.CodeOf(err); code != fault.ReplayMiss && code != fault.BadConfig {
			t.Errorf("error %v", err)
		}
	})
}
