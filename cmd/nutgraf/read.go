package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func (a *app) readCommand() *cobra.Command {
	var as string
	var keepAll bool
	cmd := &cobra.Command{
		Use:   "read [FILE|URL|-]",
		Short: "Show an article as nutgraf sees it",
		Long: `Show the text and the numbered sentences of an article, the summary that it
carried, and what was left out.`,
		Example: `  nutgraf read story.html
  nutgraf read --format json https://example.org/news/story`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := a.loadConfig()
			if err != nil {
				return err
			}
			if args, err = a.inputs(args); err != nil {
				return err
			}
			if f := cfg.Output.Format; f != "text" && f != "json" {
				return fault.New(fault.BadUsage, "read writes text or json, not %s", f)
			}
			o := article.Options{KeepAll: keepAll, Short: true}
			if o.Format, err = inputFormat(as); err != nil {
				return err
			}
			art, err := a.readArticle(cmd.Context(), args[0], cfg, o)
			if err != nil && cmd.Context().Err() == nil {
				a.sayError(about(args[0]), err)
				return exitError(exitCode(err))
			}
			if err != nil {
				return err
			}
			width, color := a.layout()
			return render.WriteArticle(a.out, art, render.Options{Format: render.Format(cfg.Output.Format), Width: width, Color: color})
		},
	}
	a.configFlag(cmd, "output.format", "the `format`: text or json")
	a.configFlag(cmd, "lang", "language of the article, a `code` such as en (default: detected)")
	a.boolConfigFlag(cmd, "fetch.allow_private", "let addresses of private networks be fetched (for tests)")
	cmd.Flags().StringVar(&as, "as", "", "`format` of the input: text, html, markdown or docx (default: detected)")
	cmd.Flags().BoolVar(&keepAll, "keep-all", false, "keep what is not part of the story: captions, share bars and the like")
	return cmd
}

func inputFormat(name string) (article.Format, error) {
	switch f := article.Format(name); f {
	case article.Detect, article.Text, article.HTML, article.Markdown, article.DOCX:
		return f, nil
	}
	return "", fault.New(fault.BadUsage, "--as %q is not one of text, html, markdown, docx", name)
}

// list writes lines of two columns.
func (a *app) list(rows [][2]string) error {
	width := 0
	for _, row := range rows {
		width = max(width, len(row[0]))
	}
	for _, row := range rows {
		if _, err := fmt.Fprintf(a.out, "%-*s  %s\n", width, row[0], row[1]); err != nil {
			return err
		}
	}
	return nil
}
