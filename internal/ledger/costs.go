package ledger

import (
	"context"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Cost is the most that the calls of one model can cost for a draft.
type Cost struct {
	Model  summarize.Model
	USD    float64
	reader bool // the second reader
}

// Costs is the most that each model can cost when every one that may draft does,
// one after the other, and the second reader reads each draft. It fails with
// over_budget when a price is not known. Nothing is sent.
func Costs(ctx context.Context, a *article.Article, o summarize.Options) ([]Cost, error) {
	var out []Cost
	drafts := 0
	for _, e := range append([]summarize.Engine{o.Engine}, o.Fallback.Engines...) {
		drafts++
		m, ok := e.(*summarize.ModelEngine)
		if !ok {
			continue
		}
		estimate, err := m.Estimate(ctx, a, o.Profile)
		if err != nil {
			return nil, err
		}
		if estimate.MaxUSD == nil {
			return nil, NoPrice(m.Info)
		}
		out = append(out, Cost{Model: m.Model, USD: *estimate.MaxUSD})
	}
	if o.Verifier == nil {
		return out, nil
	}
	estimate, err := o.Verifier.Estimate(a, o.Profile)
	switch {
	case err != nil:
		return nil, err
	case estimate == nil:
		return out, nil
	case estimate.MaxUSD == nil:
		return nil, NoPrice(o.Verifier.Info)
	}
	return append(out, Cost{Model: o.Verifier.Model, USD: *estimate.MaxUSD * float64(drafts), reader: true}), nil
}

// NoPrice refuses what calls a model of which no price is known, when the cost is
// limited.
func NoPrice(m summarize.ModelInfo) error {
	return fault.New(fault.OverBudget,
		"a limit is set on the cost, and no price is known for %s at %s: give one under prices in nutgraf.yaml", m.Name, m.EndpointHost)
}

// Total is the sum of costs.
func Total(costs []Cost) float64 {
	total := 0.0
	for _, c := range costs {
		total += c.USD
	}
	return total
}

// Actual is what a result says that each of the costs came to. A result that does
// not say it, or none, is taken to have cost all. When one model drafted in place
// of another, a result tells the sum alone, and each that was called is taken to
// have cost all of it, up to what it can.
func Actual(costs []Cost, r *summarize.Result) []float64 {
	out := make([]float64, len(costs))
	if r == nil || r.Provenance.USD == nil {
		for i, c := range costs {
			out[i] = c.USD
		}
		return out
	}
	reading := 0.0
	if v := r.Provenance.Verifier; v != nil && v.USD != nil {
		reading = *v.USD
	}
	drafting, called := *r.Provenance.USD-reading, len(r.Provenance.Fallback)+1
	alone := called == 1
	for i, c := range costs {
		switch {
		case c.reader && alone:
			out[i] = reading
		case c.reader:
			out[i] = min(c.USD, *r.Provenance.USD) // what it read for those that failed is in the sum alone
		case i >= called:
		case alone:
			out[i] = drafting
		default:
			out[i] = min(c.USD, *r.Provenance.USD)
		}
	}
	return out
}
