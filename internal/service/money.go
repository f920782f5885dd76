package service

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/nutgraf/nutgraf/internal/ledger"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// purse says who pays for a run, and how much at most.
type purse struct {
	Account string   `json:"account,omitempty"` // of the token, "" for none
	Daily   *float64 `json:"daily,omitempty"`   // the token's limit for a day
	Most    *float64 `json:"most,omitempty"`    // the request's own
}

func purseOf(c Caller, most *float64) purse {
	p := purse{Most: most}
	if c.Token != nil {
		p.Account, p.Daily = "token:"+c.Token.ID, c.Token.DailyUSD
	}
	return p
}

// booking is money that was set aside for a flight, and what it cost.
type booking struct {
	entry    *store.Spending // what is noted of it, nil when nothing was called
	work     store.Spending  // what it is for
	day      string
	token    string // account that pays for all, "" for none
	costs    []ledger.Cost
	payer    []string           // accounts of the costs, nil when they are not limited
	reserved map[string]float64 // by account
	spent    map[string]float64
	booked   bool
}

// reserve sets aside what work can cost at most, or refuses it when there is not
// enough left of the day's money.
func (s *Service) reserve(ctx context.Context, p purse, work store.Spending, d drafting) (*booking, error) {
	work.At = s.now()
	b := &booking{work: work, day: work.At.Format(time.DateOnly), token: p.Account, reserved: map[string]float64{}}
	if p.Most == nil && p.Daily == nil && s.DailyUSD == nil {
		return b, nil
	}
	var err error
	if b.costs, err = d.costs(ctx); err != nil {
		return nil, err
	}
	total := ledger.Total(b.costs)
	if p.Most != nil && total > *p.Most {
		return nil, fault.New(fault.OverBudget, "not sent: it can cost up to $%.4f, and max_usd allows $%.4f", total, *p.Most)
	}
	limits := map[string]*float64{}
	if p.Daily != nil && total > 0 {
		limits[p.Account], b.reserved[p.Account] = p.Daily, total
	}
	if s.DailyUSD != nil {
		for _, c := range b.costs {
			account := s.account(c.Model)
			b.payer = append(b.payer, account)
			limits[account] = s.DailyUSD
			b.reserved[account] += c.USD
		}
	}
	return b, s.setAside(ctx, b, limits)
}

// account is who pays for the calls of a model.
func (s *Service) account(m summarize.Model) string {
	if s.Account == nil {
		return "service"
	}
	return s.Account(m)
}

// setAside reserves for all accounts, or for none.
func (s *Service) setAside(ctx context.Context, b *booking, limits map[string]*float64) error {
	if len(b.reserved) == 0 {
		return nil
	}
	return s.Store.Write(ctx, func(tx *store.Tx) error {
		for _, account := range slices.Sorted(maps.Keys(b.reserved)) {
			if err := tx.Reserve(account, b.day, b.reserved[account], limits[account]); err != nil {
				return err
			}
		}
		return nil
	})
}

// spend notes what a result cost. What is not known is taken to be all that was
// set aside; without a result nothing was called, unless something broke.
func (b *booking) spend(r *summarize.Result, err error) {
	if b == nil || r == nil && fault.CodeOf(err) != fault.Internal {
		return
	}
	b.spent = map[string]float64{}
	actual := ledger.Actual(b.costs, r)
	for i, account := range b.payer {
		b.spent[account] += actual[i]
	}
	switch {
	case b.token == "":
	case r != nil && r.Provenance.USD != nil:
		b.spent[b.token] = *r.Provenance.USD
	default:
		b.spent[b.token] = b.reserved[b.token]
	}
	b.note(r)
}

// note makes the entry of what was called. What the token's budget took, or else
// those of the keys, stands beside a cost that is not known.
func (b *booking) note(r *summarize.Result) {
	if r != nil && r.Provenance.Calls == 0 {
		return
	}
	entry := b.work
	if r != nil {
		entry.USD = r.Provenance.USD
	}
	if entry.USD == nil {
		entry.Booked = b.spent[b.token]
		if b.token == "" || b.reserved[b.token] == 0 {
			for _, account := range slices.Compact(slices.Sorted(slices.Values(b.payer))) {
				entry.Booked += b.spent[account]
			}
		}
	}
	b.entry = &entry
}

// accounts are those that something is to be booked on.
func (b *booking) accounts() []string {
	var out []string
	if b == nil || b.booked {
		return nil
	}
	for account, usd := range b.spent {
		if usd > 0 && b.reserved[account] == 0 {
			out = append(out, account)
		}
	}
	for account := range b.reserved {
		out = append(out, account)
	}
	slices.Sort(out)
	return out
}

// settle books what was spent, gives back the rest, and notes whether anything came
// of it.
func (b *booking) settle(tx *store.Tx, kept bool) error {
	for _, account := range b.accounts() {
		if err := tx.Settle(account, b.day, b.reserved[account], b.spent[account]); err != nil {
			return err
		}
	}
	if b == nil || b.booked || b.entry == nil {
		return nil
	}
	b.entry.Kept = kept
	return tx.Spend(*b.entry)
}

// settleAlone books what no stored version did.
func (s *Service) settleAlone(ctx context.Context, b *booking, kept bool) {
	if b == nil || b.booked || b.entry == nil && len(b.accounts()) == 0 {
		return
	}
	b.booked = s.write(ctx, func(tx *store.Tx) error { return b.settle(tx, kept) }) == nil
}
