package report

import (
	"cmp"
	"math"
	"slices"

	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/prefer"
	"github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/eval/stats"
)

// Format names the form of the JSON.
const Format = "nutgraf.report/1"

// Source is an arm of a run that is told of.
type Source struct {
	Name string // what people call it: a file, and its arm
	Run  *run.Run
	Arm  string
}

// Report is what there is to tell. Its JSON has the schema
// docs/schema/eval.schema.json.
type Report struct {
	Format     string              `json:"format"`
	Comparison *compare.Comparison `json:"comparison"` // null for a report of runs alone
	Preference *prefer.Result      `json:"preference"` // a judge's, null when none was asked
	Arms       []Arm               `json:"arms"`       // base and candidate, where they are compared
}

// Arm sums up one arm.
type Arm struct {
	Name    string  `json:"name"`
	Run     run.Arm `json:"arm"`
	Suite   string  `json:"suite"`
	Digest  string  `json:"suite_digest"`
	Items   int     `json:"items"`            // of the suite
	PerItem int     `json:"samples_per_item"` // that were asked for
	Samples int     `json:"samples"`          // that are there, failed ones among them
	Errors  []Error `json:"errors"`           // by code, the most frequent first
	Missing int     `json:"missing"`          // samples that were not tried
	Replay  string  `json:"replay"`
	Version string  `json:"version"`
	Scores  []Score `json:"scores"`
	Cost    Cost    `json:"cost"`
	records []*run.Record
}

// Error counts the samples that failed in one way.
type Error struct {
	Code    string `json:"code"`
	Message string `json:"message"` // of the first
	Count   int    `json:"count"`
}

// Score is a score's mean over the items of an arm. What is not known is nil.
type Score struct {
	metric.Info
	Mean *float64 `json:"mean"`
	// Low and High are the ends of the mean's interval of 95 percent, by clusters, for
	// headline scores.
	Low      *float64 `json:"low"`
	High     *float64 `json:"high"`
	Items    int      `json:"items"`    // that have the score
	Unscored int      `json:"unscored"` // samples that could not be scored
	Reason   string   `json:"reason,omitempty"`
	values   []itemValue
}

// itemValue is the mean over the samples of an item.
type itemValue struct {
	item  string
	value float64
}

// intervals of means; seed is fixed, as the numbers are for looking at.
const (
	level         = 0.95
	meanResamples = 2000
	seed          = 1
)

// New sums up the sources. c is nil for none, or the comparison of the two that
// there are; without sources, it is told without their cost and their drafts.
func New(c *compare.Comparison, sources ...Source) *Report {
	r := &Report{Format: Format, Comparison: c, Arms: []Arm{}}
	for _, s := range sources {
		r.Arms = append(r.Arms, armOf(s))
	}
	return r
}

// Every lists all arms of a run as sources.
func Every(name string, r *run.Run) []Source {
	var sources []Source
	for _, arm := range r.Arms {
		source := Source{Name: name, Run: r, Arm: arm.Name}
		if len(r.Arms) > 1 {
			source.Name += "#" + arm.Name
		}
		sources = append(sources, source)
	}
	return sources
}

func armOf(s Source) Arm {
	head := s.Run.Head
	arm := Arm{
		Name: s.Name, Suite: head.Suite.Name, Digest: head.Suite.Digest, Items: head.Suite.Items, PerItem: head.Samples,
		Replay: head.Replay, Version: head.Version, Errors: []Error{}, Scores: []Score{},
	}
	for _, a := range head.Arms {
		if a.Name == s.Arm {
			arm.Run = a
		}
	}
	for i := range s.Run.Records {
		if rec := &s.Run.Records[i]; rec.Arm == s.Arm {
			arm.records = append(arm.records, rec)
		}
	}
	arm.Samples = len(arm.records)
	arm.Missing = head.Suite.Items*head.Samples - arm.Samples
	arm.Errors = errorsOf(arm.records)
	for _, info := range head.Scores {
		arm.Scores = append(arm.Scores, scoreOf(info, arm.records))
	}
	arm.Cost = costOf(arm.records)
	return arm
}

func errorsOf(records []*run.Record) []Error {
	list := []Error{}
	for _, rec := range records {
		if rec.Error == nil {
			continue
		}
		at := slices.IndexFunc(list, func(e Error) bool { return e.Code == string(rec.Error.Code) })
		if at < 0 {
			at = len(list)
			list = append(list, Error{Code: string(rec.Error.Code), Message: rec.Error.Message})
		}
		list[at].Count++
	}
	slices.SortStableFunc(list, func(a, b Error) int { return b.Count - a.Count })
	return list
}

// scoreOf takes the mean over the samples of each item first, then over the items
// by weight.
func scoreOf(info metric.Info, records []*run.Record) Score {
	s := Score{Info: info}
	clusters, heaviest := map[string]int{}, heaviest(records)
	var differences []stats.Difference
	for items := range eachItem(records) {
		sum, n := 0.0, 0
		for _, rec := range items {
			switch v := valueOf(rec, info.Name); {
			case v.Value != nil:
				sum, n = sum+*v.Value, n+1
			case rec.Error == nil:
				s.Unscored++
				s.Reason = v.Unscored
			}
		}
		if n == 0 {
			continue
		}
		first := items[0]
		cluster := cmp.Or(first.Cluster, first.Item)
		at, ok := clusters[cluster]
		if !ok {
			at = len(clusters)
			clusters[cluster] = at
		}
		s.values = append(s.values, itemValue{first.Item, sum / float64(n)})
		differences = append(differences, stats.Difference{Value: sum / float64(n), Weight: first.Weight / heaviest, Cluster: at})
	}
	s.Items = len(s.values)
	if s.Items == 0 {
		return s
	}
	paired := stats.NewPaired(differences, len(clusters))
	mean := paired.Mean()
	s.Mean = &mean
	if !info.Headline {
		return s
	}
	if in, ok := paired.Interval(level, stats.Options{Resamples: meanResamples, Seed: seed}); ok {
		s.Low, s.High = &in.Low, &in.High
	}
	return s
}

// heaviest is the largest weight.
func heaviest(records []*run.Record) float64 {
	most := 0.0
	for _, rec := range records {
		most = max(most, rec.Weight)
	}
	return cmp.Or(most, 1)
}

// eachItem yields the samples of each item. Records are in the order of items.
func eachItem(records []*run.Record) func(yield func([]*run.Record) bool) {
	return func(yield func([]*run.Record) bool) {
		for from := 0; from < len(records); {
			to := from + 1
			for to < len(records) && records[to].Item == records[from].Item {
				to++
			}
			if !yield(records[from:to]) {
				return
			}
			from = to
		}
	}
}

func valueOf(rec *run.Record, name string) metric.Score {
	for _, s := range rec.Scores {
		if s.Name == name {
			if s.Value != nil && !(math.Abs(*s.Value) <= largestScore) {
				return metric.Score{Name: name, Unscored: "nothing can be reckoned with so large a number"}
			}
			return s
		}
	}
	return metric.Score{Name: name}
}

// largestScore is far over any score, and its square is a number still.
const largestScore = 1e100

// score returns an arm's score, nil when it is not there.
func (a *Arm) score(name string) *Score {
	for i := range a.Scores {
		if a.Scores[i].Name == name {
			return &a.Scores[i]
		}
	}
	return nil
}
