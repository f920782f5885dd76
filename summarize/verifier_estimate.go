package summarize

import (
	"cmp"
	"slices"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

// ReadingEstimate says what a second reader would take. Nothing is sent for it.
type ReadingEstimate struct {
	Calls        int `json:"calls"` // when nothing has to be written again
	InputTokens  int `json:"input_tokens"`
	OutputTokens int `json:"output_tokens"` // the most that those calls can be answered with

	// USD is what the calls cost as a rule, and MaxUSD what they can cost at most:
	// when every claim is written again as often as the profile allows, and every
	// call is answered at full length and as often as Tries allows. Both are nil
	// when no price is known.
	USD    *float64 `json:"usd"`
	MaxUSD *float64 `json:"max_usd"`
}

// usualVerdict is what an opinion takes as a rule, in tokens, usualEvidence how
// many sentences are behind a claim, and claimTokens what a claim takes.
const (
	usualVerdict  = 60
	usualEvidence = 3
	claimTokens   = 60
)

// Estimate works out what reading the claims about an article would take. It is
// nil where the profile wants no second reader.
func (v *Verifier) Estimate(a *article.Article, p *Profile) (*ReadingEstimate, error) {
	if grades[p.Grounding.Rules[verifierRule]] == ground.Off {
		return nil, nil
	}
	h := newHouse(p, a)
	counter := v.Counter
	if counter == nil {
		counter = tokens.New(v.Info.Encoding)
	}
	frame, most, err := v.question(a, counter)
	if err != nil {
		return nil, err
	}
	usual := frame + claimTokens + most*usualEvidence/mostEvidence
	out := &ReadingEstimate{Calls: h.count + 1}
	out.InputTokens, out.OutputTokens = out.Calls*usual, out.Calls*v.maxOutput()
	if price := v.Info.Price; price != nil {
		usd := price.Cost(Usage{InputTokens: out.InputTokens, OutputTokens: out.Calls * min(usualVerdict, v.maxOutput())})
		n := max(1, v.Tries) * mostReadings(h)
		atMost := price.Cost(Usage{InputTokens: n * (frame + claimBytes + most), OutputTokens: n * v.maxOutput()})
		out.USD, out.MaxUSD = &usd, &atMost
	}
	return out, nil
}

// question counts the tokens of what the second reader is told beside claim and
// sentences, and those of the longest sentences that it can be shown.
func (v *Verifier) question(a *article.Article, counter *tokens.Counter) (frame, most int, err error) {
	longest := slices.Clone(a.Sentences)
	slices.SortFunc(longest, func(x, y article.Sentence) int { return cmp.Compare(len(y.Text), len(x.Text)) })
	for _, s := range longest[:min(len(longest), mostEvidence)] {
		n, err := counter.Count(clipBytes(s.Text, evidenceBytes))
		if err != nil {
			return 0, 0, err
		}
		most += n + lineTokens
	}
	for _, data := range []prompts.Data{prompts.Verifier{}, prompts.Verify{Fence: prompts.EvidenceFence("", nil)}} {
		text, err := v.Prompts.Render(data)
		if err != nil {
			return 0, 0, err
		}
		n, err := counter.Count(text)
		if err != nil {
			return 0, 0, err
		}
		frame += n + 16
	}
	return frame, most, nil
}
