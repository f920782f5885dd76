package summarize

import (
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// HouseReport is what the house style says about a summary that anyone wrote.
type HouseReport struct {
	// Findings are what breaks the style, by claim: "why", "t1", "t2" and so on.
	// Their rules are form, preamble, length, sentences, duplicate, language and
	// banned. What a claim says is for package ground.
	Findings []ground.Finding
	// Least and Most are how many takeaways are wanted for the article.
	Least, Most int
}

// CheckHouse holds a summary of an article against a house style. The claims'
// IDs and citations do not matter.
func CheckHouse(p *Profile, a *article.Article, s article.Summary) HouseReport {
	h := newHouse(p, a)
	h.orders = func() *ground.Orders { return new(ground.Orders) } // what a claim says does not matter here
	report := HouseReport{Least: h.least(), Most: h.count}
	var before []article.Claim
	for i, c := range append([]article.Claim{s.Why}, s.Takeaways...) {
		c.ID = whyID
		if i > 0 {
			c.ID = takeawayID(i - 1)
		}
		c.Text = strings.Join(strings.Fields(c.Text), " ")
		if c.ID == whyID && c.Text == "" {
			continue
		}
		report.Findings = append(report.Findings, h.style(c, before)...)
		before = append(before, c)
	}
	return report
}

// style returns what the house style says against a claim as it stands: what
// tidying would change is a matter of form.
func (h *house) style(c article.Claim, before []article.Claim) []ground.Finding {
	var list []ground.Finding
	if _, changes := h.tidy(c); len(changes) > 0 {
		list = append(list, ground.Finding{Claim: c.ID, Rule: ruleForm, Verdict: ground.Fail, Message: "As the house has it, " + changes[0]})
	}
	for _, f := range h.check(c, before, func(article.SentenceID) bool { return true }) {
		if f.Rule != ruleCitation && f.Rule != ruleInjection {
			list = append(list, f)
		}
	}
	return list
}
