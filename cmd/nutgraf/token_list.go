package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// listedToken is what is shown of a token.
type listedToken struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Space     string     `json:"space"`
	Scopes    []string   `json:"scopes"`
	State     string     `json:"state"` // "good", "expired" or "revoked"
	PerMinute int        `json:"per_minute"`
	DailyUSD  *float64   `json:"daily_usd"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at"`
	UsedAt    *time.Time `json:"used_at"`
}

func (a *app) tokenListCommand() *cobra.Command {
	return a.tellingCommand(&cobra.Command{Use: "list", Short: "List the tokens, never the words themselves"}, a.listTokens)
}

func (a *app) listTokens(ctx context.Context, s *store.Store, format string) error {
	var all []store.Token
	if err := s.Read(ctx, func(tx *store.Tx) (err error) { all, err = tx.Tokens(""); return err }); err != nil {
		return err
	}
	listed := []listedToken{}
	for _, t := range all {
		listed = append(listed, listedToken{
			t.ID, t.Name, t.Space, t.Scopes, stateOf(t, time.Now()), t.PerMinute, t.DailyUSD, t.CreatedAt.UTC(),
			timeOrNil(t.ExpiresAt), timeOrNil(t.RevokedAt), timeOrNil(t.UsedAt),
		})
	}
	slices.SortStableFunc(listed, func(x, y listedToken) int { return cmp.Or(x.CreatedAt.Compare(y.CreatedAt), cmp.Compare(x.ID, y.ID)) })
	if format == "json" {
		return json.NewEncoder(a.out).Encode(listed)
	}
	return a.writeTokens(listed)
}

func (a *app) writeTokens(listed []listedToken) error {
	if len(listed) == 0 {
		a.say("there are no tokens: nutgraf token create NAME makes one")
		return nil
	}
	t := metaTable(table.Row{"id", "name", "space", "scopes", "state", "a minute", "USD a day", "expires", "last used"})
	for _, k := range listed {
		perMinute, usd := "", ""
		if k.PerMinute > 0 {
			perMinute = strconv.Itoa(k.PerMinute)
		}
		if k.DailyUSD != nil {
			usd = strconv.FormatFloat(*k.DailyUSD, 'f', -1, 64)
		}
		t.AppendRow(table.Row{
			k.ID, plain.Clean(k.Name), plain.Clean(k.Space), strings.Join(k.Scopes, ", "), k.State, perMinute, usd, shownPointer(k.ExpiresAt), shownPointer(k.UsedAt),
		})
	}
	_, err := fmt.Fprintln(a.out, t.Render())
	return err
}

// stateOf says whether a token is good.
func stateOf(t store.Token, now time.Time) string {
	switch {
	case !t.RevokedAt.IsZero():
		return "revoked"
	case !t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt):
		return "expired"
	}
	return "good"
}

func timeOrNil(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}

func shownTime(at time.Time, never string) string {
	if at.IsZero() {
		return never
	}
	return at.UTC().Format("2006-01-02 15:04 MST")
}

func shownPointer(at *time.Time) string {
	if at == nil {
		return "never"
	}
	return shownTime(*at, "never")
}
