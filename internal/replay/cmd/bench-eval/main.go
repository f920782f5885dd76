// Command bench-eval measures `nutgraf eval run` from cassettes, as CI runs it.
// It makes a suite of many items out of those of another one, records them with
// a scripted model, and replays them several times with the built program.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench-eval:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("bench-eval", flag.ContinueOnError)
	n := flags.Int("items", 100, "how many items")
	bin := flags.String("bin", "bin/nutgraf", "the built program")
	from := flags.String("suite", "testdata/articles", "the suite whose items are copied")
	times := flags.Int("times", 5, "how often it is replayed")
	metrics := flags.String("metrics", "", "names of metrics, with commas; none for all")
	if err := flags.Parse(args); err != nil {
		return err
	}
	program, err := filepath.Abs(*bin)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bench-eval-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	words, err := makeSuite(*from, filepath.Join(dir, "suite"), *n)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d items, %d words each on average\n", *n, words / *n)
	srv := scripted.New(scripted.Options{})
	b := bench{ctx: ctx, program: program, dir: dir, url: srv.URL(), metrics: *metrics}
	took, _, err := b.measure("record", 0)
	srv.Close()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "record   %6.3f s\n", took.Seconds())
	for i := range *times {
		took, state, err := b.measure("strict", i)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "replay   %6.3f s   %6.3f s of processors   %d MB at most\n",
			took.Seconds(), (state.UserTime() + state.SystemTime()).Seconds(), maxRSS(state)>>20)
	}
	return nil
}

// makeSuite copies text and Markdown items, each article with a paragraph of its
// own at the end, and returns how many words there are. Articles of 3,000 words
// and more are left out.
func makeSuite(from, to string, n int) (int, error) {
	suite, err := eval.LoadSuite(os.DirFS(from), from)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return 0, err
	}
	var lines strings.Builder
	words := 0
	for made, i := 0, 0; made < n; i++ {
		if i >= len(suite.Items) && made == 0 {
			return 0, fmt.Errorf("%s has no text of the right length", from)
		}
		item := suite.Items[i%len(suite.Items)]
		data, err := os.ReadFile(filepath.Join(from, item.Article))
		if err != nil {
			return 0, err
		}
		ext := filepath.Ext(item.Article)
		length := len(strings.Fields(string(data)))
		if ext != ".txt" && ext != ".md" || length >= 3000 {
			continue
		}
		made++
		words += length
		item.ID = fmt.Sprintf("item-%03d", made)
		item.Cluster, item.Article = "", item.ID+ext
		text := fmt.Sprintf("%s\n\nThe office gave this report the number %d.\n", strings.TrimSpace(string(data)), made)
		line, err := json.Marshal(item)
		if err == nil {
			err = os.WriteFile(filepath.Join(to, item.Article), []byte(text), 0o644)
		}
		if err != nil {
			return 0, err
		}
		lines.Write(append(line, '\n'))
	}
	err = os.WriteFile(filepath.Join(to, "items.jsonl"), []byte(lines.String()), 0o644)
	if err == nil {
		err = os.WriteFile(filepath.Join(to, "suite.yaml"), []byte("name: bench\nitems: items.jsonl\n"), 0o644)
	}
	return words, err
}

type bench struct {
	ctx                        context.Context
	program, dir, url, metrics string
}

// measure runs the program once, and returns how long it took.
func (b bench) measure(mode string, i int) (time.Duration, *os.ProcessState, error) {
	args := []string{
		"eval", "run", filepath.Join(b.dir, "suite"), "--model", "gpt-4o-mini", "--base-url", b.url,
		"--replay", mode, "--out", filepath.Join(b.dir, fmt.Sprintf("%s-%d.jsonl", mode, i)),
	}
	if b.metrics != "" {
		args = append(args, "--metrics", b.metrics)
	}
	cmd := exec.CommandContext(b.ctx, b.program, args...)
	cmd.Env = []string{"HOME=" + b.dir}
	start := time.Now()
	output, err := cmd.CombinedOutput()
	took := time.Since(start)
	if err != nil {
		return 0, nil, fmt.Errorf("%s: %w\n%s", mode, err, output)
	}
	return took, cmd.ProcessState, nil
}
