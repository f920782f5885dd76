package article

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// openShadows turns templates that a browser shows as the inside of their
// element (declarative shadow trees) into plain elements.
func openShadows(doc *html.Node) {
	for d := range doc.Descendants() {
		if d.DataAtom == atom.Template && (has(d, "shadowrootmode") || has(d, "shadowroot")) {
			d.Data, d.DataAtom = "div", atom.Div
		}
	}
}

// embedded is text that a page carries for scripts and machines, not in its
// visible part: it is read when the visible part has no story.
type embedded struct {
	described string   // articleBody of the structured data
	markup    []string // inside of noscript elements and of scripts that are templates
}

// mostEmbedded is how many pieces of markup for scripts are looked at.
const mostEmbedded = 20

// embeddedOf collects what is embedded in a page.
func embeddedOf(doc *html.Node) embedded {
	var e embedded
	for d := range doc.Descendants() {
		switch d.DataAtom {
		case atom.Script:
			kind := strings.ToLower(attr(d, "type"))
			if strings.Contains(kind, "ld+json") {
				e.describe(rawText(d))
			} else if strings.Contains(kind, "template") || strings.Contains(kind, "html") {
				e.add(rawText(d))
			}
		case atom.Noscript:
			e.add(rawText(d))
		case atom.Template:
			var b strings.Builder
			for c := d.FirstChild; c != nil; c = c.NextSibling {
				_ = html.Render(&b, c) // a Builder does not fail
			}
			e.add(b.String())
		}
	}
	return e
}

func (e *embedded) add(markup string) {
	if len(e.markup) < mostEmbedded && wordsOf(markup) >= leastWaiting {
		e.markup = append(e.markup, markup)
	}
}

func rawText(n *html.Node) string {
	if n.FirstChild == nil {
		return ""
	}
	return n.FirstChild.Data
}

// describe takes the longest articleBody of a piece of structured data.
func (e *embedded) describe(data string) {
	if !strings.Contains(data, "articleBody") {
		return
	}
	dec := json.NewDecoder(strings.NewReader(lenient(data)))
	named := false
	for {
		token, err := dec.Token()
		if err != nil {
			return
		}
		text, ok := token.(string)
		if ok && named && len(text) > len(e.described) {
			e.described = text
		}
		named = ok && text == "articleBody"
	}
}

// story returns the blocks of the longest embedded story, nil when there is none
// of at least leastWaiting words of prose.
func (e embedded) story() []block {
	best := describedBlocks(e.described)
	for _, markup := range e.markup {
		if blocks := markupBlocks(markup); proseOf(blocks) > proseOf(best) {
			best = blocks
		}
	}
	if proseOf(best) < leastWaiting {
		return nil
	}
	return best
}

func describedBlocks(text string) []block {
	if strings.Contains(text, "</") || strings.Contains(text, "<br") {
		return markupBlocks(text)
	}
	var out []block
	for line := range strings.Lines(html.UnescapeString(text)) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, block{text: line})
		}
	}
	return out
}

func markupBlocks(markup string) []block {
	doc := parseHTML(markup)
	pruneHidden(doc)
	pruneClutter(doc)
	return blocksOf(doc)
}

// proseOf counts the words of the blocks that are longer than a label.
func proseOf(blocks []block) int {
	words := 0
	for _, b := range blocks {
		if n := wordsOf(b.text); n >= leastRun && !b.linked && b.drop == "" {
			words += n
		}
	}
	return words
}
