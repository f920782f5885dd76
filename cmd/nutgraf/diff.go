package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/summarize/draft"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func (a *app) diffCommand() *cobra.Command {
	var summary string
	cmd := &cobra.Command{
		Use:   "diff OLD NEW --summary SUMMARY",
		Short: "Show which claims of a summary lost their evidence when the article changed",
		Long: `Compare two versions of an article sentence by sentence, and say of each claim of
a summary of the old one whether the sentences behind it were kept, changed or
removed, and whether the claim is in the new one. OLD and NEW are files or web
addresses; one of the three can be - for standard input. The JSON of nutgraf
summarize says which sentences are behind a claim; for other summaries they are
found.

The exit code is 1 when a sentence behind a claim was removed, or when the new
version contradicts a claim.`,
		Example: `  nutgraf diff story-v1.txt story-v2.txt --summary summary.json
  nutgraf diff --format json story-v1.html https://example.org/news/story --summary summary.txt`,
		Args: twoArguments("diff", "OLD", "NEW"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.diff(cmd.Context(), args[0], args[1], summary)
		},
	}
	a.checkFlags(cmd)
	cmd.Flags().StringVar(&summary, "summary", "", "the `summary` of the old version: a file, or - (text, Markdown, HTML, Word or JSON)")
	return cmd
}

func (a *app) diff(ctx context.Context, oldArg, newArg, summaryArg string) error {
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	switch {
	case summaryArg == "":
		return fault.New(fault.BadUsage, "diff needs --summary: the summary of the old version")
	case summaryArg == "-" && (oldArg == "-" || newArg == "-"):
		return stdinOnce()
	case cfg.Output.Format == "html":
		return fault.New(fault.BadUsage, "diff writes text, markdown or json, not html")
	}
	old, err := a.articleToCheck(ctx, oldArg, cfg)
	if err != nil {
		return err
	}
	revised, err := a.articleToCheck(ctx, newArg, cfg)
	if err != nil {
		return err
	}
	claims, err := a.claimsAbout(ctx, summaryArg, old)
	if err != nil {
		return err
	}
	revisions := ground.Revise(old, revised, ground.Options{ClaimLang: draft.Lang(claims)}, claims...)
	if err := render.WriteDiff(a.out, old, revised, revisions, a.renderOptions(cfg)); err != nil {
		return err
	}
	return a.staleExit(revisions)
}

// staleExit fails when a claim cannot stay as it is.
func (a *app) staleExit(r ground.Revisions) error {
	stale := 0
	for _, c := range r.Claims {
		if c.Stale() {
			stale++
		}
	}
	if stale == 0 {
		return nil
	}
	a.say("%d of %d claims cannot stay as they are: a sentence behind them is gone, or the new version contradicts them", stale, len(r.Claims))
	return exitError(exitCheckFailed)
}
