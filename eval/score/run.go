package score

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Run scores the pairs that in holds and writes the results to out, in their
// order. It fails when a metric does, when the input cannot be read or holds no
// pair, and when the context ends; what was scored before that is written. A line
// that is no pair is left out and makes Run fail at the end, with bad_usage.
//
// A read from in that never returns is not waited for after the context's end.
func Run(ctx context.Context, in io.Reader, out io.Writer, o Options) (*Means, error) {
	s, err := newScorer(o)
	if err != nil {
		return nil, err
	}
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := s.start(ctx, in, workers)
	w := &writer{scorer: s, out: out, means: newMeans(s.infos)}
	for {
		select {
		case <-ctx.Done():
			return w.means, ctx.Err()
		case b, more := <-queue:
			if !more {
				return w.means, w.end()
			}
			if err := w.take(ctx, b); err != nil {
				return w.means, err
			}
		}
	}
}

// writer writes the outcomes of batches.
type writer struct {
	*scorer
	out   io.Writer
	means *Means
	bad   int
}

func (w *writer) take(ctx context.Context, b *batch) error {
	select {
	case <-b.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	for _, problem := range b.problems {
		w.bad++
		if w.options.Problem != nil {
			w.options.Problem(problem)
		}
	}
	w.means.merge(b.means)
	if _, err := w.out.Write(b.out); err != nil {
		return err
	}
	return b.err
}

// end says whether all was right, after the last batch.
func (w *writer) end() error {
	switch {
	case w.bad > 0:
		return fault.New(fault.BadUsage, "%s not scored: %d scored", lineCount(w.bad), w.means.Pairs)
	case w.means.Pairs == 0:
		return fault.New(fault.EmptyInput, "there is no pair: give JSON Lines with prediction and reference")
	}
	return nil
}

func lineCount(n int) string {
	if n == 1 {
		return "1 line was"
	}
	return fmt.Sprintf("%d lines were", n)
}

// readFault makes a fault of what reading came to.
func readFault(number int, err error) error {
	if number == 0 {
		return fault.Wrap(fault.InputUnreadable, err, "the input cannot be read: %v", err)
	}
	return fault.Wrap(fault.InputUnreadable, err, "line %d: cannot be read, and nothing after it: %v", number, err)
}

func isEnd(err error) bool { return errors.Is(err, io.EOF) }
