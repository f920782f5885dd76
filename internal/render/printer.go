package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/rivo/uniseg"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// Printer writes a summary as text or Markdown claim by claim, so that it can
// be read while it is drafted. What it writes is the same as Write does.
type Printer struct {
	out       io.Writer
	o         Options
	labels    summarize.Labels
	started   bool
	takeaways bool
	err       error
}

// NewPrinter returns a printer for one summary in the format of o, text unless
// it is Markdown.
func NewPrinter(out io.Writer, labels summarize.Labels, o Options) *Printer {
	return &Printer{out: out, o: o, labels: labels}
}

// Title writes the article's title if the options ask for it.
func (p *Printer) Title(title string) {
	if !p.o.Title {
		return
	}
	title = titleOf(title)
	if p.o.Format == Markdown {
		p.line("# " + escapeMarkdown(title))
	} else {
		p.line(p.style(text.Colors{text.Bold, text.Underline}, plain.Clean(title)))
	}
	p.started = true
}

func titleOf(title string) string {
	if title == "" {
		return "Untitled"
	}
	return title
}

// Claim writes a claim, with its heading before the first of its kind.
func (p *Printer) Claim(c summarize.ClaimResult) {
	bullet := c.ID != "why"
	switch {
	case !bullet:
		p.heading(p.labels.Why)
	case !p.takeaways:
		p.heading(p.labels.Takeaways)
		p.takeaways = true
	}
	if p.o.Format == Markdown {
		p.markdownClaim(c, bullet)
		return
	}
	if bullet {
		p.wrapped("  • ", "    ", plain.Clean(c.Text), nil)
	} else {
		p.wrapped("  ", "  ", plain.Clean(c.Text), nil)
	}
	if p.o.Explain {
		p.explain(c)
	}
}

func (p *Printer) explain(c summarize.ClaimResult) {
	dim := text.Colors{text.Faint}
	for _, e := range c.Evidence {
		p.wrapped("      ", "      ", fmt.Sprintf("[%d] %s", e.Sentence, plain.Clean(e.Quote)), dim)
	}
	for _, f := range grave(c.Findings) {
		p.wrapped("      ", "      ", fmt.Sprintf("%s: %s: %s", f.Verdict, f.Rule, plain.Clean(toldOf(f))), verdictColor(f.Verdict))
	}
	if passes := passed(c); passes != "" {
		p.wrapped("      ", "      ", "checked: "+passes, dim)
	}
}

// toldOf is what a finding says, with the words that would mend the claim.
func toldOf(f ground.Finding) string {
	if !mends(f) {
		return f.Message
	}
	return fmt.Sprintf("%s (“%s” → “%s”)", f.Message, f.Found, f.Expected)
}

// passed names the rules that a claim was held against and does not break:
// "number, name, support 94%". It is "" when there is none.
func passed(c summarize.ClaimResult) string {
	var names []string
	for _, f := range c.Findings {
		name := f.Rule
		if name == "support" && c.Support != nil {
			name += fmt.Sprintf(" %.0f%%", *c.Support*100)
		}
		if f.Verdict == ground.Pass && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func verdictColor(v ground.Verdict) text.Colors {
	switch v {
	case ground.Fail:
		return text.Colors{text.FgRed}
	case ground.Warn:
		return text.Colors{text.FgYellow}
	default:
		return text.Colors{text.Faint}
	}
}

func (p *Printer) markdownClaim(c summarize.ClaimResult, bullet bool) {
	if bullet {
		p.line("- " + escapeMarkdown(c.Text))
	} else {
		p.line(escapeMarkdown(c.Text))
	}
	if !p.o.Explain {
		return
	}
	indent := ""
	if bullet {
		indent = "  "
	} else if len(c.Evidence)+len(c.Findings) > 0 {
		p.line("")
	}
	for _, e := range c.Evidence {
		p.line(fmt.Sprintf("%s- *Sentence %d:* %s", indent, e.Sentence, escapeMarkdown(e.Quote)))
	}
	for _, f := range grave(c.Findings) {
		p.line(fmt.Sprintf("%s- **%s, %s:** %s", indent, f.Verdict, f.Rule, escapeMarkdown(toldOf(f))))
	}
	if passes := passed(c); passes != "" {
		p.line(fmt.Sprintf("%s- *Checked:* %s", indent, escapeMarkdown(passes)))
	}
}

func (p *Printer) heading(label string) {
	if p.started {
		p.line("")
	}
	p.started = true
	if p.o.Format == Markdown {
		p.line("## " + escapeMarkdown(label))
		p.line("")
		return
	}
	p.line(p.style(text.Colors{text.Bold}, plain.Clean(label)))
}

// wrapped writes text with a first and a following indent.
func (p *Printer) wrapped(first, rest, s string, style text.Colors) {
	if p.o.Width > 0 {
		s = wrap(s, max(20, p.o.Width-len(rest)))
	}
	for i, line := range strings.Split(s, "\n") {
		indent := rest
		if i == 0 {
			indent = first
		}
		p.line(indent + p.style(style, line))
	}
}

func (p *Printer) style(style text.Colors, s string) string {
	if !p.o.Color || style == nil {
		return s
	}
	return style.EscapeSeq() + s + text.EscapeReset
}

func (p *Printer) line(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.out, s+"\n")
	}
}

// Close returns the first error of writing.
func (p *Printer) Close() error { return p.err }

// wrap breaks a text into lines of at most width columns where UAX #14 allows
// it, or between characters where a part has no such place.
func wrap(s string, width int) string {
	var out strings.Builder
	used := 0
	put := func(part string) {
		size := uniseg.StringWidth(strings.TrimRight(part, " "))
		if used > 0 && used+size > width {
			out.WriteByte('\n')
			used = 0
		}
		out.WriteString(part)
		used += uniseg.StringWidth(part)
	}
	for state, part := -1, ""; s != ""; {
		part, s, _, state = uniseg.FirstLineSegmentInString(s, state)
		if uniseg.StringWidth(strings.TrimRight(part, " ")) <= width {
			put(part)
			continue
		}
		for g := uniseg.NewGraphemes(part); g.Next(); {
			put(g.Str())
		}
	}
	lines := strings.Split(out.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// escapeMarkdown writes text so that Markdown shows it letter for letter.
func escapeMarkdown(s string) string {
	s = strings.TrimSpace(plain.Clean(s))
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_[]<>&|~#", r),
			i == 0 && strings.ContainsRune("-+>=", r),
			(r == '.' || r == ')') && i > 0 && i < 10 && strings.Trim(s[:i], "0123456789") == "":
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
