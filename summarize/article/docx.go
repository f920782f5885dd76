package article

import (
	"strings"
)

// readDOCX makes blocks and metadata of a Word document:
//
//  1. the package is opened, and the part that is the document is found;
//  2. styles and numbering say what paragraphs are headings, list items,
//     quotations, and what text is hidden;
//  3. the document is walked: tracked changes are taken as accepted, a row of
//     short table cells becomes one block, text boxes follow the paragraph that
//     they hang on;
//  4. notes, comments, headers and footers are left out and reported.
//
// Footnotes and endnotes are no part of the running text: a sentence with a
// note in its middle could not be quoted. Their text is in Omitted, as "footnote".
func readDOCX(data []byte, opts Options) (page, error) {
	var p page
	pkg, err := openPackage(data)
	if err != nil {
		return p, err
	}
	w := docxWalker{pkg: pkg, limit: opts.MaxBytes}
	if w.limit <= 0 {
		w.limit = DefaultMaxBytes
	}
	steps := []func() error{w.readStyles, w.readNumbering, w.readDocument, w.readNotes, w.readFurniture}
	for _, step := range steps {
		if err := step(); err != nil {
			return p, err
		}
	}
	p.blocks, p.omitted, p.title = w.blocks, w.report.omissions(), w.title
	p.spare, err = readCore(pkg)
	p.lang = p.spare.lang
	if len(p.blocks) == 0 && err == nil {
		err = emptyFault()
	}
	return p, err
}

// docxWalker turns the parts of a document into blocks.
type docxWalker struct {
	pkg     *docxPackage
	part    *xmlPart
	styles  docxStyles
	numbers docxNumbering

	flow *docxFlow
	row  *docxRow // of the table that is being read, nil outside of tables
	run  runProps // what holds for the text that comes

	title   string // of the first paragraph in the style "Title"
	blocks  []block
	report  docxReport
	limit   int64 // bytes of text
	written int64
	paras   int // paragraphs so far
}

// readDocument walks the main part.
func (w *docxWalker) readDocument() error {
	return w.readPart(w.pkg.document, func(root docxElement) {
		if root.name != "document" {
			w.part.fail(errNoDocument)
			return
		}
		w.blocks = w.inner(pageFlow(), w.walk)
	})
}

// readPart parses a part and hands its root to visit.
func (w *docxWalker) readPart(name string, visit func(root docxElement)) error {
	part, err := w.pkg.open(name)
	if err != nil {
		return err
	}
	outer := w.part
	w.part = part
	part.each(visit)
	w.part = outer
	return w.pkg.close(name, part)
}

// readRelated does the same for the parts that the document names by a type.
func (w *docxWalker) readRelated(kind string, visit func(root docxElement)) error {
	for _, name := range w.pkg.related[kind] {
		if err := w.readPart(name, visit); err != nil {
			return err
		}
	}
	return nil
}

// readNotes reports footnotes, endnotes and comments.
func (w *docxWalker) readNotes() error {
	for _, kind := range []struct{ relation, element, report string }{
		{"footnotes", "footnote", "footnote"},
		{"endnotes", "endnote", "footnote"},
		{"comments", "comment", "comment"},
	} {
		err := w.readRelated(kind.relation, func(docxElement) {
			w.part.each(func(el docxElement) {
				if el.name == kind.element {
					w.reportBlocks(kind.report)
				}
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readFurniture reports what stands at the top and bottom of every page.
func (w *docxWalker) readFurniture() error {
	for _, kind := range []string{"header", "footer"} {
		if err := w.readRelated(kind, func(docxElement) { w.reportBlocks("page_furniture") }); err != nil {
			return err
		}
	}
	return nil
}

// reportBlocks leaves out the paragraphs below the current element.
func (w *docxWalker) reportBlocks(kind string) {
	var texts []string
	for _, b := range w.inner(&docxFlow{}, w.walk) {
		texts = append(texts, b.text)
	}
	w.paras++
	w.report.add(kind, strings.Join(texts, " "), w.paras)
}
