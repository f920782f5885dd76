package summarize

import (
	"slices"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// Claim returns the claim without what was found about it. It cites the sentences
// of its evidence.
func (c ClaimResult) Claim() article.Claim {
	out := article.Claim{ID: c.ID, Text: c.Text}
	for _, e := range c.Evidence {
		out.Cites = append(out.Cites, e.Sentence)
	}
	return out
}

// Unresolved returns the failing findings that no acceptance covers.
func (c ClaimResult) Unresolved() []ground.Finding {
	return slices.DeleteFunc(failures(c.Findings), func(f ground.Finding) bool {
		return slices.ContainsFunc(c.Accepted, func(a Acceptance) bool { return a.covers(f) })
	})
}

func (a Acceptance) covers(f ground.Finding) bool { return a.Rule == f.Rule && a.Found == f.Found }

// standing returns the acceptances that still have something to cover.
func standing(list []Acceptance, findings []ground.Finding) []Acceptance {
	out := []Acceptance{}
	for _, a := range list {
		if slices.ContainsFunc(findings, func(f ground.Finding) bool { return f.Verdict != ground.Pass && a.covers(f) }) {
			out = append(out, a)
		}
	}
	return out
}

// Unresolved returns the failing findings of all claims that no acceptance covers,
// in order. Their Claim is the claim's ID.
func (r *Result) Unresolved() []ground.Finding {
	var out []ground.Finding
	for _, c := range r.claims() {
		for _, f := range c.Unresolved() {
			f.Claim = c.ID
			out = append(out, f)
		}
	}
	return out
}

// OpenStatus returns the status that the summary has while nobody approved or
// rejected it: StatusStale when a claim is stale, StatusNeedsReview when a part is
// missing, a claim fails or the article was not read to its end, else StatusDraft.
func (r *Result) OpenStatus() Status {
	switch {
	case r.stale():
		return StatusStale
	case !r.Coverage.Complete || r.Why == nil || len(r.Takeaways) == 0 || len(r.Unresolved()) > 0:
		return StatusNeedsReview
	}
	return StatusDraft
}

func (r *Result) stale() bool {
	return slices.ContainsFunc(r.claims(), func(c ClaimResult) bool { return c.Stale != nil })
}
