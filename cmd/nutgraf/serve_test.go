package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

// served is a service that runs in the tests.
type served struct {
	url    string
	stop   func() int // and return the exit code
	said   *said
	client *http.Client
}

// said is what a program writes on standard error.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

var where = regexp.MustCompile(`listening on (\S+) `)

// greeted reads what a service says until it is ready, and then goes on reading.
// It returns where the service is.
func greeted(t *testing.T, from io.Reader, all *said) string {
	t.Helper()
	url := ""
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadString('\n')
		_, _ = all.Write([]byte(line))
		if err != nil {
			t.Fatalf("the service did not start: %s", all)
		}
		if m := where.FindStringSubmatch(line); m != nil {
			url = m[1]
		}
		if strings.Contains(line, "keeping summaries in") {
			go func() { _, _ = io.Copy(all, lines) }()
			return url
		}
	}
}

// serveHere runs a service in this process.
func serveHere(t *testing.T, env []string, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	s := &served{said: &said{}, client: &http.Client{Transport: &http.Transport{}}}
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), env, streams{strings.NewReader(""), io.Discard, w})
		_ = w.Close()
	}()
	s.stop = sync.OnceValue(func() int {
		s.client.CloseIdleConnections()
		cancel()
		return <-code
	})
	t.Cleanup(func() { s.stop() })
	s.url = greeted(t, r, s.said)
	return s
}

// ask makes a request with a body of JSON, or none, and returns status and body.
func (s *served) ask(t *testing.T, method, path, token string, body any) (int, string) {
	t.Helper()
	var data io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		data = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, s.url+path, data)
	if err != nil {
		t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := s.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(answer)
}

// wanted asks for the summary of a text.
func wanted(text string) map[string]any {
	return map[string]any{"article": map[string]any{"text": text}}
}

// field returns a text of a JSON object.
func field(t *testing.T, body, name string) string {
	t.Helper()
	var fields map[string]any
	if err := json.Unmarshal([]byte(body), &fields); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return fmt.Sprint(fields[name])
}

func TestServe(t *testing.T) {
	t.Parallel()
	model := scripted.New(scripted.Options{Key: "sk-1"})
	defer model.Close()
	story := readFile(t, storyFile)
	env := []string{"HOME=" + t.TempDir(), "NUTGRAF_MODEL_BASE_URL=" + model.URL(), "NUTGRAF_MODEL_API_KEY=sk-1", "NUTGRAF_MODEL_NAME=herald-1", "NUTGRAF_MODEL_CONTEXT_TOKENS=32000"}
	s := serveHere(t, env)
	if lines := strings.Split(strings.TrimSpace(s.said.String()), "\n"); len(lines) != 3 ||
		lines[0] != "nutgraf: listening on "+s.url+" (for this machine alone, without login)" ||
		lines[1] != "nutgraf: drafting with herald-1 at "+model.URL() || !strings.HasPrefix(lines[2], "nutgraf: keeping summaries in SQLite in ") {
		t.Errorf("%q", lines)
	}
	status, body := s.ask(t, "POST", "/v1/summaries", "", wanted(story))
	if status != http.StatusCreated || len(model.Requests()) == 0 {
		t.Fatalf("%d: %s", status, body)
	}
	id := field(t, body, "id")
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": `"status":"ok"`, "/metrics": "nutgraf_", "/": "<!doctype html", "/openapi.json": `"openapi":"3.1`} {
		if status, body := s.ask(t, "GET", path, "", nil); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d: %.300s", path, status, body)
		}
	}
	for wrong, body := range map[string]map[string]any{
		"options.engine":  {"article": map[string]any{"text": story}, "options": map[string]any{"engine": "best"}},
		"profile":         {"article": map[string]any{"text": story}, "options": map[string]any{"profile": "../../etc/passwd"}},
		"kind":            {"article": map[string]any{"text": story}, "options": map[string]any{"kind": "poem"}},
		"is no profile":   {"article": map[string]any{"text": story}, "options": map[string]any{"profile": "nosuch"}},
		"must not go to ": {"article": map[string]any{"text": story}, "options": map[string]any{"sensitivity": "embargoed"}},
	} {
		if status, body := s.ask(t, "POST", "/v1/summaries", "", body); status < 400 || status >= 500 || !strings.Contains(body, wrong) {
			t.Errorf("%s: %d: %s", wrong, status, body)
		}
	}
	if code := s.stop(); code != exitDone {
		t.Errorf("exit code %d: %s", code, s.said)
	}
	if strings.Contains(s.said.String(), "Stanwith") {
		t.Errorf("the article is in the log:\n%s", s.said)
	}

	again := serveHere(t, env, "--engine", "extractive")
	if status, body := again.ask(t, "GET", "/v1/summaries/"+id, "", nil); status != http.StatusOK || field(t, body, "id") != id {
		t.Errorf("after a restart: %d: %s", status, body)
	}
	if !strings.Contains(again.said.String(), "drafting with the embedded engine") {
		t.Errorf("%s", again.said)
	}
	out := nutgraf(t, env, "", "audit", "verify")
	if out.code != exitDone || !strings.Contains(out.out, "none changed, none missing") {
		t.Errorf("%+v", out)
	}
}

// TestServeWithTokens makes tokens beside a running service, as its operator would.
func TestServeWithTokens(t *testing.T) {
	t.Parallel()
	env := []string{"HOME=" + t.TempDir()}
	out := nutgraf(t, env, "", "token", "create", "cms")
	s := serveHere(t, env)
	if !strings.Contains(s.said.String(), "(callers need a token)") {
		t.Errorf("%s", s.said)
	}
	token := strings.TrimSpace(out.out)
	request := wanted(readFile(t, storyFile))
	for _, tt := range []struct {
		token string
		want  int
	}{{"", http.StatusUnauthorized}, {token + "x", http.StatusUnauthorized}, {token, http.StatusCreated}} {
		if status, body := s.ask(t, "POST", "/v1/summaries", tt.token, request); status != tt.want {
			t.Errorf("%d, want %d: %s", status, tt.want, body)
		}
	}
	archive := nutgraf(t, env, "", "token", "create", "archive", "--space", "archive", "--scope", "summarize,review")
	if status, body := s.ask(t, "GET", "/v1/summaries", strings.TrimSpace(archive.out), nil); status != http.StatusOK || strings.Contains(body, "Stanwith") {
		t.Errorf("another space: %d: %s", status, body)
	}
	if list := nutgraf(t, env, "", "token", "list"); !strings.Contains(list.out, "cms") || strings.Contains(list.out+s.said.String(), token) {
		t.Errorf("%s\n%s", list.out, s.said)
	}
}

// process runs a service in a process of its own.
func process(t *testing.T, env []string) (*exec.Cmd, *served) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args = []string{"nutgraf", "serve", "--listen", "127.0.0.1:0"}
	cmd.Env = env
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	s := &served{said: &said{}, client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	s.url = greeted(t, stderr, s.said)
	return cmd, s
}

// TestServeDrains stops a service with a draft under way, which then ends well.
func TestServeDrains(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there are no such signals")
	}
	arrived, goOn := make(chan struct{}), make(chan struct{})
	drafter := scripted.Drafter{}
	model := scripted.New(scripted.Options{}, scripted.Reply{Write: func(r scripted.Request) string {
		close(arrived)
		<-goOn
		return drafter.Answer(r)
	}})
	defer model.Close()
	cmd, s := process(t, []string{"HOME=" + t.TempDir(), "NUTGRAF_MODEL_BASE_URL=" + model.URL()})
	answered := make(chan int)
	go func() {
		status, _ := s.ask(t, "POST", "/v1/summaries", "", wanted(readFile(t, storyFile)))
		answered <- status
	}()
	<-arrived
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for { // until it takes no more connections
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			break
		}
		_ = conn.Close()
	}
	close(goOn)
	if status := <-answered; status != http.StatusCreated {
		t.Errorf("a draft that was under way: %d", status)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v: %s", err, s.said)
	}
}

// TestServeEndsAtOnce stops a service twice.
func TestServeEndsAtOnce(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there are no such signals")
	}
	arrived := make(chan struct{})
	model := scripted.New(scripted.Options{}, scripted.Reply{Write: func(scripted.Request) string {
		close(arrived)
		<-t.Context().Done()
		return ""
	}})
	t.Cleanup(model.Close)
	cmd, s := process(t, []string{"HOME=" + t.TempDir(), "NUTGRAF_MODEL_BASE_URL=" + model.URL(), "NUTGRAF_SERVER_DRAIN=1h"})
	go func() {
		resp, err := s.client.Post(s.url+"/v1/summaries", "application/json", strings.NewReader(fmt.Sprintf(`{"article":{"text":%q}}`, readFile(t, storyFile))))
		if err == nil {
			_ = resp.Body.Close()
		}
	}()
	<-arrived
	stopped := make(chan error, 1)
	go func() { stopped <- cmd.Wait() }()
	for {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-stopped:
			return
		default:
			runtime.Gosched()
		}
	}
}

// TestServeRefuses starts services that cannot be.
func TestServeRefuses(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	dir := t.TempDir()
	garbage := filepath.Join(dir, "garbage")
	if err := os.WriteFile(garbage, []byte("This is neither a database nor a certificate, but a letter."), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args []string
		code int
		says string
	}{
		"a port that is taken":      {[]string{"--listen", taken.Addr().String()}, exitUsage, "another program listens there: stop it, or choose another port with --listen"},
		"an address of others":      {[]string{"--listen", "192.0.2.1:0", "--public-without-login"}, exitUsage, "it is no address of this machine"},
		"no such host":              {[]string{"--listen", "nosuch.invalid:0", "--public-without-login"}, exitUsage, "there is no such host"},
		"public without tokens":     {[]string{"--listen", ":0"}, exitRefused, "others could reach :0, and there is no token yet: make one with nutgraf token create NAME"},
		"a public URL, no tokens":   {[]string{"--public-url", "https://desk.example"}, exitRefused, "others could reach desk.example:443"},
		"no certificate":            {[]string{"--tls-cert", "nosuch.pem", "--tls-key", "nosuch.pem"}, exitUsage, "the file nosuch.pem for https cannot be read"},
		"a certificate of nothing":  {[]string{"--tls-cert", garbage, "--tls-key", garbage}, exitUsage, "are no certificate and its key"},
		"half of TLS":               {[]string{"--tls-cert", garbage}, exitUsage, "server.tls_cert needs the file with its key"},
		"not a database":            {[]string{"--database", garbage}, exitFailed, "garbage is not a SQLite database"},
		"a folder that is not":      {[]string{"--database", filepath.Join(dir, "no", "such", "x.db")}, exitFailed, "the folder or the file is not there"},
		"a database that is a dir":  {[]string{"--database", dir}, exitFailed, "is a folder"},
		"no PostgreSQL there":       {[]string{"--database", "postgres://desk:hush-hush@127.0.0.1:1/copy"}, exitFailed, "127.0.0.1"},
		"no such profile":           {[]string{"--profile", "nosuch"}, exitUsage, "nosuch"},
		"arguments":                 {[]string{"now"}, exitUsage, "unknown command"},
		"a level that is not there": {[]string{"--log-level", "loud"}, exitUsage, "log.level must be"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := []string{"serve"}
			if tt.args[0] != "--listen" {
				args = append(args, "--listen", "127.0.0.1:0")
			}
			out := nutgraf(t, nil, "", append(args, tt.args...)...)
			if out.code != tt.code || !strings.Contains(out.err, tt.says) || strings.Count(out.err, "\n") != 1 || strings.Contains(out.err, "hush") {
				t.Errorf("exit code %d, want %d:\n%s", out.code, tt.code, out.err)
			}
		})
	}
	if data := readFile(t, garbage); !strings.HasPrefix(data, "This is neither") {
		t.Error("a file that is no database was changed")
	}
}
