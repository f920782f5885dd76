package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// scopes are what a token may do; review implies edit, and the last one all others.
var scopes = []string{string(server.Summarize), string(server.Edit), string(server.Review), string(server.Admin)}

func (a *app) tokenCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Make, list and revoke the tokens of nutgraf serve",
		Long: `Make, list and revoke the tokens with which programs call nutgraf serve. They are
kept in the configured database as digests: a token is shown once, when it is made.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.tokenCreateCommand(), a.tokenListCommand(), a.tokenRevokeCommand())
	return cmd
}

// newToken are the flags of token create.
type newToken struct {
	space, expires string
	scopes         []string
	perMinute      int
	dailyUSD       float64
}

func (a *app) tokenCreateCommand() *cobra.Command {
	var f newToken
	cmd := &cobra.Command{
		Use:   "create NAME",
		Short: "Make a token and print it, once",
		Example: `  nutgraf token create cms
  nutgraf token create desk --scope summarize,review --expires 90d
  nutgraf token create archive --space archive --per-minute 60 --daily-usd 5`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.createToken(cmd.Context(), args[0], f, cmd.Flags().Changed("daily-usd"))
		},
	}
	a.databaseFlag(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.space, "space", localSpace, "`space` that what is made with the token belongs to, and beyond which it reaches nothing")
	flags.StringSliceVar(&f.scopes, "scope", scopes[:1], "what it may do, with commas: "+strings.Join(scopes, ", ")+" (which is all); review can edit too")
	flags.IntVar(&f.perMinute, "per-minute", 0, "how many `requests` it may make in a minute (0: as many as the server lets everybody)")
	flags.Float64Var(&f.dailyUSD, "daily-usd", 0, "the most that its drafts may cost in a day (UTC), in US `dollars` (default: no limit)")
	flags.StringVar(&f.expires, "expires", "never", "after which `time` it is no longer good, such as 90d or 12h")
	return cmd
}

func (f newToken) check(name string) error {
	switch {
	case !goodName(name) || !goodName(f.space):
		return fault.New(fault.BadUsage, "the name of a token and of its space must have 1 to 100 characters, without blanks at the ends")
	case len(f.scopes) == 0 || slices.ContainsFunc(f.scopes, func(s string) bool { return !slices.Contains(scopes, s) }):
		return fault.New(fault.BadUsage, "--scope must be some of %s", strings.Join(scopes, ", "))
	case f.perMinute < 0 || f.perMinute > 1_000_000:
		return fault.New(fault.BadUsage, "--per-minute must be a whole number from 0 to 1000000")
	case !(f.dailyUSD >= 0 && f.dailyUSD <= 1_000_000):
		return fault.New(fault.BadUsage, "--daily-usd must be a number from 0 to 1000000")
	}
	return nil
}

func goodName(s string) bool {
	bad := func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) }
	return s != "" && len(s) <= 100 && s == strings.TrimSpace(s) && !strings.ContainsFunc(s, bad)
}

// lifetime reads a time such as 90d; 0 is for ever.
func lifetime(s string) (time.Duration, error) {
	const century = 100 * 365 * 24 * time.Hour
	if s == "never" || s == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(s)
	if days, ok := strings.CutSuffix(s, "d"); ok {
		var n int
		if n, err = strconv.Atoi(days); err == nil && n > 0 && n <= int(century.Hours())/24 {
			d = time.Duration(n) * 24 * time.Hour
		}
	}
	if err != nil || d <= 0 || d > century {
		return 0, fault.New(fault.BadUsage, "--expires must be a time such as 90d or 12h, or never")
	}
	return d, nil
}

// createToken prints the token on standard output, and all else on standard error.
func (a *app) createToken(ctx context.Context, name string, f newToken, daily bool) error {
	if err := f.check(name); err != nil {
		return err
	}
	life, err := lifetime(f.expires)
	if err != nil {
		return err
	}
	s, err := a.configuredStore(ctx, true)
	if err != nil {
		return err
	}
	defer s.Close()
	word, hash := server.NewToken()
	now := time.Now().UTC().Truncate(time.Microsecond)
	t := store.Token{
		ID: "tok_" + strings.ToLower(rand.Text()[:16]), Name: name, Space: f.space, Hash: hash,
		Scopes: slices.Compact(slices.Sorted(slices.Values(f.scopes))), PerMinute: f.perMinute, CreatedAt: now,
	}
	if life > 0 {
		t.ExpiresAt = now.Add(life)
	}
	if daily {
		t.DailyUSD = &f.dailyUSD
	}
	if err := s.Write(ctx, func(tx *store.Tx) error { return addToken(tx, t) }); err != nil {
		return err
	}
	until := "and does not expire"
	if life > 0 {
		until = "until " + shownTime(t.ExpiresAt, "")
	}
	a.say("token %s (%s) may %s in space %s of %s, %s; it is shown this once: send it as Authorization: Bearer TOKEN",
		t.Name, t.ID, strings.Join(t.Scopes, ", "), t.Space, s, until)
	_, err = fmt.Fprintln(a.out, word)
	return err
}

// addToken stores a token under a name that no good one has.
func addToken(tx *store.Tx, t store.Token) error {
	all, err := tx.Tokens("")
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(other store.Token) bool { return other.Name == t.Name && stateOf(other, t.CreatedAt) == "good" }) {
		return fault.New(fault.BadUsage, "there is a token %s already: revoke it, or choose another name", t.Name)
	}
	if err := tx.AddToken(t); err != nil {
		return err
	}
	detail := map[string]any{"name": t.Name, "scopes": t.Scopes, "per_minute": t.PerMinute, "daily_usd": t.DailyUSD, "expires_at": timeOrNil(t.ExpiresAt)}
	return note(tx, t, "created", t.CreatedAt, detail)
}

// note writes what was done to a token into the audit.
func note(tx *store.Tx, t store.Token, action string, at time.Time, detail any) error {
	data, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	return tx.Audit(store.Entry{At: at, Space: t.Space, Actor: "command line", Action: action, Object: "token/" + t.ID, Detail: data})
}

func (a *app) tokenRevokeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "revoke ID|NAME",
		Short: "Make a token useless, within seconds",
		Args:  cobra.ExactArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return a.revokeToken(cmd.Context(), args[0]) },
	}
	a.databaseFlag(cmd)
	return cmd
}

func (a *app) revokeToken(ctx context.Context, which string) error {
	s, err := a.configuredStore(ctx, false)
	if err != nil {
		return err
	}
	defer s.Close()
	var t store.Token
	err = s.Write(ctx, func(tx *store.Tx) error {
		now := time.Now().UTC()
		if t, err = findToken(tx, which, now); err != nil {
			return err
		}
		if err := tx.RevokeToken(t.ID, now); err != nil {
			return err
		}
		return note(tx, t, "revoked", now, map[string]string{"name": t.Name})
	})
	if err == nil {
		a.say("revoked token %s (%s): the service refuses it within seconds", t.Name, t.ID)
	}
	return err
}

// findToken finds a token that is not revoked by its ID or its name.
func findToken(tx *store.Tx, which string, now time.Time) (store.Token, error) {
	all, err := tx.Tokens("")
	if err != nil {
		return store.Token{}, err
	}
	var found []store.Token
	for _, t := range all {
		if (t.ID == which || t.Name == which) && t.RevokedAt.IsZero() {
			found = append(found, t)
		}
	}
	good := slices.DeleteFunc(slices.Clone(found), func(t store.Token) bool { return stateOf(t, now) != "good" })
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(good) == 1:
		return good[0], nil
	case len(found) == 0:
		return store.Token{}, fault.New(fault.NotFound, "there is no token of that name or ID that is not revoked: see nutgraf token list")
	}
	return store.Token{}, fault.New(fault.BadUsage, "there are %d tokens of that name: give the ID that nutgraf token list shows", len(found))
}
