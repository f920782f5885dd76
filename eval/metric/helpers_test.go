package metric

import (
	"context"
	"math"
	"testing"
)

// wantScores checks all scores of a sample: those that are not in want must be
// unscored, with a reason.
func wantScores(t *testing.T, m Metric, s *Sample, want map[string]float64) {
	t.Helper()
	scores, err := m.Score(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	if len(scores) != len(m.Scores()) {
		t.Fatalf("%d scores of %d", len(scores), len(m.Scores()))
	}
	for i, score := range scores {
		if name := m.Scores()[i].Name; score.Name != name {
			t.Fatalf("score %d is %s: want %s", i, score.Name, name)
		}
		value, ok := want[score.Name]
		switch {
		case !ok && (score.Value != nil || score.Unscored == ""):
			t.Errorf("%s is %v: want it unscored", score.Name, show(score))
		case ok && score.Value == nil:
			t.Errorf("%s is unscored (%s): want %v", score.Name, score.Unscored, value)
		case ok && !(math.Abs(*score.Value-value) <= 1e-9):
			t.Errorf("%s is %v: want %v", score.Name, *score.Value, value)
		}
	}
}

func show(s Score) any {
	if s.Value == nil {
		return s.Unscored
	}
	return *s.Value
}
