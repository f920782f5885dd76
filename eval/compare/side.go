package compare

import (
	"cmp"
	"slices"

	"github.com/nutgraf/nutgraf/eval/metric"
)

// Side is one arm of a run.
type Side struct {
	Name        string // what messages call it: a file, and its arm
	Arm         string
	Signature   string // of the arm: engine, model, profile, prompts
	Suite       string // its name
	SuiteDigest string
	SuiteItems  int // that the suite has, 0 when it is not known
	Samples     int // of every item
	Scores      []metric.Info
	Items       []Item
}

// Item is an item of the suite with what was drafted for it.
type Item struct {
	ID      string
	Lang    string
	Cluster string // "" makes the item its own
	Tags    []string
	Weight  float64 // 0 stands for 1
	Samples []Sample
}

// Sample is one draft's scores, or the error that there is none.
type Sample struct {
	K      int
	Scores []metric.Score
	Error  string // its code, "" for none
}

func (i *Item) cluster() string { return cmp.Or(i.Cluster, i.ID) }

func (i *Item) weight() float64 { return cmp.Or(i.Weight, 1) }

// inOrder returns the side with items and samples in an order that does not depend
// on when they were done.
func (s *Side) inOrder() *Side {
	c := *s
	c.Items = slices.Clone(s.Items)
	slices.SortStableFunc(c.Items, func(a, b Item) int { return cmp.Compare(a.ID, b.ID) })
	for i := range c.Items {
		c.Items[i].Samples = slices.Clone(c.Items[i].Samples)
		slices.SortStableFunc(c.Items[i].Samples, func(a, b Sample) int { return cmp.Compare(a.K, b.K) })
	}
	return &c
}

func (s *Side) info(name string) (metric.Info, bool) {
	at := slices.IndexFunc(s.Scores, func(i metric.Info) bool { return i.Name == name })
	if at < 0 {
		return metric.Info{}, false
	}
	return s.Scores[at], true
}
