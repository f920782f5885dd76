package desk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// axeVersion is the one that script/test fetches into bin/tools.
const axeVersion = "4.14.1"

// axe is the source of axe-core, or why it is not there.
var axe = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile(filepath.Join("..", "..", "bin", "tools", "axe-core-"+axeVersion, "axe.min.js"))
	return string(source), err
})

// What axe-core is asked: every rule of WCAG 2.2 AA and of good practice, or where
// the page differs from one that was asked about by its colours alone, contrast.
const (
	everyRule = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`
	contrast  = `["color-contrast"]`
)

// audit runs rules on the page as it is.
const audit = `axe.run(document, { runOnly: %s, resultTypes: ["violations"] })
	.then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html.slice(0, 200) + " | " + [...n.any, ...n.all, ...n.none].map((c) => c.message).join("; "))))`

// look shows a state of a page in both themes, wide and narrow: axe-core has
// nothing to say about it, nothing sticks out at the side, and pictures of it are
// kept in the folder NUTGRAF_SCREENSHOTS, when there is one.
func look(b *tab, name string) {
	b.t.Helper()
	for _, as := range []struct {
		theme string
		width int64
		rules string
	}{{"light", 1440, everyRule}, {"dark", 1440, contrast}, {"dark", 390, everyRule}, {"light", 390, contrast}} {
		if as.rules == contrast && os.Getenv("NUTGRAF_SCREENSHOTS") == "" {
			continue
		}
		b.theme(as.theme)
		b.size(as.width, 900)
		where := fmt.Sprintf("%s-%s-%d", name, as.theme, as.width)
		b.check(where, as.rules)
		b.picture(where)
	}
	b.theme("light")
	b.size(1440, 900)
}

// check asks axe-core, and whether the page is wider than its window.
func (b *tab) check(where, rules string) {
	b.t.Helper()
	if over := value[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		b.t.Errorf("%s: %d pixels wider than the window", where, over)
	}
	source, err := axe()
	if err != nil {
		return // TestAxe says so
	}
	if !value[bool](b, `"axe" in window`) {
		b.run(chromedp.Evaluate[chromedp.Void](source))
	}
	// What lies over the page's end can be scrolled from under it.
	b.js(`document.querySelector(".actions")?.style.setProperty("position", "static")`)
	defer b.js(`document.querySelector(".actions")?.style.removeProperty("position")`)
	for _, found := range value[[]string](b, fmt.Sprintf(audit, rules)) {
		b.t.Errorf("%s: %s", where, found)
	}
}

// picture keeps what the window shows.
func (b *tab) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("NUTGRAF_SCREENSHOTS")
	if folder == "" {
		return
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	png := do(b, page.CaptureScreenshot, page.CaptureScreenshotParams{OptimizeForSpeed: new(true)}).Data
	if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644); err != nil {
		b.t.Error(err)
	}
}

func TestAxe(t *testing.T) {
	source, err := axe()
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal(err)
	case err != nil:
		t.Skip("no axe-core: script/test fetches it into bin/tools")
	case !strings.Contains(source, axeVersion):
		t.Errorf("axe-core in bin/tools is not %s", axeVersion)
	}
}
