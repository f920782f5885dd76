package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"sync"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// localSpace is where what is made without a login belongs.
const localSpace = "local"

// openStore opens the database that is configured, and makes it when it is the
// user's own and not there yet.
func (a *app) openStore(ctx context.Context, cfg *config.Config, o store.Options) (*store.Store, error) {
	db := cfg.Database
	if !db.IsSet() {
		return nil, fault.New(fault.BadConfig, "there is no place for the database: set database (NUTGRAF_DATABASE) to the path of a file, or HOME")
	}
	if dir := filepath.Dir(db.DSN()); db.IsFile() && dir == a.dataDir() {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fault.Wrap(fault.StoreUnavailable, err, "the folder of the database, %s, cannot be made: %v", dir, err)
		}
	}
	return store.Open(ctx, db.DSN(), o)
}

// databaseFlag adds the flag that names the database.
func (a *app) databaseFlag(cmd *cobra.Command) {
	a.configFlag(cmd, "database", "`file` or PostgreSQL address of the database (default: nutgraf.db in your data folder)")
}

// configuredStore opens the configured database. Unless it may be made, one that
// is a file must be there already: a mistyped name would make an empty one.
func (a *app) configuredStore(ctx context.Context, make bool) (*store.Store, error) {
	cfg, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	if db := cfg.Database; !make && db.IsFile() {
		if _, err := os.Stat(db.DSN()); err != nil {
			return nil, fault.Wrap(fault.StoreUnavailable, err, "there is no database at %s: check database (--database), or start nutgraf serve, which makes it", db)
		}
	}
	return a.openStore(ctx, cfg, store.Options{})
}

// tellingCommand makes a command that tells, as text or JSON, what is in the
// configured database.
func (a *app) tellingCommand(cmd *cobra.Command, tell func(ctx context.Context, s *store.Store, format string) error) *cobra.Command {
	format := "text"
	cmd.Args = cobra.NoArgs
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if format != "text" && format != "json" {
			return fault.New(fault.BadUsage, "--format must be text or json")
		}
		s, err := a.configuredStore(cmd.Context(), false)
		if err != nil {
			return err
		}
		defer s.Close()
		return tell(cmd.Context(), s, format)
	}
	a.databaseFlag(cmd)
	cmd.Flags().StringVar(&format, "format", format, "the `format`: text or json")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// accounts are the ledger's accounts of the models that are called: those of the
// keys that pay. Further keys for the same endpoint share the account of the
// first.
type accounts struct {
	mu sync.Mutex
	of map[summarize.Model]string
}

func (a *accounts) open(client summarize.Model, m config.Model) {
	key := m.APIKey
	if !key.IsSet() && len(m.APIKeys) > 0 {
		key = m.APIKeys[0]
	}
	sum := sha256.Sum256([]byte(key.Reveal() + "\x00" + m.BaseURL))
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of == nil {
		a.of = map[summarize.Model]string{}
	}
	a.of[client] = "key:" + hex.EncodeToString(sum[:8])
}

func (a *accounts) name(client summarize.Model) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.of[client]
}
