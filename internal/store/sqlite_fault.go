package store

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// fault tells an error of SQLite or of the file system.
func (d *sqliteDB) fault(err error) error {
	var known *fault.Error
	var failed *sqlite.Error
	var file *fs.PathError
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return retryable(fault.StoreUnavailable, err, "the database %s took too long: try again in a moment", d.path)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return d.noRoom(err)
	case errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(fault.StoreUnavailable, err, "%s cannot be opened: the folder or the file is not there", d.path)
	case errors.Is(err, fs.ErrPermission):
		return fault.Wrap(fault.StoreUnavailable, err, "%s may not be read and written by nutgraf: change its owner or permissions", d.path)
	case errors.As(err, &file):
		return fault.Wrap(fault.StoreUnavailable, err, "%s cannot be opened: look at its path and at the disk", d.path)
	case errors.As(err, &failed):
		return d.codeFault(failed)
	}
	return fault.Wrap(fault.Internal, err, "the database failed in a way that nutgraf does not know")
}

// codeFault tells an error by SQLite's result code.
func (d *sqliteDB) codeFault(err *sqlite.Error) error {
	if err.Code() == sqlite3.SQLITE_IOERR_WRITE {
		return d.noRoom(err) // a quota, or a limit of the file's size
	}
	switch err.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return d.noRoom(err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return retryable(fault.StoreUnavailable, err, "the database %s is locked by another program: close it there, or try again in a moment", d.path)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return d.damaged(err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return fault.Wrap(fault.StoreUnavailable, err, "the database %s can only be read: change its owner or permissions", d.path)
	case sqlite3.SQLITE_CANTOPEN:
		return fault.Wrap(fault.StoreUnavailable, err, "the database %s cannot be opened: look whether it is there and may be written", d.path)
	case sqlite3.SQLITE_IOERR:
		return retryable(fault.StoreUnavailable, err, "the disk failed while the database %s was used: look at the disk", d.path)
	case sqlite3.SQLITE_INTERRUPT:
		return retryable(fault.StoreUnavailable, err, "the database %s took too long: try again in a moment", d.path)
	}
	return fault.Wrap(fault.Internal, err, "the database failed in a way that nutgraf does not know")
}

func (d *sqliteDB) noRoom(err error) error {
	return retryable(fault.StoreFull, err,
		"the disk of the database %s is full: what is stored can be read, and storing goes on when there is room", d.path)
}
