package render

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/nutgraf/nutgraf/summarize/plain"
)

// difference makes one text of two: what was removed is in [-…-], what was added
// in {+…+}, or both in colour. The runs follow those in front of them.
func (p *Printer) difference(front, old, revised string) []run {
	out := []run{{text: front}}
	list := plain.Changes(old, revised)
	for i, e := range list {
		switch e.Op {
		case plain.Removed:
			r := p.gone(e.Text)
			if i+1 < len(list) && list[i+1].Op == plain.Added {
				r[1].text = "" // what was added brings its own space
			}
			out = append(out, r...)
		case plain.Added:
			out = append(out, p.around("{+", e.Text, "+}", text.Colors{text.FgGreen})...)
		default:
			out = append(out, run{text: e.Text})
		}
	}
	return out
}

// gone makes runs of a text that was removed, and of the space at its end.
func (p *Printer) gone(s string) []run {
	return p.around("[-", s, "-]", text.Colors{text.FgRed, text.CrossedOut})
}

func (p *Printer) around(open, s, end string, style text.Colors) []run {
	trimmed := strings.TrimRight(s, " ")
	space := run{text: s[len(trimmed):]}
	if p.o.Color {
		return []run{{text: trimmed, style: style}, space}
	}
	return []run{{text: open + trimmed + end}, space}
}
