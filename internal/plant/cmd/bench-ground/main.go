// Command bench-ground measures what the rules of summarize/ground find: errors
// planted into true claims, and alarms about claims that are true.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/nutgraf/nutgraf/internal/plant"
)

func main() { os.Exit(run(os.Args[1:], os.Getenv, os.Stdout, os.Stderr)) }

// options are what the command line says.
type options struct {
	file  string // with judged summaries; "" for none
	suite string
	seed  uint64
	max   int // plants of a kind
	true  int // true claims of a source
	show  string
	limit int
	lang  string
	asIs  bool // JSON
}

func run(args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if err != nil {
		return 2
	}
	o.file = cmp.Or(o.file, getenv("NUTGRAF_DATA"))
	cases, err := load(o)
	if err != nil {
		fmt.Fprintf(stderr, "bench-ground: %v\n", err)
		return 2
	}
	if o.file == "" {
		fmt.Fprintln(stderr, "bench-ground: no FILE and no NUTGRAF_DATA: measured on testdata alone, and on no summaries that people judged")
	}
	m := measure(cases, o)
	switch {
	case o.asIs:
		err = m.writeJSON(stdout)
	case o.show != "":
		m.show(stdout, o.show, o.limit)
	default:
		err = m.table(stdout, o)
	}
	if err != nil {
		fmt.Fprintf(stderr, "bench-ground: %v\n", err)
		return 2
	}
	return 0
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{}
	flags := flag.NewFlagSet("bench-ground", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: script/bench-ground [flags] [FILE]\n\nFILE holds summaries that people judged, as JSON lines (see docs/rules/README.md); NUTGRAF_DATA may name it too.")
		flags.PrintDefaults()
	}
	flags.StringVar(&o.suite, "suite", "testdata/articles", "folder of articles with references")
	flags.Uint64Var(&o.seed, "seed", 1, "which sample is drawn")
	flags.IntVar(&o.max, "max", 400, "plants of each kind, at most")
	flags.IntVar(&o.true, "true", 3000, "true claims of each source, at most")
	flags.StringVar(&o.show, "show", "", "print the missed plants of a kind (or of \"kind/how\"), \"alarms\" (or \"alarms/RULE\"), \"caught/KIND\" or \"all\"")
	flags.IntVar(&o.limit, "limit", 40, "examples that --show prints, at most; 0 for all")
	flags.StringVar(&o.lang, "lang", "", "only articles in this language")
	flags.BoolVar(&o.asIs, "json", false, "print JSON")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	rest := flags.Args()
	if len(rest) > 0 { // flags may follow FILE
		o.file = rest[0]
		if err := flags.Parse(rest[1:]); err != nil {
			return o, err
		}
	}
	if flags.NArg() > 0 {
		flags.Usage()
		return o, errors.New("too many arguments")
	}
	err := checkShow(o.show)
	if err != nil {
		fmt.Fprintf(stderr, "bench-ground: %v\n", err)
	}
	return o, err
}

func load(o options) ([]plant.Case, error) {
	all, err := plant.Suite(os.DirFS(o.suite))
	if err != nil {
		return nil, err
	}
	if o.file != "" {
		f, err := os.Open(o.file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		judged, err := plant.Faithfulness(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.file, err)
		}
		all = append(all, judged...)
	}
	var out []plant.Case
	for _, c := range all {
		if o.lang == "" || c.Lang == o.lang {
			out = append(out, c)
		}
	}
	return out, nil
}
