package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// blocksOf turns the elements below n into blocks. The tree is at most
// 512 elements deep.
func blocksOf(n *html.Node) []block {
	w := htmlWalker{}
	w.walk(n, Body, "")
	w.flush(Body, "")
	return w.blocks
}

type htmlWalker struct {
	textBuilder
	blocks   []block
	pre      bool
	datetime string // of a time element at the beginning of the block
}

func (w *htmlWalker) flush(kind ParagraphKind, drop string) {
	linked, size := w.linked, len(strings.TrimSpace(w.text.String()))
	n := len(w.blocks)
	w.blocks = w.textBuilder.flush(w.blocks, kind)
	if len(w.blocks) > n {
		b := &w.blocks[n]
		b.drop = drop
		b.linked = size > 0 && linked*10 > size*7 || linked > 0 && labelled(b.text, linked)
		b.when, w.datetime = w.datetime, ""
	}
}

// longestLabel bounds what stands before a link to another story, in bytes.
const longestLabel = 45

// labelled knows "In our archive: The quay that sank", where all after the
// colon is a link.
func labelled(text string, linked int) bool {
	label, rest, ok := strings.Cut(text, ":")
	return ok && len(label) <= longestLabel && linked+3 >= len(strings.TrimSpace(rest))
}

func (w *htmlWalker) walk(n *html.Node, kind ParagraphKind, drop string) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.addText(c.Data, kind, drop)
		case html.ElementNode:
			w.element(c, kind, drop)
		}
	}
}

// breaksToSpaces is for text that is not preformatted, where breaks are spaces.
var breaksToSpaces = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ")

// addText adds text. In preformatted text a line is a block.
func (w *htmlWalker) addText(s string, kind ParagraphKind, drop string) {
	if !w.pre {
		w.add(breaksToSpaces.Replace(s))
		return
	}
	for line := range strings.SplitSeq(s, "\n") {
		w.add(line)
		w.flush(kind, drop)
	}
}

func (w *htmlWalker) element(c *html.Node, kind ParagraphKind, drop string) {
	switch c.DataAtom {
	case atom.Time:
		if w.text.Len() < longestBefore {
			fill(&w.datetime, attr(c, "datetime"))
		}
		w.walk(c, kind, drop)
	case atom.B, atom.Strong:
		w.bold(true)
		w.walk(c, kind, drop)
		w.bold(false)
	case atom.A:
		w.links++
		w.walk(c, kind, drop)
		w.links--
	case atom.Br, atom.Hr:
		if c.DataAtom == atom.Br && goesOn(c) {
			w.add(" ")
			return
		}
		w.flush(kind, drop)
	case atom.Button, atom.Input, atom.Script, atom.Style, atom.Noscript, atom.Template:
	case atom.Tr:
		w.row(c, kind, drop)
	default:
		if !blockLevel(c) {
			w.walk(c, kind, drop)
			return
		}
		w.flush(kind, drop)
		kind, drop = kindOf(c, kind, drop)
		w.pre = c.DataAtom == atom.Pre
		w.walk(c, kind, drop)
		w.flush(kind, drop)
		w.pre = false
	}
}

// goesOn reports that the text right after a line break begins in lower case:
// the sentence before it goes on.
func goesOn(br *html.Node) bool {
	for n := br.NextSibling; n != nil; n = n.NextSibling {
		for n.Type == html.ElementNode && n.FirstChild != nil && !blockLevel(n) {
			n = n.FirstChild
		}
		if n.Type != html.TextNode {
			return false
		}
		if text := strings.TrimSpace(n.Data); text != "" {
			r, _ := utf8.DecodeRuneInString(text)
			return unicode.IsLower(r)
		}
	}
	return false
}

// row makes one block of a row of short cells.
func (w *htmlWalker) row(tr *html.Node, kind ParagraphKind, drop string) {
	w.flush(kind, drop)
	cells := 0
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if holdsBlocks(c) {
			w.flush(kind, drop)
			cells = 0
		}
		if cells++; cells > 1 {
			w.add(" | ")
		}
		w.walk(c, kind, drop)
	}
	w.flush(kind, drop)
}

func holdsBlocks(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && blockLevel(c) {
			return true
		}
	}
	return false
}

func kindOf(n *html.Node, kind ParagraphKind, drop string) (ParagraphKind, string) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return Heading, drop
	case atom.Li, atom.Dt, atom.Dd:
		return ListItem, drop
	case atom.Blockquote:
		return Quote, drop
	case atom.Figcaption:
		return kind, "caption"
	case atom.Nav, atom.Footer:
		return kind, "navigation"
	}
	return kind, drop
}

func blockLevel(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav,
		atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Blockquote, atom.Figure, atom.Figcaption, atom.Table, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td,
		atom.Th, atom.Caption, atom.Form, atom.Fieldset, atom.Details, atom.Summary, atom.Pre, atom.Address, atom.Body, atom.Center, atom.Dialog, atom.Hgroup:
		return true
	}
	return false
}
