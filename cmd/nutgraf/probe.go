package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/ledger"
	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

type probeFlags struct {
	context bool
	samples int
}

func (a *app) probeCommand() *cobra.Command {
	var f probeFlags
	cmd := &cobra.Command{
		Use:   "probe",
		Short: "Show what the configured endpoint can do",
		Long: `Ask the configured endpoint about twenty short questions, one after the other, and
show what it can do: ways to ask for JSON, streams, usage, probabilities, seeds,
limits, speed. No article is sent.

What it ends with can be put into nutgraf.yaml, so that nothing has to be found
out at the first article. The JSON has the same under "pin", which is a
configuration as it is.

The exit code is 3 when the endpoint cannot draft.`,
		Example: `  nutgraf probe
  nutgraf probe --base-url http://localhost:8080/v1 --model my-model
  nutgraf probe --context --max-usd 0.50
  nutgraf probe --format json > probe.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.probe(cmd.Context(), f) },
	}
	a.configFlag(cmd, "model.name", "`name` of the model")
	a.configFlag(cmd, "model.base_url", "`address` of an OpenAI-compatible endpoint")
	a.configFlag(cmd, "embeddings.model", "`name` of a model that makes vectors, to try too")
	a.configFlag(cmd, "output.format", "the `format`: text or json")
	a.configFlag(cmd, "budget.max_usd", "refuse when it can cost more than this many US `dollars` (0: no limit)")
	cmd.Flags().BoolVar(&f.context, "context", false, "also send a prompt that fills the model's context and one that does not fit, which costs as many tokens")
	cmd.Flags().IntVar(&f.samples, "samples", 3, "how `many` answers the speed is the median of, 1 to 50")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// probed is the JSON of a probe.
type probed struct {
	*provider.ProbeReport
	MayRead map[string]bool `json:"may_read"` // by the mark of an article
	Cost    probeCost       `json:"cost"`
}

type probeCost struct {
	Calls        int      `json:"calls"`
	InputTokens  *int     `json:"input_tokens"`  // null when the endpoint does not tell them
	OutputTokens *int     `json:"output_tokens"` // likewise
	USD          *float64 `json:"usd"`           // null when it is not known
}

func (a *app) probe(ctx context.Context, f probeFlags) error {
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	switch format := cfg.Output.Format; {
	case format != "text" && format != "json":
		return fault.New(fault.BadUsage, "probe writes text or json, not %s", format)
	case f.samples < 1 || f.samples > 50:
		return fault.New(fault.BadUsage, "--samples must be from 1 to 50")
	}
	info, err := modelInfo(cfg, cfg.Model)
	if err != nil {
		return err
	}
	o := a.probeOptions(cfg, info, f)
	if err := a.affordProbe(cfg, info, o); err != nil {
		return err
	}
	r, err := provider.Probe(ctx, a.clientOf(cfg.Model), o)
	if err != nil {
		return err
	}
	out := &probed{ProbeReport: r, Cost: costOfProbe(cfg, info, r), MayRead: map[string]bool{}}
	for _, mark := range []string{config.Normal, config.Embargoed, config.Confidential} {
		out.MayRead[mark] = cfg.Model.MayRead(mark)
	}
	if err := a.writeProbe(cfg, out); err != nil {
		return err
	}
	if r.CanDraft {
		return nil
	}
	if p := r.Problem; p != nil {
		a.sayError("", fault.New(p.Code, "%s", p.Message))
	}
	return exitError(exitFailed)
}

// A model that thinks needs more tokens for the same answer.
const (
	thinkingOutput = 4000
	thinksFrom     = 8000 // tokens of one answer
)

func (a *app) probeOptions(cfg *config.Config, info summarize.ModelInfo, f probeFlags) provider.ProbeOptions {
	o := provider.ProbeOptions{Samples: f.samples}
	if info.MaxOutput >= thinksFrom {
		o.MaxOutput = thinkingOutput
	}
	if f.context {
		o.Context, o.Tokens = info.Context, countWith(tokens.New(info.Encoding))
	}
	if m, ok := cfg.EmbeddingsModel(); ok {
		e := a.clientOf(m)
		o.Embeddings = &e
	}
	if _, ok := terminal(a.err); ok {
		o.On = func(what string) { a.say("asking for %s", what) }
	}
	return o
}

// countWith counts tokens, and guesses where they cannot be counted.
func countWith(c *tokens.Counter) func(string) int {
	return func(text string) int {
		n, err := c.Count(text)
		if err != nil {
			return len(text) / 4
		}
		return n
	}
}

// affordProbe says what a probe can cost, and refuses one that is over the limit.
func (a *app) affordProbe(cfg *config.Config, info summarize.ModelInfo, o provider.ProbeOptions) error {
	usual, most := o.Usage()
	limit := cfg.Budget.MaxUSD
	if info.Price == nil {
		if limit > 0 {
			return ledger.NoPrice(info)
		}
		a.say("%s at %s is asked about %d short questions; what they cost is unknown, as no price is known for it", info.Name, info.EndpointHost, usual.Calls)
		return nil
	}
	usd := info.Price.Cost(most)
	if limit > 0 && usd > limit {
		return fault.New(fault.OverBudget, "not sent: a probe can cost up to $%.4f, and the limit is $%.4f; raise --max-usd, or leave out --context", usd, limit)
	}
	a.say("%s at %s is asked about %d short questions, for about $%.4f and at most $%.4f", info.Name, info.EndpointHost, usual.Calls, info.Price.Cost(usual), usd)
	return nil
}

// costOfProbe books what a probe took.
func costOfProbe(cfg *config.Config, info summarize.ModelInfo, r *provider.ProbeReport) probeCost {
	spent := r.Spent
	usd, known := 0.0, spent.Unreported == 0 && info.Price != nil
	if known {
		usd = info.Price.Cost(spent)
	}
	if e := r.Embeddings; e != nil {
		m, _ := cfg.EmbeddingsModel()
		vectors, err := modelInfo(cfg, m)
		if known = known && err == nil && vectors.Price != nil && e.Spent.Unreported == 0; known {
			usd += vectors.Price.Cost(e.Spent)
		}
		spent = spent.Add(e.Spent)
	}
	c := probeCost{Calls: spent.Calls}
	if spent.Unreported == 0 {
		c.InputTokens, c.OutputTokens = &spent.InputTokens, &spent.OutputTokens
	}
	if known {
		c.USD = &usd
	}
	return c
}

func (a *app) writeProbe(cfg *config.Config, p *probed) error {
	if cfg.Output.Format == "text" {
		_, err := fmt.Fprint(a.out, p.text())
		return err
	}
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(p)
}
