package main

import (
	"context"
	"sync"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// budget watches over the money of a run: the most that an article can cost is
// set aside before anything is sent, and what it did cost is booked after.
type budget struct {
	limited bool
	mu      sync.Mutex
	booked  *sync.Cond
	left    float64
	open    int // reservations that are not booked yet
}

func newBudget(maxUSD float64, model *summarize.ModelEngine) *budget {
	b := &budget{limited: maxUSD > 0 && model != nil, left: maxUSD}
	b.booked = sync.NewCond(&b.mu)
	return b
}

// reserve sets money aside for an article, or refuses it when there is not
// enough. While other articles are under way it waits: they may leave some. The
// function that it returns books the result.
func (b *budget) reserve(ctx context.Context, m *summarize.ModelEngine, a *article.Article, p *summarize.Profile) (func(*summarize.Result), error) {
	if !b.limited {
		return func(*summarize.Result) {}, nil
	}
	estimate, err := m.Estimate(ctx, a, p)
	if err != nil {
		return nil, err
	}
	if estimate.MaxUSD == nil {
		return nil, fault.New(fault.OverBudget,
			"a limit is set on the cost, and no price is known for %s at %s: give one under prices in nutgraf.yaml", m.Info.Name, m.Info.EndpointHost)
	}
	most := *estimate.MaxUSD
	defer context.AfterFunc(ctx, b.booked.Broadcast)()
	b.mu.Lock()
	defer b.mu.Unlock()
	for most > b.left && b.open > 0 && ctx.Err() == nil {
		b.booked.Wait()
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case most > b.left:
		return nil, fault.New(fault.OverBudget,
			"not sent: it can cost up to $%.4f, and $%.4f of the limit is left; raise --max-usd, or use a cheaper model", most, b.left)
	}
	b.left -= most
	b.open++
	return func(r *summarize.Result) { b.book(most, r) }, nil
}

// book puts back what was set aside and not spent. What a result cost that does
// not say so is taken to be all of it.
func (b *budget) book(most float64, r *summarize.Result) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open--
	if r != nil && r.Provenance.USD != nil {
		b.left += most - *r.Provenance.USD
	}
	b.booked.Broadcast()
}
