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

// newBudget limits a run that calls models.
func newBudget(maxUSD float64, calls bool) *budget {
	b := &budget{limited: maxUSD > 0 && calls, left: maxUSD}
	b.booked = sync.NewCond(&b.mu)
	return b
}

// atMost is what drafting the summary of an article and reading it can cost, when
// every model that may draft does, one after the other.
func (b *batch) atMost(ctx context.Context, a *article.Article) (float64, error) {
	total := 0.0
	models := b.models()
	for _, m := range models {
		estimate, err := m.Estimate(ctx, a, b.profile)
		if err != nil {
			return 0, err
		}
		if estimate.MaxUSD == nil {
			return 0, noPrice(m.Info)
		}
		total += *estimate.MaxUSD
	}
	if b.verifier != nil {
		estimate, err := b.verifier.Estimate(a, b.profile)
		if err != nil {
			return 0, err
		}
		if estimate != nil && estimate.MaxUSD == nil {
			return 0, noPrice(b.verifier.Info)
		}
		if estimate != nil {
			total += *estimate.MaxUSD * float64(max(1, len(models)+extractive(b.fallback)))
		}
	}
	return total, nil
}

// extractive is 1 when the embedded engine may stand in, whose draft is read too.
func extractive(f summarize.Fallback) int {
	for _, e := range f.Engines {
		if _, ok := e.(summarize.Extractive); ok {
			return 1
		}
	}
	return 0
}

func noPrice(m summarize.ModelInfo) error {
	return fault.New(fault.OverBudget,
		"a limit is set on the cost, and no price is known for %s at %s: give one under prices in nutgraf.yaml", m.Name, m.EndpointHost)
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
