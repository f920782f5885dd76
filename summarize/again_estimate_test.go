package summarize

import (
	"context"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// What writing again takes is never more than was estimated, and what the claims
// take that the model is told of is counted.
func TestEstimateAgainIsACeiling(t *testing.T) {
	current := ferrySummary(t)
	repeated := said{ID: "t2", Text: ferryClaims[1].Text, Sentences: []int{3}}
	m := &fakeModel{counted: true, answer: func(_ context.Context, req Request) (string, error) {
		return claimsJSON(repeated), nil
	}}
	e := engineOf(t, m)
	e.Info.Price = &Price{Input: 1e6, Output: 1}
	profile := groundedProfile(t, "")
	draft, err := e.Estimate(t.Context(), ferry(), profile)
	if err != nil {
		t.Fatal(err)
	}
	estimate, err := e.EstimateAgain(t.Context(), ferry(), current, []string{"t2"}, profile)
	if err != nil || estimate.Calls != 1 || estimate.InputTokens <= draft.InputTokens {
		t.Fatalf("%+v, %v; a draft %+v", estimate, err, draft)
	}
	r, err := Again(t.Context(), ferry(), current, []string{"t2"}, Options{Engine: e, Profile: profile})
	if err != nil || r.Provenance.Calls < 2 || *r.Provenance.USD > *estimate.MaxUSD {
		t.Errorf("cost %v of %v, %v", r.Provenance.USD, *estimate.MaxUSD, err)
	}
	if first, _ := counter.Count(m.requests[0].Messages[0].Text + m.requests[0].Messages[1].Text); first > estimate.InputTokens {
		t.Errorf("the first call sent %d tokens, %d were estimated", first, estimate.InputTokens)
	}
	current.Takeaways[1].Locked = true
	if _, err := e.EstimateAgain(t.Context(), ferry(), current, []string{"t2"}, profile); fault.CodeOf(err) != fault.ClaimLocked {
		t.Errorf("a locked claim: %v", err)
	}
}
