package summarize

import (
	"slices"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// redraft is what is to be written again of a summary.
type redraft struct {
	current *Result
	kept    []article.Claim // in their order
	places  []place         // one at least, in the order of the summary
	each    int             // claims to choose from for a place; 0 when one is taken
	choices []ClaimResult
}

// place is where a claim is to be written. There may be none there.
type place struct {
	id  string
	old *ClaimResult
}

func newRedraft(a *article.Article, current *Result, which []string, o Options) (*redraft, error) {
	if a.Digest != current.Article.SHA256 {
		return nil, fault.New(fault.BadUsage, "the summary is of another text of the article: put it on this one first")
	}
	r := &redraft{current: current}
	for _, c := range current.claims() {
		if slices.Contains(which, c.ID) || len(which) == 0 && !c.Locked {
			r.places = append(r.places, place{c.ID, &c})
		} else {
			r.kept = append(r.kept, c.Claim())
		}
	}
	if current.Why == nil && (len(which) == 0 || slices.Contains(which, whyID)) {
		r.places = slices.Insert(r.places, 0, place{id: whyID})
	}
	if len(which) == 0 {
		r.places = append(r.places, missing(current, r.house(o, a).count)...)
	}
	return r, r.problem(which)
}

// missing are the places of takeaways that a summary has fewer of than wanted.
func missing(current *Result, wanted int) []place {
	var out []place
	for i := 0; len(current.Takeaways)+len(out) < wanted; i++ {
		id := takeawayID(i)
		if !slices.ContainsFunc(current.Takeaways, func(c ClaimResult) bool { return c.ID == id }) {
			out = append(out, place{id: id})
		}
	}
	return out
}

// problem says what is wrong with what was asked for.
func (r *redraft) problem(which []string) error {
	if len(r.places) == 0 && len(which) == 0 {
		return fault.New(fault.ClaimLocked, "every claim is locked: unlock one that is to be written again")
	}
	for _, p := range r.places {
		if p.old != nil && p.old.Locked {
			return fault.New(fault.ClaimLocked, "%s is locked: unlock it first", lowerFirst(claimName(p.id)))
		}
	}
	for _, id := range which {
		if !slices.ContainsFunc(r.places, func(p place) bool { return p.id == id }) {
			return fault.New(fault.NotFound, "the summary has no claim %s", clip(id, 20))
		}
	}
	return nil
}

// house is the house style for the article. What is to be written again is in the
// language of the summary, does not repeat what it replaces, and never fails. A nil
// redraft leaves the style as the options have it.
func (r *redraft) house(o Options, a *article.Article) *house {
	p := o.Engine.profile(o.Profile)
	if r == nil {
		return newHouse(p, a)
	}
	own := *p
	if _, free := o.Engine.(*ModelEngine); free && r.current.Lang != "und" {
		own.Language = r.current.Lang
	}
	if own.Grounding.Failing == Keep {
		own.Grounding.Failing = Withhold
	}
	h := newHouse(&own, a)
	h.replaced = map[string]string{}
	for _, p := range r.places {
		if p.old != nil {
			h.replaced[p.id] = p.old.Text
		}
	}
	return h
}
