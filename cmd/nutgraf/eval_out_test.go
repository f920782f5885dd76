package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	evalrun "github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// A file is written by one at a time, and can be taken up when that one is done,
// or was killed: a lock ends with its process.
func TestRunFileIsWrittenByOne(t *testing.T) {
	name := filepath.Join(t.TempDir(), "runs", "a.jsonl")
	first, err := openRun(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openRun(name); fault.CodeOf(err) != fault.BadUsage || !strings.Contains(err.Error(), "is being written by another process") {
		t.Errorf("the second: %v", err)
	}
	first.close()
	if _, err := os.Stat(name); !os.IsNotExist(err) {
		t.Errorf("a file that nothing was written to is there: %v", err)
	}
	next, err := openRun(name)
	if err != nil {
		t.Fatal(err)
	}
	next.close()
}

func TestMoneyOnTheBar(t *testing.T) {
	for _, tt := range []struct {
		p     evalrun.Progress
		limit float64
		want  string
	}{
		{evalrun.Progress{}, 0, ""},
		{evalrun.Progress{Unpriced: 2}, 0, ", cost not known"},
		{evalrun.Progress{USD: 0.25}, 0, ", $0.2500"},
		{evalrun.Progress{USD: 0.25, ScoringUSD: 0.5}, 2, ", $0.7500 ($0.5000 of it for scoring) of $2.00"},
		{evalrun.Progress{USD: 0.25, Unpriced: 1}, 2, ", at least $0.2500 of $2.00"},
		{evalrun.Progress{}, 2, ", $0.0000 of $2.00"},
	} {
		if got := moneyOf(tt.p, tt.limit); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.p, got, tt.want)
		}
	}
}
