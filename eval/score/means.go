package score

import "github.com/nutgraf/nutgraf/eval/metric"

// Means are the means of the scores of all pairs.
type Means struct {
	Pairs  int
	Scores []Mean // in the order of the metrics
	// Overridden is how many pairs turned the stemmer on or off by themselves, so
	// that the signature is not theirs.
	Overridden int
}

// Mean is the mean of one score over the pairs that have it.
type Mean struct {
	metric.Info
	Scored   int
	Unscored int
	sum      float64
}

// Value returns the mean, and false when no pair has the score.
func (m Mean) Value() (float64, bool) {
	if m.Scored == 0 {
		return 0, false
	}
	return m.sum / float64(m.Scored), true
}

func newMeans(infos []metric.Info) *Means {
	m := &Means{Scores: make([]Mean, len(infos))}
	for i, info := range infos {
		m.Scores[i].Info = info
	}
	return m
}

func (m *Means) add(scores []metric.Score, overridden bool) {
	m.Pairs++
	if overridden {
		m.Overridden++
	}
	for i, s := range scores {
		if s.Value == nil {
			m.Scores[i].Unscored++
			continue
		}
		m.Scores[i].Scored++
		m.Scores[i].sum += *s.Value
	}
}

func (m *Means) merge(other *Means) {
	if other == nil {
		return
	}
	m.Pairs += other.Pairs
	m.Overridden += other.Overridden
	for i, s := range other.Scores {
		m.Scores[i].Scored += s.Scored
		m.Scores[i].Unscored += s.Unscored
		m.Scores[i].sum += s.sum
	}
}
