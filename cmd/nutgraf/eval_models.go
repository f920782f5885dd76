package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/nutgraf/nutgraf/eval/metric"
	evalrun "github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/ledger"
	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/replay"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// The names by which metrics that call models are asked for. "judge" stands for
// all rubrics, "judge.fluency" for one.
const (
	judgeMetric      = "judge"
	similarityMetric = "similarity"
)

// modelScoring says how metrics that call models are made.
type modelScoring struct {
	drafting []summarize.ModelInfo // whose summaries are scored
	session  evalrun.Session       // for calls that belong to no sample; nil for none
	inOrder  bool                  // traffic is recorded or replayed
	pairs    bool                  // a judge is shown pairs, and grades nothing
	budget   *budget               // that scoring is paid from; nil for none

	// vectors makes clients for models that make vectors; nil for the usual ones.
	vectors func(config.Model) (metric.Embedder, error)
}

// scoring says how the metrics of a run are made, once its arms and its budget
// are.
func (e *entrance) scoring() modelScoring {
	how := modelScoring{session: e.session, inOrder: e.mode != replay.Off, budget: e.budget, vectors: e.dialVectors}
	for _, d := range e.drafters {
		if d.model != nil {
			how.drafting = append(how.drafting, d.model.Info)
		}
	}
	return how
}

// payable refuses a model of no known price where the cost is limited.
func (how modelScoring) payable(m summarize.ModelInfo) error {
	if how.budget != nil && how.budget.limited && m.Price == nil {
		return ledger.NoPrice(m)
	}
	return nil
}

// spend books what was spent before any sample was scored.
func (how modelScoring) spend(s metric.Spent) {
	if how.budget == nil || s.USD == nil {
		return
	}
	how.budget.mu.Lock()
	defer how.budget.mu.Unlock()
	how.budget.left -= *s.USD
}

// splitMetrics parts the metrics that call models from those that do not. nil is
// all of those that do not.
func splitMetrics(names []string) (plain, byModel []string) {
	if names == nil {
		return nil, nil
	}
	plain = []string{}
	for _, name := range names {
		if name == "all" {
			plain = append(plain, metric.Names()...)
		} else if name == judgeMetric || name == similarityMetric || strings.HasPrefix(name, judgeMetric+".") {
			byModel = append(byModel, name)
		} else {
			plain = append(plain, name)
		}
	}
	return plain, byModel
}

// modelMetrics makes the metrics that call models, by names of splitMetrics. It
// sends nothing before everything that can be refused has been; then a judge may
// be asked how it can be scored by.
func (a *app) modelMetrics(ctx context.Context, cfg *config.Config, names []string, how modelScoring) ([]metric.Metric, error) {
	var made []metric.Metric
	var rubrics []string
	for _, name := range names {
		if name != similarityMetric {
			rubrics = append(rubrics, name)
		}
	}
	if slices.Contains(names, similarityMetric) {
		s, err := a.newSimilarity(cfg, how)
		if err != nil {
			return nil, err
		}
		made = append(made, &paidMetric{Paid: s, budget: how.budget})
	}
	if len(rubrics) > 0 {
		j, err := a.newJudge(ctx, cfg, rubrics, how)
		if err != nil {
			return nil, err
		}
		made = append(made, &paidMetric{Paid: j, budget: how.budget, owed: j.Spent()})
	}
	return made, nil
}

// paidMetric is a metric that is paid for from a budget.
type paidMetric struct {
	metric.Paid
	budget *budget

	mu   sync.Mutex
	owed metric.Spent // what was asked before any sample, and goes with the first
}

// Score scores a sample when the budget has what that can cost at most.
func (p *paidMetric) Score(ctx context.Context, s *metric.Sample) ([]metric.Score, error) {
	scores, _, err := p.ScoreSpent(ctx, s)
	return scores, err
}

// ScoreSpent is Score with what it took.
func (p *paidMetric) ScoreSpent(ctx context.Context, s *metric.Sample) ([]metric.Score, metric.Spent, error) {
	release, err := p.budget.reserveScoring(ctx, func() *float64 { return p.MostUSD(s) })
	if err != nil {
		return nil, metric.Spent{}, err
	}
	scores, spent, err := p.Paid.ScoreSpent(ctx, s)
	release(spent)
	return scores, p.settled(spent, err), err
}

// reserveScoring sets aside the most that scoring can cost, as reserve does. No
// budget has no limit.
func (b *budget) reserveScoring(ctx context.Context, most func() *float64) (func(metric.Spent), error) {
	if b == nil {
		return func(metric.Spent) {}, nil
	}
	release, err := b.reserve(ctx, func() (float64, error) {
		if usd := most(); usd != nil {
			return *usd, nil
		}
		return 0, fault.New(fault.OverBudget, "a limit is set on the cost, and what scoring can cost is not known")
	})
	if err != nil {
		return nil, err
	}
	return func(s metric.Spent) { release(&summarize.Result{Provenance: summarize.Provenance{USD: s.USD}}) }, nil
}

// settled adds what is owed to what the first sample took that was scored.
func (p *paidMetric) settled(s metric.Spent, err error) metric.Spent {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil || p.owed.Calls == 0 {
		return s
	}
	sum := evalrun.Scoring{USD: s.USD, InputTokens: s.InputTokens, OutputTokens: s.OutputTokens}
	sum.Add(evalrun.Scoring{USD: p.owed.USD, InputTokens: p.owed.InputTokens, OutputTokens: p.owed.OutputTokens})
	s.USD, s.InputTokens, s.OutputTokens, s.Calls = sum.USD, sum.InputTokens, sum.OutputTokens, s.Calls+p.owed.Calls
	p.owed = metric.Spent{}
	return s
}

// newJudge makes the judge that the configuration names, for rubrics by names of
// splitMetrics.
func (a *app) newJudge(ctx context.Context, cfg *config.Config, names []string, how modelScoring) (*metric.Judge, error) {
	m, ok := cfg.JudgeModel()
	if !ok {
		return nil, fault.New(fault.BadConfig, "there is no judge: set judge.model or --judge to a model that does not draft")
	}
	rubrics, err := chooseRubrics(cfg.Judge.Rubrics, names)
	if err != nil {
		return nil, err
	}
	o := metric.JudgeOptions{
		Rubrics: rubrics, Samples: cfg.Judge.Samples, Concurrency: m.Concurrency, Tries: provider.MaxTries,
		Drafting: how.drafting, AllowSame: cfg.Judge.AllowSameModel, InOrder: how.inOrder,
	}
	if how.pairs {
		o.Scoring = metric.ScoringSamples
	} else if cfg.Judge.Scoring != "auto" {
		o.Scoring = metric.Scoring(cfg.Judge.Scoring)
	}
	if o.Info, err = modelInfo(cfg, m); err != nil {
		return nil, err
	}
	if err := how.payable(o.Info); err != nil {
		return nil, err
	}
	if o.Prompts, err = loadPrompts(cfg.Prompts); err != nil {
		return nil, err
	}
	if o.Model, err = a.dial(m); err != nil {
		return nil, err
	}
	end := func(bool) ([]string, error) { return nil, nil }
	if how.session != nil {
		ctx, end = how.session(ctx, "scoring", "judge", 1)
	}
	j, err := metric.NewJudge(ctx, o)
	if _, failed := end(err == nil); err == nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	how.spend(j.Spent())
	if how.pairs {
		a.say("%s at %s is shown each pair of summaries, in both orders", m.Name, m.BaseURL)
		return j, nil
	}
	a.say("%s at %s grades each summary, by %s", m.Name, m.BaseURL, wayOf(j.Scoring(), o.Samples))
	return j, nil
}

func wayOf(s metric.Scoring, samples int) string {
	if s == metric.ScoringLogProbs {
		return "the probabilities of its grades"
	}
	return fmt.Sprintf("the mean of %d answers", samples)
}

// chooseRubrics reads the rubrics and keeps those that are asked for.
func chooseRubrics(dir string, names []string) ([]metric.Rubric, error) {
	var files fs.FS
	if dir != "" {
		files = os.DirFS(dir)
	}
	all, err := metric.LoadRubrics(files, dir)
	if err != nil {
		return nil, err
	}
	var known []string
	for _, r := range all {
		known = append(known, judgeMetric+"."+r.Name)
	}
	for _, name := range names {
		if name != judgeMetric && !slices.Contains(known, name) {
			return nil, fault.New(fault.BadUsage, "there is no metric %q: there are judge, %s", name, strings.Join(known, ", "))
		}
	}
	return slices.DeleteFunc(all, func(r metric.Rubric) bool {
		return !slices.Contains(names, judgeMetric) && !slices.Contains(names, judgeMetric+"."+r.Name)
	}), nil
}

// newSimilarity makes the metric with the model for vectors that the
// configuration names.
func (a *app) newSimilarity(cfg *config.Config, how modelScoring) (*metric.Similarity, error) {
	m, ok := cfg.EmbeddingsModel()
	if !ok {
		return nil, fault.New(fault.BadConfig, "there is no model for similarity: set embeddings.model or --embeddings to one that makes vectors")
	}
	info, err := modelInfo(cfg, m)
	if err != nil {
		return nil, err
	}
	if err := how.payable(info); err != nil {
		return nil, err
	}
	if err := m.Permitted(); err != nil {
		return nil, err
	}
	dial := how.vectors
	if dial == nil {
		dial = a.dialVectors
	}
	by, err := dial(m)
	if err != nil {
		return nil, err
	}
	if how.session != nil {
		by = &tapedVectors{by, how.session}
	}
	return metric.NewSimilarity(by, info.Price), nil
}

func (a *app) dialVectors(m config.Model) (metric.Embedder, error) {
	client, err := provider.New(a.clientOf(m))
	if err != nil {
		return nil, err
	}
	a.atExit = append(a.atExit, client.Close)
	return client, nil
}

// dialVectors is dialSample for a model that makes vectors.
func (e *entrance) dialVectors(m config.Model) (metric.Embedder, error) {
	s := e.sampleModel(m)
	_, err := provider.New(s.config)
	return s, err
}

// tapedVectors gives every request for vectors a tape of its own, by its texts:
// vectors are shared between samples, and whichever comes first asks for them.
type tapedVectors struct {
	metric.Embedder
	session evalrun.Session
}

// Embed asks under a session of the texts.
func (t *tapedVectors) Embed(ctx context.Context, texts []string) ([][]float32, summarize.Usage, error) {
	h := sha256.New()
	for _, text := range texts {
		fmt.Fprintf(h, "%d:%s", len(text), text)
	}
	ctx, end := t.session(ctx, hex.EncodeToString(h.Sum(nil))[:24], "embeddings", 1)
	vectors, usage, err := t.Embedder.Embed(ctx, texts)
	if _, failed := end(err == nil); err == nil {
		err = failed
	}
	return vectors, usage, err
}

// Embed asks for vectors with the sample's client.
func (s *sampleModel) Embed(ctx context.Context, texts []string) ([][]float32, summarize.Usage, error) {
	clients, ok := ctx.Value(sampleClientsKey{}).(*sampleClients)
	if !ok {
		return nil, summarize.Usage{}, fault.New(fault.Internal, "a request for vectors belongs to no sample")
	}
	client, err := clients.get(s)
	if err != nil {
		return nil, summarize.Usage{}, err
	}
	return client.Embed(ctx, texts)
}

// Name is the model and the host of its endpoint.
func (s *sampleModel) Name() string {
	client, err := provider.New(s.config)
	if err != nil {
		return s.config.Model
	}
	return client.Name()
}
