package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/nutgraf/nutgraf/eval/metric"
	evalrun "github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize"
)

const recordedSuite = "../../testdata/eval/recorded"

// recordedURL is where the recorded traffic was with; nobody listens there.
const recordedURL = "http://127.0.0.1:8099/v1"

// exceptTime compares runs but for what the clock says.
var exceptTime = cmp.Options{
	cmpopts.IgnoreFields(evalrun.Head{}, "Started"), cmpopts.IgnoreFields(evalrun.Record{}, "MS"), cmpopts.IgnoreFields(evalrun.Run{}, "Size"),
	cmpopts.IgnoreFields(summarize.Provenance{}, "GeneratedAt", "DurationMS"),
}

// runOf reads a run, without the scores that are measured with a clock.
func runOf(t *testing.T, file string) *evalrun.Run {
	t.Helper()
	r, err := (&app{}).readRun(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Records {
		r.Records[i].Scores = slices.DeleteFunc(r.Records[i].Scores, func(s metric.Score) bool { return strings.Contains(s.Name, "latency") })
	}
	return r
}

// TestRecordedTraffic replays the traffic of testdata, with no key and no
// network, twice and at another pace: all is as it was.
func TestRecordedTraffic(t *testing.T) {
	dir := t.TempDir()
	args := []string{"eval", "run", recordedSuite, "--model", "small-writer", "--base-url", recordedURL, "--samples", "2", "--replay", "strict", "--out"}
	one, two := filepath.Join(dir, "1.jsonl"), filepath.Join(dir, "2.jsonl")
	if out := nutgraf(t, nil, "", append(args, one)...); out.code != exitDone {
		t.Fatalf("exit code %d: %s\nthe prompts have changed? script/record-eval records anew", out.code, out.err)
	}
	if out := nutgraf(t, nil, "", append(args, two, "--concurrency", "1")...); out.code != exitDone {
		t.Fatalf("exit code %d: %s", out.code, out.err)
	}
	first, second := runOf(t, one), runOf(t, two)
	if diff := cmp.Diff(first, second, exceptTime); diff != "" {
		t.Error(diff)
	}
	if len(first.Records) != 10 || first.Errors() != 0 || len(first.Records[0].Traffic) == 0 || first.Records[0].Result.Provenance.Calls == 0 {
		t.Errorf("%d records, %d errors, first %+v", len(first.Records), first.Errors(), first.Records[0])
	}
}

// TestKilledRunIsTakenUp kills the program in the middle of a run, as a machine
// that goes down does, several times, and takes the run up until it is whole.
func TestKilledRunIsTakenUp(t *testing.T) {
	server := scripted.New(scripted.Options{Latency: 30 * time.Millisecond})
	defer server.Close()
	dir := t.TempDir()
	args := func(file string) []string {
		return []string{
			"eval", "run", recordedSuite, "--model", "writer", "--engine", "extractive", "--engine", "model", "--base-url", server.URL(),
			"--samples", "3", "--concurrency", "2", "--replay", "record", "--cassettes", filepath.Join(dir, "cassettes"), "--out", file,
		}
	}
	whole := filepath.Join(dir, "whole.jsonl")
	if out := nutgraf(t, nil, "", args(whole)...); out.code != exitDone {
		t.Fatalf("exit code %d: %s", out.code, out.err)
	}
	killed := filepath.Join(dir, "killed.jsonl")
	for round := range 3 {
		killInTheMiddle(t, server, round, args(killed))
		tear(t, killed, round)
	}
	before := runOf(t, killed)
	if n := len(before.Records); n == 0 || n >= 30 || before.Missing() == 0 {
		t.Fatalf("%d samples were done: the run was not killed in its middle", n)
	}
	sent := len(server.Requests())
	out := nutgraf(t, nil, "", args(killed)...)
	if out.code != exitDone || !strings.Contains(out.err, fmt.Sprintf("is taken up: %d of 30 samples are there", len(before.Records))) {
		t.Fatalf("exit code %d: %s", out.code, out.err)
	}
	of := func(arm string, r *evalrun.Run) (n int) {
		for i := range r.Records {
			if r.Records[i].Arm == arm {
				n++
			}
		}
		return n
	}
	if got, want := len(server.Requests())-sent, 15-of("writer", before); got != want {
		t.Errorf("%d requests for the rest, want %d", got, want)
	}
	if diff := cmp.Diff(runOf(t, whole), runOf(t, killed), exceptTime); diff != "" {
		t.Error(diff)
	}
}

// killInTheMiddle runs the program until it has made some requests, and kills it.
func killInTheMiddle(t *testing.T, server *scripted.Server, round int, args []string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args, cmd.Env = append([]string{"nutgraf"}, args...), []string{"HOME=" + t.TempDir()}
	before := len(server.Requests())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(done)
	}()
	for len(server.Requests()) < before+2+round {
		select {
		case <-done:
			t.Fatal("the program ended before it could be killed")
		case <-time.After(time.Millisecond):
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-done
}

// tear ends the file in the middle of a line, as a kill in the middle of a write
// does.
func tear(t *testing.T, file string, round int) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if round == 1 && strings.Count(string(data), "\n") > 1 {
		data = data[:len(data)-7]
	} else {
		data = append(data, `{"item":"tarn-fer`...)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestInterruptedRun ends the context in the middle of a run: what was done is
// kept, and the rest can be done.
func TestInterruptedRun(t *testing.T) {
	server := scripted.New(scripted.Options{Latency: 5 * time.Millisecond})
	defer server.Close()
	file := filepath.Join(t.TempDir(), "run.jsonl")
	args := []string{"eval", "run", recordedSuite, "--model", "writer", "--base-url", server.URL(), "--samples", "4", "--concurrency", "1", "--out", file}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		for len(server.Requests()) < 4 && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	out := nutgrafIn(t, ctx, nil, "", args...)
	if out.code != exitInterrupted || !strings.Contains(out.err, "nutgraf: interrupted\n") || !strings.Contains(out.err, "the same command again does the rest") {
		t.Errorf("exit code %d, %s", out.code, out.err)
	}
	if r := runOf(t, file); len(r.Records) == 0 || r.Missing() == 0 || r.Errors() != 0 || r.Torn {
		t.Errorf("%d samples, %d failed", len(r.Records), r.Errors())
	}
	if out := nutgraf(t, nil, "", args...); out.code != exitDone || runOf(t, file).Missing() != 0 {
		t.Errorf("taken up: exit code %d, %s", out.code, out.err)
	}
}
