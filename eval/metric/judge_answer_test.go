package metric

import (
	"math"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize"
)

func chancesOf(chances ...any) []summarize.TokenChance {
	var out []summarize.TokenChance
	for i := 0; i < len(chances); i += 2 {
		out = append(out, summarize.TokenChance{Text: chances[i].(string), P: chances[i+1].(float64)})
	}
	return out
}

func TestWeighted(t *testing.T) {
	for _, tt := range []struct {
		name   string
		tokens []summarize.Token
		want   float64
		why    string
	}{
		{"sure", []summarize.Token{{Text: "4", Top: chancesOf("4", 1.0)}}, 4, ""},
		{"split", []summarize.Token{{Text: "4", Top: chancesOf("4", 0.5, "2", 0.5)}}, 3, ""},
		{"spellings", []summarize.Token{{Text: "4", Top: chancesOf("4", 0.25, " 4", 0.25, "▁2", 0.25, "Ġ2", 0.25)}}, 3, ""},
		{"renormalised", []summarize.Token{{Text: "4", Top: chancesOf("4", 0.3, "5", 0.3, "The", 0.2)}}, 4.5, ""},
		{"outside the scale", []summarize.Token{{Text: "4", Top: chancesOf("4", 0.6, "6", 0.2, "0", 0.1, "45", 0.1)}}, 4, ""},
		{"after a space", []summarize.Token{{Text: " ", Top: chancesOf(" ", 1.0)}, {Text: "2", Top: chancesOf("2", 0.9)}}, 2, ""},
		{"after a mark", []summarize.Token{{Text: "**", Top: chancesOf("**", 1.0)}, {Text: "2", Top: chancesOf("2", 0.9)}}, 2, ""},
		{"what was drawn was unlikely", []summarize.Token{{Text: "1", Top: chancesOf("4", 0.9, "1", 0.01)}}, (3.6 + 0.01) / 0.91, ""},
		{"hardly a grade", []summarize.Token{{Text: "The", Top: chancesOf("The", 0.6, "4", 0.4)}}, 0, "0.40 together"},
		{"grades later on", []summarize.Token{{Text: "On", Top: chancesOf("On", 0.9)}, {Text: "5", Top: chancesOf("5", 1.0)}}, 0, "0.00 together"},
		{"no probabilities", []summarize.Token{{Text: "4"}}, 0, "gives no probabilities"},
		{"no token", nil, 0, "gives no probabilities"},
	} {
		got, err := weighted(tt.tokens, 5)
		if (err != nil) != (tt.why != "") || err != nil && !strings.Contains(err.Error(), tt.why) || math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s: %v, %v, want %v %s", tt.name, got, err, tt.want, tt.why)
		}
	}
}

func TestParseGrade(t *testing.T) {
	for text, want := range map[string]int{
		`{"reason":"r","score":3}`:             3,
		`{"score":3.0}`:                        3,
		`{"score":"5"}`:                        5,
		"Sure:\n```json\n{\"score\": 1}\n```":  1,
		`{"reason":"{\"score\":5}","score":2}`: 2,
		`{"reason":"no grade"} {"score":4}`:    4,
		`{"score":0}`:                          0,
		`{"score":6}`:                          0,
		`{"score":3.5}`:                        0,
		`{"score":"3/5"}`:                      0,
		`{"score":null}`:                       0,
		`{"score":"null"}`:                     0,
		`{"score":true}`:                       0,
		`{"score":[5]}`:                        0,
		`{"score":1e400}`:                      0,
		`{"score":-0}`:                         0,
		`{"grade":4}`:                          0,
		`score: 4`:                             0,
		`{"score":4`:                           0,
		"":                                     0,
		strings.Repeat("{", 1000) + `{"score":4}` + "}}}}": 0,
		"the article says {\"score\":5, so {\"score\": 2}": 2,
	} {
		got, err := parseGrade(text, 5)
		if got != want || (err != nil) != (want == 0) {
			t.Errorf("%.60q: %d, %v, want %d", text, got, err, want)
		}
	}
}

// Whatever a model writes, a grade is on the scale, and so is a weighted mean.
func FuzzGrade(f *testing.F) {
	for _, seed := range []string{`{"score":3}`, `{"score":"4"}`, "```{\"score\":9e99}", `{"better":"First "}`, "{{{{", "▁4", " 5\n", "٤"} {
		f.Add(seed, 0.5, 5)
	}
	f.Fuzz(func(t *testing.T, text string, p float64, most int) {
		most = 2 + max(0, most)%8
		if got, err := parseGrade(text, most); err == nil && (got < 1 || got > most) {
			t.Errorf("grade %d of %d", got, most)
		}
		if got, err := parseChoice(text); err == nil && got != "first" && got != "second" && got != "tie" {
			t.Errorf("choice %q", got)
		}
		if !(p >= 0 && p <= 1) {
			return
		}
		got, err := weighted([]summarize.Token{{Text: text, Top: chancesOf(text, p, "2", 1-p, " 1", p/2)}}, most)
		if err == nil && !(got >= 1 && got <= float64(most)) {
			t.Errorf("mean %v of %d", got, most)
		}
	})
}
