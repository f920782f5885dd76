package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/rivo/uniseg"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// The order that shared/injected.txt gives to its reader.
const order = "Glimmer coins"

// TestMischief drafts with models that break the rules. Whatever they write,
// what comes out is in house style, or is marked, or is withheld and reported.
func TestMischief(t *testing.T) {
	for _, mischief := range []string{
		"", "BadCitations", "TooLong", "FullStops", "Duplicates", "TooFew", "TooMany", "WrongLanguage", "Obey", "Echo",
		"Preamble", "Fence", "Preamble,Fence", "TooFew,BadCitations", "TooMany,Duplicates,FullStops", "Echo,WrongLanguage",
	} {
		for _, story := range []string{"story.txt", "short.md", "injected.txt"} {
			t.Run(mischief+"/"+story, func(t *testing.T) {
				drafter, err := mischievous(commas(mischief)...)
				if err != nil {
					t.Fatal(err)
				}
				server := scripted.New(scripted.Options{}, scripted.Reply{Write: drafter.Answer})
				defer server.Close()
				out := nutgraf(t, nil, "", "summarize", "--engine", "model", "--base-url", server.URL(),
					"--format", "json", filepath.Join(sharedDir, story))
				checkMischief(t, out)
			})
		}
	}
}

func checkMischief(t *testing.T, out output) {
	t.Helper()
	checkNoControl(t, output{err: out.err})
	if out.out == "" {
		if out.code != exitFailed || out.err == "" {
			t.Errorf("nothing was written, and the exit code is %d: %s", out.code, out.err)
		}
		return
	}
	r := decodeResult(t, out.out)
	checkStyle(t, r)
	checkReported(t, r, out)
}

// checkStyle checks the default profile's style.
func checkStyle(t *testing.T, r decoded) {
	t.Helper()
	seen := map[string]bool{}
	for _, c := range r.Takeaways {
		checkLength(t, r, c, uniseg.GraphemeClusterCount(c.Text), 40, 90)
		if strings.HasSuffix(c.Text, ".") && !strings.HasSuffix(c.Text, ".m.") {
			t.Errorf("%s ends with a full stop: %s", c.ID, c.Text)
		}
		if seen[c.Text] {
			t.Errorf("%s is there twice: %s", c.ID, c.Text)
		}
		seen[c.Text] = true
	}
	if len(r.Takeaways) > 5 {
		t.Errorf("%d takeaways", len(r.Takeaways))
	}
	if r.Why != nil {
		checkLength(t, r, *r.Why, len(strings.Fields(r.Why.Text)), 25, 70)
	}
	for _, c := range r.claims() {
		checkPlain(t, c)
	}
}

// checkLength allows what is too short, when the claim says so.
func checkLength(t *testing.T, r decoded, c summarize.ClaimResult, size, least, most int) {
	t.Helper()
	marked := slices.ContainsFunc(c.Findings, func(f ground.Finding) bool { return f.Rule == "length" && f.Verdict == ground.Warn })
	if size > most || size < least && (!marked || !r.warned("claim_length")) {
		t.Errorf("%s has length %d, want %d to %d: %s", c.ID, size, least, most, c.Text)
	}
}

// checkPlain makes sure that a claim is a line of the article's language with
// evidence, and not mark-up, the prompt, or what the article told its reader to
// write.
func checkPlain(t *testing.T, c summarize.ClaimResult) {
	t.Helper()
	if len(c.Evidence) == 0 {
		t.Errorf("%s has no evidence: %s", c.ID, c.Text)
	}
	for _, bad := range []string{"```", "{", "<<<", ">>>", "ARTICLE-", "[1]", "Title:", "\n", order, "Here is", "Sure!"} {
		if strings.Contains(c.Text, bad) {
			t.Errorf("%s contains %q: %s", c.ID, bad, c.Text)
		}
	}
	if strings.ContainsFunc(c.Text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		t.Errorf("%s is in another language: %s", c.ID, c.Text)
	}
}

// checkReported makes sure that what is missing is said, in the result, on
// standard error and by the exit code.
func checkReported(t *testing.T, r decoded, out output) {
	t.Helper()
	incomplete := r.Why == nil || len(r.Takeaways) == 0
	if (out.code == exitFailed) != incomplete || (out.code != exitDone && out.code != exitFailed) {
		t.Errorf("exit code %d, incomplete is %v", out.code, incomplete)
	}
	if r.Why == nil && !r.warned("no_why") && !r.warned("claim_withheld") {
		t.Errorf("no why paragraph, and no warning: %v", r.Warnings)
	}
	if len(r.Takeaways) < 3 && !r.warned("takeaway_count") {
		t.Errorf("%d takeaways, and no warning: %v", len(r.Takeaways), r.Warnings)
	}
	if missing := incomplete || r.warned("claim_withheld"); missing && r.Status != summarize.StatusNeedsReview {
		t.Errorf("something is missing, and the status is %s", r.Status)
	}
	for _, w := range r.Warnings {
		if !strings.Contains(out.err, w.Message[:min(len(w.Message), 40)]) {
			t.Errorf("not on standard error: %s", w.Message)
		}
	}
}
