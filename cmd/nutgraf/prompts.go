package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func (a *app) promptsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "prompts",
		Short: "List and show what is said to a model",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	list := &cobra.Command{
		Use: "list", Short: "List the prompts with version, digest and where they come from",
		Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error { return a.promptsList() },
	}
	show := &cobra.Command{
		Use: "show NAME", Short: "Show the file of a prompt, as a start for one of your own",
		Args: cobra.ExactArgs(1), RunE: func(_ *cobra.Command, args []string) error { return a.promptsShow(args[0]) },
	}
	for _, c := range []*cobra.Command{list, show} {
		a.configFlag(c, "prompts", "`folder` of prompt files that replace built-in ones")
	}
	cmd.AddCommand(list, show)
	return cmd
}

func (a *app) promptSet() (*prompts.Set, error) {
	cfg, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	return loadPrompts(cfg.Prompts)
}

func (a *app) promptsList() error {
	set, err := a.promptSet()
	if err != nil {
		return err
	}
	var rows [][2]string
	for _, info := range set.Infos() {
		head := fmt.Sprintf("%-10s  version %-3s %s  %s", info.Name, info.Version, info.Digest[:12], info.Source)
		rows = append(rows, [2]string{head, info.About})
	}
	return a.list(rows)
}

func (a *app) promptsShow(name string) error {
	set, err := a.promptSet()
	if err != nil {
		return err
	}
	var names []string
	for _, info := range set.Infos() {
		if info.Name == name {
			_, err := io.WriteString(a.out, info.File)
			return err
		}
		names = append(names, info.Name)
	}
	return fault.New(fault.BadUsage, "there is no prompt %q: there are %s", name, strings.Join(names, ", "))
}
