package main

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/ledger"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// drafts gives a draft again that was made before with the same settings: in this
// run, or in one before that used the same database. A nil one makes all anew.
type drafts struct {
	ttl time.Duration

	mu      sync.Mutex
	store   *store.Store // nil when it cannot be used
	trouble error        // why
	flights map[string]*flight
}

// openDrafts opens the database where drafts by a model are kept, and what a day
// cost. Without it drafts are made all the same, unless a day has a limit. The
// function that it returns closes the database.
func (b *batch) openDrafts(ctx context.Context) (func(), error) {
	limit := b.cfg.Budget.DailyUSD
	limited := limit > 0 && (b.model != nil || b.verifier != nil)
	cached := b.model != nil && !b.flags.noCache && b.cfg.Cache.TTL > 0 && b.cfg.Policy.Sensitivity == config.Normal
	if !limited && !cached {
		return func() {}, nil
	}
	s, err := b.openStore(ctx, b.cfg, store.Options{Wait: lockWait})
	if err != nil && limited {
		return nil, fault.Wrap(fault.OverBudget, err, "nothing was sent: budget.daily_usd is set, and what was spent today cannot be looked up: %v", err)
	}
	if cached {
		b.drafts = &drafts{ttl: b.cfg.Cache.TTL, store: s, trouble: err, flights: map[string]*flight{}}
	}
	if limited {
		b.ledger = &ledger.Ledger{Store: s, Limit: limit, Account: b.accounts.name, Wait: true}
	}
	return func() {
		if s != nil {
			_ = s.Close()
		}
	}, nil
}

// lockWait is how long another process may keep the database for itself.
const lockWait = 2 * time.Second

// flight is a draft that is being made.
type flight struct {
	done   chan struct{}
	result *summarize.Result
	err    error
}

// mostDropped is how many drafts that are too old go when one is kept.
const mostDropped = 20

// keeping is how long it may take to keep a draft after the work was given up.
const keeping = 5 * time.Second

// get gives the draft for a key again, or makes and keeps it. A draft that is
// given again says so in its provenance.
func (d *drafts) get(ctx context.Context, a *article.Article, o summarize.Options, draft func(summarize.Options) (*summarize.Result, error)) (*summarize.Result, error) {
	if d == nil || o.Sensitivity != config.Normal {
		return draft(o)
	}
	o.Cache = summarize.CacheMiss
	key := o.Key(a)
	d.mu.Lock()
	f := d.flights[key]
	leads := f == nil
	if leads {
		f = &flight{done: make(chan struct{})}
		d.flights[key] = f
	}
	d.mu.Unlock()
	if !leads {
		return f.share(ctx)
	}
	defer d.land(key, f)
	if f.result = d.find(ctx, key); f.result == nil {
		if f.result, f.err = draft(o); f.err == nil {
			d.keep(ctx, key, f.result)
		}
	}
	return f.result, f.err
}

func (d *drafts) land(key string, f *flight) {
	d.mu.Lock()
	delete(d.flights, key)
	d.mu.Unlock()
	close(f.done)
}

// share waits for the draft that another makes.
func (f *flight) share(ctx context.Context) (*summarize.Result, error) {
	select {
	case <-f.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f.err != nil || f.result == nil {
		return nil, f.err
	}
	return again(f.result), nil
}

// again is a draft that costs nothing, as it was made before.
func again(r *summarize.Result) *summarize.Result {
	out := *r
	none, free := 0, 0.0
	p := &out.Provenance
	p.Cache, p.Calls, p.InputTokens, p.OutputTokens, p.CachedTokens, p.USD, p.DurationMS = summarize.CacheHit, 0, &none, &none, &none, &free, 0
	if p.Verifier != nil {
		v := *p.Verifier
		v.Calls, v.InputTokens, v.OutputTokens, v.USD = 0, &none, &none, &free
		p.Verifier = &v
	}
	return &out
}

// find looks a draft up in the database, nil when there is none.
func (d *drafts) find(ctx context.Context, key string) *summarize.Result {
	s := d.usable()
	if s == nil {
		return nil
	}
	var data json.RawMessage
	err := s.Read(ctx, func(tx *store.Tx) (err error) {
		data, err = tx.Cached(localSpace, key, time.Now().Add(-d.ttl))
		return err
	})
	var r summarize.Result
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && json.Unmarshal(data, &r) != nil:
		return nil
	case err != nil:
		d.giveUp(ctx, err)
		return nil
	}
	return again(&r)
}

// keep stores a draft that is all that it could be.
func (d *drafts) keep(ctx context.Context, key string, r *summarize.Result) {
	s := d.usable()
	if s == nil || !whole(r) {
		return
	}
	data, err := json.Marshal(r)
	if err == nil {
		kept, cancel := context.WithTimeout(context.WithoutCancel(ctx), keeping)
		defer cancel()
		now := time.Now()
		err = s.Write(kept, func(tx *store.Tx) error {
			if _, err := tx.DropCached(now.Add(-d.ttl), mostDropped); err != nil {
				return err
			}
			return tx.PutCached(localSpace, key, r.Article.SHA256, data, now)
		})
	}
	if err != nil {
		d.giveUp(ctx, err)
	}
}

// passing are warnings of what may be otherwise the next time.
var passing = []string{"verifier_failed", "input_cut"}

// whole reports whether trying again would not give a better draft: all was read,
// by those who were to, and nothing is missing.
func whole(r *summarize.Result) bool {
	partly := slices.ContainsFunc(r.Warnings, func(w summarize.Warning) bool { return slices.Contains(passing, w.Code) })
	return r.Coverage.Complete && len(r.Provenance.Fallback) == 0 && r.Why != nil && len(r.Takeaways) > 0 && !partly
}

func (d *drafts) usable() *store.Store {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.store
}

// giveUp uses the database no more, so that it is waited for once.
func (d *drafts) giveUp(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.store, d.trouble = nil, err
}

// failed is why the database is not used, nil when it is.
func (d *drafts) failed() error {
	if d == nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.trouble
}
