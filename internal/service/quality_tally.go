package service

import (
	"cmp"
	"slices"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

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
	if row.Action == actionDrafted {
		day.Drafted++
		engine.Drafts++
		t.sum.Drafted++
	}
	for _, found := range f.findings {
		t.count(found)
	}
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
