// Package datatest reads data that tests hold scores against beside the project's own.
package datatest

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each calls check with what is in each of the files NAME*.gz of the folder that
// NUTGRAF_DATA names, or in that file. Without any the test is skipped.
func Each(t *testing.T, name string, check func(file string, r io.Reader)) {
	t.Helper()
	root := os.Getenv("NUTGRAF_DATA")
	files, err := filepath.Glob(filepath.Join(root, name+"*.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(filepath.Base(root), name) {
		files = []string{root}
	}
	if root == "" || len(files) == 0 {
		t.Skipf("NUTGRAF_DATA names no folder with %s*.gz: only the project's own data is checked", name)
	}
	for _, file := range files {
		packed, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := gzip.NewReader(packed)
		if err != nil {
			t.Fatal(err)
		}
		check(filepath.Base(file), r)
		_ = packed.Close()
	}
}
