package main

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

// probeAnswers answers the questions of a probe, and drafts.
func probeAnswers(req scripted.Request) string {
	return cmp.Or(scripted.AnswerProbe(req), scripted.Drafter{}.Answer(req))
}

func probeServer(t *testing.T, reply scripted.Reply) *scripted.Server {
	t.Helper()
	reply.Write = probeAnswers
	s := scripted.New(scripted.Options{Model: "writer"}, reply)
	t.Cleanup(s.Close)
	return s
}

func TestProbeShowsATable(t *testing.T) {
	s := probeServer(t, scripted.Reply{Rejects: []string{"json_schema", "seed"}, Header: map[string]string{"X-RateLimit-Limit-Requests": "60"}})
	env := []string{"NUTGRAF_EMBEDDINGS_MODEL=writer", "NUTGRAF_POLICY_EMBARGOED_HOSTS=127.0.0.1"}
	out := nutgraf(t, env, "", "probe", "--base-url", s.URL(), "--model", "writer", "--context")
	if out.code != exitDone {
		t.Fatalf("exit code %d: %s", out.code, out.err)
	}
	t.Log("\n" + out.out)
	for _, line := range []string{
		"writer at 127.0.0.1:", "can draft", "json_schema", "refused", "json_object", "honoured", "model is listed", "temperature",
		"dimensions, by writer at 127.0.0.1:", "median of 3", "x-ratelimit-limit-requests", "60", "embargoed articles too", "read to the end",
		"dollars unknown", "To keep this, put it into nutgraf.yaml:\n\nmodel:\n  wire_format: ",
	} {
		if !strings.Contains(out.out, line) {
			t.Errorf("%q is not in the table:\n%s", line, out.out)
		}
	}
	for line := range strings.Lines(out.out) {
		if len(line) > 100 {
			t.Errorf("a line of %d bytes: %s", len(line), line)
		}
	}
	if !strings.Contains(out.err, "what they cost is unknown") {
		t.Errorf("%s", out.err)
	}
}

// TestProbeCanBePinned puts what a probe found into a configuration: the first
// request of a summary is then the one that works.
func TestProbeCanBePinned(t *testing.T) {
	s := probeServer(t, scripted.Reply{Rejects: []string{"json_schema", "tools"}})
	out := nutgraf(t, nil, "", "probe", "--base-url", s.URL(), "--model", "writer", "--format", "json")
	var p struct {
		CanDraft bool            `json:"can_draft"`
		Pin      json.RawMessage `json:"pin"`
		Cost     struct {
			Calls int      `json:"calls"`
			USD   *float64 `json:"usd"`
		} `json:"cost"`
	}
	if err := json.Unmarshal([]byte(out.out), &p); err != nil || !p.CanDraft || p.Cost.USD != nil || p.Cost.Calls < 10 {
		t.Fatalf("%v in %s", err, out.out)
	}
	asked := func(args ...string) (formats []string) {
		before := len(s.Requests())
		out := nutgraf(t, nil, "", append([]string{"summarize", storyFile, "--base-url", s.URL(), "--model", "writer"}, args...)...)
		if out.code != exitDone {
			t.Fatalf("exit code %d: %s", out.code, out.err)
		}
		for _, req := range s.Requests()[before:] {
			formats = append(formats, req.Format)
		}
		return formats
	}
	file := filepath.Join(t.TempDir(), "nutgraf.yaml")
	if err := os.WriteFile(file, p.Pin, 0o600); err != nil {
		t.Fatal(err)
	}
	if found := asked(); len(found) < 2 || found[0] != "json_schema" {
		t.Errorf("without what the probe found, the formats asked for are %q", found)
	}
	if pinned := asked("--config", file); len(pinned) != 1 || pinned[0] != "json_object" {
		t.Errorf("with what the probe found, the formats asked for are %q", pinned)
	}
}

func TestProbeKeepsToTheBudget(t *testing.T) {
	s := probeServer(t, scripted.Reply{})
	priced := filepath.Join(t.TempDir(), "priced.yaml")
	if err := os.WriteFile(priced, []byte("prices: [{model: writer, input: 1, output: 2}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"probe", "--base-url", s.URL(), "--model", "writer"}
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"--max-usd", "1"}, "no price is known"},
		{[]string{"--max-usd", "0.001", "--config", priced}, "a probe can cost up to $"},
	} {
		if out := nutgraf(t, nil, "", append(args[:len(args):len(args)], tt.args...)...); out.code != exitRefused || !strings.Contains(out.err, tt.says) {
			t.Errorf("%q: exit code %d: %s", tt.args, out.code, out.err)
		}
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	out := nutgraf(t, nil, "", append(args, "--max-usd", "1", "--config", priced)...)
	if out.code != exitDone || !strings.Contains(out.err, "at most $") || strings.Contains(out.out, "dollars unknown") {
		t.Errorf("exit code %d: %s%s", out.code, out.err, out.out)
	}
}

func TestProbeOfWhatCannotDraft(t *testing.T) {
	locked := scripted.New(scripted.Options{Key: "sk-another"})
	defer locked.Close()
	url, _ := countingListener(t)
	for _, tt := range []struct{ url, says string }{
		{locked.URL(), "wants an API key"}, {"http://127.0.0.1:1/v1", "cannot connect"}, {url, "closed the connection"},
	} {
		for _, format := range []string{"text", "json"} {
			out := nutgraf(t, nil, "", "probe", "--base-url", tt.url, "--format", format)
			if out.code != exitFailed || !strings.Contains(out.err, tt.says) || out.out == "" {
				t.Errorf("%s: exit code %d: %s%s", tt.says, out.code, out.out, out.err)
			}
			if format == "text" && !strings.Contains(out.out, "cannot draft") {
				t.Errorf("%s", out.out)
			}
		}
	}
	for _, args := range [][]string{{"probe", "--format", "html"}, {"probe", "--samples", "0"}, {"probe", "extra"}} {
		if out := nutgraf(t, nil, "", args...); out.code != exitUsage {
			t.Errorf("%q: exit code %d", args, out.code)
		}
	}
}
