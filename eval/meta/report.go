package meta

import "github.com/nutgraf/nutgraf/eval/metric"

// Report says how far metrics agree with people. It is what --format json writes.
type Report struct {
	Format     string      `json:"format"` // "nutgraf.meta/1"
	Documents  int         `json:"documents"`
	Summaries  int         `json:"summaries"`
	Systems    int         `json:"systems"`
	Dimensions []string    `json:"dimensions"`
	Level      float64     `json:"level"` // of the intervals
	Resamples  int         `json:"resamples"`
	Seed       uint64      `json:"seed"`
	Metrics    []Agreement `json:"metrics"`
	// Ceiling is how far one annotator agrees with the mean of the others; nil when
	// the file has no ratings of single annotators.
	Ceiling *Agreement `json:"ceiling"`
}

// Agreement is how far one score agrees with each dimension, and with all on
// average.
type Agreement struct {
	metric.Info
	Scored     int           `json:"scored"`
	Unscored   int           `json:"unscored"`
	Reason     string        `json:"reason,omitempty"` // of the first that is unscored
	Dimensions []Correlation `json:"dimensions"`       // in the order of Report.Dimensions
	// Mean is over the dimensions; nil where one of them has no value.
	Mean *Levels `json:"mean"`
}

// Correlation is how far a score agrees with one dimension.
type Correlation struct {
	Dimension string `json:"dimension"`
	// Documents are those that count at the level of summaries.
	Documents int `json:"documents"`
	// SameRatings and SameScores are documents that do not count, because all of
	// their ratings or of their scores are the same, or fewer than two are there.
	SameRatings int `json:"same_ratings"`
	SameScores  int `json:"same_scores"`
	Levels
}

// Levels are the correlations over the systems of a document, mean over documents,
// and over the means of systems.
type Levels struct {
	Summary Ranks `json:"summary"`
	System  Ranks `json:"system"`
}

// Ranks are rank correlations. What is not defined is nil.
type Ranks struct {
	Spearman *Value `json:"spearman"`
	Kendall  *Value `json:"kendall"` // tau-b
}

// Value is a number with its interval, whose ends are nil when there are too few
// documents for it.
type Value struct {
	Value float64  `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}
