package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

// TestInterrupted runs the program with a context that has ended before it
// begins.
func TestInterrupted(t *testing.T) {
	story := filepath.Join(sharedDir, "story.txt")
	server := scripted.New(scripted.Options{})
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{
		{"summarize", "--engine", "extractive", story},
		{"summarize", "--engine", "extractive", story, story},
		{"summarize", "--engine", "extractive", "--stream", story},
		{"summarize", "--engine", "model", "--base-url", server.URL(), story},
		{"summarize", "--engine", "model", "--base-url", server.URL(), story, story, story},
		{"summarize", "--engine", "model", "--base-url", server.URL(), "--dry-run", story},
		{"read", "--allow-private", "http://127.0.0.1:9/story"},
	} {
		out := nutgrafIn(t, ctx, nil, "", args...)
		if out.code != exitInterrupted || !strings.Contains(out.err, "interrupted") && !strings.Contains(out.err, "cancelled") {
			t.Errorf("%q: exit code %d, %s", args, out.code, out.err)
		}
	}
	if n := len(server.Requests()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestInterruptedInCall ends the context while the model is answering: before
// the answer, in the middle of a stream, among several articles.
func TestInterruptedInCall(t *testing.T) {
	story := filepath.Join(sharedDir, "story.txt")
	for name, tc := range map[string]struct {
		options scripted.Options
		reply   scripted.Reply
		args    []string
	}{
		"before":  {options: scripted.Options{Latency: time.Hour}},
		"stream":  {reply: scripted.Reply{Pause: time.Hour}, args: []string{"--stream"}},
		"several": {options: scripted.Options{Latency: time.Hour}, args: []string{story, story, story, story, story, story}},
		"waiting": {reply: scripted.Reply{Status: 429, Header: map[string]string{"Retry-After": "30"}, Body: `{"error":{"message":"slow down"}}`}},
	} {
		t.Run(name, func(t *testing.T) {
			server := scripted.New(tc.options, tc.reply)
			defer server.Close()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go func() {
				for len(server.Requests()) == 0 && ctx.Err() == nil {
					time.Sleep(time.Millisecond)
				}
				cancel()
			}()
			args := slices.Concat([]string{"summarize", "--engine", "model", "--base-url", server.URL(), story}, tc.args)
			out := nutgrafIn(t, ctx, nil, "", args...)
			if out.code != exitInterrupted || strings.Count(out.err, "interrupted") != 1 {
				t.Errorf("exit code %d, %s", out.code, out.err)
			}
		})
	}
}
