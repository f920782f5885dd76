package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// mdLines says what the lines of a paragraph are that Markdown would join.
type mdLines int

const (
	joined    mdLines = iota // one text
	withMarks                // items with marks that Markdown does not know ("• A")
	unmarked                 // items without marks, below the label of takeaways
	rows                     // rows of a table
)

// linesOf looks at the lines of a paragraph.
func (w *mdWalker) linesOf(n ast.Node) mdLines {
	if n.Type() != ast.TypeBlock || n.Lines().Len() < 2 {
		return joined
	}
	marks, bars := 0, 0
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		line := strings.TrimSpace(string(segment.Value(w.source)))
		if unknownMark(line) {
			marks++
		}
		if strings.HasPrefix(line, "|") {
			bars++
		}
	}
	segment := n.Lines().At(0)
	switch first := strings.TrimSpace(string(segment.Value(w.source))); {
	case bars == n.Lines().Len():
		return rows
	case marks > 1:
		return withMarks
	case summaryHeading(first) || len(w.blocks) > 0 && summaryHeading(w.blocks[len(w.blocks)-1].text):
		return unmarked
	}
	return joined
}

// unknownMark reports that a line begins with the mark of an item that is none
// to Markdown.
func unknownMark(line string) bool {
	if line == "" || strings.ContainsAny(line[:1], "-*+") {
		return false
	}
	_, mark := cutMark(line)
	return mark && (line[0] < '0' || line[0] > '9' || strings.Contains(line[:min(len(line), 8)], "\u20e3"))
}

// breaks reports that the line break before rest stays one.
func (l mdLines) breaks(rest []byte) bool {
	line, _, _ := strings.Cut(strings.TrimLeft(string(rest[:min(len(rest), 80)]), " \t\r\n>"), "\n")
	r, _ := utf8.DecodeRuneInString(line)
	switch l {
	case withMarks:
		return unknownMark(line)
	case unmarked:
		return !unicode.IsLower(r)
	}
	return l == rows
}

// settle gives the blocks of a paragraph the kind that its lines have.
func (l mdLines) settle(blocks []block) {
	for i := range blocks {
		b := &blocks[i]
		switch l {
		case rows:
			b.text, b.lead = strings.Trim(b.text, "| "), ""
		case withMarks:
			if rest, mark := cutMark(b.text); mark {
				*b = block{kind: ListItem, text: rest, linked: b.linked}
			}
		}
	}
	if l == joined || l == withMarks || len(blocks) == 0 {
		return
	}
	if summaryHeading(blocks[0].text) {
		blocks = blocks[1:]
	} else if l == rows {
		return
	}
	if len(blocks) > 1 && !slices.ContainsFunc(blocks, func(b block) bool { return hasContent(b.text) && !loneLine(b.text) }) {
		for i := range blocks {
			blocks[i].kind = ListItem
		}
	}
}

// loneLine reports that a line below a label reads like an item, and not like a
// paragraph.
func loneLine(text string) bool { return itemLike(text, false) && len(Split(text, "und")) == 1 }
