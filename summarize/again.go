package summarize

import (
	"context"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// MostAlternatives is how many alternatives to a claim can be asked for.
const MostAlternatives = 5

// Again drafts some claims of a summary anew: those with the IDs in which, or, when
// it is empty, all that are not locked and those that the summary lacks ("why", or
// takeaways that the house wants more of). Every other claim stays as it is, in its
// place. A new claim says nothing that another claim says, is not the old one in the
// same words, and is checked, repaired and replaced as in drafting; where none can be
// had that passes the old one stays, with the warning "claim_unchanged".
//
// ID, Version and Article are those of the summary given, which is not changed, and
// Status is OpenStatus. Coverage, Provenance and Warnings are of this run, and so is
// the Disclosure unless what stays was written by a model and what is new was not.
//
// It fails with claim_locked when a claim in which is locked, or all are; with not_found
// when the summary has none of the ID; with bad_usage when it is of another text; else as
// Summarize does.
func Again(ctx context.Context, a *article.Article, current *Result, which []string, o Options) (*Result, error) {
	again, err := newRedraft(a, current, which, o)
	if err != nil {
		return nil, err
	}
	c := &chain{options: o, again: again}
	return c.summarize(ctx, a)
}

// Choices are alternatives to one claim of a summary, with what making them took.
type Choices struct {
	Claims     []ClaimResult `json:"claims"` // the best first; empty when there are none
	Coverage   Coverage      `json:"coverage"`
	Provenance Provenance    `json:"provenance"`
	Warnings   []Warning     `json:"warnings"`
}

// Alternatives drafts up to n claims to choose from for one place of a summary, by the
// rules of Again, in one call of the model where the article is read at once. Claims
// that a rule fails are left out and not repaired. They carry the ID of the claim that
// they are for. It fails as Again does, and with bad_usage when n is not 1 to
// MostAlternatives; when a model was called, Choices beside an error hold what was spent.
func Alternatives(ctx context.Context, a *article.Article, current *Result, claimID string, n int, o Options) (*Choices, error) {
	if n < 1 || n > MostAlternatives {
		return nil, fault.New(fault.BadUsage, "%d alternatives cannot be had: ask for 1 to %d", n, MostAlternatives)
	}
	again, err := newRedraft(a, current, []string{claimID}, o)
	if err != nil {
		return nil, err
	}
	again.each = n
	c := &chain{options: o, again: again}
	r, err := c.summarize(ctx, a)
	if r == nil {
		return nil, err
	}
	return &Choices{Claims: again.choices, Coverage: r.Coverage, Provenance: r.Provenance, Warnings: r.Warnings}, err
}
