package service

import "github.com/nutgraf/nutgraf/internal/store"

// Costs are what the work of models came to, in US dollars.
type Costs struct {
	Drafts       float64 // first drafts
	Again        float64 // claims drafted again
	Alternatives float64
	Nothing      float64 // work of which nothing came: it failed, or was stopped
	Unknown      int     // pieces of work whose cost is not known, which are not in the sums
	Booked       float64 // what the budgets took for those
}

// USD is the sum of what is known.
func (c Costs) USD() float64 { return c.Drafts + c.Again + c.Alternatives + c.Nothing }

func (c *Costs) add(s store.SpendingSum) {
	c.Unknown += s.Unknown
	c.Booked += s.Booked
	switch {
	case !s.Kept:
		c.Nothing += s.USD
	case s.Kind == kindRegenerate:
		c.Again += s.USD
	case s.Kind == kindAlternatives:
		c.Alternatives += s.USD
	default:
		c.Drafts += s.USD
	}
}
