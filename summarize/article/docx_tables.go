package article

import (
	"slices"
	"strings"
)

// docxRow is a row of a table.
type docxRow struct {
	cells   [][]block
	deleted bool
}

// widestCell is the most columns of a cell that is joined with its row.
const widestCell = 160

// blocks joins cells of one short paragraph each to one block.
func (r *docxRow) blocks() []block {
	var texts []string
	for _, cell := range r.cells {
		if len(cell) == 0 {
			continue
		}
		if b := cell[0]; len(cell) > 1 || b.kind != Body || b.drop != "" || columns(b.text) > widestCell {
			return slices.Concat(r.cells...)
		}
		texts = append(texts, cell[0].text)
	}
	if len(texts) < 2 {
		return slices.Concat(r.cells...)
	}
	return []block{{text: strings.Join(texts, " | ")}}
}

// readTable reads a table row by row.
func (w *docxWalker) readTable() {
	w.endParagraph()
	shade, row := w.flow.shade, w.row
	w.row = nil
	w.part.each(func(el docxElement) {
		if el.name == "tblPr" {
			w.readTableProps()
			return
		}
		w.element(el)
	})
	w.flow.shade, w.row = shade, row
}

// readTableProps forgets the colour behind cells where a style may set it.
func (w *docxWalker) readTableProps() {
	w.part.each(func(el docxElement) {
		switch el.name {
		case "tblStyle":
			if id := el.attr("val"); id != "TableGrid" && id != "TableNormal" {
				w.flow.shade = ""
			}
		case "shd":
			if c := shadeOf(el); c != "" {
				w.flow.shade = c
			}
		}
	})
}

func (w *docxWalker) readRow() {
	outer := w.row
	row := &docxRow{}
	w.row = row
	w.part.each(func(el docxElement) {
		if el.name != "trPr" {
			w.element(el)
			return
		}
		w.part.each(func(el docxElement) { row.deleted = row.deleted || el.name == "del" })
	})
	w.row = outer
	blocks := row.blocks()
	if row.deleted {
		w.reportDeleted(blocks)
		return
	}
	w.flow.place(blocks)
}

func (w *docxWalker) readCell() {
	cell := &docxFlow{shade: w.flow.shade}
	deleted := false
	blocks := w.inner(cell, func() {
		w.part.each(func(el docxElement) {
			if el.name != "tcPr" {
				w.element(el)
				return
			}
			w.part.each(func(el docxElement) {
				deleted = deleted || el.name == "cellDel"
				if el.name == "shd" {
					if c := shadeOf(el); c != "" {
						cell.shade = c
					}
				}
			})
		})
	})
	switch {
	case deleted:
		w.reportDeleted(blocks)
	case w.row == nil:
		w.flow.place(blocks)
	default:
		w.row.cells = append(w.row.cells, blocks)
	}
}

func (w *docxWalker) reportDeleted(blocks []block) {
	for _, b := range blocks {
		w.report.add("deleted", b.text, w.paras)
	}
}
