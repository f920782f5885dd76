package ground

import "testing"

var garrowStory = []string{
	"Garrow rowers win the lake cup again",
	"Garrow Rovers beat Elmsby United by two lengths on Saturday.",
	"Another rower, Ivo Tennant, 23, was taken to hospital with a broken wrist.",
	"Coach Bettina Sorley believes his crew will have to rest before the final race.",
	"Piers Sorley, who lost his oar in the storm, should be fit for the return race in June.",
	"The club has also asked its vice-captain Milo Harden to steer the second boat.",
	"Out: Conor O'Dare, stroke (Elmsby, illness); Jon Pell, bow.",
	"Milo Harden's uncle, Robert Harden, 61, built the boat and paints it every spring.",
	"Matthew Oakes opened the bar.",
}

func TestNamesInCopiedSentences(t *testing.T) {
	checkCases(t, storyOf("en", "2026-03-02", garrowStory...), "name", []ruleCase{
		{"Piers Sorley should be fit for the return race in June", Pass, "", ""},
		{"The club has also asked its vice-captain Milo Harden to steer the second boat.", Pass, "", ""},
		{"Bettina Sorley says his crew will have to rest before the final race", Pass, "", ""},
		{"Matt Oakes opened the bar.", Pass, "", ""},
		{"Bob Harden built the boat", Pass, "", ""},
		{"Ivo Tennant, 23, was taken to hospital with a broken wrist.", Pass, "", ""},

		{"Another rower, Jon Pell, 23, was taken to hospital with a broken wrist.", Fail, "swapped", "Ivo Tennant"},
		{"Another rower, Marek Dunlop, 23, was taken to hospital with a broken wrist.", Fail, "invented", "Ivo Tennant"},
		{"Dunlop should be fit for the return race in June", Fail, "invented", "Piers Sorley"},
		{"Ivo Tennant says his crew will have to rest before the final race", Fail, "swapped", "Bettina Sorley"},
		{"The club has also asked its vice-captain Ivo Tennant to steer the second boat.", Fail, "swapped", "Milo Harden"},
		{"Out: Gareth O'Dare, stroke; Jon Pell, bow.", Fail, "misspelt", "Conor O'Dare"},
		{"Rovers beat Tarrant United by two lengths", Fail, "invented", "Elmsby United"},
	})
}

func TestNamesWithTheAgeOfAnother(t *testing.T) {
	checkCases(t, storyOf("en", "2026-03-02", garrowStory...), "name", []ruleCase{
		{"Robert Harden, 61, is proud of the boat", Pass, "", ""},
		{"Jon Pell, 61, likes the boat", Fail, "swapped", "Robert Harden"},
		{"Conor O'Dare, aged 23, is ill", Fail, "swapped", "Ivo Tennant"},
	})
}

func TestNamesakes(t *testing.T) {
	checkCases(t, storyOf("en", "2026-03-02", garrowStory...), "name", []ruleCase{
		{"Robert Harden built the boat and paints it every spring", Pass, "", ""},
		{"Milo Harden built the boat and paints it every spring", Fail, "swapped", "Robert Harden"},
	})
}
