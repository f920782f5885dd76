package metric

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

const noClaims = "the summary has no claims"

type grounding struct{ infos []Info }

func newGrounding([]string, Options) Metric {
	signature := "|rules:all|claims:lines|checker:" + ground.Version() + "|version:1"
	infos := []Info{{
		Name: "grounding", Signature: "grounding" + signature, Better: Higher, Headline: true,
		About: "Share of the claims that no rule fails against the article, from 0 to 1; blind to errors that no rule looks for, such as a wrong " +
			"cause in the article's own words, and to claims in which there is nothing to compare.",
	}, {
		Name: "grounding.warn", Signature: "grounding.warn" + signature, Better: Lower,
		About: "Share of the claims for which a warning is the gravest finding, from 0 to 1; blind to what made it, and many warnings are false.",
	}, {
		Name: "grounding.support", Signature: "grounding.support" + signature, Better: Higher,
		About: "Mean over the claims of how much of each the article carries, from 0 to 1; blind to small words that turn a claim round.",
	}}
	for _, rule := range ground.RuleNames() {
		infos = append(infos, Info{
			Name: "grounding." + scoreOfRule(rule), Signature: "grounding." + scoreOfRule(rule) + signature, Better: Higher,
			About: fmt.Sprintf("Share of the claims that the rule %q does not fail, from 0 to 1; a claim in which it has nothing to compare passes.", rule),
		})
	}
	return grounding{infos}
}

// scoreOfRule is the rule's own name, but for "support": the mean support is
// called that, and a claim that the rule fails is unrelated to the article.
func scoreOfRule(rule string) string {
	if rule == "support" {
		return "unrelated"
	}
	return rule
}

func (g grounding) Scores() []Info { return g.infos }

func (g grounding) Score(_ context.Context, s *Sample) ([]Score, error) {
	if s.Article == nil {
		return unscored(g.infos, noArticle), nil
	}
	if l := lang.Primary(s.Lang); l != "und" && l != lang.Primary(s.Article.Lang) {
		return unscored(g.infos, "the summary is in another language than the article: its words cannot be compared"), nil
	}
	checked := s.Checked
	if checked == nil {
		checked = ground.Check(s.Article, ground.Options{}, claimsOf(s)...).Claims
	}
	if len(checked) == 0 {
		return unscored(g.infos, noClaims), nil
	}
	return g.count(checked), nil
}

func (g grounding) count(checked []ground.ClaimReport) []Score {
	n := float64(len(checked))
	scores := make([]Score, len(g.infos))
	for i, info := range g.infos {
		_, what, _ := strings.Cut(info.Name, ".")
		switch what {
		case "":
			scores[i] = scored(info.Name, 1-having(checked, ground.Fail)/n)
		case "warn":
			scores[i] = scored(info.Name, having(checked, ground.Warn)/n)
		case "support":
			scores[i] = meanSupport(info.Name, checked)
		case "unrelated":
			scores[i] = scored(info.Name, 1-failing(checked, "support")/n)
		default:
			scores[i] = scored(info.Name, 1-failing(checked, what)/n)
		}
	}
	return scores
}

func having(checked []ground.ClaimReport, v ground.Verdict) float64 {
	n := 0.0
	for _, c := range checked {
		if c.Verdict == v {
			n++
		}
	}
	return n
}

func failing(checked []ground.ClaimReport, rule string) float64 {
	n := 0.0
	for _, c := range checked {
		if slices.ContainsFunc(c.Findings, func(f ground.Finding) bool { return f.Rule == rule && f.Verdict == ground.Fail }) {
			n++
		}
	}
	return n
}

func meanSupport(name string, checked []ground.ClaimReport) Score {
	sum, n := 0.0, 0.0
	for _, c := range checked {
		if c.Support != nil {
			sum += *c.Support
			n++
		}
	}
	if n == 0 {
		return Score{Name: name, Unscored: "the support of no claim can be scored"}
	}
	return scored(name, sum/n)
}

// claimsOf returns the claims of a sample, or the lines of its text where that
// is all there is.
func claimsOf(s *Sample) []article.Claim {
	var claims []article.Claim
	if s.Draft == nil {
		for line := range strings.Lines(s.Text) {
			claims = append(claims, article.Claim{Text: strings.TrimSpace(line)})
		}
	} else {
		claims = append([]article.Claim{s.Draft.Why}, s.Draft.Takeaways...)
	}
	return slices.DeleteFunc(claims, func(c article.Claim) bool { return c.Text == "" })
}

// checkedOf returns what drafting found when it compared the claims with the
// article, so that it need not be found again. It is nil where the profile had
// rules count otherwise than they do by themselves, and where another version of
// the rules found it.
func checkedOf(r *summarize.Result, p *summarize.Profile) []ground.ClaimReport {
	if p == nil || len(p.Grounding.Rules) > 0 || !strings.Contains(r.Provenance.Signature, "|checker:"+ground.Version()+"|") {
		return nil
	}
	checked := []ground.ClaimReport{}
	for _, c := range allClaims(r) {
		report := ground.ClaimReport{ID: c.ID, Text: c.Text, Support: c.Support, Verdict: ground.Unknown}
		report.Findings = slices.DeleteFunc(slices.Clone(c.Findings), func(f ground.Finding) bool { return !fromGround(f) })
		if len(report.Findings) > 0 {
			report.Verdict = ""
		}
		for _, f := range report.Findings {
			report.Verdict = report.Verdict.Worse(f.Verdict)
		}
		checked = append(checked, report)
	}
	return checked
}

func allClaims(r *summarize.Result) []summarize.ClaimResult {
	if r.Why == nil {
		return r.Takeaways
	}
	return append([]summarize.ClaimResult{*r.Why}, r.Takeaways...)
}

// fromGround reports whether a finding is of package ground, which says by a
// code what is wrong. Those of the house style, of which some have the same
// rule, and of a second reader are not.
func fromGround(f ground.Finding) bool {
	return slices.Contains(ground.RuleNames(), f.Rule) && (f.Verdict == ground.Pass || f.Code != "")
}
