package ground

import "github.com/nutgraf/nutgraf/summarize/article"

// Report is what was found about several claims. Verdict is the gravest of
// theirs, "" when there are no claims.
type Report struct {
	Claims  []ClaimReport `json:"claims"`
	Verdict Verdict       `json:"verdict"`
}

// ClaimReport is what was found about one claim.
type ClaimReport struct {
	ID      string  `json:"id"`
	Text    string  `json:"text"`
	Verdict Verdict `json:"verdict"` // the gravest of the findings
	// Support is how much of the claim the article carries, from 0 to 1; see
	// the rule "support". It is nil when that could not be scored, and a
	// finding says why.
	Support *float64 `json:"support"`
	// Evidence are the sentences that carry the claim, best first.
	Evidence []article.SentenceID `json:"evidence"`
	Findings []Finding            `json:"findings"`
}

// Grade says how much a rule counts. The zero value leaves its verdicts as they are.
type Grade string

// The grades of a rule.
const (
	AsFound Grade = ""
	Off     Grade = "off"  // the rule is not run
	Warns   Grade = "warn" // what would fail is a warning
)

func (g Grade) of(v Verdict) Verdict {
	if g == Warns && v == Fail {
		return Warn
	}
	return v
}
