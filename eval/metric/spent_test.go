package metric

import (
	"testing"
	"time"
)

func TestCost(t *testing.T) {
	usd, in, out := 0.0125, 1800, 240
	m := newSpent(nil, Options{})
	wantScores(t, m, &Sample{Spent: &Spent{USD: &usd, InputTokens: &in, OutputTokens: &out, Calls: 2, Latency: 1500 * time.Millisecond}}, map[string]float64{
		"cost.usd": 0.0125, "cost.input_tokens": 1800, "cost.output_tokens": 240, "cost.calls": 2, "cost.latency_s": 1.5,
	})
	wantScores(t, m, &Sample{Spent: &Spent{Calls: 1}}, map[string]float64{"cost.calls": 1, "cost.latency_s": 0})
	wantScores(t, m, &Sample{}, nil)
}
