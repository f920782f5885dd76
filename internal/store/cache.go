package store

import (
	"encoding/json"
	"time"
)

// Cached returns a finished result that was stored at notBefore or later, else
// ErrNotFound.
func (t *Tx) Cached(space, key string, notBefore time.Time) (json.RawMessage, error) {
	return one(t, "finished result", scanBytes,
		`SELECT result FROM cache WHERE space = $1 AND key = $2 AND at >= $3`, space, key, micros(notBefore))
}

// PutCached keeps a finished result under a key that says all that it follows
// from, in the place of an earlier one. sha256 is that of the article's text.
func (t *Tx) PutCached(space, key, sha256 string, result json.RawMessage, at time.Time) error {
	_, err := t.exec(`INSERT INTO cache (space, key, sha256, result, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (space, key) DO UPDATE SET sha256 = excluded.sha256, result = excluded.result, at = excluded.at`,
		space, key, sha256, []byte(result), micros(at))
	return err
}

// DropCached forgets at most so many of the results that were stored before, and
// returns how many.
func (t *Tx) DropCached(before time.Time, most int) (int, error) {
	return t.exec(`DELETE FROM cache WHERE (space, key) IN
		(SELECT space, key FROM cache WHERE at < $1 ORDER BY at LIMIT $2)`, micros(before), most)
}

func scanBytes(row scanner) (b json.RawMessage, err error) {
	err = row.Scan((*[]byte)(&b))
	return b, err
}
