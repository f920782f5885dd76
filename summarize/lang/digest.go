package lang

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"sync"
)

// Digest is that of all the data: numbers that go by it are comparable when it
// is the same. It has 12 hexadecimal digits.
func Digest() string { return digest() }

var digest = sync.OnceValue(func() string { return DigestOf(files) })

// DigestOf is a digest of the names and contents of all YAML files, of 12
// hexadecimal digits. They are part of the program: one that cannot be read
// panics.
func DigestOf(files fs.FS) string {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		data, err := fs.ReadFile(files, name)
		fmt.Fprintf(sum, "%s %d\n%s", name, len(data), data)
		return err
	})
	if err != nil {
		panic(fmt.Sprintf("lang: %v", err))
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}
