package ground

import "testing"

var saltmereStory = []string{
	"Turnout falls at Saltmere poll",
	"About 3,900 people voted on 4 June. Half of those who could vote stayed at home.",
	"The budget of 1 200 000 crowns was cut by a quarter in 2025.",
	"The last flood of this sort was in 1984.",
	"The river peaked at 4.8 metres at Osk Bridge, 20 centimetres above the 4.6 metres of 1998.",
	"At Tarn Bridge the river read 4.3 metres in the afternoon.",
}

func TestNumbersWrittenOtherwise(t *testing.T) {
	checkCases(t, storyOf("en", "", saltmereStory...), "number", []ruleCase{
		{"Nearly 4,000 people voted", Pass, "", ""},
		{"The budget was 1 200 000 crowns", Pass, "", ""},
		{"The budget was 1.2 million crowns", Pass, "", ""},
		{"The budget was cut by a quarter", Pass, "", ""},
		{"The river peaks at 4.8 metres at Osk Bridge, above the 4.6 metres of 1998", Pass, "", ""},
		{"The flood is the worst for more than 40 years", Warn, "derived", ""},

		{"The budget was 1 300 000 crowns", Fail, "invented", "1 200 000 crowns"},
		{"The budget was cut by a third", Fail, "invented", "a quarter"},
		{"Nearly 4,500 people voted", Fail, "invented", "3,900"},
	})
}

func TestDatesWrittenOtherwise(t *testing.T) {
	checkCases(t, storyOf("en", "", saltmereStory...), "date", []ruleCase{
		{"people voted on june 4", Pass, "", ""},
		{"people voted on june 5", Fail, "date", "4 June"},
		{"People voted on 5 June. Few came", Fail, "date", "4 June"},
	})
}
