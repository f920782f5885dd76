package summarize

import (
	"context"
	"fmt"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

// lineTokens is what a numbered line costs beside its text: the brackets, the
// number, the space and the new line.
const lineTokens = 6

// Budget is the room for article text in one call, in tokens.
type Budget struct {
	Whole int // when the whole article goes into one call
	Chunk int // when it is read in chunks
}

// Piece is a sentence, or a part of one that was too long for a chunk.
type Piece struct {
	ID   article.SentenceID
	Span article.Span // byte offsets in the article's Text
}

// Chunk is a run of pieces that one call reads.
type Chunk struct {
	Pieces []Piece
	Tokens int // estimate of the text's tokens, line numbers included
}

// Plan says how an article is read: in one call when Chunks has one element,
// else chunk by chunk. Every sentence is in it, in order, and nothing twice.
type Plan struct {
	Chunks []Chunk
	// Tokens is the estimate for the article's text. It is a ceiling, not an
	// estimate, when Counted is false: the bytes alone prove that the text fits.
	Tokens  int
	Counted bool
	// Cut are the sentences that are longer than a chunk and had to be cut,
	// between words where possible.
	Cut []article.SentenceID
}

// NewPlan plans the reading of an article. It fails with article_too_long when
// the budget leaves no room for text.
func NewPlan(ctx context.Context, a *article.Article, b Budget, counter *tokens.Counter) (*Plan, error) {
	if b.Whole < minRoom || b.Chunk < minRoom {
		return nil, fault.New(fault.ArticleTooLong,
			"the model's context leaves %d tokens for the article beside the prompts and the answer, and at least %d are needed: use a model with a larger context, set model.context_tokens if it has one, or a smaller model.max_output_tokens",
			max(0, min(b.Whole, b.Chunk)), minRoom)
	}
	if ceiling := byteCeiling(a); ceiling <= b.Whole {
		return &Plan{Chunks: []Chunk{wholeChunk(a, ceiling)}, Tokens: ceiling}, nil
	}
	counts, total, err := countLines(ctx, a, counter)
	if err != nil {
		return nil, err
	}
	if total <= b.Whole {
		return &Plan{Chunks: []Chunk{wholeChunk(a, total)}, Tokens: total, Counted: true}, nil
	}
	room := b.Chunk
	if total <= room {
		room = min(room, b.Whole) // never one chunk, as large as what did not fit
	}
	return planChunks(ctx, a, counts, total, room, counter)
}

// entryTokens is what the line before an entry of a live blog costs: it is
// no longer than that in bytes.
const entryTokens = 20

// countLines counts the tokens of each sentence as a numbered line, and of all.
func countLines(ctx context.Context, a *article.Article, counter *tokens.Counter) (counts []int, total int, err error) {
	texts := make([]string, len(a.Sentences))
	for i, s := range a.Sentences {
		texts[i] = s.Text
	}
	counts, err = counter.CountAll(ctx, texts)
	if err != nil {
		return nil, 0, err
	}
	for _, s := range a.Sections {
		if s.First < len(a.Paragraphs) && a.Paragraphs[s.First].First < len(counts) {
			counts[a.Paragraphs[s.First].First] += entryTokens
		}
	}
	for i := range counts {
		counts[i] += lineTokens
		total += counts[i]
	}
	return counts, total, nil
}

// minRoom is the least room for text, in tokens, that a plan works with.
const minRoom = 200

// byteCeiling is a ceiling for the tokens of the article as numbered lines: a
// token is at least a byte.
func byteCeiling(a *article.Article) int {
	return len(a.Text) + len(a.Sentences)*(len(fmt.Sprintf("[%d] ", len(a.Sentences)))+2) + len(a.Sections)*entryTokens
}

func wholeChunk(a *article.Article, tokens int) Chunk {
	c := Chunk{Tokens: tokens, Pieces: make([]Piece, len(a.Sentences))}
	for i, s := range a.Sentences {
		c.Pieces[i] = Piece{s.ID, s.Span}
	}
	return c
}

// planChunks fills chunks of about the same size with whole sentences. It ends
// one at a paragraph's end when that is near.
func planChunks(ctx context.Context, a *article.Article, counts []int, total, room int, counter *tokens.Counter) (*Plan, error) {
	p := &Plan{Tokens: total, Counted: true}
	target := total/((total+room-1)/room) + 1
	var chunk Chunk
	flush := func() {
		if len(chunk.Pieces) > 0 {
			p.Chunks = append(p.Chunks, chunk)
			chunk = Chunk{}
		}
	}
	add := func(piece Piece, tokens int) {
		if chunk.Tokens+tokens > room {
			flush()
		}
		chunk.Pieces = append(chunk.Pieces, piece)
		chunk.Tokens += tokens
	}
	for i, s := range a.Sentences {
		newParagraph := i > 0 && a.Sentences[i-1].Paragraph != s.Paragraph
		if chunk.Tokens >= target || (newParagraph && chunk.Tokens > target*9/10) {
			flush()
		}
		if counts[i] <= room {
			add(Piece{s.ID, s.Span}, counts[i])
			continue
		}
		parts, err := cutSentence(ctx, s, room-lineTokens, counter)
		if err != nil {
			return nil, err
		}
		p.Cut = append(p.Cut, s.ID)
		for _, part := range parts {
			add(Piece{s.ID, part.span}, part.tokens+lineTokens)
		}
	}
	flush()
	return p, nil
}
