package store

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Options of Open. The zero value works.
type Options struct {
	Now       func() time.Time // nil is time.Now
	NoMigrate bool             // the schema must be there already; nothing is changed
	Wait      time.Duration    // for the lock of another process; 0 is 5 s
	// OnCommit is told of each transaction that wrote: how many writes shared it, how
	// long it took, and the failure of the database if there was one. It must return
	// at once. Nil is nobody.
	OnCommit func(writes int, took time.Duration, err error)
}

// Store is an open database. It is made by Open, safe for use by many
// goroutines, and must be closed.
type Store struct {
	driver  driver
	now     func() time.Time
	told    func(writes int, took time.Duration, err error) // of each commit
	writer  *sessions                                       // of one
	readers *sessions
	queue   chan *write
	closing chan struct{}
	stopped chan struct{} // the writing goroutine has ended
	once    sync.Once     // of Close
	full    atomic.Bool   // a write found no room, and Ready has not since
}

// driver is what differs between the databases.
type driver interface {
	// open connects to the database, having looked at it without changing it.
	open(ctx context.Context, o Options) (writer, readers *sql.DB, err error)
	// migrate applies what is missing of the schema.
	migrate(ctx context.Context, db *sql.DB, now time.Time) error
	// begins are the statements that begin a transaction that no other process
	// writes beside, and a snapshot.
	begins() (write, read string)
	// flush is a statement that moves what was stored to where it stays, "" for none.
	flush() string
	// present finds out whether the database is where it was.
	present() error
	// lost says whether the connection is of no more use.
	lost(conn *sql.Conn) bool
	// fault tells an error of the database as a *fault.Error.
	fault(err error) error
	// prepares says whether the package must prepare statements, for they are
	// not kept by the driver.
	prepares() bool
	String() string
}

// Open opens the database that dsn names: "postgres://…", or the path of a
// SQLite file, which is made if there is none. The schema is brought up to date;
// a SQLite file that an older nutgraf wrote is copied beside itself before.
//
// A database that is not nutgraf's, is broken, or is of a newer nutgraf is left
// as it is, with the fault StoreDamaged or StoreNewer; one that is locked or
// cannot be reached is StoreUnavailable.
func Open(ctx context.Context, dsn string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.OnCommit == nil {
		o.OnCommit = func(int, time.Duration, error) {}
	}
	if o.Wait == 0 {
		o.Wait = 5 * time.Second
	}
	d, err := driverFor(dsn, o)
	if err != nil {
		return nil, err
	}
	writer, readers, err := d.open(ctx, o)
	if err != nil {
		return nil, d.fault(err)
	}
	s := &Store{
		driver: d, now: o.Now, told: o.OnCommit, writer: newSessions(writer, 1, d), readers: newSessions(readers, mostReaders, d),
		queue: make(chan *write, mostInCommit), closing: make(chan struct{}), stopped: make(chan struct{}),
	}
	if err := s.start(ctx, o); err != nil {
		s.writer.close()
		s.readers.close()
		return nil, d.fault(err)
	}
	return s, nil
}

func driverFor(dsn string, o Options) (driver, error) {
	switch {
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		return newPostgres(dsn, o.Wait)
	case strings.Contains(dsn, "://"):
		return nil, fault.New(fault.BadConfig, "the database must be postgres://… or the path of a file")
	case dsn == "", strings.Contains(dsn, ":memory:"):
		return nil, fault.New(fault.BadConfig, "the database needs the path of a file")
	default:
		return newSQLite(dsn, o.Wait)
	}
}

func (s *Store) start(ctx context.Context, o Options) error {
	if o.NoMigrate {
		if err := s.current(ctx); err != nil {
			return err
		}
	} else if err := s.driver.migrate(ctx, s.writer.db, o.Now()); err != nil {
		return err
	}
	go s.commitAll()
	return nil
}

// Close ends writing after those that began are stored, and closes the database.
func (s *Store) Close() error {
	var err error
	s.once.Do(func() {
		close(s.closing)
		<-s.stopped
		err = s.readers.close()
		if failed := s.writer.close(); failed != nil {
			err = failed
		}
		if err != nil {
			err = s.driver.fault(err)
		}
	})
	return err
}

// String says which database it is, without its password.
func (s *Store) String() string { return s.driver.String() }

// Read calls fn with a snapshot of the database that can only be read. It works
// while there is no room for writing.
func (s *Store) Read(ctx context.Context, fn func(*Tx) error) error {
	if err := s.driver.present(); err != nil {
		return err
	}
	_, begin := s.driver.begins()
	return s.readers.in(ctx, begin, func(on *session) error {
		defer on.rollback()
		return fn(&Tx{store: s, session: on, ctx: ctx})
	})
}
