package article

import (
	"net/url"
	"slices"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pickArticle finds the part of a page that is the article and returns its
// blocks. It changes the tree. This is the seam of extraction: what comes out
// is blocks, and nothing after it knows of HTML.
func pickArticle(doc, body *html.Node, base *url.URL) ([]block, []Omission) {
	omitted := pruneClutter(body)
	all := blocksOf(body)
	if tooDeep(body) {
		return all, omitted
	}
	marked := markedBlocks(body)
	dropStyles(body)
	parser := readability.NewParser()
	found, err := parser.ParseDocument(doc, base)
	if err != nil || found.Node == nil {
		return all, omitted
	}
	nameAtoms(found.Node)
	picked := blocksOf(found.Node)
	switch {
	case proseOf(picked)*100 < proseOf(marked)*leastPicked:
		return marked, omitted
	case textSize(picked) < 250 && textSize(all) > 2*textSize(picked):
		return all, omitted
	}
	return mended(picked, marked), omitted
}

// dropStyles takes the style off every element: what is hidden is gone by now, and
// readability drops what only looks as if it were.
func dropStyles(body *html.Node) {
	for d := range body.Descendants() {
		d.Attr = slices.DeleteFunc(d.Attr, func(a html.Attribute) bool { return a.Key == "style" })
	}
}

// leastPicked is how much of the prose of the marked article, in percent, has to
// be picked: with less, something else was taken for the article.
const leastPicked = 40

// markedBlocks returns the blocks of the element that is marked as the article
// and has the most prose, nil for none. Of two that are one in the other, the
// inner one counts when it has nearly all.
func markedBlocks(body *html.Node) []block {
	all := extentsOf(body)
	var best *html.Node
	most := 0
	for n := body.FirstChild; n != nil; n = next(n, body) {
		if !articleMark(n) {
			continue
		}
		if words := all[n].prose; words > most || best != nil && words*10 >= most*9 && inside(n, best) {
			best, most = n, words
		}
	}
	if best == nil {
		return nil
	}
	return blocksOf(best)
}

func inside(n, outer *html.Node) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		if up == outer {
			return true
		}
	}
	return false
}

// mended returns the picked blocks with the paragraphs that the marked article
// has before and between them: the opening is often set apart from the rest.
// What follows the last of them is not the article's.
func mended(picked, marked []block) []block {
	places := map[string]int{}
	for i, b := range picked {
		if _, known := places[b.text]; !known {
			places[b.text] = i
		}
	}
	last := len(marked) - 1
	for ; last >= 0; last-- {
		if _, known := places[marked[last].text]; known {
			break
		}
	}
	var out []block
	done := 0
	for _, b := range marked[:last+1] {
		place, known := places[b.text]
		switch {
		case known && place >= done:
			out = append(out, picked[done:place+1]...)
			done = place + 1
		case !known && b.paragraph():
			out = append(out, b)
		}
	}
	return append(out, picked[done:]...)
}

// leastParagraph is how many columns a paragraph has that is surely prose.
const leastParagraph = 80

// paragraph reports a block of whole sentences.
func (b block) paragraph() bool {
	return b.kind == Body && b.drop == "" && !b.linked && columns(b.text) >= leastParagraph && endsSentence(b.text)
}

// deepest bounds the bytes of text times the elements around them. Readability
// reads the text below an element again for each element, so that a page made
// for it could take minutes; pages that people write have a hundredth of this.
const deepest = 120 << 20

// tooDeep reports that readability would take too long.
func tooDeep(body *html.Node) bool {
	work, depth := 0, 1
	for n := body.FirstChild; n != nil && work <= deepest; {
		if n.Type == html.TextNode {
			work += len(n.Data) * depth
		}
		if n.FirstChild != nil {
			n, depth = n.FirstChild, depth+1
			continue
		}
		for n != body && n.NextSibling == nil {
			n, depth = n.Parent, depth-1
		}
		if n == body {
			break
		}
		n = n.NextSibling
	}
	return work > deepest
}

// nameAtoms gives each element the atom of its name: those that readability
// makes or renames lack it, and blocks are told by atoms.
func nameAtoms(root *html.Node) {
	for d := range root.Descendants() {
		if d.Type == html.ElementNode && d.DataAtom == 0 {
			d.DataAtom = atom.Lookup([]byte(d.Data))
		}
	}
}

func textSize(blocks []block) int {
	n := 0
	for _, b := range blocks {
		n += len(b.text)
	}
	return n
}
