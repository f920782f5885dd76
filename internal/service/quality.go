package service

import (
	"context"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// mostMade is how many versions Quality looks at.
const mostMade = 5000

// Quality says how the drafts of a space did.
type Quality struct {
	Since   time.Time
	Cut     bool // there are more versions than it looked at: the oldest are left out
	Days    []QualityDay
	Engines []QualityEngine
	Rules   []QualityRule
	Sum     QualityDay // of all days
}

// QualityDay is a day, or several.
type QualityDay struct {
	Day     string // as 2006-01-02
	Drafted int    // summaries that were drafted
	Costs
	Edits
}

// QualityEngine is what became of the drafts of an engine.
type QualityEngine struct {
	Engine string // with its model, when there is one
	Drafts int
	Edits
}

// Edits says what people changed before they approved. The distance of a summary
// is from its first version to the approved one, from 0 (the same words) to 1
// (none of them); see [Distance].
type Edits struct {
	Approved int
	AsIs     int      // approved with the words of the draft
	Median   *float64 // distance, nil when nothing was approved

	distances []float64
}

// QualityRule counts the claims of first drafts by what a rule found.
type QualityRule struct {
	Rule       string
	Fail, Warn int
}

// Quality looks at the versions that engines drafted and people approved from a
// time on, and at all that was spent since. Days are those of the zone; what was
// spent is of the day on which the work began.
func (s *Service) Quality(ctx context.Context, c Caller, since time.Time, zone *time.Location) (*Quality, error) {
	rows, spent, err := s.made(ctx, c.Space, since)
	if err != nil {
		return nil, err
	}
	q := &Quality{Since: since, Cut: len(rows) > mostMade}
	rows = rows[:min(len(rows), mostMade)]
	sums := newTally(since, s.now(), zone)
	for _, sum := range spent {
		sums.day(sum.At).Costs.add(sum)
		sums.sum.Costs.add(sum)
	}
	for len(rows) > 0 {
		piece := rows[:min(len(rows), 50)]
		if err := s.facts.learn(ctx, s.Store, piece, sums.add); err != nil {
			return nil, err
		}
		rows = rows[len(piece):]
	}
	sums.into(q)
	return q, nil
}

func (s *Service) made(ctx context.Context, space string, since time.Time) (rows []store.Version, spent []store.SpendingSum, err error) {
	err = s.Store.Read(ctx, func(tx *store.Tx) (err error) {
		if spent, err = tx.SpendingSince(space, since); err != nil {
			return err
		}
		rows, err = tx.MadeSince(space, since, mostMade+1)
		return err
	})
	return rows, spent, err
}

// Desks lists the desks of the caller's space that were drafted for of late.
func (s *Service) Desks(ctx context.Context, c Caller) (desks []string, err error) {
	err = s.Store.Read(ctx, func(tx *store.Tx) (err error) {
		desks, err = tx.Desks(c.Space)
		return err
	})
	return desks, err
}

// fact is what counts of a version, which never changes.
type fact struct {
	engine   string
	distance float64 // of an approved version
	findings []ruleVerdict
}

type ruleVerdict struct {
	rule    string
	verdict ground.Verdict
}

type factKey struct {
	space, summary string
	version        int
}

// facts remembers what versions came to. The zero value is ready.
type facts struct {
	mu sync.Mutex
	of map[factKey]fact
}

// mostFacts is how many versions are remembered.
const mostFacts = 4 * mostMade

func (f *facts) known(k factKey) (fact, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	known, ok := f.of[k]
	return known, ok
}

func (f *facts) keep(k factKey, v fact) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of == nil || len(f.of) >= mostFacts {
		f.of = map[factKey]fact{}
	}
	f.of[k] = v
}

// learn tells what versions came to, and reads those that are not known yet.
func (f *facts) learn(ctx context.Context, s *store.Store, rows []store.Version, tell func(store.Version, fact)) error {
	return s.Read(ctx, func(tx *store.Tx) error {
		for _, row := range rows {
			k := factKey{row.Space, row.Summary, row.Number}
			v, ok := f.known(k)
			if !ok {
				var err error
				if v, err = factOf(tx, row); err != nil {
					return err
				}
				f.keep(k, v)
			}
			tell(row, v)
		}
		return ctx.Err()
	})
}

// factOf reads a version, and the first one when it was approved.
func factOf(tx *store.Tx, row store.Version) (fact, error) {
	full, err := tx.Version(row.Space, row.Summary, row.Number)
	if err != nil {
		return fact{}, err
	}
	r, err := resultOf(full)
	if err != nil {
		return fact{}, err
	}
	out := fact{engine: engineOf(r)}
	if row.Number == 1 {
		out.findings = gravest(r)
	}
	if row.Action != actionApproved {
		return out, nil
	}
	if full, err = tx.Version(row.Space, row.Summary, 1); err != nil {
		return fact{}, err
	}
	first, err := resultOf(full)
	if err != nil {
		return fact{}, err
	}
	out.engine, out.distance = engineOf(first), Distance(first, r)
	return out, nil
}
