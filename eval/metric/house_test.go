package metric

import (
	"strings"
	"testing"
)

func TestHouse(t *testing.T) {
	a := read(t, "mill.txt", millText) // short: 1 to 3 takeaways
	const why = "The reopening brings back work to a village that lost its largest employer seven years ago, and shows whether paper can still be made there at a profit."
	takeaways := []string{
		"Orrin mill will reopen on 4 May with 60 workers",
		"Council paid £1.2 million for a new roof of the mill",
		"Orders for paper have doubled since January, Dagny Holm says",
	}
	with := func(i int, text string) []string {
		list := append([]string(nil), takeaways...)
		list[i] = text
		return list
	}
	tests := map[string]struct {
		why       string
		takeaways []string
		want      [5]float64 // house, count, length, duplicates, form
	}{
		"as the house wants":  {why, takeaways, [5]float64{1, 1, 1, 0, 1}},
		"no why":              {"", takeaways, [5]float64{7. / 8, 0, 1, 0, 1}},
		"too many":            {why, append(takeaways, "Two of the five halls of the mill burned down in 2019"), [5]float64{7. / 8, 3. / 4, 1, 0, 1}},
		"too short":           {why, with(0, "Mill reopens"), [5]float64{7. / 8, 1, 3. / 4, 0, 1}},
		"said twice":          {why, with(1, "The Orrin mill will reopen with 60 workers on 4 May"), [5]float64{7. / 8, 1, 1, 1. / 4, 1}},
		"full stop":           {why, with(0, takeaways[0]+"."), [5]float64{7. / 8, 1, 1, 0, 3. / 4}},
		"mark-up":             {why, with(0, "**"+takeaways[0]+"** on time"), [5]float64{7. / 8, 1, 1, 0, 3. / 4}},
		"question":            {why, with(2, "Will orders for paper go on doubling every few months?"), [5]float64{7. / 8, 1, 1, 0, 3. / 4}},
		"two rules, a claim":  {why, with(2, "Here is a takeaway: orders."), [5]float64{5. / 8, 1, 3. / 4, 0, 3. / 4}},
		"no takeaways at all": {why, nil, [5]float64{7. / 8, 0, 1, 0, 1}},
	}
	names := []string{"house", "house.count", "house.length", "house.duplicates", "house.form"}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			want := map[string]float64{}
			for i, score := range names {
				want[score] = test.want[i]
			}
			s := &Sample{Article: a, Profile: defaultProfile(t), Draft: draftOf(test.why, test.takeaways...)}
			wantScores(t, newHouse(nil, Options{}), s, want)
		})
	}
	t.Run("nothing", func(t *testing.T) {
		s := &Sample{Article: a, Profile: defaultProfile(t), Draft: draftOf("")}
		wantScores(t, newHouse(nil, Options{}), s, map[string]float64{"house": 7. / 8, "house.count": 0})
	})
	for _, s := range []*Sample{
		{Article: a, Draft: draftOf(why)},
		{Profile: defaultProfile(t), Draft: draftOf(why)},
		{Article: a, Profile: defaultProfile(t), Text: strings.Join(takeaways, "\n")},
	} {
		wantScores(t, newHouse(nil, Options{}), s, nil)
	}
}
