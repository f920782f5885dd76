package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// clutter are words of class names and ids that say that an element is not part
// of the article, and the kind that it is reported as.
var clutter = map[string]string{
	"advert": "advertisement", "advertisement": "advertisement", "adbox": "advertisement", "sponsored": "advertisement",
	"promo": "related", "promobox": "related", "newsletter": "newsletter", "signup": "newsletter",
	"sharing": "share", "sharebar": "share", "related": "related", "recommended": "related", "recirc": "related",
	"trending": "related", "breadcrumb": "navigation", "breadcrumbs": "navigation", "cookie": "cookie", "cookies": "cookie",
	"consent": "cookie", "comments": "comments", "disqus": "comments", "toolbar": "navigation",
}

// wholeClutter are class names and ids that count only when they stand alone:
// as parts of longer names they say other things ("social-affairs").
var wholeClutter = map[string]string{
	"ad": "advertisement", "ads": "advertisement", "share": "share", "social": "share", "tags": "related",
	"social-share": "share", "social-links": "share", "share-buttons": "share", "share-links": "share", "share-bar": "share",
	"share-tools": "share", "social-bar": "share", "social-media": "share", "ad-container": "advertisement", "ad-slot": "advertisement",
	"ad-wrapper": "advertisement", "post-tags": "related", "article-tags": "related", "entry-tags": "related",
}

// Bounds of clutter, in bytes of text: what is longer could be the article.
const (
	longestClutter = 500
	mostClutter    = 40 // reports
)

// pruneClutter removes short elements whose class or id names them as clutter,
// unless they hold prose.
func pruneClutter(body *html.Node) []Omission {
	var out []Omission
	for n := body.FirstChild; n != nil; {
		kind := clutterKind(n)
		if kind == "" {
			n = next(n, body)
			continue
		}
		text := visibleText(n)
		if len(text) > longestClutter || n.DataAtom == atom.Article || n.DataAtom == atom.Main || holdsProse(n) {
			n = next(n, body)
			continue
		}
		gone := n
		n = after(n, body)
		gone.Parent.RemoveChild(gone)
		if text != "" && len(out) < mostClutter {
			out = append(out, Omission{Kind: kind, Text: shorten(text, hiddenLength)})
		}
	}
	return out
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

func clutterKind(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	for _, key := range []string{"class", "id"} {
		for _, name := range strings.Fields(strings.ToLower(attr(n, key))) {
			if kind := wholeClutter[name]; kind != "" {
				return kind
			}
			for _, word := range strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' }) {
				if kind := clutter[word]; kind != "" {
					return kind
				}
			}
		}
	}
	return ""
}
