package run

import (
	"context"
	"errors"
	"io"
	"math"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

const defaultConcurrency = 4

// runner is a Job under way.
type runner struct {
	job      *Job
	articles []*article.Article // nil: to be read again
	drafters chan struct{}
	scorers  chan struct{}

	mu       sync.Mutex
	w        io.Writer
	progress Progress
	stopped  error // why no further sample is begun
}

// task is one sample to be drafted.
type task struct {
	item *eval.Item
	nth  int // of the item
	by   *Contestant
	k    int
}

// todo lists the samples that before does not have, item by item, and counts
// the others.
func (r *runner) todo(before *Run) []task {
	done := map[sampleKey]bool{}
	if before != nil {
		for i := range before.Records {
			rec := &before.Records[i]
			if r.count(rec); rec.Error != nil && r.job.RetryErrors {
				r.progress.Done--
				r.progress.Errors--
				continue
			}
			done[sampleKey{rec.Item, rec.Arm, rec.K}] = true
		}
	}
	var tasks []task
	for i := range r.job.Suite.Items {
		item := &r.job.Suite.Items[i]
		for c := range r.job.Arms {
			for k := 1; k <= max(1, r.job.Samples); k++ {
				if !done[sampleKey{item.ID, r.job.Arms[c].Arm.Name, k}] {
					tasks = append(tasks, task{item, i, &r.job.Arms[c], k})
				}
			}
		}
	}
	r.progress.Total = r.progress.Done + len(tasks)
	return tasks
}

func (r *runner) run(ctx context.Context, tasks []task) (Progress, error) {
	limit := r.job.Concurrency
	if limit < 1 {
		limit = defaultConcurrency
	}
	r.drafters = make(chan struct{}, limit)
	each(len(tasks), limit+cap(r.scorers), func(i int) {
		if ctx.Err() == nil && r.stop(nil) == nil {
			r.sample(ctx, tasks[i])
		}
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return r.progress, err
	}
	return r.progress, r.stopped
}

// stop keeps the first error that ends the run, and returns it.
func (r *runner) stop(err error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped == nil {
		r.stopped = err
	}
	return r.stopped
}

// sample drafts, scores and writes one sample.
func (r *runner) sample(ctx context.Context, t task) {
	end := func(bool) ([]string, error) { return nil, nil }
	if r.job.Session != nil {
		ctx, end = r.job.Session(ctx, t.item.ID, t.by.Arm.Name, t.k)
	}
	rec := newRecord(t)
	art, err := r.draft(ctx, t, &rec)
	if err == nil {
		err = r.score(ctx, t, art, &rec)
	}
	if ends(err) {
		_ = r.stop(err)
	}
	if ctx.Err() != nil || ends(err) || errors.Is(err, errStopped) {
		_, _ = end(false)
		return
	}
	var f *fault.Error
	retryable := errors.As(err, &f) && f.Retryable
	if err != nil {
		rec.Scores, rec.Error = []metric.Score{}, &Failure{fault.CodeOf(err), message(err)}
	}
	keys, err := end(!retryable)
	if err == nil {
		rec.Traffic = append(rec.Traffic, keys...)
		err = r.finish(&rec)
	}
	if err != nil {
		_ = r.stop(err)
	}
}

// errStopped is for samples that were waiting when the run ended.
var errStopped = errors.New("the run has ended")

// ends reports whether an error is not about one sample.
func ends(err error) bool {
	switch fault.CodeOf(err) {
	case fault.OverBudget, fault.BadConfig, fault.BadUsage, fault.WriteFailed:
		return true
	}
	return false
}

// message is what a record says of an error.
func message(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Message
	}
	return "something that is a mistake of the program: " + err.Error()
}

func newRecord(t task) Record {
	return Record{
		Item: t.item.ID, Lang: t.item.Lang, Cluster: t.item.Cluster, Tags: append([]string{}, t.item.Tags...), Weight: *t.item.Weight,
		Arm: t.by.Arm.Name, K: t.k, References: t.item.References, Scores: []metric.Score{}, Traffic: []string{},
	}
}

// draft fills in the result and what it took.
func (r *runner) draft(ctx context.Context, t task, rec *Record) (*article.Article, error) {
	select {
	case r.drafters <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-r.drafters }()
	if r.stop(nil) != nil {
		return nil, errStopped
	}
	art, err := r.articles[t.nth], error(nil)
	if art == nil {
		if art, err = r.job.Suite.ReadArticle(t.item); err != nil {
			return nil, err
		}
	}
	if rec.Lang == "" {
		rec.Lang = art.Lang
	}
	start := time.Now()
	result, err := t.by.Drafter.Draft(ctx, art, t.item, t.k)
	rec.MS = time.Since(start).Milliseconds()
	if result != nil {
		p := result.Provenance
		rec.Result, rec.USD, rec.InputTokens, rec.OutputTokens = result, p.USD, p.InputTokens, p.OutputTokens
	}
	return art, err
}

// score fills in the scores.
func (r *runner) score(ctx context.Context, t task, art *article.Article, rec *Record) error {
	select {
	case r.scorers <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-r.scorers }()
	s := metric.FromResult(rec.Result, art, t.item.References, t.by.Profile)
	for _, m := range r.job.Metrics {
		scores, err := scoreBy(ctx, m, s, rec)
		if err != nil {
			return err
		}
		for _, score := range scores {
			if v := score.Value; v != nil && (math.IsNaN(*v) || math.IsInf(*v, 0)) {
				score.Value, score.Unscored = nil, "the score came out as no number"
			}
			rec.Scores = append(rec.Scores, score)
		}
	}
	return nil
}

// scoreBy scores a sample, and books what that took, also when it fails.
func scoreBy(ctx context.Context, m metric.Metric, s *metric.Sample, rec *Record) ([]metric.Score, error) {
	paid, ok := m.(metric.Paid)
	if !ok {
		return m.Score(ctx, s)
	}
	scores, spent, err := paid.ScoreSpent(ctx, s)
	if spent.Calls > 0 {
		took := Scoring{spent.USD, spent.InputTokens, spent.OutputTokens}
		if rec.Scoring == nil {
			rec.Scoring = &took
		} else {
			rec.Scoring.Add(took)
		}
	}
	return scores, err
}

// finish writes a record and tells of it.
func (r *runner) finish(rec *Record) error {
	if err := r.write(rec); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count(rec)
	if r.job.On != nil {
		r.job.On(r.progress, rec)
	}
	return nil
}

// write writes a line, in one piece.
func (r *runner) write(value any) error {
	data, err := line(value)
	if err != nil {
		return fault.Wrap(fault.Internal, err, "a sample could not be made JSON: %v", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped != nil && fault.CodeOf(r.stopped) == fault.WriteFailed {
		return r.stopped // a line after a torn one would be lost as well
	}
	if _, err := r.w.Write(data); err != nil {
		r.stopped = fault.Wrap(fault.WriteFailed, err, "the run could not be written: %v", err)
		return r.stopped
	}
	return nil
}

// count adds a record to the progress.
func (r *runner) count(rec *Record) {
	r.progress.Done++
	if rec.Error != nil {
		r.progress.Errors++
	}
	unpriced := false
	switch {
	case r.job.Rescoring:
	case rec.USD != nil:
		r.progress.USD += *rec.USD
	case rec.Result != nil && rec.Result.Provenance.Calls > 0:
		unpriced = true
	}
	switch {
	case rec.Scoring == nil:
	case rec.Scoring.USD != nil:
		r.progress.ScoringUSD += *rec.Scoring.USD
	default:
		unpriced = true
	}
	if unpriced {
		r.progress.Unpriced++
	}
}

// FromRun returns the Drafter of an arm that gives what a run has, so that it can
// be scored anew without drafting.
func FromRun(before *Run, arm string) Drafter {
	records := map[sampleKey]*Record{}
	for i := range before.Records {
		if rec := &before.Records[i]; rec.Arm == arm {
			records[sampleKey{item: rec.Item, k: rec.K}] = rec
		}
	}
	return stored(records)
}

type stored map[sampleKey]*Record

func (s stored) Draft(_ context.Context, a *article.Article, item *eval.Item, k int) (*summarize.Result, error) {
	rec := s[sampleKey{item: item.ID, k: k}]
	switch {
	case rec == nil:
		return nil, fault.New(fault.InputNotFound, "the run that is scored anew does not have this sample")
	case rec.Result != nil && rec.Result.Article.SHA256 != a.Digest && rec.Error == nil:
		return nil, fault.New(fault.InputNotFound, "the summary in the run is of another text of the article")
	case rec.Error != nil:
		return rec.Result, fault.New(rec.Error.Code, "%s", rec.Error.Message)
	}
	return rec.Result, nil
}
