package provider

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"

	"github.com/nutgraf/nutgraf/summarize"
)

// maxTokensRead bounds how many tokens of an answer are kept with their
// probabilities: they are asked for with short answers only.
const maxTokensRead = 256

// tokensOf reads the probabilities of an answer's tokens. What is of another form
// is as if it were not there.
func tokensOf(raw json.RawMessage) []summarize.Token {
	type chance struct {
		Token   string   `json:"token"`
		LogProb *float64 `json:"logprob"`
	}
	var wire struct {
		Content []struct {
			chance
			Top []chance `json:"top_logprobs"`
		} `json:"content"`
	}
	if len(raw) == 0 || json.Unmarshal(raw, &wire) != nil {
		return nil
	}
	var out []summarize.Token
	for _, t := range wire.Content[:min(len(wire.Content), maxTokensRead)] {
		token := summarize.Token{Text: t.Token}
		for _, c := range t.Top[:min(len(t.Top), mostTop)] {
			if c.LogProb != nil && *c.LogProb <= 1e-6 { // over 0 it is no probability
				token.Top = append(token.Top, summarize.TokenChance{Text: c.Token, P: min(1, math.Exp(*c.LogProb))})
			}
		}
		slices.SortStableFunc(token.Top, func(a, b summarize.TokenChance) int { return cmp.Compare(b.P, a.P) })
		out = append(out, token)
	}
	return out
}
