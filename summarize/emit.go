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
	job    *job
	draft  *draft
	seen   shown
	kept   []article.Claim
	gaveUp bool                // the model could not write claims again
	sent   map[string][]Repair // what went back to the model, by the ID that the claim had there
}

func newEmitter(j *job, d *draft, seen shown) *emitter {
	d.checked = map[string]checked{}
	e := &emitter{job: j, draft: d, seen: seen, sent: map[string][]Repair{}}
	if j.again != nil {
		e.kept = slices.Clone(j.again.kept)
	}
	return e
}

// offer takes a claim if it breaks no rule, and says what it breaks otherwise.
// A takeaway beyond the number that the house wants is left out.
func (e *emitter) offer(c article.Claim) []ground.Finding {
	if e.full(c) {
		return nil
	}
	h := e.job.house
	tidied, changes := h.tidy(c)
	findings := h.check(tidied, e.kept, e.seen)
	report := e.compare(tidied, len(findings) == 0)
	findings = append(findings, failures(report.Findings)...)
	if len(findings) == 0 {
		e.keep(c.ID, tidied, checked{e.draft.origin, report.Findings, report.Support}, changes)
	}
	return findings
}

// last settles a claim: it is kept, changed or withheld for good.
func (e *emitter) last(c article.Claim) {
	if e.full(c) {
		return
	}
	if e.job.again != nil && c.Text == "" {
		return
	}
	if c.ID == whyID && c.Text == "" {
		e.warn("no_why", "No why paragraph could be drafted")
		return
	}
	called := c.ID
	c.ID = e.number(c.ID)
	c, changes := e.job.house.tidy(c)
	out, report, origin := e.defend(c, e.job.house.settle(c, e.kept, e.seen), called)
	e.draft.warnings = append(e.draft.warnings, out.warnings...)
	if out.keep {
		e.keep(called, out.claim, checked{origin, append(out.findings, report.Findings...), report.Support}, changes)
		return
	}
	e.book(called, "")
	if !slices.Contains(e.draft.broke, out.broke) {
		e.draft.broke = append(e.draft.broke, out.broke)
	}
}

// keep takes a claim, which the model called by another ID perhaps. Takeaways
// are numbered as they are taken.
func (e *emitter) keep(called string, c article.Claim, known checked, changes []string) {
	d := e.draft
	if c.ID == whyID {
		d.summary.Why = c
	} else {
		c.ID = e.number(c.ID)
		d.summary.Takeaways = append(d.summary.Takeaways, c)
	}
	for _, change := range changes {
		e.warn("claim_tidied", fmt.Sprintf("%s: %s", claimName(c.ID), change))
	}
	for i := range known.findings {
		known.findings[i].Claim = "" // they hang on it
	}
	d.checked[c.ID] = known
	e.book(called, c.ID)
	e.kept = append(e.kept, c)
	result := claimResult(e.job.article, d, c)
	e.job.on(Event{Kind: EventClaim, Claim: &result})
}

// full reports whether a takeaway is one too many.
func (e *emitter) full(c article.Claim) bool {
	return c.ID != whyID && len(e.draft.summary.Takeaways) >= e.most()
}

// number returns the ID that a claim has when it is taken next: takeaways are
// numbered in order, but for those that are written for a place.
func (e *emitter) number(id string) string {
	if id == whyID || e.job.again != nil {
		return id
	}
	return takeawayID(len(e.draft.summary.Takeaways))
}

// most is how many takeaways are taken, and least how many are asked for in any
// case.
func (e *emitter) most() int {
	if e.job.again != nil {
		return len(e.job.again.places) * max(1, e.job.again.each)
	}
	return e.job.house.count
}

func (e *emitter) least() int {
	if e.job.again != nil {
		return 0
	}
	return e.job.house.least()
}

// missing is the number of takeaways that the house asks for at least and the
// draft does not have.
func (e *emitter) missing() int {
	return max(0, e.least()-len(e.draft.summary.Takeaways))
}

func (e *emitter) close() {
	if have, want := len(e.draft.summary.Takeaways), e.job.house.count; e.job.again == nil && have < want {
		e.warn("takeaway_count", fmt.Sprintf("There are %d takeaways, and the house style asks for %d", have, want))
	}
}

func (e *emitter) warn(code, message string) {
	e.draft.warnings = append(e.draft.warnings, Warning{Code: code, Message: message})
}

func claimResult(a *article.Article, d *draft, c article.Claim) ClaimResult {
	return d.checked[c.ID].result(a, c)
}

func (known checked) result(a *article.Article, c article.Claim) ClaimResult {
	if known.findings == nil {
		known.findings = []ground.Finding{}
	}
	return ClaimResult{
		ID: c.ID, Text: c.Text, Origin: known.origin, Evidence: evidence(a, c), Findings: known.findings, Support: known.support,
		Accepted: []Acceptance{},
	}
}
