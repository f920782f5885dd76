package summarize

import (
	"context"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// Estimate says what drafting with a model would take. Nothing is sent for it.
type Estimate struct {
	Sentences int  `json:"sentences"`
	Chunks    int  `json:"chunks"`
	Cut       int  `json:"sentences_cut"` // sentences longer than a chunk
	Calls     int  `json:"calls"`         // when nothing goes wrong
	Context   int  `json:"context_tokens"`
	Known     bool `json:"context_known"`

	// InputTokens is what those calls send; OutputTokens is the most that they
	// can be answered with.
	InputTokens  int `json:"input_tokens"`
	OutputTokens int `json:"output_tokens"`

	// USD is what the calls cost as a rule, and MaxUSD what it can cost at most:
	// when every call is answered at full length and as often as ModelEngine.Tries
	// allows, claims go back for repair, and each answer has to be asked for in
	// its form again. Both are nil when no price is known.
	USD    *float64 `json:"usd"`
	MaxUSD *float64 `json:"max_usd"`
}

// usualAnswer is what a summary or a list of facts takes as a rule, in tokens.
const usualAnswer = 600

// Estimate plans the reading of an article and works out what it would take.
func (e *ModelEngine) Estimate(ctx context.Context, a *article.Article, p *Profile) (*Estimate, error) {
	return e.estimate(ctx, &job{article: a, house: newHouse(p, a), on: func(Event) {}})
}

// EstimateAgain works out what Again would take, and Alternatives for the one claim
// in which. It fails as they do.
func (e *ModelEngine) EstimateAgain(ctx context.Context, a *article.Article, current *Result, which []string, p *Profile) (*Estimate, error) {
	o := Options{Engine: e, Profile: p}
	again, err := newRedraft(a, current, which, o)
	if err != nil {
		return nil, err
	}
	return e.estimate(ctx, &job{article: a, house: again.house(o, a), on: func(Event) {}, again: again})
}

func (e *ModelEngine) estimate(ctx context.Context, j *job) (*Estimate, error) {
	a := j.article
	r, err := newRun(e, j)
	if err != nil {
		return nil, err
	}
	size, err := r.sizes(r.promptCeiling)
	if err != nil {
		return nil, err
	}
	plan, err := NewPlan(ctx, a, size.budget, r.counter)
	if err != nil {
		return nil, err
	}
	if !plan.Counted {
		if _, plan.Tokens, err = countLines(ctx, a, r.counter); err != nil {
			return nil, err
		}
	}
	exact, err := r.sizes(r.promptTokens)
	if err != nil {
		return nil, err
	}
	exact.facts = size.facts
	return r.estimate(plan, exact, &Estimate{
		Sentences: len(a.Sentences), Chunks: len(plan.Chunks), Cut: len(plan.Cut),
		Context: e.Info.Context, Known: e.Info.Known,
	}), nil
}

// estimate fills in what a plan takes: as a rule, and at most.
func (r *run) estimate(plan *Plan, size sizes, out *Estimate) *Estimate {
	e := r.engine
	last, most := size.draft+plan.Tokens, size.draft+plan.Tokens // the input of the last call
	out.Calls = 1
	merge := Usage{}
	if n := len(plan.Chunks); n > 1 {
		facts := n*factLimit(size, n) + ledeFacts
		last, most = size.compose+min(size.facts, facts*factTokens), size.compose+size.facts
		out.Calls += n
		out.InputTokens = plan.Tokens + n*size.candidates
		merge = size.mergeAtMost(facts)
	}
	out.InputTokens += last
	out.OutputTokens = out.Calls * e.Info.MaxOutput
	if price := e.Info.Price; price != nil {
		usual := price.Cost(Usage{InputTokens: out.InputTokens, OutputTokens: out.Calls * min(usualAnswer, e.Info.MaxOutput)})
		again := 2000 + form // an answer that cannot be read is shown again
		repairs := r.job.house.profile.Grounding.Repairs
		input := 2*(out.InputTokens-last+merge.InputTokens+most+repairs*(most+repairTokens)) + (out.Calls+merge.Calls+repairs)*again
		tries := max(1, e.Tries)
		atMost := price.Cost(Usage{InputTokens: tries * input, OutputTokens: tries * 2 * (out.Calls + merge.Calls + repairs) * e.Info.MaxOutput})
		out.USD, out.MaxUSD = &usual, &atMost
	}
	return out
}

// form is what asking again for the right form takes, in tokens.
const form = 100

// mergeAtMost is what merging can take when a model fills every fact to its
// bound, a byte a token, and each level shrinks as little as it may.
func (s sizes) mergeAtMost(facts int) (u Usage) {
	tokens := facts * (min(factBytes, s.facts) + factSentences*s.evidence + (factSentences+3)*lineTokens)
	for tokens > s.facts {
		calls := 2*tokens/s.facts + 1
		u.Calls += calls
		u.InputTokens += tokens + calls*s.compose
		tokens = tokens * 3 / 4
	}
	return u
}
