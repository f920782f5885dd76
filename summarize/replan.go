package summarize

import (
	"context"
	"fmt"
	"unicode"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// cut says that an endpoint read less than it was sent.
type cut struct{ read, least int } // tokens; the zero value is none

// cutShort compares what an endpoint says it read with what it was sent at
// least. Some servers cut what is too long for them, and do not say so. Sizes of
// contexts are round: a number that is one by chance is rare, so that the count of
// another model's tokens is good enough then.
func cutShort(req Request, read int, count func([]Message) (int, error)) cut {
	if read < leastCut { // no context is so small; rather what was cached is not counted
		return cut{}
	}
	if words := leastTokens(req.Messages); read < words {
		return cut{read, words}
	}
	if read%1024 == 0 {
		if counted, err := count(req.Messages); err == nil && read < counted {
			return cut{read, counted}
		}
	}
	return cut{}
}

// leastCut is the least context, in tokens, that a server may have.
const leastCut = 512

// leastTokens is what messages take at least, whatever the model's encoding:
// tokens end at white space, and hold few characters of the scripts that are
// written without it.
func leastTokens(messages []Message) int {
	words, packed := 0, 0
	for _, m := range messages {
		words += wordCount(m.Text)
		for _, c := range m.Text {
			if c >= 0x0E00 && unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
				packed++
			}
		}
	}
	return words + packed/6
}

func (c cut) fault() *fault.Error {
	return fault.New(fault.ModelContext,
		"the endpoint read %d tokens of a request that has %d or more, so it seems to cut what is too long for it without saying so: set model.context_tokens to what it can take in, or let it take in more",
		c.read, c.least)
}

// noteCut notes an answer to a request that was cut short, and returns the
// fault where the article can be read again in smaller parts. Else it becomes a
// warning: the endpoint may only count in a way of its own.
func (r *run) noteCut(req Request, resp Response) error {
	c := cutShort(req, resp.Read, r.promptTokens)
	if c == (cut{}) {
		return nil
	}
	r.cut = c
	if r.reread || r.told || req.OnText != nil || req.Step == "repair" {
		return nil
	}
	return c.fault()
}

// warnCut says that an answer was made from less than was sent.
func (r *run) warnCut(d *draft) {
	if r.cut == (cut{}) {
		return
	}
	d.coverage.Complete = false
	d.warnings = append(d.warnings, Warning{Code: "input_cut", Message: upperFirst(r.cut.fault().Message)})
}

// again is how an article is read anew.
type again struct {
	plan  *Plan
	sizes sizes
	why   error
}

// replan plans the reading of an article anew, once, after a call turned out to
// be longer than what the model can read. Beside its instructions every call is
// to be at most half as long as the longest one was. It returns false where that
// is too little to work with, and where claims were told of already.
func (r *run) replan(ctx context.Context, plan *Plan, why error) bool {
	if fault.CodeOf(why) != fault.ModelContext || r.reread || r.told || ctx.Err() != nil {
		return false
	}
	exact, err := r.sizes(r.promptTokens)
	if err != nil {
		return false
	}
	if !plan.Counted {
		if _, plan.Tokens, err = countLines(ctx, r.job.article, r.counter); err != nil {
			return false
		}
		plan.Chunks[0].Tokens, plan.Counted = plan.Tokens, true
	}
	limit := r.estimate(plan, exact, &Estimate{}).MaxUSD
	info, kept := r.info, r.kept
	next := r.smaller(ctx, plan, exact)
	if next == nil {
		r.info, r.kept = info, kept
		return false
	}
	next.why = why
	r.next, r.limit, r.reread, r.cut = next, limit, true, cut{}
	return true
}

// smaller plans for a smaller context: that which the endpoint itself said it read,
// or else one that is surely enough. It returns nil where that is too little.
func (r *run) smaller(ctx context.Context, plan *Plan, size sizes) *again {
	half, read := r.halve(plan, size), r.cut.read
	if read > 0 && read < r.info.Context {
		known := r.info
		r.shrink(read)
		if next := r.parted(ctx, half); next != nil {
			return next
		}
		r.info = known
		r.shrink(known.Context)
	}
	return r.parted(ctx, half)
}

// parted plans with what the model is taken to read, and parts of at most so
// many tokens.
func (r *run) parted(ctx context.Context, most int) *again {
	size, err := r.sizes(r.promptTokens)
	if err != nil || size.facts < minRoom {
		return nil
	}
	size.budget.Whole, size.budget.Chunk = min(size.budget.Whole, most), min(size.budget.Chunk, most)
	next, err := NewPlan(ctx, r.job.article, size.budget, r.counter)
	if err != nil {
		return nil
	}
	return &again{plan: next, sizes: size}
}

// halve takes the model to be able to read the instructions and half of what else
// was in the longest call, its answer included. It returns half of the article's
// text in that call.
func (r *run) halve(plan *Plan, size sizes) int {
	prompt, most := size.draft, 0
	if len(plan.Chunks) > 1 {
		prompt = size.candidates
	}
	for _, c := range plan.Chunks {
		most = max(most, c.Tokens)
	}
	r.shrink(min(r.info.Context, prompt+(most+r.info.MaxOutput)/2))
	return most / 2
}

func (r *run) shrink(context int) {
	r.info.Context = context
	r.info.MaxOutput = min(r.info.MaxOutput, context/4)
	r.kept = min(repairTokens, context/8)
}

func replanned(why error, parts int) Warning {
	return Warning{
		Code: "replanned",
		Message: fmt.Sprintf("%s. The article was then read in %d smaller parts",
			upperFirst(why.Error()), parts),
	}
}

// reserve sets aside the most that a call can cost, once the article is read
// again: all of it together must not cost more than the estimate said.
func (r *run) reserve(req Request) (float64, error) {
	if r.limit == nil {
		return 0, nil
	}
	input, err := r.promptTokens(req.Messages)
	if err != nil {
		return 0, err
	}
	tries := max(1, r.engine.Tries)
	most := r.info.Price.Cost(Usage{InputTokens: tries * input, OutputTokens: tries * req.MaxOutputTokens})
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.usage.Unreported > 0 || r.info.Price.Cost(r.usage)+r.held+most > *r.limit {
		return 0, fault.New(fault.OverBudget,
			"the article is longer than what the model could read at once, and reading it again in smaller parts could cost more than the estimate of $%.4f: set model.context_tokens to what the model can take in", *r.limit)
	}
	r.held += most
	return most, nil
}
