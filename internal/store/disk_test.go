package store_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// A limit on the size of files fails writes as a quota does.
func TestDiskWithALimit(t *testing.T) {
	if out, err := child("limit", storetest.File(t)).Output(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// Only root may mount the small disk, so that others test with the limit alone.
func TestDiskThatIsFull(t *testing.T) {
	cmd := child("disk", storetest.File(t))
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	out, err := cmd.Output()
	var exit *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &exit):
		t.Logf("no disk of its own for the test: %v", err)
	case err != nil:
		t.Fatalf("%v: %s", err, out)
	}
}

func writeToALimit(dsn string) error {
	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	return writeUntilFull(dsn, func() error {
		return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: limit.Max})
	}, func() error { return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit) })
}

// writeToADisk mounts a disk of 2 MB that nobody else sees, and makes it larger.
func writeToADisk(dsn string) error {
	folder := filepath.Dir(dsn)
	err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=2m")
	if errors.Is(err, syscall.EPERM) {
		return nil
	}
	if err != nil {
		return err
	}
	return writeUntilFull(dsn, func() error { return nil }, func() error {
		return syscall.Mount("tmpfs", folder, "tmpfs", syscall.MS_REMOUNT, "size=64m")
	})
}

// writeUntilFull does what TestFullDatabase does, in a process of its own.
func writeUntilFull(dsn string, fill, free func() error) error {
	ctx := context.Background()
	s, err := store.Open(ctx, dsn, store.Options{})
	if err != nil {
		return err
	}
	add := func(id string) error {
		return s.Write(ctx, func(tx *store.Tx) error { return addSummary(tx, id) })
	}
	if err := errors.Join(add("before"), fill()); err != nil {
		return err
	}
	full := fillUp(s)
	if fault.CodeOf(full) != fault.StoreFull {
		return fmt.Errorf("filled up: %w (%v)", full, errors.Unwrap(full))
	}
	if err := s.Ready(ctx); fault.CodeOf(err) != fault.StoreFull {
		return fmt.Errorf("ready while full: %w", err)
	}
	if err := s.Read(ctx, func(tx *store.Tx) error { _, err := tx.Version("s", "before", 1); return err }); err != nil {
		return fmt.Errorf("reading while full: %w", err)
	}
	if err := errors.Join(free(), s.Ready(ctx), add("after")); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	report, err := s.VerifyAudit(ctx)
	if err == nil && report.Broken != nil {
		err = errors.New(report.Broken.What)
	}
	return errors.Join(err, s.Close())
}
