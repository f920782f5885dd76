package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// TestSchemaOfAnEditedResult validates a summary that people worked on, and whose
// article changed.
func TestSchemaOfAnEditedResult(t *testing.T) {
	data, err := summarize.BuiltInProfile("default")
	if err != nil {
		t.Fatal(err)
	}
	profile, err := summarize.ParseProfile(data, "default")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(articleFiles(t)[0])
	if err != nil {
		t.Fatal(err)
	}
	old := readText(t, string(text))
	r, err := summarize.Summarize(t.Context(), old, summarize.Options{Engine: summarize.Extractive{}, Profile: profile, Cache: summarize.CacheMiss})
	if err != nil || len(r.Takeaways) < 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	first := &r.Takeaways[0]
	first.Text, first.Origin = "Zebras memorise 77 trombone concertos", summarize.FromHuman
	first.Accepted = []summarize.Acceptance{{Rule: "support", By: "ed", At: time.Unix(0, 0), Reason: "seen"}}
	claims, err := summarize.NewDesk(old, profile, r.Lang).Recheck(t.Context(), r.Takeaways, first.ID)
	if err != nil {
		t.Fatal(err)
	}
	r.Takeaways = claims
	r.Takeaways[1].Findings = append(r.Takeaways[1].Findings, ground.Finding{Rule: "verifier", Verdict: ground.Fail, Message: "No"})
	r.Takeaways[1].Accepted = []summarize.Acceptance{{Rule: "verifier", By: "ed", At: time.Unix(0, 0), Reason: "seen"}}
	validate(t, schema(t, "result.schema.json"), jsonOf(t, r))
	gone := r.Takeaways[len(r.Takeaways)-1].Evidence[0].Quote
	next, stale := summarize.Rebase(old, readText(t, strings.ReplaceAll(string(text), gone, "")), r, 2, profile)
	if !stale {
		t.Fatalf("no claim is stale without %q", gone)
	}
	validate(t, schema(t, "result.schema.json"), jsonOf(t, next))
}

func readText(t *testing.T, text string) *article.Article {
	t.Helper()
	a, err := article.Read(strings.NewReader(text), article.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
