package service_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func edit(t testing.TB, sv *service.Service, c service.Caller, sum *service.Summary, changes ...service.Change) *service.Summary {
	t.Helper()
	next, err := sv.Edit(soon(t), c, sum.ID, sum.Version, changes, "")
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func ids(s *service.Summary) []string {
	var out []string
	for _, c := range claims(s) {
		out = append(out, c.ID)
	}
	return out
}

func claimOf(t testing.TB, s *service.Summary, id string) summarize.ClaimResult {
	t.Helper()
	for _, c := range claims(s) {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("no claim %s in %v", id, ids(s))
	return summarize.ClaimResult{}
}

func failing(c summarize.ClaimResult) (ground.Finding, bool) {
	i := slices.IndexFunc(c.Findings, func(f ground.Finding) bool { return f.Verdict == ground.Fail })
	if i < 0 {
		return ground.Finding{}, false
	}
	return c.Findings[i], true
}

func TestEditMakesAVersion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		sv := start(t, s)
		first := draftOf(t, sv, ann, textOf(ferry))
		second, err := sv.Edit(soon(t), bert, first.ID, 1, []service.Change{
			{Op: service.EditClaim, Claim: "t1", Text: " Council votes 9 to 4\nto close the night ferry to the island "},
			{Op: service.LockClaim, Claim: "t1"},
		}, "tightened")
		if err != nil {
			t.Fatal(err)
		}
		c := claimOf(t, second, "t1")
		if second.Version != 2 || second.Actor != "bert" || second.Action != "edited" || second.Note != "tightened" ||
			c.Text != "Council votes 9 to 4 to close the night ferry to the island" || c.Origin != summarize.FromHuman || !c.Locked || len(c.Evidence) == 0 {
			t.Errorf("version is %+v, claim is %+v", second, c)
		}
		if want := "http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits"; second.Disclosure.DigitalSourceType != want {
			t.Errorf("source type is %s", second.Disclosure.DigitalSourceType)
		}
		old, err := sv.Get(soon(t), ann, first.ID, 1)
		if err != nil || cmp.Diff(asJSON(t, first), asJSON(t, old)) != "" {
			t.Errorf("version 1 is another now: %s, %v", cmp.Diff(asJSON(t, first), asJSON(t, old)), err)
		}
		versions, _, err := sv.Versions(soon(t), ann, first.ID, store.Page{})
		if err != nil || len(versions) != 2 || versions[0].Actor != "bert" || versions[1].Version != 1 {
			t.Errorf("versions are %+v, %v", versions, err)
		}
		entries, _, err := sv.AuditOf(soon(t), ann, "summary/"+first.ID, store.Page{})
		if err != nil || len(entries) != 2 || !strings.Contains(string(entries[0].Detail), `"claim":"t1"`) || strings.Contains(string(entries[0].Detail), "Council") {
			t.Errorf("audit is %+v, %v", entries, err)
		}
		_, err = sv.Edit(soon(t), ann, first.ID, 1, []service.Change{{Op: service.LockClaim, Claim: "why"}}, "")
		wantFault(t, err, fault.VersionConflict)
		_, err = sv.Edit(soon(t), eve, first.ID, 2, []service.Change{{Op: service.LockClaim, Claim: "why"}}, "")
		wantFault(t, err, fault.NotFound)
		verified(t, s)
	})
}

func TestEditRefuses(t *testing.T) {
	sv := start(t, storetest.Open(t, storetest.File(t)))
	sum := draftOf(t, sv, ann, textOf(ferry))
	sum = edit(t, sv, ann, sum, service.Change{Op: service.LockClaim, Claim: "t1"})
	far := 99
	for _, tt := range []struct {
		name    string
		changes []service.Change
		code    fault.Code
	}{
		{"nothing", nil, fault.Invalid},
		{"too many", slices.Repeat([]service.Change{{Op: service.LockClaim, Claim: "t2"}}, 101), fault.Invalid},
		{"unknown op", []service.Change{{Op: "burn", Claim: "t2"}}, fault.Invalid},
		{"unknown claim", []service.Change{{Op: service.EditClaim, Claim: "t99", Text: "x"}}, fault.Invalid},
		{"no text", []service.Change{{Op: service.EditClaim, Claim: "t2", Text: " \n "}}, fault.Invalid},
		{"long text", []service.Change{{Op: service.EditClaim, Claim: "t2", Text: strings.Repeat("x", 2001)}}, fault.Invalid},
		{"locked", []service.Change{{Op: service.EditClaim, Claim: "t1", Text: "x"}}, fault.ClaimLocked},
		{"remove locked", []service.Change{{Op: service.RemoveClaim, Claim: "t1"}}, fault.ClaimLocked},
		{"second why", []service.Change{{Op: service.AddClaim, Claim: "why", Text: "x"}}, fault.Invalid},
		{"nowhere", []service.Change{{Op: service.AddClaim, Text: "x", At: &far}}, fault.Invalid},
		{"order of some", []service.Change{{Op: service.OrderClaims, Claims: []string{"t1"}}}, fault.Invalid},
		{"order with twins", []service.Change{{Op: service.OrderClaims, Claims: slices.Repeat([]string{"t1"}, len(sum.Takeaways))}}, fault.Invalid},
		{"no finding", []service.Change{{Op: service.AcceptClaim, Claim: "t2", Rule: "number", Reason: "so"}}, fault.Invalid},
		{"second is wrong", []service.Change{{Op: service.RemoveClaim, Claim: "t2"}, {Op: service.RemoveClaim, Claim: "t2"}}, fault.Invalid},
	} {
		_, err := sv.Edit(soon(t), ann, sum.ID, sum.Version, tt.changes, "")
		if fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v (%s), want %s", tt.name, err, fault.CodeOf(err), tt.code)
		}
	}
	if now, err := sv.Get(soon(t), ann, sum.ID, 0); err != nil || now.Version != sum.Version {
		t.Errorf("what was refused made version %d, %v", now.Version, err)
	}
}

func TestAddRemoveOrder(t *testing.T) {
	sv := start(t, storetest.Open(t, storetest.File(t)))
	sum := draftOf(t, sv, ann, textOf(ferry))
	before := ids(sum)
	first := 0
	sum = edit(t, sv, ann, sum,
		service.Change{Op: service.AddClaim, Text: "About 1,200 residents work late shifts on the mainland", At: &first},
		service.Change{Op: service.RemoveClaim, Claim: "why"},
	)
	want := append([]string{ids(sum)[0]}, before[1:]...)
	if !slices.Equal(ids(sum), want) || sum.Why != nil || sum.Status != summarize.StatusNeedsReview {
		t.Errorf("claims are %v, want %v; status %s", ids(sum), want, sum.Status)
	}
	slices.Reverse(want)
	sum = edit(t, sv, ann, sum, service.Change{Op: service.OrderClaims, Claims: want})
	if !slices.Equal(ids(sum), want) {
		t.Errorf("claims are %v, want %v", ids(sum), want)
	}
}

func TestPreview(t *testing.T) {
	sv := start(t, storetest.Open(t, storetest.File(t)))
	sum := draftOf(t, sv, ann, textOf(ferry))
	p, err := sv.Preview(soon(t), ann, sum.ID, []article.Claim{
		{ID: "why", Text: sum.Why.Text}, {ID: "t9", Text: "The vote was 9 to 5 after three hours of debate"},
	})
	if err != nil || len(p.Claims) != 2 {
		t.Fatalf("preview is %+v, %v", p, err)
	}
	if diff := cmp.Diff(asJSON(t, sum.Why), asJSON(t, p.Claims[0])); diff != "" {
		t.Errorf("an unchanged claim is another: %s", diff)
	}
	if _, wrong := failing(p.Claims[1]); !wrong {
		t.Errorf("nothing is found about %+v", p.Claims[1])
	}
	_, err = sv.Preview(soon(t), eve, sum.ID, nil)
	wantFault(t, err, fault.NotFound)
}

// TestIDsAreNotUsedAgain adds a takeaway where another was removed before.
func TestIDsAreNotUsedAgain(t *testing.T) {
	sv := start(t, storetest.Open(t, storetest.File(t)))
	sum := draftOf(t, sv, ann, textOf(ferry))
	last := sum.Takeaways[len(sum.Takeaways)-1].ID
	add := service.Change{Op: service.AddClaim, Text: "Council votes 9 to 4 to close the night ferry in March"}
	for _, removed := range []string{last, ""} {
		changes := []service.Change{add}
		if removed != "" {
			changes = []service.Change{{Op: service.RemoveClaim, Claim: removed}, add}
		}
		sum = edit(t, sv, ann, sum, changes...)
	}
	ids := map[string]bool{last: true}
	for _, c := range sum.Takeaways {
		if ids[c.ID] {
			t.Errorf("%s names two claims", c.ID)
		}
		ids[c.ID] = true
	}
}
