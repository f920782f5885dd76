package summarize

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// checkEvidence asserts that quotes stand where they are said to stand.
func checkEvidence(t reporter, a *article.Article, list []Evidence) {
	t.Helper()
	points := []rune(a.Text)
	for _, e := range list {
		s, ok := a.Sentence(e.Sentence)
		if !ok || e.Start < 0 || e.End > len(points) || e.Start >= e.End {
			t.Fatalf("evidence %+v", e)
		}
		if string(points[e.Start:e.End]) != e.Quote || e.Quote != s.Text {
			t.Errorf("evidence %+v points at %q", e, string(points[e.Start:e.End]))
		}
	}
}

func TestEvidenceCountsCodePoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := articleOf("en", rapid.SliceOfN(rapid.SliceOfN(sentenceGen(), 1, 4), 1, 5).Draw(t, "paragraphs")...)
		var cites []article.SentenceID
		for _, n := range rapid.SliceOfN(rapid.IntRange(-1, len(a.Sentences)+2), 0, 6).Draw(t, "cites") {
			cites = append(cites, article.SentenceID(n))
		}
		list := evidence(a, article.Claim{Cites: cites})
		checkEvidence(t, a, list)
		want := slices.DeleteFunc(slices.Clone(cites), func(id article.SentenceID) bool { _, ok := a.Sentence(id); return !ok })
		if len(list) != len(want) {
			t.Fatalf("%d pieces of evidence for %v", len(list), want)
		}
		for i, e := range list {
			if e.Sentence != want[i] {
				t.Errorf("evidence %d is of sentence %d, want %d", i, e.Sentence, want[i])
			}
		}
	})
}

func asJSON(t *testing.T, v any) map[string]any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestResultAsJSON(t *testing.T) {
	r, err := Summarize(t.Context(), ferry(), Options{Engine: Extractive{}, Profile: fullProfile(t), Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	out := asJSON(t, r)
	provenance, _ := out["provenance"].(map[string]any)
	for _, key := range []string{"model", "endpoint_host", "prompt", "wire_format"} {
		if v, ok := provenance[key]; !ok || v != nil {
			t.Errorf("provenance.%s = %v, want null", key, v)
		}
	}
	if provenance["usd"] != 0.0 || provenance["engine"] != "extractive" || provenance["calls"] != 0.0 {
		t.Errorf("provenance %v", provenance)
	}
	if ref, _ := out["article"].(map[string]any); ref["url"] != nil || ref["sha256"] != ferry().Digest {
		t.Errorf("article %v", out["article"])
	}
	if !strings.Contains(r.Provenance.Signature, "nutgraf:1.2.3|splitter:"+article.SplitterVersion+"|checker:"+ground.Version()+"|profile:test.") {
		t.Errorf("signature %q", r.Provenance.Signature)
	}

	m := scripted(t, mustJSON(map[string]any{"takeaways": ferryClaims}), claimsJSON())
	out = asJSON(t, mustFerry(t, m))
	if why, ok := out["why"]; !ok || why != nil {
		t.Errorf("why = %v, want null", why)
	}
	provenance, _ = out["provenance"].(map[string]any)
	if provenance["usd"] != nil || provenance["model"] != "test-model" || provenance["endpoint_host"] != "models.example" || provenance["wire_format"] != "json_schema" {
		t.Errorf("provenance %v", provenance)
	}

	empty, _ := Summarize(t.Context(), articleOf("en", []string{"x"}), Options{Engine: Extractive{}, Profile: fullProfile(t)})
	out = asJSON(t, empty)
	for _, key := range []string{"takeaways", "warnings"} {
		if _, ok := out[key].([]any); !ok {
			t.Errorf("%s = %v, want a list", key, out[key])
		}
	}
}

func TestSameWorkHasTheSameID(t *testing.T) {
	answer := summaryJSON(ferryWhy, ferryClaims...)
	at := func(day int, profile string, answer string, version string) *Result {
		r, err := Summarize(t.Context(), ferry(), Options{
			Engine: engineOf(t, scripted(t, answer)), Profile: mustProfile(t, profile), Version: version,
			Now: func() time.Time { return time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC) },
		})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	const house = "{name: test, short_under: 0}"
	base := at(1, house, answer, "1")
	if again := at(2, house, answer, "1"); again.ID != base.ID || again.Provenance.GeneratedAt.Equal(base.Provenance.GeneratedAt) {
		t.Errorf("IDs %s and %s", base.ID, again.ID)
	}
	for name, other := range map[string]*Result{
		"another claim":   at(1, house, strings.Replace(answer, "Harbour union says", "The harbour union says", 1), "1"),
		"another profile": at(1, "{name: test, short_under: 0, banned: [slam]}", answer, "1"),
		"another version": at(1, house, answer, "2"),
	} {
		if other.ID == base.ID {
			t.Errorf("%s: the ID is the same", name)
		}
	}
}

func TestWorst(t *testing.T) {
	claim := func(verdicts ...ground.Verdict) ClaimResult {
		var c ClaimResult
		for _, v := range verdicts {
			c.Findings = append(c.Findings, ground.Finding{Verdict: v})
		}
		return c
	}
	why := claim(ground.Warn)
	for _, tc := range []struct {
		r    Result
		want ground.Verdict
	}{
		{Result{}, ""},
		{Result{Takeaways: []ClaimResult{claim()}}, ""},
		{Result{Takeaways: []ClaimResult{claim(ground.Pass)}}, ground.Pass},
		{Result{Takeaways: []ClaimResult{claim(ground.Unknown), claim(ground.Pass)}}, ground.Unknown},
		{Result{Why: &why, Takeaways: []ClaimResult{claim(ground.Unknown)}}, ground.Warn},
		{Result{Why: &why, Takeaways: []ClaimResult{claim(ground.Pass), claim(ground.Unknown, ground.Fail)}}, ground.Fail},
	} {
		if got := tc.r.Worst(); got != tc.want {
			t.Errorf("Worst = %q, want %q", got, tc.want)
		}
	}
}

func TestExtractiveOfNothing(t *testing.T) {
	for _, a := range []*article.Article{articleOf("en"), articleOf("en", []string{"x"}), articleOf("und", []string{"?"})} {
		r, err := Summarize(t.Context(), a, Options{Engine: Extractive{}, Profile: fullProfile(t)})
		if fault.CodeOf(err) != fault.NotAnArticle || r == nil {
			t.Errorf("%q: error %v", a.Text, err)
		}
	}
}

// When the embedded engine finds no why paragraph, that is said, and no empty
// claim is said to be withheld.
func TestExtractiveWithoutWhy(t *testing.T) {
	a := articleOf("en", []string{
		"Corvel Bay council voted on Tuesday to close the night ferry.",
		"Lindqvist Lines sold two of its ships in May.",
		"Mayor Ilse Tarn opened a bridge on Monday.",
	})
	r, err := Summarize(t.Context(), a, Options{Engine: Extractive{}, Profile: mustProfile(t, "{name: test, why: {min_words: 69, max_words: 70}}")})
	if err != nil {
		t.Fatal(err)
	}
	if r.Why != nil {
		t.Fatalf("the sample has one: %q", r.Why.Text)
	}
	if got := codes(r.Warnings); got["no_why"] != 1 || got["claim_withheld"] != 0 {
		t.Errorf("warnings %+v", r.Warnings)
	}
}

// A region does not make another language.
func TestRegionsAreNoOtherLanguage(t *testing.T) {
	a := ferry()
	a.Lang = "en-GB"
	r, err := Summarize(t.Context(), a, Options{Engine: Extractive{}, Profile: mustProfile(t, "{name: test, language: en}")})
	if err != nil {
		t.Fatal(err)
	}
	if codes(r.Warnings)["language"] > 0 {
		t.Errorf("warnings %+v", r.Warnings)
	}
}

func TestExtractiveInAnotherLanguageSaysSo(t *testing.T) {
	r, _ := Summarize(t.Context(), ferry(), Options{Engine: Extractive{}, Profile: mustProfile(t, "{name: test, language: ru}")})
	if codes(r.Warnings)["language"] != 1 {
		t.Errorf("warnings %+v", r.Warnings)
	}
}

func TestExtractiveAvoidsBannedWords(t *testing.T) {
	a, err := article.Read(openTestdata(t, "stanwith-footbridge.txt"), article.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Summarize(t.Context(), a, Options{Engine: Extractive{}, Profile: mustProfile(t, "{name: test, banned: [footbridge, residents]}")})
	if err != nil {
		t.Fatal(err)
	}
	if r.Why == nil || len(r.Takeaways) < 3 || codes(r.Warnings)["claim_withheld"] > 0 {
		t.Errorf("why %v, %d takeaways, warnings %v", r.Why, len(r.Takeaways), r.Warnings)
	}
}

func openTestdata(t *testing.T, name string) io.Reader {
	t.Helper()
	data, err := os.ReadFile("../testdata/articles/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(data)
}
