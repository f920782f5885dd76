package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a condition may take to come true on a busy machine.
const patience = 40 * time.Second

// closeBrowser ends the browser that all tests share.
var closeBrowser = func() {}

func TestMain(m *testing.M) {
	code := m.Run()
	closeBrowser()
	os.Exit(code)
}

// browser is started by the first test that needs it.
var browser = sync.OnceValues(func() (context.Context, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		return nil, errors.New("no Chromium: install the package chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.WindowSize(1440, 900), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		// As with a mouse: without a screen there would be none.
		chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancelAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancelBrowser := chromedp.NewContext(ctx)
	closeBrowser = func() {
		_ = chromedp.Cancel(ctx)
		cancelBrowser()
		cancelAllocator()
	}
	return ctx, chromedp.Do(ctx)
})

// tab is a window of a browser profile of its own, and what went wrong in it.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string // of the service

	mu     sync.Mutex
	wrong  []string
	silent bool // what goes wrong from now on is meant to
}

// watch notes what breaks the policy of the page before any script runs.
const watch = `
window.__csp = []; window.__shift = 0; window.__jumped = []; window.__ran = [];
window.xss = (what) => { __ran.push(String(what)); };
addEventListener("securitypolicyviolation", (e) => __csp.push(e.violatedDirective + " " + e.blockedURI + " " + e.sample));
new MutationObserver((_, seen) => {
	const began = sessionStorage.getItem("began");
	if (!began || !/^\/(jobs|summaries)\//.test(location.pathname)) return;
	if (![...document.querySelectorAll("ng-claim")].some((c) => c.field?.value) && !document.querySelector("article.claim")) return;
	seen.disconnect();
	sessionStorage.setItem("first-claim", String(Date.now() - Number(began)));
}).observe(document, { subtree: true, childList: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) { __shift += e.value; __jumped.push(e.value.toFixed(4) + " " + e.sources.map((s) => (s.node?.className ?? s.node?.nodeName) + " " + s.previousRect.y + ">" + s.currentRect.y).join(", ")); } }).observe({ type: "layout-shift", buffered: true });
`

// open shows an address of the service in a new window.
func (n *newsroom) open(t *testing.T, path string) *tab {
	t.Helper()
	parent, err := browser()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	b := newTab(t, n.url, parent, chromedp.WithNewBrowserContext())
	b.go_(path)
	return b
}

// second shows an address in another window of the same profile.
func (b *tab) second(path string) *tab {
	b.t.Helper()
	other := newTab(b.t, b.url, b.ctx, chromedp.WithNewWindow(true))
	other.go_(path)
	return other
}

func newTab(t *testing.T, url string, parent context.Context, how chromedp.ContextOption) *tab {
	t.Helper()
	b := &tab{t: t, url: url}
	ctx, cancel := chromedp.NewContext(parent, how)
	b.ctx = ctx
	if err := chromedp.Listen(ctx, b.heard); err != nil {
		t.Fatal(err)
	}
	do(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	do(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
	b.size(1440, 900)
	b.theme("light")
	t.Cleanup(func() {
		b.wellBehaved()
		cancel()
	})
	return b
}

// heard keeps what a page must not do: throw, write errors, open dialogs, break
// its own policy.
func (b *tab) heard(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.silent {
		return
	}
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		what := ev.ExceptionDetails.Text
		if ev.ExceptionDetails.Exception != nil {
			what += " " + ev.ExceptionDetails.Exception.Description
		}
		b.wrong = append(b.wrong, "exception: "+what)
	case *cdplog.EventEntryAdded:
		if ev.Entry.Source != "network" && ev.Entry.Level == "error" {
			b.wrong = append(b.wrong, string(ev.Entry.Source)+": "+ev.Entry.Text)
		}
	case *page.EventJavascriptDialogOpening:
		b.wrong = append(b.wrong, "dialog: "+ev.Message)
	}
}

// wellBehaved fails the test when something went wrong in the page.
func (b *tab) wellBehaved() {
	b.t.Helper()
	b.mu.Lock()
	wrong := b.wrong
	b.wrong = nil
	b.mu.Unlock()
	ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
	defer cancel()
	more, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`[...(window.__csp ?? []), ...(window.__ran ?? [])]`))
	if err == nil {
		wrong = append(wrong, more...)
	}
	for _, w := range wrong {
		b.t.Errorf("in the page: %s", w)
	}
}

func do[P, R any](b *tab, cmd cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	out, err := chromedp.Call(ctx, cmd, params)
	if err != nil {
		b.t.Fatalf("%s: %v", cmd.Method, err)
	}
	return out
}

func (b *tab) run(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%v\n%s", err, b.story())
	}
}

// go_ loads an address of the service.
func (b *tab) go_(path string) {
	b.t.Helper()
	b.run(chromedp.Navigate(b.url + path))
}

// size sets the window's size in CSS pixels.
func (b *tab) size(width, height int64) {
	b.t.Helper()
	do(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
}

// theme makes the system light or dark. Nothing moves, so that pictures agree.
func (b *tab) theme(name string) {
	b.t.Helper()
	do(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// value is what an expression gives. A promise is waited for.
func value[T any](b *tab, js string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", js, err)
	}
	return out
}

// js runs a script for what it does.
func (b *tab) js(script string) {
	b.t.Helper()
	value[chromedp.Void](b, script)
}

// until waits for an expression to be true, over loads of the page as well.
func (b *tab) until(js string) {
	b.t.Helper()
	if !b.becomes(js) {
		b.t.Fatalf("never true: %s\n%s", js, b.story())
	}
}

func (b *tab) becomes(js string) bool {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(() => { try { return Boolean(`+js+`) } catch { return false } })()`))
		if err == nil && ok {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
}

// story is what can be read on the page, for the message of a test that failed.
func (b *tab) story() string {
	ctx, cancel := context.WithTimeout(b.ctx, 3*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.title + "\n" + (document.querySelector("#draft") ?? document.querySelector("main") ?? document.body).innerText.slice(0, 600) + "\n--- dialogs: " + [...document.querySelectorAll("dialog[open]")].map((d) => d.innerText).join("\n")`))
	if err != nil {
		return err.Error()
	}
	return text
}

// quoted is a text as a JavaScript string.
func quoted(s string) string {
	out, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(out)
}

// hook is a selector for what is named by its data-testid; " rest" goes on below.
func hook(name string) string {
	name, rest, _ := strings.Cut(name, " ")
	return strings.TrimSpace(`[data-testid="` + name + `"] ` + rest)
}

// one is an expression for the element of a hook that can be seen.
func one(name string) string {
	return `[...document.querySelectorAll(` + quoted(hook(name)) + `)].find((e) => e.checkVisibility())`
}

func (b *tab) see(name string) { b.t.Helper(); b.until(one(name)) }

// clickOn clicks in the middle of what an expression finds, with the mouse, once
// it lies still and nothing covers it.
func (b *tab) clickOn(js string) {
	b.t.Helper()
	b.until(`(` + js + `).checkVisibility() && !(` + js + `).disabled`)
	at := value[[]float64](b, `(async () => {
		const frame = () => new Promise((then) => requestAnimationFrame(then));
		for (let before = "", end = performance.now() + 5000; ; await frame()) {
			const e = `+js+`;
			if (!e) continue;
			e.scrollIntoView({ block: "center", behavior: "instant" });
			const r = e.getBoundingClientRect(), at = [r.x + r.width / 2, r.y + r.height / 2];
			const there = document.elementFromPoint(...at);
			if ((at.join() === before && (e.contains(there) || there?.contains(e))) || performance.now() > end) return at;
			before = at.join();
		}
	})()`)
	b.run(chromedp.MouseClickXY(at[0], at[1]))
}

func (b *tab) click(name string) { b.t.Helper(); b.clickOn(one(name)) }

// write puts text where the caret is, as an input method does.
func (b *tab) write(text string) {
	b.t.Helper()
	do(b, input.InsertText, input.InsertTextParams{Text: text})
}

// fill replaces what is in the field of a hook.
func (b *tab) fill(name, text string) {
	b.t.Helper()
	b.until(one(name))
	b.js(one(name) + `.focus(); ` + one(name) + `.select?.()`)
	if text == "" {
		b.press("\b")
		return
	}
	b.write(text)
}

// press presses keys one after the other.
func (b *tab) press(keys string, held ...chromedp.Modifier) {
	b.t.Helper()
	b.run(chromedp.KeyEvent(keys, chromedp.KeyModifiers(held...)))
}

// text is what an expression's element says.
func (b *tab) text(name string) string {
	b.t.Helper()
	b.see(name)
	return value[string](b, one(name)+`.innerText`)
}

// claim is an expression for a claim: 0 is the why paragraph.
func claim(n int) string { return fmt.Sprintf(`document.querySelectorAll("ng-claim")[%d]`, n) }

// in is an expression for a hook within a claim.
func in(n int, name string) string {
	return claim(n) + `?.querySelector(` + quoted(hook(name)) + `)`
}

// words are those of all claims, the why paragraph first.
func (b *tab) words() []string {
	b.t.Helper()
	return value[[]string](b, `[...document.querySelectorAll("ng-claim")].map((c) => c.field.value)`)
}

// rewrite replaces the words of a claim.
func (b *tab) rewrite(n int, text string) {
	b.t.Helper()
	b.until(claim(n) + `?.field && !` + claim(n) + `.field.readOnly`)
	b.js(claim(n) + `.field.focus(); ` + claim(n) + `.field.select()`)
	b.write(text)
}

// saved waits until all words are stored.
func (b *tab) saved() {
	b.t.Helper()
	b.until(`document.querySelector("#save-state").dataset.state === "saved"`)
}
