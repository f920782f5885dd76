package article

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of clutter: what is longer could be the article.
const (
	longestClutter = 500  // bytes of text of any clutter
	longestNamed   = 4000 // of clutter that no story is named as, or that is links
	clutterShare   = 4    // and not more than one part in so many of the page
	mostNodes      = 4000 // elements
	mostClutter    = 40   // reports
)

// pruneClutter removes elements whose names say that they are clutter, unless
// they hold prose or are too much of the page, and rows of cards that lead to
// other articles.
func pruneClutter(body *html.Node) []Omission {
	p := pruner{extents: extentsOf(body), body: body}
	p.weighNames()
	for n := body.FirstChild; n != nil; {
		kind := p.kinds[n]
		if kind == "" || !p.goes(n, kind) {
			n = next(n, body)
			continue
		}
		gone := n
		n = after(n, body)
		p.remove(gone, kind)
	}
	p.removeCards()
	return p.omitted
}

type pruner struct {
	extents
	body     *html.Node
	kinds    map[*html.Node]string // what elements are named as
	doubtful map[string]bool       // kinds that the page gives to what looks like its story
	omitted  []Omission
}

func (p *pruner) remove(n *html.Node, kind string) {
	text := visibleText(n)
	n.Parent.RemoveChild(n)
	if text != "" && len(p.omitted) < mostClutter {
		p.omitted = append(p.omitted, Omission{Kind: kind, Text: shorten(text, hiddenLength)})
	}
}

// weighNames finds the kinds whose names are not believed: an element named so,
// or all of them together, has too much of the page's prose.
func (p *pruner) weighNames() {
	p.kinds, p.doubtful = map[*html.Node]string{}, map[string]bool{}
	named := map[string]int{}
	for n := p.body.FirstChild; n != nil; n = next(n, p.body) {
		kind := clutterKind(n)
		if kind == "" {
			continue
		}
		p.kinds[n] = kind
		s := p.extents[n]
		if kind == "comments" || !outspoken(kind) || s.marked {
			continue
		}
		named[kind] += s.prose
		if s.prose*clutterShare > p.extents[p.body].prose || named[kind]*2 > p.extents[p.body].prose {
			p.doubtful[kind] = true
		}
	}
}

// goes reports that an element named as clutter of a kind can go.
func (p *pruner) goes(n *html.Node, kind string) bool {
	s := p.extents[n]
	if s.marked || s.nodes > mostNodes || n.DataAtom == atom.Article || n.DataAtom == atom.Main {
		return false
	}
	if s.bytes <= longestClutter && !holdsProse(n) {
		return true
	}
	return p.small(n, kind) && (s.linkish() && n.DataAtom != atom.P || outspoken(kind) && !p.doubtful[kind] && !ownParagraph(n, kind, s))
}

// small reports that an element is not too much of the page for its kind.
func (p *pruner) small(n *html.Node, kind string) bool {
	s := p.extents[n]
	return (s.bytes <= longestNamed || kind == "comments") && s.bytes*clutterShare <= p.extents[p.body].bytes
}

// ownParagraph reports that an element is a paragraph or list item that can be
// the story's, whatever its name is: all but captions and the names of writers.
func ownParagraph(n *html.Node, kind string, s *extent) bool {
	if n.DataAtom != atom.P && n.DataAtom != atom.Li {
		return false
	}
	return kind != "caption" && kind != "newsletter" && (kind != "byline" || s.bytes > longestNames)
}

// longestNames bounds a paragraph that is named as byline, in bytes.
const longestNames = 160

// removeCards removes rows of cards unless they are much of the page's prose.
func (p *pruner) removeCards() {
	rows := p.cards(p.body)
	prose := 0
	for _, row := range rows {
		for _, n := range row {
			prose += p.extents[n].prose
		}
	}
	if prose*2 > p.extents[p.body].prose {
		return
	}
	for _, row := range rows {
		for _, n := range row {
			if n.Parent != nil && inside(n, p.body) {
				p.remove(n, "related")
			}
		}
	}
}

// outspoken reports a kind whose names are not given to parts of a story.
func outspoken(kind string) bool {
	switch kind {
	case "newsletter", "cookie", "comments", "caption", "byline", "advertisement":
		return true
	}
	return false
}

// leastProse is how many words a sentence has that could be the article's.
const leastProse = 5

// holdsProse reports that a short element can be text of the article: that it
// is a paragraph or list item, or has a sentence that is no furniture, and is
// not mostly links.
func holdsProse(n *html.Node) bool {
	single := n.DataAtom == atom.P || n.DataAtom == atom.Li
	for _, b := range blocksOf(n) {
		if b.linked {
			continue
		}
		if single {
			return true
		}
		if endsSentence(b.text) && wordsOf(b.text) >= leastProse && allPhrases().kind(b.text) == "" {
			return true
		}
	}
	return false
}
