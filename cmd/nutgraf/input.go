package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/fetch"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// readArticle reads the article that an argument names: a file, an address, or
// - for standard input.
func (a *app) readArticle(ctx context.Context, arg string, cfg *config.Config, o article.Options) (*article.Article, error) {
	o.Lang = cfg.Lang
	switch {
	case arg == "-":
		return readUntil(ctx, a.in, o)
	case isURL(arg):
		page, err := fetch.Fetch(ctx, arg, fetch.Options{
			AllowPrivate: cfg.Fetch.AllowPrivate, MaxBytes: cfg.Fetch.MaxBytes, Timeout: cfg.Fetch.Timeout,
		})
		if err != nil {
			return nil, err
		}
		o.URL, o.Name, o.ContentType, o.MaxBytes = page.URL, page.URL, page.ContentType, cfg.Fetch.MaxBytes
		return article.Read(bytes.NewReader(page.Body), o)
	default:
		f, err := openFile(arg)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		o.Name = arg
		return readUntil(ctx, f, o)
	}
}

// until reads from what may never end, a pipe or a keyboard, and gives up when
// the context ends.
func until[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := read()
		done <- result{value, err}
	}()
	select {
	case got := <-done:
		return got.value, got.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// readUntil reads an article as until does.
func readUntil(ctx context.Context, r io.Reader, o article.Options) (*article.Article, error) {
	return until(ctx, func() (*article.Article, error) { return article.Read(r, o) })
}

func isURL(arg string) bool {
	scheme, _, found := strings.Cut(arg, "://")
	return found && !strings.ContainsAny(scheme, `/\.`)
}

func openFile(name string) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fileFault(name, err)
	}
	stat, err := f.Stat()
	if err == nil && stat.IsDir() {
		err = errors.New("it is a folder; give the files in it, for example " + filepath.Join(name, "*.txt"))
	}
	if err != nil {
		f.Close()
		return nil, fileFault(name, err)
	}
	return f, nil
}

func fileFault(name string, err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(fault.InputNotFound, err, "there is no such file: check the name and the folder")
	}
	return fault.Wrap(fault.InputUnreadable, err, "the file cannot be read: %v", err)
}
