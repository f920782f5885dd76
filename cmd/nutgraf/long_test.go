package main

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

const (
	longWords   = 120_000
	callLatency = 200 * time.Millisecond
)

var longEnv = []string{"NUTGRAF_MODEL_CONTEXT_TOKENS=16000", "NUTGRAF_MODEL_CONCURRENCY=64"}

// longArticle makes a document of about that many words, and its sentences. No
// two of them are the same: each has a number of its own.
func longArticle(words int) (text string, sentences []string) {
	rnd := rand.New(rand.NewPCG(7, 11))
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	var b strings.Builder
	b.WriteString("Inquiry into the storm of Saltmarsh publishes its report\n\n")
	for total := 0; total < words; {
		for range 2 + rnd.IntN(4) {
			s := fmt.Sprintf("%s %s of %s %s %d %s %s %s, %s.",
				pick("The", "On Monday the", "In its second year the", "According to the report, the"),
				pick("harbour office", "county council", "fire brigade", "school board", "water company", "ferry line"),
				pick("Merrowby", "Oddenham", "Tollbridge", "Castle Point", "Minster Vale", "Harl"),
				pick("counted", "repaired", "bought", "lost", "replaced", "inspected"),
				10_001+len(sentences),
				pick("sandbags", "roof tiles", "meters of cable", "drain covers", "life jackets", "street lamps"),
				pick("along the northern dyke", "between the quay and the mill", "in the flooded streets", "at a cost that it had not expected"),
				pick("before the water rose", "after the second night", "while the bridge was closed", "as volunteers arrived from the villages"),
				pick("an engineer told the inquiry", "the minutes of the meeting say", "which the auditors later confirmed", "although nobody had asked for it"))
			sentences = append(sentences, s)
			total += len(strings.Fields(s))
			b.WriteString(s + " ")
		}
		b.WriteString("\n\n")
	}
	return b.String(), sentences
}

// TestLongDocument makes sure that every sentence of a long document is read
// exactly once.
func TestLongDocument(t *testing.T) {
	text, sentences := longArticle(longWords)
	server := scripted.New(scripted.Options{Latency: callLatency})
	defer server.Close()
	start := time.Now()
	out := draftLong(t, server, text)
	t.Logf("%d words, %d sentences, %d requests, at most %d at once: %v, a call takes %v",
		longWords, len(sentences), len(server.Requests()), server.MaxInFlight(), time.Since(start), callLatency)
	checkDone(t, out)
	r := decodeResult(t, out.out)
	checkDrafted(t, r)
	if r.Coverage.Sentences != len(sentences) || r.Coverage.ChunksFailed != 0 {
		t.Errorf("%+v, want %d sentences", r.Coverage, len(sentences))
	}
	shown, parts := shownSentences(t, server.Requests())
	if r.Coverage.Chunks != parts {
		t.Errorf("%d chunks, and %d requests for candidates", r.Coverage.Chunks, parts)
	}
	for i, want := range sentences {
		if got := shown[i+1]; len(got) != 1 || got[0] != want {
			t.Errorf("sentence %d was shown as %q, want once %q", i+1, got, want)
		}
	}
	if len(shown) != len(sentences) {
		t.Errorf("%d numbers were shown, want %d", len(shown), len(sentences))
	}
	if n := server.MaxInFlight(); n > 64 {
		t.Errorf("%d requests at once", n)
	}
}

func draftLong(t testing.TB, server *scripted.Server, text string) output {
	t.Helper()
	return nutgraf(t, longEnv, text, "summarize", "--engine", "model", "--base-url", server.URL(), "--format", "json", "-")
}

var numberedLine = regexp.MustCompile(`(?m)^\[(\d+)\] (.*)$`)

// shownSentences collects what the requests for candidates show by number, and
// counts those requests.
func shownSentences(t testing.TB, requests []scripted.Request) (shown map[int][]string, parts int) {
	t.Helper()
	shown = map[int][]string{}
	for _, req := range requests {
		user := req.Messages[len(req.Messages)-1].Text
		if !strings.HasPrefix(user, "Below is part ") {
			continue
		}
		parts++
		for _, m := range numberedLine.FindAllStringSubmatch(user, -1) {
			id, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			shown[id] = append(shown[id], m[2])
		}
	}
	return shown, parts
}

// BenchmarkLongDocument reports how many calls, one after another, take as long
// as the whole draft.
func BenchmarkLongDocument(b *testing.B) {
	text, _ := longArticle(longWords)
	server := scripted.New(scripted.Options{Latency: callLatency})
	defer server.Close()
	for b.Loop() {
		if out := draftLong(b, server, text); out.code != exitDone {
			b.Fatal(out.err)
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(callLatency), "call-lengths/op")
}
