package main

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

const storyFile = sharedDir + "/story.txt"

// countingListener counts the connections that are made to it, and ends them.
func countingListener(t *testing.T) (url string, accepted *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	accepted = &atomic.Int64{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			accepted.Add(1)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() { _ = l.Close(); <-done })
	return "http://" + l.Addr().String() + "/v1", accepted
}

// TestPolicyRefusesBeforeAnyConnection lets nothing of a marked article reach an
// endpoint that is not listed for the mark, whoever would read it.
func TestPolicyRefusesBeforeAnyConnection(t *testing.T) {
	url, accepted := countingListener(t)
	drafter := scripted.New(scripted.Options{})
	defer drafter.Close()
	for _, tt := range []struct {
		name string
		env  []string
		args []string
	}{
		{"drafting", nil, []string{"summarize", storyFile, "--engine", "model", "--base-url", url}},
		{"drafting by default", nil, []string{"summarize", storyFile, "--base-url", url}},
		{"a stream", nil, []string{"summarize", storyFile, "--base-url", url, "--stream"}},
		{"a dry run", nil, []string{"summarize", storyFile, "--base-url", url, "--dry-run"}},
		{"several", nil, []string{"summarize", storyFile, storyFile, "--base-url", url}},
		{"a second reader", []string{"NUTGRAF_VERIFIER_BASE_URL=" + url}, []string{"summarize", storyFile, "--engine", "extractive", "--verifier", "reader"}},
		{"a second reader beside a listed model", []string{"NUTGRAF_VERIFIER_BASE_URL=" + url}, []string{"summarize", storyFile, "--base-url", drafter.URL(), "--verifier", "reader"}},
		{"a run", nil, []string{"eval", "run", recordedSuite, "--model", "m", "--base-url", url}},
		{"a run that records", nil, []string{"eval", "run", recordedSuite, "--model", "m", "--base-url", url, "--replay", "record"}},
		{"a judge", []string{"NUTGRAF_JUDGE_BASE_URL=" + url}, []string{"eval", "run", recordedSuite, "--engine", "extractive", "--judge", "j", "--metrics", "judge"}},
		{"vectors", []string{"NUTGRAF_EMBEDDINGS_BASE_URL=" + url}, []string{"eval", "run", recordedSuite, "--engine", "extractive", "--embeddings", "e", "--metrics", "similarity"}},
	} {
		for _, mark := range []string{config.Embargoed, config.Confidential} {
			args := append(slices.Clone(tt.args), "--sensitivity", mark)
			if tt.args[0] == "eval" {
				args = append(args, "--out", filepath.Join(t.TempDir(), "run.jsonl"))
			}
			if slices.Contains(args, "record") {
				args = append(args, "--cassettes", t.TempDir())
			}
			listed := "NUTGRAF_POLICY_" + strings.ToUpper(mark) + "_HOSTS=" + strings.TrimSuffix(strings.TrimPrefix(drafter.URL(), "http://"), "/v1")
			out := nutgraf(t, append(tt.env, listed), "", args...)
			if out.code != exitRefused || out.out != "" || !strings.Contains(out.err, "articles marked "+mark+" must not go to 127.0.0.1:") {
				t.Errorf("%s, %s: exit code %d, %q, %s", tt.name, mark, out.code, out.out, out.err)
			}
		}
	}
	if n := accepted.Load(); n != 0 {
		t.Errorf("%d connections were made to an endpoint that is not listed", n)
	}
	if n := len(drafter.Requests()); n != 0 {
		t.Errorf("%d requests were sent before the refusal", n)
	}
	if out := nutgraf(t, nil, "", "summarize", storyFile, "--base-url", url); out.code != exitFailed || accepted.Load() == 0 {
		t.Errorf("the listener counts nothing: exit code %d", out.code)
	}
}

// TestPolicyComesFromConfigurationToo marks every article of a newsroom.
func TestPolicyComesFromConfigurationToo(t *testing.T) {
	url, accepted := countingListener(t)
	file := filepath.Join(t.TempDir(), "nutgraf.yaml")
	if err := os.WriteFile(file, []byte("model: {base_url: "+url+"}\npolicy: {sensitivity: embargoed}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := nutgraf(t, nil, "", "summarize", storyFile, "--config", file)
	if out.code != exitRefused || accepted.Load() != 0 {
		t.Errorf("exit code %d after %d connections: %s", out.code, accepted.Load(), out.err)
	}
	if out := nutgraf(t, []string{"NUTGRAF_POLICY_SENSITIVITY=confidential"}, "", "summarize", storyFile, "--base-url", url); out.code != exitRefused {
		t.Errorf("exit code %d: %s", out.code, out.err)
	}
}

// TestPolicyLetsListedEndpointsRead shows what is allowed, and that the result
// says how the article is marked.
func TestPolicyLetsListedEndpointsRead(t *testing.T) {
	s := scripted.New(scripted.Options{})
	defer s.Close()
	for _, tt := range []struct {
		name, mark string
		hosts      string
		args       []string
		sent       bool
	}{
		{"listed", config.Confidential, "127.0.0.1", []string{"--base-url", s.URL()}, true},
		{"not marked", config.Normal, "", []string{"--base-url", s.URL()}, true},
		{"the embedded engine", config.Confidential, "", []string{"--engine", "extractive", "--base-url", s.URL()}, false},
	} {
		before := len(s.Requests())
		args := append([]string{"summarize", storyFile, "--format", "json", "--sensitivity", tt.mark}, tt.args...)
		out := nutgraf(t, []string{"NUTGRAF_POLICY_CONFIDENTIAL_HOSTS=" + tt.hosts}, "", args...)
		var result struct {
			Article struct {
				Sensitivity string `json:"sensitivity"`
			} `json:"article"`
		}
		if err := json.Unmarshal([]byte(out.out), &result); err != nil || out.code != exitDone || result.Article.Sensitivity != tt.mark {
			t.Errorf("%s: exit code %d, marked %q, %v: %s", tt.name, out.code, result.Article.Sensitivity, err, out.err)
		}
		if sent := len(s.Requests()) > before; sent != tt.sent {
			t.Errorf("%s: sent %v, want %v", tt.name, sent, tt.sent)
		}
	}
}

// TestPolicyIsAsDocumented loads the example of docs/policy.md.
func TestPolicyIsAsDocumented(t *testing.T) {
	_, rest, _ := strings.Cut(readFile(t, "../../docs/policy.md"), "```yaml\n")
	example, _, ok := strings.Cut(rest, "```")
	cfg, err := config.Load(config.Loader{Dir: t.TempDir(), Env: nil, File: writeTemp(t, example)})
	if !ok || err != nil {
		t.Fatal(err)
	}
	for base, reads := range map[string]string{
		"https://llm.newsroom.example/v1": config.Embargoed, "https://eu.models.example/v1": config.Embargoed, "http://10.0.0.5:8080/v1": config.Confidential,
		"https://models.example/v1": "", "http://10.0.0.5/v1": "",
	} {
		for _, mark := range []string{config.Embargoed, config.Confidential} {
			if m := (config.Model{BaseURL: base, Policy: cfg.Policy}); m.MayRead(mark) != (mark == reads) {
				t.Errorf("%s may read %s articles: %v", base, mark, m.MayRead(mark))
			}
		}
	}
}

// TestPolicyLeavesOutStandIns lets no model stand in that must not read the
// article.
func TestPolicyLeavesOutStandIns(t *testing.T) {
	url, accepted := countingListener(t)
	down := scripted.New(scripted.Options{}, scripted.Reply{Status: 503})
	defer down.Close()
	env := []string{
		"NUTGRAF_POLICY_CONFIDENTIAL_HOSTS=" + strings.TrimSuffix(strings.TrimPrefix(down.URL(), "http://"), "/v1"),
		"NUTGRAF_MODEL_FALLBACK=[{name: spare, base_url: \"" + url + "\"}]", "NUTGRAF_MODEL_TIMEOUT=300ms",
	}
	out := nutgraf(t, env, "", "summarize", storyFile, "--base-url", down.URL(), "--sensitivity", config.Confidential)
	if out.code != exitFailed || accepted.Load() != 0 || !strings.Contains(out.err, "spare does not stand in") {
		t.Errorf("exit code %d after %d connections: %s", out.code, accepted.Load(), out.err)
	}
	if out = nutgraf(t, env, "", "summarize", storyFile, "--base-url", down.URL()); accepted.Load() == 0 {
		t.Errorf("it does not stand in at all: %s", out.err)
	}
}

func writeTemp(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "nutgraf.yaml")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
