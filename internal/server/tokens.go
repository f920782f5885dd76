package server

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/nutgraf/nutgraf/internal/store"
)

const tokenPrefix = "ngt_"

// NewToken makes an API token of 256 random bits, and the hash of it that the
// store keeps.
func NewToken() (token, hash string) {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	token = tokenPrefix + base64.RawURLEncoding.EncodeToString(secret)
	return token, hashOf(token)
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// tokenFor is how long a token is taken to be as it was: revoking one acts after
// this time at the latest.
const tokenFor = 3 * time.Second

// mostTokens is how many tokens are remembered, the words that are none among them.
const mostTokens = 10_000

// tokens finds tokens, and asks the store for the same one only now and then. It
// works in the background until it is closed.
type tokens struct {
	store  *store.Store
	limits limits
	known  *otter.Cache[string, *store.Token] // by hash; nil for none
	marked *otter.Cache[string, bool]         // by ID: the use was written down a moment ago
}

func (t *tokens) open(s *store.Store) {
	t.store = s
	t.known = otter.Must(&otter.Options[string, *store.Token]{
		MaximumSize: mostTokens, ExpiryCalculator: otter.ExpiryWriting[string, *store.Token](tokenFor),
	})
	t.marked = otter.Must(&otter.Options[string, bool]{
		MaximumSize: mostTokens, ExpiryCalculator: otter.ExpiryWriting[string, bool](time.Minute),
	})
}

func (t *tokens) close() {
	t.known.StopAllGoroutines()
	t.marked.StopAllGoroutines()
}

// find returns nil for a token that does not exist.
func (t *tokens) find(ctx context.Context, hash string) (*store.Token, error) {
	if known, ok := t.known.GetIfPresent(hash); ok {
		return known, nil
	}
	var found *store.Token
	err := t.store.Read(ctx, func(tx *store.Tx) error {
		token, err := tx.TokenByHash(hash)
		if err == nil && subtle.ConstantTimeCompare([]byte(token.Hash), []byte(hash)) == 1 {
			found = &token
		}
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	t.known.Set(hash, found)
	return found, nil
}

// used writes down that a token was used, once a minute at most. That it cannot
// be written is no reason to refuse a request.
func (t *tokens) used(ctx context.Context, token *store.Token, now time.Time) {
	if now.Sub(token.UsedAt) < time.Minute {
		return
	}
	if _, first := t.marked.SetIfAbsent(token.ID, true); !first {
		return
	}
	_ = t.store.Write(ctx, func(tx *store.Tx) error { return tx.TokenUsed(token.ID, now) })
}
