package metric

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// alignmentCase holds drafts that a person matched with references: Match are
// the references' indexes, -1 for a fact that the reference does not have.
type alignmentCase struct {
	ID, Lang         string
	Reference, Draft []string
	Match            []int
}

func alignmentCases(t *testing.T) []alignmentCase {
	t.Helper()
	f, err := os.Open("testdata/alignment.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var cases []alignmentCase
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c alignmentCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	return cases
}

// TestAlignAgreesWithPeople holds the matches against those of a person, on
// rewordings and on other facts about the same people and places.
func TestAlignAgreesWithPeople(t *testing.T) {
	right, wrong, missed := 0, 0, 0
	for _, c := range alignmentCases(t) {
		for _, p := range Align(c.Draft, c.Reference, c.Lang) {
			switch {
			case p.Draft < 0:
			case p.Reference >= 0 && p.Reference == c.Match[p.Draft]:
				right++
			default:
				if p.Reference >= 0 {
					wrong++
					t.Logf("%s: matched %q with %q (%.2f)", c.ID, c.Draft[p.Draft], c.Reference[p.Reference], p.Similarity)
				}
				if want := c.Match[p.Draft]; want >= 0 {
					missed++
					t.Logf("%s: did not match %q with %q", c.ID, c.Draft[p.Draft], c.Reference[want])
				}
			}
		}
	}
	f := 2 * float64(right) / float64(2*right+wrong+missed)
	t.Logf("right %d, wrong %d, missed %d: F %.3f", right, wrong, missed, f)
	if f < 0.85 {
		t.Errorf("F is %.3f", f)
	}
}

var harbour = []string{
	"Port Callis council votes 9 to 4 to rebuild the east pier",
	"Repairs will cost £6.2 million and take 18 months",
	"Ferry company moves its boats to Tarn Quay until 2028",
}

func TestTakeaways(t *testing.T) {
	tests := map[string]struct {
		draft []string
		refs  [][]string
		want  map[string]float64 // scores that are not here must be unscored
	}{
		"the same":    {harbour, [][]string{harbour}, map[string]float64{"takeaways.f": 1, "takeaways.p": 1, "takeaways.r": 1, "takeaways.order": 1}},
		"turned":      {reversed(harbour), [][]string{harbour}, map[string]float64{"takeaways.f": 1, "takeaways.p": 1, "takeaways.r": 1, "takeaways.order": 0}},
		"one missing": {harbour[:2], [][]string{harbour}, map[string]float64{"takeaways.f": 0.8, "takeaways.p": 1, "takeaways.r": 2. / 3, "takeaways.order": 1}},
		"one extra":   {harbour, [][]string{harbour[1:]}, map[string]float64{"takeaways.f": 0.8, "takeaways.p": 2. / 3, "takeaways.r": 1, "takeaways.order": 1}},
		"said twice": {
			[]string{harbour[0], harbour[0]},
			[][]string{harbour},
			map[string]float64{"takeaways.f": 0.4, "takeaways.p": 0.5, "takeaways.r": 1. / 3},
		},
		"none":           {nil, [][]string{harbour}, map[string]float64{"takeaways.f": 0, "takeaways.r": 0}},
		"the best":       {harbour[:1], [][]string{harbour, harbour[:1]}, map[string]float64{"takeaways.f": 1, "takeaways.p": 1, "takeaways.r": 1}},
		"no reference":   {harbour, [][]string{nil}, nil},
		"nothing in it":  {[]string{"", "…"}, [][]string{{"", "—"}}, map[string]float64{"takeaways.f": 0, "takeaways.p": 0, "takeaways.r": 0}},
		"other language": {[]string{"港务局批准重建东码头"}, [][]string{{"议会批准重建东码头"}}, map[string]float64{"takeaways.f": 1, "takeaways.p": 1, "takeaways.r": 1}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := &Sample{Lang: "en", Draft: &article.Summary{}}
			for _, text := range test.draft {
				s.Draft.Takeaways = append(s.Draft.Takeaways, article.Claim{Text: text})
			}
			for _, ref := range test.refs {
				s.Parts = append(s.Parts, article.Reference{Takeaways: ref})
			}
			wantScores(t, newTakeaways(nil, Options{}), s, test.want)
		})
	}
	wantScores(t, newTakeaways(nil, Options{}), &Sample{Text: "Only text", References: []string{"Only text"}}, nil)
}

func reversed(list []string) []string {
	out := slices.Clone(list)
	slices.Reverse(out)
	return out
}

// TestAssignIsBest compares the method with trying every way there is.
func TestAssignIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(0, 5).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "columns")
		gain := make([][]float64, rows)
		for i := range gain {
			gain[i] = make([]float64, columns)
			for j := range gain[i] {
				gain[i][j] = float64(rapid.IntRange(0, 8).Draw(t, "gain"))
			}
		}
		got, taken := 0.0, map[int]bool{}
		for i, j := range assign(gain) {
			if j < 0 {
				continue
			}
			if taken[j] || gain[i][j] == 0 {
				t.Fatalf("column %d of %v", j, gain)
			}
			taken[j] = true
			got += gain[i][j]
		}
		if want := bestSum(gain, map[int]bool{}); got != want {
			t.Fatalf("%v of %v: want %v", got, gain, want)
		}
	})
}

func bestSum(gain [][]float64, taken map[int]bool) float64 {
	if len(gain) == 0 {
		return 0
	}
	best := bestSum(gain[1:], taken)
	for j, g := range gain[0] {
		if !taken[j] {
			taken[j] = true
			best = max(best, g+bestSum(gain[1:], taken))
			delete(taken, j)
		}
	}
	return best
}

// TestAlignHoldsAll checks that every takeaway is in one pair, however many.
func TestAlignHoldsAll(t *testing.T) {
	word := rapid.SampledFrom([]string{"pier", "ferry", "council", "9", "tarn", "é", "码", "头", "", "bank's"})
	texts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		return word.Draw(t, "a") + " " + word.Draw(t, "b") + word.Draw(t, "c")
	}), 0, 60)
	rapid.Check(t, func(t *rapid.T) {
		draft, reference := texts.Draw(t, "draft"), texts.Draw(t, "reference")
		drafts, references := map[int]bool{-1: true}, map[int]bool{-1: true}
		for _, p := range Align(draft, reference, "en") {
			if p.Draft >= 0 && drafts[p.Draft] || p.Reference >= 0 && references[p.Reference] || p.Draft+p.Reference == -2 {
				t.Fatalf("pair %+v", p)
			}
			if both := p.Draft >= 0 && p.Reference >= 0; both != (p.Similarity > 0) || p.Similarity > 1+1e-12 {
				t.Fatalf("pair %+v", p)
			}
			drafts[p.Draft], references[p.Reference] = true, true
		}
		if len(drafts) != len(draft)+1 || len(references) != len(reference)+1 {
			t.Fatalf("%d of %d, %d of %d", len(drafts)-1, len(draft), len(references)-1, len(reference))
		}
	})
}
