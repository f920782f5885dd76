package metric

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"sync"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

// Scoring is how a judge's grades become a score.
type Scoring string

// The ways of scoring. The zero value finds out, when the judge is made, whether
// the endpoint tells the probabilities of tokens.
const (
	ScoringAuto     Scoring = ""
	ScoringLogProbs Scoring = "logprobs" // the mean of the grades, by their probability
	ScoringSamples  Scoring = "samples"  // the mean of several answers
)

// JudgeOptions say who judges and how. Model, Info and Prompts are needed.
type JudgeOptions struct {
	Model   summarize.Model
	Info    summarize.ModelInfo
	Prompts *prompts.Set
	Rubrics []Rubric // what is graded, in this order; at least one

	Scoring     Scoring
	Samples     int      // answers to each question; 0 is 5
	Temperature *float64 // nil is 1
	Concurrency int      // calls at the same time, for all who use the judge; 0 is 8
	// InOrder makes the calls about one sample one after the other, in the same order
	// each time, so that they can be recorded and replayed.
	InOrder bool
	Tries   int // answers that Model may have to pay for in one call; 0 is 1; for MostUSD

	// Drafting are the models whose summaries are graded. A judge that is one of
	// them is refused unless AllowSame is set.
	Drafting  []summarize.ModelInfo
	AllowSame bool
}

// Judge grades summaries with a language model, by a rubric for each dimension,
// in the manner of G-Eval. It is a Metric with one score a rubric, from 1 to the
// number of the rubric's levels, and safe for concurrent use.
type Judge struct {
	o       JudgeOptions
	infos   []Info
	counter *tokens.Counter

	mu     sync.Mutex
	usage  summarize.Usage
	counts JudgeCounts
}

// JudgeCounts say what became of the questions to a judge: one a rubric and
// sample, or one a comparison in one order.
type JudgeCounts struct {
	Answered   int
	Unparsable int // an answer that is no grade
	Refused    int // the model, or a filter at the endpoint, declined
	Unsure     int // the probability of all grades together was too low
	TooLong    int // the article did not fit
}

const (
	defaultSamples     = 5
	maxSamples         = 100
	defaultJudgeCalls  = 8
	gradeTokens        = 16  // of an answer that is a digit
	reasonTokens       = 400 // of an answer with its reason
	defaultTemperature = 1.0
)

// NewJudge makes a judge. It fails with policy_refused, before anything is sent,
// for a judge that would grade its own summaries. With ScoringAuto it makes one
// call, about a made-up article, and fails as that does.
func NewJudge(ctx context.Context, o JudgeOptions) (*Judge, error) {
	if len(o.Rubrics) == 0 {
		return nil, fault.New(fault.BadUsage, "the judge has no rubric to grade by: there are %s", strings.Join(BuiltInRubrics(), ", "))
	}
	if o.Samples < 0 || o.Samples > maxSamples {
		return nil, fault.New(fault.BadUsage, "the judge can be asked 1 to %d times, and not %d", maxSamples, o.Samples)
	}
	if t := o.Temperature; t != nil && !(*t >= 0 && *t <= 2) {
		return nil, fault.New(fault.BadUsage, "the judge's temperature must be 0 to 2")
	}
	for _, d := range o.Drafting {
		if !o.AllowSame && sameModel(d, o.Info) {
			return nil, fault.New(fault.PolicyRefused,
				"the judge %s at %s is a model that drafts, and would grade its own work: name another, or set judge.allow_same_model to true",
				o.Info.Name, o.Info.EndpointHost)
		}
	}
	if o.Samples == 0 {
		o.Samples = defaultSamples
	}
	if o.Concurrency <= 0 {
		o.Concurrency = defaultJudgeCalls
	}
	if o.Temperature == nil {
		one := defaultTemperature
		o.Temperature = &one
	}
	o.Model = summarize.Limit(o.Model, o.Concurrency) // any Model will do, also one that has no limit, or one for each sample
	j := &Judge{o: o, counter: tokens.New(o.Info.Encoding)}
	if err := j.settle(ctx); err != nil {
		return nil, err
	}
	j.infos = j.describe()
	return j, nil
}

// dated is the end of a name that says which version of a model it is.
var dated = regexp.MustCompile(`-(\d{4}-\d{2}-\d{2}|\d{4}|latest)$`)

// sameModel compares models as endpoints know them: whatever the case, the
// vendor in front and the date behind.
func sameModel(a, b summarize.ModelInfo) bool {
	name := func(m summarize.ModelInfo) string {
		bare := strings.ToLower(m.Name[strings.LastIndex(m.Name, "/")+1:])
		return dated.ReplaceAllString(bare, "")
	}
	host := func(m summarize.ModelInfo) string { return strings.TrimSuffix(strings.ToLower(m.EndpointHost), ":443") }
	return name(a) == name(b) && host(a) == host(b)
}

// settle decides about the way of scoring with a question that has no answer to
// be proud of.
func (j *Judge) settle(ctx context.Context) error {
	switch j.o.Scoring {
	case ScoringLogProbs, ScoringSamples:
		return nil
	case ScoringAuto:
	default:
		return fault.New(fault.BadUsage, "there is no way of scoring %q: there are logprobs and samples", j.o.Scoring)
	}
	source := &prompts.Source{Title: "Town opens bridge", Sentences: []prompts.Sentence{
		{ID: 1, Text: "The town of Ostrel opened its new footbridge on Friday."},
		{ID: 2, Text: "It replaces a ferry that 300 people took every day."},
	}}
	shown := prompts.Shown{Why: "About 300 people no longer need the ferry.", Takeaways: []string{"Ostrel opens a footbridge in place of a ferry"}}
	_, verdict, err := j.byOdds(ctx, &j.o.Rubrics[0], source, nil, shown)
	if err != nil {
		return err
	}
	j.counts = JudgeCounts{} // it was no sample
	j.o.Scoring = ScoringLogProbs
	if verdict != "" {
		j.o.Scoring = ScoringSamples
	}
	return nil
}

// Scoring is the way of scoring, which stays: scores of both ways cannot be
// compared.
func (j *Judge) Scoring() Scoring { return j.o.Scoring }

func (j *Judge) describe() []Info {
	way := "weighted:logprobs"
	if j.o.Scoring == ScoringSamples {
		way = fmt.Sprintf("samples:%d", j.o.Samples)
	}
	digest := j.o.Prompts.DigestOf(prompts.JudgeFiles())[:12]
	infos := make([]Info, len(j.o.Rubrics))
	for i, r := range j.o.Rubrics {
		infos[i] = Info{
			Name:      "judge." + r.Name,
			Signature: fmt.Sprintf("judge|%s|%s.%s@%s|%s|temp:%g|prompts:%s|v:1", modelName(j.o.Info), r.Name, r.Version, r.Digest[:12], way, *j.o.Temperature, digest),
			Better:    Higher,
			About:     fmt.Sprintf("%s A model's opinion from 1 to %d: it drifts when the model changes, and can be wrong with confidence.", ended(r.About), len(r.Levels)),
			Headline:  true,
		}
	}
	return infos
}

func modelName(m summarize.ModelInfo) string {
	return strings.NewReplacer("|", "_", "\n", "_").Replace(m.Name + "@" + m.EndpointHost)
}

func ended(text string) string { return strings.TrimRight(text, ".") + "." }

// Scores are one a rubric.
func (j *Judge) Scores() []Info { return append([]Info(nil), j.infos...) }

// Score grades a sample by all rubrics. What the model declines to grade, or
// answers with anything but a grade, is unscored.
func (j *Judge) Score(ctx context.Context, s *Sample) ([]Score, error) {
	scores, _, err := j.ScoreSpent(ctx, s)
	return scores, err
}

// ScoreSpent is Score with what it took, also when there is an error.
func (j *Judge) ScoreSpent(ctx context.Context, s *Sample) ([]Score, Spent, error) {
	m := &meter{}
	ctx, cancel := context.WithCancel(m.in(ctx))
	defer cancel()
	scores, errs := make([]Score, len(j.infos)), make([]error, len(j.infos))
	j.each(len(j.infos), func(i int) {
		scores[i], errs[i] = j.grade(ctx, i, s)
		if errs[i] != nil {
			cancel() // the rest would be for nothing
		}
	})
	if err := firstOf(errs); err != nil {
		return nil, j.spent(m.usage), err
	}
	return scores, j.spent(m.usage), nil
}

// each does the work of one sample, as far as possible at the same time.
func (j *Judge) each(n int, do func(int)) {
	var all sync.WaitGroup
	for i := range n {
		if j.o.InOrder {
			do(i)
		} else {
			all.Go(func() { do(i) })
		}
	}
	all.Wait()
}

// firstOf returns the error that ended the work, and not those of the
// cancelling that followed.
func firstOf(errs []error) error {
	var first error
	for _, err := range errs {
		if err != nil && (first == nil || errors.Is(first, context.Canceled) && !errors.Is(err, context.Canceled)) {
			first = err
		}
	}
	return first
}

func (j *Judge) grade(ctx context.Context, i int, s *Sample) (Score, error) {
	r, name := &j.o.Rubrics[i], j.infos[i].Name
	source, references, shown, missing := shownTo(r, s)
	if missing != "" {
		return Score{Name: name, Unscored: missing}, nil
	}
	by := j.byOdds
	if j.o.Scoring == ScoringSamples {
		by = j.bySamples
	}
	value, verdict, err := by(ctx, r, source, references, shown)
	if err == nil && verdict == "" && math.IsNaN(value) {
		verdict = "the grades have no mean"
	}
	if err != nil || verdict != "" {
		return Score{Name: name, Unscored: verdict}, err
	}
	return scored(name, value), nil
}
