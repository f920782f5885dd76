package prefer

import (
	"context"
	"sync"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Side is one arm of a run.
type Side struct {
	Run *run.Run
	Arm string
}

// Job is a comparison to be made. All but Concurrency and On is needed.
type Job struct {
	Suite           *eval.Suite
	Base, Candidate Side
	Judge           string // signature of how it is asked
	// Ask compares the candidate's sample with the base's; Win is the candidate's.
	// An error with code over_budget or bad_config, or the context's, ends the job;
	// any other is that of the pair.
	Ask         func(ctx context.Context, item string, k int, candidate, base *metric.Sample) (metric.Preference, error)
	Concurrency int                   // pairs at the same time; 0 is 4
	On          func(metric.Spent)    // told after every pair what it took, one at a time
	Level       float64               // of the interval; 0 is 0.95
	Resamples   int                   // 0 is 10,000
	Seed        uint64                // of the resampling
	pairs       []pair                // in the order of the base's records
	articles    map[string]*eval.Item // by ID
}

// pair is two samples of an item.
type pair struct {
	base, candidate *run.Record
}

const (
	defaultConcurrency = 4
	defaultLevel       = 0.95
)

// Pairs is how many pairs there are to be asked about. It fails with bad_usage
// when the suite is not that of the runs.
func (j *Job) Pairs() (int, error) {
	for _, side := range []Side{j.Base, j.Candidate} {
		if side.Run.Suite.Digest != j.Suite.Digest {
			return 0, fault.New(fault.BadUsage, "the articles of the runs are not to be had: the suite %s is another one, or has changed since", j.Suite.Name)
		}
	}
	j.articles = map[string]*eval.Item{}
	for i := range j.Suite.Items {
		j.articles[j.Suite.Items[i].ID] = &j.Suite.Items[i]
	}
	j.pairs = nil
	others := j.Candidate.samples()
	for _, rec := range j.Base.samples() {
		if other := others[keyOf(rec)]; other != nil && j.articles[rec.Item] != nil {
			j.pairs = append(j.pairs, pair{rec, other})
		}
	}
	sortPairs(j.pairs)
	return len(j.pairs), nil
}

type sampleKey struct {
	item string
	k    int
}

func keyOf(rec *run.Record) sampleKey { return sampleKey{rec.Item, rec.K} }

// samples are the drafts of an arm. Those that failed are not among them.
func (s Side) samples() map[sampleKey]*run.Record {
	out := map[sampleKey]*run.Record{}
	for i := range s.Run.Records {
		if rec := &s.Run.Records[i]; rec.Arm == s.Arm && rec.Error == nil && rec.Result != nil {
			out[keyOf(rec)] = rec
		}
	}
	return out
}

// Run asks about all pairs. An error that ends it comes with the Result of what
// was asked until then.
func (j *Job) Run(ctx context.Context) (*Result, error) {
	if _, err := j.Pairs(); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	pairs := make([]Pair, len(j.pairs))
	var cost *run.Scoring
	var mu sync.Mutex
	next := make(chan int)
	var all sync.WaitGroup
	for range j.concurrency() {
		all.Go(func() {
			for i := range next {
				got, spent, err := j.ask(ctx, j.pairs[i])
				if ends(ctx, err) {
					stop(err)
				}
				mu.Lock()
				pairs[i] = got
				j.book(&cost, spent)
				mu.Unlock()
			}
		})
	}
	for i := range pairs {
		pairs[i] = Pair{Item: j.pairs[i].base.Item, K: j.pairs[i].base.K}
	}
	for i := range pairs {
		select {
		case next <- i:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(next)
	all.Wait()
	return j.result(pairs, cost), context.Cause(ctx)
}

func (j *Job) concurrency() int {
	limit := j.Concurrency
	if limit < 1 {
		limit = defaultConcurrency
	}
	return min(limit, max(1, len(j.pairs)))
}

// ask compares the samples of a pair.
func (j *Job) ask(ctx context.Context, p pair) (Pair, metric.Spent, error) {
	out := Pair{Item: p.base.Item, K: p.base.K}
	base, candidate := metric.FromResult(p.base.Result, nil, nil, nil), metric.FromResult(p.candidate.Result, nil, nil, nil)
	if base.Text == candidate.Text {
		out.Outcome, out.Same = metric.Tie, true
		return out, metric.Spent{}, nil
	}
	art, err := j.article(p)
	if err != nil {
		out.Error = &run.Failure{Code: fault.CodeOf(err), Message: err.Error()}
		return out, metric.Spent{}, nil
	}
	base.Article, candidate.Article = art, art
	got, err := j.Ask(ctx, out.Item, out.K, candidate, base)
	switch {
	case ends(ctx, err):
		return out, got.Spent, err
	case err != nil:
		out.Error = &run.Failure{Code: fault.CodeOf(err), Message: err.Error()}
	default:
		out.Outcome, out.Flip, out.Unread = got.Outcome, got.Flip, got.Unread
	}
	return out, got.Spent, nil
}

// article reads the article of a pair, and refuses one that the drafts are not of.
func (j *Job) article(p pair) (*article.Article, error) {
	art, err := j.Suite.ReadArticle(j.articles[p.base.Item])
	if err != nil {
		return nil, err
	}
	for _, rec := range []*run.Record{p.base, p.candidate} {
		if rec.Result.Article.SHA256 != art.Digest {
			return nil, fault.New(fault.InputNotFound, "a summary in the runs is of another text of the article")
		}
	}
	return art, nil
}

// ends reports whether an error is not about one pair.
func ends(ctx context.Context, err error) bool {
	if err == nil {
		return false
	}
	switch fault.CodeOf(err) {
	case fault.OverBudget, fault.BadConfig, fault.BadUsage, fault.WriteFailed:
		return true
	}
	return ctx.Err() != nil
}

// book adds up what was spent, and tells of it.
func (j *Job) book(cost **run.Scoring, spent metric.Spent) {
	if spent.Calls > 0 {
		took := run.Scoring{USD: spent.USD, InputTokens: spent.InputTokens, OutputTokens: spent.OutputTokens}
		if *cost == nil {
			*cost = &took
		} else {
			(*cost).Add(took)
		}
	}
	if j.On != nil {
		j.On(spent)
	}
}
