package summarize

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
)

type tidyCase struct {
	name, in, want string
}

func runTidy(t *testing.T, h *house, id string, cases []tidyCase) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got, changes := h.tidy(article.Claim{ID: id, Text: tc.in})
			if got.Text != tc.want {
				t.Errorf("tidy(%q) = %q, want %q", tc.in, got.Text, tc.want)
			}
			if again, _ := h.tidy(got); again.Text != got.Text {
				t.Errorf("tidied again, %q becomes %q", got.Text, again.Text)
			}
			if tc.in == tc.want && len(changes) > 0 {
				t.Errorf("nothing was changed, and it says %q", changes)
			}
		})
	}
}

func TestTidyTakeaway(t *testing.T) {
	runTidy(t, houseOf(t, "en"), "t1", []tidyCase{
		{"nothing to do", "Council closes the ferry", "Council closes the ferry"},
		{"empty", "", ""},
		{"spaces", "  Council \n closes\tthe  ferry ", "Council closes the ferry"},
		{"full stop", "Council closes the ferry.", "Council closes the ferry"},
		{"two words", "It closes.", "It closes"},
		{"U.S.", "The ferry sails under the flag of the U.S.", "The ferry sails under the flag of the U.S."},
		{"a.m.", "The last ferry leaves the island at 1 a.m.", "The last ferry leaves the island at 1 a.m."},
		{"D.C.", "The hearing moves to Washington, D.C.", "The hearing moves to Washington, D.C."},
		{"ellipsis", "The ferry may return...", "The ferry may return..."},
		{"ellipsis sign", "The ferry may return…", "The ferry may return…"},
		{"a decimal", "Fuel costs rise to 3.5.", "Fuel costs rise to 3.5"},
		{"dash bullet", "- Council closes the ferry", "Council closes the ferry"},
		{"round bullet", "• Council closes the ferry", "Council closes the ferry"},
		{"star bullet", "* Council closes the ferry", "Council closes the ferry"},
		{"number", "1. Council closes the ferry", "Council closes the ferry"},
		{"number in brackets", "1) Council closes the ferry", "Council closes the ferry"},
		{"number of another", "2. Council closes the ferry", "2. Council closes the ferry"},
		{"figure in front", "22% rise in fuel costs closes the ferry", "22% rise in fuel costs closes the ferry"},
		{"figure with a point", "3.5 million people live on the coast", "3.5 million people live on the coast"},
		{"three digits", "112. Street loses its ferry", "112. Street loses its ferry"},
		{"year in front", "2027 brings the end of the ferry", "2027 brings the end of the ferry"},
		{"label", "Key takeaway: Council closes the ferry", "Council closes the ferry"},
		{"label in bold", "**Takeaway:** Council closes the ferry", "Council closes the ferry"},
		{"label as a word", "Takeaway food shops fear the end of the ferry", "Takeaway food shops fear the end of the ferry"},
		{"bold", "**Council closes the ferry**", "Council closes the ferry"},
		{"emphasis", "*Council closes the ferry.*", "Council closes the ferry"},
		{"code", "`Council closes the ferry`", "Council closes the ferry"},
		{"quotation marks around", "\"Council closes the ferry\"", "Council closes the ferry"},
		{"curly marks around", "“Council closes the ferry.”", "Council closes the ferry"},
		{"quotation first", "“We are cut off,” says the mayor", "“We are cut off,” says the mayor"},
		{"quotation last", "Mayor says the island is “cut off”", "Mayor says the island is “cut off”"},
		{"two quotations", "“Never,” says the mayor, “again”", "“Never,” says the mayor, “again”"},
		{"straight quotations", "\"Never\" is the mayor's word for \"maybe\"", "\"Never\" is the mayor's word for \"maybe\""},
		{"stop in a quotation", "Mayor says “we are cut off.”", "Mayor says “we are cut off.”"},
	})
}

func TestTidyWhy(t *testing.T) {
	runTidy(t, houseOf(t, "en"), whyID, []tidyCase{
		{"keeps its stop", "The ferry is the only link.", "The ferry is the only link."},
		{"label", "Why this matters: The ferry is the only link.", "The ferry is the only link."},
		{"label in capitals", "WHY IT MATTERS: The ferry is the only link.", "The ferry is the only link."},
		{"label in bold", "**Why this matters:** The ferry is the only link.", "The ferry is the only link."},
		{"label and colon in bold", "**Why this matters**: The ferry is the only link.", "The ferry is the only link."},
		{"the words, not as a label", "Why this matters to islanders is plain.", "Why this matters to islanders is plain."},
		{"line break", "The ferry\nis the only link.", "The ferry is the only link."},
	})
}

func TestTidyKnowsLanguages(t *testing.T) {
	for _, tc := range []struct{ code, in, want string }{
		{"zh", "澜州地铁推迟开通。", "澜州地铁推迟开通"},
		{"ru", "Главное: Совет закрывает паром.", "Совет закрывает паром"},
		{"hi", "परिषद ने नौका बंद की।", "परिषद ने नौका बंद की"},
		{"ur", "کونسل نے فیری بند کر دی۔", "کونسل نے فیری بند کر دی"},
		{"es", "Claves: El consejo cierra el transbordador.", "El consejo cierra el transbordador"},
	} {
		got, _ := houseOf(t, tc.code).tidy(article.Claim{ID: "t1", Text: tc.in})
		if got.Text != tc.want {
			t.Errorf("%s: tidy(%q) = %q, want %q", tc.code, tc.in, got.Text, tc.want)
		}
	}
}

func TestTidyAddsStops(t *testing.T) {
	p := mustProfile(t, "{name: test, takeaways: {full_stop: true}}")
	for _, tc := range []struct{ code, in, want string }{
		{"en", "Council closes the ferry", "Council closes the ferry."},
		{"en", "Council closes the ferry.", "Council closes the ferry."},
		{"en", "Islanders sue Lindqvist Lines Inc.", "Islanders sue Lindqvist Lines Inc."},
		{"en", "The ferry may return…", "The ferry may return…"},
		{"en", "The ferry may return!", "The ferry may return!"},
		{"en", "", ""},
		{"zh", "澜州地铁推迟开通", "澜州地铁推迟开通。"},
		{"ja", "市は渡し船を廃止する", "市は渡し船を廃止する。"},
		{"ru", "Совет закрывает паром", "Совет закрывает паром."},
	} {
		got, _ := newHouse(p, articleOf(tc.code, []string{"x"})).tidy(article.Claim{ID: "t1", Text: tc.in})
		if got.Text != tc.want {
			t.Errorf("%s: tidy(%q) = %q, want %q", tc.code, tc.in, got.Text, tc.want)
		}
	}
}

// The stops of other scripts are stops, and one inside a quotation counts.
func TestTidyAddsNoSecondStop(t *testing.T) {
	p := mustProfile(t, "{name: test, takeaways: {full_stop: true}}")
	for _, tc := range []struct{ code, in, want string }{
		{"en", "Mayor says “we are cut off.”", "Mayor says “we are cut off.”"},
		{"hi", "परिषद ने नौका बंद की।", "परिषद ने नौका बंद की।"},
		{"ur", "کونسل نے فیری بند کر دی۔", "کونسل نے فیری بند کر دی۔"},
		{"zh-CN", "澜州地铁推迟开通", "澜州地铁推迟开通。"},
	} {
		got, _ := newHouse(p, articleOf(tc.code, []string{"x"})).tidy(article.Claim{ID: "t1", Text: tc.in})
		if got.Text != tc.want {
			t.Errorf("%s: tidy(%q) = %q, want %q", tc.code, tc.in, got.Text, tc.want)
		}
	}
}

// A minus sign in front is no bullet, and an ordinal no number in a list.
func TestTidyKeepsFactsInFront(t *testing.T) {
	runTidy(t, houseOf(t, "en"), "t1", []tidyCase{
		{"minus", "-7°C night is the coldest of the month", "-7°C night is the coldest of the month"},
		{"dash as minus", "–12% return is the fund's worst ever", "–12% return is the fund's worst ever"},
		{"only star", "*Nsync and others sing at the harbour", "*Nsync and others sing at the harbour"},
	})
	german := articleOf("de", []string{"Der 1. FC Neuwerda steigt auf.", "Auch der 3. Oktober bleibt frei."})
	runTidy(t, newHouse(fullProfile(t), german), "t1", []tidyCase{
		{"date", "3. Oktober bleibt in Neuwerda ein Feiertag", "3. Oktober bleibt in Neuwerda ein Feiertag"},
		{"club", "1. FC Neuwerda steigt nach zwölf Jahren auf", "1. FC Neuwerda steigt nach zwölf Jahren auf"},
	})
}

func TestTidyTakesAllMarks(t *testing.T) {
	runTidy(t, houseOf(t, "en"), "t1", []tidyCase{
		{"bullet and bold", "- **Council closes the ferry**", "Council closes the ferry"},
		{"star and bold", "* **Council closes the ferry**", "Council closes the ferry"},
		{"number and bold", "1. **Council closes the ferry**", "Council closes the ferry"},
	})
	runTidy(t, houseOf(t, "zh"), whyID, []tidyCase{
		{"full-width colon", "为什么重要：居民要继续绕路换乘。", "居民要继续绕路换乘。"},
	})
}

func TestTidyKeepsTheStopOfCompanies(t *testing.T) {
	runTidy(t, houseOf(t, "en"), "t1", []tidyCase{
		{"Inc.", "Islanders sue Lindqvist Lines Inc.", "Islanders sue Lindqvist Lines Inc."},
		{"Corp.", "Islanders sue Lindqvist Lines Corp.", "Islanders sue Lindqvist Lines Corp."},
		{"Jr.", "Islanders elect Per Lindqvist Jr.", "Islanders elect Per Lindqvist Jr."},
		{"Ltd.", "Islanders sue Lindqvist Lines Ltd.", "Islanders sue Lindqvist Lines Ltd."},
	})
}

func TestTidyNumbersCites(t *testing.T) {
	in := []article.SentenceID{7, 2, 7, 2, 3}
	got, changes := houseOf(t, "en").tidy(article.Claim{ID: "t1", Text: "x", Cites: in})
	if !slices.Equal(got.Cites, []article.SentenceID{2, 3, 7}) || len(changes) > 0 {
		t.Errorf("Cites = %v, changes %q", got.Cites, changes)
	}
	if !slices.Equal(in, []article.SentenceID{7, 2, 7, 2, 3}) {
		t.Error("the claim that was given was changed")
	}
}

func TestTidySaysWhatItChanged(t *testing.T) {
	_, changes := houseOf(t, "en").tidy(article.Claim{ID: "t1", Text: "1. **Takeaway: Council closes the ferry.**"})
	if len(changes) == 0 {
		t.Error("it says nothing")
	}
	_, changes = houseOf(t, "en").tidy(article.Claim{ID: "t1", Text: " Council  closes the ferry "})
	if len(changes) > 0 {
		t.Errorf("white space is not worth a word: %q", changes)
	}
}

// Whatever a model writes, tidying ends with letters and digits in the same
// order as in what was given, apart from a number or label in front.
func TestTidyInventsNothing(t *testing.T) {
	h := houseOf(t, "en")
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.StringMatching(`[-*"“” .0-9a-zA-Z:)]{0,30}`)).Draw(t, "text")
		for _, id := range []string{whyID, "t1"} {
			got, _ := h.tidy(article.Claim{ID: id, Text: in})
			if !isSubsequence(got.Text, in) {
				t.Errorf("tidy(%q) = %q", in, got.Text)
			}
		}
	})
}

// isSubsequence reports whether the runes of a, without spaces, occur in b in
// order.
func isSubsequence(a, b string) bool {
	rest := []rune(b)
	for _, r := range a {
		if r == ' ' {
			continue
		}
		i := slices.Index(rest, r)
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
	}
	return true
}

func TestTidyTakesCitationsOff(t *testing.T) {
	runTidy(t, houseOf(t, "en"), "t1", []tidyCase{
		{"one", "Council closes the ferry in March [3]", "Council closes the ferry in March"},
		{"stop behind", "Council closes the ferry in March [3].", "Council closes the ferry in March"},
		{"several", "Council closes the ferry in March [1, 2]", "Council closes the ferry in March"},
		{"run", "Council closes the ferry in March [2][1]", "Council closes the ferry in March"},
		{"words", "Council closes the ferry in March (sentence 4)", "Council closes the ferry in March"},
		{"words, several", "Council closes the ferry in March (sentences 4 and 5)", "Council closes the ferry in March"},
		{"in the middle", "Council [3] closes the ferry in March", "Council [3] closes the ferry in March"},
		{"a bracket of the story", "Council closes the ferry (route 4)", "Council closes the ferry (route 4)"},
	})
	h := newHouse(mustProfile(t, "name: test"), articleOf("en", []string{"The song “Room [4]” is banned."}))
	if got, _ := h.tidy(article.Claim{ID: "t1", Text: "Council bans Room [4]"}); got.Text != "Council bans Room [4]" {
		t.Errorf("brackets of the article are taken off: %q", got.Text)
	}
}
