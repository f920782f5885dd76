package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/prefer"
	"github.com/nutgraf/nutgraf/eval/report"
	evalrun "github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/replay"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// preferFlags say how a judge is asked which of two runs it prefers.
type preferFlags struct {
	rubrics           []string
	replay, cassettes string
}

func (a *app) addPrefer(cmd *cobra.Command, f *preferFlags) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.rubrics, "prefer", nil, "ask a judge which summary of each pair is better, by these `rubrics` with commas: judge for all, or judge.coverage and the like; needs --suite and --judge")
	flags.StringVar(&f.replay, "replay", string(replay.Off), "where the judge's answers come from, a `mode`: strict (cassettes alone), record (the judge, into cassettes) or off")
	flags.StringVar(&f.cassettes, "cassettes", "", "`folder` of the cassettes (default: cassettes in the suite's folder)")
	a.configFlag(cmd, "judge.model", "`name` of the model that is asked for --prefer")
	a.configFlag(cmd, "judge.rubrics", "`folder` of rubrics that stand beside the built-in ones")
	a.configFlag(cmd, "model.base_url", "`address` of an OpenAI-compatible endpoint")
	a.configFlag(cmd, "budget.max_usd", "refuse to spend more than this many US `dollars` on the judge (0: no limit)")
	_ = cmd.RegisterFlagCompletionFunc("replay", cobra.FixedCompletions([]string{"strict", "record", "off"}, cobra.ShellCompDirectiveNoFileComp))
}

func (f *preferFlags) check(suite string) error {
	switch {
	case len(f.rubrics) == 0 && (f.replay != string(replay.Off) || f.cassettes != ""):
		return fault.New(fault.BadUsage, "--replay and --cassettes are for what a judge is asked: add --prefer judge")
	case len(f.rubrics) > 0 && suite == "":
		return fault.New(fault.BadUsage, "--prefer needs the articles, and runs do not keep them: give the suite's folder with --suite")
	case f.cassettes != "" && f.replay == string(replay.Off):
		return fault.New(fault.BadUsage, "--cassettes is for --replay record or strict")
	}
	return nil
}

// compareAndPrefer compares two runs and, where that is asked for, shows a judge
// what they wrote. What was asked before an error is told.
func (a *app) compareAndPrefer(ctx context.Context, base, candidate string, f *gateFlags, p *preferFlags) error {
	if err := p.check(f.suite); err != nil {
		return err
	}
	var stopped error
	_, err := a.compareRuns(base, candidate, f, func(r *report.Report, from, to report.Source, gate eval.Gate) error {
		if len(p.rubrics) == 0 {
			return nil
		}
		got, err := a.prefer(ctx, from, to, f.suite, gate, p)
		if got == nil {
			return err
		}
		r.Preference, stopped = got, err
		return nil
	})
	if err != nil {
		return err
	}
	return a.preferEnd(ctx, stopped)
}

// preferEnd is how a comparison ends whose judge did not answer all.
func (a *app) preferEnd(ctx context.Context, stopped error) error {
	if ctx.Err() != nil {
		return fault.New(fault.Interrupted, "interrupted")
	}
	var failed failedPairs
	if !errors.As(stopped, &failed) {
		return stopped
	}
	for i, pair := range failed {
		if i < shownFailures {
			a.say("%s, sample %d: %s", pair.Item, pair.K, pair.Error.Message)
		}
	}
	a.say("the judge could not be asked about %s", plain.Count(len(failed), "pair"))
	return exitError(exitFailed)
}

type failedPairs []prefer.Pair

func (f failedPairs) Error() string { return "the judge could not be asked about all pairs" }

// prefer asks the judge. The result is nil when nothing was asked.
func (a *app) prefer(ctx context.Context, from, to report.Source, dir string, gate eval.Gate, f *preferFlags) (*prefer.Result, error) {
	suite, err := eval.LoadSuite(os.DirFS(dir), dir)
	if err != nil {
		return nil, err
	}
	if gate, err = gate.Complete(); err != nil {
		return nil, err
	}
	job := &prefer.Job{
		Suite: suite, Base: prefer.Side{Run: from.Run, Arm: from.Arm}, Candidate: prefer.Side{Run: to.Run, Arm: to.Arm},
		Resamples: gate.Resamples, Seed: gate.Seed, Concurrency: modelFiles,
	}
	n, err := job.Pairs()
	if err != nil {
		return nil, err
	}
	limit, err := a.askJudge(ctx, job, dir, f)
	if err != nil {
		return nil, err
	}
	meter := a.newMeter(n, false)
	release := a.hold(meter)
	spent := evalrun.Progress{}
	job.On = func(one metric.Spent) {
		switch {
		case one.USD != nil:
			spent.USD += *one.USD
		case one.Calls > 0:
			spent.Unpriced++
		}
		meter.pairs(spent, limit)
		meter.fileDone()
	}
	got, err := job.Run(ctx)
	release()
	if err == nil && got.Failed > 0 {
		err = failures(got)
	}
	return got, err
}

func failures(r *prefer.Result) failedPairs {
	var out failedPairs
	for _, p := range r.List {
		if p.Error != nil {
			out = append(out, p)
		}
	}
	return out
}

// askJudge makes the way to the judge. It returns the limit on the cost, 0 for
// none.
func (a *app) askJudge(ctx context.Context, job *prefer.Job, dir string, f *preferFlags) (float64, error) {
	e := &entrance{app: a, mode: replay.Mode(f.replay), cassettes: f.cassettes, calls: true}
	if e.cassettes == "" && e.mode != replay.Off {
		e.cassettes = filepath.Join(dir, "cassettes")
	}
	if err := e.open(); err != nil {
		return 0, err
	}
	e.limit(nil, false)
	cfg, err := e.configOf(nil)
	if err != nil {
		return 0, err
	}
	judge, err := e.pairJudge(ctx, cfg, job, f.rubrics)
	if err != nil {
		return 0, err
	}
	job.Judge = judge.PreferSignature()
	arm := "prefer-" + job.Base.Arm + "-" + job.Candidate.Arm
	job.Ask = func(ctx context.Context, item string, k int, candidate, base *metric.Sample) (metric.Preference, error) {
		ctx, end := e.session(ctx, item, arm, k)
		got, err := e.askPair(ctx, judge, candidate, base)
		var fe *fault.Error
		retryable := errors.As(err, &fe) && fe.Retryable || ctx.Err() != nil
		if _, failed := end(!retryable); err == nil {
			err = failed
		}
		return got, err
	}
	return e.maxUSD, nil
}

// pairJudge makes the judge for pairs. It is not asked how it can be scored by:
// a preference is no grade.
func (e *entrance) pairJudge(ctx context.Context, cfg *config.Config, job *prefer.Job, names []string) (*metric.Judge, error) {
	how := e.scoring()
	how.pairs = true
	for _, side := range []prefer.Side{job.Base, job.Candidate} {
		for _, arm := range side.Run.Arms {
			if arm.Name == side.Arm {
				how.drafting = append(how.drafting, summarize.ModelInfo{Name: arm.Model, EndpointHost: arm.EndpointHost})
			}
		}
	}
	rubrics := make([]string, len(names))
	for i, name := range names {
		rubrics[i] = strings.TrimSpace(name)
		if rubrics[i] != judgeMetric && !strings.HasPrefix(rubrics[i], judgeMetric+".") {
			rubrics[i] = judgeMetric + "." + rubrics[i]
		}
	}
	return e.newJudge(ctx, cfg, rubrics, how)
}

// askPair asks about a pair when the budget has what that can cost at most.
func (e *entrance) askPair(ctx context.Context, judge *metric.Judge, candidate, base *metric.Sample) (metric.Preference, error) {
	release, err := e.budget.reserveScoring(ctx, func() *float64 { return judge.MostPreferUSD(candidate, base) })
	if err != nil {
		return metric.Preference{}, err
	}
	got, err := judge.Prefer(ctx, candidate, base)
	release(got.Spent)
	return got, err
}
