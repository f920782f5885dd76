package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// canaryEnv names a variable that holds a secret. The program under test must
// never write it.
const (
	canaryEnv  = "CANARY"
	exitLeaked = 99
)

// TestMain lets garbage lie as main does: with the race detector, much of the time
// went into collecting it. The limit brings the usual pace back.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(1 << 30)
	testscript.Main(m, map[string]func(){"nutgraf": func() { os.Exit(watched()) }})
}

// watched is main, except that the process fails when it writes the canary.
func watched() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	var out, errs bytes.Buffer // streams are written at the same time
	code := run(ctx, os.Args[1:], os.Environ(), streams{os.Stdin, io.MultiWriter(os.Stdout, &out), io.MultiWriter(os.Stderr, &errs)})
	if canary := os.Getenv(canaryEnv); canary != "" && strings.Contains(out.String()+errs.String(), canary) {
		os.Stderr.WriteString("the canary was written to standard output or standard error\n")
		return exitLeaked
	}
	return code
}

// output is what one run of the program left behind.
type output struct {
	code     int
	out, err string
}

// nutgraf runs the program in this process, with an environment of its own: a
// HOME with nothing in it, no drafts given again, and env.
func nutgraf(t testing.TB, env []string, stdin string, args ...string) output {
	t.Helper()
	return nutgrafIn(t, t.Context(), env, stdin, args...)
}

func nutgrafIn(t testing.TB, ctx context.Context, env []string, stdin string, args ...string) output {
	t.Helper()
	var out, errs bytes.Buffer
	env = append([]string{"HOME=" + t.TempDir(), noCache}, env...)
	code := run(ctx, args, env, streams{strings.NewReader(stdin), &out, &errs})
	return output{code, out.String(), errs.String()}
}

// articleFiles lists the articles of the project's own suite.
func articleFiles(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(articleDir)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, e := range entries {
		switch filepath.Ext(e.Name()) {
		case ".txt", ".md", ".html":
			files = append(files, filepath.Join(articleDir, e.Name()))
		}
	}
	if len(files) < 20 {
		t.Fatalf("only %d articles in %s", len(files), articleDir)
	}
	return files
}

const articleDir = "../../testdata/articles"

func sharedFile(t testing.TB, name string) string {
	t.Helper()
	return readFile(t, filepath.Join(sharedDir, name))
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
