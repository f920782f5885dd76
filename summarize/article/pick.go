package article

import (
	"net/url"

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
	parser := readability.NewParser()
	found, err := parser.ParseDocument(doc, base)
	if err != nil || found.Node == nil {
		return all, omitted
	}
	nameAtoms(found.Node)
	picked := blocksOf(found.Node)
	if textSize(picked) < 250 && textSize(all) > 2*textSize(picked) {
		return all, omitted
	}
	return picked, omitted
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
