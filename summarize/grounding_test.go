package summarize

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// wrongVote says of the vote what the article does not.
var wrongVote = said{Text: "Corvel Bay council votes 7 to 6 to close the night ferry in March", Sentences: []int{1, 2}}

func groundFerry(t *testing.T, grounding string, m Model) *Result {
	t.Helper()
	r, err := Summarize(t.Context(), ferry(), Options{Engine: engineOf(t, m), Profile: groundedProfile(t, grounding)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func fixVote() said {
	fixed := ferryClaims[0]
	fixed.ID = "t1"
	return fixed
}

func stillWrong() said {
	wrong := wrongVote
	wrong.ID = "t1"
	return wrong
}

// repairsOf shows repairs as "claim round outcome: rules".
func repairsOf(r *Result) []string {
	out := []string{}
	for _, p := range r.Repairs {
		var rules []string
		for _, f := range p.Findings {
			rules = append(rules, f.Rule)
		}
		id := string(p.Claim)
		if id == "" {
			id = "-"
		}
		out = append(out, id+" "+string(rune('0'+p.Round))+" "+string(p.Outcome)+": "+strings.Join(slices.Compact(rules), " "))
	}
	return out
}

func TestTrueClaimsPass(t *testing.T) {
	r := groundFerry(t, "", scripted(t, summaryJSON(ferryWhy, ferryClaims...)))
	for _, c := range r.Takeaways {
		if c.Support == nil || *c.Support < 0.3 || len(c.Findings) == 0 {
			t.Errorf("%s: support %v, findings %v", c.ID, c.Support, c.Findings)
		}
		for _, f := range c.Findings {
			if f.Verdict == ground.Fail || f.Claim != "" {
				t.Errorf("%s: %+v", c.ID, f)
			}
		}
	}
	if r.Status != StatusDraft || len(r.Repairs) > 0 || len(r.Warnings) > 0 {
		t.Errorf("status %s, repairs %v, warnings %v", r.Status, r.Repairs, r.Warnings)
	}
}

func TestAWrongNumberGoesBack(t *testing.T) {
	draft := summaryJSON(ferryWhy, with(0, wrongVote)...)
	for _, c := range []struct {
		name, grounding string
		answers         []string
		text            string // of the first takeaway
		origin          Origin
		repairs         []string
		warnings        map[string]int
		status          Status
	}{
		{
			"mended at once", "",
			[]string{draft, claimsJSON(fixVote())},
			ferryClaims[0].Text, FromModel,
			[]string{"t1 1 rewritten: number"},
			map[string]int{"repaired": 1},
			StatusDraft,
		},
		{
			"mended the second time", "",
			[]string{draft, claimsJSON(stillWrong()), claimsJSON(fixVote())},
			ferryClaims[0].Text, FromModel,
			[]string{"t1 1 unchanged: number", "t1 2 rewritten: number"},
			map[string]int{"repaired": 2},
			StatusDraft,
		},
		{
			"never mended, replaced", "",
			[]string{draft, claimsJSON(stillWrong()), claimsJSON(stillWrong())},
			"Corvel Bay council voted on Tuesday to close the night ferry in March", FromExtractive,
			[]string{"t1 1 unchanged: number", "t1 2 unchanged: number", "t1 0 replaced: number"},
			map[string]int{"repaired": 2, "claim_replaced": 1},
			StatusDraft,
		},
		{
			"never mended, withheld", "failing: withhold, repairs: 1",
			[]string{draft, claimsJSON(stillWrong())},
			ferryClaims[1].Text, FromModel,
			[]string{"- 1 unchanged: number", "- 0 withheld: number"},
			map[string]int{"repaired": 1, "claim_withheld": 1, "takeaway_count": 1},
			StatusNeedsReview,
		},
		{
			"never mended, kept", "failing: keep, repairs: 1",
			[]string{draft, claimsJSON(stillWrong())},
			wrongVote.Text, FromModel,
			[]string{"t1 1 unchanged: number", "t1 0 kept: number"},
			map[string]int{"repaired": 1},
			StatusNeedsReview,
		},
		{
			"not sent back", "failing: keep, repairs: 0",
			[]string{draft},
			wrongVote.Text, FromModel,
			[]string{"t1 0 kept: number"},
			map[string]int{},
			StatusNeedsReview,
		},
		{
			"only warned of", "rules: {number: warn}",
			[]string{draft},
			wrongVote.Text, FromModel,
			[]string{},
			map[string]int{},
			StatusDraft,
		},
		{
			"the model breaks off", "failing: keep",
			[]string{draft, "no", "no"},
			wrongVote.Text, FromModel,
			[]string{"t1 0 kept: number"},
			map[string]int{"repair_failed": 1},
			StatusNeedsReview,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := groundFerry(t, c.grounding, scripted(t, c.answers...))
			if first := r.Takeaways[0]; first.Text != c.text || first.Origin != c.origin {
				t.Errorf("the first takeaway is %q by %s", first.Text, first.Origin)
			}
			if diff := cmp.Diff(c.repairs, repairsOf(r)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.warnings, codes(r.Warnings)); diff != "" {
				t.Error(diff)
			}
			if r.Status != c.status {
				t.Errorf("status %s", r.Status)
			}
		})
	}
}

// The model is told what the article says instead, and only of the claim that fails.
func TestRepairSaysWhatTheArticleSays(t *testing.T) {
	wrong := ferryClaims[2]
	wrong.Text = "Lindqvist Lines blames a 32% rise in fuel costs since May"
	fixed := ferryClaims[2]
	fixed.ID = "t3"
	m := scripted(t, summaryJSON(ferryWhy, with(2, wrong)...), claimsJSON(fixed))
	groundFerry(t, "", m)
	messages := m.requests[1].Messages
	last := messages[len(messages)-1].Text
	for _, want := range []string{wrong.Text, "22%", "sentence 4", ferryClaims[1].Text} {
		if !strings.Contains(last, want) {
			t.Errorf("the model is not told %q:\n%s", want, last)
		}
	}
	if problems, _, _ := strings.Cut(last, "These stay"); strings.Contains(problems, ferryClaims[1].Text) {
		t.Errorf("a claim that passes goes back:\n%s", last)
	}
}

// A stream tells of the same claims as the result has, wherever one fails.
func TestGroundedStreamIsTheSame(t *testing.T) {
	for at := range ferryClaims {
		wrong := ferryClaims[at]
		wrong.Text = "Corvel Bay council says that 450 ferries could leave by 2031"
		answers := []string{summaryJSON(ferryWhy, with(at, wrong)...), claimsJSON(), claimsJSON()}
		plain := groundFerry(t, "", scripted(t, answers...))
		m := scripted(t, answers...)
		m.piece = 7
		e := engineOf(t, m)
		e.Stream = true
		var told []ClaimResult
		streamed, err := Summarize(t.Context(), ferry(), Options{Engine: e, Profile: groundedProfile(t, ""), On: func(ev Event) {
			if ev.Kind == EventClaim {
				told = append(told, *ev.Claim)
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(append([]ClaimResult{*plain.Why}, plain.Takeaways...), told); diff != "" {
			t.Errorf("claim %d: %s", at, diff)
		}
		if streamed.ID != plain.ID {
			t.Errorf("claim %d: the IDs differ", at)
		}
	}
}

func TestAnotherLanguageIsNotCompared(t *testing.T) {
	p := mustProfile(t, "{name: test, short_under: 0, language: de}")
	h := newHouse(p, ferry())
	report := h.ground(article.Claim{ID: "t1", Text: "Der Rat von Corvel Bay stimmt mit 7 zu 6 für das Ende der Nachtfähre", Cites: []article.SentenceID{1}})
	if report.Verdict != ground.Unknown || report.Support != nil {
		t.Errorf("%+v", report)
	}
	if len(h.substitutes()) > 0 {
		t.Error("claims in the article's words stand in for claims in another language")
	}
}

// What the embedded engine takes from an article is in the article.
func TestOwnWordsDoNotFail(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(suiteDir, "*.*"))
	if err != nil || len(paths) < 20 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		if filepath.Ext(path) == ".yaml" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		a, err := article.Read(bytes.NewReader(data), article.Options{Name: path})
		if err != nil {
			t.Fatal(err)
		}
		r, err := Summarize(t.Context(), a, Options{Engine: Extractive{}, Profile: groundedProfile(t, "")})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Repairs {
			for _, f := range p.Findings {
				t.Errorf("%s: %q: %s %s: %s", path, p.Before, f.Rule, f.Code, f.Message)
			}
		}
	}
}

// A summary in another language stands as the model wrote it, and says that its
// words were not compared.
func TestSummaryInAnotherLanguage(t *testing.T) {
	p := mustProfile(t, "{name: test, short_under: 0, takeaways: {count: 2, min_count: 2}, language: de}")
	why := said{Text: "Die Nachtfähre ist nach zehn Uhr abends die einzige öffentliche Verbindung zur Insel, und rund 1.200 Bewohner, die spät auf dem Festland arbeiten, kämen ohne Auto nicht mehr nach Hause.", Sentences: []int{6, 7}}
	claims := []said{
		{Text: "Der Rat von Corvel Bay stimmt für das Ende der Nachtfähre im März", Sentences: []int{1}},
		{Text: "Die Gewerkschaft fürchtet bis zum Sommer um 38 Stellen auf der Fähre", Sentences: []int{3}},
	}
	r, err := Summarize(t.Context(), ferry(), Options{Engine: engineOf(t, scripted(t, summaryJSON(why, claims...))), Profile: p})
	if err != nil {
		t.Fatal(err)
	}
	if r.Lang != "de" || r.Status != StatusDraft || len(r.Repairs) > 0 || r.Worst() != ground.Unknown {
		t.Errorf("%s, status %s, repairs %v, worst %s", r.Lang, r.Status, r.Repairs, r.Worst())
	}
	for _, c := range append([]ClaimResult{*r.Why}, r.Takeaways...) {
		unknown := 0
		for _, f := range c.Findings {
			if f.Verdict == ground.Unknown && f.Code == "language" {
				unknown++
			}
		}
		if unknown != 1 || c.Support != nil || c.Origin != FromModel {
			t.Errorf("%s by %s: %+v", c.ID, c.Origin, c.Findings)
		}
	}
}
