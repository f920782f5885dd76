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

// pruneHidden removes what a reader of the page does not see, and scripts, and
// reports it with comments and the words that stand for pictures. What
// only waits for a script to show it, and is more of the story than all that is
// shown, stays.
func pruneHidden(doc *html.Node) []Omission {
	h := hider{sheet: styleSheetOf(doc)}
	h.look(doc, nil)
	if waiting := h.waiting(doc); waiting != nil {
		h.hidden = h.hidden[:0]
		h.look(doc, waiting)
	}
	out := unseenText(doc)
	return append(h.remove(), out...)
}

type hider struct {
	sheet  *styleSheet
	never  []*html.Node
	hidden []hiddenPart
}

// hiddenPart is an element that is not shown, and what hides it: elements with
// the same reason are shown together. A part without a reason stays hidden.
type hiddenPart struct {
	node   *html.Node
	reason string
}

// look collects what is hidden. What hides for the reason in waiting is taken
// as shown.
func (h *hider) look(doc *html.Node, waiting map[string]bool) {
	h.never = h.never[:0]
	for n := doc.FirstChild; n != nil; {
		if neverText(n) {
			h.never = append(h.never, n)
			n = after(n, nil)
			continue
		}
		reason, hides := h.reason(n)
		if hides && (reason == "" || !waiting[reason]) {
			h.hidden = append(h.hidden, hiddenPart{n, reason})
			n = after(n, nil)
			continue
		}
		show(n, hides)
		n = next(n, nil)
	}
}

// remove takes out what was collected, and reports it.
func (h *hider) remove() []Omission {
	var out []Omission
	more := 0
	for _, part := range h.hidden {
		if text := visibleText(part.node); text != "" && len(out) < hiddenReports {
			out = append(out, Omission{Kind: "hidden", Text: shorten(text, hiddenLength)})
		} else if text != "" {
			more++
		}
		part.node.Parent.RemoveChild(part.node)
	}
	for _, n := range h.never {
		n.Parent.RemoveChild(n)
	}
	if more > 0 {
		out = append(out, Omission{Kind: "hidden", Text: fmt.Sprintf("%d more hidden parts of the page", more)})
	}
	return out
}

// reason reports that an element is not shown. The reason is "" when it is
// concealed for good, else it names what a script could change.
func (h *hider) reason(n *html.Node) (reason string, hides bool) {
	if n.Type != html.ElementNode || n.DataAtom == atom.Body || n.DataAtom == atom.Html {
		return "", false
	}
	if has(n, "hidden") && attr(n, "hidden") != "until-found" {
		return "hidden", true
	}
	if attr(n, "aria-hidden") == "true" {
		return "aria-hidden", true
	}
	if n.DataAtom == atom.Dialog && !has(n, "open") {
		return "dialog", true
	}
	if len(n.Attr) == 0 {
		return "", false
	}
	sheet := h.sheet.of(n)
	inline := declarationsOf(withoutComments(strings.ToLower(attr(n, "style"))))
	if len(sheet) == 0 && len(inline) == 0 {
		return forListeners(n)
	}
	both := declarations{}
	for name, value := range sheet {
		both[name] = value
	}
	for name, value := range inline {
		both[name] = value
	}
	if both.conceals() || both.unreadable() && (holdsText(n) || inline.unreadable()) {
		return "", true
	}
	if h.pale(n, both) && (holdsText(n) || inline["color"] != "") {
		return "pale", true
	}
	if both.folds() {
		if inline.folds() {
			return "style", true
		}
		return attr(n, "class") + "#" + attr(n, "id"), true
	}
	return forListeners(n)
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
