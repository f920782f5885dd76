package score

import (
	"context"
	"io"
)

// batch is a piece of the input, and what became of it once done is closed.
type batch struct {
	lines []line
	bytes int

	done     chan struct{}
	out      []byte
	problems []LineError
	means    *Means
	err      error // ends the run
}

// The bounds of a batch: whichever is met first ends it.
const (
	batchLines = 64
	batchBytes = 256 << 10
)

func (b *batch) full() bool { return len(b.lines) >= batchLines || b.bytes >= batchBytes }

// start reads and scores in the background. The batches come in the order of
// their lines; the queue is closed after the last one.
func (s *scorer) start(ctx context.Context, in io.Reader, workers int) <-chan *batch {
	queue := make(chan *batch, 2*workers)
	work := make(chan *batch)
	for range workers {
		go func() {
			for b := range work {
				s.do(ctx, b)
				close(b.done)
			}
		}()
	}
	go func() {
		defer close(queue)
		defer close(work)
		r, err := newLineReader(in)
		for err == nil {
			var b *batch
			b, err = r.batch()
			if isEnd(err) && len(b.lines) == 0 {
				return
			}
			select {
			case queue <- b:
			case <-ctx.Done():
				return
			}
			work <- b
		}
		if !isEnd(err) && r == nil {
			b := &batch{done: make(chan struct{}), err: readFault(0, err)}
			close(b.done)
			queue <- b
		}
	}()
	return queue
}

// batch reads the lines that there are, a whole batch at most. The error says
// that it is the last one.
func (r *lineReader) batch() (*batch, error) {
	b := &batch{done: make(chan struct{})}
	for !b.full() && (len(b.lines) == 0 || !r.waiting()) {
		next, err := r.next()
		if isEnd(err) {
			return b, err
		}
		if err != nil {
			b.err = readFault(r.number, err)
			return b, err
		}
		b.lines = append(b.lines, next)
		b.bytes += len(next.text)
	}
	return b, nil
}

// do scores the lines of a batch.
func (s *scorer) do(ctx context.Context, b *batch) {
	b.means = newMeans(s.infos)
	for _, l := range b.lines {
		p, err := l.pair()
		if err != nil {
			b.problems = append(b.problems, LineError{l.number, err})
			continue
		}
		scores, err := s.score(ctx, p)
		if err != nil {
			b.err = err
			return
		}
		b.out = appendResult(b.out, p.ID, s.columns, scores)
		b.means.add(scores, s.stems(p) == s.options.Metric.NoStemmer)
	}
	b.lines = nil
}
