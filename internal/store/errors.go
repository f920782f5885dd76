package store

import (
	"errors"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// What callers may want to know apart. They are in the chain of the *fault.Error
// that is returned.
var (
	ErrNotFound = errors.New("not found")           // or in another space
	ErrConflict = errors.New("somebody was faster") // what is changed is not what it was
	ErrExists   = errors.New("exists already")
)

var errBroken = errors.New("the connection is broken")

func notFound(what string) error {
	return fault.Wrap(fault.NotFound, ErrNotFound, "there is no such %s", what)
}

func conflict(format string, args ...any) error {
	return fault.Wrap(fault.VersionConflict, ErrConflict, format, args...)
}

func exists(format string, args ...any) error {
	return fault.Wrap(fault.VersionConflict, ErrExists, format, args...)
}

// retryable makes a fault that may be gone at the next try.
func retryable(code fault.Code, cause error, format string, args ...any) error {
	f := fault.Wrap(code, cause, format, args...)
	f.Retryable = true
	return f
}
