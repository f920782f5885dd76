package metric

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// TestEveryMetricDescribesItself checks what tables and gates rely on.
func TestEveryMetricDescribesItself(t *testing.T) {
	metrics, err := New(nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, m := range metrics {
		for _, info := range m.Scores() {
			if names[info.Name] || info.Signature == "" {
				t.Errorf("%s is not alone with its name, or has no signature", info.Name)
			}
			names[info.Name] = true
			if info.Better != Higher && info.Better != Lower && info.Better != Neither {
				t.Errorf("%s: better is %q", info.Name, info.Better)
			}
			if info.About == "" || strings.Count(info.About, ". ") > 0 {
				t.Errorf("%s: it is not said in one sentence: %q", info.Name, info.About)
			}
		}
	}
}

// TestScoresAreNumbersOrReasons scores drafts of many articles, and samples of
// which nothing is known.
func TestScoresAreNumbersOrReasons(t *testing.T) {
	metrics, err := New(nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append(samples(t), &Sample{}, &Sample{Text: "—", References: []string{"…"}}) {
		for _, m := range metrics {
			scores, err := m.Score(context.Background(), s)
			if err != nil || len(scores) != len(m.Scores()) {
				t.Fatal(err, scores)
			}
			for i, score := range scores {
				switch {
				case score.Name != m.Scores()[i].Name:
					t.Errorf("%s stands for %s", score.Name, m.Scores()[i].Name)
				case (score.Value == nil) == (score.Unscored == ""):
					t.Errorf("%s is neither scored nor unscored, or both", score.Name)
				case score.Value != nil && (math.IsNaN(*score.Value) || math.IsInf(*score.Value, 0)):
					t.Errorf("%s is %v", score.Name, *score.Value)
				}
			}
			if _, err := json.Marshal(scores); err != nil {
				t.Error(err)
			}
		}
	}
}

// BenchmarkFamilies scores drafts of the project's articles, a family each.
func BenchmarkFamilies(b *testing.B) {
	all := samples(b)
	for _, f := range families() {
		m := f.make(f.names, Options{})
		b.Run(f.names[0], func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if _, err := m.Score(context.Background(), all[i%len(all)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
