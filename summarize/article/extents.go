package article

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// extent is how much text is below an element, and what of it could be a story.
type extent struct {
	bytes  int  // of all text
	linked int  // of these, in links
	prose  int  // words in pieces of leastRun words or more that are no links
	nodes  int  // elements
	marked bool // one of them, below this, is a headline or marked as the article

	inLink bool
}

// linkish reports that most of the text is links.
func (s extent) linkish() bool { return s.bytes > 0 && s.linked*2 > s.bytes }

// extents are those of the elements of a tree.
type extents map[*html.Node]*extent

// extentsOf measures every element below root, and root, in one pass down and one
// up.
func extentsOf(root *html.Node) extents {
	out := extents{root: {}}
	order := []*html.Node{root}
	for n := root.FirstChild; n != nil; n = next(n, root) {
		up := out[n.Parent]
		switch n.Type {
		case html.ElementNode:
			out[n] = &extent{inLink: up.inLink || n.DataAtom == atom.A}
			order = append(order, n)
		case html.TextNode:
			up.add(n.Data)
		}
	}
	for i := len(order) - 1; i > 0; i-- {
		s, up := out[order[i]], out[order[i].Parent]
		up.bytes += s.bytes
		up.linked += s.linked
		up.prose += s.prose
		up.nodes += s.nodes + 1
		up.marked = up.marked || s.marked || order[i].DataAtom == atom.H1 || articleMark(order[i])
	}
	return out
}

func (s *extent) add(text string) {
	if !hasContent(text) {
		return
	}
	s.bytes += len(text)
	if s.inLink {
		s.linked += len(text)
	} else if words := wordsOf(text); words >= leastRun {
		s.prose += words
	}
}
