package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/eval/report"
	evalrun "github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// reportFlags say how a report is written.
type reportFlags struct {
	format string
	all    bool
	files  map[string]*string // by format
}

// reportFormats are those of a report, text aside.
var reportFormats = map[string]string{
	"html":     "one page that needs no network and no script",
	"json":     "everything but the drafts",
	"junit":    "test cases with the scores as properties",
	"markdown": "for a job's summary",
}

func (f *reportFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	formats := append([]string{"text"}, slices.Sorted(maps.Keys(reportFormats))...)
	flags.StringVar(&f.format, "format", "text", "the `format` of what goes to standard output: "+strings.Join(formats, ", "))
	flags.BoolVar(&f.all, "all", false, "show all scores as text, and not only what decides and the headlines")
	f.files = map[string]*string{}
	for _, format := range formats[1:] {
		f.files[format] = flags.String(format, "", "`file` for the report as "+format+": "+reportFormats[format])
	}
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp))
}

func (f *reportFlags) check() error {
	if _, ok := reportFormats[f.format]; !ok && f.format != "text" {
		return fault.New(fault.BadUsage, "--format %q is none of text, %s", f.format, strings.Join(slices.Sorted(maps.Keys(reportFormats)), ", "))
	}
	return nil
}

// lighten lets go of the drafts of a run where no report shows them, so that large
// runs need less memory.
func (f *reportFlags) lighten(run *evalrun.Run) {
	if f.format == "html" || *f.files["html"] != "" {
		return
	}
	for i := range run.Records {
		run.Records[i].Result, run.Records[i].References = nil, nil
	}
}

// writeReport writes a report to standard output and to the files that are asked
// for.
func (a *app) writeReport(r *report.Report, f *reportFlags) error {
	if err := a.writeReportAs(a.out, r, f.format, f.all); err != nil {
		return err
	}
	for _, format := range slices.Sorted(maps.Keys(f.files)) {
		name := *f.files[format]
		if name == "" {
			continue
		}
		var out bytes.Buffer
		if err := a.writeReportAs(&out, r, format, false); err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return fault.Wrap(fault.WriteFailed, err, "--%s %s: its folder cannot be made: %v", format, name, pathCause(err))
		}
		if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
			return fault.Wrap(fault.WriteFailed, err, "--%s %s cannot be written: %v", format, name, pathCause(err))
		}
	}
	return nil
}

func (a *app) writeReportAs(w io.Writer, r *report.Report, format string, all bool) error {
	switch format {
	case "html":
		return r.HTML(w)
	case "json":
		return r.JSON(w)
	case "junit":
		return r.JUnit(w)
	case "markdown":
		return r.Markdown(w)
	}
	_, color := a.layout()
	return r.Text(w, report.TextOptions{Color: color, All: all})
}

func (a *app) evalReportCommand() *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report RUN...",
		Short: "Show what runs measured",
		Long: `Show what runs measured: scores with intervals, how they are spread, cost, errors
and signatures. RUN is a file of nutgraf eval run; where it has several arms,
FILE#ARM names one, and FILE alone stands for all. To compare two, and to see
what changed, use nutgraf eval compare.`,
		Example: `  nutgraf eval report runs/models.jsonl
  nutgraf eval report runs/models.jsonl --html report.html
  nutgraf eval report runs/main.jsonl runs/models.jsonl#gpt-4.1 --format markdown`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fault.New(fault.BadUsage, "report needs a run: see `nutgraf eval report --help`")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			var sources []report.Source
			for _, arg := range args {
				more, err := a.readSources(arg)
				if err != nil {
					return err
				}
				sources = append(sources, more...)
			}
			return a.writeReport(report.New(nil, sources...), &f)
		},
	}
	f.add(cmd)
	return cmd
}

// readSources reads the arms that an argument names.
func (a *app) readSources(arg string) ([]report.Source, error) {
	file, arm := fileAndArm(arg)
	run, err := a.readRun(file)
	if err != nil {
		return nil, err
	}
	name := path.Clean(filepath.ToSlash(file))
	all := report.Every(name, run)
	if arm == "" {
		return all, nil
	}
	var names []string
	for _, source := range all {
		if source.Arm == arm {
			return []report.Source{source}, nil
		}
		names = append(names, fmt.Sprintf("%s#%s", name, source.Arm))
	}
	return nil, fault.New(fault.BadUsage, "%s has no arm %q: there is %s", name, arm, strings.Join(names, ", "))
}
