package service_test

import (
	"math"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func withToken(c service.Caller, daily float64) service.Caller {
	c.Token = &store.Token{ID: "tok", Space: c.Space, DailyUSD: &daily}
	return c
}

func spent(t testing.TB, s *store.Store, account string) (spent, reserved float64) {
	t.Helper()
	err := s.Read(soon(t), func(tx *store.Tx) (err error) {
		spent, reserved, err = tx.Spent(account, time.Now().UTC().Format("2006-01-02"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return spent, reserved
}

func TestMoneyIsBooked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		_, model := overHTTP(t)
		g := newGate(model)
		limit := 1.0
		sv := start(t, s, func(o *service.Options) {
			o.Engines, o.DailyUSD = engines(g), &limit
			o.Account = func(m summarize.Model) string {
				if m != summarize.Model(g) {
					t.Errorf("asked for the account of %v", m)
				}
				return "key:1"
			}
		})
		c := withToken(ann, 1)
		run, err := sv.Draft(soon(t), c, textOf(ferry))
		if err != nil {
			t.Fatal(err)
		}
		<-g.calls
		if done, most := spent(t, s, "token:tok"); done != 0 || most <= 0 {
			t.Errorf("while it is worked on, %v is spent and %v set aside", done, most)
		}
		close(g.opened)
		usd := *wait(t, run).Provenance.USD
		for range 2 { // the second is from the cache
			for _, account := range []string{"token:tok", "key:1"} {
				if done, left := spent(t, s, account); math.Abs(done-usd) > 1e-9 || math.Abs(left) > 1e-9 || usd <= 0 {
					t.Errorf("%s: %v of %v is booked, %v is still set aside", account, done, usd, left)
				}
			}
			draftOf(t, sv, c, textOf(ferry))
		}
	})
}

func TestMoneyOfAFailureIsBooked(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	_, model := overHTTP(t, scripted.Reply{Text: "no JSON here"})
	sv := start(t, s, func(o *service.Options) { o.Engines = engines(model) })
	run, err := sv.Draft(soon(t), withToken(ann, 1), textOf(ferry))
	if err != nil {
		t.Fatal(err)
	}
	_, err = run.Wait(soon(t))
	wantFault(t, err, fault.ModelBadAnswer)
	becomesBooked(t, s)
}

// becomesBooked waits until something is spent and nothing is set aside.
func becomesBooked(t testing.TB, s *store.Store) {
	t.Helper()
	for ctx := soon(t); ; time.Sleep(time.Millisecond) {
		if done, left := spent(t, s, "token:tok"); done > 0 && math.Abs(left) < 1e-9 {
			return
		}
		if ctx.Err() != nil {
			t.Fatal("what the failure cost is not booked")
		}
	}
}

func TestBudgetRefusesBeforeSending(t *testing.T) {
	s := storetest.Open(t, storetest.File(t))
	server, model := overHTTP(t)
	little := 0.000001
	sv := start(t, s, func(o *service.Options) { o.Engines = engines(model) })
	_, err := sv.Draft(soon(t), withToken(ann, little), textOf(ferry))
	wantFault(t, err, fault.OverBudget)
	r := textOf(ferry)
	r.Options.MaxUSD = &little
	_, err = sv.Draft(soon(t), ann, r)
	wantFault(t, err, fault.OverBudget)
	all := start(t, s, func(o *service.Options) { o.Engines, o.DailyUSD = engines(model), &little })
	_, err = all.Draft(soon(t), ann, textOf(ferry))
	wantFault(t, err, fault.OverBudget)
	unpriced := start(t, s, func(o *service.Options) {
		o.Engines = func(r service.EngineRequest) (summarize.Options, error) {
			out, err := engines(model)(r)
			out.Engine.(*summarize.ModelEngine).Info.Price = nil
			return out, err
		}
	})
	_, err = unpriced.Draft(soon(t), withToken(ann, 100), textOf(ferry))
	wantFault(t, err, fault.OverBudget)
	r.Options.Engine = "extractive"
	if sum := draftOf(t, sv, withToken(ann, 0), r); sum.Provenance.Engine != "extractive" {
		t.Errorf("engine is %s", sum.Provenance.Engine)
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	if done, left := spent(t, s, "token:tok"); done != 0 || left != 0 {
		t.Errorf("%v is spent, %v set aside", done, left)
	}
}

// TestCostsAreThoseOfTheLedger spends money in every way, with and without a result.
func TestCostsAreThoseOfTheLedger(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		with := func(script ...scripted.Reply) *service.Service {
			_, model := overHTTP(t, script...)
			return start(t, s, func(o *service.Options) { o.Engines = engines(model) })
		}
		sv, c := with(), withToken(ann, 1)
		fails := func(run *service.Run, err error) {
			t.Helper()
			if err == nil {
				_, err = run.Wait(soon(t))
			}
			wantFault(t, err, fault.ModelBadAnswer)
		}
		sum := draftOf(t, sv, c, textOf(ferry))
		draftOf(t, sv, c, textOf(ferry)) // from the cache
		extract := textOf(ferry)
		extract.Options.Engine = "extractive"
		draftOf(t, sv, c, extract)
		run, err := sv.Regenerate(soon(t), c, sum.ID, 1, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		again := wait(t, run)
		choices, err := sv.Alternatives(soon(t), c, sum.ID, "t1", 2, nil)
		if err != nil {
			t.Fatal(err)
		}
		fails(with(scripted.Reply{Text: "no JSON here"}).Draft(soon(t), c, textOf(story(1))))
		draftOf(t, with(scripted.Reply{Usage: scripted.None}), c, textOf(story(2)))
		becomesBooked(t, s)
		q, err := sv.Quality(soon(t), ann, time.Now().Add(-time.Hour), time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		near := func(what string, got, want float64) {
			t.Helper()
			if math.Abs(got-want) > 1e-9 || got <= 0 {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
		}
		near("drafts", q.Sum.Costs.Drafts, *sum.Provenance.USD)
		near("again", q.Sum.Again, *again.Provenance.USD)
		near("alternatives", q.Sum.Alternatives, *choices.Provenance.USD)
		ledger, _ := spent(t, s, "token:tok")
		near("all", q.Sum.USD()+q.Sum.Booked, ledger)
		near("nothing came of it", q.Sum.Nothing, ledger-q.Sum.Booked-q.Sum.Costs.Drafts-q.Sum.Again-q.Sum.Alternatives)
		if q.Sum.Unknown != 1 || q.Sum.Booked <= 0 || q.Sum.Drafted != 4 {
			t.Errorf("%+v", q.Sum)
		}
		if elsewhere, err := sv.Quality(soon(t), eve, time.Now().Add(-time.Hour), time.UTC); err != nil || elsewhere.Sum.Costs != (service.Costs{}) {
			t.Errorf("elsewhere: %+v, %v", elsewhere, err)
		}
	})
}
