package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// The exit codes.
const (
	exitDone        = 0
	exitCheckFailed = 1
	exitUsage       = 2
	exitFailed      = 3
	exitRefused     = 5
	exitInterrupted = 130
)

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// app is what the verbs share.
type app struct {
	streams
	env   []string
	flags map[string]string // configuration keys that were set by flags
	file  string            // --config

	// endpoints is what all clients share of the endpoints that they call.
	endpoints provider.Endpoints
	accounts  accounts

	// dialer makes clients for models in place of dial, nil for none.
	dialer func(config.Model) (summarize.Model, error)

	atExit []func()
}

// exitError ends a command with a code and without a message: everything has
// been said.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// run is the whole program: it returns the exit code.
func run(ctx context.Context, args, env []string, s streams) int {
	s.out = stdout{s.out}
	a := &app{streams: s, env: env, flags: map[string]string{}}
	root := a.rootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	for _, f := range a.atExit {
		f()
	}
	if err == nil {
		return exitDone
	}
	var exit exitError
	if errors.As(err, &exit) {
		return int(exit)
	}
	if ctx.Err() != nil && !isFault(err) {
		err = fault.New(fault.Interrupted, "interrupted")
	}
	a.sayError("", err)
	return exitCode(err)
}

func isFault(err error) bool {
	var f *fault.Error
	return errors.As(err, &f)
}

// exitCode maps an error to the exit code. Errors without a code come from
// cobra, and are about usage.
func exitCode(err error) int {
	if errors.Is(err, context.Canceled) {
		return exitInterrupted
	}
	if !isFault(err) {
		return exitUsage
	}
	switch fault.CodeOf(err).Kind() {
	case fault.KindInput:
		return exitUsage
	case fault.KindPolicy:
		return exitRefused
	case fault.KindInterrupted:
		return exitInterrupted
	default:
		return exitFailed
	}
}

// sayError writes an error on standard error, after the name of the input that
// it is about.
func (a *app) sayError(about string, err error) {
	if about != "" {
		about += ": "
	}
	text := strings.TrimRight(err.Error(), "\n")
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = plain.Clean(lines[i])
	}
	fmt.Fprintf(a.err, "nutgraf: %s%s\n", plain.Clean(about), strings.Join(lines, "\n"))
}

// say writes a notice on standard error.
func (a *app) say(format string, args ...any) {
	fmt.Fprintf(a.err, "nutgraf: %s\n", plain.Clean(fmt.Sprintf(format, args...)))
}

// getenv returns the last value of a variable of the environment.
func (a *app) getenv(name string) string {
	value := ""
	for _, pair := range a.env {
		if v, ok := strings.CutPrefix(pair, name+"="); ok {
			value = v
		}
	}
	return value
}

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "nutgraf",
		Short: "Draft \"Why this matters\" and key takeaways from a news article",
		Long: `nutgraf reads a news article and drafts a "Why this matters" paragraph and key
takeaways, with the sentence of the article behind every claim.

With nothing configured it uses an embedded engine that needs no model and no
network. With an OpenAI-compatible endpoint configured it drafts with a model:
set OPENAI_API_KEY, or model.base_url for a server of your own.`,
		Example: `  nutgraf summarize story.txt
  nutgraf summarize --explain https://example.org/news/story
  pbpaste | nutgraf summarize --format markdown -
  nutgraf summarize --model gpt-4.1-mini --dry-run stories/*.html`,
		Version:       versionText(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fault.New(fault.BadUsage, "%v: see `%s --help`", err, cmd.CommandPath())
	})
	root.PersistentFlags().StringVar(&a.file, "config", "", "configuration `file` (default: nutgraf.yaml here, in the user's configuration folder, or in /etc/nutgraf)")
	root.AddCommand(a.summarizeCommand(), a.checkCommand(), a.diffCommand(), a.readCommand(), a.evalCommand(), a.probeCommand(), a.configCommand(), a.promptsCommand(), a.profileCommand(), a.serveCommand(), a.tokenCommand(), a.auditCommand(), a.versionCommand())
	return root
}

// configFlag adds the flag that sets a configuration key.
func (a *app) configFlag(cmd *cobra.Command, key, usage string) {
	cmd.Flags().Var(&keyFlag{app: a, key: key}, config.FlagName(key), usage)
}

// boolConfigFlag adds the flag, without a value, that sets a configuration key.
func (a *app) boolConfigFlag(cmd *cobra.Command, key, usage string) {
	flag := cmd.Flags().VarPF(&keyFlag{app: a, key: key, isBool: true}, config.FlagName(key), "", usage)
	flag.NoOptDefVal = "true"
}

// sensitivityFlag adds the flag that says how the articles are marked.
func (a *app) sensitivityFlag(cmd *cobra.Command) {
	a.configFlag(cmd, "policy.sensitivity", "how the articles are `marked`: normal, embargoed or confidential; marked ones go only to endpoints that policy lists for the mark")
	_ = cmd.RegisterFlagCompletionFunc("sensitivity", cobra.FixedCompletions([]string{config.Normal, config.Embargoed, config.Confidential}, cobra.ShellCompDirectiveNoFileComp))
}

// keyFlag is a flag's value that goes into the configuration.
type keyFlag struct {
	app    *app
	key    string
	value  string
	isBool bool
}

func (f *keyFlag) String() string { return f.value }

func (f *keyFlag) Type() string {
	if f.isBool {
		return "bool"
	}
	return "string"
}

func (f *keyFlag) Set(value string) error {
	f.value = value
	f.app.flags[f.key] = value
	return nil
}

// stdout is standard output. That it cannot be written is a fault.
type stdout struct{ io.Writer }

func (o stdout) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err != nil {
		err = fault.Wrap(fault.WriteFailed, err, "the output could not be written: %v", err)
	}
	return n, err
}

// terminal reports whether a stream is a terminal.
func terminal(stream any) (*os.File, bool) {
	if o, ok := stream.(stdout); ok {
		stream = o.Writer
	}
	f, ok := stream.(*os.File)
	return f, ok && isTerminal(int(f.Fd()))
}
