package report

import (
	"slices"

	"github.com/nutgraf/nutgraf/eval/run"
)

// Cost is what drafting by an arm took, and scoring apart from it, failed samples
// included. What is not known of every
// sample is nil.
type Cost struct {
	USD          *float64 `json:"usd"`
	InputTokens  *int     `json:"input_tokens"`
	OutputTokens *int     `json:"output_tokens"`
	// Median and Slow are times of drafting in milliseconds: half of the samples took
	// at most Median, and 95 percent at most Slow. Nil when nothing was drafted.
	Median *int64 `json:"median_ms"`
	Slow   *int64 `json:"p95_ms"`
	// Scoring is what was spent on models that score, nil when none was asked.
	Scoring *run.Scoring `json:"scoring"`
}

func costOf(records []*run.Record) Cost {
	usd, input, output := 0.0, 0, 0
	c := Cost{USD: &usd, InputTokens: &input, OutputTokens: &output}
	var times []int64
	for _, rec := range records {
		add(&c.USD, rec.USD)
		add(&c.InputTokens, rec.InputTokens)
		add(&c.OutputTokens, rec.OutputTokens)
		if more := rec.Scoring; more != nil && c.Scoring == nil {
			first := *more
			c.Scoring = &first
		} else if more != nil {
			c.Scoring.Add(*more)
		}
		if rec.Error == nil {
			times = append(times, rec.MS)
		}
	}
	if len(records) == 0 {
		return Cost{}
	}
	if n := len(times); n > 0 {
		slices.Sort(times)
		c.Median, c.Slow = &times[(n-1)/2], &times[(n*95+99)/100-1]
	}
	return c
}

// add adds a part to a sum, which is not known any more when the part is not.
func add[T int | float64](sum **T, part *T) {
	if part == nil || *sum == nil {
		*sum = nil
		return
	}
	**sum += *part
}
