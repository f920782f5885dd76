package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestVersionAlone gives --version a broken configuration, profile and prompts:
// it needs none of them.
func TestVersionAlone(t *testing.T) {
	home := t.TempDir()
	dir := filepath.Join(home, ".config", "nutgraf")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "nutgraf.yaml"), []byte("engine: [broken"), 0o644); err != nil {
		t.Fatal(err)
	}
	env := []string{"HOME=" + home, "NUTGRAF_CONFIG=/nonexistent", "NUTGRAF_NOSUCH=1", "NUTGRAF_PROFILE=nosuch", "NUTGRAF_PROMPTS=/nonexistent"}
	for _, args := range [][]string{{"--version"}, {"version"}, {"--help"}, {"completion", "bash"}} {
		if out := nutgraf(t, env, "", args...); out.code != exitDone || out.out == "" || out.err != "" {
			t.Errorf("%q: exit code %d, %s", args, out.code, out.err)
		}
	}
}

// BenchmarkVersion starts the built program: what it costs to begin.
func BenchmarkVersion(b *testing.B) {
	program := filepath.Join(b.TempDir(), "nutgraf")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Skipf("the program cannot be built here: %v\n%s", err, out)
	}
	for b.Loop() {
		if err := exec.Command(program, "--version").Run(); err != nil {
			b.Fatal(err)
		}
	}
}
