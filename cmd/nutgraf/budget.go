package main

import (
	"context"
	"sync"

	"github.com/nutgraf/nutgraf/internal/ledger"
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

// newBudget limits a run that calls models.
func newBudget(maxUSD float64, calls bool) *budget {
	b := &budget{limited: maxUSD > 0 && calls, left: maxUSD}
	b.booked = sync.NewCond(&b.mu)
	return b
}

// atMost is what drafting the summary of an article and reading it can cost.
func atMost(ctx context.Context, a *article.Article, o summarize.Options) (float64, error) {
	costs, err := ledger.Costs(ctx, a, o)
	return ledger.Total(costs), err
}

// reserve sets aside the most that an article can cost, or refuses it when there
// is not enough. While other articles are under way it waits: they may leave
// some. The function that it returns books the result.
func (b *budget) reserve(ctx context.Context, atMost func() (float64, error)) (func(*summarize.Result), error) {
	if !b.limited {
		return func(*summarize.Result) {}, nil
	}
	most, err := atMost()
	if err != nil {
		return nil, err
	}
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

// free is a result that cost nothing.
func free() *summarize.Result {
	return &summarize.Result{Provenance: summarize.Provenance{USD: new(float64)}}
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
