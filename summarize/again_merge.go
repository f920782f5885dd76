package summarize

import (
	"fmt"
	"slices"
)

// merge makes of a result that has new claims alone the summary with them in their
// places.
func (r *redraft) merge(out *Result, d *draft, h *house) {
	r.choices = append([]ClaimResult{}, d.choices...)
	if r.each > 0 {
		return
	}
	written := map[string]ClaimResult{}
	for _, c := range out.claims() {
		written[c.ID] = c
	}
	current := r.current
	out.ID, out.Version, out.Article, out.Lang, out.Labels = current.ID, current.Version, current.Article, current.Lang, current.Labels
	out.Why, out.Takeaways = current.Why, slices.Clone(current.Takeaways)
	for _, p := range r.places {
		c, ok := written[p.id]
		switch {
		case ok:
			out.put(c)
		case p.old != nil:
			out.Warnings = append(out.Warnings, Warning{"claim_unchanged", claimName(p.id) + " stays as it was: nothing else was found that can stand there"})
		case p.id == whyID:
			out.Warnings = append(out.Warnings, Warning{"no_why", "No why paragraph could be drafted"})
		}
	}
	if have := len(out.Takeaways); have < h.count && slices.ContainsFunc(r.places, func(p place) bool { return p.old == nil && p.id != whyID }) {
		out.Warnings = append(out.Warnings, Warning{"takeaway_count", fmt.Sprintf("There are %d takeaways, and the house style asks for %d", have, h.count)})
	}
	r.mergeRest(out, written)
}

// mergeRest keeps what is known of the claims that stayed.
func (r *redraft) mergeRest(out *Result, written map[string]ClaimResult) {
	var repairs []Repair
	for _, old := range r.current.Repairs {
		if _, gone := written[string(old.Claim)]; !gone {
			repairs = append(repairs, old)
		}
	}
	out.Repairs = append(repairs, out.Repairs...)
	if out.Repairs == nil {
		out.Repairs = []Repair{}
	}
	if out.Takeaways == nil {
		out.Takeaways = []ClaimResult{}
	}
	fromModel := slices.ContainsFunc(out.claims(), func(c ClaimResult) bool { return c.Origin == FromModel })
	if out.Provenance.Engine != "model" && fromModel || len(written) == 0 {
		out.Disclosure = r.current.Disclosure
	}
	out.Status = out.OpenStatus()
}

// put puts a claim in its place, or behind the others where there was none.
func (r *Result) put(c ClaimResult) {
	if c.ID == whyID {
		r.Why = &c
		return
	}
	i := slices.IndexFunc(r.Takeaways, func(old ClaimResult) bool { return old.ID == c.ID })
	if i < 0 {
		r.Takeaways = append(r.Takeaways, c)
		return
	}
	r.Takeaways[i] = c
}
