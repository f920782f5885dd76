package desk_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// drafted shows the desk with a draft of the ferry that was made on the page.
func drafted(t *testing.T) (*newsroom, *tab) {
	t.Helper()
	n := start(t, func(s *setup) { s.script = append(s.script, ferryDraft()) })
	b := n.open(t, "/")
	b.fill("source", ferry)
	b.click("go")
	b.ready()
	return n, b
}

// ready waits for a draft that can be worked on.
func (b *tab) ready() {
	b.t.Helper()
	b.until(`location.pathname.startsWith("/summaries/")`)
	b.see("act-approve")
}

// id is that of the summary on the page.
func (b *tab) id() string {
	b.t.Helper()
	return value[string](b, `location.pathname.split("/")[2]`)
}

func TestPasteText(t *testing.T) {
	t.Parallel()
	n, b := drafted(t)
	words := b.words()
	if len(words) != 6 || !strings.HasPrefix(words[0], "About 1,200 residents") || !strings.HasPrefix(words[1], "Corvel Bay council votes 9 to 4") {
		t.Errorf("%q", words)
	}
	if s := n.summary(b.id()); s.Version != 1 || s.Why.Text != words[0] || s.Takeaways[4].Text != words[5] {
		t.Errorf("%+v", s)
	}
	if h1 := value[string](b, `document.querySelector(".article h1").innerText`); h1 != "Night ferry to close in March" {
		t.Errorf("headline %q", h1)
	}
	look(b, "draft-ready")

	// The claim that is looked at shows what it rests on.
	b.clickOn(in(2, "words"))
	b.until(`document.querySelector(".s.ev")?.innerText.includes("38 deckhands")`)
	b.clickOn(claim(5) + `.querySelector(".cite")`)
	b.until(`(() => { const r = document.querySelector(".s.ev").getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()`)
	look(b, "draft-claim-in-focus")

	// Selected text lights up what rests on it.
	b.js(`getSelection().selectAllChildren(document.querySelector('.s[data-s="4"]'))`)
	b.until(claim(3) + `.classList.contains("lit") && !` + claim(2) + `.classList.contains("lit")`)
	b.until(`document.querySelector("#live").textContent.includes("Takeaway 3")`)
	look(b, "draft-text-selected")

	// Nothing rests on the nurse, the pancakes and the councillor.
	bare := value[[]string](b, `[...document.querySelectorAll(".para.uncovered")].map((p) => p.innerText)`)
	if len(bare) != 3 || !strings.Contains(bare[1], "pancakes") {
		t.Errorf("uncovered: %q", bare)
	}

	// An article is out of the field once it is drafted, however fast that was.
	b.go_("/")
	b.fill("source", ferry)
	b.js(one("engine") + `.value = "extractive"`)
	b.click("go")
	b.ready()
	b.until(`!sessionStorage.getItem("nutgraf:intake")`)
	b.go_("/")
	b.until(one("source") + `.value === ""`)
}

const cmsPage = `<h1>Night ferry to close in March</h1><p class="byline">By Ada Pell</p>` +
	`<p>Corvel Bay council voted on <b>Tuesday</b> to close the night ferry in March. The vote was 9 to 4 after three hours of debate.</p>` +
	`<p>The harbour union said that 38 deckhands could lose their jobs by summer.</p><script>xss("pasted")</script>` +
	`<p>Islanders would have to take the bridge road, which adds 50 minutes to a trip. About 1,200 residents work late shifts on the mainland.</p>`

// paste fires a paste of formatted text into the article's field.
func (b *tab) paste(plain, html string) {
	b.t.Helper()
	b.until(one("source"))
	b.js(`(() => {
		const field = ` + one("source") + `; field.focus();
		const data = new DataTransfer(); data.setData("text/plain", ` + quoted(plain) + `);
		if (` + quoted(html) + `) data.setData("text/html", ` + quoted(html) + `);
		if (field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))) document.execCommand("insertText", false, ` + quoted(plain) + `);
	})()`)
}

func TestPasteHTML(t *testing.T) {
	t.Parallel()
	n := start(t)
	b := n.open(t, "/")
	b.paste("Night ferry to close in March\nBy Ada Pell\nCorvel Bay council voted…", cmsPage)
	b.until(`document.querySelector("#source-note").innerText.includes("formatting")`)
	look(b, "draft-pasted-html")
	b.press("\r", chromedp.ModifierCtrl)
	b.ready()
	if head := value[string](b, `document.querySelector(".article-head").innerText`); !strings.Contains(head, "Night ferry to close in March") || !strings.Contains(head, "Ada Pell") {
		t.Errorf("%q", head)
	}
	if text := value[string](b, `document.querySelector(".article-text").innerText`); strings.Contains(text, "xss") || strings.Contains(text, "Ada Pell") {
		t.Errorf("%q", text)
	}
}

func TestDropFileAndAddress(t *testing.T) {
	t.Parallel()
	n := start(t, func(s *setup) {
		s.page = oneOf(map[string]string{"https://news.example/ferry": "<html><body><article>" + cmsPage + "</article></body></html>"})
	})
	b := n.open(t, "/")
	b.js(`(() => { const data = new DataTransfer(); data.items.add(new File([` + quoted(ferry) + `], "ferry.txt", { type: "text/plain" }));
		document.querySelector("#paste").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })) })()`)
	b.until(`document.querySelector("#source-note").innerText.includes("ferry.txt")`)
	look(b, "draft-file-dropped")
	b.click("go")
	b.ready()

	b.go_("/")
	b.js(`(() => { const data = new DataTransfer(); data.items.add(new File(["x"], "picture.png", { type: "image/png" }));
		document.querySelector("#paste").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })) })()`)
	b.see("problem")

	b.fill("source", "https://news.example/gone")
	b.click("go")
	b.until(one("problem") + `?.innerText.includes("fetched") || ` + one("back-to-start"))
	look(b, "draft-address-failed")
	b.go_("/")
	b.fill("source", "https://news.example/ferry")
	b.click("go")
	b.ready()
}
