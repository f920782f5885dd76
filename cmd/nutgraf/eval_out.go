package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	evalrun "github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// runFile is the file of a run. It is changed with the first line that is
// written, and a torn last line goes then.
type runFile struct {
	*os.File
	name   string
	before *evalrun.Run // what was there, nil for nothing
	isNew  bool
	begun  bool
}

// openRun opens the file of a run that is to be begun or taken up.
func openRun(name string) (*runFile, error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, fault.Wrap(fault.BadUsage, err, "--out %s: its folder cannot be made: %v", name, pathCause(err))
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	isNew := err == nil
	if errors.Is(err, fs.ErrExist) {
		f, err = os.OpenFile(name, os.O_RDWR, 0)
	}
	if err != nil {
		return nil, fault.Wrap(fault.BadUsage, err, "--out %s cannot be written: %v", name, pathCause(err))
	}
	if err := lockFile(f); err != nil || replaced(f, name) {
		f.Close()
		return nil, fault.New(fault.BadUsage, "--out %s is being written by another process: wait until it is done, or give another file", name)
	}
	file := &runFile{File: f, name: name, isNew: isNew}
	if stat, err := f.Stat(); err == nil && stat.Size() == 0 {
		return file, nil
	}
	if file.before, err = evalrun.Read(f); err != nil {
		f.Close()
		return nil, fault.Wrap(cmp.Or(codeOf(err), fault.InputUnreadable), err, "--out %s cannot be taken up: %v", name, err)
	}
	return file, nil
}

// errLocked says that another process writes the file.
var errLocked = errors.New("locked by another process")

// replaced reports whether another file has the name by now.
func replaced(f *os.File, name string) bool {
	ours, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(name)
	return err != nil || !os.SameFile(ours, there)
}

// trafficOf is the folder for what was said while a run was made.
func trafficOf(run string) string { return run + ".traffic" }

// codeOf is the code of an error that has one.
func codeOf(err error) fault.Code {
	if !isFault(err) {
		return ""
	}
	return fault.CodeOf(err)
}

// Write appends.
func (f *runFile) Write(p []byte) (int, error) {
	if !f.begun && f.before != nil {
		if err := f.Truncate(f.before.Size); err != nil {
			return 0, err
		}
		if _, err := f.Seek(f.before.Size, io.SeekStart); err != nil {
			return 0, err
		}
	}
	f.begun = true
	return f.File.Write(p)
}

// close closes the file, and takes a new one away that nothing was written to.
func (f *runFile) close() {
	f.Close()
	if f.isNew && !f.begun {
		_ = os.Remove(f.name)
	}
}

func pathCause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// samples tells on the bar of a run what was spent, and what failed.
func (m *meter) samples(p evalrun.Progress, limit float64) {
	if m.files == nil {
		return
	}
	message := "Samples" + moneyOf(p, limit)
	if p.Errors > 0 {
		message += fmt.Sprintf(", %d failed", p.Errors)
	}
	m.files.UpdateMessage(message)
}

// pairs tells on the bar of a judge what was spent.
func (m *meter) pairs(p evalrun.Progress, limit float64) {
	if m.files != nil {
		m.files.UpdateMessage("Pairs" + moneyOf(p, limit))
	}
}

// moneyOf tells what was spent, as far as it is known, and how much of it on
// scoring.
func moneyOf(p evalrun.Progress, limit float64) string {
	total := p.USD + p.ScoringUSD
	if limit <= 0 && total <= 0 {
		if p.Unpriced > 0 {
			return ", cost not known"
		}
		return ""
	}
	s := fmt.Sprintf("$%.4f", total)
	if p.Unpriced > 0 {
		s = "at least " + s
	}
	if p.ScoringUSD > 0 {
		s += fmt.Sprintf(" ($%.4f of it for scoring)", p.ScoringUSD)
	}
	if limit > 0 {
		s += fmt.Sprintf(" of $%.2f", limit)
	}
	return ", " + s
}
