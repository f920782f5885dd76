package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"strings"
	"testing"
)

var updateDocs = flag.Bool("update-docs", false, "write the output of the commands in the docs into them")

// TestTranscriptsAreTrue runs the commands of the console blocks in the docs
// and compares what they print.
func TestTranscriptsAreTrue(t *testing.T) {
	t.Chdir("../..")
	env := []string{"HOME=" + t.TempDir()}
	for _, name := range []string{"README.md", "docs/reading.md", "docs/checking.md", "docs/statistics.md"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		commands := 0
		rest := string(data)
		for {
			before, after, found := strings.Cut(rest, "```console\n")
			out.WriteString(before)
			if !found {
				break
			}
			block, following, _ := strings.Cut(after, "```\n")
			out.WriteString("```console\n" + transcript(t, block, env, &commands) + "```\n")
			rest = following
		}
		if commands == 0 {
			t.Errorf("%s: no command to run", name)
		}
		switch got := out.String(); {
		case got == string(data):
		case *updateDocs:
			if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("%s is not what the program prints; run go test ./cmd/nutgraf -run Transcripts -update-docs and read the difference:\n%s", name, got)
		}
	}
}

// transcript runs the commands of a block and returns it with what they print.
func transcript(t *testing.T, block string, env []string, commands *int) string {
	t.Helper()
	var out bytes.Buffer
	for line := range strings.Lines(block) {
		command, ok := strings.CutPrefix(line, "$ nutgraf ")
		if !ok {
			continue
		}
		*commands++
		out.WriteString(line)
		run(context.Background(), strings.Fields(command), env, streams{strings.NewReader(""), &out, &out})
	}
	return out.String()
}
