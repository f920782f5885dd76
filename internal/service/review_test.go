package service_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestReview(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		sv := start(t, s)
		sum := draftOf(t, sv, ann, textOf(ferry))
		sum = edit(t, sv, ann, sum, service.Change{Op: service.EditClaim, Claim: "t1", Text: "Council votes 9 to 5 to close the night ferry in March"})
		f, ok := failing(claimOf(t, sum, "t1"))
		if !ok || sum.Status != summarize.StatusNeedsReview {
			t.Fatalf("a wrong number gives %s and %+v", sum.Status, claimOf(t, sum, "t1").Findings)
		}
		_, err := sv.Approve(soon(t), bert, sum.ID, sum.Version, "")
		wantFault(t, err, fault.Unresolved)
		if err == nil || !strings.Contains(err.Error(), "t1 ("+f.Rule+")") {
			t.Errorf("the error is %v", err)
		}
		_, err = sv.Edit(soon(t), bert, sum.ID, sum.Version, []service.Change{{Op: service.AcceptClaim, Claim: "t1", Rule: f.Rule, Found: f.Found}}, "")
		wantFault(t, err, fault.Invalid) // without a reason
		sum = acceptAll(t, sv, sum)
		approved, err := sv.Approve(soon(t), bert, sum.ID, sum.Version, "good")
		if err != nil {
			t.Fatal(err)
		}
		if a := claimOf(t, approved, "t1").Accepted; approved.Status != summarize.StatusApproved || approved.ApprovedVersion == nil ||
			*approved.ApprovedVersion != approved.Version || a[0].By != "bert" || a[0].Reason == "" {
			t.Errorf("approved is %+v, accepted %+v", approved, a)
		}
		same, err := sv.Approve(soon(t), ann, sum.ID, approved.Version, "")
		if err != nil || same.Version != approved.Version {
			t.Errorf("a second approval made version %d, %v", same.Version, err)
		}
		locked := edit(t, sv, ann, approved, service.Change{Op: service.LockClaim, Claim: "t2"})
		if locked.Status != summarize.StatusApproved {
			t.Errorf("a lock makes it %s", locked.Status)
		}
		run, err := sv.Regenerate(soon(t), ann, sum.ID, locked.Version, []string{"t3"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		again := wait(t, run)
		if again.Status == summarize.StatusApproved || *again.ApprovedVersion != locked.Version || again.Action != "regenerated" {
			t.Errorf("regenerated is %s, approved %d, by %s", again.Status, *again.ApprovedVersion, again.Action)
		}
		got, err := sv.Get(soon(t), ann, sum.ID, service.Approved)
		if err != nil || got.Version != locked.Version {
			t.Errorf("the approved version is %d, %v", got.Version, err)
		}
		_, err = sv.Reject(soon(t), ann, sum.ID, again.Version, " ")
		wantFault(t, err, fault.Invalid)
		rejected, err := sv.Reject(soon(t), ann, sum.ID, again.Version, "stale news")
		if err != nil || rejected.Status != summarize.StatusRejected || rejected.Note != "stale news" {
			t.Errorf("rejected is %+v, %v", rejected, err)
		}
		back, err := sv.Restore(soon(t), ann, sum.ID, rejected.Version, approved.Version)
		if err != nil || back.Version != rejected.Version+1 || back.Status == summarize.StatusApproved || !slices.Equal(texts(back), texts(approved)) {
			t.Errorf("restored is %+v, %v", back, err)
		}
		verified(t, s)
	})
}

// acceptAll lets bert accept all that fails.
func acceptAll(t testing.TB, sv *service.Service, sum *service.Summary) *service.Summary {
	t.Helper()
	for _, f := range sum.Unresolved() {
		sum = edit(t, sv, bert, sum, service.Change{Op: service.AcceptClaim, Claim: f.Claim, Rule: f.Rule, Found: f.Found, Reason: "the council corrected itself"})
	}
	return sum
}

func texts(s *service.Summary) []string {
	var out []string
	for _, c := range claims(s) {
		out = append(out, c.ID+" "+c.Text)
	}
	return out
}
