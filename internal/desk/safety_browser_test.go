package desk_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

const (
	myWords    = "Harbour union says that 38 deckhands could lose jobs by the summer"
	theirWords = "By summer, 38 deckhands could lose their jobs, the harbour union says"
)

func TestReloadKeepsUnsavedWords(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.rewrite(2, myWords)
	b.until(`localStorage.getItem("nutgraf:words:` + s.ID + `:local")?.includes("by the summer")`)
	b.run(chromedp.Reload())
	b.ready()
	b.until(claim(2) + `.field.value === ` + quoted(myWords))
	b.saved()
	if got := n.summary(s.ID).Takeaways[1].Text; got != myWords {
		t.Errorf("%q", got)
	}
}

// TestWordsOutliveTheService writes while there is no service to save to.
func TestWordsOutliveTheService(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.mu.Lock()
	b.silent = true // the service is gone for a while
	b.mu.Unlock()
	n.stop()
	b.rewrite(2, myWords)
	b.press("s", chromedp.ModifierCtrl)
	b.until(`document.querySelector("#save-state").dataset.state === "offline"`)
	b.see("notice-save")
	look(b, "draft-offline")
	n.restart()
	b.saved()
	if got := n.summary(s.ID); got.Takeaways[1].Text != myWords || got.Version != 2 {
		t.Errorf("%+v", got)
	}
}

func TestSecondTab(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	other := b.second("/summaries/" + s.ID)
	other.ready()
	b.rewrite(2, myWords)
	other.until(claim(2) + `.field.value === ` + quoted(myWords))
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	other.until(`document.querySelector('[data-testid="version"]').innerText.includes("2")`)
	other.rewrite(1, "Night ferry to close in March, Corvel Bay council decides 9 to 4")
	other.press("s", chromedp.ModifierCtrl)
	other.saved()
	b.until(claim(1) + `.field.value.startsWith("Night ferry to close")`)
	if got := n.summary(s.ID); got.Version != 3 || got.Takeaways[1].Text != myWords {
		t.Errorf("%+v", got)
	}
}

// patch is somebody else's edit.
func (n *newsroom) patch(s stored, claim, text string) {
	n.t.Helper()
	n.send("PATCH", "/v1/summaries/"+s.ID, fmt.Sprintf(`{"changes":[{"op":"edit","claim":%q,"text":%s}]}`, claim, quoted(text)), fmt.Sprintf(`If-Match: "%d"`, s.Version)).summary(n.t)
}

func TestTwoPeople(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	n.patch(s, s.Takeaways[1].ID, theirWords)
	b.rewrite(2, myWords)
	b.press("s", chromedp.ModifierCtrl)
	b.see("merge-theirs")
	look(b, "draft-two-people")
	for _, words := range []string{myWords, theirWords} {
		b.until(`document.querySelector("dialog[open]").innerText.includes(` + quoted(words) + `)`)
	}
	b.click("merge-theirs")
	b.click("merge-go")
	b.until(claim(2) + `.field.value === ` + quoted(theirWords))
	b.saved()
	// Nothing is lost: mine come back by undo.
	b.click("act-undo")
	b.until(claim(2) + `.field.value === ` + quoted(myWords))
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	if got := n.summary(s.ID).Takeaways[1].Text; got != myWords {
		t.Errorf("%q", got)
	}

	// Edits of different claims need no choice.
	n.patch(n.summary(s.ID), s.Takeaways[3].ID, "Buses will be tried for six weeks from April, until one in the morning")
	b.rewrite(1, "Night ferry to close in March, Corvel Bay council decides 9 to 4")
	b.press("s", chromedp.ModifierCtrl)
	b.until(claim(4) + `.field.value.endsWith("until one in the morning")`)
	b.saved()
	if got := n.summary(s.ID); !strings.HasPrefix(got.Takeaways[0].Text, "Night ferry") || !strings.HasSuffix(got.Takeaways[3].Text, "in the morning") {
		t.Errorf("%+v", got)
	}
}

// TestRestartWhileDrafting takes the service away while the model writes; the
// process that comes after it ends the work.
func TestRestartWhileDrafting(t *testing.T) {
	t.Parallel()
	slow := ferryDraft()
	slow.Pause = time.Minute
	n := start(t, func(s *setup) { s.script = append(s.script, slow, ferryDraft()) })
	b := n.open(t, "/")
	b.mu.Lock()
	b.silent = true
	b.mu.Unlock()
	b.fill("source", ferry)
	b.click("go")
	b.until(`document.querySelector(".article")?.innerText.includes("parliament")`)
	look(b, "draft-running")
	for end := time.Now().Add(patience); len(n.model.Requests()) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the model, whose slow answer is for the process that is stopped, was never asked")
		}
	}
	n.stop()
	b.until(`document.querySelector("#save-state").innerText.includes("Connection lost")`)
	n.restart()
	b.ready()
	if words := b.words(); len(words) != 6 {
		t.Errorf("%q", words)
	}
	var list struct{ Items []struct{ ID string } }
	if err := json.Unmarshal([]byte(n.send("GET", "/v1/summaries", "").body), &list); err != nil || len(list.Items) != 1 {
		t.Errorf("%+v", list)
	}
}

func TestStopDrafting(t *testing.T) {
	t.Parallel()
	n := start(t, func(s *setup) { s.script = append(s.script, scripted.Reply{Delay: time.Minute}, ferryDraft()) })
	b := n.open(t, "/")
	b.fill("source", ferry)
	b.click("go")
	b.click("act-cancel")
	b.see("back-to-start")
	look(b, "draft-stopped")
	b.click("back-to-start")
	b.until(one("source") + `.value.startsWith("Night ferry to close")`)
}

// TestReasonGivenWhileSaving lets a finding stand between a change's leaving and
// its answer.
func TestReasonGivenWhileSaving(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, spoiled())
	b.js(`(() => { const send = fetch; window.__held = 0;
		window.fetch = async (at, how) => {
			const answer = await send(at, how);
			if (how?.method === "PATCH" && !window.__go) { __held++; await new Promise((go) => { window.__release = () => { window.__go = true; go(); }; }); }
			return answer;
		}; })()`)
	b.rewrite(1, "Night ferry to close in March, Corvel Bay council decides 9 to 4")
	b.press("s", chromedp.ModifierCtrl)
	b.until(`__held === 1`)
	b.clickOn(in(4, "words"))
	b.clickOn(in(4, "accept"))
	b.until(`document.activeElement === ` + in(4, "reason"))
	b.write("She signs with it")
	b.press("\r")
	b.until(in(4, "verdict") + `.dataset.verdict === "accepted"`)
	b.js(`__release()`)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	if got := n.summary(s.ID).Takeaways[3].Accepted; len(got) != 1 || got[0].Reason != "She signs with it" {
		t.Errorf("%+v", got)
	}
}

// TestAnswersThatDoNotCome loses the answer of a change that was stored, while its
// claim is written on.
func TestAnswersThatDoNotCome(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.js(`(() => { const send = fetch; window.__lost = 0;
		window.fetch = async (at, how) => {
			const answer = await send(at, how);
			if (how?.method === "PATCH" && !__lost++) throw new TypeError("lost");
			return answer;
		}; })()`)
	b.rewrite(2, "Harbour union says that 38 deckhands")
	b.press("s", chromedp.ModifierCtrl)
	b.until(`__lost === 1`)
	b.rewrite(2, myWords)
	b.saved()
	if got := n.summary(s.ID); got.Version != 3 || got.Takeaways[1].Text != myWords {
		t.Errorf("version %d: %q", got.Version, got.Takeaways[1].Text)
	}
}

// TestWritingFasterThanStoring changes a claim during each of ten changes that are
// on their way; the words of the last are stored without another key.
func TestWritingFasterThanStoring(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.js(`(() => { const send = fetch; window.__sent = 0;
		window.fetch = async (at, how) => {
			const answer = await send(at, how);
			if (how?.method === "PATCH" && __sent++ < 10) {
				const field = ` + claim(2) + `.field;
				field.value = "Harbour union says that 38 deckhands could lose their jobs, " + __sent;
				field.dispatchEvent(new Event("input", { bubbles: true }));
				document.dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, bubbles: true }));
			}
			return answer;
		}; })()`)
	b.rewrite(2, myWords)
	b.press("s", chromedp.ModifierCtrl)
	b.until(`__sent === 11`)
	b.saved()
	if got := n.summary(s.ID); got.Version != 12 || !strings.HasSuffix(got.Takeaways[1].Text, ", 10") {
		t.Errorf("version %d: %q", got.Version, got.Takeaways[1].Text)
	}
}
