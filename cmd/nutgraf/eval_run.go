package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/report"
	evalrun "github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/internal/replay"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

type evalRunFlags struct {
	engines, models, profiles, prompts []string
	metrics                            []string
	out, replay, cassettes, rescore    string
	tokenizer, references              string
	samples, concurrency               int
	retryErrors, noStemmer             bool
}

func (a *app) evalRunCommand() *cobra.Command {
	var f evalRunFlags
	cmd := &cobra.Command{
		Use:   "run SUITE",
		Short: "Draft and score every item of a suite",
		Long: `Draft every item of a suite and score the drafts against its references. All of
it goes into one file, a line a sample; the means by arm go to standard output.

Each combination of --engine, --model, --profile and --prompts is an arm. The
same command again takes a run up that was stopped: what is in the file is not
drafted again.`,
		Example: `  nutgraf eval run testdata/articles --engine extractive --out runs/base.jsonl
  nutgraf eval run suite --model gpt-4.1-mini --model gpt-4.1 --samples 3 --max-usd 2 --out runs/models.jsonl
  nutgraf eval run suite --model gpt-4.1-mini --replay record --out runs/new.jsonl
  nutgraf eval run suite --model gpt-4.1-mini --replay strict --out runs/ci.jsonl`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.evalRun(cmd.Context(), args[0], f) },
	}
	a.configFlag(cmd, "model.base_url", "`address` of an OpenAI-compatible endpoint")
	a.configFlag(cmd, "verifier.model", "a second reader: `name` of a model that compares each claim with its sentences")
	a.configFlag(cmd, "judge.model", "a judge: `name` of a model that grades each summary by rubrics, for --metrics judge")
	a.configFlag(cmd, "judge.rubrics", "`folder` of rubrics that stand beside the built-in ones")
	a.configFlag(cmd, "embeddings.model", "`name` of a model that makes vectors, for --metrics similarity")
	a.configFlag(cmd, "budget.max_usd", "refuse to spend more than this many US `dollars` on the run, what was spent before it was taken up included (0: no limit)")
	a.configFlag(cmd, "model.concurrency", "how many `calls` are made at the same time")
	a.sensitivityFlag(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.out, "out", "", "`file` of the run (needed); one that is there is taken up")
	flags.StringArrayVar(&f.engines, "engine", nil, "`engine`: auto, model or extractive; may be repeated (default: model where --model or --replay is given, else auto)")
	flags.StringArrayVar(&f.models, "model", nil, "`name` of a model; may be repeated")
	flags.StringArrayVar(&f.profiles, "profile", nil, "house style: a `name` or a YAML file; may be repeated")
	flags.StringArrayVar(&f.prompts, "prompts", nil, "`folder` of prompt files that replace built-in ones; may be repeated, and \"\" stands for the built-in ones")
	flags.IntVar(&f.samples, "samples", 1, "how `often` each item is drafted by each arm")
	flags.IntVar(&f.concurrency, "concurrency", 0, "how many `samples` are drafted at the same time (default: by the engine)")
	flags.StringSliceVar(&f.metrics, "metrics", nil, "`names` of the metrics, with commas (default: all): "+strings.Join(metric.Names(), ", "))
	flags.StringVar(&f.tokenizer, "tokenizer", metric.TokenizerAuto, "`what` a word is for ROUGE: classic (a-z and digits), unicode (every script) or auto (classic, unless the references are in another script)")
	flags.BoolVar(&f.noStemmer, "no-stemmer", false, "compare words for ROUGE, not their stems")
	flags.StringVar(&f.references, "references", "max", "`how` several references count for ROUGE: max (the best one) or mean")
	flags.StringVar(&f.replay, "replay", string(replay.Off), "where models' answers come from, a `mode`: strict (cassettes alone), record (the model, into cassettes) or off (the model; what was said goes into a folder beside the run)")
	flags.StringVar(&f.cassettes, "cassettes", "", "`folder` of the cassettes (default: cassettes in the suite's folder)")
	flags.BoolVar(&f.retryErrors, "retry-errors", false, "try samples again that failed when the run was last taken up")
	flags.StringVar(&f.rescore, "rescore", "", "score the summaries of this run's `file` anew, and draft nothing")
	for flag, values := range map[string][]string{
		"engine": {"auto", "model", "extractive"}, "replay": {"strict", "record", "off"}, "metrics": metric.Names(),
		"tokenizer": {"classic", "unicode", "auto"}, "references": {"max", "mean"},
	} {
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	return cmd
}

func (f evalRunFlags) check() error {
	drafts := len(f.engines)+len(f.models)+len(f.profiles)+len(f.prompts) > 0
	switch {
	case f.out == "":
		return fault.New(fault.BadUsage, "--out is needed: the file that the run is written to")
	case f.samples < 1 || f.samples > 1000:
		return fault.New(fault.BadUsage, "--samples must be from 1 to 1000")
	case f.concurrency < 0 || f.concurrency > 512:
		return fault.New(fault.BadUsage, "--concurrency must be from 1 to 512")
	case f.cassettes != "" && f.replay == string(replay.Off):
		return fault.New(fault.BadUsage, "--cassettes is for --replay record or strict: without it, what models are asked goes into %s", trafficOf(f.out))
	case f.references != "max" && f.references != "mean":
		return fault.New(fault.BadUsage, "--references %q is neither max nor mean", f.references)
	case f.rescore != "" && (drafts || f.samples != 1 || f.replay != string(replay.Off)):
		return fault.New(fault.BadUsage, "--rescore drafts nothing: leave out what is about drafting")
	}
	return nil
}

// evalRun does a run, or what is left of one, and shows its means.
func (a *app) evalRun(ctx context.Context, dir string, f evalRunFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	suite, err := eval.LoadSuite(os.DirFS(dir), dir)
	if err != nil {
		return err
	}
	plain, byModel := splitMetrics(f.metrics)
	metrics, err := metric.New(plain, metric.Options{
		NoStemmer: f.noStemmer, Tokenizer: f.tokenizer, MeanOverReferences: f.references == "mean",
	})
	if err != nil {
		return err
	}
	file, err := openRun(f.out)
	if err != nil {
		return err
	}
	defer file.close()
	job := &evalrun.Job{
		Suite: suite, Metrics: metrics, Samples: f.samples, Concurrency: f.concurrency, RetryErrors: f.retryErrors,
		Replay: f.replay, Version: version,
	}
	limit := 0.0
	if f.rescore != "" {
		limit, err = a.rescore(ctx, job, f, file.before, byModel)
	} else {
		limit, err = a.enter(ctx, job, dir, f, file.before, byModel)
	}
	if err != nil {
		return err
	}
	debug.SetMemoryLimit(memoryFor(len(suite.Items) * len(job.Arms) * max(1, job.Samples)))
	records, progress, err := a.evalMeasure(ctx, job, file, limit)
	if err != nil {
		return a.evalStopped(ctx, f.out, progress, err)
	}
	got := evalrun.NewRun(job.Head(), records)
	if err := a.writeReportAs(a.out, report.New(nil, report.Every(path.Clean(filepath.ToSlash(f.out)), got)...), "text", false); err != nil {
		return err
	}
	return a.evalFailures(got)
}

// memoryFor is how much memory a run may have before it is collected more often
// than usual, in bytes: articles, what is under way, and the scores of each sample.
func memoryFor(samples int) int64 { return 56<<20 + int64(samples)*64<<10 }

// evalMeasure does the job, with a bar on a terminal. It returns the records of
// the whole run, without the summaries.
func (a *app) evalMeasure(ctx context.Context, job *evalrun.Job, file *runFile, limit float64) ([]evalrun.Record, evalrun.Progress, error) {
	total, already := len(job.Suite.Items)*len(job.Arms)*max(1, job.Samples), 0
	var records []evalrun.Record
	keep := func(rec *evalrun.Record) {
		kept := *rec
		kept.Result, kept.References, kept.Traffic = nil, nil, nil
		records = append(records, kept)
	}
	if before := file.before; before != nil {
		for i := range before.Records {
			keep(&before.Records[i])
		}
		already = len(before.Records)
		if job.RetryErrors {
			already -= before.Errors()
		}
		a.say("%s is taken up: %d of %d samples are there", file.name, already, total)
	}
	meter := a.newMeter(total-already, false)
	meter.samples(evalrun.Progress{}, limit)
	release := a.hold(meter)
	defer release()
	job.On = func(p evalrun.Progress, rec *evalrun.Record) {
		keep(rec)
		meter.samples(p, limit)
		meter.fileDone()
	}
	progress, err := job.Run(ctx, file, file.before)
	release()
	return records, progress, err
}

// enter makes the arms, and the way to the models. It returns the limit on the
// cost, 0 for none.
func (a *app) enter(ctx context.Context, job *evalrun.Job, dir string, f evalRunFlags, before *evalrun.Run, byModel []string) (float64, error) {
	e := &entrance{app: a, mode: replay.Mode(f.replay), cassettes: f.cassettes}
	switch {
	case e.mode == replay.Off:
		e.cassettes = trafficOf(f.out)
	case f.cassettes == "":
		e.cassettes = filepath.Join(dir, "cassettes")
	}
	if err := e.open(); err != nil {
		return 0, err
	}
	for _, combination := range f.combinations() {
		c, err := e.arm(combination)
		if err != nil {
			return 0, err
		}
		job.Arms = append(job.Arms, c)
	}
	job.Session = e.session
	e.calls = e.calls || len(byModel) > 0
	e.limit(before, true)
	cfg, err := e.configOf(nil)
	if err != nil {
		return 0, err
	}
	more, err := e.modelMetrics(ctx, cfg, byModel, e.scoring())
	if err != nil {
		return 0, err
	}
	job.Metrics = append(job.Metrics, more...)
	if job.Concurrency == 0 {
		job.Concurrency = runtime.NumCPU()
		if e.calls && e.mode != replay.Strict {
			job.Concurrency = modelFiles
		}
	}
	return e.maxUSD, nil
}

// combinations are the settings of the arms, by configuration key.
func (f evalRunFlags) combinations() []map[string]string {
	if len(f.engines) == 0 {
		f.engines = []string{""}
		if len(f.models)+len(f.prompts) > 0 || f.replay != string(replay.Off) {
			f.engines = []string{"model"}
		}
	}
	all := []map[string]string{{}}
	for _, d := range []struct {
		key    string
		values []string
	}{{"engine", f.engines}, {"profile", f.profiles}, {"model.name", f.models}, {"prompts", f.prompts}} {
		ofModels := d.key == "model.name" || d.key == "prompts"
		var next []map[string]string
		for _, c := range all {
			if len(d.values) == 0 || ofModels && c["engine"] == "extractive" {
				next = append(next, c)
				continue
			}
			for _, value := range d.values {
				one := maps.Clone(c)
				if value != "" || d.key == "prompts" {
					one[d.key] = value
				}
				next = append(next, one)
			}
		}
		all = next
	}
	return all
}

// evalStopped tells how far a run is that did not come to its end, and returns
// the exit code.
func (a *app) evalStopped(ctx context.Context, name string, p evalrun.Progress, err error) error {
	if p.Total == 0 {
		return err
	}
	if ctx.Err() != nil {
		err = fault.New(fault.Interrupted, "interrupted")
	}
	a.sayError("", err)
	a.say("%d of %d samples are in %s: the same command again does the rest", p.Done, p.Total, name)
	return exitError(exitCode(err))
}

// shownFailures is how many failed samples are told of one by one.
const shownFailures = 10

// evalFailures tells of the samples that failed.
func (a *app) evalFailures(r *evalrun.Run) error {
	codes, shown := map[fault.Code]int{}, 0
	for i := range r.Records {
		rec := &r.Records[i]
		if rec.Error == nil {
			continue
		}
		codes[rec.Error.Code]++
		if shown++; shown <= shownFailures {
			a.say("%s by %s, sample %d: %s", rec.Item, rec.Arm, rec.K, rec.Error.Message)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	var counts []string
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		counts = append(counts, fmt.Sprintf("%s %d", code, codes[code]))
	}
	a.say("%d of %d samples failed (%s) and are in no mean: --retry-errors tries them again", r.Errors(), len(r.Records), strings.Join(counts, ", "))
	return exitError(exitFailed)
}
