// Command bench-service measures `nutgraf serve` from outside: how many summaries
// a second it drafts and stores, how long callers wait, what idle streams take,
// how long it takes to start, and that many callers with one idempotency key make
// one call of the model.
//
// The journey of a measurement:
//
//  1. A process of its own plays a model that answers at once: the first answer is
//     a scripted draft, and all others are the same bytes.
//  2. `nutgraf serve` is started with a database that is empty, and is ready when
//     /readyz says so.
//  3. Articles of 800 words, each another one, are sent. Under a constant rate a
//     caller's time begins when its request was due, so that waiting for others
//     counts.
//  4. What was answered as stored is counted in the database, and the audit is
//     verified.
//
// It is run by script/bench-service, which brings PostgreSQL.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"
)

// plan is how much is measured.
type plan struct {
	program string // nutgraf
	folder  string // for databases and logs
	article string
	load    time.Duration // under each load
	callers int           // who send one after the other, for the most that is possible
	rate    int           // summaries a second that must be borne
	streams int
	idle    time.Duration // that the streams are left alone
	starts  int
	rounds  int // of callers with one key
	same    int // callers with one key
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "model" {
		serveModel()
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench-service:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	p := plan{callers: 32, rate: 300, streams: 2000, idle: 20 * time.Second, starts: 10, same: 100}
	flags := flag.NewFlagSet("bench-service", flag.ContinueOnError)
	flags.StringVar(&p.program, "nutgraf", "bin/nutgraf", "the program to measure")
	flags.StringVar(&p.article, "article", "testdata/articles/stanwith-footbridge.txt", "the article to vary")
	flags.DurationVar(&p.load, "load", 10*time.Second, "how long each load lasts")
	flags.IntVar(&p.rounds, "rounds", 100, "rounds of callers with one key")
	postgres := flags.String("postgres", "", "URL of an empty PostgreSQL database, to be measured too")
	only := flags.String("only", "", "parts to measure, with commas: load, streams, start, key; all when left out")
	if err := flags.Parse(args); err != nil {
		return err
	}
	text, err := os.ReadFile(p.article)
	if err != nil {
		return err
	}
	p.article = string(text)
	if p.folder, err = os.MkdirTemp("", "nutgraf-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(p.folder)
	return measureAll(ctx, p, *postgres, *only)
}

// measureAll measures with each database, and prints a table.
func measureAll(ctx context.Context, p plan, postgres, only string) error {
	model, err := startModel(ctx)
	if err != nil {
		return err
	}
	defer model.stop()
	columns := []column{{name: "SQLite", database: p.folder + "/nutgraf.db"}}
	if postgres != "" {
		columns = append(columns, column{name: "PostgreSQL", database: postgres})
	}
	for i := range columns {
		b := &bench{plan: p, model: model, database: columns[i].database, figures: map[string]string{}}
		columns[i].figures = b.figures
		if err := b.measure(ctx, only); err != nil {
			return fmt.Errorf("%s: %w", columns[i].name, err)
		}
	}
	fmt.Print(table(p, columns))
	return nil
}

// column is what came out for a database.
type column struct {
	name, database string
	figures        map[string]string
}

// rows are the figures in their order.
var rows = []string{most, cpu, atRate, atHalf, checked, streams, started, oneKey}

func table(p plan, columns []column) string {
	var out strings.Builder
	out.WriteString(machine() + "; each load lasts " + p.load.String() + "\n\n| |")
	for _, c := range columns {
		out.WriteString(" " + c.name + " |")
	}
	out.WriteString("\n|---|" + strings.Repeat("---|", len(columns)) + "\n")
	for _, row := range rows {
		if columns[0].figures[row] == "" {
			continue
		}
		out.WriteString("| " + row + " |")
		for _, c := range columns {
			out.WriteString(" " + c.figures[row] + " |")
		}
		out.WriteString("\n")
	}
	return out.String()
}
