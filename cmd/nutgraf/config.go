package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/desk"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func (a *app) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show, write or check the configuration",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use: "show", Short: "Show every setting with its value and where it comes from; secrets are ***",
			Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error { return a.configShow() },
		},
		&cobra.Command{
			Use: "init", Short: "Write a commented nutgraf.yaml into the working folder",
			Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error { return a.configInit() },
		},
		&cobra.Command{
			Use: "check", Short: "Check the configuration, the profile, the prompts and the texts",
			Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error { return a.configCheck() },
		},
		&cobra.Command{
			Use: "texts", Short: "Print the words of the desk in English, to be translated for desk.texts",
			Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
				_, err := a.out.Write(desk.EnglishTexts())
				return err
			},
		},
	)
	return cmd
}

func (a *app) configShow() error {
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	var rows [][2]string
	width := 0
	for _, s := range cfg.Settings() {
		width = max(width, len(s.Key))
	}
	for _, s := range cfg.Settings() {
		value := s.Value
		if value == "" {
			value = `""`
		}
		rows = append(rows, [2]string{fmt.Sprintf("%-*s  %s", width, s.Key, value), "# " + s.Source})
	}
	return a.list(rows)
}

func (a *app) configInit() error {
	const name = "nutgraf.yaml"
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.BadUsage, "%s is there already, and is left as it is: move it away first", name)
	}
	if err != nil {
		return fault.Wrap(fault.InputUnreadable, err, "%s cannot be written: %v", name, err)
	}
	_, err = f.WriteString(config.Template())
	if err := errors.Join(err, f.Close()); err != nil {
		return fault.Wrap(fault.InputUnreadable, err, "%s cannot be written: %v", name, err)
	}
	a.say("wrote %s", name)
	return nil
}

// configCheck reads all that summarize would read, and reports every part that
// is wrong.
func (a *app) configCheck() error {
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	_, profileErr := a.loadProfile(cfg.Profile)
	_, promptsErr := loadPrompts(cfg.Prompts)
	words, textsErr := deskTexts(cfg.Desk.Texts)
	var problems []string
	for _, err := range []error{profileErr, promptsErr, textsErr} {
		if err != nil {
			problems = append(problems, err.Error())
		}
	}
	if len(problems) > 0 {
		return fault.New(fault.BadConfig, "%s", strings.Join(problems, "\n"))
	}
	if words != nil && len(words.Missing()) > 0 {
		a.say("%s lacks %d texts, which stay English: %s", cfg.Desk.Texts, len(words.Missing()), strings.Join(words.Missing(), " "))
	}
	file := cfg.File()
	if file == "" {
		file = "the defaults (no nutgraf.yaml was found)"
	}
	_, err = fmt.Fprintf(a.out, "%s: all right\n", file)
	return err
}
