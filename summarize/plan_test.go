package summarize

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/words"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// reporter is what testing.T and rapid.T have in common.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// checkPlan asserts what holds for every plan.
func checkPlan(t reporter, a *article.Article, b Budget, p *Plan) {
	t.Helper()
	var pieces []Piece
	for i, c := range p.Chunks {
		if len(c.Pieces) == 0 {
			t.Errorf("chunk %d is empty", i)
		}
		pieces = append(pieces, c.Pieces...)
		// A block is not cut further, so that it bounds a chunk from below.
		if most := max(b.Chunk, blockBytes+lineTokens); len(p.Chunks) > 1 && c.Tokens > most {
			t.Errorf("chunk %d has %d tokens, over %d", i, c.Tokens, most)
		}
	}
	var cut []article.SentenceID
	for _, s := range a.Sentences {
		n := piecesOfSentence(t, s, pieces)
		if n > 1 {
			cut = append(cut, s.ID)
			if tokens, _ := counter.Count(s.Text); tokens+lineTokens <= min(b.Chunk, b.Whole) {
				t.Errorf("sentence %d fits a chunk and is cut", s.ID)
			}
			checkCuts(t, s, pieces[:n])
		}
		pieces = pieces[n:]
	}
	if len(pieces) > 0 {
		t.Errorf("%d pieces too many, the first is %+v", len(pieces), pieces[0])
	}
	if !slices.Equal(cut, p.Cut) {
		t.Errorf("Cut = %v, and %v were cut", p.Cut, cut)
	}
}

// piecesOfSentence returns how many pieces the sentence has at the start of the
// list, which together must be the sentence.
func piecesOfSentence(t reporter, s article.Sentence, pieces []Piece) int {
	t.Helper()
	at := s.Span.Start
	for i, p := range pieces {
		if p.ID != s.ID || p.Span.Start != at || p.Span.End <= at {
			t.Fatalf("sentence %d at %d: the piece is %+v", s.ID, at, p)
		}
		if at = p.Span.End; at == s.Span.End {
			return i + 1
		}
	}
	t.Fatalf("sentence %d ends at %d, its pieces at %d", s.ID, s.Span.End, at)
	return 0
}

// checkCuts asserts that a cut inside a word is made only where the piece has
// no word before it, and one inside a grapheme only when that is a heap.
func checkCuts(t reporter, s article.Sentence, pieces []Piece) {
	t.Helper()
	wordStart := startsOf(len(s.Text), func(yield func(start, end int)) {
		for w := words.FromString(s.Text); w.Next(); {
			yield(w.Start(), w.End())
		}
	})
	graphemeStart := startsOf(len(s.Text), func(yield func(start, end int)) {
		for g := graphemes.FromString(s.Text); g.Next(); {
			yield(g.Start(), g.End())
		}
	})
	for _, p := range pieces[:len(pieces)-1] {
		start, at := p.Span.Start-s.Span.Start, p.Span.End-s.Span.Start
		if from := wordStart[at]; from != at && from > start {
			t.Errorf("sentence %d: cut at %d inside the word at %d, though the piece begins at %d", s.ID, at, from, start)
		}
		if from := graphemeStart[at]; from != at && at-from < blockBytes/2 {
			t.Errorf("sentence %d: cut at %d inside the character at %d", s.ID, at, from)
		}
		if s.Text[at]&0xC0 == 0x80 {
			t.Errorf("sentence %d: cut at %d inside a code point", s.ID, at)
		}
	}
}

// startsOf returns, for each byte, where its segment starts.
func startsOf(n int, each func(yield func(start, end int))) []int {
	out := make([]int, n)
	each(func(start, end int) {
		for i := start; i < end; i++ {
			out[i] = start
		}
	})
	return out
}

func sentenceGen() *rapid.Generator[string] {
	part := rapid.OneOf(
		rapid.StringMatching(`[A-Za-z]{1,12}`),
		rapid.StringMatching(`[0-9]{1,5}[%,.]`),
		rapid.SampledFrom([]string{"地铁五号线推迟开通", "👩‍👩‍👧‍👦", "e\u0301\u0323", "नमस्ते", "שלום", "—", "“so”", "\u00a0", "🇰🇿"}),
	)
	plain := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(part, 1, 30).Draw(t, "words"), " ")
	})
	long := rapid.Custom(func(t *rapid.T) string {
		unit := rapid.SampledFrom([]string{"a", " x", "推", "é", "👩‍👩‍👧", "a\u0301", "\u0301", "word ", "Wort-", "\u0e01"}).Draw(t, "unit")
		return "S" + strings.Repeat(unit, rapid.IntRange(100, 1500).Draw(t, "times")) + "."
	})
	return rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 5).Draw(t, "kind") == 0 {
			return long.Draw(t, "long") + plain.Draw(t, "after")
		}
		return plain.Draw(t, "plain")
	})
}

func TestPlanKeepsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		paragraphs := rapid.SliceOfN(rapid.SliceOfN(sentenceGen(), 1, 6), 1, 8).Draw(t, "paragraphs")
		a := articleOf("en", paragraphs...)
		b := Budget{Whole: rapid.IntRange(minRoom, 1500).Draw(t, "whole"), Chunk: rapid.IntRange(minRoom, 900).Draw(t, "chunk")}
		p, err := NewPlan(context.Background(), a, b, counter)
		if err != nil {
			t.Fatalf("%v", err)
		}
		checkPlan(t, a, b, p)
		if fits := p.Tokens <= b.Whole; fits && len(p.Chunks) != 1 {
			t.Errorf("%d tokens fit %d, and there are %d chunks", p.Tokens, b.Whole, len(p.Chunks))
		}
	})
}

// The lines that a model is shown must not have more tokens than the chunk says.
func TestChunkTokensCoverTheLines(t *testing.T) {
	for name, a := range map[string]*article.Article{
		"english": long(60),
		"chinese": articleOf("zh", slices.Repeat([]string{"澜州地铁五号线一期推迟至二零二七年第一季度开通，过江区间约二百六十米隧道渗水。"}, 120)),
		"one":     articleOf("en", []string{strings.Repeat("The council said that the ferry would close, ", 400)}),
		"letters": articleOf("en", []string{strings.Repeat("a", 20000)}),
	} {
		t.Run(name, func(t *testing.T) {
			b := Budget{Whole: 300, Chunk: 700}
			p, err := NewPlan(t.Context(), a, b, counter)
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range p.Chunks {
				if n := lineTokensOf(t, a, c); n > c.Tokens {
					t.Errorf("chunk %d: its lines have %d tokens, its estimate is %d", i, n, c.Tokens)
				}
			}
		})
	}
}

func lineTokensOf(t *testing.T, a *article.Article, c Chunk) int {
	t.Helper()
	r := &run{job: &job{article: a}}
	var text strings.Builder
	for _, s := range r.source(c.Pieces).Sentences {
		if s.NewParagraph {
			text.WriteString("\n")
		}
		text.WriteString("[" + itoa(int(s.ID)) + "] " + s.Text + "\n")
	}
	n, err := counter.Count(text.String())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPlanOfOneSentence(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		cut  bool
	}{
		"short":                {"The ferry closes.", false},
		"marks in one heap":    {"a" + strings.Repeat("\u0301", 3000), true},
		"heap after words":     {strings.Repeat("word ", 150) + "a" + strings.Repeat("\u0301", 3000) + " end", true},
		"one long word":        {strings.Repeat("a", 9000), true},
		"long word in words":   {"The word is " + strings.Repeat("xyz", 1500) + " and it ends.", true},
		"families":             {strings.Repeat("👨‍👩‍👧‍👦", 400), true},
		"chinese, no stops":    {strings.Repeat("地铁推迟", 800), true},
		"clauses":              {strings.Repeat("he said that, ", 300), true},
		"spaces in the middle": {"a" + strings.Repeat(" ", 200000) + "b", true},
	} {
		t.Run(name, func(t *testing.T) {
			a := articleOf("en", []string{tc.text})
			for _, room := range []int{minRoom, 262, 500} {
				b := Budget{Whole: minRoom, Chunk: room}
				p, err := NewPlan(t.Context(), a, b, counter)
				if err != nil {
					t.Fatal(err)
				}
				checkPlan(t, a, b, p)
				if got := len(p.Cut) > 0; got != tc.cut {
					t.Errorf("room %d: cut = %v, want %v", room, got, tc.cut)
				}
			}
		})
	}
}

func TestPlanBounds(t *testing.T) {
	a := long(10)
	p, err := NewPlan(t.Context(), a, Budget{Whole: byteCeiling(a), Chunk: 500}, counter)
	if err != nil || len(p.Chunks) != 1 || p.Counted {
		t.Errorf("an article that fits by its bytes: %+v, %v", p, err)
	}
	p, err = NewPlan(t.Context(), a, Budget{Whole: byteCeiling(a) - 1, Chunk: 500}, counter)
	if err != nil || len(p.Chunks) != 1 || !p.Counted {
		t.Errorf("an article that fits by its tokens: %d chunks, %v", len(p.Chunks), err)
	}
	exact := p.Tokens
	if p, err = NewPlan(t.Context(), a, Budget{Whole: exact, Chunk: 500}, counter); err != nil || len(p.Chunks) != 1 {
		t.Errorf("an article that fits exactly: %d chunks, %v", len(p.Chunks), err)
	}
	if p, err = NewPlan(t.Context(), a, Budget{Whole: exact - 1, Chunk: 500}, counter); err != nil || len(p.Chunks) < 2 {
		t.Errorf("one token too many: %d chunks, %v", len(p.Chunks), err)
	}
	for _, b := range []Budget{{0, 0}, {minRoom - 1, 900}, {900, minRoom - 1}, {-5000, -5000}} {
		if _, err := NewPlan(t.Context(), a, b, counter); fault.CodeOf(err) != fault.ArticleTooLong {
			t.Errorf("budget %+v: error %v, want article_too_long", b, err)
		}
	}
}

// An article over Budget.Whole is read in parts also when it is not over
// Budget.Chunk: one call would have no room for a repair.
func TestOneChunkIsNeverOverTheWhole(t *testing.T) {
	a := long(10)
	p, err := NewPlan(t.Context(), a, Budget{Whole: 300, Chunk: 5000}, counter)
	if err != nil {
		t.Fatal(err)
	}
	one := articleOf("en", []string{strings.Repeat("The council said that the ferry would close, ", 60)})
	q, err := NewPlan(t.Context(), one, Budget{Whole: 300, Chunk: 5000}, counter)
	if err != nil {
		t.Fatal(err)
	}
	for name, plan := range map[string]*Plan{"ten paragraphs": p, "one sentence": q} {
		if len(plan.Chunks) == 1 && plan.Tokens > 300 {
			t.Errorf("%s: %d tokens in one call, which has room for 300", name, plan.Tokens)
		}
	}
}

func TestPlanEndsChunksAtParagraphs(t *testing.T) {
	a := long(60)
	b := Budget{Whole: 300, Chunk: 900}
	p, err := NewPlan(t.Context(), a, b, counter)
	if err != nil {
		t.Fatal(err)
	}
	checkPlan(t, a, b, p)
	atEnd := 0
	for _, c := range p.Chunks[:len(p.Chunks)-1] {
		last := c.Pieces[len(c.Pieces)-1].ID
		if a.Sentences[last-1].Paragraph != a.Sentences[last].Paragraph {
			atEnd++
		}
	}
	if atEnd < len(p.Chunks)/2 {
		t.Errorf("%d of %d chunks end with a paragraph", atEnd, len(p.Chunks)-1)
	}
}

func TestPlanOfAMegabyte(t *testing.T) {
	size := 1 << 20
	if testing.Short() {
		size = 1 << 17
	}
	for name, a := range heavy(size) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := Budget{Whole: 6000, Chunk: 6000}
			p, err := NewPlan(t.Context(), a, b, counter)
			if err != nil {
				t.Fatal(err)
			}
			checkPlan(t, a, b, p)
		})
	}
}

// heavy are articles of a size, in bytes, that are hard on a tokenizer.
func heavy(bytes int) map[string]*article.Article {
	english := make([]string, 0, bytes/80)
	for size := 0; size < bytes; {
		s := "Islanders would have to take the bridge road " + itoa(len(english)) + ", which adds 50 minutes to a trip."
		english = append(english, s)
		size += len(s)
	}
	return map[string]*article.Article{
		"letter":  articleOf("en", []string{strings.Repeat("a", bytes)}),
		"spaces":  articleOf("en", []string{"The" + strings.Repeat(" ", bytes) + "end."}),
		"chinese": articleOf("zh", []string{strings.Repeat("澜州地铁五号线推迟", bytes/27)}),
		"english": articleOf("en", english),
	}
}

func TestPlanIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := NewPlan(ctx, long(60), Budget{Whole: 300, Chunk: 300}, counter)
	if err != context.Canceled {
		t.Errorf("error = %v, want context.Canceled", err)
	}
}
