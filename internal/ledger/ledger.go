package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Ledger sets money aside and books it. Store and Account are needed; it may be
// used from many goroutines, and must not be copied.
type Ledger struct {
	Store *store.Store
	// Limit is the most that each account may cost in a day, in US dollars. 0 is no
	// limit.
	Limit float64
	// Account names who pays for the calls of a model.
	Account func(summarize.Model) string
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Wait says that a draft waits for those of this ledger that are under way, when
	// what they leave may be enough for it.
	Wait bool

	trying  sync.Mutex
	mu      sync.Mutex
	open    int           // holds that are not settled
	settled chan struct{} // closed when one is; nil while nobody waits
}

// Limit is another account that pays for all of a draft.
type Limit struct {
	Account string
	USD     float64 // the most that it may cost in a day
}

// Hold is money that is set aside for a draft.
type Hold struct {
	ledger *Ledger
	day    string
	costs  []Cost
	also   []string // accounts that pay for all
	most   map[string]float64
	done   sync.Once
}

// settling is how long booking may take after a draft was given up.
const settling = 5 * time.Second

// Hold sets aside the most that drafting the summary of an article can cost, for
// each account that pays, or fails with over_budget and sets nothing aside. A
// price that is not known is over any limit.
func (l *Ledger) Hold(ctx context.Context, a *article.Article, o summarize.Options, also ...Limit) (*Hold, error) {
	h := &Hold{ledger: l, most: map[string]float64{}}
	limits := map[string]float64{}
	if l.Limit == 0 && len(also) == 0 {
		return h, nil
	}
	var err error
	if h.costs, err = Costs(ctx, a, o); err != nil {
		return nil, err
	}
	for _, c := range h.costs {
		if l.Limit > 0 {
			account := l.Account(c.Model)
			h.most[account] += c.USD
			limits[account] = l.Limit
		}
		for _, other := range also {
			h.most[other.Account] += c.USD
			limits[other.Account] = other.USD
		}
	}
	for _, other := range also {
		h.also = append(h.also, other.Account)
	}
	return h, l.setAside(ctx, h, limits)
}

// setAside tries until there is enough, or nothing left to wait for.
func (l *Ledger) setAside(ctx context.Context, h *Hold, limits map[string]float64) error {
	for {
		settled, err := l.try(ctx, h, limits)
		if err == nil || settled == nil || fault.CodeOf(err) != fault.OverBudget {
			return err
		}
		select {
		case <-settled:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// try sets the money aside, or says what to wait for before trying again, nil for
// nothing. Holds try one after the other, so that each knows of those before it.
func (l *Ledger) try(ctx context.Context, h *Hold, limits map[string]float64) (<-chan struct{}, error) {
	l.trying.Lock()
	defer l.trying.Unlock()
	l.mu.Lock()
	waits := l.open > 0 && l.Wait
	if waits && l.settled == nil {
		l.settled = make(chan struct{})
	}
	settled := l.settled
	l.mu.Unlock()
	err := l.reserve(ctx, h, limits)
	if err == nil && len(h.most) > 0 {
		l.mu.Lock()
		l.open++
		l.mu.Unlock()
	}
	if !waits {
		return nil, err
	}
	return settled, err
}

func (l *Ledger) reserve(ctx context.Context, h *Hold, limits map[string]float64) error {
	now := l.now()
	h.day = now.Format(time.DateOnly)
	return l.Store.Write(ctx, func(tx *store.Tx) error {
		for _, account := range slices.Sorted(maps.Keys(h.most)) {
			limit := limits[account]
			err := tx.Reserve(account, h.day, h.most[account], &limit)
			if fault.CodeOf(err) == fault.OverBudget {
				return l.refusal(tx, h, account, limit, now)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// refusal says what was spent on the day, and when it ends.
func (l *Ledger) refusal(tx *store.Tx, h *Hold, account string, limit float64, now time.Time) error {
	spent, reserved, err := tx.Spent(account, h.day)
	if err != nil {
		return err
	}
	whose, remedy := "key", "raise budget.daily_usd, or use a cheaper model"
	if strings.HasPrefix(account, "token:") {
		whose, remedy = "token", "ask for a higher limit"
	}
	underWay := ""
	if reserved > 0 {
		underWay = fmt.Sprintf(", and $%.4f are set aside for drafts under way", reserved)
	}
	return fault.New(fault.OverBudget, "not sent: it can cost up to $%.4f, and $%.4f of the $%s that this %s may cost in a day are spent%s; the day ends at 00:00 UTC, in %s; %s",
		h.most[account], spent, strconv.FormatFloat(limit, 'f', -1, 64), whose, underWay, untilMidnight(now), remedy)
}

func untilMidnight(now time.Time) string {
	left := now.Truncate(24 * time.Hour).Add(24 * time.Hour).Sub(now)
	if left < time.Hour {
		return fmt.Sprintf("%d min", max(1, int(left.Minutes())))
	}
	return fmt.Sprintf("%d h %d min", int(left.Hours()), int(left.Minutes())%60)
}

func (l *Ledger) now() time.Time {
	if l.Now != nil {
		return l.Now().UTC()
	}
	return time.Now().UTC()
}

// Settle books what a draft did cost and frees the rest. A result that does not
// say what it cost, or none, is taken to have cost all that was set aside. It
// books once, even when the context has ended.
func (h *Hold) Settle(ctx context.Context, r *summarize.Result) (err error) {
	h.done.Do(func() {
		if len(h.most) == 0 {
			return
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settling)
		defer cancel()
		err = h.book(ctx, h.spent(r))
		h.ledger.mu.Lock()
		defer h.ledger.mu.Unlock()
		h.ledger.open--
		if h.ledger.settled != nil {
			close(h.ledger.settled)
			h.ledger.settled = nil
		}
	})
	return err
}

func (h *Hold) book(ctx context.Context, spent map[string]float64) error {
	return h.ledger.Store.Write(ctx, func(tx *store.Tx) error {
		for _, account := range slices.Sorted(maps.Keys(h.most)) {
			if err := tx.Settle(account, h.day, h.most[account], spent[account]); err != nil {
				return err
			}
		}
		return nil
	})
}

// spent is what each account pays.
func (h *Hold) spent(r *summarize.Result) map[string]float64 {
	out := map[string]float64{}
	for i, usd := range Actual(h.costs, r) {
		if h.ledger.Limit > 0 {
			out[h.ledger.Account(h.costs[i].Model)] += usd
		}
	}
	whole := Total(h.costs)
	if r != nil && r.Provenance.USD != nil {
		whole = *r.Provenance.USD
	}
	for _, account := range h.also {
		out[account] += whole
	}
	return out
}
