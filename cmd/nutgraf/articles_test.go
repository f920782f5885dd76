package main

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

// TestArticles drafts every article of the suite with both engines.
func TestArticles(t *testing.T) {
	server := scripted.New(scripted.Options{})
	defer server.Close()
	engines := map[string][]string{
		"extractive": {"--engine", "extractive"},
		"model":      {"--engine", "model", "--base-url", server.URL()},
	}
	for _, file := range articleFiles(t) {
		for name, flags := range engines {
			t.Run(filepath.Base(file)+"/"+name, func(t *testing.T) {
				out := nutgraf(t, nil, "", append([]string{"summarize", "--format", "json", file}, flags...)...)
				checkDone(t, out)
				r := decodeResult(t, out.out)
				checkDrafted(t, r)
				out = nutgraf(t, nil, "", append([]string{"summarize", "--explain", file}, flags...)...)
				checkDone(t, out)
				checkNoControl(t, out)
				for _, c := range r.claims() {
					if !strings.Contains(out.out, c.Text) {
						t.Errorf("%s is not in the text: %s", c.ID, c.Text)
					}
				}
			})
		}
	}
}

func checkDone(t *testing.T, out output) {
	t.Helper()
	if out.code != exitDone {
		t.Errorf("exit code %d\n%s", out.code, out.err)
	}
}

func checkDrafted(t *testing.T, r decoded) {
	t.Helper()
	if r.Why == nil || r.Why.Text == "" {
		t.Error("there is no why paragraph")
	}
	if len(r.Takeaways) == 0 {
		t.Error("there are no takeaways")
	}
	if !r.Coverage.Complete || r.Coverage.SentencesRead != r.Coverage.Sentences {
		t.Errorf("not all was read: %+v", r.Coverage)
	}
	for _, c := range r.claims() {
		if len(c.Evidence) == 0 {
			t.Errorf("%s has no evidence", c.ID)
		}
	}
}

// checkNoControl makes sure that text cannot drive a terminal.
func checkNoControl(t *testing.T, out output) {
	t.Helper()
	for _, stream := range []string{out.out, out.err} {
		for at, r := range stream {
			if r != '\n' && unicode.IsControl(r) {
				t.Errorf("control character %U at byte %d", r, at)
			}
		}
	}
}
