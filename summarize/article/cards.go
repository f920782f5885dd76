package article

import (
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of a card, and of a row of them.
const (
	leastCards  = 3
	longestCard = 450 // bytes of text
	cardNodes   = 150 // of the tree below a card that are looked at
)

// cards returns the rows of three or more elements, one after the other, of the
// same name and class that each lead to another article: short, with a link
// around or in a heading or picture.
func (e extents) cards(body *html.Node) [][]*html.Node {
	var out [][]*html.Node
	for up := body; up != nil; up = next(up, body) {
		var row []*html.Node
		for c := up.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			if !e.card(c) {
				out, row = appendRow(out, row), nil
				continue
			}
			if len(row) > 0 && (row[0].Data != c.Data || attr(row[0], "class") != attr(c, "class")) {
				out, row = appendRow(out, row), nil
			}
			row = append(row, c)
		}
		out = appendRow(out, row)
	}
	return out
}

func appendRow(rows [][]*html.Node, row []*html.Node) [][]*html.Node {
	if len(row) < leastCards {
		return rows
	}
	return append(rows, row)
}

// card reports an element that leads to another article: with a heading that is a
// link, or a picture that is one beside a heading or a link in words.
func (e extents) card(n *html.Node) bool {
	s := e[n]
	if s == nil || s.bytes == 0 || s.bytes > longestCard || n.DataAtom == atom.P || n.DataAtom == atom.Tr || n.DataAtom == atom.Td {
		return false
	}
	seen, linkedPicture, headed := 0, false, s.linked > 0
	for d := n.FirstChild; d != nil && seen < cardNodes; d = next(d, n) {
		seen++
		headed = headed || cardHeading(d)
		if d.DataAtom != atom.A && !cardHeading(d) {
			continue
		}
		for in := d.FirstChild; in != nil && seen < cardNodes; in = next(in, d) {
			seen++
			switch {
			case d.DataAtom == atom.A && cardHeading(in) && leadsAway(d), d.DataAtom != atom.A && leadsAway(in):
				return true
			case in.DataAtom == atom.Img || in.DataAtom == atom.Picture:
				linkedPicture = linkedPicture || leadsAway(d)
			}
		}
	}
	return linkedPicture && headed
}

func cardHeading(n *html.Node) bool {
	return n.DataAtom == atom.H2 || n.DataAtom == atom.H3 || n.DataAtom == atom.H4
}

// leadsAway reports a link to another page, which is not a picture.
func leadsAway(n *html.Node) bool {
	to := attr(n, "href")
	if n.DataAtom != atom.A || to == "" || to[0] == '#' {
		return false
	}
	to, _, _ = strings.Cut(to, "?")
	switch strings.ToLower(path.Ext(to)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg":
		return false
	}
	return true
}
