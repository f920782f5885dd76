package article

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMetadataData counts what Read finds out about real pages, and prints it.
func TestMetadataData(t *testing.T) {
	dir := os.Getenv("NUTGRAF_DATA")
	if dir == "" {
		t.Skip("NUTGRAF_DATA is not set: no pages to read the metadata of")
	}
	if found, _ := filepath.Glob(filepath.Join(dir, "extraction*")); len(found) > 0 {
		dir = found[0]
	}
	found := map[string]int{}
	pages := loadPages(t, dir)
	for _, p := range pages {
		a, err := Read(strings.NewReader(p.html), Options{Format: HTML, URL: p.URL})
		if err != nil {
			t.Logf("%.8s %v", p.id, err)
			continue
		}
		for name, ok := range map[string]bool{
			"title": a.Title != "", "byline": a.Byline != "", "published": !a.Published.IsZero(), "updated": !a.Updated.IsZero(),
			"lang": a.Lang != "und", "site": a.Site != "", "url": a.URL != "",
		} {
			if ok {
				found[name]++
			}
		}
		if testing.Verbose() {
			t.Logf("%.8s | %s | %s | %v | %v | %s | %s | %s | %s", p.id, a.Title, a.Byline, a.Published.Format("2006-01-02T15:04Z07"), a.Updated.Format("2006-01-02T15:04Z07"), a.Lang, a.Site, a.URL, p.URL)
		}
	}
	t.Logf("%d pages: %v", len(pages), found)
}
