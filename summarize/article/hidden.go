package article

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits of the report on hidden text.
const (
	hiddenReports = 20
	hiddenLength  = 200
)

// pruneHidden removes what a reader of the page does not see, and scripts.
func pruneHidden(doc *html.Node) []Omission {
	var gone []*html.Node
	var out []Omission
	more := 0
	for n := doc.FirstChild; n != nil; {
		switch {
		case neverText(n):
			gone = append(gone, n)
			n = after(n, nil)
		case hidden(n):
			gone = append(gone, n)
			if text := visibleText(n); text != "" && len(out) < hiddenReports {
				out = append(out, Omission{Kind: "hidden", Text: shorten(text, hiddenLength)})
			} else if text != "" {
				more++
			}
			n = after(n, nil)
		default:
			n = next(n, nil)
		}
	}
	for _, n := range gone {
		n.Parent.RemoveChild(n)
	}
	if more > 0 {
		out = append(out, Omission{Kind: "hidden", Text: fmt.Sprintf("%d more hidden parts of the page", more)})
	}
	return out
}

// after returns the node below root that follows n and everything below it, nil
// at the end. A nil root is the whole document.
func after(n, root *html.Node) *html.Node {
	for n != root && n.NextSibling == nil {
		n = n.Parent
	}
	if n == root {
		return nil
	}
	return n.NextSibling
}

// next returns the node below root that follows n in the order of the document.
func next(n, root *html.Node) *html.Node {
	if n.FirstChild != nil {
		return n.FirstChild
	}
	return after(n, root)
}

func neverText(n *html.Node) bool {
	if n.Type == html.CommentNode {
		return true
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Svg, atom.Math, atom.Canvas, atom.Select, atom.Textarea, atom.Audio, atom.Video, atom.Datalist:
		return true
	}
	return false
}

// visibleText is the text below n without scripts, not much more than
// longestClutter bytes of it.
func visibleText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type != html.TextNode || d.Parent.DataAtom == atom.Script || d.Parent.DataAtom == atom.Style {
			continue
		}
		for word := range strings.FieldsSeq(d.Data) {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(word)
			if b.Len() > longestClutter {
				return b.String()
			}
		}
	}
	return b.String()
}

func shorten(s string, n int) string {
	runes := 0
	for i := range s {
		if runes++; runes > n {
			return strings.TrimSpace(s[:i]) + "…"
		}
	}
	return s
}

// hidden reports that an element says of itself that it is not shown.
func hidden(n *html.Node) bool {
	if n.Type != html.ElementNode || n.DataAtom == atom.Body || n.DataAtom == atom.Html {
		return false
	}
	if has(n, "hidden") && attr(n, "hidden") != "until-found" || attr(n, "aria-hidden") == "true" {
		return true
	}
	style := attr(n, "style")
	if style == "" {
		return false
	}
	style = strings.Join(strings.Fields(strings.ToLower(style)), "")
	for decl := range strings.SplitSeq(style, ";") {
		if hides(strings.TrimSuffix(decl, "!important")) {
			return true
		}
	}
	return false
}

func hides(decl string) bool {
	name, value, _ := strings.Cut(decl, ":")
	switch name {
	case "display":
		return value == "none"
	case "visibility":
		return value == "hidden" || value == "collapse"
	case "opacity", "font-size":
		return strings.Trim(value, "0.") == "" || strings.Trim(strings.TrimRight(value, "pxemrt%"), "0.") == ""
	case "text-indent", "left", "top", "margin-left", "right":
		return strings.HasPrefix(value, "-") && len(strings.TrimRight(value, "pxemrt%")) >= 5
	case "clip":
		return strings.HasPrefix(value, "rect(0") || strings.HasPrefix(value, "rect(1px,1px")
	}
	return false
}
