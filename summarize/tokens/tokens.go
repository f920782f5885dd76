// Package tokens counts the tokens of a model's input.
//
// It counts with tiktoken-go and encodings that are part of the program, in
// time that is linear in the text whatever the text is: a run of one class of
// character (letters, white space, digits, the rest) is cut every 256 bytes
// before it is counted, which can only count too much, and hardly does on
// anything that was written to be read.
//
// It does not know models; see the table of models in package summarize.
package tokens

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/pkoukk/tiktoken-go"
	loader "github.com/pkoukk/tiktoken-go-loader"
	"golang.org/x/sync/errgroup"

	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/internal/memo"
)

// Default is the encoding that is used for models of unknown encoding.
const Default = "o200k_base"

// maxRun is the length, in bytes, at which a run of one class is cut. The time
// to count a run grows with the square of its length.
const maxRun = 256

// Counter counts the tokens of texts. It is safe for concurrent use. Loading
// an encoding takes a tenth of a second, and is put off until the first Count.
type Counter struct {
	load func() (*tiktoken.Tiktoken, error)

	lines, words memo.Memo[string, int] // of prompts, and of articles: the same come again and again
}

// What is shorter than shortKept, in bytes, is kept with the words, and what is longer
// than longKept is not kept. So many of each are kept at most.
const (
	shortKept = 64
	longKept  = 8 << 10
	mostLines = 1024
	mostWords = 20_000
)

// New returns a counter for an encoding: o200k_base or cl100k_base, "" for
// Default. Unknown names are reported by Count.
func New(encoding string) *Counter {
	if encoding == "" {
		encoding = Default
	}
	return &Counter{load: sync.OnceValues(func() (*tiktoken.Tiktoken, error) {
		if encoding != "o200k_base" && encoding != "cl100k_base" {
			return nil, fault.New(fault.BadConfig, "unknown token encoding %q: use o200k_base or cl100k_base", encoding)
		}
		useEmbedded()
		enc, err := tiktoken.GetEncoding(encoding)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, err, "the token encoding %s cannot be loaded", encoding)
		}
		return enc, nil
	})}
}

// Warm loads the encoding in the background, for a caller who knows that it
// will be needed.
func (c *Counter) Warm() { go func() { _, _ = c.load() }() }

// useEmbedded makes tiktoken-go, which keeps its loader in a global, read the
// encodings from the program instead of the network.
var useEmbedded = sync.OnceFunc(func() { tiktoken.SetBpeLoader(loader.NewOfflineLoader()) })

// Count returns the number of tokens of text. No token goes over the end of a line
// to a next one that begins with no white space, so that lines can be counted for
// themselves.
func (c *Counter) Count(text string) (int, error) {
	total := 0
	for text != "" {
		end := lineEnd(text)
		n, err := c.line(text[:end])
		if err != nil {
			return 0, err
		}
		total += n
		text = text[end:]
	}
	return total, nil
}

// line counts a line or a word, and keeps the count: it may come again.
func (c *Counter) line(text string) (int, error) {
	known, most := &c.lines, mostLines
	switch {
	case len(text) > longKept:
		return c.count(text)
	case len(text) < shortKept:
		known, most = &c.words, mostWords
	}
	if n, ok := known.Get(text); ok {
		return n, nil
	}
	n, err := c.count(text)
	if err == nil {
		known.Put(strings.Clone(text), n, most)
	}
	return n, err
}

// lineEnd returns the place behind the first line breaks that are followed by a
// character that is no white space.
func lineEnd(text string) int {
	for i := 0; i < len(text); {
		at := strings.IndexByte(text[i:], '\n')
		if at < 0 {
			break
		}
		i += at + 1
		if r, _ := utf8.DecodeRuneInString(text[i:]); i < len(text) && !unicode.IsSpace(r) {
			return i
		}
	}
	return len(text)
}

func (c *Counter) count(text string) (int, error) {
	enc, err := c.load()
	if err != nil {
		return 0, err
	}
	total := 0
	for text != "" {
		n := cut(text)
		total += len(enc.EncodeOrdinary(text[:n]))
		text = text[n:]
	}
	return total, nil
}

// CountAll counts each of the texts, on all processors. The counts are those of
// Count.
func (c *Counter) CountAll(ctx context.Context, texts []string) ([]int, error) {
	counts := make([]int, len(texts))
	group, ctx := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	size := (len(texts) + workers - 1) / workers
	for start := 0; start < len(texts); start += size {
		group.Go(func() (err error) {
			for i := start; i < min(start+size, len(texts)); i++ {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				if counts[i], err = c.byWords(texts[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return counts, group.Wait()
}

// byWords counts text by its words. A token never goes over a single space from
// one word to the next: in both encodings a space is the beginning of what follows
// it.
func (c *Counter) byWords(text string) (int, error) {
	total := 0
	for text != "" {
		end := wordEnd(text)
		n, err := c.Count(text[:end])
		if err != nil {
			return 0, err
		}
		total += n
		text = text[end:]
	}
	return total, nil
}

// wordEnd returns the place of the first single space behind the start of text
// that stands between two characters that are no white space.
func wordEnd(text string) int {
	for i := 1; i < len(text)-1; i++ {
		if text[i] != ' ' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+1:])
		if !unicode.IsSpace(before) && !unicode.IsSpace(after) {
			return i
		}
	}
	return len(text)
}

// cut returns the length of the start of text that is counted in one go: up to
// the first place where a run of one class reaches maxRun.
func cut(text string) int {
	run, last := 0, class(-1)
	for i, r := range text {
		c := classOf(r)
		if c != last {
			run, last = 0, c
		}
		if size := len(string(r)); run+size > maxRun {
			return i
		} else {
			run += size
		}
	}
	return len(text)
}

type class int

func classOf(r rune) class {
	switch {
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return 1
	case unicode.IsSpace(r):
		return 2
	case unicode.IsNumber(r):
		return 3
	default:
		return 4
	}
}
