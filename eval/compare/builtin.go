package compare

import (
	"fmt"
	"math/rand/v2"

	"github.com/nutgraf/nutgraf/eval/metric"
)

// builtIn invents a run: 200 items in 100 clusters, two samples each.
func builtIn(rng *rand.Rand) *Side {
	scores := []struct {
		name         string
		mean, spread float64
		better       metric.Better
	}{
		{"rouge1.f", 0.38, 0.08, metric.Higher},
		{"takeaways.f", 0.55, 0.12, metric.Higher},
		{"grounding", 0.93, 0.05, metric.Higher},
		{"cost.usd", 0.004, 0.001, metric.Lower},
	}
	side := &Side{Name: "built-in run", Arm: "built-in", Signature: "built-in|v:1", Suite: "built-in", Samples: 2}
	for _, s := range scores {
		side.Scores = append(side.Scores, metric.Info{Name: s.name, Signature: "built-in|v:1", Better: s.better, Headline: true, About: "Invented."})
	}
	for i := range 200 {
		item := Item{ID: fmt.Sprintf("item-%03d", i+1), Cluster: fmt.Sprintf("story-%03d", i/2+1), Tags: []string{[]string{"long", "short"}[i%2]}}
		item.Samples = []Sample{{K: 1}, {K: 2}}
		for _, s := range scores {
			own := s.mean + s.spread*rng.NormFloat64()
			for k := range item.Samples {
				v := min(1, max(0, own+0.3*s.spread*(rng.ExpFloat64()-rng.ExpFloat64())))
				item.Samples[k].Scores = append(item.Samples[k].Scores, metric.Score{Name: s.name, Value: &v})
			}
		}
		side.Items = append(side.Items, item)
	}
	return side
}
