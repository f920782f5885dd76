package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"sync"

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
