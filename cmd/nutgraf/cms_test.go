package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

const (
	guide     = "../../docs/cms.md"
	guidePort = "8642"
)

// TestGuideIsTrue runs the commands of docs/cms.md in one shell, against a service
// with a scripted model, and compares what they print. What is another with every
// run is replaced by fixed words.
func TestGuideIsTrue(t *testing.T) {
	for _, program := range []string{"bash", "curl", "jq"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
	data, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	commands := guideCommands(string(data))
	if len(commands) < 10 {
		t.Fatalf("%d commands", len(commands))
	}
	got := withOutput(string(data), runGuide(t, commands))
	switch {
	case got == string(data):
	case *updateDocs:
		if err := os.WriteFile(guide, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("docs/cms.md is not what the service answers; run go test ./cmd/nutgraf -run Guide -update-docs and read the difference:\n%s", got)
	}
}

// guideCommands are the commands of the console blocks: lines after "$ ", with
// those after "> " that belong to them.
func guideCommands(page string) (commands []string) {
	inside := false
	for line := range strings.Lines(page) {
		switch {
		case line == "```console\n" || line == "```\n":
			inside = line != "```\n"
		case inside && strings.HasPrefix(line, "$ "):
			commands = append(commands, line[2:])
		case inside && strings.HasPrefix(line, "> "):
			commands[len(commands)-1] += line[2:]
		}
	}
	return commands
}

// withOutput puts what the commands print under them.
func withOutput(page string, outputs []string) string {
	var out strings.Builder
	inside, n := false, -1
	flush := func() {
		if n >= 0 {
			out.WriteString(outputs[n])
		}
	}
	for line := range strings.Lines(page) {
		switch {
		case line == "```console\n":
			inside = true
			out.WriteString(line)
		case inside && line == "```\n":
			flush()
			inside = false
			out.WriteString(line)
		case inside && strings.HasPrefix(line, "$ "):
			if !strings.HasSuffix(out.String(), "```console\n") {
				flush()
			}
			n++
			out.WriteString(line)
		case inside && strings.HasPrefix(line, "> "), !inside:
			out.WriteString(line)
		}
	}
	return out.String()
}

const marker = "\x01"

// runGuide runs the commands and returns what each prints.
func runGuide(t *testing.T, commands []string) []string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	_ = l.Close()
	var script strings.Builder
	script.WriteString("trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n")
	for _, c := range commands {
		c = strings.ReplaceAll(c, guidePort, port)
		if strings.HasPrefix(c, "nutgraf serve") {
			c = strings.TrimSpace(c) + " >served 2>&1 &\nuntil grep -q 'keeping summaries in' served || ! kill -0 $!; do sleep 0.05; done; head -n 3 served\n"
		}
		script.WriteString("printf '" + marker + "'\n" + c)
	}
	model := guideModel(t)
	home := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "bash", "-c", script.String())
	cmd.Dir, cmd.WaitDelay = home, 30*time.Second
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Env = []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TZ=UTC", "NUTGRAF_SERVER_LISTEN=127.0.0.1:" + port,
		"NUTGRAF_MODEL_BASE_URL=" + model.URL + "/v1", "NUTGRAF_MODEL_NAME=herald-1", "NUTGRAF_MODEL_CONTEXT_TOKENS=128000",
		"OPENAI_API_KEY=sk-guide",
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Logf("the last command: %v", err)
	}
	all := strings.Split(steady(out.String(), map[string]string{
		port: guidePort, strings.TrimPrefix(model.URL, "http://"): "models.example.org", home: "/home/you",
	}), marker)[1:]
	if len(all) != len(commands) {
		t.Fatalf("%d of %d commands ran:\n%s", len(all), len(commands), &out)
	}
	return all
}

// guideModel drafts honestly, thinks long about a ring road, and refuses its key
// when it is about a tunnel.
func guideModel(t *testing.T) *httptest.Server {
	t.Helper()
	drafter := scripted.NewHandler(scripted.Options{})
	refuses := scripted.NewHandler(scripted.Options{}, scripted.Reply{Status: http.StatusUnauthorized, Body: scripted.ErrorBody("openai", "invalid_request_error", "invalid_api_key", "no")})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if bytes.Contains(body, []byte("ring road")) {
			select {
			case <-time.After(500 * time.Millisecond):
			case <-r.Context().Done():
			}
		}
		if bytes.Contains(body, []byte("tunnel")) {
			refuses.ServeHTTP(w, r)
			return
		}
		drafter.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	return srv
}

// volatile is what no two runs have in common.
var volatile = []struct {
	found *regexp.Regexp
	name  string
}{
	{regexp.MustCompile(`(?:sum_|run_|tok_)[0-9a-z]{10,}`), ""},
	{regexp.MustCompile(`ngt_[0-9A-Za-z_-]{20,}`), "ngt_…"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z`), "2026-11-23T12:00:00Z"},
	{regexp.MustCompile(`\b[A-Z2-7]{26}\b`), "REQUEST"},
	{regexp.MustCompile(`[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT`), "Mon, 23 Nov 2026 12:00:00 GMT"},
	{regexp.MustCompile(`"duration_ms": ?\d+`), `"duration_ms": 900`},
}

// steady gives what is volatile fixed names: IDs are numbered by kind in the order
// in which they come.
func steady(text string, known map[string]string) string {
	for from, to := range known {
		text = strings.ReplaceAll(text, from, to)
	}
	text = strings.ReplaceAll(text, "\r", "")
	for _, v := range volatile {
		if v.name != "" {
			text = v.found.ReplaceAllString(text, v.name)
			continue
		}
		seen, counts := map[string]string{}, map[string]int{}
		text = v.found.ReplaceAllStringFunc(text, func(id string) string {
			if seen[id] == "" {
				kind := id[:4]
				counts[kind]++
				seen[id] = fmt.Sprint(kind, counts[kind])
			}
			return seen[id]
		})
	}
	return text
}
