package main

import (
	"errors"
	"os"
	"syscall"
	"unsafe"
)

var lockFileEx = syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx")

const (
	failAtOnce    = 1
	exclusive     = 2
	lockViolation = syscall.Errno(33)
	farAway       = 1 << 30 // in 4 GiB: the lock must not keep readers from what is written
)

// lockFile keeps other processes from locking a file, until it is closed or the
// process ends. It fails with errLocked when one of them has; a file system that
// knows no locks has none.
func lockFile(f *os.File) error {
	at := &syscall.Overlapped{OffsetHigh: farAway}
	done, _, err := lockFileEx.Call(f.Fd(), failAtOnce|exclusive, 0, 1, 0, uintptr(unsafe.Pointer(at)))
	if done == 0 && (errors.Is(err, lockViolation) || errors.Is(err, syscall.ERROR_IO_PENDING)) {
		return errLocked
	}
	return nil
}
