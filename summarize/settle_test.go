package summarize

import (
	"slices"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func TestSettle(t *testing.T) {
	shown := func(id article.SentenceID) bool { return id >= 1 && id <= 9 }
	for _, tc := range []struct {
		name  string
		id    string
		text  string
		cites []article.SentenceID
		// want is the text that stays, "" for withheld.
		want      string
		wantCites []article.SentenceID
		warning   string // "" for none
	}{
		{"nothing wrong", "t1", goodTakeaway, []article.SentenceID{1}, goodTakeaway, []article.SentenceID{1}, ""},
		{
			"too long, with an aside", "t1",
			"Lindqvist Lines, which runs the night boat between the two harbours, plans to sell 2 of its ships in May",
			[]article.SentenceID{4},
			"Lindqvist Lines plans to sell 2 of its ships in May",
			[]article.SentenceID{4},
			"claim_length",
		},
		{
			"too long, no clause to leave out", "t1",
			"Corvel Bay council votes 9 to 4 to close the night ferry between the island and the mainland harbour in March",
			[]article.SentenceID{1},
			"", nil, "claim_withheld",
		},
		{"too short", "t1", "Council closes the night ferry", []article.SentenceID{1}, "Council closes the night ferry", []article.SentenceID{1}, "claim_length"},
		{"too short and no citation", "t1", "Council closes the night ferry", nil, "", nil, "claim_withheld"},
		{"some citations bad", "t1", goodTakeaway, []article.SentenceID{1, 99}, goodTakeaway, []article.SentenceID{1}, "claim_citation"},
		{"all citations bad", "t1", goodTakeaway, []article.SentenceID{0, 99}, "", nil, "claim_withheld"},
		{"no citation", "t1", goodTakeaway, nil, "", nil, "claim_withheld"},
		{"mark-up", "t1", "Corvel Bay council **closes** the night ferry in March", []article.SentenceID{1}, "", nil, "claim_withheld"},
		{"question", "t1", "Will Corvel Bay council really close the night ferry?", []article.SentenceID{1}, "", nil, "claim_withheld"},
		{"two sentences", "t1", "Council closes the night ferry. Islanders protest at once", []article.SentenceID{1}, "", nil, "claim_withheld"},
		{"other language", "t1", "Совет Корвела закрывает ночной паром в марте этого года", []article.SentenceID{1}, "", nil, "claim_withheld"},
		{
			"why of three sentences", whyID,
			"The night ferry is the only public link to the island after ten in the evening for those who work late. About 1,200 residents do so. They would need a car.",
			[]article.SentenceID{6},
			"The night ferry is the only public link to the island after ten in the evening for those who work late. About 1,200 residents do so.",
			[]article.SentenceID{6},
			"claim_sentences",
		},
		{"fragment", "t1", "Council closes it", []article.SentenceID{1}, "", nil, "claim_withheld"},
		{
			"why too short", whyID, "The night ferry is the only public link to the island after ten in the evening for those without a car.",
			[]article.SentenceID{6},
			"The night ferry is the only public link to the island after ten in the evening for those without a car.",
			[]article.SentenceID{6},
			"claim_length",
		},
		{"why a fragment", whyID, "The ferry is the only link.", []article.SentenceID{6}, "", nil, "claim_withheld"},
		{"why too long, one sentence", whyID, strings.Repeat("ferry ", 80) + "ends.", []article.SentenceID{6}, "", nil, "claim_withheld"},
		{
			"why too long, two sentences", whyID, strings.Repeat("ferry ", 30) + "ends. " + strings.Repeat("Boat ", 60) + "stays.",
			[]article.SentenceID{6},
			strings.Repeat("ferry ", 30) + "ends.",
			[]article.SentenceID{6},
			"claim_length",
		},
		{"why cites nothing", whyID, ferryWhy.Text, nil, "", nil, "claim_withheld"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			given := slices.Clone(tc.cites)
			out := houseOf(t, "en").settle(article.Claim{ID: tc.id, Text: tc.text, Cites: tc.cites}, nil, shown)
			if out.keep != (tc.want != "") {
				t.Fatalf("keep = %v: %+v", out.keep, out)
			}
			if out.keep && (out.claim.Text != tc.want || !slices.Equal(out.claim.Cites, tc.wantCites)) {
				t.Errorf("it became %+v", out.claim)
			}
			checkSettled(t, out, tc.text[:min(20, len(tc.text))], tc.warning)
			if !slices.Equal(given, tc.cites) {
				t.Error("the citations that were given were changed")
			}
		})
	}
}

// checkSettled asserts that what was done is told, and no more.
func checkSettled(t *testing.T, out settled, start, warning string) {
	t.Helper()
	for _, f := range out.findings {
		if f.Verdict != ground.Warn {
			t.Errorf("a kept claim has the finding %+v", f)
		}
	}
	if warning == "" {
		if len(out.warnings)+len(out.findings) > 0 {
			t.Errorf("nothing was done, and it says %+v %+v", out.warnings, out.findings)
		}
		return
	}
	if len(out.warnings) != 1 || out.warnings[0].Code != warning {
		t.Fatalf("warnings %+v, want one %s", out.warnings, warning)
	}
	if !out.keep && !strings.Contains(out.warnings[0].Message, start) {
		t.Errorf("%q does not say what was withheld", out.warnings[0].Message)
	}
	if out.keep == (len(out.findings) == 0) {
		t.Errorf("kept %v with findings %+v", out.keep, out.findings)
	}
}

func TestSettleWithholdsDuplicates(t *testing.T) {
	h := houseOf(t, "en")
	before := []article.Claim{cited("t1", goodTakeaway)}
	out := h.settle(cited("t2", "Night ferry to close in March, Corvel Bay council votes 9 to 4"), before, anyShown)
	if out.keep || len(out.warnings) != 1 || !strings.Contains(out.warnings[0].Message, "says the same") {
		t.Errorf("%+v", out)
	}
}

// A claim that is shortened may become what another one says.
func TestSettleChecksWhatItShortened(t *testing.T) {
	h := houseOf(t, "en")
	before := []article.Claim{cited("t1", "Lindqvist Lines plans to sell 2 of its ships in May")}
	text := "Lindqvist Lines, which runs the night boat between the two harbours, plans to sell 2 of its ships in May"
	if out := h.settle(cited("t2", text), before, anyShown); out.keep {
		t.Errorf("%+v", out)
	}
}

// What shortening leaves of a long claim is not kept when it is a fragment.
func TestSettleKeepsNoFragmentOfALongClaim(t *testing.T) {
	text := "The council, which runs the night boat between the two harbours and the old town hall of the bay, closed it"
	out := houseOf(t, "en").settle(cited("t1", text), nil, anyShown)
	if out.keep && graphemeCount(out.claim.Text) < 24 {
		t.Errorf("%q is kept", out.claim.Text)
	}
}

// Nothing that is kept by settle breaks a rule, but for being too short.
func TestSettledClaimsAreInStyle(t *testing.T) {
	h := houseOf(t, "en")
	for _, text := range []string{
		goodTakeaway, "Short", strings.Repeat("a", 300), "Sure, " + goodTakeaway, goodTakeaway + "?", strings.Repeat("word, which ends, ", 20),
		"“" + goodTakeaway + "” and more words, which nobody needs, said the mayor of Corvel Bay on Tuesday",
	} {
		for _, id := range []string{whyID, "t1"} {
			out := h.settle(cited(id, text), nil, anyShown)
			if !out.keep {
				continue
			}
			for _, f := range h.check(out.claim, nil, anyShown) {
				if f.Rule != ruleLength || !h.tooShort(out.claim) {
					t.Errorf("%s %q is kept with %+v", id, out.claim.Text, f)
				}
			}
		}
	}
}
