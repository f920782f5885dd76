package summarize

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// compose asks for the summary, checks it claim by claim, sends back once what
// breaks the house style, and settles what still does.
//
// Claims are told of in order: one that breaks a rule holds up those after it
// until it is settled.
func (r *run) compose(ctx context.Context, step string, messages []Message, d *draft, seen shown) error {
	e := newEmitter(r.job, d, seen)
	var told []article.Claim // that the emitter has taken or left out
	broken := false
	scanner := &claimScanner{emit: func(c article.Claim) {
		inOrder := c.ID == whyID && len(told) == 0 || c.ID == takeawayID(len(told)-1)
		if broken = broken || !inOrder || len(e.offer(c)) > 0; !broken {
			told = append(told, c)
		}
	}}
	req := Request{Step: step, Messages: messages, Schema: json.RawMessage(summarySchema), SchemaName: "summary"}
	if r.engine.Stream {
		req.OnText = scanner.write
	}
	answer, resp, err := ask(ctx, r, req, parseSummary, func() bool {
		*scanner = claimScanner{emit: scanner.emit}
		broken = false
		return len(told) == 0
	})
	if err != nil {
		return err
	}
	claims := []article.Claim{answer.Why.claim(whyID)}
	for i, t := range answer.Takeaways {
		claims = append(claims, t.claim(takeawayID(i)))
	}
	if !startsWith(claims, told) {
		return fault.New(fault.ModelBadAnswer, "the model's answer changed while it was written: try again, or without --stream")
	}
	rest := claims[len(told):]
	for len(rest) > 0 && len(e.offer(rest[0])) == 0 {
		rest = rest[1:]
	}
	if len(rest) > 0 || e.missing() > 0 {
		rest, err = r.repair(ctx, messages, resp, e, rest)
		if err != nil {
			return err
		}
		for _, c := range rest {
			e.last(c)
		}
	}
	e.close()
	return nil
}

// startsWith reports whether the claims begin with those that were told of.
func startsWith(claims, told []article.Claim) bool {
	return len(told) <= len(claims) && slices.EqualFunc(claims[:len(told)], told, func(a, b article.Claim) bool {
		return a.Text == b.Text && slices.Equal(a.Cites, b.Cites)
	})
}

// repair sends back, once, the claims that break the house style, and asks for
// those that are missing. It returns the claims to settle, in order. A repair
// that fails for a fault of the model leaves them as they were.
func (r *run) repair(ctx context.Context, messages []Message, draft Response, e *emitter, rest []article.Claim) ([]article.Claim, error) {
	problems, keep := r.problems(e, rest)
	if len(problems) == 0 {
		return rest, nil
	}
	r.job.on(Event{Kind: EventRepair, Total: len(problems)})
	text, err := r.engine.Prompts.Render(prompts.Repair{Problems: problems, Keep: keep})
	if err != nil {
		return nil, err
	}
	messages = append(append([]Message{}, messages...), Message{Assistant, clipBytes(draft.Text, 8000)}, Message{User, text})
	answers, _, err := ask(ctx, r, Request{
		Step: "repair", Messages: messages, Schema: json.RawMessage(claimsSchema), SchemaName: "claims",
	}, parseClaims, nil)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		e.warn("repair_failed", "Claims that break the house style could not be written again: "+err.Error())
		return rest, nil
	}
	e.warn("repaired", fmt.Sprintf("%d of the claims went back to the model once, for breaking the house style", len(problems)))
	return replace(rest, answers, problems), nil
}

// problems checks the claims that were not taken, each against all that is
// kept so far and those before it that are sound.
func (r *run) problems(e *emitter, rest []article.Claim) (problems []prompts.Problem, keep []string) {
	before := append([]article.Claim{}, e.kept...)
	takeaways := len(e.draft.summary.Takeaways)
	for _, c := range rest {
		if c.ID != whyID && takeaways >= r.job.house.count {
			break
		}
		tidied, _ := r.job.house.tidy(c)
		if findings := r.job.house.check(tidied, before, e.seen); len(findings) > 0 {
			problems = append(problems, problem(c, findings))
		} else {
			before = append(before, tidied)
		}
		if c.ID != whyID {
			takeaways++
		}
	}
	for n := takeaways; n < r.job.house.least(); n++ {
		problems = append(problems, prompts.Problem{ID: takeawayID(n), Reasons: []string{
			fmt.Sprintf("It is missing: at least %d takeaways are asked for", r.job.house.least()),
		}})
	}
	for _, c := range before {
		keep = append(keep, c.Text)
	}
	return problems, keep
}

// problem says what is wrong with a claim. Words that give orders to a machine
// are not repeated to one.
func problem(c article.Claim, findings []ground.Finding) prompts.Problem {
	out := prompts.Problem{ID: c.ID, Text: clipBytes(c.Text, 600)}
	for _, f := range findings {
		out.Reasons = append(out.Reasons, f.Message)
		if f.Rule == ruleInjection {
			out.Text = ""
		}
	}
	return out
}

// replace puts repaired claims in the places of those that were asked for.
func replace(rest []article.Claim, answers []answerClaim, problems []prompts.Problem) []article.Claim {
	asked := map[string]bool{}
	for _, p := range problems {
		asked[p.ID] = true
	}
	out := append([]article.Claim{}, rest...)
	for _, answer := range answers {
		if !asked[answer.ID] || answer.Text == "" {
			continue
		}
		asked[answer.ID] = false
		c := answer.claim(answer.ID)
		placed := false
		for i := range out {
			if out[i].ID == c.ID {
				out[i], placed = c, true
			}
		}
		if !placed {
			out = append(out, c)
		}
	}
	return out
}

// clipBytes shortens text to at most n bytes, at a character.
func clipBytes(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && text[n]&0xC0 == 0x80 {
		n--
	}
	return text[:n] + "…"
}
