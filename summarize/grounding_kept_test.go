package summarize

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func TestWhatWasFoundIsKeptAsItWas(t *testing.T) {
	h := newHouse(groundedProfile(t, ""), ferry())
	c := article.Claim{ID: "t1", Text: "Council votes 11 to 2 to close the night ferry", Cites: []article.SentenceID{1}}
	want := h.checker().Check(c).Claims[0]
	if len(want.Findings) == 0 {
		t.Fatal("nothing was found")
	}
	first := h.ground(c)
	first.Findings[0].Claim, first.Findings[0].Verdict = "", ground.Pass
	first.Findings = append(first.Findings, ground.Finding{})
	if diff := cmp.Diff(want, h.ground(c)); diff != "" {
		t.Errorf("the second time (-want +got):\n%s", diff)
	}
	other := c
	other.Cites = []article.SentenceID{3}
	if diff := cmp.Diff(h.checker().Check(other).Claims[0], h.ground(other)); diff != "" {
		t.Errorf("with another citation (-want +got):\n%s", diff)
	}
	for i := range 2*mostReports + 1 {
		c.Text = fmt.Sprintf("Council votes %d to 2", i)
		h.ground(c)
	}
	if n := h.reports.Len(); n > mostReports {
		t.Errorf("%d reports are kept", n)
	}
}
