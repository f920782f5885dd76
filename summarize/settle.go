package summarize

import (
	"fmt"
	"slices"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/extractive"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// settled is a claim after the last word on it was spoken.
type settled struct {
	claim    article.Claim
	keep     bool
	findings []ground.Finding // what stays to be known
	warnings []Warning        // what was done about it
	broke    string           // the rule for which it was withheld
}

// settle decides what becomes of a claim that still breaks rules: it is
// shortened at a clause, loses citations that do not exist, stays with a
// warning when it is only a little too short, or is withheld.
func (h *house) settle(c article.Claim, before []article.Claim, seen shown) settled {
	out := settled{claim: c, keep: true}
	c.Cites = slices.DeleteFunc(slices.Clone(c.Cites), func(id article.SentenceID) bool { return !seen(id) })
	for _, f := range h.check(out.claim, before, seen) {
		if f.Rule == ruleCitation && len(c.Cites) > 0 {
			out.claim.Cites = c.Cites
			out.note(f, "cites sentences that do not exist; they were taken off")
		}
	}
	for _, f := range h.check(out.claim, before, seen) {
		switch f.Rule {
		case ruleLength, ruleSentences:
		default:
			return out.withhold(f)
		}
	}
	return h.settleLength(out, before, seen)
}

func (h *house) settleLength(out settled, before []article.Claim, seen shown) settled {
	findings := h.check(out.claim, before, seen)
	if len(findings) == 0 {
		return out
	}
	if h.tooShort(out.claim) && len(findings) == 1 {
		if h.fragment(out.claim) {
			return out.withhold(findings[0])
		}
		out.note(findings[0], "is shorter than the house style asks")
		return out
	}
	shorter, ok := h.shorten(out.claim)
	if !ok {
		return out.withhold(findings[0])
	}
	for _, f := range h.check(shorter, before, seen) {
		if f.Rule != ruleLength || !h.tooShort(shorter) || h.fragment(shorter) {
			return out.withhold(f)
		}
	}
	out.note(findings[0], fmt.Sprintf("was shortened at a clause; it read %q", out.claim.Text))
	out.claim = shorter
	return out
}

func (h *house) tooShort(c article.Claim) bool {
	if c.ID == whyID {
		return h.unit(c.Text) < h.whyMin
	}
	return graphemeCount(c.Text) < h.takeMin
}

// fragment reports whether a claim is much shorter than the house asks: under
// three fifths of the least.
func (h *house) fragment(c article.Claim) bool {
	if c.ID == whyID {
		return 5*h.unit(c.Text) < 3*h.whyMin
	}
	return 5*graphemeCount(c.Text) < 3*h.takeMin
}

// shorten makes a claim that is too long fit: a why paragraph loses its last
// sentences, and either is cut at a clause where that changes no fact.
func (h *house) shorten(c article.Claim) (article.Claim, bool) {
	if c.ID != whyID {
		text, ok := extractive.Shorten(c.Text, h.takeMax, h.words)
		if ok {
			c.Text = text
			c, _ = h.tidy(c)
		}
		return c, ok
	}
	spans := article.Split(c.Text, h.lang)
	for n := min(len(spans), h.profile.Why.MaxSentences); n > 0; n-- {
		text := c.Text[spans[0].Start:spans[n-1].End]
		if size := h.unit(text); size <= h.whyMax && size >= h.whyMin {
			c.Text = text
			return c, true
		}
	}
	return c, false
}

func (s *settled) note(f ground.Finding, what string) {
	f.Verdict = ground.Warn
	s.findings = append(s.findings, f)
	s.warnings = append(s.warnings, Warning{Code: "claim_" + f.Rule, Message: fmt.Sprintf("%s %s", claimName(s.claim.ID), what)})
}

func (s settled) withhold(f ground.Finding) settled {
	s.keep, s.broke = false, f.Rule
	s.findings = nil
	what := "A takeaway"
	if s.claim.ID == whyID {
		what = claimName(whyID)
	}
	s.warnings = append(s.warnings, Warning{
		Code:    "claim_withheld",
		Message: fmt.Sprintf("%s was withheld: %s (%s)", what, clip(s.claim.Text, 200), lowerFirst(f.Message)),
	})
	return s
}

// claimName names a claim for people: "The why paragraph", "Takeaway 3".
func claimName(id string) string {
	if id == whyID {
		return "The why paragraph"
	}
	return "Takeaway " + id[1:]
}
