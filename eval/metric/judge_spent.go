package metric

import (
	"context"
	"sync"

	"github.com/nutgraf/nutgraf/summarize"
)

// Paid is a metric that calls a model, and has to be paid for.
type Paid interface {
	Metric
	// ScoreSpent is Score with what it took, also when there is an error.
	ScoreSpent(ctx context.Context, s *Sample) ([]Score, Spent, error)
	// MostUSD is what scoring a sample can cost at most, in US dollars; nil when
	// no price is known.
	MostUSD(s *Sample) *float64
	// Spent is what all calls took so far.
	Spent() Spent
}

// Counts say what became of the judge's questions so far.
func (j *Judge) Counts() JudgeCounts {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.counts
}

// Spent is what all calls took so far, that of NewJudge among them.
func (j *Judge) Spent() Spent {
	j.mu.Lock()
	defer j.mu.Unlock()
	return spentBy(j.o.Info.Price, j.usage)
}

func (j *Judge) spent(u summarize.Usage) Spent { return spentBy(j.o.Info.Price, u) }

// MostUSD is what grading a sample can cost at most: every call answered at full
// length, as often as it may be tried, and a token for each byte that is sent.
func (j *Judge) MostUSD(s *Sample) *float64 {
	if j.o.Info.Price == nil {
		return nil
	}
	calls, reason := 1, gradeTokens
	if j.o.Scoring == ScoringSamples {
		calls, reason = j.o.Samples, reasonTokens
	}
	calls *= max(1, j.o.Tries)
	total := 0.0
	for i := range j.o.Rubrics {
		source, references, shown, missing := shownTo(&j.o.Rubrics[i], s)
		if missing != "" {
			continue
		}
		messages, err := j.question(&j.o.Rubrics[i], source, references, shown, j.o.Scoring != ScoringSamples)
		if err != nil {
			return nil
		}
		in := min(bytesOf(messages)+formBytes, max(j.o.Info.Context, formBytes))
		total += j.o.Info.Price.Cost(summarize.Usage{InputTokens: calls * in, OutputTokens: calls * j.maxOutput(reason)})
	}
	return &total
}

// formBytes is what a schema adds to a request where it has to be said in words.
const formBytes = 600

// spentBy is a usage as Spent. Tokens that were not all reported are not known.
func spentBy(price *summarize.Price, u summarize.Usage) Spent {
	s := Spent{Calls: u.Calls}
	if u.Unreported > 0 {
		return s
	}
	s.InputTokens, s.OutputTokens = &u.InputTokens, &u.OutputTokens
	if price != nil {
		usd := price.Cost(u)
		s.USD = &usd
	}
	return s
}

// meter adds up what the calls of one sample took. It travels in the context.
type meter struct {
	mu    sync.Mutex
	usage summarize.Usage
}

type meterKey struct{}

func (m *meter) in(ctx context.Context) context.Context {
	return context.WithValue(ctx, meterKey{}, m)
}

// meterOf returns the meter of a context, nil where there is none.
func meterOf(ctx context.Context) *meter {
	m, _ := ctx.Value(meterKey{}).(*meter)
	return m
}

func (m *meter) add(u summarize.Usage) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.usage = m.usage.Add(u)
}
