package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/score"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// scoreFlags are the flags of eval score.
type scoreFlags struct {
	metrics                       []string
	noStemmer, summary            bool
	tokenizer, references, format string
}

func (a *app) evalScoreCommand() *cobra.Command {
	var f scoreFlags
	cmd := &cobra.Command{
		Use:   "score FILE.jsonl",
		Short: "Score pairs of summary and reference, a line of JSON for each",
		Long: `Score summaries that anything wrote. FILE holds JSON Lines, packed with gzip or
not; - is standard input. Each line has "prediction" and "reference", or
"references" with several. It may have "id" (or else goes by its line number),
"use_stemmer" (true or false, for this pair), "article" (the text that is
summarised, for metrics that look at it; then it needs no reference) and "lang"
("en"). Other keys are ignored. In a summary of several lines, each is a
sentence or a takeaway.

The result of each pair is a line of JSON, in the order of the pairs: precision,
recall and F of a metric as an array, other scores as numbers, and what could
not be scored under "unscored", with the reason. ROUGE is that of rouge_score to
the last digit. house and cost are for runs: a pair has neither a house style
nor a price.

A line that is no pair is told, and the others are scored all the same; the exit
code is 2 then.`,
		Example: `  nutgraf eval score pairs.jsonl
  nutgraf eval score --metrics rouge1,rougeLsum --no-stemmer pairs.jsonl.gz
  nutgraf eval score --metrics all --summary pairs.jsonl > scores.jsonl
  nutgraf eval score --metrics list`,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case slices.Contains(f.metrics, "list"):
				return a.listMetrics()
			case len(args) > 1:
				return fault.New(fault.BadUsage, "eval score takes one file: put several together, and give - to read them from standard input")
			case len(args) == 0:
				return fault.New(fault.BadUsage, "eval score needs a file of pairs, or -: see `nutgraf eval score --help`")
			}
			if !cmd.Flags().Changed("summary") {
				_, f.summary = terminal(a.err)
			}
			return a.evalScore(cmd.Context(), args[0], f)
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&f.metrics, "metrics", []string{"rouge1", "rouge2", "rougeL", "rougeLsum"}, "`names` of the metrics, with commas between; all for every one; list to see what they are, and no file")
	flags.BoolVar(&f.noStemmer, "no-stemmer", false, "compare words, not their stems")
	flags.StringVar(&f.tokenizer, "tokenizer", metric.TokenizerClassic, "`what` a word is for ROUGE: classic (a-z and digits, as in rouge_score), unicode (every script) or auto (classic, unless the references are in another script)")
	flags.StringVar(&f.references, "references", "max", "`how` several references count for ROUGE: max (the best one) or mean")
	flags.BoolVar(&f.summary, "summary", false, "write the means with their signatures to standard error (default: when that is a terminal)")
	flags.StringVar(&f.format, "format", "json", "the `format`: json")
	for name, values := range map[string][]string{
		"metrics": append(metric.Names(), "all", "list"), "tokenizer": {"classic", "unicode", "auto"}, "references": {"max", "mean"}, "format": {"json"},
	} {
		_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	return cmd
}

// options checks the flags.
func (f scoreFlags) options() (score.Options, error) {
	o := score.Options{Metric: metric.Options{NoStemmer: f.noStemmer, Tokenizer: f.tokenizer}}
	o.Metric.MeanOverReferences = f.references == "mean"
	o.Metric.ZeroUnseen = f.tokenizer == metric.TokenizerClassic
	for _, name := range f.metrics {
		if name = strings.TrimSpace(name); name != "" {
			o.Metrics = append(o.Metrics, name)
		}
	}
	switch {
	case f.references != "max" && f.references != "mean":
		return o, fault.New(fault.BadUsage, "--references %q is neither max nor mean", f.references)
	case f.format != "json":
		return o, fault.New(fault.BadUsage, "--format %q: eval score writes json, a line for each pair", f.format)
	case len(o.Metrics) == 0:
		return o, fault.New(fault.BadUsage, "--metrics names no metric: there are %s", strings.Join(metric.Names(), ", "))
	}
	all := slices.Contains(o.Metrics, "all")
	o.Metrics = slices.DeleteFunc(o.Metrics, func(name string) bool { return name == "all" })
	if _, err := metric.New(o.Metrics, o.Metric); err != nil {
		return o, err
	}
	if all {
		o.Metrics = nil
	}
	return o, nil
}

func (a *app) evalScore(ctx context.Context, arg string, f scoreFlags) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	in, closeInput, err := a.pairs(arg)
	if err != nil {
		return a.told(ctx, arg, err)
	}
	defer closeInput()
	told := 0
	o.Problem = func(e score.LineError) {
		if told++; told <= maxLineErrors {
			a.sayError(fmt.Sprintf("%s:%d", about(arg), e.Line), e.Err)
		}
	}
	means, err := score.Run(ctx, in, a.out, o)
	if told > maxLineErrors {
		a.say("%s: and %d lines more", about(arg), told-maxLineErrors)
	}
	if f.summary && means != nil && means.Pairs > 0 {
		a.sayMeans(means)
	}
	return a.told(ctx, arg, err)
}

// maxLineErrors is how many lines that are no pairs are told one by one.
const maxLineErrors = 20

// pairs opens a file of pairs, or standard input.
func (a *app) pairs(arg string) (in io.Reader, closeInput func(), err error) {
	switch {
	case arg == "-":
		return a.in, func() {}, nil
	case isURL(arg):
		return nil, nil, errors.New("the pairs are in a file, or - for standard input, not at an address")
	}
	f, err := openFile(arg)
	if err != nil {
		return nil, nil, err
	}
	return f, func() { f.Close() }, nil
}

func (a *app) sayMeans(m *score.Means) {
	w := tabwriter.NewWriter(a.err, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "score\tmean\tscored\tunscored\tsignature")
	for _, s := range m.Scores {
		mean := "-"
		if v, ok := s.Value(); ok {
			mean = fmt.Sprintf("%.4f", v)
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\n", s.Name, mean, s.Scored, s.Unscored, s.Signature)
	}
	_ = w.Flush()
	if m.Overridden > 0 {
		a.say("%d of %d pairs set the stemmer otherwise than the signatures say", m.Overridden, m.Pairs)
	}
}

// listMetrics writes what each metric measures.
func (a *app) listMetrics() error {
	var rows [][2]string
	for _, name := range metric.Names() {
		metrics, err := metric.New([]string{name}, metric.Options{})
		if err != nil {
			return err
		}
		rows = append(rows, [2]string{name, aboutMetric(metrics)})
	}
	return a.list(rows)
}

// aboutMetric is what the first score of a metric is about.
func aboutMetric(metrics []metric.Metric) string {
	for _, m := range metrics {
		for _, info := range m.Scores() {
			return info.About
		}
	}
	return ""
}
