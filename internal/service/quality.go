package service

import (
	"cmp"
	"context"
	"slices"
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
	Day      string // as 2006-01-02
	Drafts   int    // summaries that were drafted
	USD      float64
	Unpriced int // drafts whose cost is not known, or not all of it
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
// time on. Days are those of the zone. What an alternative cost, and a run that
// ended without a version, is not among them.
func (s *Service) Quality(ctx context.Context, c Caller, since time.Time, zone *time.Location) (*Quality, error) {
	rows, err := s.made(ctx, c.Space, since)
	if err != nil {
		return nil, err
	}
	q := &Quality{Since: since, Cut: len(rows) > mostMade}
	rows = rows[:min(len(rows), mostMade)]
	sums := newTally(since, s.now(), zone)
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

func (s *Service) made(ctx context.Context, space string, since time.Time) (rows []store.Version, err error) {
	err = s.Store.Read(ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.MadeSince(space, since, mostMade+1)
		return err
	})
	return rows, err
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
	usd      *float64
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
	out := fact{engine: engineOf(r), usd: r.Provenance.USD}
	if r.Provenance.Calls == 0 {
		out.usd = new(float64)
	}
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

// tally sums facts up.
type tally struct {
	zone    *time.Location
	days    map[string]*QualityDay
	engines map[string]*QualityEngine
	rules   map[string]*QualityRule
	sum     QualityDay
}

// newTally has every day from one time to another, also those on which nothing
// happens.
func newTally(from, to time.Time, zone *time.Location) *tally {
	t := &tally{zone: zone, days: map[string]*QualityDay{}, engines: map[string]*QualityEngine{}, rules: map[string]*QualityRule{}}
	year, month, day := from.In(zone).Date()
	for n := 0; n < 400; n++ {
		at := time.Date(year, month, day+n, 12, 0, 0, 0, zone)
		t.day(at)
		if at.Format(time.DateOnly) >= to.In(zone).Format(time.DateOnly) {
			break
		}
	}
	return t
}

func (t *tally) day(at time.Time) *QualityDay {
	name := at.In(t.zone).Format(time.DateOnly)
	if t.days[name] == nil {
		t.days[name] = &QualityDay{Day: name}
	}
	return t.days[name]
}

func (t *tally) add(row store.Version, f fact) {
	day := t.day(row.At)
	if t.engines[f.engine] == nil {
		t.engines[f.engine] = &QualityEngine{Engine: f.engine}
	}
	engine := t.engines[f.engine]
	if row.Action == actionApproved {
		for _, e := range []*Edits{&day.Edits, &engine.Edits, &t.sum.Edits} {
			e.add(f.distance)
		}
		return
	}
	for _, d := range []*QualityDay{day, &t.sum} {
		d.spend(f.usd)
	}
	if row.Action == actionDrafted {
		day.Drafts++
		engine.Drafts++
		t.sum.Drafts++
	}
	for _, found := range f.findings {
		t.count(found)
	}
}

func (d *QualityDay) spend(usd *float64) {
	if usd == nil {
		d.Unpriced++
		return
	}
	d.USD += *usd
}

func (e *Edits) add(distance float64) {
	e.Approved++
	if distance == 0 {
		e.AsIs++
	}
	e.distances = append(e.distances, distance)
}

func (t *tally) count(found ruleVerdict) {
	if t.rules[found.rule] == nil {
		t.rules[found.rule] = &QualityRule{Rule: found.rule}
	}
	switch found.verdict {
	case ground.Fail:
		t.rules[found.rule].Fail++
	case ground.Warn:
		t.rules[found.rule].Warn++
	}
}

// into puts the sums in order: days by date, engines by their drafts, rules by
// what they found.
func (t *tally) into(q *Quality) {
	for _, d := range t.days {
		d.settle()
		q.Days = append(q.Days, *d)
	}
	for _, e := range t.engines {
		e.settle()
		q.Engines = append(q.Engines, *e)
	}
	for _, r := range t.rules {
		q.Rules = append(q.Rules, *r)
	}
	t.sum.settle()
	q.Sum = t.sum
	slices.SortFunc(q.Days, func(a, b QualityDay) int { return cmp.Compare(a.Day, b.Day) })
	slices.SortFunc(q.Engines, func(a, b QualityEngine) int {
		return cmp.Or(cmp.Compare(b.Drafts, a.Drafts), cmp.Compare(a.Engine, b.Engine))
	})
	slices.SortFunc(q.Rules, func(a, b QualityRule) int {
		return cmp.Or(cmp.Compare(b.Fail, a.Fail), cmp.Compare(b.Warn, a.Warn), cmp.Compare(a.Rule, b.Rule))
	})
}

// settle takes the median.
func (e *Edits) settle() {
	n := len(e.distances)
	if n == 0 {
		return
	}
	slices.Sort(e.distances)
	median := (e.distances[(n-1)/2] + e.distances[n/2]) / 2
	e.Median, e.distances = &median, nil
}
