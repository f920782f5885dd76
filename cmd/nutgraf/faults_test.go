package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

const (
	faultsPage    = "../../docs/faults.md"
	faultsBegin   = "<!-- program: what is between these marks is written by TestFaultsOfTheProgram -->\n"
	faultsEnd     = "<!-- program ends -->\n"
	deskKey       = "sk-desk-51c8e07b93d2f6a4"
	programHeader = "\n## The program decides\n\n| fault | what the user sees | requests | booked | test |\n|---|---|---|---|---|\n"
)

// mishap is a fault that the program as a whole deals with, and how it is
// brought about. FIRST and SECOND in the configuration are two servers, DOWN is
// an address where nobody listens.
type mishap struct {
	name   string
	config string
	args   []string
	reply  scripted.Reply // of the first server
	stop   bool           // the user stops it when the first request is there
}

const priced = "prices: [{model: herald-1, input: 1, output: 10}]\n"

var mishaps = []mishap{
	{name: "it can cost more than --max-usd", config: "model: {name: herald-1, base_url: FIRST}\n" + priced, args: []string{"--max-usd", "0.0001"}},
	{name: "--max-usd is set, and no price is known", config: "model: {name: herald-1, base_url: FIRST}\n", args: []string{"--max-usd", "1"}},
	{name: "Ctrl-C", config: "model: {name: herald-1, base_url: FIRST}\n" + priced, reply: scripted.Reply{Delay: time.Hour}, stop: true},
	{name: "an embargoed article, and the endpoint is not listed", config: "model: {name: herald-1, base_url: \"https://model.example/v1\", api_key: " + deskKey + "}\n", args: []string{"--sensitivity", "embargoed"}},
	{name: "the server is down, and a second one is configured", config: "model: {name: herald-1, base_url: DOWN, fallback: [{name: herald-1, base_url: SECOND}]}\n" + priced},
	{name: "the server is down, and the embedded engine may stand in", config: "model: {name: herald-1, base_url: DOWN}\nfallback: {extractive: true}\n" + priced},
	{name: "the server is down, and nothing may stand in", config: "model: {name: herald-1, base_url: DOWN}\n" + priced},
	{name: "a refusal, and a second model is configured", config: "model: {name: herald-1, base_url: FIRST, fallback: [{name: herald-1, base_url: SECOND}]}\n" + priced, reply: scripted.Reply{Refusal: "I cannot help with that."}},
	{name: "out of credit, and a second model is configured", config: "model: {name: herald-1, base_url: FIRST, fallback: [{name: herald-1, base_url: SECOND}]}\n" + priced, reply: scripted.Reply{Status: 429, Body: scripted.ErrorBody("openai", "insufficient_quota", "insufficient_quota", "You exceeded your current quota")}},
}

// TestFaultsOfTheProgram brings about what budgets, policy, fallbacks and users
// decide, and compares what came of it with docs/faults.md.
func TestFaultsOfTheProgram(t *testing.T) {
	var table strings.Builder
	table.WriteString(programHeader)
	for _, m := range mishaps {
		t.Run(m.name, func(t *testing.T) { table.WriteString(m.row(t)) })
	}
	data, err := os.ReadFile(faultsPage)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, begins := strings.Cut(string(data), faultsBegin)
	written, tail, ends := strings.Cut(rest, faultsEnd)
	switch {
	case !begins || !ends:
		t.Fatal("docs/faults.md has no marks")
	case *update && !t.Failed():
		err = os.WriteFile(faultsPage, []byte(head+faultsBegin+table.String()+faultsEnd+tail), 0o644)
		if err != nil {
			t.Fatal(err)
		}
	case written != table.String():
		t.Errorf("docs/faults.md does not say this; go test ./cmd/nutgraf -run TestFaultsOfTheProgram -update writes it:\n%s", &table)
	}
}

// row brings the mishap about and describes what came of it.
func (m mishap) row(t *testing.T) string {
	first, second, down := scripted.New(scripted.Options{}, m.reply), scripted.New(scripted.Options{}), scripted.New(scripted.Options{})
	defer first.Close()
	defer second.Close()
	down.Close()
	file := filepath.Join(t.TempDir(), "nutgraf.yaml")
	hosts := strings.NewReplacer("FIRST", first.URL(), "SECOND", second.URL(), "DOWN", down.URL())
	if err := os.WriteFile(file, []byte(hosts.Replace(m.config)), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if m.stop {
		go func() {
			for len(first.Requests()) == 0 && ctx.Err() == nil {
				time.Sleep(time.Millisecond)
			}
			cancel()
		}()
	}
	args := append([]string{"summarize", "--config", file, "--format", "json", filepath.Join(sharedDir, "story.txt")}, m.args...)
	out := nutgrafIn(t, ctx, nil, "", args...)
	if strings.Contains(out.out+out.err, deskKey) {
		t.Error("the key shows")
	}
	if strings.Contains(out.err, file) {
		t.Errorf("the configuration is wrong: %s", out.err)
	}
	names := strings.NewReplacer(hostOf(first), "model.example", hostOf(second), "second.example", hostOf(down), "model.example", filepath.Join(sharedDir, "story.txt"), "story.txt", "|", "\\|")
	return fmt.Sprintf("| %s | %s | %s | %s | `%s` |\n", m.name, money.ReplaceAllString(names.Replace(programSees(t, out)), "$$…"), programSent(first, second), programBooked(t, out), t.Name())
}

// money depends on the prompts, and is not what the table is about.
var money = regexp.MustCompile(`\$\d+\.\d+`)

func hostOf(s *scripted.Server) string {
	return strings.TrimSuffix(strings.TrimPrefix(s.URL(), "http://"), "/v1")
}

// programSees is the exit code and the error, or the draft with its warnings.
func programSees(t *testing.T, out output) string {
	t.Helper()
	if out.out == "" {
		lines := strings.Split(strings.TrimSpace(out.err), "\n")
		return fmt.Sprintf("exit %d: %s", out.code, lines[len(lines)-1])
	}
	r := decodeResult(t, out.out)
	warnings := []string{}
	for _, w := range r.Warnings {
		warnings = append(warnings, "`"+w.Code+"`: "+w.Message)
	}
	if len(warnings) == 0 {
		return fmt.Sprintf("exit %d: a draft", out.code)
	}
	return fmt.Sprintf("exit %d: a draft by %s; %s", out.code, r.Provenance.Engine, strings.Join(warnings, "; "))
}

func programSent(first, second *scripted.Server) string {
	if n := len(second.Requests()); n > 0 {
		return fmt.Sprintf("%d and %d", len(first.Requests()), n)
	}
	return fmt.Sprint(len(first.Requests()))
}

func programBooked(t *testing.T, out output) string {
	t.Helper()
	if out.out == "" {
		return "nothing is written"
	}
	var r struct {
		Provenance struct {
			USD *float64 `json:"usd"`
		} `json:"provenance"`
	}
	if err := json.Unmarshal([]byte(out.out), &r); err != nil {
		t.Fatal(err)
	}
	switch usd := r.Provenance.USD; {
	case usd == nil:
		return "not known: the most that it can cost"
	case *usd == 0:
		return "nothing"
	}
	return "what the server says"
}
