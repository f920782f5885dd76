package summarize

import (
	"fmt"
	"slices"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// emitter puts claims into a draft in their final order, and tells of each.
// A claim is either given by offer, and taken when it breaks no rule, or by
// last, and settled.
type emitter struct {
	job   *job
	draft *draft
	seen  shown
	kept  []article.Claim
}

func newEmitter(j *job, d *draft, seen shown) *emitter {
	d.findings = map[string][]ground.Finding{}
	return &emitter{job: j, draft: d, seen: seen}
}

// offer takes a claim if it breaks no rule, and says what it breaks otherwise.
// A takeaway beyond the number that the house wants is left out.
func (e *emitter) offer(c article.Claim) []ground.Finding {
	if e.full(c) {
		return nil
	}
	c, changes := e.job.house.tidy(c)
	findings := e.job.house.check(c, e.kept, e.seen)
	if len(findings) == 0 {
		e.keep(c, nil, changes)
	}
	return findings
}

// last settles a claim: it is kept, changed or withheld for good.
func (e *emitter) last(c article.Claim) {
	if e.full(c) {
		return
	}
	if c.ID == whyID && c.Text == "" {
		e.warn("no_why", "No why paragraph could be drafted")
		return
	}
	if c.ID != whyID {
		c.ID = takeawayID(len(e.draft.summary.Takeaways))
	}
	c, changes := e.job.house.tidy(c)
	out := e.job.house.settle(c, e.kept, e.seen)
	e.draft.warnings = append(e.draft.warnings, out.warnings...)
	if out.keep {
		e.keep(out.claim, out.findings, changes)
	} else if !slices.Contains(e.draft.broke, out.broke) {
		e.draft.broke = append(e.draft.broke, out.broke)
	}
}

// keep takes a claim. Takeaways are numbered as they are taken.
func (e *emitter) keep(c article.Claim, findings []ground.Finding, changes []string) {
	d := e.draft
	if c.ID == whyID {
		d.summary.Why = c
	} else {
		c.ID = takeawayID(len(d.summary.Takeaways))
		d.summary.Takeaways = append(d.summary.Takeaways, c)
	}
	for _, change := range changes {
		e.warn("claim_tidied", fmt.Sprintf("%s: %s", claimName(c.ID), change))
	}
	for i := range findings {
		findings[i].Claim = c.ID
	}
	d.findings[c.ID] = findings
	e.kept = append(e.kept, c)
	result := claimResult(e.job.article, d, c)
	e.job.on(Event{Kind: EventClaim, Claim: &result})
}

// full reports whether a takeaway is one too many.
func (e *emitter) full(c article.Claim) bool {
	return c.ID != whyID && len(e.draft.summary.Takeaways) >= e.job.house.count
}

// missing is the number of takeaways that the house asks for at least and the
// draft does not have.
func (e *emitter) missing() int {
	return max(0, e.job.house.least()-len(e.draft.summary.Takeaways))
}

func (e *emitter) close() {
	if have, want := len(e.draft.summary.Takeaways), e.job.house.count; have < want {
		e.warn("takeaway_count", fmt.Sprintf("There are %d takeaways, and the house style asks for %d", have, want))
	}
}

func (e *emitter) warn(code, message string) {
	e.draft.warnings = append(e.draft.warnings, Warning{Code: code, Message: message})
}

func claimResult(a *article.Article, d *draft, c article.Claim) ClaimResult {
	findings := d.findings[c.ID]
	if findings == nil {
		findings = []ground.Finding{}
	}
	return ClaimResult{ID: c.ID, Text: c.Text, Origin: d.origin, Evidence: evidence(a, c), Findings: findings}
}
