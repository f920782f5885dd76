package main

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestCISetups runs the commands of the set-ups in docs/ci.md that are about
// nutgraf, as their CI would: each in a shell that stops at the first failure, in a
// checkout with the recorded suite.
func TestCISetups(t *testing.T) {
	page, err := os.ReadFile("../../docs/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(page), "```yaml\n")[1:]
	if len(blocks) != 2 {
		t.Fatalf("%d set-ups", len(blocks))
	}
	for i, reports := range [][]string{{"eval/junit.xml", "eval/report.html"}, {"junit.xml", "report.html"}} {
		block, _, _ := strings.Cut(blocks[i], "```")
		dir := checkout(t)
		commands := commandsOf(t, block)
		if len(commands) < 2 {
			t.Fatalf("set-up %d has %d commands", i+1, len(commands))
		}
		for _, command := range commands {
			inShell(t, dir, command, 0)
		}
		for _, report := range append(reports, "candidate.jsonl") {
			if stat, err := os.Stat(filepath.Join(dir, report)); err != nil || stat.Size() == 0 {
				t.Errorf("set-up %d left no %s", i+1, report)
			}
		}
		data, err := os.ReadFile(filepath.Join(dir, reports[0]))
		if err != nil || xml.Unmarshal(data, new(struct{})) != nil {
			t.Errorf("%s is not XML: %v", reports[0], err)
		}
	}
}

// checkout is a folder with the recorded suite and the run that was agreed on.
func checkout(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "suite"), os.DirFS("../../testdata/eval/recorded")); err != nil {
		t.Fatal(err)
	}
	inShell(t, dir, "nutgraf eval run suite --model small-writer --base-url "+recordedURL+" --samples 2 --replay strict --out suite/base.jsonl", 0)
	return dir
}

// commandsOf finds the commands of a set-up, those apart that install.
func commandsOf(t *testing.T, block string) []string {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(block), &doc); err != nil {
		t.Fatal(err)
	}
	var commands []string
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode && strings.HasPrefix(n.Value, "nutgraf ") {
			commands = append(commands, n.Value)
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(&doc)
	return commands
}

func inShell(t *testing.T, dir, command string, want int) {
	t.Helper()
	shell := exec.CommandContext(t.Context(), "bash", "-eo", "pipefail", "-c", command)
	shell.Dir = dir
	shell.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "CI=true", "GITHUB_STEP_SUMMARY=" + filepath.Join(dir, "summary.md")}
	out, err := shell.CombinedOutput()
	if err != nil && shell.ProcessState == nil {
		t.Fatal(err)
	}
	if code := shell.ProcessState.ExitCode(); code != want {
		t.Errorf("%s\nexit code %d, want %d\n%s", command, code, want, out)
	}
}
