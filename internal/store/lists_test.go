package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// addListed stores summary "00" to "19": two of each moment, of two desks.
func addListed(t *testing.T, s *store.Store) {
	t.Helper()
	titles := []string{"Ärzte streiken", "100% of votes", "STRASSE gesperrt", "a_b"}
	write(t, s, func(tx *store.Tx) error {
		for n := range 20 {
			err := tx.AddVersion(store.Version{
				Space: "s", Summary: fmt.Sprintf("%02d", n), Number: 1, Status: []string{"draft", "approved"}[n%2], Article: fmt.Sprint("a", n%5),
				Revision: 1, Actor: "ann", Action: "drafted", At: noon.Add(time.Duration(n/2) * time.Minute), Result: []byte("{}"),
			}, store.Summary{Title: titles[n%4], Desk: []string{"world", "local"}[n/10]})
			if err != nil {
				return err
			}
		}
		return tx.AddVersion(store.Version{Space: "other", Summary: "00", Number: 1, Article: "a0", Result: []byte("{}")}, store.Summary{})
	})
}

func idsOf(list []store.Summary) (ids []string) {
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	return ids
}

func TestFiltersChoose(t *testing.T) {
	cases := map[string]struct {
		filter store.Filter
		want   string
	}{
		"all":              {store.Filter{}, "19 18 17 16 15 14 13 12 11 10 09 08 07 06 05 04 03 02 01 00"},
		"article":          {store.Filter{Article: "a3"}, "18 13 08 03"},
		"status and desk":  {store.Filter{Status: "approved", Desk: "world"}, "09 07 05 03 01"},
		"whatever case":    {store.Filter{Text: "äRZTE", Desk: "world"}, "08 04 00"},
		"sharp s":          {store.Filter{Text: "straße", Desk: "world"}, "06 02"},
		"percent is text":  {store.Filter{Text: "0%", Desk: "world"}, "09 05 01"},
		"underscore too":   {store.Filter{Text: "_", Desk: "world"}, "07 03"},
		"a quote is text":  {store.Filter{Text: "' OR 1=1 --"}, ""},
		"a slice of a day": {store.Filter{From: noon.Add(time.Minute), To: noon.Add(3 * time.Minute)}, "05 04 03 02"},
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		addListed(t, s)
		for name, c := range cases {
			read(t, s, func(tx *store.Tx) error {
				got, next, err := tx.Summaries("s", c.filter, store.Page{})
				if all := strings.Join(idsOf(got), " "); all != c.want || next != "" {
					t.Errorf("%s: %q, want %q; next is %q", name, all, c.want, next)
				}
				return err
			})
		}
		read(t, s, func(tx *store.Tx) error {
			got, err := tx.SummariesOf("s", "a1")
			if all := strings.Join(idsOf(got), " "); all != "01 06 11 16" {
				t.Errorf("of an article: %q", all)
			}
			return err
		})
	})
}

func TestPagesShowEachSummaryOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		addListed(t, s)
		var seen []string
		page := store.Page{Limit: 3}
		for turn := 0; ; turn++ {
			read(t, s, func(tx *store.Tx) error {
				got, next, err := tx.Summaries("s", store.Filter{}, page)
				seen = append(seen, idsOf(got)...)
				page.Cursor = next
				return err
			})
			if turn == 1 { // one that was seen and one that was not are changed
				write(t, s, func(tx *store.Tx) error {
					for _, id := range []string{"19", "02"} {
						err := tx.AddVersion(store.Version{Space: "s", Summary: id, Number: 2, At: noon.Add(time.Hour), Result: []byte("{}")}, store.Summary{})
						if err != nil {
							return err
						}
					}
					return nil
				})
			}
			if page.Cursor == "" {
				break
			}
		}
		all := slices.Clone(seen)
		slices.Sort(all)
		if len(all) != 19 || len(slices.Compact(all)) != 19 || slices.Contains(all, "02") {
			t.Errorf("pages show %v", seen)
		}
	})
}

func TestForeignCursorsAreRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, cursor := range []string{"?", "YWJj", "YWJjL3g", "eC8"} {
			read(t, s, func(tx *store.Tx) error {
				_, _, err := tx.Summaries("s", store.Filter{}, store.Page{Cursor: cursor})
				wantCode(t, err, fault.Invalid)
				_, _, err = tx.AuditOf("s", "", store.Page{Cursor: cursor})
				wantCode(t, err, fault.Invalid)
				return nil
			})
		}
	})
}
