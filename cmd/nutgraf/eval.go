package main

import "github.com/spf13/cobra"

func (a *app) evalCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Measure summaries against references",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		a.evalRunCommand(), a.evalImportCommand(), a.evalScoreCommand(), a.evalMetaCommand(), a.evalCompareCommand(), a.evalGateCommand(), a.evalReportCommand(),
	)
	return cmd
}
