package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Audit appends a line to the audit when the write is stored: lines come in the
// order of the commits, and within a write in the order of the calls. Seq, Prev
// and Hash are given then, so that [Tx.AuditOf] does not show the line before.
// Without At it is of now, without Detail it is {}.
func (t *Tx) Audit(e Entry) error {
	if !t.writes {
		return fault.New(fault.Internal, "a write in a snapshot")
	}
	if e.At.IsZero() {
		e.At = t.store.now()
	}
	e.At = moment(micros(e.At))
	if len(e.Detail) == 0 {
		e.Detail = json.RawMessage("{}")
	}
	if !json.Valid(e.Detail) || bytes.IndexByte(e.Detail, 0) >= 0 {
		return fault.New(fault.Internal, "the detail of an audit entry is not JSON")
	}
	e.Detail = json.RawMessage(clean(string(e.Detail)))
	if err := storable([]any{e.Space, e.Actor, e.Action, e.Object}); err != nil {
		return err
	}
	t.entries = append(t.entries, e)
	return nil
}

// appendAudit chains entries to the newest and stores them.
func appendAudit(ctx context.Context, on *session, entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	count, head, err := readHead(ctx, on)
	if err != nil {
		return err
	}
	for _, e := range entries {
		count++
		e.Seq, e.Prev = count, head
		head = e.digest()
		_, err := on.exec(ctx, `INSERT INTO audit (seq, at, space, actor, action, object, version, detail, prev, hash)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			e.Seq, micros(e.At), e.Space, e.Actor, e.Action, e.Object, e.Version, string(e.Detail), e.Prev, head)
		if err != nil {
			return err
		}
	}
	_, err = on.exec(ctx, `UPDATE audit_head SET entries = $1, hash = $2 WHERE id = 1`, count, head)
	return err
}

// readHead returns how many entries there are and the hash of the newest.
func readHead(ctx context.Context, on *session) (count int64, hash string, err error) {
	rows, err := on.query(ctx, `SELECT entries, hash FROM audit_head WHERE id = 1`)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return 0, "", on.check(err)
		}
		return 0, "", fault.New(fault.StoreDamaged, "the audit has no head: run nutgraf audit verify")
	}
	err = rows.Scan(&count, &hash)
	return count, hash, on.check(err)
}

// digest is the entry's hash: the SHA-256 of its fields but Hash, each as its
// length in bytes, ":", the field and a line feed. The time is in microseconds
// since 1970.
func (e Entry) digest() string {
	fields := []string{
		e.Prev, strconv.FormatInt(e.Seq, 10), strconv.FormatInt(micros(e.At), 10), e.Space, e.Actor, e.Action,
		e.Object, strconv.Itoa(e.Version), string(e.Detail),
	}
	var b []byte
	for _, field := range fields {
		b = strconv.AppendInt(b, int64(len(field)), 10)
		b = append(b, ':')
		b = append(b, field...)
		b = append(b, '\n')
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

const selectEntry = `SELECT seq, at, space, actor, action, object, version, detail, prev, hash FROM audit `

func scanEntry(row scanner) (e Entry, err error) {
	err = row.Scan(&e.Seq, when{&e.At}, &e.Space, &e.Actor, &e.Action, &e.Object, &e.Version, (*[]byte)(&e.Detail), &e.Prev, &e.Hash)
	return e, err
}
