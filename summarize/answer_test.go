package summarize

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/summarize/article"
)

func TestParseSummary(t *testing.T) {
	one := article.Claim{ID: "why", Text: "W", Cites: []article.SentenceID{1}}
	two := article.Claim{ID: "t1", Text: "T", Cites: []article.SentenceID{2, 3}}
	plain := `{"why":{"text":"W","sentences":[1]},"takeaways":[{"text":"T","sentences":[2,3]}]}`
	for name, tc := range map[string]struct {
		text string
		want []article.Claim
	}{
		"plain":             {plain, []article.Claim{one, two}},
		"fenced":            {"```json\n" + plain + "\n```\n", []article.Claim{one, two}},
		"prose around":      {"Here it is: " + plain + " I hope that it helps.", []article.Claim{one, two}},
		"braces in prose":   {"In the form {why, takeaways}: " + plain, []article.Claim{one, two}},
		"thinking before":   {"<think>{maybe}</think>" + plain, []article.Claim{one, two}},
		"twice":             {plain + "\n" + plain, []article.Claim{one, two}},
		"byte order mark":   {"\ufeff" + plain, []article.Claim{one, two}},
		"unknown keys":      {`{"note":{"a":[1]},"why":{"text":"W","sentences":[1],"x":1},"takeaways":[]}`, []article.Claim{one}},
		"order of keys":     {`{"takeaways":[{"sentences":[2,3],"text":"T"}],"why":{"sentences":[1],"text":"W"}}`, []article.Claim{one, two}},
		"white space":       {`{"why":{"text":" W\n","sentences":[1]},"takeaways":null}`, []article.Claim{one}},
		"why as a string":   {`{"why":"W","takeaways":[]}`, []article.Claim{{ID: "why", Text: "W"}}},
		"claims as strings": {`{"why":{"text":"W","sentences":[1]},"takeaways":["A","B"]}`, []article.Claim{one, {ID: "t1", Text: "A"}, {ID: "t2", Text: "B"}}},
		"no why":            {`{"takeaways":[{"text":"T","sentences":[2,3]}]}`, []article.Claim{{ID: "why"}, two}},
		"why is null":       {`{"why":null,"takeaways":[{"text":"T","sentences":[2,3]}]}`, []article.Claim{{ID: "why"}, two}},
		"no takeaways":      {`{"why":{"text":"W","sentences":[1]}}`, []article.Claim{one}},
		"no sentences":      {`{"why":{"text":"W"},"takeaways":[]}`, []article.Claim{{ID: "why", Text: "W"}}},
		"escapes":           {`{"why":{"text":"\u201cW\u201d \ud83d\ude80 \ud83d","sentences":[1]},"takeaways":[]}`, []article.Claim{{ID: "why", Text: "“W” 🚀 \ufffd", Cites: one.Cites}}},
	} {
		t.Run(name, func(t *testing.T) {
			answer, err := parseSummary(tc.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, claimsOf(answer), emptyIsNil); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// emptyIsNil takes a list without elements as none.
var emptyIsNil = cmp.Transformer("nil", func(ids []article.SentenceID) []int {
	var out []int
	for _, id := range ids {
		out = append(out, int(id))
	}
	return out
})

func claimsOf(answer *summaryAnswer) []article.Claim {
	out := []article.Claim{answer.Why.claim(whyID)}
	for i, t := range answer.Takeaways {
		out = append(out, t.claim(takeawayID(i)))
	}
	return out
}

func TestBadAnswersSayWhatIsWrong(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want string
	}{
		"empty":           {"", "it is empty"},
		"white space":     {" \n\t ", "it is empty"},
		"prose":           {"I cannot help with that.", "no JSON object"},
		"array":           {`["a","b"]`, "no JSON object"},
		"array of claims": {`[{"text":"T","sentences":[1]}]`, "neither"},
		"other keys":      {`{"summary":"W"}`, "neither"},
		"empty object":    {`{}`, "neither"},
		"empty lists":     {`{"why":null,"takeaways":[]}`, "neither"},
		"cut off early":   {`{"why":{"text":"W","sente`, "broken or cut off"},
		"cut off escape":  {`{"why":{"text":"W\u20`, "broken or cut off"},
		"single quotes":   {`{'why': 'W'}`, "broken or cut off"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parseSummary(tc.text)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error = %v, want one with %q", err, tc.want)
			}
		})
	}
}

// When the whole answer cannot be read, the model is told what is wrong with it,
// not what its inner objects lack.
func TestReasonIsThatOfTheWholeAnswer(t *testing.T) {
	for text, want := range map[string]string{
		`{"why":{"text":"W","sentences":[1]},"takeaways":[{"text":"T","sentences":[2`: "cut off",
		`{"why":{"text":12,"sentences":[1]},"takeaways":[]}`:                          "wrong type",
		`{"why":{"text":"W","sentences":[1]},"takeaways":"none"}`:                     `"takeaways" has the wrong type`,
		`{"why":[{"text":"W"}],"takeaways":[]}`:                                       "wrong type",
	} {
		if _, err := parseSummary(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error = %v, want one with %q", text, err, want)
		}
	}
	for text, want := range map[string]string{
		`{"candidates":{}}`: "wrong type",
		`{"candidates":[{"text":"F","weight":"heavy"}]}`:                         "wrong type",
		`{"candidates":[{"text":"F","why":"yes"}]}`:                              "wrong type",
		`{"candidates":[{"text":"T","sentences":[2],"weight":1,"why":false},{"t`: "cut off",
	} {
		if _, err := parseCandidates(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error = %v, want one with %q", text, err, want)
		}
	}
}

func TestSentenceNumbers(t *testing.T) {
	for text, want := range map[string][]article.SentenceID{
		`[1,2]`:                  {1, 2},
		`["3","[4]"," 5 "]`:      {3, 4, 5},
		`[6.0]`:                  {6},
		`7`:                      {7},
		`"8"`:                    {8},
		`null`:                   nil,
		`[]`:                     nil,
		`[-1]`:                   {0},
		`[0]`:                    {0},
		`[2.5]`:                  {0},
		`[1e30,-1e30]`:           {0, 0},
		`[99999999999999999999]`: {0},
		`["1, 2"]`:               {0},
		`["one"]`:                {0},
		`[null,true,{},[]]`:      {0, 0, 0, 0},
		`{"a":1}`:                {0},
		`[[1]]`:                  {0},
	} {
		answer, err := parseSummary(`{"why":{"text":"W","sentences":` + text + `}}`)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, []article.SentenceID(answer.Why.Sentences), emptyIsNil); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestParseCandidatesAndClaims(t *testing.T) {
	facts, err := parseCandidates("```\n" + `{"candidates":[{"text":"F","sentences":["2"],"weight":5,"why":true},{"text":"G"}]}` + "\n```")
	want := []candidateAnswer{{"F", numbers{2}, 5, true}, {"G", nil, 0, false}}
	if diff := cmp.Diff(want, facts); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if facts, err = parseCandidates(`{"candidates":[]}`); err != nil || len(facts) != 0 {
		t.Errorf("a part without facts: %v, %v", facts, err)
	}
	claims, err := parseClaims(`{"claims":[{"id":"t2","text":"C","sentences":[1]},"bare"]}`)
	if diff := cmp.Diff([]answerClaim{{"t2", "C", numbers{1}}, {Text: "bare"}}, claims); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for text, want := range map[string]string{
		`{"candidates":null}`:  "no \"candidates\"",
		`{"claims":[]}`:        "no \"candidates\"",
		`{"candidates":["F"]}`: "wrong type",
		``:                     "empty",
	} {
		if _, err := parseCandidates(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error = %v, want one with %q", text, err, want)
		}
	}
	if _, err := parseClaims(`{"takeaways":[]}`); err == nil || !strings.Contains(err.Error(), "no \"claims\"") {
		t.Errorf("error = %v", err)
	}
}

func TestDeepAnswersAreRefused(t *testing.T) {
	for _, open := range []string{`[`, `{"a":`, `{`, `{"why":`, `{"why":{"sentences":[`} {
		text := `{"why":{"text":"W","sentences":` + strings.Repeat(open, 200000)
		if _, err := parseSummary(text); err == nil {
			t.Errorf("%q many times: no error", open)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		summaryJSON(ferryWhy, ferryClaims...), claimsJSON(ferryClaims...), "```json\n{\"why\":\"W\"}\n```", "{}", "[]", "{{{{{{{{{",
		`{"candidates":[{"text":"F","sentences":["2",-3,1e99,null],"weight":5,"why":true}]}`,
		`{"why":null,"takeaways":[null,"x",{"text":"a"}]}`, "{\"why\":\"\xff\"}", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if answer, err := parseSummary(text); err == nil {
			if answer.Why == nil {
				t.Fatal("no why and no error")
			}
			for _, c := range claimsOf(answer) {
				checkSensible(t, c.Text, c.Cites)
			}
		}
		if facts, err := parseCandidates(text); err == nil {
			for _, c := range facts {
				checkSensible(t, c.Text, c.Sentences)
			}
		}
		if claims, err := parseClaims(text); err == nil {
			for _, c := range claims {
				checkSensible(t, c.Text, c.Sentences)
				checkSensible(t, c.ID, nil)
			}
		}
	})
}

func checkSensible(t *testing.T, text string, ids []article.SentenceID) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("%q is not valid UTF-8", text)
	}
	for _, id := range ids {
		if id < 0 || id >= 1e9 {
			t.Errorf("sentence %d", id)
		}
	}
}
