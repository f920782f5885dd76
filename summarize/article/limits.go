package article

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Limits beside that of size. No article comes near them; they keep the memory
// for any input under 200 MB.
const (
	mostPageBytes     = 8 << 20 // of HTML
	mostMarkdownBytes = 4 << 20
	mostTextLines     = 150_000 // of plain text, blank ones not counted
	mostMarkdownLines = 50_000
	mostMarkdownMarks = 300_000 // brackets, stars and the like in Markdown
	mostElements      = 100_000 // of HTML
	mostSentences     = 300_000
)

// checkLimits refuses a text that would take too much memory to read. A caller
// that raises MaxBytes over the default raises the limits of size with it.
func checkLimits(text string, format Format, opts Options) error {
	switch format {
	case HTML:
		if err := checkSize(text, mostPageBytes, "page", opts); err != nil {
			return err
		}
		if pageNodes(text) > mostElements {
			return tooMany(mostElements, "elements")
		}
	case Markdown:
		if err := checkSize(text, mostMarkdownBytes, "Markdown", opts); err != nil {
			return err
		}
		if linesOf(text) > mostMarkdownLines {
			return tooMany(mostMarkdownLines, "lines")
		}
		if strings.Count(text, "[")+strings.Count(text, "*")+strings.Count(text, "_")+strings.Count(text, "`") > mostMarkdownMarks {
			return tooMany(mostMarkdownMarks, "Markdown marks")
		}
	default:
		if linesOf(text) > mostTextLines {
			return tooMany(mostTextLines, "lines")
		}
	}
	return nil
}

func checkSize(text string, limit int64, what string, opts Options) error {
	if opts.MaxBytes > DefaultMaxBytes {
		limit = opts.MaxBytes
	}
	if int64(len(text)) > limit {
		return fault.New(fault.InputTooLarge, "The %s is over the limit of %s. Give the article alone", what, size(limit))
	}
	return nil
}

func tooMany(limit int, what string) error {
	return fault.New(fault.InputTooLarge, "The input has over %d %s, more than any article. Give the article alone", limit, what)
}

// linesOf counts the lines that are not blank, up to where it is too many.
func linesOf(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			n++
		}
		if n > mostTextLines {
			break
		}
	}
	return n
}

// pageNodes bounds the nodes that parsing a page makes, up to where it is too
// many. Elements of style that are left open are made again in each block after
// them, so that a page of 50 KB can become millions of nodes.
func pageNodes(source string) int {
	z := html.NewTokenizer(strings.NewReader(source))
	open := openStyles{byName: map[atom.Atom][]string{}}
	nodes := 0
	for nodes <= mostElements {
		switch z.Next() {
		case html.ErrorToken:
			return nodes
		case html.StartTagToken:
			raw := string(z.Raw()[:min(len(z.Raw()), 200)])
			name, _ := z.TagName()
			nodes += 1 + open.count
			open.start(atom.Lookup(name), raw)
		case html.SelfClosingTagToken:
			nodes += 1 + open.count
		case html.EndTagToken:
			name, _ := z.TagName()
			open.end(atom.Lookup(name))
		}
	}
	return nodes
}

// openStyles are the elements of style that are open. The parser keeps at most
// three that are the same, and one link.
type openStyles struct {
	byName map[atom.Atom][]string
	count  int
}

const mostSame = 3

func (o *openStyles) start(name atom.Atom, raw string) {
	switch name {
	case atom.A, atom.Nobr:
		if len(o.byName[name]) > 0 {
			return
		}
	case atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		same := 0
		for _, r := range slices.Backward(o.byName[name]) {
			if r == raw {
				same++
			}
			if same >= mostSame {
				return
			}
		}
	default:
		return
	}
	o.byName[name] = append(o.byName[name], raw)
	o.count++
}

func (o *openStyles) end(name atom.Atom) {
	if n := len(o.byName[name]); n > 0 {
		o.byName[name] = o.byName[name][:n-1]
		o.count--
	}
}
