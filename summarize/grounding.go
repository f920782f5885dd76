package summarize

import (
	"fmt"
	"slices"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/extractive"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// ground compares a claim with the article. What was found is kept: a claim that
// fails is looked at when it is offered, when it goes back and when it is settled.
func (h *house) ground(c article.Claim) ground.ClaimReport {
	key := reportKey{c.ID, c.Text, fmt.Sprint(c.Cites)}
	report, known := h.reports.Get(key)
	if !known {
		report = h.checker().Check(c).Claims[0]
		h.reports.Put(key, report, mostReports)
	}
	report.Findings = slices.Clone(report.Findings) // they are added to, and lose their claim's ID
	return report
}

// reportKey is what decides what is found about a claim.
type reportKey struct{ id, text, cites string }

// mostReports is how many reports are kept: more than a draft asks for. A person may
// change a claim any number of times.
const mostReports = 100

// compare holds a claim that is to be taken against the article. Where the rules
// find nothing wrong the second reader has its say, if there is one: when it was
// asked already, or when ask has it asked.
func (e *emitter) compare(c article.Claim, ask bool) ground.ClaimReport {
	report := e.job.house.ground(c)
	return e.second(report, c, ask && len(failures(report.Findings)) == 0, e.draft.origin)
}

// second adds what the second reader says to what the rules found.
func (e *emitter) second(report ground.ClaimReport, c article.Claim, ask bool, origin Origin) ground.ClaimReport {
	r := e.job.reader
	if r == nil {
		return report
	}
	q := r.known(c)
	if q == nil && ask {
		q = r.ask(c, report.Evidence)
	}
	if q != nil {
		f := r.finding(q, c, len(failures(report.Findings)) > 0, origin)
		report.Findings, report.Verdict = append(report.Findings, f), report.Verdict.Worse(f.Verdict)
	}
	return report
}

// readAhead has the second reader asked about claims that will be offered, all
// at once.
func (e *emitter) readAhead(claims []article.Claim) {
	room := e.most() - len(e.draft.summary.Takeaways)
	for _, c := range claims {
		if c.ID != whyID {
			room--
		}
		if e.job.reader == nil || room < 0 {
			return
		}
		tidied, _ := e.job.house.tidy(c)
		report := e.job.house.ground(tidied)
		if len(failures(report.Findings)) == 0 && len(e.job.house.check(tidied, nil, e.seen)) == 0 {
			e.job.reader.ask(tidied, report.Evidence)
		}
	}
}

// failures are the findings for which a claim cannot stand.
func failures(list []ground.Finding) []ground.Finding {
	var out []ground.Finding
	for _, f := range list {
		if f.Verdict == ground.Fail {
			out = append(out, f)
		}
	}
	return out
}

// mostSubstitutes is how many claims in the article's own words there are to
// choose from.
const mostSubstitutes = 15

// ownWords drafts claims in the article's own words. There are none where the
// summary is in another language.
func (h *house) ownWords() []article.Claim {
	if lang.Primary(h.lang) != lang.Primary(h.article.Lang) {
		return nil
	}
	o := h.extractive()
	o.Takeaways = mostSubstitutes
	s := extractive.Summarize(h.article, o)
	s.Why.ID = whyID
	return append([]article.Claim{s.Why}, s.Takeaways...)
}

// substitute finds a claim in the article's own words for one that fails: one
// that rests on a sentence that it cites or speaks of, else the first that says
// what no other claim does.
func (h *house) substitute(c article.Claim, about []article.SentenceID, before []article.Claim, seen shown) (article.Claim, bool) {
	var found []article.Claim
	for _, s := range h.substitutes() {
		if (s.ID == whyID) != (c.ID == whyID) || s.Text == "" {
			continue
		}
		s, _ = h.tidy(s)
		s.ID = c.ID
		if h.usable(s, before, seen) {
			found = append(found, s)
		}
	}
	about = append(slices.Clone(c.Cites), about...)
	rests := func(s article.Claim) bool {
		return slices.ContainsFunc(s.Cites, func(id article.SentenceID) bool { return slices.Contains(about, id) })
	}
	if i := slices.IndexFunc(found, rests); i >= 0 {
		return found[i], true
	}
	if len(found) > 0 {
		return found[0], true
	}
	return article.Claim{}, false
}

// usable reports whether a claim breaks no rule. One that is a little short is
// usable still: it is in the article's own words.
func (h *house) usable(c article.Claim, before []article.Claim, seen shown) bool {
	for _, f := range h.check(c, before, seen) {
		if f.Rule != ruleLength || !h.tooShort(c) || h.fragment(c) {
			return false
		}
	}
	return len(failures(h.ground(c).Findings)) == 0
}

// defend decides what becomes of a settled claim that the article does not
// support: it is replaced, withheld or kept, as the profile says. The model
// called it by another ID perhaps.
func (e *emitter) defend(c article.Claim, out settled, called string) (settled, ground.ClaimReport, Origin) {
	h := e.job.house
	report := e.compare(out.claim, out.keep)
	failed := failures(report.Findings)
	if !out.keep || len(failed) == 0 {
		return out, report, e.draft.origin
	}
	repair := Repair{Before: out.claim.Text, Findings: failed}
	mode := h.profile.Grounding.Failing
	if mode == Keep {
		repair.Outcome, repair.After = Kept, optional(out.claim.Text)
		e.sent[called] = append(e.sent[called], repair)
		return out, e.second(h.ground(out.claim), out.claim, true, e.draft.origin), e.draft.origin
	}
	if mode == Replace && e.draft.origin == FromModel {
		if s, ok := h.substitute(out.claim, report.Evidence, e.kept, e.seen); ok {
			repair.Outcome, repair.After = Replaced, optional(s.Text)
			e.sent[called] = append(e.sent[called], repair)
			out.warnings = append(out.warnings, Warning{
				Code:    "claim_replaced",
				Message: fmt.Sprintf("%s was replaced by the article's own words: %s (%s)", claimName(c.ID), clip(out.claim.Text, 200), lowerFirst(failed[0].Message)),
			})
			out.claim, out.findings = s, nil
			return out, e.second(h.ground(s), s, true, FromExtractive), FromExtractive
		}
	}
	repair.Outcome = Withheld
	e.sent[called] = append(e.sent[called], repair)
	return out.withhold(failed[0]), report, e.draft.origin
}

// book puts what was done about a claim into the draft, now that its ID in the
// summary is known; "" is one that was withheld.
func (e *emitter) book(called, id string) {
	for _, r := range e.sent[called] {
		r.Claim = optional(id)
		r.Findings = unnamed(r.Findings)
		e.draft.repairs = append(e.draft.repairs, r)
	}
	delete(e.sent, called)
}

// unnamed takes the claim's ID off findings that hang on it: JSON does not have it.
func unnamed(list []ground.Finding) []ground.Finding {
	out := make([]ground.Finding, len(list))
	for i, f := range list {
		f.Claim = ""
		out[i] = f
	}
	return out
}
