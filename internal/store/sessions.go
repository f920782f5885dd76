package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"
)

// Sessions keeps sessions for github.com/alexedwards/scs: it is a scs.CtxStore.
// A session's token is stored as its SHA-256 only.
type Sessions struct{ store *Store }

// Sessions returns the sessions of the store.
func (s *Store) Sessions() *Sessions { return &Sessions{s} }

// FindCtx returns the data of a session that has not expired.
func (s *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.store.Read(ctx, func(t *Tx) error {
		data, err = one(t, "session", scanBytes, `SELECT data FROM sessions WHERE token = $1 AND expiry > $2`,
			tokenHash(token), micros(s.store.now()))
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx keeps the data of a session until expiry. Some sessions that have
// expired go with it.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.store.Write(ctx, func(t *Tx) error {
		_, err := t.exec(`DELETE FROM sessions WHERE token IN (SELECT token FROM sessions WHERE expiry <= $1 LIMIT 10)`,
			micros(s.store.now()))
		if err != nil {
			return err
		}
		_, err = t.exec(`INSERT INTO sessions (token, data, expiry) VALUES ($1, $2, $3)
			ON CONFLICT (token) DO UPDATE SET data = excluded.data, expiry = excluded.expiry`, tokenHash(token), append([]byte{}, data...), micros(expiry))
		return err
	})
}

// DeleteCtx forgets a session, if there is one.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.store.Write(ctx, func(t *Tx) error {
		_, err := t.exec(`DELETE FROM sessions WHERE token = $1`, tokenHash(token))
		return err
	})
}

// Find is FindCtx without a context.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// ProlongSession moves the end of a session that has not ended.
func (t *Tx) ProlongSession(token string, expiry time.Time) error {
	_, err := t.exec(`UPDATE sessions SET expiry = $2 WHERE token = $1 AND expiry > $3`, tokenHash(token), micros(expiry), micros(t.store.now()))
	return err
}
