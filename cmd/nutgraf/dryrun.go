package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// planned is what a dry run tells of one article.
type planned struct {
	Article  string              `json:"article"`
	Title    string              `json:"title"`
	Lang     string              `json:"lang"`
	Engine   string              `json:"engine"`
	Model    *string             `json:"model"`
	Endpoint *string             `json:"endpoint_host"`
	Estimate *summarize.Estimate `json:"estimate"` // null for the embedded engine
	Verifier *plannedReading     `json:"verifier"` // null when there is no second reader
	Fallback []plannedSpare      `json:"fallback"` // who drafts when the engine is out of order

	prices string // where they come from
}

// plannedSpare is what drafting would take with an engine that stands in.
type plannedSpare struct {
	Engine   string              `json:"engine"`
	Model    *string             `json:"model"`
	Endpoint *string             `json:"endpoint_host"`
	Estimate *summarize.Estimate `json:"estimate"` // null for the embedded engine

	prices string
}

// plannedReading is what a second reader would take.
type plannedReading struct {
	Model    string                     `json:"model"`
	Endpoint string                     `json:"endpoint_host"`
	Estimate *summarize.ReadingEstimate `json:"estimate"`

	prices string
}

// dryRun prints what each article would take.
func (b *batch) dryRun(ctx context.Context) error {
	var firstErr error
	for i, arg := range b.args {
		p, err := b.planOne(ctx, arg)
		if err == nil {
			err = b.writePlan(p, i > 0)
		}
		if err != nil && ctx.Err() == nil {
			b.sayError(about(arg), err)
		}
		if firstErr == nil {
			firstErr = err
		}
	}
	return b.verdict(ctx, firstErr)
}

func (b *batch) planOne(ctx context.Context, arg string) (*planned, error) {
	art, err := b.readArticle(ctx, arg, b.cfg, article.Options{})
	if err != nil {
		return nil, err
	}
	p := &planned{Article: about(arg), Title: art.Title, Lang: art.Lang, Engine: "extractive", Fallback: []plannedSpare{}}
	if b.verifier != nil {
		reading, err := b.verifier.Estimate(art, b.profile)
		if err != nil {
			return nil, err
		}
		if info := b.verifier.Info; reading != nil {
			p.Verifier = &plannedReading{info.Name, info.EndpointHost, reading, b.pricesOf(info.Name)}
		}
	}
	if b.model == nil {
		return p, nil
	}
	p.Engine, p.Model, p.Endpoint = "model", &b.model.Info.Name, &b.model.Info.EndpointHost
	p.prices = b.pricesOf(b.model.Info.Name)
	if p.Estimate, err = b.model.Estimate(ctx, art, b.profile); err != nil {
		return nil, err
	}
	for _, engine := range b.fallback.Engines {
		spare := plannedSpare{Engine: "extractive"}
		if m, ok := engine.(*summarize.ModelEngine); ok {
			spare = plannedSpare{Engine: "model", Model: &m.Info.Name, Endpoint: &m.Info.EndpointHost, prices: b.pricesOf(m.Info.Name)}
			if spare.Estimate, err = m.Estimate(ctx, art, b.profile); err != nil {
				return nil, err
			}
		}
		p.Fallback = append(p.Fallback, spare)
	}
	return p, nil
}

// pricesOf says where the price of a model is from.
func (b *batch) pricesOf(model string) string {
	if _, own := b.cfg.PriceOf(model); own {
		return "prices as configured"
	}
	return "list prices of " + summarize.PricesAsOf()
}

// writePlan writes a plan in one go.
func (b *batch) writePlan(p *planned, separate bool) error {
	var out bytes.Buffer
	if b.cfg.Output.Format == "json" {
		if err := json.NewEncoder(&out).Encode(p); err != nil {
			return err
		}
	} else {
		if separate {
			out.WriteByte('\n')
		}
		p.text(&out)
	}
	_, err := b.out.Write(out.Bytes())
	return err
}

// text writes a plan for people.
func (p *planned) text(out *bytes.Buffer) {
	fmt.Fprintf(out, "%s\n", plain.Clean(p.Article))
	row := func(name, format string, args ...any) {
		fmt.Fprintf(out, "  %-10s %s\n", name, plain.Clean(fmt.Sprintf(format, args...)))
	}
	row("title", "%s", p.Title)
	cost := func(usd, most *float64, prices string) {
		if usd == nil {
			row("cost", "unknown: no price is known for this model at this endpoint (set prices in nutgraf.yaml)")
			return
		}
		row("cost", "about $%.4f, at most $%.4f with retries and repairs (%s)", *usd, *most, prices)
	}
	if p.Estimate == nil {
		row("engine", "extractive (embedded, nothing is sent)")
	} else {
		p.drafting(row, cost)
	}
	for _, spare := range p.Fallback {
		if spare.Estimate == nil {
			row("else", "extractive (embedded, nothing is sent)")
			continue
		}
		row("else", "model %s at %s, %d call(s)", *spare.Model, *spare.Endpoint, spare.Estimate.Calls)
		cost(spare.Estimate.USD, spare.Estimate.MaxUSD, spare.prices)
	}
	if v := p.Verifier; v != nil {
		row("reader", "%s at %s, %d call(s), one a claim", v.Model, v.Endpoint, v.Estimate.Calls)
		row("tokens", "%d in, up to %d out", v.Estimate.InputTokens, v.Estimate.OutputTokens)
		cost(v.Estimate.USD, v.Estimate.MaxUSD, v.prices)
	}
	if p.Estimate != nil || p.Verifier != nil {
		row("sent", "nothing: this is a dry run")
	}
}

// drafting writes what a model would take to draft.
func (p *planned) drafting(row func(name, format string, args ...any), cost func(usd, most *float64, prices string)) {
	e := p.Estimate
	known := ""
	if !e.Known {
		known = ", assumed"
	}
	row("engine", "model %s at %s (context %d tokens%s)", *p.Model, *p.Endpoint, e.Context, known)
	row("reading", "%d sentences in %d chunk(s), %d call(s)", e.Sentences, e.Chunks, e.Calls)
	if e.Cut > 0 {
		row("", "%d sentence(s) are longer than a chunk and will be cut", e.Cut)
	}
	row("tokens", "%d in, up to %d out", e.InputTokens, e.OutputTokens)
	cost(e.USD, e.MaxUSD, p.prices)
}
