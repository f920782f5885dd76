package article

import (
	"strings"

	"golang.org/x/net/html"
)

// holdsText reports that text stands right in an element: colour and size of
// letters are its own, which elements below it could have changed.
func holdsText(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && hasContent(c.Data) {
			return true
		}
	}
	return false
}

// forListeners knows elements by the names that say they are for screen
// readers or for paper only.
func forListeners(n *html.Node) (reason string, hides bool) {
	for name := range strings.FieldsSeq(strings.ToLower(attr(n, "class"))) {
		switch name {
		case "visually-hidden", "visuallyhidden", "visually_hidden", "sr-only", "screen-reader-text", "screen-reader-only", "screenreader-only", "screenreader",
			"element-invisible", "u-visually-hidden", "is-visually-hidden", "show-for-sr", "a11y-hidden", "assistive-text", "offscreen", "print-only", "visible-print", "visible-print-block":
			return name, true
		}
	}
	return "", false
}

// pale reports white text on what is, as far as the page itself says, white:
// no element around it has a background or a name that speaks of one.
func (h *hider) pale(n *html.Node, d declarations) bool {
	if !whitish(colorOf(d["color"])) {
		return false
	}
	for up := n; up != nil && up.Type == html.ElementNode; up = up.Parent {
		decls := d
		if up != n {
			decls = h.sheet.of(up)
			if inline := declarationsOf(strings.ToLower(attr(up, "style"))); inline["background-color"] != "" {
				decls = inline
			}
		}
		if background := decls["background-color"]; background != "" {
			return whitish(colorOf(background))
		}
		if has(up, "bgcolor") || has(up, "background") || darkName(up) {
			return false
		}
	}
	return true
}

// darkName reports a class or style that tells of a background.
func darkName(n *html.Node) bool {
	names := strings.ToLower(attr(n, "class") + " " + attr(n, "id"))
	for _, sign := range [...]string{"background", "bg", "dark", "black", "cover", "hero", "overlay", "banner", "button", "btn", "invert", "inverse", "header", "color"} {
		if strings.Contains(names, sign) {
			return true
		}
	}
	return strings.Contains(strings.ToLower(attr(n, "style")), "background")
}
