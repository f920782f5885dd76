package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/eval/report"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// exitInconclusive says that there are too few items to decide.
const exitInconclusive = 4

func (a *app) evalGateCommand() *cobra.Command {
	var f gateFlags
	var selfTest bool
	cmd := &cobra.Command{
		Use:   "gate BASE CANDIDATE",
		Short: "Decide whether a candidate got worse",
		Long: `Decide whether the run CANDIDATE got worse than the run BASE. Exit codes: 0 it did
not get worse by more than is allowed, 1 it did, 4 there are too few items to
tell, 2 the runs cannot be compared, 3 samples of them failed or are missing.

--selftest shows that the gate works: it must pass two equal runs and block a
planted regression, made from the run that is given or else from a built-in one.
It exits with 3 when the gate does not.`,
		Example: `  nutgraf eval gate runs/main.jsonl runs/branch.jsonl --suite suite
  nutgraf eval gate runs/main.jsonl runs/branch.jsonl --delta rouge1.f=0.02 --delta grounding=0.01
  nutgraf eval gate --selftest runs/main.jsonl`,
		Args: func(cmd *cobra.Command, args []string) error {
			if !selfTest {
				return twoArguments("eval gate", "BASE", "CANDIDATE")(cmd, args)
			}
			if len(args) > 1 {
				return fault.New(fault.BadUsage, "gate --selftest needs one run at most: see `nutgraf eval gate --help`")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if selfTest {
				return a.gateSelfTest(args, &f)
			}
			return a.gate(args[0], args[1], &f)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&selfTest, "selftest", false, "plant a regression and make a pair of equal runs, and see whether the gate tells them apart")
	return cmd
}

func (a *app) gate(base, candidate string, f *gateFlags) error {
	c, err := a.compareRuns(base, candidate, f, nil)
	if err != nil {
		return err
	}
	switch c.Verdict {
	case compare.Pass:
		return nil
	case compare.Regression:
		a.say("the candidate got worse: see the scores with the verdict regression")
		return exitError(exitCheckFailed)
	default:
		a.say("there is too little to decide: see the scores with the verdict inconclusive")
		return exitError(exitInconclusive)
	}
}

func (a *app) gateSelfTest(args []string, f *gateFlags) error {
	var side *compare.Side
	var recorded eval.Gate
	if len(args) == 1 {
		read, source, err := a.readSide(args[0])
		if err != nil {
			return err
		}
		side, recorded = read, source.Run.Gate
	}
	gate, err := f.gate(recorded)
	if err != nil {
		return err
	}
	t, err := compare.RunSelfTest(side, gate)
	if err != nil {
		return err
	}
	if err := a.writeSelfTest(t, f); err != nil {
		return err
	}
	for _, problem := range t.Problems {
		a.say("the gate does not work: %s", problem)
	}
	if len(t.Problems) > 0 {
		return exitError(exitFailed)
	}
	return nil
}

func (a *app) writeSelfTest(t *compare.SelfTest, f *gateFlags) error {
	if f.report.format == "json" {
		return a.writeJSON(t)
	}
	if _, err := fmt.Fprintf(a.out, "Two equal runs (%s):\n\n", t.How); err != nil {
		return err
	}
	if err := a.writeReportAs(a.out, report.New(t.Same), "text", f.report.all); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(a.out, "\nThe same with %s made worse by %s on average:\n\n", t.Metric, strconv.FormatFloat(t.Drop, 'g', 3, 64)); err != nil {
		return err
	}
	if err := a.writeReportAs(a.out, report.New(t.Planted), "text", f.report.all); err != nil {
		return err
	}
	if r := t.Rates; r != nil {
		_, err := fmt.Fprintf(a.out, "\nOf %d equal pairs, with changes drawn from those above, the test alone sees a drop in %d (alpha %g), and the gate\nblocks %d. Of %d with a drop of %s in %s, which is to be found four times in five, it blocks %d.\n",
			r.Pairs, r.Alarms, t.Same.Alpha, r.Blocked, r.Pairs, strconv.FormatFloat(r.Drop, 'g', 2, 64), t.Metric, r.Found)
		if err != nil {
			return err
		}
	}
	said := "\nThe gate works: it passes the one and blocks the other.\n"
	if len(t.Problems) > 0 {
		said = "\nThe gate does not work.\n"
	}
	_, err := fmt.Fprint(a.out, said)
	return err
}
