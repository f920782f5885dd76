package summarize

import (
	"slices"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// choose checks claims to choose from and keeps those that pass, the best first.
func (e *emitter) choose(claims []article.Claim) {
	e.readAhead(claims)
	for _, c := range claims {
		if len(e.draft.choices) == e.job.again.each || c.Text == "" {
			continue
		}
		h := e.job.house
		tidied, _ := h.tidy(c)
		out := h.settle(tidied, e.kept, e.seen)
		report := e.compare(out.claim, out.keep)
		if !out.keep || len(failures(report.Findings)) > 0 || e.chosen(out.claim.Text) {
			continue
		}
		known := checked{e.draft.origin, unnamed(append(out.findings, report.Findings...)), report.Support}
		e.draft.choices = append(e.draft.choices, known.result(e.job.article, out.claim))
	}
	slices.SortStableFunc(e.draft.choices, func(x, y ClaimResult) int { return doubts(x) - doubts(y) })
}

// chosen reports whether there is a choice that reads nearly the same.
func (e *emitter) chosen(text string) bool {
	return slices.ContainsFunc(e.draft.choices, func(c ClaimResult) bool { return e.job.house.repeats(text, c.Text) })
}

func doubts(c ClaimResult) int {
	n := 0
	for _, f := range c.Findings {
		if f.Verdict == ground.Warn {
			n++
		}
	}
	return n
}
