package summarize

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// Desk checks claims about one article while people write them. It reads the
// article once, when it is first asked, and calls no model. It is safe for
// concurrent use.
type Desk struct {
	house *house
}

// NewDesk makes the Desk for summaries of an article in a house style. The language
// is that of the summary, as Result.Lang has it; "" is what the profile says.
func NewDesk(a *article.Article, p *Profile, language string) *Desk {
	own := *p
	if lang.Primary(language) != "und" {
		own.Language = language
	}
	return &Desk{newHouse(&own, a)}
}

// Recheck returns the claims of a summary, in its order, with what is found about
// each now. Edited are the IDs of those that a person wrote or changed since they
// were last checked.
//
// The edited ones are no longer stale, and lose what the second reader said of
// them. They keep their evidence when it has what they say; else it is what
// carries them, which can be nothing. The others keep all three. On every claim
// Findings, Support and Accepted are set, and acceptances with nothing left to
// cover go. Text, ID, Origin and Locked are as given. What breaks the house style
// is a failing finding, as in a draft that goes back to its model; what drafting
// puts right or lets stand (a mark in front, a claim that is a little short) is a
// warning. It fails with the context's error only.
func (d *Desk) Recheck(ctx context.Context, claims []ClaimResult, edited ...string) ([]ClaimResult, error) {
	out := make([]ClaimResult, len(claims))
	var before []article.Claim
	for i, c := range claims {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = d.one(c, before, slices.Contains(edited, c.ID))
		if c.Text != "" {
			before = append(before, out[i].Claim())
		}
	}
	return out, nil
}

// one checks one claim against the article, and against those before it.
func (d *Desk) one(c ClaimResult, before []article.Claim, edited bool) ClaimResult {
	claim := c.Claim()
	report := d.house.ground(claim)
	if edited || len(claim.Cites) == 0 {
		claim, report = d.pin(claim, report)
	}
	findings := append(d.style(claim, before, report.Findings), report.Findings...)
	for _, f := range c.Findings {
		if f.Rule == verifierRule && !edited {
			findings = append(findings, f)
		}
	}
	if edited {
		c.Stale = nil
	}
	c.Evidence, c.Findings, c.Support = evidence(d.house.article, claim), unnamed(findings), report.Support
	c.Accepted = standing(c.Accepted, c.Findings)
	return c
}

// pin makes a claim cite what carries it, unless all of that is cited.
func (d *Desk) pin(c article.Claim, report ground.ClaimReport) (article.Claim, ground.ClaimReport) {
	bare := c
	bare.Cites = nil
	bare.Cites = d.house.checker().Behind(bare)
	weak := func(f ground.Finding) bool { return f.Rule == ruleCitation && f.Verdict != ground.Pass }
	missing := func(id article.SentenceID) bool { return !slices.Contains(c.Cites, id) }
	if len(c.Cites) > 0 && !slices.ContainsFunc(report.Findings, weak) && !slices.ContainsFunc(bare.Cites, missing) {
		return c, report
	}
	return bare, d.house.ground(bare)
}

// style returns what the house style says against a claim as it stands. Citations
// are for package ground, which may have found the same injection.
func (d *Desk) style(c article.Claim, before []article.Claim, known []ground.Finding) []ground.Finding {
	h := d.house
	list := slices.DeleteFunc(h.check(c, before, anyCited), func(f ground.Finding) bool {
		return f.Rule == ruleCitation || slices.ContainsFunc(failures(known), func(k ground.Finding) bool { return k.Rule == f.Rule })
	})
	if len(list) == 1 && list[0].Rule == ruleLength && h.tooShort(c) && !h.fragment(c) {
		list[0].Verdict = ground.Warn
	}
	for i, f := range list {
		list[i] = inText(f, c.Text)
	}
	if tidied, changes := h.tidy(c); len(changes) > 0 && tidied.Text != "" {
		list = append(list, ground.Finding{
			Rule: ruleForm, Code: "untidy", Verdict: ground.Warn, Found: c.Text, Expected: tidied.Text, End: utf8.RuneCountInString(c.Text),
			Message: "The house style has it in another form: " + changes[0],
		})
	}
	return list
}

func anyCited(article.SentenceID) bool { return true }

// inText says where in the claim the words are that a finding of the house style
// is about.
func inText(f ground.Finding, text string) ground.Finding {
	switch f.Rule {
	case ruleForm, rulePreamble, ruleBanned:
		if at := strings.Index(text, f.Found); at >= 0 {
			f.Start = utf8.RuneCountInString(text[:at])
			f.End = f.Start + utf8.RuneCountInString(f.Found)
		}
	}
	return f
}
