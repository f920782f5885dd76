// Package render writes results as copy: plain text, Markdown, HTML and JSON.
//
// Everything in a result is text, whoever wrote it: control characters are
// taken out, and what means something in Markdown or HTML is escaped. The
// package does not decide where output goes.
package render

import (
	"encoding/json"
	"io"

	"github.com/nutgraf/nutgraf/summarize"
)

// Format names a form of output.
type Format string

// The formats.
const (
	Text     Format = "text"
	Markdown Format = "markdown"
	HTML     Format = "html"
	JSON     Format = "json"
)

// Options say how a result is written. The zero value is plain text on long
// lines with neither colour nor evidence.
type Options struct {
	Format  Format
	Explain bool // the evidence and the findings under each claim
	Title   bool // the article's title above, for one result among several
	Width   int  // columns at which text is wrapped; 0 does not wrap
	Color   bool // ANSI styles in text
	Compact bool // JSON on one line
}

// Write writes one result.
func Write(w io.Writer, r *summarize.Result, o Options) error {
	switch o.Format {
	case JSON:
		return writeJSON(w, r, o.Compact)
	case HTML:
		return writeHTML(w, r, o)
	default:
		p := NewPrinter(w, r.Labels, o)
		p.Title(r.Article.Title)
		if r.Why != nil {
			p.Claim(*r.Why)
		}
		for _, t := range r.Takeaways {
			p.Claim(t)
		}
		return p.Close()
	}
}

func writeJSON(w io.Writer, v any, compact bool) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if !compact {
		enc.SetIndent("", "  ")
	}
	return enc.Encode(v)
}
