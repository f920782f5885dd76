package summarize

import (
	"context"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/words"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

// block is a short run of a sentence that is not cut further.
type block struct {
	span    article.Span
	tokens  int
	wordEnd bool // a cut after it is between words
}

// blockBytes is the length at which a block ends, in bytes.
const blockBytes = 256

// cutSentence cuts a sentence into parts of at most room tokens: between words,
// and inside one, between graphemes, only when it is longer than a part.
func cutSentence(ctx context.Context, s article.Sentence, room int, counter *tokens.Counter) ([]block, error) {
	blocks := blocksOf(s)
	texts := make([]string, len(blocks))
	for i, b := range blocks {
		texts[i] = s.Text[b.span.Start-s.Span.Start : b.span.End-s.Span.Start]
	}
	counts, err := counter.CountAll(ctx, texts)
	if err != nil {
		return nil, err
	}
	for i := range blocks {
		blocks[i].tokens = counts[i]
	}
	var parts []block
	for len(blocks) > 0 {
		n := fit(blocks, room)
		part := block{span: article.Span{Start: blocks[0].span.Start, End: blocks[n-1].span.End}}
		for _, b := range blocks[:n] {
			part.tokens += b.tokens
		}
		parts = append(parts, part)
		blocks = blocks[n:]
	}
	return parts, nil
}

// fit returns how many of the blocks go into room tokens, at least 1, ending at
// the end of a word if there is one.
func fit(blocks []block, room int) int {
	total, lastWord := 0, 0
	for i, b := range blocks {
		total += b.tokens
		if total > room {
			if lastWord > 0 {
				return lastWord
			}
			return max(i, 1)
		}
		if b.wordEnd {
			lastWord = i + 1
		}
	}
	return len(blocks)
}

// blocksOf cuts a sentence into blocks of whole words up to blockBytes, and a
// longer word into blocks of whole graphemes.
func blocksOf(s article.Sentence) []block {
	var out []block
	start, end := 0, 0
	close := func(wordEnd bool) {
		if end > start {
			out = append(out, block{
				span:    article.Span{Start: s.Span.Start + start, End: s.Span.Start + end},
				wordEnd: wordEnd,
			})
		}
		start = end
	}
	for word := words.FromString(s.Text); word.Next(); {
		if word.End()-start > blockBytes {
			close(true)
		}
		if word.End()-word.Start() <= blockBytes {
			end = word.End()
			continue
		}
		for g := graphemes.FromString(word.Value()); g.Next(); {
			for _, size := range grains(g.Value()) {
				if end+size-start > blockBytes {
					close(false)
				}
				end += size
			}
		}
		close(true)
	}
	close(true)
	return out
}

// grains returns the lengths of the parts that a grapheme may be cut into: one,
// unless it is a heap of marks that is longer than a block.
func grains(grapheme string) []int {
	if len(grapheme) <= blockBytes {
		return []int{len(grapheme)}
	}
	sizes := make([]int, 0, len(grapheme)/2)
	for _, r := range grapheme {
		sizes = append(sizes, utf8.RuneLen(r))
	}
	return sizes
}
