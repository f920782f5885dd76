package render

import (
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/rivo/uniseg"

	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// segment is a part of a claim's clean text, with the verdict on it: "" where
// nothing was found.
type segment struct {
	Text    string
	Verdict ground.Verdict
}

// segments cuts a claim where what was found about its words begins and ends.
// Where findings overlap the gravest counts.
func segments(c CheckedClaim) []segment {
	var out []segment
	on := verdictsOn(c)
	for i, r := range []rune(c.Text) {
		s := plain.Clean(string(r))
		if k := len(out) - 1; k >= 0 && out[k].Verdict == on[i] {
			out[k].Text += s
		} else {
			out = append(out, segment{s, on[i]})
		}
	}
	return out
}

// verdictsOn returns the verdict on each code point of a claim.
func verdictsOn(c CheckedClaim) []ground.Verdict {
	on := make([]ground.Verdict, len([]rune(c.Text)))
	for _, f := range c.Findings {
		if f.Verdict != ground.Warn && f.Verdict != ground.Fail {
			continue
		}
		for i := max(0, f.Start); i < min(f.End, len(on)); i++ {
			on[i] = on[i].Worse(f.Verdict)
		}
	}
	return on
}

// marked writes a claim with the words that something was found about: in
// colour, or underlined with ^ for fail and ~ for warn.
func (p *Printer) marked(first, rest string, c CheckedClaim) {
	var list []run
	for _, s := range segments(c) {
		r := run{text: s.Text}
		switch s.Verdict {
		case ground.Fail:
			r.under = "^"
		case ground.Warn:
			r.under = "~"
		}
		if r.under != "" {
			r.style = append(text.Colors{text.Underline}, verdictColor(s.Verdict)...)
		}
		list = append(list, r)
	}
	p.runs(first, rest, list)
}

// run is a part of a text with a look of its own.
type run struct {
	text  string
	style text.Colors // nil for none
	under string      // what stands below each column where there is no colour, "" for nothing
}

// runs writes the parts of one text as wrapped does.
func (p *Printer) runs(first, rest string, list []run) {
	var plain strings.Builder
	var of []int // run of each code point
	for i, r := range list {
		plain.WriteString(r.text)
		for range r.text {
			of = append(of, i)
		}
	}
	points, shown, at := []rune(plain.String()), plain.String(), 0
	if p.o.Width > 0 {
		shown = wrap(shown, max(20, p.o.Width-len(rest)))
	}
	indent := first
	for _, line := range strings.Split(shown, "\n") {
		var here []int
		for _, r := range line {
			for at < len(points)-1 && points[at] != r {
				at++ // a space that ended the line before
			}
			here = append(here, of[min(at, len(of)-1)])
			at++
		}
		p.runLine(indent, rest, line, list, here)
		indent = rest
	}
}

// runLine writes one line, of whose code points the runs are known.
func (p *Printer) runLine(indent, below, line string, list []run, of []int) {
	var b strings.Builder
	points := []rune(line)
	for from := 0; from < len(points); {
		end := from
		for end < len(points) && of[end] == of[from] {
			end++
		}
		b.WriteString(p.style(list[of[from]].style, string(points[from:end])))
		from = end
	}
	p.line(indent + b.String())
	if p.o.Color {
		return
	}
	if under := strings.TrimRight(underline(line, list, of), " "); under != "" {
		p.line(below + under)
	}
}

// underline makes what stands below a line. Text that runs from right to left
// gets nothing: the columns would not match.
func underline(line string, list []run, of []int) string {
	if strings.ContainsFunc(line, func(r rune) bool {
		return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana)
	}) {
		return ""
	}
	var b strings.Builder
	i := 0
	for g := uniseg.NewGraphemes(line); g.Next(); {
		sign := list[of[i]].under
		if sign == "" {
			sign = " "
		}
		b.WriteString(strings.Repeat(sign, g.Width()))
		i += len(g.Runes())
	}
	return b.String()
}
