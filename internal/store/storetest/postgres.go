package storetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// made counts the databases, so that each has a name of its own.
var made atomic.Int64

// server is started when it is needed first.
var server = sync.OnceValues(func() (running, error) {
	if given := os.Getenv("NUTGRAF_TEST_POSTGRES"); given != "" {
		return running{url: given}, nil
	}
	return start()
})

// URL makes an empty PostgreSQL database for the test, and returns its URL.
func URL(t testing.TB) string {
	t.Helper()
	found, err := server()
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatalf("no PostgreSQL, and CI needs it: %v", err)
	}
	if err != nil {
		t.Skipf("no PostgreSQL: %v", err)
	}
	at := found.url
	name := "nutgraf_test_" + strconv.Itoa(os.Getpid()) + "_" + strconv.FormatInt(made.Add(1), 10)
	run(t, at, "CREATE DATABASE "+name)
	t.Cleanup(func() { run(t, at, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal("NUTGRAF_TEST_POSTGRES is not a URL")
	}
	u.Path = "/" + name
	return u.String()
}

// Exec runs a statement in a database, beside the store.
func Exec(t testing.TB, dsn, statement string) {
	t.Helper()
	run(t, dsn, statement)
}

func run(t testing.TB, at, statement string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", statement, err))
	}
}
