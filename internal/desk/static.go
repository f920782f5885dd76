package desk

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// kinds are the media types of the static files. A file of another kind is a
// mistake.
var kinds = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
}

// assets are the static files, ready to be sent. They lie under a path that
// changes whenever one of them does.
type assets struct {
	prefix string // "/static/DIGEST/"
	files  map[string]asset
}

type asset struct {
	kind          string
	plain, zipped []byte
}

func loadAssets(files fs.FS) (*assets, error) {
	out := &assets{files: map[string]asset{}}
	digest := sha256.New()
	err := fs.WalkDir(files, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		a, err := loadAsset(files, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(digest, "%s %d\n", name, len(a.plain))
		digest.Write(a.plain)
		out.files[strings.TrimPrefix(name, "static/")] = a
		return nil
	})
	out.prefix = "/static/" + hex.EncodeToString(digest.Sum(nil))[:12] + "/"
	return out, err
}

func loadAsset(files fs.FS, name string) (asset, error) {
	kind, ok := kinds[path.Ext(name)]
	if !ok {
		return asset{}, fmt.Errorf("static file %s has no known kind", name)
	}
	plain, err := fs.ReadFile(files, name)
	if err != nil {
		return asset{}, err
	}
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return asset{}, err
	}
	if _, err := w.Write(plain); err != nil {
		return asset{}, err
	}
	err = w.Close()
	return asset{kind: kind, plain: plain, zipped: zipped.Bytes()}, err
}

// imported finds what a module imports from beside it.
var imported = regexp.MustCompile(`(?m)^(?:import|export) (?:.* from )?"\./([a-z]+\.js)"`)

// modules lists what a script needs, itself first, so that a browser can get it
// all at once.
func (a *assets) modules(script string) []string {
	out := []string{script}
	for i := 0; i < len(out); i++ {
		for _, m := range imported.FindAllSubmatch(a.files[out[i]].plain, -1) {
			if name := string(m[1]); !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// ServeHTTP sends a static file. Its content never changes under its address.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a.files[strings.TrimPrefix(r.URL.Path, a.prefix)]
	if !ok || !strings.HasPrefix(r.URL.Path, a.prefix) {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}
