package article

import (
	"net/url"
	"strings"

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
	parser := readability.NewParser()
	found, err := parser.ParseDocument(doc, base)
	if err != nil || found.Node == nil {
		return all, omitted
	}
	picked := blocksOf(found.Node)
	if textSize(picked) < 250 && textSize(all) > 2*textSize(picked) {
		return all, omitted
	}
	return picked, omitted
}

func textSize(blocks []block) int {
	n := 0
	for _, b := range blocks {
		n += len(b.text)
	}
	return n
}

// clutter are words of class names and ids that say that an element is not part
// of the article, and the kind that it is reported as.
var clutter = map[string]string{
	"ad": "advertisement", "ads": "advertisement", "advert": "advertisement", "advertisement": "advertisement",
	"adbox": "advertisement", "sponsored": "advertisement", "promo": "related", "promobox": "related",
	"newsletter": "newsletter", "signup": "newsletter", "share": "share", "sharing": "share", "sharebar": "share",
	"social": "share", "related": "related", "recommended": "related", "recirc": "related", "trending": "related",
	"breadcrumb": "navigation", "breadcrumbs": "navigation", "cookie": "cookie", "cookies": "cookie", "consent": "cookie",
	"comments": "comments", "disqus": "comments", "paywall": "paywall", "tags": "related", "toolbar": "navigation",
}

// Bounds of clutter, in bytes of text: what is longer could be the article.
const (
	longestClutter = 500
	mostClutter    = 40 // reports
)

// pruneClutter removes short elements whose class or id names them as clutter.
func pruneClutter(body *html.Node) []Omission {
	var out []Omission
	for n := body.FirstChild; n != nil; {
		kind := clutterKind(n)
		if kind == "" {
			n = nextWithin(n, body)
			continue
		}
		text := visibleText(n)
		if len(text) > longestClutter || n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			n = nextWithin(n, body)
			continue
		}
		gone := n
		n = afterWithin(n, body)
		gone.Parent.RemoveChild(gone)
		if text != "" && len(out) < mostClutter {
			out = append(out, Omission{Kind: kind, Text: shorten(text, hiddenLength)})
		}
	}
	return out
}

// nextWithin returns the next node of the tree below root, in document order.
func nextWithin(n, root *html.Node) *html.Node {
	if n.FirstChild != nil {
		return n.FirstChild
	}
	return afterWithin(n, root)
}

func afterWithin(n, root *html.Node) *html.Node {
	for n != root && n.NextSibling == nil {
		n = n.Parent
	}
	if n == root {
		return nil
	}
	return n.NextSibling
}

func clutterKind(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	for _, key := range []string{"class", "id"} {
		for _, word := range strings.FieldsFunc(strings.ToLower(attr(n, key)), func(r rune) bool { return r == ' ' || r == '-' || r == '_' }) {
			if kind := clutter[word]; kind != "" {
				return kind
			}
		}
	}
	return ""
}
