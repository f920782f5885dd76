package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

// Standard input that never ends does not keep the program from being
// interrupted.
func TestInterruptWhileReading(t *testing.T) {
	in, keep := io.Pipe()
	defer keep.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		_, _ = keep.Write([]byte("The council met"))
		cancel()
	}()
	var out, errs bytes.Buffer
	if code := run(ctx, []string{"summarize", "-"}, []string{"HOME=" + t.TempDir()}, streams{in, &out, &errs}); code != exitInterrupted {
		t.Errorf("exit code %d: %s", code, &errs)
	}
	if strings.Contains(errs.String(), "context") {
		t.Errorf("the program's insides are told: %s", &errs)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestOutputThatCannotBeWritten(t *testing.T) {
	story := "../../testdata/articles/stanwith-footbridge.txt"
	for _, args := range [][]string{
		{"summarize", story},
		{"summarize", "--stream", story},
		{"summarize", "--dry-run", story},
		{"summarize", "--dry-run", "--format", "json", story},
		{"summarize", "--format", "json", story},
		{"summarize", "--format", "html", story},
		{"read", story},
		{"prompts", "list"},
	} {
		var errs bytes.Buffer
		code := run(t.Context(), args, []string{"HOME=" + t.TempDir()}, streams{strings.NewReader(""), full{}, &errs})
		if code != exitFailed || !strings.Contains(errs.String(), "no space left") {
			t.Errorf("%v: exit code %d: %s", args, code, &errs)
		}
	}
}
