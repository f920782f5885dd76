package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/draft"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func (a *app) checkCommand() *cobra.Command {
	var failOn string
	cmd := &cobra.Command{
		Use:   "check ARTICLE SUMMARY",
		Short: "Check a summary that anyone wrote against its article",
		Long: `Check whether what a summary says is in the article: its numbers, dates, names,
quotations, hedges and the rest. No model is needed. ARTICLE is a file, a web
address or -. SUMMARY is a file or -: text, Markdown, HTML or a Word document
("Why this matters" and bullets, or plain sentences), or the JSON of
nutgraf summarize.`,
		Example: `  nutgraf check story.txt summary.txt
  pbpaste | nutgraf check story.html -
  nutgraf check --profile house.yaml story.txt summary.txt
  nutgraf check --format json https://example.org/news/story summary.json`,
		Args: twoArguments("check", "ARTICLE", "SUMMARY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.check(cmd.Context(), args[0], args[1], failOn)
		},
	}
	a.checkFlags(cmd)
	a.configFlag(cmd, "profile", "house style, which says how much each rule counts: a `name` or a YAML file")
	_ = cmd.RegisterFlagCompletionFunc("profile", cobra.FixedCompletions(summarize.BuiltInProfiles(), cobra.ShellCompDirectiveNoFileComp))
	cmd.Flags().StringVar(&failOn, "fail-on", "fail", "exit with 1 when a claim has a finding of this `verdict` or worse: warn or fail")
	_ = cmd.RegisterFlagCompletionFunc("fail-on", cobra.FixedCompletions([]string{"warn", "fail"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// checkFlags adds what check and diff have in common.
func (a *app) checkFlags(cmd *cobra.Command) {
	a.configFlag(cmd, "output.format", "the `format`: text, markdown, html or json")
	a.configFlag(cmd, "lang", "language of the article, a `code` such as en (default: detected)")
	a.boolConfigFlag(cmd, "fetch.allow_private", "let addresses of private networks be fetched (for tests)")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "markdown", "html", "json"}, cobra.ShellCompDirectiveNoFileComp))
}

// twoArguments refuses other numbers of arguments, and standard input for both.
func twoArguments(verb, first, second string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) != 2:
			return fault.New(fault.BadUsage, "%s needs two arguments, %s and %s: see `nutgraf %s --help`", verb, first, second, verb)
		case args[0] == "-" && args[1] == "-":
			return stdinOnce()
		}
		return nil
	}
}

func stdinOnce() error {
	return fault.New(fault.BadUsage, "- stands for standard input, which can be read only once")
}

func (a *app) check(ctx context.Context, articleArg, summaryArg, failOn string) error {
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	if failOn != "warn" && failOn != "fail" {
		return fault.New(fault.BadUsage, "--fail-on %q is neither warn nor fail", failOn)
	}
	profile, err := a.loadProfile(cfg.Profile)
	if err != nil {
		return err
	}
	art, err := a.articleToCheck(ctx, articleArg, cfg)
	if err != nil {
		return err
	}
	claims, err := a.claimsAbout(ctx, summaryArg, art)
	if err != nil {
		return err
	}
	report := ground.Check(art, ground.Options{Rules: profile.GroundRules(), ClaimLang: draft.Lang(claims)}, claims...)
	if err := render.WriteCheck(a.out, art, report, a.renderOptions(cfg)); err != nil {
		return err
	}
	a.sayUnknown(report)
	if report.Verdict == ground.Fail || report.Verdict == ground.Warn && failOn == "warn" {
		a.say("a claim has a finding with verdict %s", report.Verdict)
		return exitError(exitCheckFailed)
	}
	return nil
}

func (a *app) renderOptions(cfg *config.Config) render.Options {
	width, color := a.layout()
	return render.Options{Format: render.Format(cfg.Output.Format), Width: width, Color: color}
}

// sayUnknown says when nothing at all could be judged.
func (a *app) sayUnknown(r ground.Report) {
	for _, c := range r.Claims {
		if c.Verdict != ground.Unknown {
			return
		}
	}
	a.say("nothing could be checked: see the findings of each claim")
}

// articleToCheck reads an article of any length.
func (a *app) articleToCheck(ctx context.Context, arg string, cfg *config.Config) (*article.Article, error) {
	art, err := a.readArticle(ctx, arg, cfg, article.Options{Short: true})
	return art, a.told(ctx, arg, err)
}

// told says what is wrong with an argument, and leaves the exit code to return.
func (a *app) told(ctx context.Context, arg string, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	a.sayError(about(arg), err)
	return exitError(exitCode(err))
}

// claimsAbout reads the claims of a summary of an article. What they cite counts
// only when it is this article's text.
func (a *app) claimsAbout(ctx context.Context, arg string, art *article.Article) ([]article.Claim, error) {
	d, err := a.readDraft(ctx, arg, draft.Options{Name: arg, Lang: art.Lang})
	if err != nil {
		return nil, a.told(ctx, arg, err)
	}
	a.sayAside(about(arg), d.Aside)
	if longer(d.Claims, art) {
		a.say("%s: the summary is far longer than the article: give the article first, and then its summary", about(arg))
	}
	if d.SHA256 != art.Digest && cites(d.Claims) {
		a.say("%s: the summary was made of another text of the article, so the sentences that it cites are not used", about(arg))
		for i := range d.Claims {
			d.Claims[i].Cites = nil
		}
	}
	return d.Claims, nil
}

// sayAside says which lines of a summary are not checked.
func (a *app) sayAside(name string, aside []string) {
	switch n := len(aside); n {
	case 0:
	case 1:
		a.say("%s: one of its lines is a heading or evidence and not checked: %s", name, aside[0])
	default:
		a.say("%s: %d of its lines are headings or evidence and not checked, the first is: %s", name, n, aside[0])
	}
}

// longer reports that claims have far more text than the article that they are about.
func longer(claims []article.Claim, than *article.Article) bool {
	size := 0
	for _, c := range claims {
		size += len(c.Text)
	}
	return size > 2*(len(than.Title)+len(than.Text))
}

func cites(claims []article.Claim) bool {
	for _, c := range claims {
		if len(c.Cites) > 0 {
			return true
		}
	}
	return false
}

// readDraft reads a summary from a file or from standard input, and gives up
// when the context ends.
func (a *app) readDraft(ctx context.Context, arg string, o draft.Options) (*draft.Draft, error) {
	var in io.Reader = a.in
	switch {
	case isURL(arg):
		return nil, fault.New(fault.BadUsage, "a summary is a file, or - for standard input, not an address")
	case arg == "-":
		o.Name = ""
	default:
		f, err := openFile(arg)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	d, err := until(ctx, func() (*draft.Draft, error) { return draft.Read(in, o) })
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return d, err
}
