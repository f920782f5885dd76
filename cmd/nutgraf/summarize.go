package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/ledger"
	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

type summarizeFlags struct {
	stream, dryRun, explain, noCache bool
	failOn, kind                     string
}

func (a *app) summarizeCommand() *cobra.Command {
	var f summarizeFlags
	cmd := &cobra.Command{
		Use:   "summarize [FILE|URL|-]...",
		Short: "Draft the summary of an article",
		Long: `Draft "Why this matters" and the key takeaways of each article: a text, Markdown
or HTML file, a web address, or - for standard input. The copy goes to standard
output, all else to standard error.`,
		Example: `  nutgraf summarize story.txt
  nutgraf summarize --explain --profile brief story.html
  nutgraf summarize --format json https://example.org/news/story
  nutgraf summarize --engine model --max-usd 0.50 archive/*.txt
  nutgraf summarize --dry-run --model gpt-4o long-read.md`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.summarize(cmd.Context(), args, f) },
	}
	a.configFlag(cmd, "profile", "house style: a `name` or a YAML file")
	a.configFlag(cmd, "engine", "the `engine`: auto, model or extractive (default auto: the model if one is configured)")
	a.configFlag(cmd, "model.name", "`name` of the model")
	a.configFlag(cmd, "model.base_url", "`address` of an OpenAI-compatible endpoint")
	a.configFlag(cmd, "verifier.model", "a second reader: `name` of a model that compares each claim with its sentences")
	a.configFlag(cmd, "prompts", "`folder` of prompt files that replace built-in ones")
	a.configFlag(cmd, "output.format", "the `format`: text, markdown, html or json (several articles: one JSON object a line)")
	a.configFlag(cmd, "lang", "language of the article, a `code` such as en (default: detected)")
	a.configFlag(cmd, "budget.max_usd", "refuse to spend more than this many US `dollars` on the run (0: no limit)")
	a.configFlag(cmd, "budget.daily_usd", "refuse to spend more than this many US `dollars` of a key in a day (UTC), over all runs (0: no limit)")
	a.configFlag(cmd, "database", "`file` or PostgreSQL address where drafts and what they cost are kept")
	a.configFlag(cmd, "model.concurrency", "how many `calls` are made at the same time")
	a.sensitivityFlag(cmd)
	a.boolConfigFlag(cmd, "fetch.allow_private", "let addresses of private networks be fetched (for tests)")
	flags := cmd.Flags()
	flags.BoolVar(&f.stream, "stream", false, "write each claim as soon as it is whole and checked")
	flags.BoolVar(&f.dryRun, "dry-run", false, "print the plan, the tokens and the cost; send nothing")
	flags.BoolVar(&f.noCache, "no-cache", false, "draft anew what was drafted before, and do not keep it")
	flags.BoolVar(&f.explain, "explain", false, "show the evidence and the findings under each claim")
	flags.StringVar(&f.failOn, "fail-on", "", "exit with 1 when a claim has a finding of this `verdict` or worse: warn or fail")
	flags.StringVar(&f.kind, "kind", "", "`kind` of article, for the model: "+strings.Join(kindNames(), ", ")+" (default: it decides)")
	for flag, values := range map[string][]string{
		"engine": {"auto", "model", "extractive"}, "format": {"text", "markdown", "html", "json"},
		"fail-on": {"warn", "fail"}, "kind": kindNames(), "profile": summarize.BuiltInProfiles(),
	} {
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	return cmd
}

func kindNames() []string {
	var names []string
	for _, k := range prompts.Kinds() {
		names = append(names, string(k))
	}
	return names
}

func (f summarizeFlags) check(format string) error {
	switch {
	case f.failOn != "" && f.failOn != "warn" && f.failOn != "fail":
		return fault.New(fault.BadUsage, "--fail-on %q is neither warn nor fail", f.failOn)
	case f.kind != "" && !slices.Contains(kindNames(), f.kind):
		return fault.New(fault.BadUsage, "--kind %q is not one of %s", f.kind, strings.Join(kindNames(), ", "))
	case f.stream && (format == "json" || format == "html"):
		return fault.New(fault.BadUsage, "--stream writes text or markdown: %s is only known when it is whole", format)
	case f.stream && f.dryRun:
		return fault.New(fault.BadUsage, "--stream and --dry-run contradict each other: a dry run drafts nothing")
	}
	return nil
}

// summarize drafts the summaries of all arguments.
func (a *app) summarize(ctx context.Context, args []string, f summarizeFlags) error {
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	if err := f.check(cfg.Output.Format); err != nil {
		return err
	}
	if args, err = a.inputs(args); err != nil {
		return err
	}
	profile, err := a.loadProfile(cfg.Profile)
	if err != nil {
		return err
	}
	engine, model, err := a.newEngine(cfg, f.kind)
	if err != nil {
		return err
	}
	verifier, err := a.newVerifier(cfg, model)
	if err != nil {
		return err
	}
	fallback, spare, err := a.newFallback(cfg, f.kind)
	if err != nil {
		return err
	}
	b := &batch{
		fallback: fallback, spare: spare,
		app: a, cfg: cfg, flags: f, args: args, profile: profile, engine: engine, model: model, verifier: verifier,
		budget: newBudget(cfg.Budget.MaxUSD, model != nil || verifier != nil),
	}
	for _, m := range b.models() {
		m.Stream = f.stream
	}
	if f.dryRun {
		return b.dryRun(ctx)
	}
	return b.run(ctx)
}

// inputs returns the arguments, or standard input when there are none and
// something is sent to it.
func (a *app) inputs(args []string) ([]string, error) {
	if len(args) == 0 {
		if _, isTerminal := terminal(a.in); isTerminal {
			return nil, fault.New(fault.BadUsage, "no article: name a file or an address, or - to paste one (end it with Ctrl-D)")
		}
		return []string{"-"}, nil
	}
	stdin := 0
	for _, arg := range args {
		if arg == "-" {
			stdin++
		}
	}
	if stdin > 1 {
		return nil, fault.New(fault.BadUsage, "- stands for standard input, which can be read only once")
	}
	return args, nil
}

// batch is the work of one summarize command.
type batch struct {
	*app
	cfg     *config.Config
	flags   summarizeFlags
	args    []string
	profile *summarize.Profile
	engine  summarize.Engine
	model   *summarize.ModelEngine // nil for the embedded engine
	budget  *budget
	written bool // a result

	drafts *drafts        // nil for none
	ledger *ledger.Ledger // nil when a day has no limit

	verifier *summarize.Verifier // nil for none
	fallback summarize.Fallback
	spare    []*summarize.ModelEngine // those of fallback
}

// models are all that may draft.
func (b *batch) models() []*summarize.ModelEngine {
	if b.model == nil {
		return nil
	}
	return append([]*summarize.ModelEngine{b.model}, b.spare...)
}

// outcome is what became of one argument.
type outcome struct {
	result *summarize.Result
	err    error
}

// files at the same time; each makes calls of its own.
const (
	modelFiles      = 4
	extractiveFiles = 2
)

// run drafts all and writes results in the order of the arguments. An article
// that fails does not stop the others; the exit code is that of the first.
func (b *batch) run(ctx context.Context) error {
	width, color := b.layout()
	options := render.Options{
		Format: render.Format(b.cfg.Output.Format), Explain: b.flags.explain, Width: width, Color: color,
		Title: len(b.args) > 1, Compact: len(b.args) > 1,
	}
	closeStore, err := b.openDrafts(ctx)
	if err != nil {
		return err
	}
	defer closeStore()
	meter := b.newMeter(len(b.args), b.flags.stream)
	release := b.hold(meter)
	defer release()
	limit := extractiveFiles
	if b.model != nil {
		limit = modelFiles
	}
	if b.flags.stream {
		limit = 1
	}
	var firstErr error
	inOrder(ctx, len(b.args), limit, func(i int) outcome {
		return b.one(ctx, b.args[i], options, meter)
	}, func(i int, out outcome) {
		err := b.tell(ctx, b.args[i], out, options)
		if firstErr == nil {
			firstErr = err
		}
	})
	release()
	if err := b.drafts.failed(); err != nil {
		b.say("drafts are not kept, and none was given again: %v", err)
	}
	return b.verdict(ctx, firstErr)
}

// tell writes what became of an argument: the copy, the warnings, the error.
func (b *batch) tell(ctx context.Context, arg string, out outcome, o render.Options) error {
	err := out.err
	if err == nil && !b.flags.stream {
		err = b.write(out.result, o)
	}
	if err == nil {
		return b.report(arg, out.result)
	}
	if ctx.Err() == nil {
		b.sayError(about(arg), err)
	}
	return err
}

// verdict turns the first error, which has been told, into the exit code.
func (b *batch) verdict(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fault.New(fault.Interrupted, "interrupted")
	}
	if err == nil {
		return nil
	}
	if exit, ok := err.(exitError); ok {
		return exit
	}
	return exitError(exitCode(err))
}

// about names an argument in messages. The query of an address is left out: it
// may hold a token.
func about(arg string) string {
	switch {
	case arg == "-":
		return "standard input"
	case isURL(arg):
		u, err := url.Parse(arg)
		if err != nil {
			return "the address"
		}
		return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
	}
	return arg
}

// one drafts the summary of one argument.
func (b *batch) one(ctx context.Context, arg string, options render.Options, m *meter) outcome {
	b.warm(arg)
	defer m.fileDone()
	art, err := b.readArticle(ctx, arg, b.cfg, article.Options{})
	if err != nil {
		return outcome{err: err}
	}
	on, written := m.events(), func() error { return nil }
	if b.flags.stream {
		on, written = b.streamTo(art, options, on)
	}
	o := b.options()
	o.On = on
	result, err := b.drafts.get(ctx, art, o, func(o summarize.Options) (*summarize.Result, error) { return b.pay(ctx, art, o) })
	if err == nil && result.Provenance.Cache == summarize.CacheHit {
		tellClaims(result, on)
	}
	if err == nil {
		err = written()
	}
	return outcome{result, err}
}

// options are what decides a draft.
func (b *batch) options() summarize.Options {
	return summarize.Options{
		Engine: b.engine, Fallback: b.fallback, Profile: b.profile, Verifier: b.verifier, Sensitivity: b.cfg.Policy.Sensitivity, Version: version,
	}
}

// pay drafts within the limits of the run and of the day.
func (b *batch) pay(ctx context.Context, art *article.Article, o summarize.Options) (*summarize.Result, error) {
	book, err := b.budget.reserve(ctx, func() (float64, error) { return atMost(ctx, art, o) })
	if err != nil {
		return nil, err
	}
	if b.ledger == nil {
		result, err := summarize.Summarize(ctx, art, o)
		book(result)
		return result, err
	}
	hold, err := b.ledger.Hold(ctx, art, o)
	if err != nil {
		book(free())
		return nil, err
	}
	result, err := summarize.Summarize(ctx, art, o)
	book(result)
	if unbooked := hold.Settle(ctx, result); unbooked != nil && result != nil {
		result.Warnings = append(result.Warnings, summarize.Warning{
			Code: "unbooked", Message: fmt.Sprintf("What this cost could not be booked, so that the most that it can cost counts for today: %v", unbooked),
		})
	}
	return result, err
}

// tellClaims tells of the claims of a draft that was made before.
func tellClaims(r *summarize.Result, on func(summarize.Event)) {
	claims := r.Takeaways
	if r.Why != nil {
		claims = append([]summarize.ClaimResult{*r.Why}, claims...)
	}
	for i := range claims {
		on(summarize.Event{Kind: summarize.EventClaim, Claim: &claims[i]})
	}
}

// warm loads the token encoding while a file is read that is long enough to
// need it: a token is at least a byte.
func (b *batch) warm(arg string) {
	if b.model == nil {
		return
	}
	if stat, err := os.Stat(arg); err == nil && stat.Size() > int64(b.model.Info.Context) {
		b.model.Counter.Warm()
	}
}

// streamTo writes claims as they come. The second function tells at the end
// whether they could be written.
func (b *batch) streamTo(art *article.Article, options render.Options, next func(summarize.Event)) (func(summarize.Event), func() error) {
	var printer *render.Printer
	engine := b.engine
	on := func(e summarize.Event) {
		if e.Kind == summarize.EventFallback {
			engine = e.Engine
		}
		if e.Kind == summarize.EventClaim {
			if printer == nil {
				b.separate(options)
				printer = render.NewPrinter(b.out, summarize.LabelsFor(engine, b.profile, art), options)
				printer.Title(art.Title)
			}
			printer.Claim(*e.Claim)
		}
		next(e)
	}
	return on, func() error {
		if printer == nil {
			return nil
		}
		return printer.Close()
	}
}

// separate writes an empty line between results.
func (b *batch) separate(o render.Options) {
	if b.written && o.Format != render.JSON {
		fmt.Fprintln(b.out)
	}
	b.written = true
}

func (b *batch) write(r *summarize.Result, o render.Options) error {
	b.separate(o)
	return render.Write(b.out, r, o)
}

// report tells the warnings of a result on standard error, and fails when the
// result is incomplete or has findings that the user wants to fail on.
func (b *batch) report(arg string, r *summarize.Result) error {
	prefix := ""
	if len(b.args) > 1 {
		prefix = about(arg) + ": "
	}
	if r.Provenance.Cache == summarize.CacheHit {
		b.say("%sdrafted before (%s) and given again: nothing was sent; --no-cache drafts anew", prefix, r.Provenance.GeneratedAt.Format("2006-01-02 15:04 MST"))
	}
	for _, w := range r.Warnings {
		b.say("%s%s", prefix, w.Message)
	}
	for _, f := range r.Failing() {
		b.say("%s%s", prefix, f)
	}
	if !r.Coverage.Complete || r.Why == nil || len(r.Takeaways) == 0 {
		b.say("%sthe summary is incomplete", prefix)
		return exitError(exitFailed)
	}
	worst := r.Worst()
	if worst == ground.Fail && b.flags.failOn != "" || worst == ground.Warn && b.flags.failOn == "warn" {
		b.say("%sa claim has a finding with verdict %s", prefix, worst)
		return exitError(exitCheckFailed)
	}
	return nil
}
