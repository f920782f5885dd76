package service_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// corrected has another count of the votes.
var corrected = strings.Replace(ferry, "9 to 4 after three hours", "8 to 5 after four hours", 1)

// staleOf returns the stale claims, and those that should be: the claims that rest
// on a sentence with the words given.
func staleOf(before, after *service.Summary, words string) (is, want []string) {
	for _, c := range claims(after) {
		if c.Stale != nil {
			is = append(is, c.ID)
		}
	}
	for _, c := range claims(before) {
		if slices.ContainsFunc(c.Evidence, func(e summarize.Evidence) bool { return strings.Contains(e.Quote, words) }) {
			want = append(want, c.ID)
		}
	}
	return is, want
}

func TestRevisionMarksExactlyWhatChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		sv := start(t, s)
		sum := draftOf(t, sv, ann, named("ferry", ferry))
		sum = edit(t, sv, ann, sum, service.Change{Op: service.EditClaim, Claim: "t1", Text: "The vote was 9 to 4 after three hours of debate"})
		sum = acceptAll(t, sv, sum)
		approved, err := sv.Approve(soon(t), bert, sum.ID, sum.Version, "")
		if err != nil {
			t.Fatal(err)
		}
		other := draftOf(t, sv, ann, named("other", story(2)))
		same, err := sv.Revise(soon(t), ann, "ferry", service.ArticleInput{Text: ferry}, service.Expected{})
		if err != nil || same.Changed || len(same.Summaries) != 0 || string(same.Diff) != "null" {
			t.Errorf("the same text gives %+v, %v", same, err)
		}
		report, err := sv.Revise(soon(t), bert, "ferry", service.ArticleInput{Text: corrected}, service.Expected{})
		if err != nil {
			t.Fatal(err)
		}
		now, err := sv.Get(soon(t), ann, sum.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		is, want := staleOf(approved, now, "9 to 4")
		if !slices.Equal(is, want) || len(want) == 0 {
			t.Errorf("stale are %v, want %v", is, want)
		}
		if !slices.Equal(texts(now), texts(approved)) || now.Status != summarize.StatusStale || now.Action != "revised" || *now.ApprovedVersion != approved.Version || now.Article.Revision != 2 {
			t.Errorf("the summary is %+v", now)
		}
		if !report.Changed || report.Article.Revision != 2 || !strings.Contains(string(report.Diff), `"changed"`) || len(report.Summaries) != 1 ||
			cmp.Diff(report.Summaries[0], service.RevisedSummary{ID: sum.ID, Version: now.Version, Status: now.Status, Stale: is}) != "" {
			t.Errorf("the report is %+v", report)
		}
		if o, _ := sv.Get(soon(t), ann, other.ID, 0); o.Version != 1 {
			t.Error("a summary of another article was changed")
		}
		letStand(t, sv, now, is)
		_, err = sv.Revise(soon(t), eve, "ferry", service.ArticleInput{Text: corrected}, service.Expected{})
		wantFault(t, err, fault.NotFound)
		verified(t, s)
	})
}

// letStand approves a stale summary after a person let the stale claims stand.
func letStand(t *testing.T, sv *service.Service, now *service.Summary, is []string) {
	t.Helper()
	_, err := sv.Approve(soon(t), bert, now.ID, now.Version, "")
	wantFault(t, err, fault.Unresolved)
	now = acceptAll(t, sv, now)
	for _, id := range is {
		now = edit(t, sv, bert, now, service.Change{Op: service.AcceptClaim, Claim: id, Rule: "stale", Reason: "it is still so"})
	}
	if now.Status == summarize.StatusStale {
		t.Errorf("the status is %s after all was let stand", now.Status)
	}
	now = edit(t, sv, bert, now, service.Change{Op: service.AddClaim, Text: "Mayor Ilse Tarn said that the decision is reviewed in October"})
	now = acceptAll(t, sv, now)
	if _, err := sv.Approve(soon(t), bert, now.ID, now.Version, ""); err != nil {
		t.Errorf("the approval fails: %v", err)
	}
}

func TestOtherTextOfADraftIsARevision(t *testing.T) {
	sv := start(t, storetest.Open(t, storetest.File(t)))
	first := draftOf(t, sv, ann, named("ferry", ferry))
	same := draftOf(t, sv, ann, named("ferry", ferry))
	second := draftOf(t, sv, ann, named("ferry", corrected))
	if same.Article.Revision != 1 || second.Article.Revision != 2 {
		t.Errorf("revisions are %d and %d", same.Article.Revision, second.Article.Revision)
	}
	now, err := sv.Get(soon(t), ann, first.ID, 0)
	if err != nil || now.Version != 2 || now.Article.Revision != 2 || now.Action != "revised" {
		t.Errorf("the first summary is %+v, %v", now, err)
	}
	is, want := staleOf(first, now, "9 to 4")
	if !slices.Equal(is, want) {
		t.Errorf("stale are %v, want %v", is, want)
	}
}

// TestRevisionDuringDraft revises an article while a summary of it is drafted.
func TestRevisionDuringDraft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		_, model := overHTTP(t)
		g := newGate(model)
		sv := start(t, s, func(o *service.Options) { o.Engines = engines(g) })
		r := named("ferry", ferry)
		r.Options.Engine = "extractive"
		draftOf(t, sv, ann, r)
		run, err := sv.Draft(soon(t), ann, named("ferry", ferry))
		if err != nil {
			t.Fatal(err)
		}
		<-g.calls
		if _, err := sv.Revise(soon(t), bert, "ferry", service.ArticleInput{Text: corrected}, service.Expected{}); err != nil {
			t.Fatal(err)
		}
		close(g.opened)
		sum := wait(t, run)
		if sum.Version != 2 || sum.Article.Revision != 2 || sum.Action != "revised" {
			t.Errorf("the summary is %+v", sum)
		}
		verified(t, s)
	})
}

func TestManyRevisionsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		sv, other := start(t, s), start(t, s)
		sum := draftOf(t, sv, ann, named("ferry", ferry))
		var wg sync.WaitGroup
		for i := range 4 {
			by := []*service.Service{sv, other}[i%2]
			wg.Go(func() {
				text := strings.Replace(ferry, "three hours", []string{"four", "five", "six", "seven"}[i]+" hours", 1)
				if _, err := by.Revise(soon(t), ann, "ferry", service.ArticleInput{Text: text}, service.Expected{}); err != nil {
					t.Error(err)
				}
			})
			wg.Go(func() { draftOf(t, by, bert, named("ferry", ferry)) })
		}
		wg.Wait()
		list, _, err := sv.List(soon(t), ann, store.Filter{Article: "ferry"}, store.Page{})
		if err != nil || len(list) != 5 {
			t.Fatalf("list is %+v, %v", list, err)
		}
		for _, l := range list {
			if l.Revision != list[0].Revision {
				t.Errorf("summaries are on revisions %d and %d", l.Revision, list[0].Revision)
			}
		}
		if versions, _, err := sv.Versions(soon(t), ann, sum.ID, store.Page{}); err != nil || versions[0].Version != len(versions) {
			t.Errorf("versions are %+v, %v", versions, err)
		}
		verified(t, s)
	})
}

func TestRetention(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		before := func(o *service.Options) { o.Now = func() time.Time { return time.Now().AddDate(0, 0, -40) } }
		sum := draftOf(t, start(t, s, before), ann, named("ferry", ferry))
		sv := start(t, s, func(o *service.Options) { o.RetentionDays = 30 })
		for ctx := soon(t); ; time.Sleep(time.Millisecond) {
			_, err := sv.Article(ctx, ann, sum.ID, 0)
			if fault.CodeOf(err) == fault.TextDeleted {
				break
			}
			if ctx.Err() != nil {
				t.Fatalf("the text is still there: %v", err)
			}
		}
		got, err := sv.Get(soon(t), ann, sum.ID, 0)
		if err != nil || !slices.Equal(texts(got), texts(sum)) || got.Takeaways[0].Evidence[0].Quote != "" {
			t.Errorf("the summary is %+v, %v", got, err)
		}
		_, err = sv.Preview(soon(t), ann, sum.ID, nil)
		wantFault(t, err, fault.TextDeleted)
		_, err = sv.Edit(soon(t), ann, sum.ID, 1, []service.Change{{Op: service.LockClaim, Claim: "t1"}}, "")
		wantFault(t, err, fault.TextDeleted)
		if approved, err := sv.Approve(soon(t), ann, sum.ID, 1, ""); err != nil || approved.Version != 2 {
			t.Errorf("approved is %+v, %v", approved, err)
		}
		again := draftOf(t, sv, ann, named("ferry", ferry))
		if back, err := sv.Get(soon(t), ann, sum.ID, 0); err != nil || again.Article.Revision != 2 || back.Status != summarize.StatusApproved || back.Takeaways[0].Evidence[0].Quote == "" {
			t.Errorf("after the text came back the summary is %+v, %v", back, err)
		}
		verified(t, s)
	})
}

func TestCheck(t *testing.T) {
	sv := start(t, storetest.Open(t, storetest.File(t)))
	got, err := sv.Check(soon(t), ann, service.CheckRequest{
		Article: service.ArticleInput{Text: ferry}, Summary: []byte(`"- The vote was 9 to 5\n- About 1,200 residents work late shifts"`),
	})
	if err != nil || len(got.Claims) != 2 || got.Claims[0].Verdict != "fail" || got.Claims[1].Verdict != "pass" {
		t.Errorf("the check is %+v, %v", got, err)
	}
	sum := draftOf(t, sv, ann, textOf(ferry))
	if got, err = sv.Check(soon(t), ann, service.CheckRequest{Article: service.ArticleInput{Text: ferry}, Summary: []byte(asJSON(t, sum))}); err != nil || got.Verdict == "fail" {
		t.Errorf("the check of a draft is %+v, %v", got, err)
	}
	_, err = sv.Check(soon(t), ann, service.CheckRequest{Article: service.ArticleInput{Text: ferry}, Summary: []byte(`{"a":1}`)})
	if err == nil || fault.CodeOf(err).Kind() != fault.KindInput {
		t.Errorf("an odd summary gives %v", err)
	}
}

// TestPreviewIsWhatRevisingDoes foresees a correction of more summaries than are
// put on it in one write.
func TestPreviewIsWhatRevisingDoes(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	sv := start(t, s)
	published := named("ferry", ferry)
	published.Article.URL = "https://bay.test/ferry"
	first := draftOf(t, sv, ann, published)
	for range 104 { // the others are from the cache
		draftOf(t, sv, ann, named("ferry", ferry))
	}
	in := service.ArticleInput{Text: corrected}
	foreseen, err := sv.PreviewRevision(soon(t), bert, "ferry", in, service.Expected{})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := sv.PreviewCorrection(soon(t), bert, first.ID, in)
	if err != nil {
		t.Fatal(err)
	}
	if now, err := sv.Get(soon(t), ann, first.ID, 0); err != nil || now.Version != 1 || now.Article.Revision != 1 {
		t.Errorf("something was stored: version %d of revision %d, %v", now.Version, now.Article.Revision, err)
	}
	for _, wrong := range []service.Expected{{Revision: 3}, {Revision: 1}, {SHA256: first.Article.SHA256}, {Revision: 2, SHA256: first.Article.SHA256}} {
		_, err = sv.Revise(soon(t), bert, "ferry", in, wrong)
		wantFault(t, err, fault.VersionConflict)
		_, err = sv.PreviewRevision(soon(t), bert, "ferry", in, wrong)
		wantFault(t, err, fault.VersionConflict)
	}
	if now, err := sv.Get(soon(t), ann, first.ID, 0); err != nil || now.Version != 1 {
		t.Errorf("what was not expected is stored: version %d, %v", now.Version, err)
	}
	expected := service.Expected{Revision: foreseen.Article.Revision, SHA256: foreseen.Article.SHA256}
	report, err := sv.Revise(soon(t), bert, "ferry", in, expected)
	if err != nil || len(report.Summaries) != 105 {
		t.Fatalf("%d summaries, %v", len(report.Summaries), err)
	}
	if diff := cmp.Diff(foreseen, report); diff != "" {
		t.Errorf("foreseen (-) and come (+):\n%s", diff)
	}
	after, err := sv.Difference(soon(t), ann, first.ID, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if after.New.URL != "https://bay.test/ferry" {
		t.Errorf("the address is %q", after.New.URL)
	}
	if diff := cmp.Diff(seen.Difference.Claims, after.Claims, cmpopts.IgnoreUnexported(render.RevisedClaim{})); diff != "" || len(after.Claims) == 0 {
		t.Errorf("claims foreseen (-) and come (+):\n%s", diff)
	}
	if again, err := sv.Revise(soon(t), ann, "ferry", in, expected); err != nil || again.Changed {
		t.Errorf("somebody took the same correction: %+v, %v", again, err)
	}
	if same, err := sv.PreviewCorrection(soon(t), bert, first.ID, in); err != nil || same.Changed || same.Difference != nil || same.Article.Revision != 2 {
		t.Errorf("the same again: %+v, %v", same, err)
	}
	_, err = sv.PreviewRevision(soon(t), eve, "ferry", in, service.Expected{})
	wantFault(t, err, fault.NotFound)
	_, err = sv.PreviewCorrection(soon(t), eve, first.ID, in)
	wantFault(t, err, fault.NotFound)
}
