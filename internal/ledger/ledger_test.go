package ledger

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// named is a model that nobody calls.
type named string

func (named) Complete(context.Context, summarize.Request) (summarize.Response, error) {
	panic("a ledger calls no model")
}

var counter = tokens.New("")

func account(m summarize.Model) string { return "key:" + string(m.(named)) }

func open(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "nutgraf.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func read(t *testing.T) *article.Article {
	t.Helper()
	a, err := article.Read(strings.NewReader("The council of Oddenham will open its library on Sundays. It voted for the extra hours on Thursday, by nine votes to four. They cost 74,000 crowns a year. The town has 41,000 people, and its library was founded in 1911 by a printer who left it his house."), article.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func engine(t *testing.T, name string, price *summarize.Price) *summarize.ModelEngine {
	t.Helper()
	set, err := prompts.Load(nil, "")
	if err != nil {
		t.Fatal(err)
	}
	info := summarize.LookUpModel("gpt-4.1-mini", "api.openai.com")
	info.Price = price
	return &summarize.ModelEngine{Model: named(name), Info: info, Prompts: set, Counter: counter}
}

func options(t *testing.T, drafting string, others ...string) summarize.Options {
	t.Helper()
	data, err := summarize.BuiltInProfile("default")
	if err != nil {
		t.Fatal(err)
	}
	profile, err := summarize.ParseProfile(data, "default")
	if err != nil {
		t.Fatal(err)
	}
	o := summarize.Options{Engine: engine(t, drafting, &summarize.Price{Input: 1, Output: 4}), Profile: profile}
	for _, name := range others {
		o.Fallback.Engines = append(o.Fallback.Engines, engine(t, name, &summarize.Price{Input: 1, Output: 4}))
	}
	return o
}

func spent(t *testing.T, s *store.Store, account string, day time.Time) (spent, reserved float64) {
	t.Helper()
	if err := s.Read(t.Context(), func(tx *store.Tx) (err error) {
		spent, reserved, err = tx.Spent(account, day.Format(time.DateOnly))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return spent, reserved
}

func cost(usd float64) *summarize.Result {
	return &summarize.Result{Provenance: summarize.Provenance{USD: &usd}}
}

func near(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }

func TestADay(t *testing.T) {
	s, a, o := open(t), read(t), options(t, "one")
	costs, err := Costs(t.Context(), a, o)
	if err != nil || len(costs) != 1 || costs[0].USD <= 0 {
		t.Fatalf("%+v %v", costs, err)
	}
	most := costs[0].USD
	now := time.Date(2026, 11, 23, 21, 30, 0, 0, time.FixedZone("", -3600)) // 22:30 UTC
	l := &Ledger{Store: s, Limit: 1.5 * most, Account: account, Now: func() time.Time { return now }}
	first, err := l.Hold(t.Context(), a, o)
	if err != nil {
		t.Fatal(err)
	}
	if was, held := spent(t, s, "key:one", now.UTC()); was != 0 || !near(held, most) {
		t.Errorf("%v spent, %v set aside, want %v", was, held, most)
	}
	_, err = l.Hold(t.Context(), a, o)
	if fault.CodeOf(err) != fault.OverBudget || !strings.Contains(err.Error(), "are set aside for drafts under way; the day ends at 00:00 UTC, in 1 h 30 min; raise budget.daily_usd") {
		t.Errorf("%v", err)
	}
	if _, err := l.Hold(t.Context(), a, options(t, "two")); err != nil {
		t.Errorf("another key: %v", err)
	}
	for range 2 {
		if err := first.Settle(t.Context(), cost(most/4)); err != nil {
			t.Fatal(err)
		}
	}
	if was, held := spent(t, s, "key:one", now.UTC()); !near(was, most/4) || held != 0 {
		t.Errorf("%v spent, %v set aside, want %v and nothing", was, held, most/4)
	}
	second, err := l.Hold(t.Context(), a, o)
	if err != nil {
		t.Fatal(err)
	}
	yesterday := now.UTC()
	now = now.Add(2 * time.Hour)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := second.Settle(ended, nil); err != nil {
		t.Fatal(err)
	}
	if was, held := spent(t, s, "key:one", yesterday); !near(was, most+most/4) || held != 0 {
		t.Errorf("%v spent, %v set aside: a result that says nothing cost all, on the day on which it began", was, held)
	}
	if _, err := l.Hold(t.Context(), a, o); err != nil {
		t.Errorf("a new day: %v", err)
	}
}

// TestWaiting begins many drafts at once, of which one fits at a time.
func TestWaiting(t *testing.T) {
	s, a, o := open(t), read(t), options(t, "one")
	costs, err := Costs(t.Context(), a, o)
	if err != nil {
		t.Fatal(err)
	}
	const drafts = 8
	each := costs[0].USD / 100
	l := &Ledger{Store: s, Limit: costs[0].USD * 1.25, Account: account, Wait: true}
	var wg sync.WaitGroup
	for range drafts {
		wg.Go(func() {
			hold, err := l.Hold(t.Context(), a, o)
			if err != nil {
				t.Error(err)
				return
			}
			if err := hold.Settle(t.Context(), cost(each)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if was, held := spent(t, s, "key:one", time.Now().UTC()); !near(was, drafts*each) || !near(held, 0) {
		t.Errorf("%v spent, %v set aside", was, held)
	}
	l.Limit = costs[0].USD / 2
	if _, err := l.Hold(t.Context(), a, o); fault.CodeOf(err) != fault.OverBudget {
		t.Errorf("nothing to wait for: %v", err)
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	s, a, o := open(t), read(t), options(t, "one")
	costs, err := Costs(t.Context(), a, o)
	if err != nil {
		t.Fatal(err)
	}
	l := &Ledger{Store: s, Limit: costs[0].USD, Account: account, Wait: true}
	if _, err := l.Hold(t.Context(), a, o); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan error)
	go func() {
		_, err := l.Hold(ctx, a, o)
		stopped <- err
	}()
	cancel()
	if err := <-stopped; err == nil || fault.CodeOf(err) == fault.OverBudget {
		t.Errorf("%v", err)
	}
}

func TestOtherAccountsPayForAll(t *testing.T) {
	s, a, o := open(t), read(t), options(t, "one", "two")
	costs, err := Costs(t.Context(), a, o)
	if err != nil {
		t.Fatal(err)
	}
	all := Total(costs)
	l := &Ledger{Store: s, Account: account}
	_, err = l.Hold(t.Context(), a, o, Limit{"token:tok_1", all * 0.9})
	if fault.CodeOf(err) != fault.OverBudget || !strings.Contains(err.Error(), "this token may cost in a day") {
		t.Errorf("%v", err)
	}
	l.Limit = 1000
	hold, err := l.Hold(t.Context(), a, o, Limit{"token:tok_1", all})
	if err != nil {
		t.Fatal(err)
	}
	if err := hold.Settle(t.Context(), cost(all/10)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{"token:tok_1": all / 10, "key:one": all / 10, "key:two": 0} {
		if was, held := spent(t, s, name, time.Now().UTC()); !near(was, want) || !near(held, 0) {
			t.Errorf("%s: %v spent, %v set aside, want %v", name, was, held, want)
		}
	}
}

func TestNoPriceIsOverAnyLimit(t *testing.T) {
	a, o := read(t), options(t, "one")
	o.Fallback.Engines = []summarize.Engine{engine(t, "two", nil)}
	l := &Ledger{Store: open(t), Limit: 1000, Account: account}
	if _, err := l.Hold(t.Context(), a, o); fault.CodeOf(err) != fault.OverBudget || !strings.Contains(err.Error(), "no price is known") {
		t.Errorf("%v", err)
	}
	l.Limit = 0
	if hold, err := l.Hold(t.Context(), a, o); err != nil || hold.Settle(t.Context(), nil) != nil {
		t.Errorf("no limit: %v", err)
	}
}

func TestWhatEachCost(t *testing.T) {
	costs := []Cost{{Model: named("one"), USD: 8}, {Model: named("two"), USD: 2}, {Model: named("reader"), USD: 4, reader: true}}
	result := func(usd, reading float64, fallbacks int) *summarize.Result {
		r := cost(usd)
		r.Provenance.Fallback = make([]summarize.FallbackStep, fallbacks)
		if reading > 0 {
			r.Provenance.Verifier = &summarize.Reading{USD: &reading}
		}
		return r
	}
	for name, tt := range map[string]struct {
		r    *summarize.Result
		want []float64
	}{
		"nothing is said":               {nil, []float64{8, 2, 4}},
		"unknown":                       {&summarize.Result{}, []float64{8, 2, 4}},
		"the first drafts":              {result(3, 1, 0), []float64{2, 0, 1}},
		"nobody read":                   {result(3, 0, 0), []float64{3, 0, 0}},
		"the second stands in":          {result(3, 1, 1), []float64{3, 2, 3}},
		"the embedded engine stands in": {result(3, 1, 2), []float64{3, 2, 3}},
	} {
		if got := Actual(costs, tt.r); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
