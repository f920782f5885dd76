package article

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML makes blocks and metadata of a page: what hides is taken off, the
// part that is the article is picked, and its elements become blocks.
func readHTML(source string, opts Options) page {
	doc := parseHTML(source)
	base, err := url.Parse(opts.URL)
	if err != nil || opts.URL == "" {
		base = &url.URL{Scheme: "https", Host: "localhost"}
	}
	var p page
	p.meta = metaOf(doc, addressGiven(opts.URL))
	p.login = hasPassword(doc)
	openShadows(doc)
	spare := embeddedOf(doc)
	p.omitted = append(pruneHidden(doc), settleInline(doc)...)
	body := find(doc, atom.Body)
	if body == nil {
		body = doc
	}
	if opts.KeepAll {
		p.blocks = blocksOf(body)
		return p
	}
	p.words = countWords(body) + omittedWords(p.omitted)
	alts := altsOf(body)
	boxes := cutBoxes(body)
	blocks, omitted := pickArticle(doc, body, base)
	if words := proseOf(blocks); words < leastWaiting {
		if story := spare.story(); proseOf(story) > 2*words {
			blocks = story
		}
	}
	markCaptions(blocks, alts)
	markRepeats(blocks)
	p.blocks, p.omitted = append(blocks, boxes...), append(p.omitted, omitted...)
	return p
}

// addressGiven parses the address that a page came from, nil when it is unknown.
func addressGiven(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil
	}
	return u
}

// maxDepth is where x/net/html stops (512 nested elements), with room for those
// that it adds itself.
const maxDepth = 400

// parseHTML parses a page. One that is nested deeper than the parser allows is
// flattened: what is deeper than maxDepth loses its tags, not its text.
func parseHTML(source string) *html.Node {
	doc, err := html.Parse(strings.NewReader(source))
	if err == nil {
		return doc
	}
	if doc, err = html.Parse(strings.NewReader(flatten(source))); err == nil {
		return doc
	}
	doc, _ = html.Parse(strings.NewReader("<pre>" + html.EscapeString(tagless(source)) + "</pre>"))
	return doc
}

// flatten drops the tags of elements that are nested deeper than maxDepth.
func flatten(source string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(source))
	depth, dropped := 0, 0
	for {
		tt := z.Next()
		if tt == html.ErrorToken {
			return out.String()
		}
		raw := string(z.Raw())
		name, _ := z.TagName()
		switch {
		case tt == html.StartTagToken && !void(atom.Lookup(name)):
			if depth >= maxDepth {
				dropped++
				out.WriteString("\n")
				continue
			}
			depth++
		case tt == html.EndTagToken:
			if dropped > 0 {
				dropped--
				out.WriteString("\n")
				continue
			}
			depth = max(0, depth-1)
		}
		out.WriteString(raw)
	}
}

func void(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// tagless returns the text of a page without looking at its structure.
func tagless(source string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			out.Write(z.Text())
		default:
			out.WriteString("\n")
		}
	}
}

func find(n *html.Node, a atom.Atom) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.DataAtom == a {
			return d
		}
	}
	return nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func countWords(n *html.Node) int {
	words := 0
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			words += len(strings.Fields(d.Data))
		}
	}
	return words
}

func hasPassword(doc *html.Node) bool {
	for d := range doc.Descendants() {
		if d.DataAtom == atom.Input && strings.EqualFold(attr(d, "type"), "password") {
			return true
		}
	}
	return false
}
