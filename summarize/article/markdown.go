package article

import (
	"bufio"
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	renderer "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"go.yaml.in/yaml/v3"
)

// readMarkdown makes blocks of CommonMark. Front matter is metadata; images and
// code are left out, blocks of HTML are read as a page is.
func readMarkdown(source string) page {
	source = lineBreaks.Replace(source)
	var p page
	if front := frontMatter(source); front != "" {
		p.meta = readFrontMatter(front)
		source = source[len(front):]
	}
	source, marks := cutMarks(source)
	w := mdWalker{source: []byte(tame(source)), omitted: marks}
	doc := goldmark.DefaultParser().Parse(text.NewReader(w.source))
	w.children(doc, Body, 0)
	p.blocks, p.omitted = w.blocks, w.omitted
	return p
}

// Bounds that keep the parser's time linear: a paragraph with more links or
// signs of emphasis, or a line with more marks of quotes and lists, loses them.
const (
	mostLinks    = 64
	mostEmphases = 2000
	mostMarks    = 3 * mdDepth
)

// tame rewrites what would take the parser time that is not linear.
func tame(source string) string {
	var out strings.Builder
	out.Grow(len(source))
	for i, part := range strings.Split(source, "\n\n") {
		if i > 0 {
			out.WriteString("\n\n")
		}
		if strings.Count(part, "](")+strings.Count(part, "][") > mostLinks {
			part = strings.ReplaceAll(part, "]", "] ")
		}
		flat := strings.Count(part, "*")+strings.Count(part, "_") > mostEmphases
		for line := range strings.Lines(part) {
			rest := strings.TrimLeft(line, " \t>-+*0123456789.)")
			if len(line)-len(rest) <= mostMarks {
				out.WriteString(line[:len(line)-len(rest)])
			}
			if flat {
				rest = unemphasised.Replace(rest)
			}
			out.WriteString(rest)
		}
	}
	return out.String()
}

var unemphasised = strings.NewReplacer("*", "", "_", " ")

// frontMatter returns the YAML between "---" lines at the top, with them.
func frontMatter(source string) string {
	rest, ok := strings.CutPrefix(source, "---\n")
	if !ok {
		return ""
	}
	end := strings.Index(rest[:min(len(rest), 16<<10)], "\n---\n")
	if end < 0 {
		return ""
	}
	if name, _, ok := strings.Cut(rest[:end], ":"); !ok || strings.ContainsAny(name, " \n") && !strings.HasPrefix(name, "#") {
		return "" // prose between two rules
	}
	return source[:len("---\n")+end+len("\n---\n")]
}

func readFrontMatter(front string) meta {
	var f struct {
		Title   string
		Author  yaml.Node
		Byline  string
		Date    string
		Updated string
		Lastmod string
		Lang    string
		URL     string `yaml:"url"`
		Site    string
	}
	body := strings.TrimSuffix(strings.TrimPrefix(front, "---\n"), "---\n")
	if err := yaml.Unmarshal([]byte(body), &f); err != nil {
		return meta{}
	}
	m := meta{title: f.Title, byline: f.Byline, lang: f.Lang, url: f.URL, site: f.Site}
	if m.byline == "" {
		m.byline = strings.Join(scalars(&f.Author), ", ")
	}
	m.published, _ = parseDate(f.Date)
	if m.updated, _ = parseDate(f.Updated); m.updated.IsZero() {
		m.updated, _ = parseDate(f.Lastmod)
	}
	return m
}

func scalars(n *yaml.Node) []string {
	var out []string
	if n.Kind == yaml.ScalarNode && n.Value != "" {
		out = append(out, n.Value)
	}
	for _, c := range n.Content {
		if c.Kind == yaml.ScalarNode {
			out = append(out, c.Value)
		}
	}
	return out
}

// mdDepth is how deep quotes and lists may nest; what is deeper is left out.
const mdDepth = 60

type mdWalker struct {
	source  []byte
	blocks  []block
	omitted []Omission
	mark    string // what the next paragraph begins with in the source
}

func (w *mdWalker) children(n ast.Node, kind ParagraphKind, depth int) {
	if depth > mdDepth {
		w.omitted = append(w.omitted, Omission{Kind: "nesting", Text: "quotes or lists nested too deep"})
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c, kind, depth)
	}
}

func (w *mdWalker) block(n ast.Node, kind ParagraphKind, depth int) {
	switch n := n.(type) {
	case *ast.Heading:
		w.inline(n, Heading)
	case *ast.Paragraph, *ast.TextBlock:
		w.inline(n, kind)
	case *ast.Blockquote:
		w.children(n, Quote, depth+1)
	case *ast.List:
		w.list(n, kind, depth)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		w.omitted = append(w.omitted, Omission{Kind: "code", Text: fmt.Sprintf("a block of code, %d lines", n.Lines().Len())})
	case *ast.HTMLBlock:
		w.html(n)
	}
}

// html reads the text of a block of HTML.
func (w *mdWalker) html(n *ast.HTMLBlock) {
	var source strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		source.Write(line.Value(w.source))
	}
	if n.HasClosure() {
		source.Write(n.ClosureLine.Value(w.source))
	}
	doc := parseHTML(source.String())
	w.omitted = append(w.omitted, append(pruneHidden(doc), settleInline(doc)...)...)
	blocks := blocksOf(doc)
	if len(blocks) == 0 {
		w.omitted = append(w.omitted, Omission{Kind: "html", Text: fmt.Sprintf("a block of HTML, %d lines", n.Lines().Len())})
	}
	w.blocks = append(w.blocks, blocks...)
}

// inline adds the text of a paragraph. A line break in the source is a space
// unless the lines are items, a hard one begins a new block.
func (w *mdWalker) inline(n ast.Node, kind ParagraphKind) {
	var t textBuilder
	if w.mark != "" {
		t.add(w.mark)
		w.mark = ""
	}
	from, lines := len(w.blocks), w.linesOf(n)
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if _, image := c.(*ast.Image); image {
			return ast.WalkSkipChildren, nil
		}
		if c, ok := c.(*ast.Emphasis); ok && c.Level == 2 {
			t.bold(entering)
		}
		if !entering {
			return ast.WalkContinue, nil
		}
		switch c := c.(type) {
		case *ast.AutoLink:
			t.add(string(c.Label(w.source)))
		case *ast.String:
			t.add(string(c.Value))
		case *ast.RawHTML:
			w.tag(&t, c, kind)
		case *ast.Text:
			t.add(w.text(c))
			if c.HardLineBreak() || c.SoftLineBreak() && lines.breaks(w.source[c.Segment.Stop:]) {
				w.blocks = t.flush(w.blocks, kind)
			} else if c.SoftLineBreak() {
				t.add(" ")
			}
		}
		return ast.WalkContinue, nil
	})
	w.blocks = t.flush(w.blocks, kind)
	lines.settle(w.blocks[from:])
}

// text returns the text that c stands for: "&amp;" is "&" and "\*" is "*".
func (w *mdWalker) text(c *ast.Text) string {
	value := c.Segment.Value(w.source)
	if c.IsRaw() || !bytes.ContainsAny(value, `&\`) {
		return string(value)
	}
	var out strings.Builder
	escaped := bufio.NewWriter(&out)
	renderer.DefaultWriter.Write(escaped, value)
	_ = escaped.Flush() // a strings.Builder returns no error
	return html.UnescapeString(out.String())
}

// tag heeds the tags within a line that change how it reads.
func (w *mdWalker) tag(t *textBuilder, n *ast.RawHTML, kind ParagraphKind) {
	if n.Segments.Len() == 0 {
		return
	}
	first := n.Segments.At(0)
	switch name := strings.ToLower(strings.Trim(string(first.Value(w.source)), "<> ")); name {
	case "br", "br/", "br /":
		w.blocks = t.flush(w.blocks, kind)
	case "b", "strong":
		t.bold(true)
	case "/b", "/strong":
		t.bold(false)
	}
}

// textBuilder gathers the text of a block, and its opening in bold.
type textBuilder struct {
	text     strings.Builder
	lead     strings.Builder
	boldness int
	leadOver bool
	linked   int // bytes of text inside of links
	links    int // depth of open links
}

func (t *textBuilder) bold(on bool) {
	if on {
		t.boldness++
	} else {
		t.boldness = max(0, t.boldness-1)
	}
}

func (t *textBuilder) add(s string) {
	if strings.TrimSpace(s) != "" {
		if t.boldness == 0 {
			t.leadOver = true
		}
		if t.links > 0 {
			t.linked += len(strings.TrimSpace(s))
		}
	}
	if t.boldness > 0 && !t.leadOver {
		t.lead.WriteString(s)
	}
	t.text.WriteString(s)
}

// flush adds the block to blocks and begins the next.
func (t *textBuilder) flush(blocks []block, kind ParagraphKind) []block {
	b := block{kind: kind, text: strings.TrimSpace(t.text.String()), lead: strings.TrimSpace(t.lead.String())}
	if b.lead == b.text {
		b.lead = ""
	}
	*t = textBuilder{boldness: t.boldness, links: t.links}
	if b.text == "" {
		return blocks
	}
	return append(blocks, b)
}
