package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// text writes a probe for people.
func (p *probed) text() string {
	var b strings.Builder
	can := "can draft"
	if !p.CanDraft {
		can = "cannot draft"
	}
	fmt.Fprintf(&b, "%s at %s %s\n\n", plain.Clean(p.Model), plain.Clean(p.Host), can)
	if p.answered() {
		fmt.Fprintf(&b, "%s\n\n", p.formats())
	}
	fmt.Fprintf(&b, "%s\n", p.traits())
	if pin := p.Pin.Model; p.CanDraft && pin.WireFormat != "" {
		fmt.Fprintf(&b, "\nTo keep this, put it into nutgraf.yaml:\n\nmodel:\n  wire_format: %s\n", pin.WireFormat)
		if pin.ContextTokens > 0 {
			fmt.Fprintf(&b, "  context_tokens: %d\n", pin.ContextTokens)
		}
	}
	return b.String()
}

// answered reports whether any format was tried.
func (p *probed) answered() bool {
	return slices.ContainsFunc(p.Formats, func(f provider.FormatTrial) bool {
		return f.Whole.Outcome != provider.NotTried && f.Whole.Outcome != provider.Failed
	})
}

func (p *probed) formats() string {
	t := probeTable(table.Row{"format", "whole answers", "streams"}, 30)
	for _, f := range p.Formats {
		t.AppendRow(table.Row{f.Format, formatWord(f.Whole, f.UsableWhole), formatWord(f.Stream, f.UsableStream)})
	}
	return t.Render()
}

// formatWord says what became of a format, and whether its answer can be used all
// the same.
func formatWord(t provider.Trial, usable bool) string {
	if t.Outcome == provider.Ignored && usable {
		return "ignored, JSON found"
	}
	return word(t)
}

func word(t provider.Trial) string {
	return strings.ReplaceAll(string(t.Outcome), "_", " ")
}

// traitColumns is how wide the last column is, in characters.
const traitColumns = 66

func probeTable(head table.Row, width int) table.Writer {
	t := metaTable(head)
	t.SetColumnConfigs([]table.ColumnConfig{{Number: len(head), WidthMax: width, WidthMaxEnforcer: text.WrapSoft}})
	return t
}

func (p *probed) traits() string {
	t := probeTable(table.Row{"question", "answer"}, traitColumns)
	row := func(name string, said ...string) {
		said = slices.DeleteFunc(said, func(s string) bool { return s == "" })
		t.AppendRow(table.Row{name, plain.Clean(strings.Join(said, ": "))})
	}
	trial := func(name string, of provider.Trial) {
		if of.Outcome != provider.NotTried || of.Detail != "" {
			row(name, word(of), of.Detail)
		}
	}
	row("reachable", yesNo(p.Reachable))
	if p.ModelKnown != nil {
		row("model is listed", yesNo(*p.ModelKnown))
	}
	trial("streaming", p.Streaming)
	trial("usage told", p.UsageWhole)
	trial("usage told in streams", p.UsageStream)
	trial("max_tokens", p.MaxTokens)
	trial("max_completion_tokens", p.MaxCompletionTokens)
	trial("temperature", p.Temperature)
	trial("seed", p.Seed)
	if odds := p.LogProbs; odds.Outcome == provider.Honoured {
		row("probabilities", "of the likeliest tokens, up to "+strconv.Itoa(odds.Top))
	} else {
		trial("probabilities", odds.Trial)
	}
	p.longPrompts(row)
	if e := p.Embeddings; e != nil && e.Outcome == provider.Honoured {
		row("vectors", fmt.Sprintf("%d dimensions, by %s at %s", e.Dimensions, e.Model, e.Host))
	} else if e != nil {
		trial("vectors", e.Trial)
	}
	if l := p.Latency; l != nil {
		row("speed", fmt.Sprintf("first text after %s, all of it after %s (median of %d)", seconds(l.FirstMS), seconds(l.WholeMS), l.Samples))
	}
	for _, name := range slices.Sorted(maps.Keys(p.RateLimits)) {
		row(name, p.RateLimits[name])
	}
	row("may read", p.mayRead())
	row("cost", p.Cost.String())
	return t.Render()
}

// longPrompts says what became of them.
func (p *probed) longPrompts(row func(name string, said ...string)) {
	c := p.ProbeReport.Context
	if c == nil {
		return
	}
	say := func(name string, tokens int, t provider.Trial) {
		said := map[provider.Outcome]string{provider.Honoured: "read to the end", provider.CutQuietly: "cut without a word"}[t.Outcome]
		if said == "" {
			said = word(t)
		}
		row(fmt.Sprintf("%d tokens, %s", tokens, name), said, t.Detail)
	}
	if c.WithinTokens > 0 {
		say(fmt.Sprintf("within %d", c.Assumed), c.WithinTokens, c.Within)
	}
	if c.BeyondTokens > 0 {
		say(fmt.Sprintf("beyond %d", c.Assumed), c.BeyondTokens, c.Beyond)
	}
}

func (p *probed) mayRead() string {
	marks := []string{}
	for _, mark := range []string{config.Embargoed, config.Confidential} {
		if p.MayRead[mark] {
			marks = append(marks, mark)
		}
	}
	if len(marks) == 0 {
		return "no embargoed and no confidential articles"
	}
	return strings.Join(marks, " and ") + " articles too"
}

// String says what a probe took.
func (c probeCost) String() string {
	tokens := "tokens not told by the endpoint"
	if c.InputTokens != nil {
		tokens = fmt.Sprintf("%d tokens in, %d out", *c.InputTokens, *c.OutputTokens)
	}
	usd := "dollars unknown"
	if c.USD != nil {
		usd = fmt.Sprintf("$%.4f", *c.USD)
	}
	return fmt.Sprintf("%d requests, %s, %s", c.Calls, tokens, usd)
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func seconds(ms float64) string {
	if ms < 1000 {
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.1f s", ms/1000)
}
