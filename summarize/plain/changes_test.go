package plain

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestChanges puts the two texts together again from what is said to have changed.
func TestChanges(t *testing.T) {
	sentence := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"the", "pier", "2.5", "crowns,", "“quay”", "码头", "it's"}), 0, 12).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := sentence.Draw(t, "old"), sentence.Draw(t, "new")
		old, revised, last := "", "", Op(0)
		for _, e := range Changes(a, b) {
			if e.Text == "" || e.Op == last {
				t.Errorf("change %q of the kind before", e.Text)
			}
			last = e.Op
			if e.Op != Added {
				old += e.Text
			}
			if e.Op != Removed {
				revised += e.Text
			}
		}
		if old != a || revised != b {
			t.Errorf("%q and %q, want %q and %q", old, revised, a, b)
		}
	})
}
