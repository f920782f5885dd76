package article

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// settleInline makes text of what markup inside of a line says: it drops what is
// struck out and marks of footnotes, and reports them, writes raised and lowered
// digits as such, and puts quotation marks around quotations.
func settleInline(doc *html.Node) []Omission {
	s := inlineSettler{}
	for n := doc.FirstChild; n != nil; {
		following := next(n, nil)
		if s.settle(n) {
			s.gone = append(s.gone, n)
			following = after(n, nil)
		} else if n.Type == html.TextNode && n.Data != "" {
			s.last = lastRune(n.Data)
		}
		n = following
	}
	for _, n := range s.gone {
		n.Parent.RemoveChild(n)
	}
	return s.omitted
}

type inlineSettler struct {
	gone    []*html.Node
	omitted []Omission
	last    rune // character before
}

// settle rewrites an element, and reports that it has to go.
func (s *inlineSettler) settle(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Del, atom.S, atom.Strike:
		s.omit("deleted", visibleText(n))
		return true
	case atom.Sup:
		if footnoteMark(n) {
			s.omit("footnote", visibleText(n))
			return true
		}
		s.raise(n)
	case atom.Sub:
		if s.last == '/' || s.last == '⁄' {
			rewrite(n, sunken)
		}
	case atom.Q:
		n.InsertBefore(&html.Node{Type: html.TextNode, Data: "“"}, n.FirstChild)
		n.AppendChild(&html.Node{Type: html.TextNode, Data: "”"})
	}
	return false
}

func (s *inlineSettler) omit(kind, text string) {
	if text != "" && len(s.omitted) < mostClutter {
		s.omitted = append(s.omitted, Omission{Kind: kind, Text: shorten(text, hiddenLength)})
	}
}

// longestRaised bounds what is a mark or number, in bytes.
const longestRaised = 16

// footnoteMark reports that a raised text is a link to a note, or a number in
// brackets.
func footnoteMark(sup *html.Node) bool {
	text := visibleText(sup)
	if len(text) > longestRaised {
		return false
	}
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") {
		return true
	}
	return find(sup, atom.A) != nil
}

// raise writes a raised number in raised digits. A raised letter after a digit
// that is no ordinal ("1st", "1er", "2a") gets a "^".
func (s *inlineSettler) raise(n *html.Node) {
	text := visibleText(n)
	if rewrite(n, raised) || !unicode.IsDigit(s.last) {
		return
	}
	if len(text) == 1 && strings.Contains("nxyzkmNXYZKM", text) || text != "" && strings.ContainsAny(text, "0123456789") {
		n.InsertBefore(&html.Node{Type: html.TextNode, Data: "^"}, n.FirstChild)
	}
}

const (
	digitsAndSigns = "0123456789+-−"
	raised         = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"
	sunken         = "₀₁₂₃₄₅₆₇₈₉₊₋₋"
)

// rewrite replaces the digits of an element that has nothing else.
func rewrite(n *html.Node, digits string) bool {
	text, only := visibleText(n), n.FirstChild
	if text == "" || len(text) > longestRaised || only != n.LastChild || only.Type != html.TextNode {
		return false
	}
	from, to := []rune(digitsAndSigns), []rune(digits)
	var out strings.Builder
	for _, r := range text {
		k := slices.Index(from, r)
		if k < 0 {
			return false
		}
		out.WriteRune(to[k])
	}
	only.Data = out.String()
	return true
}
