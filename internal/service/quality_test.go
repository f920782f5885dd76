package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func summaryOf(claims ...string) *summarize.Result {
	r := &summarize.Result{}
	for _, c := range claims {
		id, text, _ := strings.Cut(c, ": ")
		r.Takeaways = append(r.Takeaways, summarize.ClaimResult{ID: id, Text: text})
	}
	return r
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		name            string
		draft, approved *summarize.Result
		want            float64
	}{
		{"the same", summaryOf("t1: a b c d"), summaryOf("t1: a b c d"), 0},
		{"a word replaced", summaryOf("t1: a b c d"), summaryOf("t1: a x c d"), 0.25},
		{"a word put in", summaryOf("t1: a b c"), summaryOf("t1: a b x c"), 0.25},
		{"a word taken out of one claim of two", summaryOf("t1: a b c d", "t2: e f g h"), summaryOf("t1: a b c", "t2: e f g h"), 0.125},
		{"another order", summaryOf("t1: a b", "t2: c d"), summaryOf("t2: c d", "t1: a b"), 0},
		{"a claim taken out", summaryOf("t1: a b", "t2: c d"), summaryOf("t1: a b"), 0.5},
		{"a claim put in", summaryOf("t1: a b"), summaryOf("t1: a b", "t9: c d"), 0.5},
		{"nothing stayed", summaryOf("t1: a b"), summaryOf("t1: x y"), 1},
		{"other spaces alone", summaryOf("t1: a  b"), summaryOf("t1: a b"), 0},
		{"a sign of a language without spaces", summaryOf("t1: 委员会批准"), summaryOf("t1: 委员会批评"), 0.2},
		{"nothing at all", summaryOf(), summaryOf(), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := service.Distance(tt.draft, tt.approved); got != tt.want {
				t.Errorf("distance is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestQuality(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		now := time.Date(2026, 3, 2, 23, 30, 0, 0, time.UTC)
		sv := start(t, s, func(o *service.Options) { o.Now = func() time.Time { return now } })
		approve := func(sum *service.Summary) {
			for _, c := range claims(sum) {
				for _, f := range c.Findings {
					if f.Verdict == ground.Fail {
						sum = edit(t, sv, ann, sum, service.Change{Op: service.AcceptClaim, Claim: c.ID, Rule: f.Rule, Found: f.Found, Reason: "agreed"})
					}
				}
			}
			if _, err := sv.Approve(soon(t), ann, sum.ID, sum.Version, ""); err != nil {
				t.Fatal(err)
			}
		}
		approve(draftOf(t, sv, ann, textOf(story(1))))
		now = now.Add(48 * time.Hour)
		first := draftOf(t, sv, ann, textOf(story(2)))
		second := edit(t, sv, ann, first, service.Change{Op: service.EditClaim, Claim: "t1", Text: "Mayor Tarn promises 77 boats"})
		approve(second)
		draftOf(t, sv, eve, textOf(story(3)))

		berlin, err := time.LoadLocation("Europe/Berlin")
		if err != nil {
			t.Skip(err)
		}
		for range 2 { // the second time from memory
			q, err := sv.Quality(soon(t), ann, now.Add(-72*time.Hour), berlin)
			if err != nil {
				t.Fatal(err)
			}
			if q.Sum.Drafted != 2 || q.Sum.Approved != 2 || q.Sum.AsIs != 1 || q.Sum.Costs != (service.Costs{}) || q.Cut {
				t.Errorf("the sum is %+v", q.Sum)
			}
			if len(q.Days) != 4 || q.Days[0].Day != "2026-03-02" || q.Days[1].Drafted != 1 || q.Days[1].AsIs != 1 || *q.Days[1].Median != 0 || q.Days[2].Median != nil {
				t.Errorf("days are %+v", q.Days)
			}
			if d := q.Days[3]; d.Approved != 1 || d.AsIs != 0 || *d.Median <= 0 || *d.Median >= 1 {
				t.Errorf("the last day is %+v", d)
			}
			if len(q.Engines) != 1 || q.Engines[0].Engine != "extractive" || q.Engines[0].Approved != 2 {
				t.Errorf("engines are %+v", q.Engines)
			}
		}
		if q, err := sv.Quality(soon(t), eve, now.Add(-time.Hour), time.UTC); err != nil || q.Sum.Drafted != 1 || q.Sum.Approved != 0 {
			t.Errorf("elsewhere it is %+v, %v", q, err)
		}
	})
}

func TestDesks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		sv := start(t, s)
		for n, desk := range []string{"Sport", "", "Local", "Sport"} {
			r := textOf(story(n))
			r.Options.Desk = desk
			draftOf(t, sv, ann, r)
		}
		if desks, err := sv.Desks(soon(t), ann); err != nil || strings.Join(desks, "|") != "Local|Sport" {
			t.Errorf("desks are %q, %v", desks, err)
		}
		if desks, err := sv.Desks(soon(t), eve); err != nil || len(desks) != 0 {
			t.Errorf("elsewhere they are %q, %v", desks, err)
		}
	})
}

func TestDifference(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		sv := start(t, s)
		sum := draftOf(t, sv, ann, named("ferry", ferry))
		if d, err := sv.Difference(soon(t), ann, sum.ID, 0, 0); err != nil || d.From != 1 || d.To != 1 {
			t.Errorf("of one revision it is %+v, %v", d, err)
		}
		revised := strings.Replace(strings.Replace(ferry, "9 to 4", "8 to 5", 1), "The harbour union said that 38 deckhands could lose their jobs by summer. ", "", 1)
		if _, err := sv.Revise(soon(t), bert, "ferry", service.ArticleInput{Text: revised}, service.Expected{}); err != nil {
			t.Fatal(err)
		}
		d, err := sv.Difference(soon(t), ann, sum.ID, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		became := map[ground.Change]int{}
		for _, p := range d.Sentences {
			became[p.Status]++
		}
		if d.From != 1 || d.To != 2 || became[ground.Changed] != 1 || became[ground.Removed] != 1 || became[ground.Added] != 0 {
			t.Errorf("%d to %d: sentences %v", d.From, d.To, became)
		}
		if len(d.Claims) != len(claims(sum)) || d.Claims[0].Text != claims(sum)[0].Text {
			t.Errorf("claims are %+v", d.Claims)
		}
		_, body, _ := strings.Cut(ferry, "\n")
		if _, err := sv.Revise(soon(t), bert, "ferry", service.ArticleInput{Text: body}, service.Expected{}); err != nil {
			t.Fatal(err)
		}
		if d, err := sv.Difference(soon(t), ann, sum.ID, 0, 0); err != nil || d.To != 3 || d.New.Title != d.Old.Title || d.New.Title == "" {
			t.Errorf("without its headline the text is %+v, %v", d, err)
		}
		_, err = sv.Difference(soon(t), ann, sum.ID, 2, 1)
		wantFault(t, err, fault.Invalid)
		_, err = sv.Difference(soon(t), ann, sum.ID, 1, 7)
		wantFault(t, err, fault.NotFound)
		_, err = sv.Difference(soon(t), eve, sum.ID, 1, 2)
		wantFault(t, err, fault.NotFound)
	})
}
