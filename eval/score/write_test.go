package score

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/eval/metric"
)

// TestAppendNumber has what repr of Python 3.11 prints.
func TestAppendNumber(t *testing.T) {
	for want, v := range map[string]float64{
		"0.0": 0, "1.0": 1, "-2.5": -2.5, "0.3333333333333333": 1.0 / 3, "0.0001": 1e-4, "1e-05": 1e-5,
		"1.5e-10": 1.5e-10, "123456789.0": 123456789, "1234567890123456.0": 1234567890123456, "1e+16": 1e16, "1e+22": 1e22, "5e-324": 5e-324,
	} {
		if got := string(appendNumber(nil, v)); got != want {
			t.Errorf("%v is %s, want %s", v, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64().Draw(t, "v")
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return
		}
		text := appendNumber(nil, v)
		if back, err := strconv.ParseFloat(string(text), 64); err != nil || back != v || !json.Valid(text) {
			t.Fatalf("%v became %s", v, text)
		}
	})
}

func TestAppendResult(t *testing.T) {
	value := func(v float64) *float64 { return &v }
	infos := []metric.Info{
		{Name: "takeaways.f"}, {Name: "takeaways.p"}, {Name: "takeaways.r"}, {Name: "takeaways.order"}, {Name: "bleu"}, {Name: "odd.f"}, {Name: "density"},
	}
	scores := []metric.Score{
		{Value: value(.5)},
		{Value: value(1)},
		{Value: value(.25)},
		{Unscored: "fewer than two \"match\""},
		{Value: value(12)},
		{Value: value(2)},
		{Value: value(math.NaN())},
	}
	const want = `{"id":7,"takeaways":[1.0,0.25,0.5],"bleu":12.0,"odd.f":2.0,` +
		`"unscored":{"takeaways.order":"fewer than two \"match\"","density":"the score is not a number"}}` + "\n"
	if got := string(appendResult(nil, json.RawMessage("7"), columnsOf(infos), scores)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
