package summarize

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/ground"
)

// anyResult makes results of every form, each field filled.
func anyResult() *rapid.Generator[Result] {
	return rapid.MakeCustom[Result](rapid.MakeConfig{
		Types: map[reflect.Type]*rapid.Generator[any]{
			reflect.TypeFor[time.Time](): rapid.Map(rapid.Int64Range(0, 4e9), func(s int64) any { return time.Unix(s, 0).UTC() }),
			reflect.TypeFor[float64]():   rapid.Map(rapid.Float64Range(0, 1e9), func(f float64) any { return f }),
		},
		Fields: map[reflect.Type]map[string]*rapid.Generator[any]{
			reflect.TypeFor[ground.Finding](): {"Claim": rapid.Just[any]("")}, // findings hang on their claims
		},
	})
}

func TestResultRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyResult().Draw(t, "result")
		checkRoundTrip(t, &r)
	})
}

func checkRoundTrip(t reporter, r *Result) {
	t.Helper()
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var back Result
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	if diff := cmp.Diff(*r, back); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

// A result that drafting made is the same after a trip through JSON, with what was
// repaired and withheld in it.
func TestDraftRoundTrips(t *testing.T) {
	invented := said{Text: "The harbour union says that 83 deckhands could lose their jobs", Sentences: []int{3}}
	for _, mode := range []Failing{Replace, Withhold, Keep} {
		m := scripted(t, summaryJSON(ferryWhy, with(1, invented)...), claimsJSON(said{ID: "t2", Text: invented.Text, Sentences: []int{3}}), claimsJSON())
		r, err := Summarize(t.Context(), ferry(), Options{Engine: engineOf(t, m), Profile: groundedProfile(t, "failing: "+string(mode))})
		if err != nil || len(r.Repairs) == 0 {
			t.Fatalf("%s: %v, %+v", mode, err, r)
		}
		checkRoundTrip(t, r)
	}
}

// null and a string both replace what was there.
func TestOptionalReadsNull(t *testing.T) {
	for text, want := range map[string]optional{`null`: "", `"x"`: "x", `""`: ""} {
		o := optional("before")
		if err := json.Unmarshal([]byte(text), &o); err != nil || o != want {
			t.Errorf("%s is read as %q, %v", text, o, err)
		}
	}
	var o optional
	if json.Unmarshal([]byte("1"), &o) == nil {
		t.Error("a number is read")
	}
}
