package main

import (
	"cmp"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/eval/report"
	evalrun "github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// gateFlags are the settings of a comparison. What is set overrides the suite's
// own gate.
type gateFlags struct {
	suite      string
	metrics    []string
	deltas     []string
	alpha      float64
	resamples  int
	seed       uint64
	correction string
	report     reportFlags
	set        func(name string) bool // reports whether a flag was given
}

func (f *gateFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	f.set = flags.Changed
	flags.StringVar(&f.suite, "suite", "", "`folder` of the suite: its gate decides (default: the gate that BASE recorded), and a judge is shown its articles")
	flags.StringSliceVar(&f.metrics, "metrics", nil, "`names` of the scores that decide, with commas (default: those of the suite's gate, or the headline scores)")
	flags.StringArrayVar(&f.deltas, "delta", nil, "`NAME=VALUE`: the score decides, and may be so much worse; may be repeated (default: 5 percent of the base's mean)")
	flags.Float64Var(&f.alpha, "alpha", 0, "`chance` of a false alarm over all scores (default 0.05)")
	flags.IntVar(&f.resamples, "resamples", 0, "`number` of resamples (default 10000)")
	flags.Uint64Var(&f.seed, "seed", 0, "`number` that the resampling follows from (default 1)")
	flags.StringVar(&f.correction, "correction", "", "`method` for several scores: maxt, holm or none (default maxt)")
	f.report.add(cmd)
	_ = cmd.RegisterFlagCompletionFunc("correction", cobra.FixedCompletions([]string{"maxt", "holm", "none"}, cobra.ShellCompDirectiveNoFileComp))
}

// gate returns the settings: the suite's, as it is now or as a run recorded it,
// with those of the flags on top.
func (f *gateFlags) gate(recorded eval.Gate) (eval.Gate, error) {
	gate := recorded
	if err := f.report.check(); err != nil {
		return gate, err
	}
	for name, isZero := range map[string]bool{"alpha": f.alpha == 0, "resamples": f.resamples == 0, "seed": f.seed == 0} {
		if isZero && f.set(name) {
			return gate, fault.New(fault.BadUsage, "--%s 0: it must be over 0; without the flag the suite's own counts, or the default", name)
		}
	}
	if f.suite != "" {
		suite, err := eval.LoadSuite(os.DirFS(f.suite), f.suite)
		if err != nil {
			return gate, err
		}
		gate = suite.Gate
	}
	gate.Alpha = cmp.Or(f.alpha, gate.Alpha)
	gate.Resamples = cmp.Or(f.resamples, gate.Resamples)
	gate.Seed = cmp.Or(f.seed, gate.Seed)
	gate.Correction = cmp.Or(eval.Correction(f.correction), gate.Correction)
	if err := f.choose(&gate); err != nil {
		return gate, err
	}
	_, err := gate.Complete()
	return gate, err
}

// choose enters --metrics and --delta.
func (f *gateFlags) choose(gate *eval.Gate) error {
	chosen := map[string]eval.GateMetric{}
	if len(f.metrics) == 0 {
		for name, m := range gate.Metrics {
			chosen[name] = m
		}
	}
	for _, name := range f.metrics {
		name = strings.TrimSpace(name)
		chosen[name] = gate.Metrics[name]
	}
	for _, setting := range f.deltas {
		name, text, _ := strings.Cut(setting, "=")
		name, text = strings.TrimSpace(name), strings.TrimSpace(text)
		delta, err := strconv.ParseFloat(text, 64)
		if err != nil || name == "" {
			return fault.New(fault.BadUsage, "--delta %q is not a score's name, = and a number, such as rouge1.f=0.02", setting)
		}
		chosen[name] = eval.GateMetric{Delta: &delta}
	}
	gate.Metrics = chosen
	return nil
}

func (a *app) evalCompareCommand() *cobra.Command {
	var f gateFlags
	var p preferFlags
	cmd := &cobra.Command{
		Use:   "compare BASE CANDIDATE",
		Short: "Compare two runs of a suite, or two arms of one",
		Long: `Compare two runs of a suite, item by item: what changed, how sure that is, and
what could have been seen. BASE and CANDIDATE are files of nutgraf eval run; where
a run has several arms, FILE#ARM names one.

Whatever comes out, the exit code is 0; nutgraf eval gate decides.

With --prefer a judge is shown the two summaries of each sample, in both orders,
and the article from the suite: wins, losses, ties and how often it went by the
order stand beside the scores. The exit code is then 3 where some pairs could not
be asked about, and 5 where the budget is used up; what was asked is reported.`,
		Example: `  nutgraf eval compare runs/main.jsonl runs/branch.jsonl
  nutgraf eval compare runs/models.jsonl#gpt-4.1 runs/models.jsonl#gpt-4.1-mini --all
  nutgraf eval compare runs/main.jsonl runs/branch.jsonl --suite suite --format json
  nutgraf eval compare runs/main.jsonl runs/branch.jsonl --prefer judge --judge gpt-4.1 --suite suite --max-usd 1`,
		Args: twoArguments("eval compare", "BASE", "CANDIDATE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.compareAndPrefer(cmd.Context(), args[0], args[1], &f, &p)
		},
	}
	f.add(cmd)
	a.addPrefer(cmd, &p)
	return cmd
}

// compareRuns compares two runs and writes what came out. more, if there is one,
// adds to the report.
func (a *app) compareRuns(baseArg, candidateArg string, f *gateFlags, more func(*report.Report, report.Source, report.Source, eval.Gate) error) (*compare.Comparison, error) {
	base, from, err := a.readSide(baseArg)
	if err != nil {
		return nil, err
	}
	if more == nil {
		f.report.lighten(from.Run)
	}
	gate, err := f.gate(from.Run.Gate)
	if err != nil {
		return nil, err
	}
	candidate, to, err := a.readSide(candidateArg)
	if err != nil {
		return nil, err
	}
	if more == nil {
		f.report.lighten(to.Run)
	}
	c, err := compare.Compare(base, candidate, gate)
	if err != nil {
		return nil, err
	}
	r := report.New(c, from, to)
	if more != nil {
		if err := more(r, from, to, gate); err != nil {
			return nil, err
		}
	}
	return c, a.writeReport(r, &f.report)
}

func (a *app) writeJSON(value any) error {
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(value)
}

// readSide reads the run, and the arm, that an argument names.
func (a *app) readSide(arg string) (*compare.Side, report.Source, error) {
	name, arm := fileAndArm(arg)
	run, err := a.readRun(name)
	if err != nil {
		return nil, report.Source{}, err
	}
	side, err := compare.FromRun(run, arm, path.Clean(filepath.ToSlash(name)))
	if err != nil {
		return nil, report.Source{}, err
	}
	return side, report.Source{Name: side.Name, Run: run, Arm: side.Arm}, nil
}

func (a *app) readRun(name string) (*evalrun.Run, error) {
	if name == "-" {
		return evalrun.Read(a.in)
	}
	file, err := openFile(name)
	if err != nil {
		return nil, fault.Wrap(fault.CodeOf(err), err, "%s: %v", name, err)
	}
	defer file.Close()
	run, err := evalrun.Read(file)
	if err != nil {
		return nil, fault.Wrap(fault.CodeOf(err), err, "%s: %v", name, err)
	}
	return run, nil
}

// fileAndArm cuts FILE#ARM. A # may be part of the file's name: the longest name of
// a file that is there counts.
func fileAndArm(arg string) (file, arm string) {
	for at := len(arg); at >= 0; at = strings.LastIndexByte(arg[:at], '#') {
		if stat, err := os.Stat(arg[:at]); err == nil && stat.Mode().Type() != fs.ModeDir {
			return arg[:at], strings.TrimPrefix(arg[at:], "#")
		}
	}
	file, arm, _ = strings.Cut(arg, "#")
	return file, arm
}
