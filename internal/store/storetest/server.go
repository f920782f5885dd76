package storetest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// keeper runs the server until its standard input ends, which it does when the
// test binary ends, however that comes about; then it removes the folder. Only
// benchmarks need NUTGRAF_TEST_FSYNC=on: no test ends the machine.
const keeper = `"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync="${NUTGRAF_TEST_FSYNC:-off}" -c full_page_writes="${NUTGRAF_TEST_FSYNC:-off}" \
	-c shared_buffers=32MB -c max_connections=200 -c autovacuum=off &
server=$!
read -r _
kill -INT "$server"
wait "$server"
rm -rf "$2"`

// running is a server that can be used.
type running struct {
	url  string
	life *os.File // the pipe of the keeper: the system closes it when the test binary ends
}

// start starts a server on a socket in a folder of its own.
func start() (running, error) {
	bin, err := programs()
	if err != nil {
		return running{}, err
	}
	folder, err := os.MkdirTemp("", "nutgraf-pg-")
	if err != nil {
		return running{}, err
	}
	as, err := owner(folder)
	if err != nil {
		return running{}, err
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(folder, "data"),
		"--no-sync", "-A", "trust", "-U", "nutgraf", "-E", "UTF8", "--locale=C")
	initdb.SysProcAttr, initdb.Dir = as, folder
	if said, err := initdb.CombinedOutput(); err != nil {
		return running{}, fmt.Errorf("initdb: %w: %s", err, said)
	}
	life, err := keep(bin, folder, as)
	if err != nil {
		return running{}, err
	}
	at := (&url.URL{Scheme: "postgres", User: url.User("nutgraf"), Path: "/postgres", RawQuery: url.Values{"host": {folder}}.Encode()}).String()
	return running{at, life}, answers(at, folder)
}

// keep starts the keeper, and returns the end of its pipe that is written to.
func keep(bin, folder string, as *syscall.SysProcAttr) (*os.File, error) {
	said, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = said.Close() }() // the keeper has it too
	reads, writes, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer func() { _ = reads.Close() }() // the keeper has it too
	cmd := exec.Command("/bin/sh", "-c", keeper, "sh", bin, folder)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Dir = reads, said, said, folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // a key that ends the tests does not end it before them
	if as != nil {
		cmd.SysProcAttr.Credential = as.Credential
	}
	return writes, cmd.Start()
}

// answers waits for the server.
func answers(at, folder string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, at)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			said, _ := os.ReadFile(filepath.Join(folder, "log"))
			return fmt.Errorf("the server does not answer: %w: %s", err, said)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// programs finds the folder with initdb and postgres, of the newest version.
func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	sort.Slice(found, func(i, j int) bool { return version(found[i]) > version(found[j]) })
	if len(found) > 0 {
		return filepath.Dir(found[0]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("initdb is not installed (package postgresql), and NUTGRAF_TEST_POSTGRES is not set")
	}
	return filepath.Dir(path), nil
}

// owner gives the folder to a user that may run the server, which root may not.
func owner(folder string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		who, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, err := strconv.Atoi(who.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(who.Gid)
	if err != nil {
		return nil, err
	}
	as := &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return as, os.Chown(folder, uid, gid)
}
