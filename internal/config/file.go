package config

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

const (
	fileName     = "nutgraf.yaml"
	maxFileBytes = 1 << 20
)

// file is a configuration file that was read. The zero value is none.
type file struct {
	path      string
	label     string // for messages: nutgraf.yaml, or the path
	untrusted bool
	data      []byte
}

// findFile reads the file that was named, or the first that there is.
func findFile(l Loader, env map[string]string, ps *problems) file {
	named := l.File
	if named == "" {
		named = env[configEnv]
	}
	if named != "" {
		return namedFile(l.Dir, named, ps)
	}
	for _, dir := range []string{l.Dir, l.UserDir, l.SystemDir} {
		if dir == "" {
			continue
		}
		f := file{path: filepath.Join(dir, fileName)}
		f.label = f.path
		if dir == l.Dir {
			f.label = fileName
			f.untrusted = !sameFolder(dir, l.UserDir) && !sameFolder(dir, l.SystemDir)
		}
		if f.read(true, ps) {
			return f
		}
	}
	return file{}
}

func namedFile(dir, name string, ps *problems) file {
	f := file{path: name, label: name}
	if !filepath.IsAbs(name) {
		f.path = filepath.Join(dir, name)
	}
	if !f.read(false, ps) {
		ps.add(f.label, "there is no such configuration file")
	}
	return f
}

func sameFolder(a, b string) bool { return b != "" && filepath.Clean(a) == filepath.Clean(b) }

// read fills in the data, and returns false when there is no such file. A file
// that was found rather than named must be a regular one: opening a pipe waits.
func (f *file) read(found bool, ps *problems) bool {
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return false
	case err != nil:
		ps.add(f.label, "the file could not be read; check its permissions")
		return true
	case info.IsDir(), found && !info.Mode().IsRegular():
		ps.add(f.label, "this is not a file")
		return true
	}
	if f.data, err = readLimited(f.path); err != nil {
		ps.add(f.label, "the file could not be read; check its permissions")
	}
	return true
}

// readLimited returns up to one byte more than a file may have.
func readLimited(path string) ([]byte, error) {
	r, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, maxFileBytes+1))
}
