package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/eval/meta"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// metaFlags are the flags of eval meta.
type metaFlags struct {
	metrics               []string
	noStemmer, all        bool
	tokenizer, references string
	format                string
	resamples             int
	seed                  uint64
}

func (a *app) evalMetaCommand() *cobra.Command {
	var f metaFlags
	cmd := &cobra.Command{
		Use:   "meta FILE",
		Short: "Say which metrics agree with people's ratings",
		Long: `Correlate metrics with ratings by people. FILE holds JSON Lines, packed with gzip
or not; - is standard input. Each line is a document: "id", "article",
"references" (a list of texts) and "systems", a list of summaries with "system",
"summary" and "human", a rating for each dimension, whatever its name. A summary
can have "annotators" as well, the ratings of each single person for a dimension,
in the same order everywhere: they show what can be expected of a metric.

For each metric and dimension come Spearman's and Kendall's rank correlation
(tau-b), over the systems of a document, mean over documents, and over the
systems' means, with intervals from drawing documents. Documents in which all
ratings, or all scores, are the same do not count.`,
		Example: `  nutgraf eval meta rated.jsonl
  nutgraf eval meta --metrics rouge1,composite --all rated.jsonl.gz
  nutgraf eval meta --format json rated.jsonl > agreement.json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fault.New(fault.BadUsage, "eval meta needs one file of rated summaries, or -: see `nutgraf eval meta --help`")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.evalMeta(cmd.Context(), args[0], f) },
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&f.metrics, "metrics", nil, "`names` of the metrics, with commas between (default: all)")
	flags.BoolVar(&f.all, "all", false, "show every score of a metric, not only its headline")
	flags.BoolVar(&f.noStemmer, "no-stemmer", false, "compare words, not their stems")
	flags.StringVar(&f.tokenizer, "tokenizer", metric.TokenizerAuto, "what a word is for ROUGE: classic, unicode or auto")
	flags.StringVar(&f.references, "references", "mean", "of several references take the best (max) or the mean (mean)")
	flags.IntVar(&f.resamples, "resamples", 2000, "how often documents are drawn for the intervals")
	flags.Uint64Var(&f.seed, "seed", 0, "of the draws")
	flags.StringVar(&f.format, "format", "text", "the `format`: text, markdown or json")
	for name, values := range map[string][]string{
		"metrics": metric.Names(), "tokenizer": {"classic", "unicode", "auto"}, "references": {"max", "mean"}, "format": {"text", "markdown", "json"},
	} {
		_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	return cmd
}

// make makes the metrics that the flags name.
func (f metaFlags) make() ([]metric.Metric, error) {
	switch {
	case f.references != "max" && f.references != "mean":
		return nil, fault.New(fault.BadUsage, "--references %q is neither max nor mean", f.references)
	case !slices.Contains([]string{"text", "markdown", "json"}, f.format):
		return nil, fault.New(fault.BadUsage, "--format %q: eval meta writes text, markdown or json", f.format)
	case f.resamples < 100 || f.resamples > 1_000_000:
		return nil, fault.New(fault.BadUsage, "--resamples %d is not between 100 and 1000000", f.resamples)
	}
	var names []string // all
	for _, name := range f.metrics {
		if name = strings.TrimSpace(name); name != "" && name != "all" {
			names = append(names, name)
		}
	}
	return metric.New(names, metric.Options{NoStemmer: f.noStemmer, Tokenizer: f.tokenizer, MeanOverReferences: f.references == "mean"})
}

func (a *app) evalMeta(ctx context.Context, arg string, f metaFlags) error {
	metrics, err := f.make()
	if err != nil {
		return err
	}
	documents, err := a.ratedDocuments(ctx, arg)
	if err != nil {
		return err
	}
	r, err := meta.Measure(ctx, documents, metrics, meta.Options{Resamples: f.resamples, Seed: f.seed})
	if err != nil {
		return a.told(ctx, arg, err)
	}
	if f.format == "json" {
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(r)
	}
	return a.writeMeta(r, f)
}

// ratedDocuments reads a file of rated summaries, or standard input. Its errors
// are told line by line.
func (a *app) ratedDocuments(ctx context.Context, arg string) ([]meta.Document, error) {
	in, closeInput, err := a.pairs(arg)
	if err != nil {
		return nil, a.told(ctx, arg, err)
	}
	defer closeInput()
	return until(ctx, func() ([]meta.Document, error) { return meta.Read(in, about(arg)) })
}
