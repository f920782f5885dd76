package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

// version and commit are stamped in by script/build.
var (
	version = "0.1.0-dev"
	commit  = ""
)

func versionText() string {
	at := ""
	if commit != "" {
		at = " (" + commit + ")"
	}
	return fmt.Sprintf("nutgraf %s%s %s %s/%s", version, at, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.out, versionText())
			return err
		},
	}
}
