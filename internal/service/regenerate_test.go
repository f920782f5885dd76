package service_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// TestOwnLimits asks for claims anew and for alternatives with a limit of the
// request's own: nothing is sent when they may cost more.
func TestOwnLimits(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	server, model := overHTTP(t)
	sv := start(t, s, func(o *service.Options) { o.Engines = engines(model) })
	sum := draftOf(t, sv, ann, textOf(ferry))
	sent := len(server.Requests())
	for _, tc := range []struct {
		most float64
		code fault.Code
	}{{0.000001, fault.OverBudget}, {0, fault.OverBudget}, {-1, fault.Invalid}, {math.NaN(), fault.Invalid}} {
		_, err := sv.Regenerate(soon(t), ann, sum.ID, 1, []string{"t1"}, &tc.most)
		wantFault(t, err, tc.code)
		_, err = sv.Alternatives(soon(t), ann, sum.ID, "t1", 3, &tc.most)
		wantFault(t, err, tc.code)
	}
	if n := len(server.Requests()); n != sent {
		t.Errorf("%d requests were sent", n-sent)
	}
	enough := 1.0
	if _, err := sv.Alternatives(soon(t), ann, sum.ID, "t1", 3, &enough); err != nil {
		t.Error(err)
	}
	run, err := sv.Regenerate(soon(t), ann, sum.ID, 1, []string{"t1"}, &enough)
	if err != nil {
		t.Fatal(err)
	}
	wait(t, run)
}

func TestUseAndAlternatives(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	_, model := overHTTP(t)
	sv := start(t, s, func(o *service.Options) {
		o.Engines, o.Disclosure = engines(model), "Written with the help of a machine"
	})
	sum := draftOf(t, sv, withToken(ann, 1), textOf(ferry))
	before, _ := spent(t, s, "token:tok")
	choices, err := sv.Alternatives(soon(t), withToken(ann, 1), sum.ID, "t1", 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	after, left := spent(t, s, "token:tok")
	if after <= before || left > 1e-9 {
		t.Errorf("%v was spent before and %v after, %v is set aside", before, after, left)
	}
	if choices.Claims == nil || choices.Provenance.Calls == 0 {
		t.Errorf("choices are %+v", choices)
	}
	const other = "Islanders would have to take the bridge road"
	used := edit(t, sv, ann, sum, service.Change{Op: service.UseText, Claim: "t1", Text: other})
	if c := claimOf(t, used, "t1"); c.Origin != summarize.FromModel || c.Text != other {
		t.Errorf("claim is %+v", c)
	}
	const types = "http://cv.iptc.org/newscodes/digitalsourcetype/"
	if used.Disclosure != (summarize.Disclosure{Label: "Written with the help of a machine", DigitalSourceType: types + "trainedAlgorithmicMedia"}) {
		t.Errorf("disclosure is %+v", used.Disclosure)
	}
	mixed := edit(t, sv, ann, used, service.Change{Op: service.EditClaim, Claim: "t1", Text: "Council votes 9 to 4 to close the night ferry in March"})
	if mixed.Disclosure.DigitalSourceType != types+"compositeSynthetic" {
		t.Errorf("disclosure is %+v", mixed.Disclosure)
	}
	_, err = sv.Alternatives(soon(t), ann, sum.ID, "t99", 3, nil)
	wantFault(t, err, fault.Invalid)
	_, err = sv.Alternatives(soon(t), ann, sum.ID, "t1", 9, nil)
	wantFault(t, err, fault.Invalid)
}

func TestRegenerateKeepsTheRest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		_, model := overHTTP(t)
		g := newGate(model)
		sv := start(t, s, func(o *service.Options) { o.Engines = engines(g) })
		run, err := sv.Draft(soon(t), ann, textOf(ferry))
		if err != nil {
			t.Fatal(err)
		}
		close(g.opened)
		sum := wait(t, run)
		sum = edit(t, sv, ann, sum,
			service.Change{Op: service.EditClaim, Claim: "t1", Text: "Council votes 9 to 4 to close the night ferry in March"},
			service.Change{Op: service.LockClaim, Claim: "t1"})
		_, err = sv.Regenerate(soon(t), ann, sum.ID, sum.Version, []string{"t1"}, nil)
		wantFault(t, err, fault.ClaimLocked)
		_, err = sv.Regenerate(soon(t), ann, sum.ID, 1, nil, nil)
		wantFault(t, err, fault.VersionConflict)
		if run, err = sv.Regenerate(soon(t), ann, sum.ID, sum.Version, nil, nil); err != nil {
			t.Fatal(err)
		}
		again := wait(t, run)
		if diff := cmp.Diff(asJSON(t, claimOf(t, sum, "t1")), asJSON(t, claimOf(t, again, "t1"))); diff != "" || again.Version != sum.Version+1 {
			t.Errorf("the locked claim is another in version %d: %s", again.Version, diff)
		}
		verified(t, s)
	})
}

// TestRegenerateLosesToAnEdit edits a summary while it is drafted anew.
func TestRegenerateLosesToAnEdit(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	_, model := overHTTP(t)
	g := newGate(model)
	sv := start(t, s, func(o *service.Options) { o.Engines = engines(g) })
	plain := textOf(ferry)
	plain.Options.Engine = "extractive"
	sum := draftOf(t, sv, ann, plain)
	other := start(t, s, func(o *service.Options) {
		o.Engines = func(r service.EngineRequest) (summarize.Options, error) { r.Engine = ""; return engines(g)(r) }
	})
	run, err := other.Regenerate(soon(t), withToken(ann, 1), sum.ID, 1, []string{"t1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-g.calls
	edit(t, sv, bert, sum, service.Change{Op: service.LockClaim, Claim: "t1"})
	close(g.opened)
	_, err = run.Wait(soon(t))
	wantFault(t, err, fault.VersionConflict)
	becomesBooked(t, s)
	if now, err := sv.Get(soon(t), ann, sum.ID, 0); err != nil || now.Version != 2 || now.Action != "edited" {
		t.Errorf("the newest is %+v, %v", now, err)
	}
}
