package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/replay"
	"github.com/nutgraf/nutgraf/internal/secret"
)

// bird is in every key of TestCanary. It looks like no key of any vendor, so that
// nothing hides it but what knows the key.
const bird = "Fringilla7d3eSerinus"

// keyOf is the key for one purpose.
func keyOf(what string) string { return what + "." + bird + "." + what }

// leaks reports whether a text holds a key, plain or in another spelling.
func leaks(text string) bool {
	for _, form := range []string{bird, bird[:12], base64.StdEncoding.EncodeToString([]byte(keyOf("model"))), hex.EncodeToString([]byte(bird))} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

// gossips are servers that repeat the key that they were sent, wherever they can.
var gossips = map[string]func(w http.ResponseWriter, key string){
	"refused key": func(w http.ResponseWriter, key string) {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, scripted.ErrorBody("openai", "invalid_request_error", "invalid_api_key", "Incorrect API key provided: "+key))
	},
	"wrong request": func(w http.ResponseWriter, key string) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, scripted.ErrorBody("openai", key, key, "the header Authorization: Bearer "+key+" was not expected"))
	},
	"plain text": func(w http.ResponseWriter, key string) {
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprintf(w, "key=%s&again=%s", key, key)
	},
	"web page": func(w http.ResponseWriter, key string) {
		w.WriteHeader(http.StatusBadGateway)
		fmt.Fprint(w, scripted.ErrorBody("html", "", "", key))
	},
	"redirect": func(w http.ResponseWriter, key string) {
		w.Header().Set("Location", "http://127.0.0.1:1/?key="+key)
		w.WriteHeader(http.StatusTemporaryRedirect)
	},
	"headers": func(w http.ResponseWriter, key string) {
		w.Header().Set("X-RateLimit-Key", key)
		w.Header().Set("Retry-After", key)
		w.WriteHeader(http.StatusTooManyRequests)
	},
	"out of credit": func(w http.ResponseWriter, key string) {
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, scripted.ErrorBody("openai", "insufficient_quota", "insufficient_quota", "no credit is left on "+key))
	},
	"an error that is no error": func(w http.ResponseWriter, key string) {
		fmt.Fprint(w, `{"error": {"message": "the key `+key+` is blocked", "code": 403}}`)
	},
	"an error in a stream": func(w http.ResponseWriter, key string) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "data: { \"error\": {\"message\": \"no access with "+key+"\"}}\n\n")
	},
	"a refusal": func(w http.ResponseWriter, key string) {
		fmt.Fprint(w, `{"choices":[{"message":{"refusal":"I will not work for `+key+`"},"finish_reason":"stop"}]}`)
	},
	"garbage": func(w http.ResponseWriter, key string) { fmt.Fprint(w, `{"choices": `+key) },
	"nonsense after the status": func(w http.ResponseWriter, key string) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			fmt.Fprintf(conn, "HTTP/1.1 %s\r\n%s\r\n\r\n", key, key)
			_ = conn.Close()
		}
	},
}

// gossip starts a server that repeats keys.
func gossip(t *testing.T, say func(w http.ResponseWriter, key string)) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		say(w, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1"
}

// keysAt sets every key that there is, for models at one address.
func keysAt(url string) []string {
	env := []string{
		"OPENAI_API_KEY=" + keyOf("model"), "NUTGRAF_MODEL_BASE_URL=" + url,
		"NUTGRAF_MODEL_API_KEYS=[" + keyOf("second") + ", " + keyOf("third") + "]",
		"NUTGRAF_MODEL_FALLBACK=[{name: spare, base_url: \"" + url + "/other/v1\", api_key: " + keyOf("spare") + ", api_keys: [" + keyOf("spare2") + "]}]",
	}
	for _, what := range []string{"verifier", "judge", "embeddings"} {
		env = append(env, "NUTGRAF_"+strings.ToUpper(what)+"_API_KEY="+keyOf(what), "NUTGRAF_"+strings.ToUpper(what)+"_BASE_URL="+url)
	}
	return env
}

// watch runs the program and fails when a key shows. It returns the exit code.
func watch(t *testing.T, env []string, args ...string) int {
	t.Helper()
	out := nutgraf(t, env, "", args...)
	if leaks(out.out) || leaks(out.err) {
		t.Errorf("a key shows in the output of %q:\n%s%s", args, out.out, out.err)
	}
	return out.code
}

// noLeakIn fails when a key is in a file of a folder.
func noLeakIn(t *testing.T, dir string, atLeast int) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if leaks(string(data)) || leaks(path) {
			t.Errorf("a key is in %s", path)
		}
		return err
	})
	if err != nil || files < atLeast {
		t.Errorf("%d files were looked at in %s: %v", files, dir, err)
	}
}

// TestCanary looks for keys in all that the program writes, when all is well and
// when nothing is.
func TestCanary(t *testing.T) {
	article, err := filepath.Abs(storyFile)
	if err != nil {
		t.Fatal(err)
	}
	suite, err := filepath.Abs(recordedSuite)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	good := scripted.New(scripted.Options{}, scripted.Reply{Write: probeAnswers})
	defer good.Close()

	t.Run("all is well", func(t *testing.T) {
		env := append(keysAt(good.URL()), "NUTGRAF_CACHE_TTL=1h", "NUTGRAF_DATABASE="+filepath.Join(dir, "copy.db"))
		run := func(name string, args ...string) []string {
			return append(args, "--out", filepath.Join(dir, name+".jsonl"))
		}
		for _, args := range [][]string{
			{"config", "init"},
			{"config", "show"},
			{"config", "check"},
			{"summarize", article, "--verifier", "reader"},
			{"summarize", article, "--verifier", "reader", "--format", "json", "--explain"},
			{"summarize", article, "--stream"},
			{"summarize", article, "--dry-run", "--format", "json"},
			{"probe", "--embeddings", "vectors"},
			{"probe", "--format", "json", "--context"},
			run("recorded", "eval", "run", suite, "--model", "m", "--verifier", "reader", "--judge", "j", "--embeddings", "e", "--metrics", "judge,similarity,cost",
				"--replay", "record", "--cassettes", filepath.Join(dir, "cassettes")),
			run("replayed", "eval", "run", suite, "--model", "m", "--verifier", "reader", "--judge", "j", "--embeddings", "e", "--metrics", "judge,similarity,cost",
				"--replay", "strict", "--cassettes", filepath.Join(dir, "cassettes")),
			{"eval", "report", filepath.Join(dir, "recorded.jsonl"), "--html", filepath.Join(dir, "report.html")},
		} {
			if code := watch(t, env, args...); code != exitDone {
				t.Errorf("%q: exit code %d", args, code)
			}
		}
		traced := append(env, "OTEL_EXPORTER_OTLP_HEADERS=authorization="+keyOf("traces"), "OTEL_EXPORTER_OTLP_ENDPOINT="+gossip(t, gossips["plain text"]))
		watchService(t, traced, dir, article, http.StatusCreated)
		if n := len(good.Requests()); n < 40 {
			t.Errorf("only %d requests were made", n)
		}
		noLeakIn(t, dir, 10)
	})

	for name, say := range gossips {
		t.Run(name, func(t *testing.T) {
			env := append(keysAt(gossip(t, say)), "NUTGRAF_MODEL_TIMEOUT=300ms") // nobody is waited for
			told := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
			for _, args := range [][]string{
				{"summarize", article},
				{"summarize", article, "--stream"},
				{"summarize", article, "--engine", "extractive", "--verifier", "reader", "--format", "json"},
				{"probe", "--embeddings", "vectors"},
				{"probe", "--format", "json"},
				{
					"eval", "run", suite, "--model", "m", "--verifier", "reader", "--metrics", "cost", "--concurrency", "2",
					"--replay", "record", "--cassettes", told, "--out", told + ".jsonl",
				},
				{"eval", "run", suite, "--engine", "extractive", "--judge", "j", "--embeddings", "e", "--metrics", "judge,similarity", "--out", told + "-scores.jsonl"},
			} {
				watch(t, env, args...)
			}
			if name == "refused key" || name == "plain text" || name == "headers" {
				watchService(t, append(env, "NUTGRAF_DATABASE="+told+".db"), dir, article, 0)
			}
		})
	}
	noLeakIn(t, dir, 20)
}

// watchService drafts by the API, with a token, and looks for keys in the answers.
// Status is the answer's, 0 for any fault. No file of dir may hold the token.
func watchService(t *testing.T, env []string, dir, article string, status int) {
	t.Helper()
	made := nutgraf(t, env, "", "token", "create", "canary", "--scope", "admin")
	token := strings.TrimSpace(made.out)
	s := serveHere(t, env, "--verifier", "reader", "--log-level", "debug")
	got, body := s.ask(t, "POST", "/v1/summaries", token, wanted(readFile(t, article)))
	if status == 0 && got < 400 || status != 0 && got != status {
		t.Errorf("%d: %s", got, body)
	}
	for _, path := range []string{"/v1/summaries", "/v1/audit", "/readyz", "/metrics"} {
		_, answer := s.ask(t, "GET", path, token, nil)
		body += answer
	}
	_, answer := s.ask(t, "GET", "/v1/summaries?token="+token, token+"x", nil)
	if code := s.stop(); code != exitDone {
		t.Errorf("exit code %d: %s", code, s.said)
	}
	told := body + answer + s.said.String() + nutgraf(t, env, "", "token", "list").out + nutgraf(t, env, "", "audit", "list").out
	if leaks(told) || strings.Contains(told, token) {
		t.Errorf("a key shows in what the service says:\n%s", told)
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(readFile(t, path), token) {
			t.Errorf("a token is in %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestCanaryInMistakes looks for keys in what is said of configurations that are
// wrong.
func TestCanaryInMistakes(t *testing.T) {
	key := "sk-" + bird + "-0042"
	t.Chdir(t.TempDir())
	for _, content := range []string{
		"model: {api_key: [" + key + "]}",
		"model: {api_key: " + key + ", api_key: " + key + "}",
		"model: {api-key: " + key + "}",
		"model: {name: " + key + ", timeout: " + key + "}",
		"model: {" + key + ": x}",
		"model: {api_key: \"" + key + " \u00e9\"}",
		"model: {base_url: \"https://" + key + "@llm.example/v1\"}",
		"model: {base_url: \"https://llm.example/v1?key=" + key + "\"}",
		"model: {api_key: *" + key + "}",
		"model:\n  api_key: " + key + "\n bad: indent\n",
		"policy: {embargoed: {hosts: [\"https://" + key + "\"]}}",
		"policy: {sensitivity: " + key + "}",
		key,
	} {
		if err := os.WriteFile("nutgraf.yaml", []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"config", "check"}, {"probe"}, {"summarize", "--dry-run"}} {
			if strings.Contains(content, "name: ") && args[0] != "config" {
				continue // a name is shown
			}
			if code := watch(t, nil, args...); code != exitUsage {
				t.Errorf("%q with %q: exit code %d", args, content, code)
			}
		}
	}
	if err := os.Remove("nutgraf.yaml"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"NUTGRAF_MODEL_TIMEOUT", "NUTGRAF_ENGINE", "NUTGRAF_PRICES", "NUTGRAF_POLICY_EMBARGOED_HOSTS", "NUTGRAF_" + strings.ToUpper(key)} {
		watch(t, []string{name + "=https://" + key}, "config", "show")
	}
}

// TestCanaryInPrintedValues prints whatever knows a key, with every verb, as a
// panic or a careless line of debugging would.
func TestCanaryInPrintedValues(t *testing.T) {
	t.Chdir(t.TempDir())
	a := &app{streams: streams{strings.NewReader(""), io.Discard, io.Discard}, flags: map[string]string{}, env: keysAt("http://127.0.0.1:1/v1")}
	a.flags["verifier.model"] = "reader"
	cfg, err := a.loadConfig()
	if err != nil {
		t.Fatal(err)
	}
	endpoint := a.clientOf(cfg.Model)
	client, err := provider.New(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	engine, _, err := a.newEngine(cfg, "")
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := a.newVerifier(cfg, nil)
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := a.dialVectors(cfg.Model)
	if err != nil {
		t.Fatal(err)
	}
	tape, err := replay.New(replay.Options{Mode: replay.Record, Dir: t.TempDir(), Base: http.DefaultTransport, Secrets: []secret.Secret{cfg.Model.APIKey}})
	if err != nil {
		t.Fatal(err)
	}
	_, _, failed := vectors.Embed(t.Context(), []string{"a"})
	if failed == nil {
		t.Fatal("nobody listens there")
	}
	for _, value := range []any{cfg, *cfg, cfg.Model, cfg.Settings(), endpoint, &endpoint, client, *client, engine, verifier, *verifier, vectors, tape, failed, errors.Unwrap(failed)} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			if text := fmt.Sprintf(verb, value); leaks(text) || strings.Contains(text, hex.EncodeToString([]byte(bird))) {
				t.Errorf("a key shows in %s of a %T", verb, value)
			}
		}
	}
	if leaks(fmt.Sprintf("%+v", config.Model{APIKey: secret.New(keyOf("model"))})) {
		t.Error("a key shows in a model")
	}
}

// TestCanaryInATrace ends the program in the middle of a call with a signal that
// makes it print what it is doing.
func TestCanaryInATrace(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no such signal")
	}
	article, err := filepath.Abs(storyFile)
	if err != nil {
		t.Fatal(err)
	}
	arrived := make(chan struct{}, 1)
	url := gossip(t, func(w http.ResponseWriter, _ string) {
		w.(http.Flusher).Flush()
		select {
		case arrived <- struct{}{}:
		default:
		}
		<-t.Context().Done()
	})
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd := exec.Command(self)
	cmd.Args = []string{"nutgraf", "summarize", article}
	cmd.Env = append(keysAt(url), "HOME="+t.TempDir(), "GOTRACEBACK=all")
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-arrived
	if err := cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if !strings.Contains(errs.String(), "goroutine ") {
		t.Errorf("there is no trace in %q", errs.String())
	}
	if leaks(errs.String()) {
		t.Errorf("a key shows in the trace:\n%s", errs.String())
	}
}
