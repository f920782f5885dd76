package main

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestEvalScoreInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out := nutgrafIn(t, ctx, nil, `{"prediction":"a","reference":"a"}`, "eval", "score", "-")
	if out.code != exitInterrupted || !strings.Contains(out.err, "interrupted") {
		t.Errorf("exit code %d, %s", out.code, out.err)
	}
}

func TestEvalScoreCannotWrite(t *testing.T) {
	var errs strings.Builder
	full := writerFunc(func([]byte) (int, error) { return 0, errors.New("the disk is full") })
	in := strings.NewReader(`{"prediction":"a","reference":"a"}`)
	if code := run(t.Context(), []string{"eval", "score", "-"}, nil, streams{in, full, &errs}); code != exitFailed {
		t.Errorf("exit code %d, %s", code, errs.String())
	}
	if !strings.Contains(errs.String(), "the output could not be written: the disk is full") {
		t.Errorf("%s", errs.String())
	}
}
