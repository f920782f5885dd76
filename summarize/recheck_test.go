package summarize

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/summarize/ground"
)

// What drafting found is found again of claims that nobody edited.
func TestRecheckOfADraftChangesNothing(t *testing.T) {
	profile := mustProfile(t, "{name: test}")
	for _, item := range suite(t) {
		t.Run(item.id, func(t *testing.T) {
			r, err := Summarize(t.Context(), item.article, Options{Engine: Extractive{}, Profile: profile})
			if err != nil {
				t.Skip(err)
			}
			got, err := NewDesk(item.article, profile, r.Lang).Recheck(t.Context(), r.claims())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(r.claims(), got); diff != "" {
				t.Errorf("(-drafted +checked):\n%s", diff)
			}
		})
	}
}

func TestRecheckOfAnEdit(t *testing.T) {
	desk := NewDesk(ferry(), groundedProfile(t, ""), "en")
	for name, tc := range map[string]struct {
		text   string
		cites  []int // the sentences of the evidence after
		failed string
	}{
		"a wrong number":       {"Harbour union says 83 deckhands could lose their jobs by summer", []int{3}, "number"},
		"another fact":         {"Mayor Ilse Tarn says a review is planned for the month of October", []int{8}, ""},
		"the same, otherwise":  {"Union of the harbour says 38 deckhands could lose jobs by summer", []int{3}, ""},
		"too long":             {"Harbour union says 38 deckhands could lose their jobs by summer, which is what the harbour union said", []int{3}, "length"},
		"says what t1 says":    {"Corvel Bay council votes 9 to 4 to close the night ferry in March", []int{1, 2}, "duplicate"},
		"nothing":              {"", []int{3}, "form"},
		"mark-up":              {"Harbour union says **38 deckhands** could lose their jobs by summer", []int{3}, "form"},
		"what is not there":    {"Zebras quietly memorise extravagant trombone concertos underwater", nil, "support"},
		"a little short stays": {"Union says 38 deckhands may lose jobs", []int{3}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := ferrySummary(t)
			claims := r.claims()
			claims[2].Text, claims[2].Origin, claims[2].Stale = tc.text, FromHuman, &Stale{Revision: 2}
			claims[2].Findings = append(claims[2].Findings, ground.Finding{Rule: verifierRule, Verdict: ground.Fail})
			before := mustJSON(claims)
			got, err := desk.Recheck(t.Context(), claims, "t2")
			if err != nil || mustJSON(claims) != before {
				t.Fatalf("the claims given were changed, or %v", err)
			}
			c := got[2]
			if c.Text != tc.text || c.ID != "t2" || c.Origin != FromHuman || c.Stale != nil || c.Accepted == nil || c.Findings == nil {
				t.Errorf("%+v", c)
			}
			var failed []string
			for _, f := range failures(c.Findings) {
				failed = append(failed, f.Rule)
			}
			if got := strings.Join(failed, " "); !strings.Contains(got, tc.failed) || (tc.failed == "") != (got == "") {
				t.Errorf("failed %q: %+v", got, c.Findings)
			}
			var cites []int
			for _, e := range c.Evidence {
				cites = append(cites, int(e.Sentence))
			}
			if diff := cmp.Diff(tc.cites, cites); diff != "" && tc.failed != "support" {
				t.Errorf("evidence:\n%s", diff)
			}
			checkEvidence(t, ferry(), c.Evidence)
			if diff := cmp.Diff(claims[:2], got[:2]); diff != "" {
				t.Errorf("claims before it changed:\n%s", diff)
			}
		})
	}
}

// A claim that is edited to say what another sentence says rests on that one too,
// so that a correction of it is not missed.
func TestRecheckCitesWhatAnEditSays(t *testing.T) {
	claims := ferrySummary(t).claims()
	first := claims[1].Evidence[:1]
	for text, want := range map[string][]int{
		"Corvel Bay council votes to close the night ferry in March": {1},
		"Corvel Bay council votes 9 to 4":                            {1, 2},
	} {
		claims[1].Text, claims[1].Evidence = text, first
		got, err := NewDesk(ferry(), groundedProfile(t, ""), "en").Recheck(t.Context(), claims, "t1")
		if err != nil {
			t.Fatal(err)
		}
		var cites []int
		for _, e := range got[1].Evidence {
			cites = append(cites, int(e.Sentence))
		}
		if diff := cmp.Diff(want, cites); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

// What is only untidy is a warning with the mended text.
func TestRecheckOffersTheTidyText(t *testing.T) {
	claims := ferrySummary(t).claims()
	claims[1].Text += "."
	got, err := NewDesk(ferry(), groundedProfile(t, ""), "en").Recheck(t.Context(), claims, "t1")
	if err != nil {
		t.Fatal(err)
	}
	f := got[1].Findings[0]
	if f.Rule != ruleForm || f.Verdict != ground.Warn || f.Expected != ferryClaims[0].Text || f.Found != claims[1].Text || f.End != len(f.Found) {
		t.Errorf("%+v", f)
	}
}

// Findings of the house style sit at the words that they are about.
func TestRecheckPlacesFindings(t *testing.T) {
	desk := NewDesk(ferry(), mustProfile(t, "{name: test, short_under: 0, banned: [chaos]}"), "en")
	claims := ferrySummary(t).claims()
	claims[1].Text = "Café chaos: Corvel Bay council votes 9 to 4 to close the ferry in March"
	got, err := desk.Recheck(t.Context(), claims, "t1")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range got[1].Findings {
		if f.Rule == ruleBanned {
			if f.Found != "chaos" || f.Start != 5 || f.End != 10 || f.Claim != "" {
				t.Errorf("%+v", f)
			}
			return
		}
	}
	t.Errorf("no finding of the banned word: %+v", got[1].Findings)
}

// What the second reader said, evidence and staleness stay with claims that nobody
// edited; acceptances go with what they covered.
func TestRecheckKeepsWhatStillHolds(t *testing.T) {
	claims := ferrySummary(t).claims()
	said := ground.Finding{Rule: verifierRule, Code: "contradicted", Verdict: ground.Fail}
	claims[1].Findings = append(claims[1].Findings, said)
	claims[1].Stale = &Stale{Revision: 3, Change: EvidenceLost, Was: claims[1].Evidence}
	accepted := func(rule, found string) Acceptance {
		return Acceptance{Rule: rule, Found: found, By: "ed", At: time.Now()}
	}
	claims[1].Accepted = []Acceptance{accepted(verifierRule, ""), accepted("number", "83")}
	claims[3].Text = "Lindqvist Lines blames a 25% rise in fuel costs since May"
	claims[3].Accepted = []Acceptance{accepted("number", "25%"), accepted("number", "22%"), accepted("support", "")}
	got, err := NewDesk(ferry(), groundedProfile(t, ""), "en").Recheck(t.Context(), claims, "t3")
	if err != nil {
		t.Fatal(err)
	}
	if c := got[1]; c.Findings[len(c.Findings)-1] != said || c.Stale == nil || len(c.Accepted) != 1 || len(c.Unresolved()) != 0 {
		t.Errorf("t1 = %+v", c)
	}
	if c := got[3]; len(c.Accepted) != 1 || c.Accepted[0].Found != "25%" {
		t.Errorf("t3 = %+v", c)
	}
}

func TestRecheckEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := NewDesk(ferry(), groundedProfile(t, ""), "").Recheck(ctx, ferrySummary(t).claims()); err != context.Canceled {
		t.Errorf("error %v", err)
	}
}

func TestDeskIsSafeForConcurrentUse(t *testing.T) {
	desk := NewDesk(ferry(), groundedProfile(t, ""), "en")
	claims := ferrySummary(t).claims()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			got, err := desk.Recheck(context.Background(), claims, claims[i%len(claims)].ID)
			if err != nil || len(got) != len(claims) {
				t.Errorf("%d claims, %v", len(got), err)
			}
		})
	}
	all.Wait()
}

func TestUnresolved(t *testing.T) {
	fail := func(rule, found string) ground.Finding {
		return ground.Finding{Rule: rule, Found: found, Verdict: ground.Fail}
	}
	c := ClaimResult{ID: "t1", Findings: []ground.Finding{
		fail("number", "83"), fail("number", "4"), fail("support", ""), {Rule: "length", Verdict: ground.Warn}, {Rule: "date", Verdict: ground.Pass},
	}, Accepted: []Acceptance{{Rule: "number", Found: "83"}, {Rule: "name", Found: "4"}}}
	r := Result{Why: &ClaimResult{ID: whyID, Findings: []ground.Finding{fail("date", "May")}}, Takeaways: []ClaimResult{c}, Coverage: Coverage{Complete: true}}
	var got []string
	for _, f := range r.Unresolved() {
		got = append(got, f.Claim+" "+f.Rule+" "+f.Found)
	}
	if diff := cmp.Diff([]string{"why date May", "t1 number 4", "t1 support "}, got); diff != "" {
		t.Error(diff)
	}
	if r.OpenStatus() != StatusNeedsReview {
		t.Errorf("status %s", r.OpenStatus())
	}
	r.Why.Findings, r.Takeaways[0].Accepted = nil, []Acceptance{{Rule: "number", Found: "83"}, {Rule: "number", Found: "4"}, {Rule: "support"}}
	if r.OpenStatus() != StatusDraft {
		t.Errorf("status %s", r.OpenStatus())
	}
	r.Takeaways[0].Stale = &Stale{Revision: 2}
	if r.OpenStatus() != StatusStale {
		t.Errorf("status %s", r.OpenStatus())
	}
}

func BenchmarkRecheck(b *testing.B) {
	item := suite(b)[0]
	profile := mustProfile(b, "{name: test}")
	r, err := Summarize(b.Context(), item.article, Options{Engine: Extractive{}, Profile: profile})
	if err != nil {
		b.Fatal(err)
	}
	desk, claims := NewDesk(item.article, profile, r.Lang), r.claims()
	for b.Loop() {
		if _, err := desk.Recheck(b.Context(), claims, claims[1].ID); err != nil {
			b.Fatal(err)
		}
	}
}

// What is remembered of texts stays within bounds, however long somebody edits.
func TestDeskRemembersLittle(t *testing.T) {
	desk := NewDesk(ferry(), groundedProfile(t, ""), "en")
	for i := range 2*mostGists + 10 {
		desk.house.gistOf(fmt.Sprintf("Harbour union says that %d deckhands could lose their jobs", i))
	}
	if n := desk.house.gists.Len(); n > mostGists {
		t.Errorf("%d gists are kept", n)
	}
}
