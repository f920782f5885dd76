package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Tx is the database within one Write or Read. It is good until the function
// that it was given to returns, and in one goroutine.
type Tx struct {
	store   *Store
	session *session
	ctx     context.Context
	writes  bool
	entries []Entry // for the audit
	err     error   // the first failure of the database: nothing is stored after it
}

// scanner is a row of an answer.
type scanner interface{ Scan(dest ...any) error }

// exec runs a statement and returns how many rows it changed.
func (t *Tx) exec(query string, args ...any) (int, error) {
	if !t.writes {
		return 0, fault.New(fault.Internal, "a write in a snapshot")
	}
	if err := storable(args); err != nil {
		return 0, err
	}
	result, err := t.session.exec(t.ctx, query, args...)
	if err != nil {
		return 0, t.fail(err)
	}
	n, err := result.RowsAffected()
	return int(n), t.fail(err)
}

// one reads a single row; without one it is ErrNotFound.
func one[T any](t *Tx, what string, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	all, err := many(t, scan, query, args...)
	if err == nil && len(all) == 0 {
		err = notFound(what)
	}
	if err != nil {
		var none T
		return none, err
	}
	return all[0], nil
}

// many reads rows.
func many[T any](t *Tx, scan func(scanner) (T, error), query string, args ...any) (all []T, err error) {
	err = each(t, func(row scanner) error {
		v, err := scan(row)
		all = append(all, v)
		return err
	}, query, args...)
	return all, err
}

// each visits rows. The error of visit is returned as it is.
func each(t *Tx, visit func(scanner) error, query string, args ...any) error {
	if err := storable(args); err != nil {
		return err
	}
	rows, err := t.session.query(t.ctx, query, args...)
	if err != nil {
		return t.fail(err)
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	for rows.Next() {
		if err := visit(rows); err != nil {
			return t.fail(err)
		}
	}
	return t.fail(rows.Err())
}

// fail keeps the first failure of the database.
func (t *Tx) fail(err error) error {
	if err == nil {
		return nil
	}
	var known *fault.Error
	if !errors.As(err, &known) {
		err = t.session.check(err)
	}
	if t.err == nil {
		t.err = err
	}
	return err
}

// storable refuses identifiers that not every database can hold: two of them must
// never become one.
func storable(args []any) error {
	for _, arg := range args {
		text, is := arg.(string)
		if is && (!utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0) {
			return fault.New(fault.Invalid, "an identifier holds a zero byte or broken UTF-8")
		}
	}
	return nil
}

// clean makes text for people storable.
func clean(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\uFFFD"), "\uFFFD")
}

// micros is a time as it is stored: in microseconds, 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// moment is a time that was stored.
func moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// when scans a time.
type when struct{ to *time.Time }

// Scan implements sql.Scanner.
func (w when) Scan(from any) error {
	var stored sql.NullInt64
	if err := stored.Scan(from); err != nil {
		return err
	}
	*w.to = moment(stored.Int64)
	return nil
}
