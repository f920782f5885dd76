package summarize

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// revise changes sentences of an article, a paragraph each; "" removes one, and what
// is under 0 is added in front.
func revise(a *article.Article, change map[int]string) *article.Article {
	var paragraphs [][]string
	if added := change[0]; added != "" {
		paragraphs = append(paragraphs, []string{added})
	}
	for _, s := range a.Sentences {
		text, changed := change[int(s.ID)]
		if !changed {
			text = s.Text
		}
		if text != "" {
			paragraphs = append(paragraphs, []string{text})
		}
	}
	return articleOf(a.Lang, paragraphs...)
}

func staleIDs(r *Result) []string {
	var out []string
	for _, c := range r.claims() {
		if c.Stale != nil {
			out = append(out, c.ID+" "+string(c.Stale.Change))
		}
	}
	return out
}

func TestRebase(t *testing.T) {
	const corrected = "The harbour union said that 83 deckhands could lose their jobs by summer."
	for name, tc := range map[string]struct {
		change map[int]string
		stale  []string
		fails  []string // claims with a failing finding then
	}{
		"nothing":                  {nil, nil, nil},
		"a sentence in front":      {map[int]string{0: "This is the second version of a story that was published on Monday."}, nil, nil},
		"marks alone":              {map[int]string{4: "Lindqvist Lines,  which runs the boat, blamed a 22% rise in fuel costs since May."}, nil, nil},
		"a number":                 {map[int]string{3: corrected}, []string{"t2 changed"}, []string{"t2"}},
		"a sentence is gone":       {map[int]string{8: ""}, []string{"t5 lost"}, []string{"t5"}},
		"one of two, and moved on": {map[int]string{0: "A new first sentence about nothing much.", 7: ""}, []string{"why lost"}, []string{"why"}},
		"behind no claim":          {map[int]string{0: "Something new was said."}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			old := ferrySummary(t)
			old.Status, old.Takeaways[0].Locked = StatusApproved, true
			before := mustJSON(old)
			revised := revise(ferry(), tc.change)
			revised.Title, revised.URL = "Another title", "https://example.org/2"
			r, stale := Rebase(ferry(), revised, old, 2, groundedProfile(t, ""))
			if mustJSON(old) != before {
				t.Fatal("the summary given was changed")
			}
			if diff := cmp.Diff(tc.stale, staleIDs(r)); diff != "" || stale != (tc.stale != nil) {
				t.Errorf("stale %v:\n%s", stale, diff)
			}
			checkRebased(t, old, r, revised, tc.fails)
			if want := map[bool]Status{true: StatusStale, false: StatusApproved}[stale]; r.Status != want {
				t.Errorf("status %s, want %s", r.Status, want)
			}
		})
	}
}

func checkRebased(t *testing.T, old, r *Result, revised *article.Article, fails []string) {
	t.Helper()
	ref := old.Article
	ref.Revision, ref.SHA256, ref.Title, ref.URL = 2, revised.Digest, "Another title", "https://example.org/2"
	if r.Article != ref || r.ID != old.ID || r.Version != old.Version || r.Provenance.Signature != old.Provenance.Signature {
		t.Errorf("%+v", r)
	}
	var failed []string
	for i, c := range r.claims() {
		was := old.claims()[i]
		if c.ID != was.ID || c.Text != was.Text || c.Origin != was.Origin || c.Locked != was.Locked || c.Accepted == nil {
			t.Errorf("%+v was %+v", c, was)
		}
		checkEvidence(t, revised, c.Evidence)
		if len(failures(c.Findings)) > 0 {
			failed = append(failed, c.ID)
		}
		if c.Stale == nil {
			if diff := cmp.Diff(quotes(was.Evidence), quotes(c.Evidence)); diff != "" {
				t.Errorf("%s is not stale and rests on something else:\n%s", c.ID, diff)
			}
		} else if diff := cmp.Diff(was.Evidence, c.Stale.Was); diff != "" || c.Stale.Revision != 2 {
			t.Errorf("%s: %+v:\n%s", c.ID, c.Stale, diff)
		}
	}
	if diff := cmp.Diff(fails, failed); diff != "" {
		t.Errorf("claims that fail:\n%s", diff)
	}
}

func quotes(list []Evidence) []string {
	var out []string
	for _, e := range list {
		out = append(out, strings.Join(strings.Fields(e.Quote), " "))
	}
	return out
}

// A claim stays stale until its sentences read as they did, or somebody writes it
// anew.
func TestRebaseOfAStaleSummary(t *testing.T) {
	profile := groundedProfile(t, "")
	const corrected = "The harbour union said that 83 deckhands could lose their jobs by summer."
	first, second := ferry(), revise(ferry(), map[int]string{3: corrected})
	r, _ := Rebase(first, second, ferrySummary(t), 2, profile)

	third := revise(second, map[int]string{0: "A new first sentence about nothing much."})
	r3, stale := Rebase(second, third, r, 3, profile)
	if diff := cmp.Diff([]string{"t2 changed"}, staleIDs(r3)); diff != "" || !stale || r3.Status != StatusStale {
		t.Errorf("status %s:\n%s", r3.Status, diff)
	}
	if s := r3.Takeaways[1].Stale; s.Revision != 2 || s.Was[0].Quote != first.Sentences[2].Text || r3.Takeaways[1].Evidence[0].Quote != corrected {
		t.Errorf("%+v", r3.Takeaways[1])
	}

	lost, _ := Rebase(third, revise(third, map[int]string{4: ""}), r3, 4, profile)
	if diff := cmp.Diff([]string{"t2 lost"}, staleIDs(lost)); diff != "" || lost.Takeaways[1].Stale.Revision != 2 {
		t.Error(diff)
	}

	fourth := revise(first, map[int]string{0: "It is the old text, with a line in front."})
	back, stale := Rebase(third, fourth, r3, 4, profile)
	if stale || back.Status != StatusNeedsReview || back.Takeaways[1].Evidence[0].Quote != first.Sentences[2].Text || len(failures(back.Takeaways[1].Findings)) > 0 {
		t.Errorf("%s: %+v", back.Status, back.Takeaways[1])
	}

	claims := r3.claims()
	claims[2].Text = "Harbour union says 83 deckhands could lose their jobs by summer"
	edited, err := NewDesk(third, profile, r3.Lang).Recheck(t.Context(), claims, "t2")
	if err != nil || edited[2].Stale != nil || len(failures(edited[2].Findings)) > 0 {
		t.Errorf("%+v, %v", edited[2], err)
	}
}

// Acceptances and what the second reader said go with what they were about.
func TestRebaseDropsWhatNoLongerHolds(t *testing.T) {
	old := ferrySummary(t)
	doubt := ground.Finding{Rule: verifierRule, Code: "partly", Verdict: ground.Warn}
	old.Takeaways[0].Findings = append(old.Takeaways[0].Findings, doubt)
	old.Takeaways[1].Findings = append(old.Takeaways[1].Findings, doubt)
	for i := range 2 {
		old.Takeaways[i].Accepted = []Acceptance{{Rule: verifierRule, By: "ed"}}
	}
	r, _ := Rebase(ferry(), revise(ferry(), map[int]string{3: "The harbour union said that 83 deckhands could lose their jobs by summer."}), old, 2, groundedProfile(t, ""))
	if c := r.Takeaways[0]; len(c.Accepted) != 1 || c.Findings[len(c.Findings)-1] != doubt {
		t.Errorf("t1 = %+v", c)
	}
	if c := r.Takeaways[1]; len(c.Accepted) != 0 || c.Findings[len(c.Findings)-1].Rule == verifierRule {
		t.Errorf("t2 = %+v", c)
	}
}

// A claim of a person that rests on nothing cannot lose anything.
func TestRebaseOfAClaimWithoutEvidence(t *testing.T) {
	old := ferrySummary(t)
	old.Takeaways = append(old.Takeaways, ClaimResult{ID: "t6", Text: "Zebras quietly memorise extravagant trombone concertos", Origin: FromHuman, Evidence: []Evidence{}})
	r, stale := Rebase(ferry(), revise(ferry(), map[int]string{0: "Zebras are not in this."}), old, 2, groundedProfile(t, ""))
	if stale || r.Takeaways[5].Stale != nil || r.Takeaways[5].Evidence == nil {
		t.Errorf("%+v", r.Takeaways[5])
	}
}
