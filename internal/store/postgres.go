package store

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// writeLock is the advisory lock of PostgreSQL that a process holds while it
// writes; migrateLock while it migrates.
const (
	writeLock   = 0x6e75746701
	migrateLock = 0x6e75746702
)

// connectTime is how long a server may take to answer, unless the URL says it.
const connectTime = 5 * time.Second

// postgresDB is a PostgreSQL database.
type postgresDB struct {
	config *pgx.ConnConfig
	begin  string
}

func newPostgres(dsn string, wait time.Duration) (*postgresDB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The cause is left out, for it may hold a part of the password.
		return nil, fault.New(fault.BadConfig, "the URL of the database cannot be read: it is postgres://USER:PASSWORD@HOST:PORT/DATABASE")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTime
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "nutgraf"
	}
	// A commit is durable whatever the server's default is, a process that hangs
	// gives the lock back, and none waits for it for ever.
	begin := fmt.Sprintf(`BEGIN; SET LOCAL lock_timeout = %d; SET LOCAL idle_in_transaction_session_timeout = %d;
		SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';
		SELECT pg_advisory_xact_lock(%d)`, max(wait.Milliseconds(), 1), commitTime.Milliseconds(), writeLock)
	return &postgresDB{config: config, begin: begin}, nil
}

func (d *postgresDB) open(ctx context.Context, o Options) (writer, readers *sql.DB, err error) {
	writer = stdlib.OpenDB(*d.config)
	if err := d.inspect(ctx, writer); err != nil {
		_ = writer.Close() // the first error says more
		return nil, nil, err
	}
	return writer, stdlib.OpenDB(*d.config), nil
}

// inspect refuses a database of a newer nutgraf. It writes nothing.
func (d *postgresDB) inspect(ctx context.Context, db *sql.DB) error {
	version, err := d.schema(ctx, db)
	if err != nil {
		return err
	}
	return checkSchema(version, d.String())
}

// schema returns the version of the schema, 0 where there is none.
func (d *postgresDB) schema(ctx context.Context, db *sql.DB) (version int, err error) {
	var there bool
	if err := db.QueryRowContext(ctx, `SELECT to_regclass($1) IS NOT NULL`, schemaTable).Scan(&there); err != nil || !there {
		return 0, err
	}
	return schemaOf(ctx, db)
}

func (d *postgresDB) migrate(ctx context.Context, db *sql.DB, _ time.Time) error {
	if version, err := d.schema(ctx, db); err != nil || version >= newestSchema {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(migrateLock), lock.WithLockTimeout(1, 60))
	if err != nil {
		return err
	}
	return up(ctx, db, goose.DialectPostgres, "postgres", goose.WithSessionLocker(locker))
}

func (d *postgresDB) flush() string { return "" }

func (d *postgresDB) begins() (write, read string) {
	return d.begin, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
}

func (d *postgresDB) prepares() bool { return false }

func (d *postgresDB) lost(conn *sql.Conn) bool {
	closed := true
	err := conn.Raw(func(c any) error {
		closed = c.(*stdlib.Conn).Conn().IsClosed()
		return nil
	})
	return closed || err != nil
}

func (d *postgresDB) present() error { return nil }

func (d *postgresDB) String() string {
	return "PostgreSQL at " + net.JoinHostPort(d.config.Host, strconv.Itoa(int(d.config.Port))) + "/" + d.config.Database
}
