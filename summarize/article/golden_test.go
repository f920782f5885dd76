package article

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

// golden is an article as its golden file shows it: a line for each paragraph,
// with ¶ between the sentences.
type golden struct {
	Title, Byline, Published, Updated, Lang, Site, URL string
	Paragraphs                                         []string
	Reference                                          *Reference
	Omitted                                            []Omission
}

func goldenOf(a *Article) golden {
	g := golden{Title: a.Title, Byline: a.Byline, Lang: a.Lang, Site: a.Site, URL: a.URL, Reference: a.Reference, Omitted: a.Omitted}
	g.Published, g.Updated = a.Published.Format("2006-01-02 15:04 -0700"), a.Updated.Format("2006-01-02 15:04 -0700")
	for _, p := range a.Paragraphs {
		var texts []string
		for _, s := range a.Sentences[p.First : p.First+p.Count] {
			texts = append(texts, s.Text)
		}
		line := strings.Join(texts, " ¶ ")
		if p.Kind != Body {
			line = "[" + string(p.Kind) + "] " + line
		}
		g.Paragraphs = append(g.Paragraphs, line)
	}
	return g
}

func TestGolden(t *testing.T) {
	for _, pattern := range []string{"*.html", "*.txt", "*.md", "*.docx"} {
		paths, _ := filepath.Glob(filepath.Join("testdata", pattern))
		for _, path := range paths {
			t.Run(filepath.Base(path), func(t *testing.T) { testGolden(t, path) })
		}
	}
}

func testGolden(t *testing.T, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Read(bytes.NewReader(data), Options{Name: path})
	if err != nil {
		t.Fatal(err)
	}
	checkInvariants(t, a)
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(goldenOf(a)); err != nil {
		t.Fatal(err)
	}
	name := path + ".golden.json"
	if *update {
		if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("%s differs (-want +got), -update writes it:\n%s", name, diff)
	}
}
