package service_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
)

// TestWhateverPeopleDo does anything in any order to one summary.
func TestWhateverPeopleDo(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	sv := start(t, s)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		article := fmt.Sprintf("story-%d", n)
		d := &doings{t: t, rt: rt, sv: sv, article: article, approved: map[int][]string{}}
		d.now = draftOf(t, sv, ann, named(article, ferry))
		for range rapid.IntRange(1, 12).Draw(rt, "doings") {
			d.one()
		}
		d.history()
	})
	verified(t, s)
}

// doings is a summary to which things are done.
type doings struct {
	t        *testing.T
	rt       *rapid.T
	sv       *service.Service
	article  string
	now      *service.Summary
	approved map[int][]string // texts of the approved versions
}

// one does one thing, and holds what came of it against what was before.
func (d *doings) one() {
	before := d.now
	next, err := d.do(rapid.SampledFrom([]string{"edit", "edit", "lock", "order", "regenerate", "approve", "reject", "revise", "restore"}).Draw(d.rt, "what"))
	if err == nil {
		d.now = next
	} else if got, err := d.sv.Get(context.Background(), ann, before.ID, 0); err != nil || got.Version != before.Version {
		d.rt.Fatalf("what was refused made version %v, %v", got, err)
	}
	if d.now.Version != before.Version && d.now.Version != before.Version+1 {
		d.rt.Fatalf("version %d follows %d", d.now.Version, before.Version)
	}
	if d.now.Status == summarize.StatusApproved {
		d.approved[d.now.Version] = texts(d.now)
	}
	d.check(before)
}

func (d *doings) do(what string) (*service.Summary, error) {
	ctx, now := context.Background(), d.now
	switch what {
	case "edit":
		return d.sv.Edit(ctx, ann, now.ID, now.Version, d.changes(), "")
	case "lock":
		op := rapid.SampledFrom([]service.ChangeOp{service.LockClaim, service.UnlockClaim}).Draw(d.rt, "op")
		return d.sv.Edit(ctx, ann, now.ID, now.Version, []service.Change{{Op: op, Claim: d.claim()}}, "")
	case "order":
		order := ids(now)
		if now.Why != nil {
			order = order[1:]
		}
		return d.sv.Edit(ctx, ann, now.ID, now.Version, []service.Change{{Op: service.OrderClaims, Claims: rapid.Permutation(order).Draw(d.rt, "order")}}, "")
	case "regenerate":
		var which []string
		if rapid.Bool().Draw(d.rt, "one") {
			which = []string{d.claim()}
		}
		run, err := d.sv.Regenerate(ctx, ann, now.ID, now.Version, which, nil)
		if err != nil {
			return nil, err
		}
		return run.Wait(ctx)
	case "approve":
		return d.sv.Approve(ctx, bert, now.ID, now.Version, "")
	case "reject":
		return d.sv.Reject(ctx, bert, now.ID, now.Version, "no")
	case "revise":
		return d.revise()
	}
	return d.sv.Restore(ctx, ann, now.ID, now.Version, rapid.IntRange(0, now.Version).Draw(d.rt, "version"))
}

func (d *doings) claim() string {
	return rapid.SampledFrom(append(ids(d.now), "t1", "t77")).Draw(d.rt, "claim")
}

func (d *doings) changes() []service.Change {
	text := rapid.SampledFrom([]string{
		"Council votes 9 to 4 to close the night ferry", "The vote was 9 to 5", "About 1,200 residents work late shifts on the mainland", "Mayor Ilse Tarn plans a review in October",
	})
	op := rapid.SampledFrom([]service.ChangeOp{service.EditClaim, service.UseText, service.AddClaim, service.RemoveClaim, service.AcceptClaim, service.LockClaim})
	var out []service.Change
	for range rapid.IntRange(1, 3).Draw(d.rt, "changes") {
		c := service.Change{Op: op.Draw(d.rt, "op"), Claim: d.claim(), Text: text.Draw(d.rt, "text"), Reason: "so"}
		if open := d.now.Unresolved(); c.Op == service.AcceptClaim && len(open) > 0 {
			c.Claim, c.Rule, c.Found = open[0].Claim, open[0].Rule, open[0].Found
		}
		out = append(out, c)
	}
	return out
}

func (d *doings) revise() (*service.Summary, error) {
	hours := rapid.SampledFrom([]string{"three", "four", "five"}).Draw(d.rt, "hours")
	in := service.ArticleInput{Text: strings.Replace(ferry, "three hours", hours+" hours", 1)}
	if _, err := d.sv.Revise(context.Background(), bert, d.article, in, service.Expected{}); err != nil {
		d.rt.Fatal(err)
	}
	next, err := d.sv.Get(context.Background(), ann, d.now.ID, 0)
	if err == nil && !slices.Equal(texts(next), texts(d.now)) {
		d.rt.Fatalf("a revision changed words: %v, %v", texts(d.now), texts(next))
	}
	return next, err
}

// check holds what is always so.
func (d *doings) check(before *service.Summary) {
	seen := map[string]bool{}
	for _, c := range claims(d.now) {
		if seen[c.ID] {
			d.rt.Fatalf("two claims are called %s", c.ID)
		}
		seen[c.ID] = true
	}
	if d.now.Action == "restored" || d.now.Version == before.Version {
		return
	}
	for _, old := range claims(before) {
		if !old.Locked {
			continue
		}
		if diff := cmp.Diff(old, claimOf(d.t, d.now, old.ID)); d.now.Action == "regenerated" && diff != "" {
			d.rt.Fatalf("a locked claim was drafted anew: %s", diff)
		}
		if now := claimOf(d.t, d.now, old.ID); now.Text != old.Text || now.Origin != old.Origin {
			if d.now.Action != "edited" || now.Locked {
				d.rt.Fatalf("the locked claim %+v is %+v now", old, now)
			}
		}
	}
}

// history looks at all versions in the end.
func (d *doings) history() {
	ctx := context.Background()
	versions, _, err := d.sv.Versions(ctx, ann, d.now.ID, store.Page{Limit: 100})
	if err != nil || len(versions) != d.now.Version {
		d.rt.Fatalf("%d versions of %d, %v", len(versions), d.now.Version, err)
	}
	entries, _, err := d.sv.AuditOf(ctx, ann, "summary/"+d.now.ID, store.Page{Limit: 100})
	if err != nil || len(entries) != len(versions) {
		d.rt.Fatalf("%d lines in the audit for %d versions, %v", len(entries), len(versions), err)
	}
	for i, v := range versions {
		if v.Version != d.now.Version-i || entries[i].Version != v.Version || entries[i].Actor != v.Actor || entries[i].Action != v.Action {
			d.rt.Fatalf("version %d is %+v, with %+v in the audit", i, v, entries[i])
		}
	}
	last := 0
	for n, text := range d.approved {
		got, err := d.sv.Get(ctx, ann, d.now.ID, n)
		if err != nil || !slices.Equal(texts(got), text) {
			d.rt.Fatalf("approved version %d reads otherwise: %v, %s", n, err, cmp.Diff(texts(got), text))
		}
		last = max(last, n)
	}
	if got := d.now.ApprovedVersion; got == nil && last != 0 || got != nil && *got != last {
		d.rt.Fatalf("the approved version is %v, and was %d", got, last)
	}
}
