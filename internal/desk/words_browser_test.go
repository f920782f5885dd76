package desk_test

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

//go:embed testdata/claims_property.js
var claimsProperty string

// TestClaimsProperties changes, merges, undoes and redoes random drafts by the
// page's own modules.
func TestClaimsProperties(t *testing.T) {
	t.Parallel()
	b := start(t).open(t, "/help")
	seed := int32(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	broken := value[string](b, `(async () => {
		const at = document.querySelector('script[type="module"]').src.replace(/[^/]*$/, "");
		const load = (name) => import(at + name + ".js");
		return (`+claimsProperty[strings.Index(claimsProperty, "({"):]+`)(await load("claims"), await load("house"), await load("history"), `+fmt.Sprint(seed)+`, 3000);
	})()`)
	if broken != "" {
		t.Error(broken)
	}
}

// holdAnswers keeps the answers to changes back until __release is called, or
// loses them with it.
const holdAnswers = `(() => { const send = fetch; window.__held = 0;
	window.fetch = async (at, how) => {
		const answer = await send(at, how);
		if (!window.__go && ["PATCH", "POST"].includes(how?.method) && !at.endsWith("/preview")) {
			__held++;
			await new Promise((go) => { window.__release = () => { window.__go = true; go(); }; });
		}
		return answer;
	}; })()`

// texts are those of the takeaways that are stored.
func (n *newsroom) texts(id string) []string {
	n.t.Helper()
	var out []string
	for _, c := range n.summary(id).Takeaways {
		out = append(out, c.Text)
	}
	return out
}

const added = "Lindqvist Lines will keep its day service, and fares will rise by 5%"

// TestAddedOnce adds a claim while another tab looks on, and reloads before the
// answer to it is read.
func TestAddedOnce(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	other := b.second("/summaries/" + s.ID)
	other.ready()
	b.js(holdAnswers)
	b.click("act-add")
	b.until(`document.activeElement === ` + claim(6) + `?.field`)
	b.write(added)
	other.until(claim(6) + `?.field.value === ` + quoted(added))
	for _, w := range []string{" in", " May", ","} { // the other tab follows
		b.write(w)
		b.until(`localStorage["nutgraf:words:` + s.ID + `:local"]?.includes(` + quoted(w+`"`) + `)`)
		other.until(claim(6) + `.field.value.endsWith(` + quoted(w) + `)`)
	}
	b.rewrite(6, added)
	other.until(claim(6) + `.field.value === ` + quoted(added))
	other.until(`document.querySelector("#save-state").dataset.state === "unsaved"`)
	b.press("s", chromedp.ModifierCtrl)
	b.until(`__held === 1`)
	b.run(chromedp.Reload())
	b.ready()
	b.saved()
	other.saved()
	for _, tab := range []*tab{b, other} {
		if words := tab.words(); len(words) != 7 || words[6] != added {
			t.Errorf("on the page: %q", words)
		}
	}
	other.rewrite(2, myWords)
	other.press("s", chromedp.ModifierCtrl)
	other.saved()
	if got := n.texts(s.ID); len(got) != 6 || got[5] != added || got[1] != myWords {
		t.Errorf("stored: %q", got)
	}
}

// TestWrittenMeanwhile goes on writing while words are stored, and while the
// summary is approved.
func TestWrittenMeanwhile(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	other := b.second("/summaries/" + s.ID)
	other.ready()
	b.rewrite(2, "Harbour union says ")
	b.press("s", chromedp.ModifierCtrl) // before the other tab is told
	b.saved()
	b.write("that 38 deckhands could lose jobs by the summer")
	if got := b.words()[2]; got != myWords {
		t.Errorf("a space is lost: %q", got)
	}
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	other.until(claim(2) + `.field.value === ` + quoted(myWords))
	other.saved()

	b.click("act-approve")
	b.see("approve-go")
	b.js(holdAnswers)
	b.click("approve-go")
	b.until(`__held === 1`)
	b.rewrite(1, "Night ferry to close in March, Corvel Bay council decides 9 to 4")
	b.js(`__release()`)
	b.see("notice-approved")
	b.until(claim(1) + `.field.value.startsWith("Night ferry to close")`)
	b.press("s", chromedp.ModifierCtrl)
	b.until(`document.querySelector("#save-state").dataset.state === "saved" && !document.querySelector('[data-testid="notice-approved"]')`)
	if got := n.texts(s.ID); !strings.HasPrefix(got[0], "Night ferry") {
		t.Errorf("stored: %q", got)
	}
}

// TestChoicePutOff closes the choice between two people's words, goes on writing,
// and reloads.
func TestChoicePutOff(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.rewrite(2, "Harbour union says that deckhands could lose jobs")
	n.patch(s, s.Takeaways[1].ID, theirWords)
	n.patch(n.summary(s.ID), s.Takeaways[3].ID, "Buses will be tried for six weeks from April, until one in the morning")
	b.press("s", chromedp.ModifierCtrl)
	b.see("merge-theirs")
	b.press("\x1b")
	b.until(`document.querySelector("#save-state").dataset.state === "conflict"`)
	b.rewrite(2, myWords)
	b.until(`localStorage["nutgraf:words:` + s.ID + `:local"]?.includes("by the summer")`)
	b.run(chromedp.Reload())
	b.see("merge-mine")
	b.until(`document.querySelector("dialog[open]").innerText.includes(` + quoted(theirWords) + `)`)
	if got := n.texts(s.ID)[1]; got != theirWords {
		t.Errorf("stored without a choice: %q", got)
	}
	b.click("merge-mine")
	b.click("merge-go")
	b.saved()
	if got := n.texts(s.ID)[1]; got != myWords {
		t.Errorf("%q", got)
	}

	// Undo takes back what was written here, not what others wrote.
	b.rewrite(1, "Night ferry to close in March, Corvel Bay council decides 9 to 4")
	n.patch(n.summary(s.ID), s.Takeaways[4].ID, "A review is planned for October, Mayor Ilse Tarn says")
	b.press("s", chromedp.ModifierCtrl)
	b.until(claim(5) + `.field.value.startsWith("A review")`)
	b.saved()
	b.click("act-undo")
	b.until(claim(1) + `.field.value === ` + quoted(s.Takeaways[0].Text))
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	if got := n.texts(s.ID); got[0] != s.Takeaways[0].Text || !strings.HasPrefix(got[4], "A review") {
		t.Errorf("%q", got)
	}
	b.js(`localStorage["nutgraf:words:` + s.ID + `:local"] = "{"`)
	b.run(chromedp.Reload())
	b.ready()
	if got := b.words(); !slices.Equal(got[1:], n.texts(s.ID)) {
		t.Errorf("%q", got)
	}
}
