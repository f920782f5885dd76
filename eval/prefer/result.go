package prefer

import (
	"cmp"
	"slices"

	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/eval/stats"
)

// Result is what a judge prefers. What is not known is nil.
type Result struct {
	Judge string `json:"judge"` // signature of how it was asked
	Pairs int    `json:"pairs"`

	Wins   int `json:"wins"` // of the candidate, in both orders
	Losses int `json:"losses"`
	Ties   int `json:"ties"`
	Flips  int `json:"flips"` // ties in which what came first, or second, was preferred both times
	Same   int `json:"same"`  // ties of summaries that are the same, about which nobody was asked
	Unread int `json:"unread"`
	Failed int `json:"failed"` // that could not be asked about
	// NotAsked are those that were left when the job was ended.
	NotAsked int `json:"not_asked"`
	// FlipRate is the share of flips among what was asked and read.
	FlipRate *float64 `json:"flip_rate"`

	// Net is wins less losses as a share of what could be read, by the weights of the
	// items, from -1 to 1. Low and High are the ends of its interval at Level; nil for
	// fewer than five clusters, or where all of them say the same.
	Net   *float64 `json:"net"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	Level float64  `json:"level"`
	// P is the two-sided p-value of there being no preference.
	P         *float64 `json:"p"`
	Items     int      `json:"items"` // that Net is about
	Clusters  int      `json:"clusters"`
	Resamples int      `json:"resamples"`
	Seed      uint64   `json:"seed"`

	Cost *run.Scoring `json:"cost"` // nil when nothing was asked
	List []Pair       `json:"list"` // in the order of items
}

// Pair is what the judge said of the two summaries of one sample.
type Pair struct {
	Item    string         `json:"item"`
	K       int            `json:"k"`
	Outcome metric.Outcome `json:"outcome,omitempty"` // of the candidate; "" for none
	Flip    bool           `json:"flip,omitempty"`
	Same    bool           `json:"same,omitempty"`
	Unread  string         `json:"unread,omitempty"` // why
	Error   *run.Failure   `json:"error,omitempty"`
}

func sortPairs(pairs []pair) {
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.base.Item, b.base.Item), cmp.Compare(a.base.K, b.base.K))
	})
}

// result counts what was said.
func (j *Job) result(list []Pair, cost *run.Scoring) *Result {
	r := &Result{
		Judge: j.Judge, Pairs: len(list), Cost: cost, List: list,
		Level: cmp.Or(j.Level, defaultLevel), Resamples: cmp.Or(j.Resamples, stats.DefaultResamples), Seed: j.Seed,
	}
	for i := range list {
		r.count(&list[i])
	}
	if asked := r.Wins + r.Losses + r.Ties - r.Same; asked > 0 {
		rate := float64(r.Flips) / float64(asked)
		r.FlipRate = &rate
	}
	differences, clusters := j.differences(list)
	r.measure(stats.NewPaired(differences, clusters))
	return r
}

func (r *Result) count(p *Pair) {
	switch {
	case p.Error != nil:
		r.Failed++
	case p.Outcome == metric.Win:
		r.Wins++
	case p.Outcome == metric.Loss:
		r.Losses++
	case p.Outcome == metric.Tie:
		r.Ties++
	case p.Outcome == metric.Unread:
		r.Unread++
	default:
		r.NotAsked++
	}
	if p.Flip {
		r.Flips++
	}
	if p.Same {
		r.Same++
	}
}

// differences are those of the items: the mean over their pairs of 1 for a win, -1
// for a loss and 0 for a tie.
func (j *Job) differences(list []Pair) ([]stats.Difference, int) {
	clusters := map[string]int{}
	var out []stats.Difference
	for from := 0; from < len(list); {
		sum, read, to := 0.0, 0, from
		for ; to < len(list) && list[to].Item == list[from].Item; to++ {
			switch list[to].Outcome {
			case metric.Win:
				sum++
			case metric.Loss:
				sum--
			case metric.Tie:
			default:
				continue
			}
			read++
		}
		rec := j.pairs[from].base
		if from = to; read == 0 {
			continue
		}
		name := cmp.Or(rec.Cluster, rec.Item)
		at, ok := clusters[name]
		if !ok {
			at = len(clusters)
			clusters[name] = at
		}
		out = append(out, stats.Difference{Value: sum / float64(read), Weight: cmp.Or(rec.Weight, 1), Cluster: at})
	}
	return out, len(clusters)
}

func (r *Result) measure(p *stats.Paired) {
	r.Items, r.Clusters = p.Items, p.Clusters()
	if p.Items == 0 {
		return
	}
	o := stats.Options{Resamples: r.Resamples, Seed: r.Seed}
	net := p.Mean()
	chance := stats.SignFlips([]*stats.Paired{p}, stats.Both, o).P[0]
	r.Net, r.P = &net, &chance
	if se, ok := p.StdErr(); !ok || se == 0 {
		return
	}
	if in, ok := p.Interval(r.Level, o); ok {
		low, high := max(-1, in.Low), min(1, in.High)
		r.Low, r.High = &low, &high
	}
}
