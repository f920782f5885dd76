package run

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Drafter drafts one sample. A result that comes with an error holds what was
// spent. An error with code over_budget or bad_config ends the run; any other is
// that of the sample. It is used by many goroutines.
type Drafter interface {
	Draft(ctx context.Context, a *article.Article, item *eval.Item, k int) (*summarize.Result, error)
}

// Contestant is an arm with what drafts for it.
type Contestant struct {
	Arm     Arm
	Drafter Drafter
	Profile *summarize.Profile // that metrics go by
}

// Session is told of every sample before it is drafted. It returns the context
// for all that is done for it, and a function that ends it and returns the keys
// of its traffic; keep is false when the sample must be done again.
type Session func(ctx context.Context, item, arm string, k int) (_ context.Context, end func(keep bool) ([]string, error))

// Job is a run to be done. Suite and Arms are needed.
type Job struct {
	Suite   *eval.Suite
	Arms    []Contestant
	Metrics []metric.Metric
	Samples int // of each item by each arm; 0 is 1

	Concurrency int                     // samples drafted at the same time; 0 is 4
	Rescoring   bool                    // the drafts are those of a run that paid for them
	RetryErrors bool                    // a run that is taken up tries its failed samples again
	Session     Session                 // nil for none
	On          func(Progress, *Record) // told after every sample, one at a time; nil for no one

	Replay  string // for the Head
	Version string // for the Head
	Now     func() time.Time
}

// Progress says how far a run is.
type Progress struct {
	Done, Total int     // samples; those of before are among them
	Errors      int     // samples that failed
	USD         float64 // spent on drafting, as far as known
	ScoringUSD  float64 // spent on models that score, as far as known
	Unpriced    int     // samples whose cost is not known, or not all of it
}

// Head is the first line of the job's file.
func (j *Job) Head() Head {
	now := time.Now
	if j.Now != nil {
		now = j.Now
	}
	h := Head{
		Format: Format, Suite: Suite{j.Suite.Name, j.Suite.Digest, len(j.Suite.Items)}, Scores: []metric.Info{},
		Gate: j.Suite.Gate, Samples: max(1, j.Samples), Replay: j.Replay, Version: j.Version, Started: now().UTC().Truncate(time.Second),
	}
	for _, c := range j.Arms {
		h.Arms = append(h.Arms, c.Arm)
	}
	for _, m := range j.Metrics {
		h.Scores = append(h.Scores, m.Scores()...)
	}
	return h
}

// Run does what is left of the job and writes it to w: the head, unless before
// is a run that is taken up, and a line for each sample.
//
// It fails with bad_config when before is not a run of this job or an article
// cannot be used, with the error of a Drafter that ends the run, with
// write_failed, or with the context's error. The lines that were written are
// good, and the run can be taken up.
func (j *Job) Run(ctx context.Context, w io.Writer, before *Run) (Progress, error) {
	head := j.Head()
	if err := j.check(head, before); err != nil {
		return Progress{}, err
	}
	articles, err := j.readArticles(ctx)
	if err != nil {
		return Progress{}, err
	}
	r := &runner{job: j, articles: articles, w: w, scorers: make(chan struct{}, runtime.GOMAXPROCS(0))}
	if before == nil {
		if err := r.write(head); err != nil {
			return Progress{}, err
		}
	}
	return r.run(ctx, r.todo(before))
}

func (j *Job) check(head Head, before *Run) error {
	names := map[string]bool{}
	for _, c := range j.Arms {
		if names[c.Arm.Name] || c.Arm.Name == "" {
			return fault.New(fault.BadUsage, "two arms are called %q: they must differ in engine, model, profile or prompts", c.Arm.Name)
		}
		names[c.Arm.Name] = true
	}
	if len(names) == 0 {
		return fault.New(fault.BadUsage, "there is nothing to draft with: name an engine or a model")
	}
	if before == nil {
		return nil
	}
	if differs := before.differs(head); len(differs) > 0 {
		return fault.New(fault.BadConfig, "the file holds another run, which cannot be taken up: %s; give a new file", strings.Join(differs, "; "))
	}
	return nil
}

// maxHeld bounds the text of articles that is kept for the run, in bytes; what
// is beyond it is read again when it is drafted.
const maxHeld = 32 << 20

// readArticles reads all articles, and looks for texts that are there twice
// behind files that differ.
func (j *Job) readArticles(ctx context.Context) ([]*article.Article, error) {
	items := j.Suite.Items
	articles, errs := make([]*article.Article, len(items)), make([]error, len(items))
	digests := make([]string, len(items))
	var held lockedSum
	each(len(items), runtime.GOMAXPROCS(0), func(i int) {
		if errs[i] = ctx.Err(); errs[i] != nil {
			return
		}
		a, err := j.Suite.ReadArticle(&items[i])
		if errs[i] = err; err != nil {
			return
		}
		digests[i] = a.Digest
		if held.add(len(a.Text)) <= maxHeld {
			articles[i] = a
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var problems []string
	first := map[string]string{}
	for i, digest := range digests {
		if errs[i] != nil {
			problems = append(problems, errs[i].Error())
		} else if source, ok := first[digest]; ok {
			problems = append(problems, fmt.Sprintf("%s: its article has the same text as that of %s", items[i].Source, source))
		}
		first[digest] = items[i].Source
	}
	if len(problems) > 0 {
		return nil, fault.New(fault.BadConfig, "the suite cannot be used:\n  %s", strings.Join(problems, "\n  "))
	}
	return articles, nil
}

type lockedSum struct {
	mu  sync.Mutex
	sum int
}

func (s *lockedSum) add(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sum += n
	return s.sum
}

// each does n pieces of work, at most limit at the same time.
func each(n, limit int, work func(i int)) {
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(n, limit) {
		wg.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}
