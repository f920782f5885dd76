package article

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// list adds the items of a list. What only looks like the mark of an item goes
// back to its text: "1984. It was the year …", "3. Oktober …", "- 12 degrees …".
func (w *mdWalker) list(l *ast.List, kind ParagraphKind, depth int) {
	items := w.listItems(l)
	for _, it := range items {
		itemKind := ListItem
		if w.mark = ""; it.text != "" && !it.isItem(items, l.Marker) {
			w.mark, itemKind = it.mark+" ", kind
		}
		if depth >= mdDepth {
			itemKind = ListItem
		}
		w.children(it.node, itemKind, depth+2)
	}
	w.mark = ""
}

// mdItem is an item of a list with the mark and the text that the source has.
type mdItem struct {
	node       ast.Node
	mark, text string
	neighbours [2]string // marks of the items beside it
}

func (w *mdWalker) listItems(l *ast.List) []mdItem {
	var out []mdItem
	for c := l.FirstChild(); c != nil; c = c.NextSibling() {
		it := mdItem{node: c}
		if first := c.FirstChild(); first != nil && first.Type() == ast.TypeBlock && first.Lines().Len() > 0 {
			line := first.Lines().At(0)
			from := bytes.LastIndexByte(w.source[:line.Start], '\n') + 1
			it.mark = trailingMark(string(w.source[from:line.Start]))
			it.text = string(line.Value(w.source))
		}
		out = append(out, it)
	}
	for i := range out {
		if i > 0 {
			out[i].neighbours[0] = out[i-1].mark
		}
		if i+1 < len(out) {
			out[i].neighbours[1] = out[i+1].mark
		}
	}
	return out
}

// trailingMark returns the "-" or "14." that the text before an item ends with.
func trailingMark(before string) string {
	before = strings.TrimRight(before, " \t")
	if before == "" {
		return ""
	}
	close := before[len(before)-1:]
	digits := strings.TrimRightFunc(before[:len(before)-1], unicode.IsDigit)
	return before[len(digits):len(before)-1] + close
}

// isItem reports that the mark of an item is one: not alone before a number,
// and with the number before or after it beside it, or the same.
func (it mdItem) isItem(items []mdItem, marker byte) bool {
	if it.mark == "" {
		return true
	}
	if marker != '.' && marker != ')' {
		return len(items) > 1 || it.text[0] < '0' || it.text[0] > '9' || marker != '-'
	}
	if monthFirst(it.text) {
		return false
	}
	n, err := strconv.Atoi(strings.TrimRight(it.mark, ".)"))
	for k, beside := range it.neighbours {
		m, err2 := strconv.Atoi(strings.TrimRight(beside, ".)"))
		if err == nil && err2 == nil && (m == n || m == n+2*k-1) {
			return true
		}
	}
	return false
}
