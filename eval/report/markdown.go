package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// mostWorst bounds the items that Markdown lists.
const mostWorst = 5

// Markdown writes the report for a job's summary.
func (r *Report) Markdown(w io.Writer) error {
	var out strings.Builder
	if r.Comparison != nil {
		r.markdownComparison(&out)
	} else {
		r.markdownArms(&out)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// sign stands for a verdict where colours are not sure.
func sign(v compare.Verdict) string {
	switch v {
	case compare.Pass:
		return "✅"
	case compare.Regression:
		return "❌"
	case compare.Inconclusive:
		return "❔"
	}
	return ""
}

func (r *Report) markdownComparison(out *strings.Builder) {
	c := r.Comparison
	fmt.Fprintf(out, "## %s %s\n\n", sign(c.Verdict), mark(r.headline()))
	for _, reason := range r.reasons() {
		fmt.Fprintf(out, "- %s\n", mark(reason))
	}
	fmt.Fprintf(out, "\nbase: %s  \ncandidate: %s\n\n", code(c.Base.Name), code(c.Candidate.Name))
	row(out, "Score", "Base", "Candidate", "Change", percent(c.Level)+" interval", "p", "Allowed", "Verdict")
	row(out, ":--", "--:", "--:", "--:", ":-:", "--:", "--:", ":--")
	for _, m := range r.shown() {
		row(out, cell(m.Name), figure(m.Base), figure(m.Candidate), signed(m.Change), between(m.Low, m.High), chance(pOf(m)), figure(m.Delta),
			strings.TrimSpace(sign(m.Verdict)+" "+verdictOf(m)))
	}
	for _, said := range r.preference() {
		fmt.Fprintf(out, "\n%s\n", mark(said))
	}
	if len(c.Worst) > 0 {
		out.WriteString("\n**What lost most**\n\n")
		row(out, "Item", "Score", "Base", "Candidate", "Change")
		row(out, ":--", ":--", "--:", "--:", "--:")
	}
	for _, worst := range c.Worst[:min(mostWorst, len(c.Worst))] {
		row(out, cell(worst.Item), cell(worst.Metric), figure(&worst.Base), figure(&worst.Candidate), signed(&worst.Change))
	}
	out.WriteString("\n<details><summary>How it was measured</summary>\n\n")
	if flagged := r.flagged(); flagged != "" {
		fmt.Fprintf(out, "- changed as well: %s\n", mark(flagged))
	}
	fmt.Fprintf(out, "- %s\n", mark(r.method()))
	detectable, noise := r.limits()
	if detectable != "" {
		fmt.Fprintf(out, "- smallest change for the worse found with power %g: %s\n", c.Power, mark(detectable))
	}
	if noise != "" {
		fmt.Fprintf(out, "- noise floor: %s\n", mark(noise))
	}
	for i := range r.Arms {
		fmt.Fprintf(out, "- %s: %s\n", code(r.Arms[i].Name), mark(r.Arms[i].cost()))
	}
	for _, note := range c.Notes {
		fmt.Fprintf(out, "- %s\n", mark(note))
	}
	fmt.Fprintf(out, "- %s\n\n</details>\n", code(c.Signature))
}

func (r *Report) markdownArms(out *strings.Builder) {
	out.WriteString("## Evaluation\n\n")
	for i, cells := range r.columns(headlines(scoresOf(r.Arms))) {
		if i == 0 {
			row(out, marked(cells)...)
			row(out, append([]string{":--"}, slices.Repeat([]string{"--:"}, len(cells)-1)...)...)
			continue
		}
		row(out, append([]string{cell(cells[0])}, cells[1:]...)...)
	}
	out.WriteString("\n")
	for i := range r.Arms {
		arm := &r.Arms[i]
		fmt.Fprintf(out, "- %s: %s of %s; %s\n", code(arm.Name), count(arm.Samples, "sample"), count(arm.Items, "item"), mark(arm.cost()))
		if lacking := arm.lacking(); lacking != "" {
			fmt.Fprintf(out, "  - ❌ %s\n", mark(lacking))
		}
	}
}

func row(out *strings.Builder, cells ...string) {
	fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
}

func marked(cells []string) []string {
	out := make([]string, len(cells))
	for i, cell := range cells {
		out[i] = mark(cell)
	}
	return out
}

// cell writes a name as code in a table, whose cells end at a bar even there.
func cell(s string) string { return strings.ReplaceAll(code(s), "|", "¦") }

// mark writes text so that it stays text in Markdown.
func mark(s string) string {
	return strings.NewReplacer(
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "|", `\|`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "[", `\[`, "]", `\]`, "#", `\#`, "!", `\!`, "@", "&#64;", "://", ":&#47;/",
	).Replace(plain.Clean(s))
}

// code writes a name as code, of one line; in a table see cell.
func code(s string) string {
	s = strings.Join(strings.Fields(strings.ReplaceAll(plain.Clean(s), "`", "'")), " ")
	if strings.TrimSpace(s) == "" {
		return none
	}
	return "`" + s + "`"
}
