package meta

import (
	"context"
	"math"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/stats"
)

// Options say how to measure. The zero value stands for intervals of 95 % from
// 2,000 draws of documents with seed 0, and as many samples at a time as there
// are processors.
type Options struct {
	Level     float64 // of the intervals, 0 stands for 0.95
	Resamples int     // 0 stands for 2,000
	Seed      uint64
	// Progress is told how many documents are scored, nil for nobody.
	Progress func(done, of int)
}

const (
	defaultLevel     = 0.95
	defaultResamples = 2000
)

// Measure scores the summaries and correlates every score with every dimension.
// Its error is that of a metric, or the context's.
func Measure(ctx context.Context, documents []Document, metrics []metric.Metric, o Options) (*Report, error) {
	if o.Level == 0 {
		o.Level = defaultLevel
	}
	if o.Resamples == 0 {
		o.Resamples = defaultResamples
	}
	g := newGrid(documents)
	r := &Report{
		Format: "nutgraf.meta/1", Documents: len(documents), Summaries: g.summaries, Systems: len(g.systems),
		Dimensions: g.dimensions, Level: o.Level, Resamples: o.Resamples, Seed: o.Seed,
	}
	scores, err := scoreAll(ctx, documents, metrics, o.Progress)
	if err != nil {
		return nil, err
	}
	d := drawer{level: o.Level, stats: stats.Options{Resamples: o.Resamples, Seed: o.Seed}}
	column := 0
	for _, m := range metrics {
		for _, info := range m.Scores() {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			r.Metrics = append(r.Metrics, agreement(info, g, scores, column, d))
			column++
		}
	}
	r.Ceiling = ceiling(g, d)
	return r, nil
}

// scoreAll returns the scores of each summary of each document, those of all
// metrics after each other.
func scoreAll(ctx context.Context, documents []Document, metrics []metric.Metric, progress func(done, of int)) ([][][]metric.Score, error) {
	all := make([][][]metric.Score, len(documents))
	for i := range documents {
		samples := documents[i].samples()
		all[i] = make([][]metric.Score, len(samples))
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(workers())
		for k, s := range samples {
			group.Go(func() error {
				for _, m := range metrics {
					scores, err := m.Score(ctx, s)
					if err != nil {
						return err
					}
					all[i][k] = append(all[i][k], scores...)
				}
				return nil
			})
		}
		if err := group.Wait(); err != nil {
			return nil, err
		}
		if progress != nil {
			progress(i+1, len(documents))
		}
	}
	return all, nil
}

// grid is the ratings, with systems and dimensions by number.
type grid struct {
	documents  []Document
	systems    map[string]int
	dimensions []string
	summaries  int
}

func newGrid(documents []Document) *grid {
	g := &grid{documents: documents, systems: map[string]int{}, dimensions: dimensions(documents)}
	for _, d := range documents {
		g.summaries += len(d.Systems)
		for _, s := range d.Systems {
			if _, ok := g.systems[s.System]; !ok {
				g.systems[s.System] = len(g.systems)
			}
		}
	}
	return g
}

// table pairs a score with ratings. Take says what the summary with a number of a
// document has for both, and false where one is not there.
func (g *grid) table(take func(doc, k int) (x, y float64, ok bool)) *table {
	t := &table{systems: len(g.systems), cells: make([][]cell, len(g.documents))}
	for i, d := range g.documents {
		for k, s := range d.Systems {
			if x, y, ok := take(i, k); ok {
				t.cells[i] = append(t.cells[i], cell{g.systems[s.System], x, y})
			}
		}
	}
	t.correlate()
	return t
}

// agreement correlates the score in a column with each dimension.
func agreement(info metric.Info, g *grid, scores [][][]metric.Score, column int, d drawer) Agreement {
	a := Agreement{Info: info}
	for _, document := range scores {
		for _, s := range document {
			if s[column].Value != nil {
				a.Scored++
				continue
			}
			if a.Unscored++; a.Unscored == 1 {
				a.Reason = s[column].Unscored
			}
		}
	}
	if a.Scored == 0 {
		return a
	}
	var tables []*table
	for _, name := range g.dimensions {
		tables = append(tables, g.table(func(doc, k int) (x, y float64, ok bool) {
			v := scores[doc][k][column].Value
			y, ok = g.documents[doc].Systems[k].Human[name]
			if v == nil || !ok {
				return 0, 0, false
			}
			return *v, y, true
		}))
	}
	a.add(g.dimensions, tables, 1, d)
	return a
}

// add adds the correlations with each dimension, each of which has as many tables,
// and with all of them.
func (a *Agreement) add(dimensions []string, tables []*table, each int, d drawer) {
	for i, name := range dimensions {
		mine := tables[i*each : (i+1)*each]
		c := Correlation{Dimension: name, Levels: d.levels(mine)}
		c.Documents, c.SameRatings, c.SameScores = mine[0].used, mine[0].sameRatings, mine[0].sameScores
		a.Dimensions = append(a.Dimensions, c)
	}
	if len(dimensions) > 1 {
		mean := d.levels(tables)
		a.Mean = &mean
	}
}

// ceiling is how far one annotator agrees with the mean of the others, mean over
// annotators; nil unless each dimension has two or more.
func ceiling(g *grid, d drawer) *Agreement {
	annotators := 0
	for _, document := range g.documents {
		for _, s := range document.Systems {
			for _, ratings := range s.Annotators {
				annotators = max(annotators, len(ratings))
			}
		}
	}
	if annotators < 2 {
		return nil
	}
	a := &Agreement{Info: metric.Info{
		Name: "one annotator", Signature: "annotator|against:others|v:1", Better: metric.Higher,
		About: "One annotator against the mean of the others, mean over annotators.",
	}}
	var tables []*table
	for _, name := range g.dimensions {
		for who := range annotators {
			tables = append(tables, g.table(func(doc, k int) (x, y float64, ok bool) {
				return apart(g.documents[doc].Systems[k].Annotators[name], who)
			}))
		}
	}
	for _, document := range g.documents {
		a.Scored += len(document.Systems)
	}
	a.add(g.dimensions, tables, annotators, d)
	return a
}

// apart is the rating of one annotator, and the mean of the others'.
func apart(ratings []float64, who int) (one, others float64, ok bool) {
	if who >= len(ratings) || len(ratings) < 2 {
		return 0, 0, false
	}
	rest := slices.Delete(slices.Clone(ratings), who, who+1)
	return ratings[who], math.Round(mean(rest)*1e9) / 1e9, true
}
