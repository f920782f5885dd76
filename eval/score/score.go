package score

import (
	"context"
	"fmt"
	"slices"

	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Options say how pairs are scored.
type Options struct {
	// Metrics are the names of the metrics; nil stands for all that metric.New
	// knows.
	Metrics []string
	// Metric changes how they are computed.
	Metric metric.Options
	// Workers is how many pairs are scored at the same time; 0 is one for each
	// processor that Go uses.
	Workers int
	// Problem is told of every line that is no pair, in order; nil for nobody.
	Problem func(LineError)
}

// LineError says what is wrong with a line. The message holds none of its text.
type LineError struct {
	Line int // from 1
	Err  error
}

func (e LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

func (e LineError) Unwrap() error { return e.Err }

// scorer scores lines. It is safe for concurrent use.
type scorer struct {
	options     Options
	stem, plain []metric.Metric
	infos       []metric.Info
	columns     []column
	textsOnly   bool
}

func newScorer(o Options) (*scorer, error) {
	s := &scorer{options: o, textsOnly: textsOnly(o.Metrics)}
	with, without := o.Metric, o.Metric
	with.NoStemmer, without.NoStemmer = false, true
	var err error
	if s.stem, err = metric.New(o.Metrics, with); err != nil {
		return nil, err
	}
	if s.plain, err = metric.New(o.Metrics, without); err != nil {
		return nil, err
	}
	for _, m := range s.metrics(!o.Metric.NoStemmer) {
		s.infos = append(s.infos, m.Scores()...)
	}
	s.columns = columnsOf(s.infos)
	return s, nil
}

// textsOnly reports that the metrics look at nothing but the texts of summary
// and references: neither at their language nor at their parts.
func textsOnly(names []string) bool {
	known := []string{"rouge1", "rouge2", "rougeL", "rougeLsum", "chrf", "chrf++"}
	return names != nil && !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(known, name) })
}

func (s *scorer) metrics(stem bool) []metric.Metric {
	if stem {
		return s.stem
	}
	return s.plain
}

// stems reports whether words of a pair are stemmed.
func (s *scorer) stems(p *pair) bool {
	if p.UseStemmer != nil {
		return *p.UseStemmer
	}
	return !s.options.Metric.NoStemmer
}

// score returns the scores of a pair, one for each of infos.
func (s *scorer) score(ctx context.Context, p *pair) ([]metric.Score, error) {
	sample := p.sample(s.textsOnly)
	scores := make([]metric.Score, 0, len(s.infos))
	for _, m := range s.metrics(s.stems(p)) {
		got, err := m.Score(ctx, sample)
		if err != nil {
			return nil, err
		}
		scores = append(scores, got...)
	}
	if len(scores) != len(s.infos) {
		return nil, fault.New(fault.Internal, "%d scores came of metrics that promise %d", len(scores), len(s.infos))
	}
	return scores, nil
}
