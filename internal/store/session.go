package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

const (
	mostReaders  = 8                // connections for reading
	rollbackTime = 10 * time.Second // to wait for a server to undo
)

// session is a connection with the statements that were prepared on it.
type session struct {
	driver   driver
	conn     *sql.Conn
	prepared map[string]*sql.Stmt // nil where the driver keeps them; the queries are those of this package
	broken   bool                 // not to be used again
}

// run executes a statement without arguments.
func (s *session) run(ctx context.Context, statement string) error {
	_, err := s.exec(ctx, statement)
	return err
}

// rollback ends the transaction. A connection on which that fails is given up,
// which ends the transaction as well.
func (s *session) rollback() {
	ctx, cancel := context.WithTimeout(context.Background(), rollbackTime)
	defer cancel()
	if _, err := s.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		s.broken = true
	}
}

func (s *session) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if s.prepared == nil {
		result, err := s.conn.ExecContext(ctx, query, args...)
		return result, s.check(err)
	}
	stmt, err := s.statement(ctx, query)
	if err != nil {
		return nil, s.check(err)
	}
	result, err := stmt.ExecContext(ctx, args...)
	return result, s.check(err)
}

func (s *session) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if s.prepared == nil {
		rows, err := s.conn.QueryContext(ctx, query, args...)
		return rows, s.check(err)
	}
	stmt, err := s.statement(ctx, query)
	if err != nil {
		return nil, s.check(err)
	}
	rows, err := stmt.QueryContext(ctx, args...)
	return rows, s.check(err)
}

func (s *session) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt, ok := s.prepared[query]; ok {
		return stmt, nil
	}
	stmt, err := s.conn.PrepareContext(ctx, query)
	if err == nil {
		s.prepared[query] = stmt
	}
	return stmt, err
}

// check tells an error of the database as a fault.
func (s *session) check(err error) error {
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	s.broken = s.broken || s.driver.lost(s.conn)
	return s.driver.fault(err)
}

func (s *session) close() {
	for _, stmt := range s.prepared {
		_ = stmt.Close() // the connection goes next
	}
	if s.broken {
		_ = s.conn.Raw(func(any) error { return errBroken }) // keeps it out of the pool of database/sql
	}
	_ = s.conn.Close()
}

// sessions hands out a fixed number of sessions, which are opened when they are
// needed first.
type sessions struct {
	driver driver
	db     *sql.DB
	idle   chan *session // nil for one that is not open
}

func newSessions(db *sql.DB, most int, d driver) *sessions {
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	s := &sessions{driver: d, db: db, idle: make(chan *session, most)}
	for range most {
		s.idle <- nil
	}
	return s
}

// in calls fn with a session in a transaction, which fn ends unless it leaves
// that to a rollback. A connection that was lost while it was idle is replaced.
func (s *sessions) in(ctx context.Context, begin string, fn func(*session) error) error {
	for try := 1; ; try++ {
		lost := false
		err := s.with(ctx, func(on *session) error {
			if err := on.run(ctx, begin); err != nil {
				lost = on.broken
				on.rollback() // a part of the statements may have run
				return err
			}
			return fn(on)
		})
		if !lost || try == 2 {
			return err
		}
	}
}

// with calls fn with a session that nobody else uses meanwhile.
func (s *sessions) with(ctx context.Context, fn func(*session) error) error {
	var one *session
	var open bool
	select {
	case one, open = <-s.idle:
		if !open {
			return errClosed()
		}
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() {
		if one != nil && one.broken {
			one.close()
			one = nil
		}
		s.idle <- one
	}()
	if one == nil {
		conn, err := s.db.Conn(ctx)
		if err != nil {
			return s.driver.fault(err)
		}
		one = &session{driver: s.driver, conn: conn}
		if s.driver.prepares() {
			one.prepared = map[string]*sql.Stmt{}
		}
	}
	return fn(one)
}

// close closes all sessions, after those in use have come back.
func (s *sessions) close() error {
	for range cap(s.idle) {
		if one := <-s.idle; one != nil {
			one.close()
		}
	}
	close(s.idle)
	return s.db.Close()
}
