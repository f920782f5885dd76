package article

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// leastWaiting is how many words a story that waits for a script has.
const leastWaiting = 40

// waiting returns the reasons that hide a story: more than twice the prose that
// the page shows without it, and no copy of that, in the part of the page that
// is marked as the article, or in any part when the page shows next to nothing.
func (h *hider) waiting(doc *html.Node) map[string]bool {
	if len(h.hidden) == 0 {
		return nil
	}
	parts := map[*html.Node]bool{}
	for _, part := range h.hidden {
		parts[part.node] = true
	}
	known := map[string]bool{} // pieces of text that were counted
	shown := prose(doc, parts, known)
	folded := map[string]int{}
	marked := map[string]bool{}
	for _, part := range h.hidden {
		if part.reason == "" || clutterKind(part.node) != "" {
			continue
		}
		words := prose(part.node, nil, known)
		folded[part.reason] += words
		marked[part.reason] = marked[part.reason] || words > 0 && inArticle(part.node)
	}
	var out map[string]bool
	for reason, words := range folded {
		if words >= leastWaiting && words > 2*shown && (marked[reason] || shown < leastWaiting) {
			if out == nil {
				out = map[string]bool{}
			}
			out[reason] = true
		}
	}
	return out
}

// inArticle reports that an element is in, or holds, what is marked as article.
func inArticle(n *html.Node) bool {
	for up := n; up != nil; up = up.Parent {
		if articleMark(up) {
			return true
		}
	}
	for d := range n.Descendants() {
		if articleMark(d) || d.DataAtom == atom.H1 {
			return true
		}
	}
	return false
}

// joinedName makes one word of the parts of a name.
var joinedName = strings.NewReplacer("-", "", "_", "")

// articleMark reports that an element, or a name that many systems give it, says
// that it is the article.
func articleMark(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	if n.DataAtom == atom.Article || n.DataAtom == atom.Main || strings.Contains(attr(n, "itemprop"), "articleBody") {
		return true
	}
	for name := range strings.FieldsSeq(strings.ToLower(attr(n, "class") + " " + attr(n, "id"))) {
		switch joinedName.Replace(name) {
		case "entrycontent", "articlebody", "articlecontent", "articletext", "postcontent", "postbody", "storybody", "storycontent", "storytext", "fieldnamebody", "bodycopy":
			return true
		}
	}
	return false
}

// leastRun is how many words a piece of text has that counts as prose.
const leastRun = 8

// prose counts the words below n, outside of the elements in skip, that stand in
// longer pieces, are no links and are not known; it makes them known.
func prose(n *html.Node, skip map[*html.Node]bool, known map[string]bool) int {
	words := 0
	for d := n.FirstChild; d != nil; {
		if skip[d] || neverText(d) || d.DataAtom == atom.A || d.DataAtom == atom.Button {
			d = after(d, n)
			continue
		}
		if d.Type == html.TextNode {
			if k := wordsOf(d.Data); k >= leastRun && !known[d.Data] {
				known[d.Data] = true
				words += k
			}
		}
		d = next(d, n)
	}
	return words
}

// show takes off an element what says that it is hidden, when it is not: others
// who read the tree go by it.
func show(n *html.Node, waits bool) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool {
		return a.Key == "hidden" || waits && (a.Key == "style" || a.Key == "aria-hidden")
	})
}
