package article

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// strip takes headline, byline, dates, the article's own summary and furniture
// out of the page's blocks, notes in p what they say, and returns the rest.
func strip(p *page, l *lang.Language) []block {
	s := stripper{page: p, vocabulary: vocabularyOf(l)}
	s.headline()
	blocks := s.reference(p.blocks)
	out := blocks[:0:0]
	for i := range blocks {
		kind := s.kind(blocks, i)
		s.afterRelated = kind == "related" && (s.afterRelated && blocks[i].kind == ListItem || s.phrases.relatedHeading(blocks[i].text))
		if kind != "" {
			s.omit(kind, blocks[i].text)
			out = s.dropHeadingOf(kind, out)
			continue
		}
		b := blocks[i]
		s.updateLabel(&b)
		s.tailCall(&b)
		if s.captions(&b); b.text != "" {
			out = append(out, b)
		}
		if endsSentence(b.text) {
			s.sentences++
		}
	}
	out = s.dropLooseHeadings(out)
	if told := countBlockWords(out) + omittedWords(s.omitted); p.words > told+20 {
		s.omit("page", fmt.Sprintf("about %d words of the page around the article", p.words-told))
	}
	return out
}

type stripper struct {
	*page
	*vocabulary

	afterRelated bool // the block before heads a list of other articles, or is in it
	sentences    int  // blocks of whole sentences so far
}

// vocabulary is what one language calls furniture and summaries.
type vocabulary struct {
	phrases  *phraseTable
	headings headings
}

var vocabularies sync.Map // code -> *vocabulary, read only once it is in

func vocabularyOf(l *lang.Language) *vocabulary {
	if v, ok := vocabularies.Load(l.Code); ok {
		return v.(*vocabulary)
	}
	v := &vocabulary{phrases: phrasesFor(l), headings: headingsFor(l)}
	if len(l.Common) == 0 {
		return v // unknown languages are not kept: tags are foreign input
	}
	kept, _ := vocabularies.LoadOrStore(l.Code, v)
	return kept.(*vocabulary)
}

func (s *stripper) omit(kind, text string) {
	s.omitted = append(s.omitted, Omission{Kind: kind, Text: text})
}

func countBlockWords(blocks []block) int {
	n := 0
	for _, b := range blocks {
		n += wordsIn(b.text)
	}
	return n
}

func wordsIn(text string) int {
	n := 0
	for range strings.FieldsSeq(text) {
		n++
	}
	return n
}

func omittedWords(omitted []Omission) int {
	n := 0
	for _, o := range omitted {
		n += wordsIn(o.Text)
	}
	return n
}

// kickerZone is how many blocks at the top can be a kicker.
const kickerZone = 3

// kind says what furniture block i is, "" for text of the article.
func (s *stripper) kind(blocks []block, i int) string {
	b := blocks[i]
	if b.drop != "" {
		return b.drop
	}
	if s.title != "" && (i < headlineZone || b.kind == Heading) && sameTitle(b.text, s.title) {
		return "headline"
	}
	if s.shown != "" && b.kind == Heading && s.sentences == 0 && fold(b.text) == fold(s.shown) {
		return "headline"
	}
	kind := s.phrases.kind(b.text)
	if kind == "" {
		kind = s.phrases.every(b.text)
	}
	if kind == "" {
		if kind = s.ending(blocks, i); kind != "" {
			return kind
		}
	}
	switch {
	case kind == "byline":
		if i > headlineZone && i < len(blocks)-4 {
			return ""
		}
		s.note(kind, b.text)
	case kind == "published" || kind == "updated":
		s.note(kind, b.text)
	case kind == "" && i < headlineZone && (headerLine(b.text) || s.dateParts(b.text)):
		return s.dateLine(b.text)
	case kind == "" && i < headlineZone && s.sentences < 2 && b.when != "" && dayAlone(b.text):
		return s.dateLine(b.when)
	case kind == "" && i < headlineZone && s.byline != "" && columns(b.text) < 60 && fold(b.text) == fold(s.byline):
		return "byline"
	case kind == "" && i < headlineZone && s.nameByDate(blocks, i):
		s.note("byline", b.text)
		return "byline"
	case kind == "" && i < kickerZone && s.title != "" && s.sentences == 0 && b.kind == Body && kickerLike(b.text) && i+3 < len(blocks):
		return "kicker"
	case kind == "" && b.linked && columns(b.text) < 150 && linkRun(blocks, i):
		return "related"
	case kind == "" && (s.afterRelated && b.kind == ListItem || loneAddress(b.text)):
		return "related"
	case kind == "" && columns(b.text) <= 80 && trail(b.text):
		return "navigation"
	case kind == "" && columns(b.text) <= 3 && !strings.ContainsFunc(b.text, unicode.IsLetter):
		return "page"
	}
	return kind
}

// trail knows "Home › Local › Courts".
func trail(text string) bool {
	return !endsSentence(text) && strings.Count(text, "›")+strings.Count(text, " > ")+strings.Count(text, " » ") >= 2
}

// loneAddress knows a block that is a web address.
func loneAddress(text string) bool {
	return (strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "www.")) && !strings.Contains(text, " ")
}

// linkRun reports that block i is one of several in a row that are links. A
// whole sentence outside of lists is the story's.
func linkRun(blocks []block, i int) bool {
	if blocks[i].kind != ListItem && endsSentence(blocks[i].text) {
		return false
	}
	if i > 0 && blocks[i-1].linked || i+1 < len(blocks) && blocks[i+1].linked {
		return true
	}
	return !endsSentence(blocks[i].text) && len(strings.Fields(blocks[i].text)) > 3
}

// updateLabel takes "New update: 21:40 -" off what is news.
func (s *stripper) updateLabel(b *block) {
	label, rest := s.phrases.updateLabel(b.text)
	if label != "" {
		s.omit("updated", label)
		b.text = rest
	}
}

// dropHeadingOf drops the heading that furniture of some kinds stood below.
func (s *stripper) dropHeadingOf(kind string, out []block) []block {
	last := len(out) - 1
	if last < 0 || out[last].kind != Heading || (kind != "newsletter" && kind != "comments" && kind != "paywall") {
		return out
	}
	s.omit(kind, out[last].text)
	return out[:last]
}

// dropLooseHeadings drops headings with nothing below them.
func (s *stripper) dropLooseHeadings(blocks []block) []block {
	for len(blocks) > 0 && blocks[len(blocks)-1].kind == Heading && !endsSentence(blocks[len(blocks)-1].text) {
		last := blocks[len(blocks)-1]
		s.omit("heading", last.text)
		blocks = blocks[:len(blocks)-1]
	}
	return blocks
}
