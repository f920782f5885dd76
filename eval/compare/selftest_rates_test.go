package compare

import (
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/eval"
)

// TestRates: a built-in run keeps what the gate promises, and the same seed gives
// the same rates.
func TestRates(t *testing.T) {
	first, err := RunSelfTest(nil, eval.Gate{})
	if err != nil {
		t.Fatal(err)
	}
	again, err := RunSelfTest(nil, eval.Gate{})
	if err != nil || *first.Rates != *again.Rates {
		t.Errorf("%+v, again %+v, %v", first.Rates, again.Rates, err)
	}
	r := first.Rates
	if r.Alarms > 22 || r.Blocked > r.Alarms || r.Found < 140 || r.Found > 185 {
		t.Errorf("%+v", r)
	}
}

func TestRatesThatLuckDoesNotExplain(t *testing.T) {
	same := &Comparison{Alpha: 0.05, Clusters: 50, Correction: eval.MaxT}
	for _, tc := range []struct {
		rates *Rates
		want  string
	}{
		{nil, ""},
		{&Rates{Pairs: 200, Alarms: 18, Found: 150}, ""},
		{&Rates{Pairs: 200, Alarms: 40, Found: 150}, "40 of 200 equal pairs raise an alarm"},
		{&Rates{Pairs: 200, Alarms: 8, Found: 60, Drop: 0.02}, "is found in 60 of 200 pairs"},
	} {
		s := &SelfTest{Same: same, Metric: "m", Rates: tc.rates}
		s.judgeRates()
		if got := strings.Join(s.Problems, "; "); tc.want == "" && got != "" || !strings.Contains(got, tc.want) {
			t.Errorf("%+v: %q", tc.rates, got)
		}
	}
}

// TestNoRatesWhereNothingDiffers: equal halves have nothing to draw from.
func TestNoRatesWhereNothingDiffers(t *testing.T) {
	base, _ := pair(30, 0, 0, 0)
	base.Samples = 2
	for i := range base.Items {
		base.Items[i].Samples = append(base.Items[i].Samples, Sample{K: 2, Scores: base.Items[i].Samples[0].Scores})
	}
	s, err := RunSelfTest(base, gateOf(map[string]float64{"quality": 0.02}))
	if err != nil || s.Rates != nil {
		t.Errorf("%+v, %v", s, err)
	}
}
