package service

import (
	"strings"

	"github.com/clipperhouse/uax29/v2/words"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// Distance says how much of a draft people changed until it was as approved: the
// words and signs that were put in, taken out or replaced (Levenshtein), claim by
// claim, as a part of those of the longer text of each claim. It is 0 when the
// words are the same, and 1 when none stayed. The order of claims does not count.
// Words are those of Unicode (UAX #29), so that it works in every language.
func Distance(draft, approved *summarize.Result) float64 {
	before, after := textsOf(draft), textsOf(approved)
	edits, length := 0, 0
	for id, text := range before {
		a, b := wordsOf(text), wordsOf(after[id])
		edits += levenshtein(a, b)
		length += max(len(a), len(b))
	}
	for id, text := range after {
		if _, ok := before[id]; !ok {
			n := len(wordsOf(text))
			edits, length = edits+n, length+n
		}
	}
	if length == 0 {
		return 0
	}
	return float64(edits) / float64(length)
}

func textsOf(r *summarize.Result) map[string]string {
	out := map[string]string{}
	for _, c := range claimsOf(r) {
		out[c.ID] = c.Text
	}
	return out
}

// mostWords is how many words of a claim are looked at: no claim has as many.
const mostWords = 1000

func wordsOf(text string) []string {
	var out []string
	for segments := words.FromString(text); segments.Next() && len(out) < mostWords; {
		if word := segments.Value(); strings.TrimSpace(word) != "" {
			out = append(out, word)
		}
	}
	return out
}

// levenshtein is the least number of words to put in, take out or replace.
func levenshtein(a, b []string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, word := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, other := range b {
			cost := diagonal
			if word != other {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// engineOf names what drafted: the model, or the engine when it has none.
func engineOf(r *summarize.Result) string {
	if model := string(r.Provenance.Model); model != "" {
		return model
	}
	return r.Provenance.Engine
}

// gravest are the findings of a draft that matter: for each claim and rule the
// gravest.
func gravest(r *summarize.Result) []ruleVerdict {
	var out []ruleVerdict
	for _, c := range claimsOf(r) {
		worst := map[string]ground.Verdict{}
		for _, f := range c.Findings {
			worst[f.Rule] = worst[f.Rule].Worse(f.Verdict)
		}
		for rule, verdict := range worst {
			if verdict == ground.Fail || verdict == ground.Warn {
				out = append(out, ruleVerdict{rule, verdict})
			}
		}
	}
	return out
}
