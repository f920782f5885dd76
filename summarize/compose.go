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

// compose asks for the summary, checks it claim by claim, sends back what breaks
// the house style (once) or is not in the article (as often as the profile says),
// and settles what still does.
//
// Claims are told of in order: one that breaks a rule holds up those after it
// until it is settled.
func (r *run) compose(ctx context.Context, step string, messages []Message, d *draft, seen shown) error {
	e := newEmitter(r.job, d, seen)
	if r.job.again != nil {
		return r.composeAgain(ctx, messages, e)
	}
	var told []article.Claim // that the emitter has taken or left out
	broken := false
	scanner := &claimScanner{emit: func(c article.Claim) {
		inOrder := c.ID == whyID && len(told) == 0 || c.ID == takeawayID(len(told)-1)
		if broken = broken || !inOrder || len(e.offer(c)) > 0; !broken {
			told = append(told, c)
		}
	}}
	req := Request{Step: step, Messages: messages, Schema: json.RawMessage(summarySchema), SchemaName: "summary"}
	if r.engine.Stream && r.job.reader == nil { // which reads all of them at once
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
	return r.take(ctx, messages, resp, e, claims[len(told):])
}

// take checks claims that the model drafted, has those that break a rule written
// again, and settles what still does.
func (r *run) take(ctx context.Context, messages []Message, resp Response, e *emitter, claims []article.Claim) (err error) {
	e.readAhead(claims)
	rest := e.sound(claims)
	for round := 1; r.again(e, rest, round); round++ {
		if rest, err = r.repair(ctx, messages, resp, e, rest, round); err != nil {
			return err
		}
		e.readAhead(rest)
		if round < mostRounds {
			rest = e.sound(rest)
		}
	}
	for _, c := range rest {
		e.last(c)
	}
	e.close()
	return nil
}

// mostRounds is how often claims go back at most.
const mostRounds = 2

// again reports whether claims go back: the first time for anything, the second
// for what is not in the article.
func (r *run) again(e *emitter, rest []article.Claim, round int) bool {
	switch {
	case round > min(mostRounds, r.job.house.profile.Grounding.Repairs) || e.gaveUp:
		return false
	case round == 1:
		return len(rest) > 0 || e.missing() > 0
	}
	for _, c := range rest {
		if c.Text == "" || e.full(c) {
			continue
		}
		tidied, _ := r.job.house.tidy(c)
		if len(failures(e.compare(tidied, false).Findings)) > 0 {
			return true
		}
	}
	return false
}

// sound takes the claims at the beginning that break no rule and returns the rest.
func (e *emitter) sound(claims []article.Claim) []article.Claim {
	for len(claims) > 0 && len(e.offer(claims[0])) == 0 {
		claims = claims[1:]
	}
	return claims
}

// startsWith reports whether the claims begin with those that were told of.
func startsWith(claims, told []article.Claim) bool {
	return len(told) <= len(claims) && slices.EqualFunc(claims[:len(told)], told, func(a, b article.Claim) bool {
		return a.Text == b.Text && slices.Equal(a.Cites, b.Cites)
	})
}

// repair sends back the claims that break a rule, and asks for those that are
// missing. It returns the claims to settle, in order. A repair that fails for a
// fault of the model leaves them as they were, and is the last.
func (r *run) repair(ctx context.Context, messages []Message, draft Response, e *emitter, rest []article.Claim, round int) ([]article.Claim, error) {
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
		e.gaveUp = true
		e.warn("repair_failed", "Claims that break a rule could not be written again: "+err.Error())
		return rest, nil
	}
	e.warn("repaired", fmt.Sprintf("%d of the claims went back to the model, for breaking the house style or for what is not in the article", len(problems)))
	after := replace(rest, answers, problems)
	e.remember(rest, after, round)
	return after, nil
}

// remember notes which claims that the article does not support came back how.
func (e *emitter) remember(before, after []article.Claim, round int) {
	for i, c := range before {
		tidied, _ := e.job.house.tidy(c)
		failed := failures(e.compare(tidied, false).Findings)
		if c.Text == "" || len(failed) == 0 {
			continue
		}
		r := Repair{Round: round, Before: c.Text, After: optional(after[i].Text), Findings: failed, Outcome: Rewritten}
		if after[i].Text == c.Text {
			r.Outcome = Unchanged
		}
		e.sent[c.ID] = append(e.sent[c.ID], r)
	}
}

// problems checks the claims that were not taken, each against all that is
// kept so far and those before it that are sound.
func (r *run) problems(e *emitter, rest []article.Claim) (problems []prompts.Problem, keep []string) {
	before := append([]article.Claim{}, e.kept...)
	takeaways := len(e.draft.summary.Takeaways)
	for _, c := range rest {
		if c.ID != whyID && takeaways >= e.most() {
			break
		}
		tidied, _ := r.job.house.tidy(c)
		findings := r.job.house.check(tidied, before, e.seen)
		if findings = append(findings, failures(e.compare(tidied, false).Findings)...); len(findings) > 0 {
			problems = append(problems, problem(c, findings))
		} else {
			before = append(before, tidied)
		}
		if c.ID != whyID {
			takeaways++
		}
	}
	for n := takeaways; n < e.least(); n++ {
		problems = append(problems, prompts.Problem{ID: takeawayID(n), Reasons: []string{
			fmt.Sprintf("It is missing: at least %d takeaways are asked for", e.least()),
		}})
	}
	for _, c := range before {
		keep = append(keep, c.Text)
	}
	return problems, keep
}

// mostReasons is how many things that are wrong with a claim are told.
const mostReasons = 6

// problem says what is wrong with a claim. Words that give orders to a machine
// are not repeated to one.
func problem(c article.Claim, findings []ground.Finding) prompts.Problem {
	out := prompts.Problem{ID: c.ID, Text: clipBytes(c.Text, 600)}
	for i, f := range findings {
		if i < mostReasons {
			out.Reasons = append(out.Reasons, clipBytes(f.Message, 400))
		}
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
