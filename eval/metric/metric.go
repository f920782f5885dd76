package metric

import (
	"context"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// Sample is one summary with what it is measured against. Text is needed; a
// metric whose other needs are not met leaves its scores unscored.
type Sample struct {
	// Lang is the BCP 47 language of the summary, "" when it is not known.
	Lang string
	// Text is the whole summary, a sentence or a claim a line.
	Text string
	// References are what others wrote, in the form of Text.
	References []string

	// Draft is the summary in its parts, nil when only Text is known.
	Draft *article.Summary
	// Parts are the References in their parts, nil when only those are known.
	Parts []article.Reference
	// Article is what is summarised, nil where there is none.
	Article *article.Article
	// Profile is the house style, nil for none.
	Profile *summarize.Profile
	// Checked is what package ground found about the claims of Draft with all rules
	// as they are. It is nil when that is not known, or was found by another version:
	// then the grounding metric looks itself.
	Checked []ground.ClaimReport
	// Spent is what drafting took, nil when that is not known.
	Spent *Spent
}

// Spent is what drafting one summary took. What is not known is nil.
type Spent struct {
	USD          *float64
	InputTokens  *int
	OutputTokens *int
	Calls        int
	Latency      time.Duration
}

// Score is one number about a sample, or the reason that there is none.
type Score struct {
	Name     string   `json:"name"`
	Value    *float64 `json:"value"` // nil when it is unscored
	Unscored string   `json:"unscored,omitempty"`
}

// Info describes a score.
type Info struct {
	Name string `json:"name"` // "rouge1.f"
	// Signature names everything that decides the score, in the manner of
	// sacreBLEU: "rouge1|stem:yes|tok:classic|refs:max|v:1". Scores with different
	// signatures cannot be compared.
	Signature string `json:"signature"`
	Better    Better `json:"better"` // which way is good
	About     string `json:"about"`  // in a sentence, with what it is blind to
	// Headline scores are those that are shown and compared when nothing else is
	// asked for.
	Headline bool `json:"headline,omitempty"`
}

// Better says which way a score is good.
type Better string

// The directions. Neither is for scores that describe and do not judge.
const (
	Higher  Better = "higher"
	Lower   Better = "lower"
	Neither Better = "neither"
)

// Metric gives one or more scores of a sample. It is safe for concurrent use.
type Metric interface {
	// Scores are those that Score returns, in that order.
	Scores() []Info
	// Score scores a sample. An error is a *fault.Error, or the context's: the
	// scores are not known yet and may be asked for again. What can never be
	// scored is no error.
	Score(ctx context.Context, s *Sample) ([]Score, error)
}
