package extractive

import (
	"testing"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

func TestShorten(t *testing.T) {
	tests := []struct {
		name, text string
		max        int
		want       string // "" for no form
	}{
		{"short enough", "The bridge is closed.", 30, "The bridge is closed."},
		{"relative clause in the middle", "The council, which is run by a coalition of three parties, approved the plan for a library.", 60, "The council approved the plan for a library."},
		{"relative clause at the end", "The fire destroyed the church, which was built in 1890 by miners.", 50, "The fire destroyed the church."},
		{"list in a relative clause", "The firm, which has offices in Arvik, Lund and Tarnow, said it would close.", 50, "The firm said it would close."},
		{"brackets", "The clinic (opened in 1974 by nuns) treats 40,000 patients a year.", 50, "The clinic treats 40,000 patients a year."},
		{"dashes", "The union — which represents 4,000 drivers — called a strike for Friday.", 45, "The union called a strike for Friday."},
		{"participle", "The river burst its banks, forcing 300 people from their homes.", 40, "The river burst its banks."},
		{"apposition", "Inflation rose to 4.1% in May, the highest rate since 1992.", 40, "Inflation rose to 4.1% in May."},
		{"age", "Tove Lindqvar, 45, was elected chair of the board.", 48, "Tove Lindqvar was elected chair of the board."},
		{"before the attribution", "The bridge is safe, after repairs that took two years, officials said.", 50, "The bridge is safe, officials said."},
		{"time of speech", "Officials said on Monday that the bridge was safe.", 45, "Officials said that the bridge was safe."},

		{"attribution at the end stays", "The pilot had been drinking for two days before the crash, police said.", 60, ""},
		{"attribution inside stays", "The firm, according to two former directors, hid losses of 4 million.", 50, ""},
		{"attribution at the start stays", "According to the union, the firm hid losses of 4 million.", 40, ""},
		{"allegation stays", "The mayor took the money from a builder of roads, which he denies.", 60, ""},
		{"denial stays", "Ravel Osk, who denies the charge, took bribes from a builder.", 45, ""},
		{"condition stays", "The museum will close in May, unless the city finds the money.", 40, ""},
		{"front condition stays", "If the court agrees, the museum will close in May for good.", 45, ""},
		{"negation stays", "The deal was signed, but not by the three largest unions.", 40, ""},
		{"contrast stays", "The bill passed the lower house, but is expected to fail in the upper one.", 50, ""},
		{"list stays", "He visited Arvik, the Lund islands, and Tarnow in the summer of 2019.", 50, ""},
		{"subject list stays", "Spain, the Netherlands and Italy, said they would vote against the tax.", 60, ""},
		{"quotation stays whole", "The mayor said \"the plan, which nobody wanted, is dead and buried\".", 45, ""},
		{"no verb left", "The man arrested on Monday, who is 45, will appear in court.", 35, ""},
		{"reported subject", "Police said the man, who was 45 and lived in Arvik with a friend.", 30, ""},
		{"cause under negation", "He did not resign following the vote in the lower house.", 40, ""},
		{"time of a plan", "The firm would close the plant, after a merger that the state allows.", 50, ""},
		{"person of a pronoun", "The vote, called by Ana Ruzic in March, means she will leave soon.", 55, ""},
		{"two sentences", "The council approved the plan. The mayor, who opposed it, resigned.", 50, ""},
		{"broken quotation", "The mayor, who was elected in May, said \"the plan is dead.", 45, ""},
		{"colon to a quotation", "The mayor spoke after the vote and told the council: 'It is dead.'", 40, ""},
		{"nothing to cut", "The committee of the lower house approved the budget for the coming year.", 50, ""},
	}
	for _, test := range tests {
		got, ok := Shorten(test.text, test.max, lang.For("en"))
		if got != test.want || ok != (test.want != "") {
			t.Errorf("%s:\n got %q %v\nwant %q", test.name, got, ok, test.want)
		}
	}
}

func TestShortenOddInput(t *testing.T) {
	for _, test := range []struct {
		text string
		max  int
		want string
		ok   bool
	}{
		{"", 10, "", false},
		{"  ", 10, "", false},
		{"The bridge", 0, "", false},
		{"  The bridge \n", 10, "The bridge", true},
		{"caf\xe9", 10, "caf\uFFFD", true},
		{"👩‍👩‍👧‍👧👩‍👩‍👧‍👧", 2, "👩‍👩‍👧‍👧👩‍👩‍👧‍👧", true},
	} {
		if got, ok := Shorten(test.text, test.max, nil); got != test.want || ok != test.ok {
			t.Errorf("%q: %q %v", test.text, got, ok)
		}
	}
}

func TestWithoutOpening(t *testing.T) {
	lx := lexiconOf(lang.For("en"))
	for text, want := range map[string]string{
		"ANKARA (Reuters) — The lira fell.":          "The lira fell.",
		"LONDON, March 3 (AP) - The pound fell.":     "The pound fell.",
		"PORT ELLERY - A judge ruled.":               "A judge ruled.",
		"Kiel (dpa) – The ferry sank.":               "The ferry sank.",
		"NATO — which met in May — will meet again.": "NATO — which met in May — will meet again.",
		"The town — a port — is quiet.":              "The town — a port — is quiet.",
		"However, the vote was lost.":                "The vote was lost.",
		"But, as a result, the vote was lost.":       "The vote was lost.",
		"But iPhone sales rose in May.":              "iPhone sales rose in May.",
		"And the vote was lost.":                     "The vote was lost.",
		"So far, the vote is open.":                  "So far, the vote is open.",
		"Butter prices rose in May.":                 "Butter prices rose in May.",
		"If so, the vote is lost.":                   "If so, the vote is lost.",
		"However":                                    "However",
	} {
		if got := withoutOpening(text, lx, true); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSplitStop(t *testing.T) {
	lx := lexiconOf(lang.For("en"))
	for text, want := range map[string][2]string{
		"It rained.":             {"It rained", "."},
		"It rose to 32.5.":       {"It rose to 32.5", "."},
		"It moved to the U.S.":   {"It moved to the U.S.", ""},
		"It opens at 6 a.m.":     {"It opens at 6 a.m.", ""},
		"It rained...":           {"It rained...", ""},
		"Why?":                   {"Why?", ""},
		"下雨了。":                   {"下雨了", "。"},
		"He called it \"dead.\"": {"He called it \"dead.\"", ""},
	} {
		if body, stop := splitStop(text, lx); body != want[0] || stop != want[1] {
			t.Errorf("%q: %q %q", text, body, stop)
		}
	}
}
