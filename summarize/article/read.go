package article

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// Format is the form of the input.
type Format string

// The formats. The zero value asks Read to detect it.
const (
	Detect   Format = ""
	Text     Format = "text"
	HTML     Format = "html"
	Markdown Format = "markdown"
	DOCX     Format = "docx"
)

// Options say what is known of the input. The zero value detects everything.
type Options struct {
	// Format is the form of the input, Detect to find out.
	Format Format
	// Name is a file name or URL, a hint for the format. It may be empty.
	Name string
	// URL is the address that the input came from. It may be empty.
	URL string
	// ContentType is the HTTP header, for the charset and the format.
	ContentType string
	// Lang is the language of the article as a BCP 47 tag, "" to detect it.
	Lang string
	// KeepAll leaves furniture and the article's own summary in the text; what
	// hides in the input still goes. Title, Byline, dates and Reference are found
	// all the same. No text is too short.
	KeepAll bool
	// Short lets texts be read that are too short to be summarised. One that would
	// all be left out is kept whole.
	Short bool
	// MaxBytes is the size limit of the input, and of the text in a Word document.
	// 0 is 10 MiB.
	MaxBytes int64
}

// DefaultMaxBytes is the size limit that an Options.MaxBytes of 0 means.
const DefaultMaxBytes = 10 << 20

// Read reads an article. Errors are of type *fault.Error with a code of bad
// input: EmptyInput, InputTooLarge, NotText, UnsupportedFormat, NotAnArticle,
// and InputUnreadable when r fails or a Word document is damaged. An article
// has at least 40 words (80 characters in scripts without spaces) in 3
// sentences, or 80 words, or 2,000 characters. Time and memory are linear in
// the input, and in what a Word document unpacks to, 64 MiB of XML at most.
func Read(r io.Reader, opts Options) (*Article, error) {
	data, err := load(r, opts.MaxBytes)
	if err != nil {
		return nil, err
	}
	p, err := readFormat(data, opts)
	if err != nil {
		return nil, err
	}
	return finish(p, opts)
}

// readFormat makes a clean page of data in any format.
func readFormat(data []byte, opts Options) (page, error) {
	var p page
	packed, err := isDOCX(data, opts.Format)
	if err != nil {
		return p, err
	}
	if packed {
		if p, err = readDOCX(data, opts); err != nil {
			return p, err
		}
		return p.cleaned(), nil
	}
	text, format, err := decode(data, opts)
	if err != nil {
		return p, err
	}
	return readPage(text, format, opts)
}

// page is what a reader of one format makes of the input: everything after it
// is the same for all formats.
type page struct {
	meta
	blocks  []block
	omitted []Omission
	words   int  // words of the whole page with what was omitted, 0 when that is the blocks'
	login   bool // the page asks for a password
	spare   meta // what counts only when the text does not say it

	reference *Reference
	sections  []opening // where the entries of a live blog begin
}

// block is a paragraph on its way to the canonical text.
type block struct {
	kind ParagraphKind
	text string
	lead string // opening of text that was set in bold, "" for none
	drop string // kind of furniture that the format says it is, "" for none

	linked bool   // most of it is links
	when   string // date of a time element at its beginning, "" for none
	seq    int    // its number on the page, from 1
}

func readPage(text string, format Format, opts Options) (page, error) {
	var p page
	if err := checkLimits(text, format, opts); err != nil {
		return p, err
	}
	switch format {
	case HTML:
		p = readHTML(text, opts)
	case Markdown:
		p = readMarkdown(text)
	default:
		if err := checkProse(text); err != nil {
			return p, err
		}
		p = readText(text)
	}
	return p.cleaned(), nil
}

// cleaned makes canonical text of all that a reader found.
func (p page) cleaned() page {
	var inv invisibles
	p.blocks = cleanBlocks(p.blocks, &inv)
	p.meta.clean()
	p.spare.clean()
	p.omitted = append(p.omitted, inv.omissions()...)
	return p
}

func finish(p page, opts Options) (*Article, error) {
	code := languageOf(p, opts)
	p.findEntries(opts.KeepAll)
	fill(&p.url, opts.URL)
	blocks, omitted := slices.Clone(p.blocks), p.omitted
	stripped := strip(&p, lang.For(code))
	p.noteOmitted(lang.For(code))
	p.fillSpare()
	p.settleDates()
	if opts.KeepAll || opts.Short && len(stripped) == 0 {
		stripped, p.omitted = blocks, omitted
	}
	a := &Article{
		Title: p.title, Byline: p.byline, Published: p.published, Updated: p.updated,
		Lang: code, Site: p.site, URL: p.url, Reference: p.reference, Omitted: p.omitted,
	}
	if !assemble(a, stripped) {
		return nil, tooMany(mostSentences, "sentences")
	}
	a.Sections = p.sectionsOf(stripped)
	if len(a.Sentences) > 0 && opts.KeepAll {
		return a, nil
	}
	if err := checkArticle(a, p, opts.Short); err != nil {
		return nil, err
	}
	return a, nil
}

// languageOf prefers what the caller says, then what the text shows, then what
// the page claims: templates often claim the wrong language. A page that claims
// a neighbour of the language found is taken at its word.
func languageOf(p page, opts Options) string {
	if code := lang.Primary(opts.Lang); code != "und" {
		return opts.Lang
	}
	found := DetectLang(sample(p.blocks))
	claimed := lang.Primary(p.lang)
	switch {
	case claimed == "und":
		return found
	case found == "und" || claimed == found:
		return p.lang
	case isNeighbour(claimed, found):
		return alias(claimed)
	}
	return found
}

func sample(blocks []block) string {
	var b strings.Builder
	b.Grow(min(textBytes(blocks), 2*detectBytes))
	for _, bl := range blocks {
		if b.Len() > detectBytes {
			break
		}
		b.WriteString(bl.text[:min(len(bl.text), detectBytes)])
		b.WriteByte('\n')
	}
	return b.String()
}

// textBytes is how long the blocks are when they are joined.
func textBytes(blocks []block) int {
	n := 0
	for _, b := range blocks {
		n += len(b.text) + len("\n\n")
	}
	return n
}

// assemble joins the blocks to the text of a and cuts it into sentences.
// It reports whether there are no more sentences than any article has.
func assemble(a *Article, blocks []block) bool {
	var b strings.Builder
	b.Grow(textBytes(blocks))
	a.Paragraphs = slices.Grow(a.Paragraphs, len(blocks))
	for _, bl := range blocks {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		start := b.Len()
		b.WriteString(bl.text)
		a.Paragraphs = append(a.Paragraphs, Paragraph{Span: Span{start, b.Len()}, Kind: bl.kind})
	}
	a.Text = b.String()
	for i := range a.Paragraphs {
		if !a.addSentences(i) {
			return false
		}
	}
	sum := sha256.Sum256([]byte(a.Text))
	a.Digest = hex.EncodeToString(sum[:])
	return true
}

func (a *Article) addSentences(i int) bool {
	p := &a.Paragraphs[i]
	p.First = len(a.Sentences)
	spans := Split(a.Text[p.Span.Start:p.Span.End], a.Lang)
	if p.First+len(spans) > mostSentences {
		return false
	}
	for _, s := range spans {
		span := Span{s.Start + p.Span.Start, s.End + p.Span.Start}
		a.Sentences = append(a.Sentences, Sentence{
			ID: SentenceID(len(a.Sentences) + 1), Span: span, Paragraph: i, Text: a.Text[span.Start:span.End],
		})
	}
	p.Count = len(a.Sentences) - p.First
	return true
}
