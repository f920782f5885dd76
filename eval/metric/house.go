package metric

import (
	"context"
	"slices"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// houseRules are what the score "house" counts: "count" and the rules of
// summarize.CheckHouse that are about form alone.
var houseRules = []string{"count", "length", "sentences", "duplicate", "form", "preamble", "language", "banned"}

type house struct{ infos []Info }

func newHouse([]string, Options) Metric {
	signature := "|profile:sample|words:" + lang.Digest() + "|version:1"
	return house{[]Info{{
		Name: "house", Signature: "house|rules:8" + signature, Better: Higher, Headline: true,
		About: "Share of the house style's eight rules of form that the whole summary keeps, from 0 to 1; blind to how often one is broken, and to " +
			"what the summary says.",
	}, {
		Name: "house.count", Signature: "house.count" + signature, Better: Higher,
		About: "1 where there is a why paragraph and as many takeaways as the house wants; less in proportion to what is missing or too much; blind " +
			"to everything else.",
	}, {
		Name: "house.length", Signature: "house.length" + signature, Better: Higher,
		About: "Share of the claims that are as long as the house wants, from 0 to 1; blind to how far off the others are.",
	}, {
		Name: "house.duplicates", Signature: "house.duplicates" + signature, Better: Lower,
		About: "Share of the claims that say what one before them says, from 0 to 1; blind to the same fact in quite other words.",
	}, {
		Name: "house.form", Signature: "house.form" + signature, Better: Higher,
		About: "Share of the claims that are plain statements in the form of the house: no mark-up, question, label, preamble or stray full stop; " +
			"blind to grammar and style.",
	}}}
}

func (h house) Scores() []Info { return h.infos }

func (h house) Score(_ context.Context, s *Sample) ([]Score, error) {
	switch {
	case s.Profile == nil:
		return unscored(h.infos, "there is no house style"), nil
	case s.Article == nil:
		return unscored(h.infos, noArticle+": how many takeaways are wanted goes by its length"), nil
	case s.Draft == nil:
		return unscored(h.infos, "the summary is not known in its parts"), nil
	}
	report := summarize.CheckHouse(s.Profile, s.Article, *s.Draft)
	count := countScore(len(s.Draft.Takeaways), s.Draft.Why.Text != "", report)
	kept := 0
	for _, rule := range houseRules {
		if rule == "count" && count == 1 || rule != "count" && breaking(report.Findings, rule) == 0 {
			kept++
		}
	}
	scores := []Score{scored("house", float64(kept)/float64(len(houseRules))), scored("house.count", count)}
	claims := float64(len(claimsOf(s)))
	if claims == 0 {
		return append(scores, unscored(h.infos[2:], noClaims)...), nil
	}
	return append(
		scores,
		scored("house.length", 1-breaking(report.Findings, "length")/claims),
		scored("house.duplicates", breaking(report.Findings, "duplicate")/claims),
		scored("house.form", 1-breaking(report.Findings, "form", "preamble")/claims),
	), nil
}

// countScore is the share of the takeaways that are missing or too many, off 1;
// without a why paragraph it is 0.
func countScore(n int, why bool, r summarize.HouseReport) float64 {
	switch {
	case !why:
		return 0
	case n < r.Least:
		return float64(n) / float64(r.Least)
	case n > r.Most:
		return float64(r.Most) / float64(n)
	}
	return 1
}

// breaking counts the claims that break any of some rules.
func breaking(findings []ground.Finding, rules ...string) float64 {
	claims := map[string]bool{}
	for _, f := range findings {
		if slices.Contains(rules, f.Rule) {
			claims[f.Claim] = true
		}
	}
	return float64(len(claims))
}
