package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// docxFlow gathers the blocks of one stretch of text: the page, a table cell, a
// text box, a note.
type docxFlow struct {
	textBuilder
	para   paraProps
	blocks []block
	begun  int     // how many blocks there were before the paragraph
	after  []block // of text boxes that hang on the paragraph
	page   bool    // the page itself
	shade  string  // colour behind, "" when it is not known
	breaks bool    // a line break came last
	last   rune    // character before

	fields       []bool // open fields, true in their instruction
	instructions int    // open fields in their instruction
}

// pageFlow is the flow of the page, which is white.
func pageFlow() *docxFlow { return &docxFlow{page: true, shade: "FFFFFF"} }

// mostFields bounds how deep fields nest.
const mostFields = 100

// field follows the marks that begin a field, end its instruction and end it. An
// instruction ends with its paragraph at the latest.
func (f *docxFlow) field(mark string) {
	top := len(f.fields) - 1
	switch {
	case mark == "begin" && len(f.fields) < mostFields:
		f.fields = append(f.fields, true)
		f.instructions++
	case mark == "separate" && top >= 0 && f.fields[top]:
		f.fields[top] = false
		f.instructions--
	case mark == "end" && top >= 0:
		if f.fields[top] {
			f.instructions--
		}
		f.fields = f.fields[:top]
	}
}

func (f *docxFlow) add(s string, bold bool) {
	if strings.TrimSpace(s) != "" && f.breaks {
		f.breaks = false
		f.afterBreak(s)
	}
	f.bold(bold)
	f.textBuilder.add(s)
	if bold {
		f.bold(false)
	}
	f.last, _ = utf8.DecodeLastRuneInString(s)
}

// afterBreak begins a new block after a line break in running text, unless the
// sentence goes on.
func (f *docxFlow) afterBreak(s string) {
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(s))
	if f.para.role == roleTitle || f.para.role == roleHeading || f.para.list != "" || unicode.IsLower(r) {
		f.textBuilder.add(" ")
		return
	}
	f.flushAs(Body)
}

func (f *docxFlow) flushAs(kind ParagraphKind) {
	linked, size := f.linked, len(strings.TrimSpace(f.text.String()))
	n := len(f.blocks)
	f.blocks = f.flush(f.blocks, kind)
	if len(f.blocks) > n {
		f.blocks[n].linked = size > 0 && linked*10 > size*7
	}
	f.last = 0
}

// inner runs read with a flow of its own, and returns its blocks.
func (w *docxWalker) inner(flow *docxFlow, read func()) []block {
	outer, run, row := w.flow, w.run, w.row
	w.flow, w.row = flow, nil
	flow.para = w.styles.complete(paraProps{})
	w.startRun(runProps{}, "")
	read()
	w.endParagraph()
	blocks := flow.blocks
	w.flow, w.run, w.row = outer, run, row
	return blocks
}

// endParagraph makes a block of the text since the last one. Its lines are of
// one kind.
func (w *docxWalker) endParagraph() {
	f := w.flow
	from := f.begun
	text := strings.TrimSpace(f.text.String())
	kind, drop := w.numbers.kindOf(f.para, text)
	f.flushAs(kind)
	for i := from; i < len(f.blocks); i++ {
		f.blocks[i].kind, f.blocks[i].drop = kind, drop
	}
	if f.page && f.para.role == roleTitle && from < len(f.blocks) && from < headlineZone {
		w.headline(f.blocks[from].text)
	}
	f.place(f.after)
	f.after, f.breaks = nil, false
	if f.instructions > 0 {
		f.fields, f.instructions = nil, 0
	}
}

// place adds blocks that are no part of the paragraph.
func (f *docxFlow) place(blocks []block) {
	f.blocks = append(f.blocks, blocks...)
	f.begun = len(f.blocks)
}

func (w *docxWalker) headline(text string) {
	if allHeadings().of(text) == "" {
		fill(&w.title, text)
	}
}

func tooMuchText(limit int64) error {
	return fault.New(fault.InputTooLarge, "The text of the Word document is over the limit of %s. Give the article alone", size(limit))
}
