package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of a box that holds a summary.
const (
	longestBox = 6000 // bytes
	mostBoxes  = 40   // elements that are looked at
	boxedWhy   = 3    // paragraphs
)

// boxedSummary is the kind of furniture that blocks of a box are marked with.
const boxedSummary = "reference"

// cutBoxes takes the boxes that hold nothing but the article's own summary off a
// page, wherever they stand, and returns their blocks: extraction drops asides,
// and all of a box belongs to its label. What is a label in the text itself is
// left to stripper.reference. Labels that come again and again head sections of
// the article.
func cutBoxes(body *html.Node) []block {
	c := boxCutter{body: body, sizes: textSizes(body)}
	var found []box
	same := map[string]int{}
	for n := body.FirstChild; n != nil; {
		b, ok := c.boxAt(n)
		if !ok {
			n = next(n, body)
			continue
		}
		if same[b.label]++; same[b.label] > mostSameHeadings {
			return nil
		}
		found = append(found, b)
		n = after(b.node, body)
	}
	var blocks []block
	for _, b := range found {
		b.node.Parent.RemoveChild(b.node)
		blocks = append(blocks, b.blocks...)
	}
	return blocks
}

type boxCutter struct {
	body  *html.Node
	sizes map[*html.Node]int // bytes of text below each node
	tried int
}

// box is an element that holds a summary.
type box struct {
	node   *html.Node
	label  string
	blocks []block
}

// textSizes counts the text below every element once.
func textSizes(root *html.Node) map[*html.Node]int {
	sizes := map[*html.Node]int{}
	for n := root; n != nil; {
		switch {
		case n.FirstChild != nil:
			n = n.FirstChild
			continue
		case n.Type == html.TextNode:
			sizes[n] = len(strings.TrimSpace(n.Data))
		}
		for n != root && n.NextSibling == nil {
			sizes[n.Parent] += sizes[n]
			n = n.Parent
		}
		if n == root {
			break
		}
		sizes[n.Parent] += sizes[n]
		n = n.NextSibling
	}
	return sizes
}

// boxAt returns the largest box whose first text is the label in n, and false
// when there is none.
func (c *boxCutter) boxAt(n *html.Node) (found box, ok bool) {
	if n.Type != html.TextNode || len(n.Data) > longestBox {
		return found, false
	}
	text := clean(breaksToSpaces.Replace(n.Data), &invisibles{})
	if asks(text) || allHeadings().of(text) == "" && !allHeadings().inline(text) {
		return found, false
	}
	for e := n; e.Parent != nil && e.Parent != c.body && c.first(e) && c.tried < mostBoxes; {
		e = e.Parent
		if c.sizes[e] > longestBox || c.sizes[e]*2 > c.sizes[c.body] {
			break
		}
		if !boxLike(e) || c.sizes[e] == c.sizes[n] && allHeadings().of(text) != "" {
			continue
		}
		c.tried++
		if blocks := boxed(e); blocks != nil {
			found, ok = box{e, headingKey(text[:min(len(text), widestHeading)]), blocks}, true
		}
	}
	return found, ok
}

// first reports that n is the first of its parent's nodes that has text.
func (c *boxCutter) first(n *html.Node) bool {
	for n = n.PrevSibling; n != nil; n = n.PrevSibling {
		if c.sizes[n] > 0 {
			return false
		}
	}
	return true
}

// boxLike reports that an element can be a box. A custom element has a "-" in
// its name.
func boxLike(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Article, atom.Main, atom.Body, atom.Form, atom.Nav, atom.Li, atom.Tr, atom.Td, atom.Th, atom.Dt, atom.Dd,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return false
	case atom.P:
		return find(n, atom.Br) != nil
	}
	return blockLevel(n) || strings.Contains(n.Data, "-")
}

// boxed returns the blocks of an element, nil when they are more or other than
// a summary.
func boxed(n *html.Node) []block {
	blocks := cleanBlocks(blocksOf(n), &invisibles{})
	if _, ok := partsOf(blocks); !ok {
		return nil
	}
	for i := range blocks {
		blocks[i].drop = boxedSummary
	}
	return blocks
}

// boxPart is a label in a box, and what it introduces.
type boxPart struct {
	part  string
	items []string
}

// partsOf reads the blocks of a box, and reports that they are a summary.
func partsOf(blocks []block) (parts []boxPart, ok bool) {
	var below []block
	for i := len(blocks) - 1; i >= 0; i-- {
		b := blocks[i]
		b.drop = ""
		part, rest := allHeadings().label(b)
		if part == "" {
			below = append([]block{b}, below...)
			if len(below) > mostTakeaways+2 {
				return nil, false
			}
			continue
		}
		items := boxItems(part, rest, below)
		if len(items) == 0 {
			return nil, false
		}
		parts = append([]boxPart{{part, items}}, parts...)
		below = nil
	}
	return parts, len(parts) > 0 && len(parts) <= mostSummaryHeadings && len(below) == 0
}

// boxItems returns what a label in a box introduces beside and below it, nil
// when that does not read like a summary.
func boxItems(part, rest string, below []block) []string {
	for len(below) > 0 && allPhrases().kind(below[len(below)-1].text) != "" {
		below = below[:len(below)-1] // "Share", "Read more"
	}
	if part == "why" {
		return boxWhy(rest, below)
	}
	if listed := listBelow(below); len(listed) > 0 {
		if len(listed) != len(below) {
			return nil
		}
		if rest != "" && below[0].kind != ListItem && !strings.HasSuffix(rest, ":") {
			listed = append([]string{rest}, listed...)
		}
		return unmark(listed)
	}
	if len(below) > 1 && strings.HasSuffix(below[0].text, ":") {
		return boxItems(part, "", below[1:])
	}
	var items []string
	if rest != "" {
		items = inlineItems(rest)
	}
	for _, b := range below {
		if b.kind == ListItem || b.kind == Heading || b.linked || columns(b.text) > 2*plainTakeaway {
			return nil
		}
		items = append(items, b.text)
	}
	return items
}

func boxWhy(rest string, below []block) []string {
	var items []string
	if rest != "" {
		items = append(items, rest)
	}
	size := 0
	for _, b := range below {
		if b.kind == Heading || b.linked {
			return nil
		}
		size += columns(b.text)
		items = append(items, b.text)
	}
	if len(items) > boxedWhy && below[0].kind != ListItem || len(items) > mostLines || size > longestWhy {
		return nil
	}
	return items
}

// boxes takes the blocks of boxes out, and adds what they say to the reference.
func (s *stripper) boxes(blocks []block) []block {
	var out, boxed []block
	for _, b := range blocks {
		if b.drop != boxedSummary {
			out = append(out, b)
			continue
		}
		boxed = append(boxed, b)
		s.omit("reference", b.text)
	}
	parts, _ := partsOf(boxed)
	for _, p := range parts {
		s.keep(p.part, p.items)
	}
	return out
}
