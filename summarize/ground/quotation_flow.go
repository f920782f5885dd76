package ground

import (
	"slices"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// quoteFlow is a text as one run of tokens: the article, or its headline.
type quoteFlow struct {
	text     string
	tokens   []token // offsets are into text
	sentence []int32 // of each token; -1 in the headline
	quote    []int32 // of each token: index into quotes, -1 outside
	quotes   []quotation
	blocks   []quoteBlock
	words    []int32 // tokens that are not marks
	spoken   []int32 // those of them that are quoted
	faults   []int   // tokens: quotation marks that do not fit
}

// quoteBlock is a paragraph: its tokens.
type quoteBlock struct {
	from, to int
	spoken   bool // all of it is speech: an answer in an interview, a block quotation
}

// newQuoteFlow joins the sentences of an article.
func newQuoteFlow(c *Checker) *quoteFlow {
	f := &quoteFlow{text: c.article.Text}
	n := 0
	for _, s := range c.sentences {
		n += len(s.tokens)
	}
	f.tokens, f.sentence = make([]token, 0, n), make([]int32, 0, n)
	asked, paragraphs := c.interview(), c.article.Paragraphs
	if len(paragraphs) == 0 {
		asked, paragraphs = []bool{false}, []article.Paragraph{{Count: len(c.sentences)}}
	}
	for pi, p := range paragraphs {
		from := len(f.tokens)
		for i := p.First; i < p.First+p.Count && i < len(c.sentences); i++ {
			f.join(c.sentences[i].tokens, c.article.Sentences[i].Span.Start, i)
		}
		f.blocks = append(f.blocks, quoteBlock{from: from, to: len(f.tokens), spoken: p.Kind == article.Quote || asked[pi]})
	}
	f.read()
	return f
}

func newTitleFlow(c *Checker) *quoteFlow {
	f := &quoteFlow{text: c.title.text}
	f.join(c.title.tokens, 0, -1)
	f.blocks = []quoteBlock{{from: 0, to: len(f.tokens)}}
	f.read()
	return f
}

func (f *quoteFlow) join(tokens []token, offset, sentence int) {
	for i, t := range tokens {
		t.start += offset
		t.end += offset
		if last := len(f.tokens) - 1; i == 0 && last >= 0 {
			t.glued = f.tokens[last].end == t.start
		}
		f.tokens = append(f.tokens, t)
		f.sentence = append(f.sentence, int32(sentence))
	}
}

// read finds the quotations of every block.
func (f *quoteFlow) read() {
	f.quote = make([]int32, len(f.tokens))
	for i := range f.quote {
		f.quote[i] = -1
	}
	for i := range f.blocks {
		b := &f.blocks[i]
		if b.spoken {
			f.addQuote(quotation{from: b.from, to: b.to})
			continue
		}
		found, faults := quotations(f.tokens[b.from:b.to])
		for _, i := range faults {
			f.faults = append(f.faults, b.from+i)
		}
		for _, q := range found {
			q.from, q.to = q.from+b.from, q.to+b.from
			f.addQuote(q)
		}
	}
	for i, t := range f.tokens {
		if t.kind != mark {
			f.words = append(f.words, int32(i))
			if f.quote[i] >= 0 {
				f.spoken = append(f.spoken, int32(i))
			}
		}
	}
}

func (f *quoteFlow) addQuote(q quotation) {
	for i := q.from; i < q.to; i++ {
		f.quote[i] = int32(len(f.quotes))
	}
	f.quotes = append(f.quotes, q)
}

// blockOf returns the index of the block that has the token.
func (f *quoteFlow) blockOf(token int) int {
	lo, hi := 0, len(f.blocks)-1
	for lo < hi {
		if mid := (lo + hi + 1) / 2; f.blocks[mid].from <= token {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// mostInSentence bounds how far the ends of a sentence are looked for, in tokens.
const mostInSentence = 400

// sentenceAround returns the tokens of the sentences that hold the tokens.
func (f *quoteFlow) sentenceAround(from, to int) (lo, hi int) {
	lo, hi = from, to
	for lo > 0 && from-lo < mostInSentence && f.sentence[lo-1] == f.sentence[from] {
		lo--
	}
	for last := to - 1; hi < len(f.tokens) && hi-to < mostInSentence && f.sentence[hi] == f.sentence[last]; {
		hi++
	}
	return lo, hi
}

// nearFault is how many tokens from a mark that does not fit it is not known
// what is quoted.
const nearFault = 60

// isShaky reports whether marks are missing near a token.
func (f *quoteFlow) isShaky(i int) bool {
	at, _ := slices.BinarySearch(f.faults, i)
	return at < len(f.faults) && f.faults[at]-i < nearFault || at > 0 && i-f.faults[at-1] < nearFault
}

// leastAsked is how many paragraphs must be questions in an interview.
const leastAsked = 3

// interview says of which paragraphs answers are made: in a text of questions
// and answers there are no marks, but all answers are speech.
func (c *Checker) interview() []bool {
	spoken := make([]bool, len(c.article.Paragraphs))
	asked := 0
	for i, p := range c.article.Paragraphs {
		last := p.First + p.Count - 1
		if p.Count > 4 || last >= len(c.sentences) {
			spoken[i] = asked > 0
			continue
		}
		if n := len(c.sentences[last].tokens); n > 0 && (c.sentences[last].tokens[n-1].isMark("?") || c.sentences[last].tokens[n-1].isMark("？")) {
			asked++
			continue
		}
		spoken[i] = asked > 0
	}
	if asked < leastAsked {
		clear(spoken)
	}
	return spoken
}
