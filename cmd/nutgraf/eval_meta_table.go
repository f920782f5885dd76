package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/nutgraf/nutgraf/eval/meta"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// writeMeta writes tables for people: one to see it at a glance, and one with
// everything.
func (a *app) writeMeta(r *meta.Report, f metaFlags) error {
	var shown []meta.Agreement
	for _, m := range r.Metrics {
		if m.Scored > 0 && (m.Headline || f.all) {
			shown = append(shown, m)
		}
	}
	rows := shown
	if r.Ceiling != nil {
		rows = append(rows[:len(rows):len(rows)], *r.Ceiling)
	}
	var w strings.Builder
	fmt.Fprintf(&w, "%s, %d summaries of %s; intervals of %g %%, documents drawn %d times\n",
		plain.Count(r.Documents, "document"), r.Summaries, plain.Count(r.Systems, "system"), 100*r.Level, r.Resamples)
	fmt.Fprint(&w, "\nSpearman over the systems of a document, mean over documents:\n\n")
	glance(&w, r, rows, f.format)
	fmt.Fprint(&w, "\nAll of it: over the systems of a document, and over the means of the systems (tau: Kendall's tau-b):\n\n")
	details(&w, rows, f.format)
	fmt.Fprintln(&w)
	leftOut(&w, r, shown)
	if r.Ceiling == nil {
		fmt.Fprintln(&w, "There is no ceiling: the file has no ratings of single annotators.")
	}
	for _, m := range r.Metrics {
		if m.Headline && m.Scored == 0 {
			fmt.Fprintf(&w, "Not scored: %s (%s)\n", m.Name, m.Reason)
		}
	}
	_, err := io.WriteString(a.out, w.String())
	return err
}

// glance has a row for each score, and a column for each dimension.
func glance(w io.Writer, r *meta.Report, rows []meta.Agreement, format string) {
	head := table.Row{"score"}
	for _, d := range r.Dimensions {
		head = append(head, d)
	}
	t := metaTable(append(head, "mean"))
	for _, m := range rows {
		row := table.Row{m.Name}
		for _, c := range m.Dimensions {
			row = append(row, valueText(c.Summary.Spearman, false))
		}
		if m.Mean != nil {
			row = append(row, valueText(m.Mean.Summary.Spearman, true))
		}
		t.AppendRow(row)
	}
	renderMeta(w, t, format)
}

// details has a row for each score and dimension.
func details(w io.Writer, rows []meta.Agreement, format string) {
	t := metaTable(table.Row{"score", "dimension", "documents: rho", "documents: tau", "systems: rho", "systems: tau"})
	add := func(name, dimension string, l meta.Levels) {
		t.AppendRow(table.Row{
			name, dimension, valueText(l.Summary.Spearman, true), valueText(l.Summary.Kendall, true),
			valueText(l.System.Spearman, true), valueText(l.System.Kendall, true),
		})
	}
	for _, m := range rows {
		for _, c := range m.Dimensions {
			add(m.Name, c.Dimension, c.Levels)
		}
		if m.Mean != nil {
			add(m.Name, "mean", *m.Mean)
		}
	}
	renderMeta(w, t, format)
}

func metaTable(head table.Row) table.Writer {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Options = table.OptionsNoBordersAndSeparators
	t.Style().Format.Header = text.FormatDefault
	t.SuppressTrailingSpaces()
	t.AppendHeader(head)
	return t
}

func renderMeta(w io.Writer, t table.Writer, format string) {
	if format == "markdown" {
		fmt.Fprintln(w, t.RenderMarkdown())
		return
	}
	fmt.Fprintln(w, t.Render())
}

// valueText writes a correlation without the zero before the point; "-" stands
// for one that is not defined.
func valueText(v *meta.Value, interval bool) string {
	short := func(v float64) string { return strings.Replace(fmt.Sprintf("%.3f", v), "0.", ".", 1) }
	switch {
	case v == nil:
		return "-"
	case interval && v.Low != nil && v.High != nil:
		return fmt.Sprintf("%s [%s, %s]", short(v.Value), short(*v.Low), short(*v.High))
	}
	return short(v.Value)
}

// leftOut says which documents do not count for summaries.
func leftOut(w io.Writer, r *meta.Report, shown []meta.Agreement) {
	for i, name := range r.Dimensions {
		ratings := 0
		for _, m := range shown {
			c := m.Dimensions[i]
			ratings = max(ratings, c.SameRatings)
			if c.SameScores > 0 {
				fmt.Fprintf(w, "%s and %s: %s left out, where all scores are the same\n", m.Name, name, plain.Count(c.SameScores, "document"))
			}
		}
		if ratings > 0 {
			fmt.Fprintf(w, "%s: %s left out, where all ratings are the same\n", name, plain.Count(ratings, "document"))
		}
	}
}
