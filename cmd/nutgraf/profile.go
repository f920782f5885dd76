package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/summarize"
)

func (a *app) profileCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "profile",
		Short: "List, show and check house styles",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use: "list", Short: "List the profiles: the built-in ones and those in the profiles folder of the user's configuration",
			Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error { return a.profileList() },
		},
		&cobra.Command{
			Use: "show NAME|FILE", Short: "Show a profile, as a start for one of your own",
			Args: cobra.ExactArgs(1), RunE: func(_ *cobra.Command, args []string) error {
				data, _, err := a.profileSource(args[0])
				if err == nil {
					_, err = a.out.Write(data)
				}
				return err
			},
		},
		&cobra.Command{
			Use: "lint NAME|FILE", Short: "Check a profile",
			Args: cobra.ExactArgs(1), RunE: func(_ *cobra.Command, args []string) error {
				p, err := a.loadProfile(args[0])
				if err == nil {
					_, err = fmt.Fprintf(a.out, "%s: all right (digest %s)\n", p.Name, p.Digest()[:12])
				}
				return err
			},
		},
	)
	return cmd
}

func (a *app) profileList() error {
	var rows [][2]string
	for _, name := range summarize.BuiltInProfiles() {
		rows = append(rows, a.profileRow(name, name))
	}
	if dir := a.userDir(); dir != "" {
		files, err := filepath.Glob(filepath.Join(dir, "profiles", "*.yaml"))
		if err == nil {
			for _, file := range files {
				rows = append(rows, a.profileRow(strings.TrimSuffix(filepath.Base(file), ".yaml"), file))
			}
		}
	}
	return a.list(rows)
}

// profileRow is a line of the list; a profile that cannot be used says so.
func (a *app) profileRow(name, ref string) [2]string {
	p, err := a.loadProfile(ref)
	if err != nil {
		return [2]string{name, "cannot be used: run `nutgraf profile lint " + ref + "`"}
	}
	return [2]string{name, p.About}
}
