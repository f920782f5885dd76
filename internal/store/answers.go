package store

import (
	"encoding/json"
	"time"
)

// PutAnswer takes an idempotency key: with Status 0 for a request that is being
// worked on until Lease. When the key is taken it is ErrExists, unless the other
// request was not finished and its lease has ended: then it is replaced.
func (t *Tx) PutAnswer(a Answer) error {
	header, err := json.Marshal(a.Header)
	if err != nil {
		return err
	}
	if a.CreatedAt.IsZero() {
		a.CreatedAt = t.store.now()
	}
	put, err := t.exec(`INSERT INTO answers (space, key, digest, owner, lease, status, header, body, sha256, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (space, key) DO UPDATE SET digest = excluded.digest, owner = excluded.owner, lease = excluded.lease,
			status = excluded.status, header = excluded.header, body = excluded.body, sha256 = excluded.sha256, created_at = excluded.created_at
		WHERE answers.status = 0 AND answers.lease < $11`,
		a.Space, a.Key, a.Digest, a.Owner, micros(a.Lease), a.Status, string(header), a.Body, a.SHA256, micros(a.CreatedAt),
		micros(t.store.now()))
	if err == nil && put == 0 {
		return exists("the idempotency key is taken by another request")
	}
	return err
}

// Answer returns what is kept for a key, finished or not.
func (t *Tx) Answer(space, key string) (Answer, error) {
	return one(t, "answer", scanAnswer, `SELECT space, key, digest, owner, lease, status, header, body, sha256, created_at
		FROM answers WHERE space = $1 AND key = $2`, space, key)
}

// FinishAnswer keeps Status, Header, Body and SHA256 of an answer that a.Owner
// was working on. When it was not, it is ErrConflict.
func (t *Tx) FinishAnswer(a Answer) error {
	header, err := json.Marshal(a.Header)
	if err != nil {
		return err
	}
	return t.owned(`UPDATE answers SET status = $4, header = $5, body = $6, sha256 = $7
		WHERE space = $1 AND key = $2 AND owner = $3 AND status = 0`,
		a.Space, a.Key, a.Owner, a.Status, string(header), a.Body, a.SHA256)
}

// FreeAnswer gives the key back, for the request failed in a way that another try
// may mend. When owner was not working on it, it is ErrConflict.
func (t *Tx) FreeAnswer(space, key, owner string) error {
	return t.owned(`DELETE FROM answers WHERE space = $1 AND key = $2 AND owner = $3 AND status = 0`, space, key, owner)
}

// owned runs a change that only the owner of a lease may make.
func (t *Tx) owned(query string, args ...any) error {
	changed, err := t.exec(query, args...)
	if err == nil && changed == 0 {
		return conflict("another process has taken over the work, or it has ended")
	}
	return err
}

// ExtendAnswers moves the lease of all that owner is working on.
func (t *Tx) ExtendAnswers(owner string, until time.Time) error {
	_, err := t.exec(`UPDATE answers SET lease = $2 WHERE owner = $1 AND status = 0`, owner, micros(until))
	return err
}

// DropAnswers forgets at most so many of the answers that were made before, and
// returns how many. Those that are being worked on stay while their lease holds.
func (t *Tx) DropAnswers(before time.Time, most int) (int, error) {
	return t.exec(`DELETE FROM answers WHERE (space, key) IN
		(SELECT space, key FROM answers WHERE created_at < $1 AND (status > 0 OR lease < $3) ORDER BY created_at LIMIT $2)`,
		micros(before), most, micros(t.store.now()))
}

func scanAnswer(row scanner) (a Answer, err error) {
	var header []byte
	err = row.Scan(&a.Space, &a.Key, &a.Digest, &a.Owner, when{&a.Lease}, &a.Status, &header, &a.Body, &a.SHA256, when{&a.CreatedAt})
	if err == nil {
		err = json.Unmarshal(header, &a.Header)
	}
	return a, err
}
