package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
)

func TestSpending(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		usd := func(v float64) *float64 { return &v }
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			for _, spent := range []store.Spending{
				{Space: "a", At: noon.Add(-time.Second), Kind: "draft", Kept: true, USD: usd(8)},
				{Space: "a", At: noon, Kind: "draft", Summary: "s", Kept: true, USD: usd(.25)},
				{Space: "a", At: noon.Add(14 * time.Minute), Kind: "draft", Kept: true, USD: usd(.5)},
				{Space: "a", At: noon.Add(14 * time.Minute), Kind: "draft", Booked: .125},
				{Space: "a", At: noon.Add(15 * time.Minute), Kind: "alternatives", Kept: true},
				{Space: "b", At: noon, Kind: "draft", Kept: true, USD: usd(4)},
			} {
				if err := tx.Spend(spent); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var got []store.SpendingSum
		if err := s.Read(t.Context(), func(tx *store.Tx) (err error) {
			got, err = tx.SpendingSince("a", noon)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		want := []store.SpendingSum{
			{At: noon, Kind: "draft", Unknown: 1, Booked: .125},
			{At: noon, Kind: "draft", Kept: true, USD: .75},
			{At: noon.Add(15 * time.Minute), Kind: "alternatives", Kept: true, Unknown: 1},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("want (-), got (+):\n%s", diff)
		}
	})
}
