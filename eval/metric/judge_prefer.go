package metric

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
)

// Outcome is how the first of two summaries did against the second.
type Outcome string

// The outcomes. Unread is for what the judge could not be understood about.
const (
	Win    Outcome = "win"
	Loss   Outcome = "loss"
	Tie    Outcome = "tie"
	Unread Outcome = "unread"
)

// Preference is what a judge says of two summaries of one article, shown to it
// in both orders. It wins or loses that is preferred, or not, in both.
type Preference struct {
	Outcome Outcome
	Flip    bool   // preferred what came first, or second, both times; Outcome is Tie
	Unread  string // why, when Outcome is Unread
	Spent   Spent
}

// Preferences count preferences over many articles.
type Preferences struct {
	Wins, Losses, Ties, Unread int
	Flips                      int // that are among the Ties
}

// Add counts one more.
func (p *Preferences) Add(one Preference) {
	switch one.Outcome {
	case Win:
		p.Wins++
	case Loss:
		p.Losses++
	case Tie:
		p.Ties++
	default:
		p.Unread++
	}
	if one.Flip {
		p.Flips++
	}
}

// FlipRate is the share of flips among what could be read, false when there is
// nothing. A judge that looks at the order only has 1.
func (p *Preferences) FlipRate() (float64, bool) {
	n := p.Wins + p.Losses + p.Ties
	if n == 0 {
		return 0, false
	}
	return float64(p.Flips) / float64(n), true
}

const choiceSchema = `{"type":"object","properties":{"reason":{"type":"string"},"better":{"type":"string","enum":["first","second","tie"]}},` +
	`"required":["reason","better"],"additionalProperties":false}`

// Prefer asks which of two summaries is better by the questions of all rubrics,
// in both orders. The article is a's. An error may be gone another time; the
// Preference has what was spent also then.
func (j *Judge) Prefer(ctx context.Context, a, b *Sample) (Preference, error) {
	m := &meter{}
	ctx = m.in(ctx)
	first, second := shownDraft(a), shownDraft(b)
	if a.Article == nil || isBlank(first) || isBlank(second) {
		return Preference{Outcome: Unread, Unread: "there is no article, or no summary to compare"}, nil
	}
	source := sourceOf(a)
	var said, whys [2]string
	var errs [2]error
	order := [][2]prompts.Shown{{first, second}, {second, first}}
	j.each(2, func(i int) { said[i], whys[i], errs[i] = j.choose(ctx, source, order[i][0], order[i][1]) })
	spent := j.spent(m.usage)
	if err := firstOf(errs[:]); err != nil {
		return Preference{Outcome: Unread, Spent: spent}, err
	}
	p := agree(said, whys)
	p.Spent = spent
	return p, nil
}

// agree makes one preference of those in the two orders.
func agree(said, whys [2]string) Preference {
	switch {
	case whys[0] != "":
		return Preference{Outcome: Unread, Unread: whys[0]}
	case whys[1] != "":
		return Preference{Outcome: Unread, Unread: whys[1]}
	case said == [2]string{"first", "second"}:
		return Preference{Outcome: Win}
	case said == [2]string{"second", "first"}:
		return Preference{Outcome: Loss}
	}
	return Preference{Outcome: Tie, Flip: said[0] == said[1] && said[0] != "tie"}
}

// PreferSignature names everything that decides preferences.
func (j *Judge) PreferSignature() string {
	rubrics := make([]string, len(j.o.Rubrics))
	for i, r := range j.o.Rubrics {
		rubrics[i] = fmt.Sprintf("%s.%s@%s", r.Name, r.Version, r.Digest[:12])
	}
	return fmt.Sprintf("prefer|%s|%s|orders:2|temp:0|prompts:%s|v:1",
		modelName(j.o.Info), strings.Join(rubrics, ","), j.o.Prompts.DigestOf(prompts.JudgeFiles())[:12])
}

// MostPreferUSD is what Prefer can cost at most, in US dollars; nil when no price
// is known.
func (j *Judge) MostPreferUSD(a, b *Sample) *float64 {
	if j.o.Info.Price == nil {
		return nil
	}
	if a.Article == nil {
		none := 0.0
		return &none
	}
	messages, err := j.pairQuestion(sourceOf(a), shownDraft(a), shownDraft(b))
	if err != nil {
		return nil
	}
	calls, in := 2*max(1, j.o.Tries), min(bytesOf(messages)+formBytes, max(j.o.Info.Context, formBytes))
	usd := j.o.Info.Price.Cost(summarize.Usage{InputTokens: calls * in, OutputTokens: calls * j.maxOutput(reasonTokens)})
	return &usd
}

// pairQuestion makes the two messages about a pair.
func (j *Judge) pairQuestion(source *prompts.Source, first, second prompts.Shown) ([]summarize.Message, error) {
	var questions []string
	for _, r := range j.o.Rubrics {
		questions = append(questions, r.Question)
	}
	return j.messages(prompts.Chooser{Questions: questions},
		prompts.Choose{Fence: prompts.MaterialFence(source, first, second), Source: source, First: first, Second: second})
}

func (j *Judge) choose(ctx context.Context, source *prompts.Source, first, second prompts.Shown) (said, why string, err error) {
	messages, err := j.pairQuestion(source, first, second)
	if err != nil {
		return "", "", err
	}
	cold := 0.0
	resp, why, err := j.ask(ctx, summarize.Request{
		Step: "prefer", Messages: messages, Schema: json.RawMessage(choiceSchema), SchemaName: "choice",
		MaxOutputTokens: j.maxOutput(reasonTokens), Temperature: &cold,
	})
	if why != "" || err != nil {
		return "", why, err
	}
	said, bad := parseChoice(resp.Text)
	return said, j.read(bad), nil
}

func isBlank(s prompts.Shown) bool { return s.Why == "" && len(s.Takeaways)+len(s.Lines) == 0 }
