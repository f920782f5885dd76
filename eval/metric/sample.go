package metric

import (
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
)

// FromResult makes the sample of a drafted summary. The claims keep their
// citations, and what was found about them when they were drafted.
func FromResult(r *summarize.Result, a *article.Article, references []article.Reference, p *summarize.Profile) *Sample {
	draft := article.Summary{}
	if r.Why != nil {
		draft.Why = claimOf(*r.Why)
	}
	for _, c := range r.Takeaways {
		draft.Takeaways = append(draft.Takeaways, claimOf(c))
	}
	s := &Sample{Lang: r.Lang, Draft: &draft, Parts: references, Article: a, Profile: p}
	s.Checked = checkedOf(r, p)
	s.Text = lines(draft.Why.Text, claimTexts(draft.Takeaways))
	for _, ref := range references {
		s.References = append(s.References, lines(ref.Why, ref.Takeaways))
	}
	s.Spent = &Spent{
		USD: r.Provenance.USD, InputTokens: r.Provenance.InputTokens, OutputTokens: r.Provenance.OutputTokens,
		Calls: r.Provenance.Calls, Latency: time.Duration(r.Provenance.DurationMS) * time.Millisecond,
	}
	return s
}

func claimOf(c summarize.ClaimResult) article.Claim {
	claim := article.Claim{ID: c.ID, Text: c.Text}
	for _, e := range c.Evidence {
		claim.Cites = append(claim.Cites, e.Sentence)
	}
	return claim
}

func claimTexts(claims []article.Claim) []string {
	texts := make([]string, len(claims))
	for i, c := range claims {
		texts[i] = c.Text
	}
	return texts
}

// lines puts each part of a summary on a line of its own.
func lines(why string, takeaways []string) string {
	all := make([]string, 0, len(takeaways)+1)
	for _, part := range append([]string{why}, takeaways...) {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			all = append(all, part)
		}
	}
	return strings.Join(all, "\n")
}

func scored(name string, value float64) Score { return Score{Name: name, Value: &value} }

// unscored returns all scores of a metric without a value.
func unscored(infos []Info, reason string) []Score {
	scores := make([]Score, len(infos))
	for i, info := range infos {
		scores[i] = Score{Name: info.Name, Unscored: reason}
	}
	return scores
}
