package store

import (
	"strings"
	"time"
)

// AddToken stores a token. Another with its ID or Hash is ErrExists.
func (t *Tx) AddToken(token Token) error {
	added, err := t.exec(`INSERT INTO tokens (id, name, space, hash, scopes, per_minute, daily_usd, created_at, expires_at, revoked_at, used_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
		token.ID, clean(token.Name), token.Space, token.Hash, strings.Join(token.Scopes, " "), token.PerMinute, token.DailyUSD,
		micros(token.CreatedAt), micros(token.ExpiresAt), micros(token.RevokedAt), micros(token.UsedAt))
	if err == nil && added == 0 {
		return exists("there is such a token already")
	}
	return err
}

// TokenByHash finds a token, expired and revoked ones too.
func (t *Tx) TokenByHash(hash string) (Token, error) {
	return one(t, "token", scanToken, selectToken+`WHERE hash = $1`, hash)
}

// Tokens returns the tokens of a space, of all spaces for "", oldest first.
func (t *Tx) Tokens(space string) ([]Token, error) {
	return many(t, scanToken, selectToken+`WHERE space = $1 OR $1 = '' ORDER BY created_at, id`, space)
}

// RevokeToken ends a token. The time of one that was revoked before stays.
func (t *Tx) RevokeToken(id string, at time.Time) error {
	found, err := t.exec(`UPDATE tokens SET revoked_at = CASE WHEN revoked_at = 0 THEN $2 ELSE revoked_at END WHERE id = $1`, id, micros(at))
	if err == nil && found == 0 {
		return notFound("token")
	}
	return err
}

// TokenUsed keeps the minute in which a token was used, and writes nothing more
// than once a minute.
func (t *Tx) TokenUsed(id string, at time.Time) error {
	_, err := t.exec(`UPDATE tokens SET used_at = $2 WHERE id = $1 AND used_at < $2`, id, micros(at.Truncate(time.Minute)))
	return err
}

const selectToken = `SELECT id, name, space, hash, scopes, per_minute, daily_usd, created_at, expires_at, revoked_at, used_at FROM tokens `

func scanToken(row scanner) (token Token, err error) {
	var scopes string
	err = row.Scan(&token.ID, &token.Name, &token.Space, &token.Hash, &scopes, &token.PerMinute, &token.DailyUSD,
		when{&token.CreatedAt}, when{&token.ExpiresAt}, when{&token.RevokedAt}, when{&token.UsedAt})
	token.Scopes = strings.Fields(scopes)
	return token, err
}
