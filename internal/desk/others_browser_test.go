package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
)

const (
	newLead  = "Night ferry to close in March, Corvel Bay council decides 9 to 4"
	newBuses = "Buses will be tried for six weeks from April, until one in the morning"
)

// TestApprovedIsWhatWasSeen has somebody write while the question is open.
func TestApprovedIsWhatWasSeen(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, spoiled())
	b.click("act-approve")
	b.see("approve-go")
	open := value[int](b, `document.querySelectorAll('[data-testid="approve-reason"]').length`)
	n.patch(s, s.Takeaways[0].ID, newLead)
	for i := range open {
		b.js(fmt.Sprintf(`document.querySelectorAll('[data-testid="approve-reason"]')[%d].focus()`, i))
		b.write("She spells it so herself")
	}
	b.js(`document.querySelector("dialog[open]").id = "first"`)
	b.click("approve-go")
	b.until(`!document.querySelector("#first") && ` + one("approve-go"))
	if got := n.summary(s.ID); got.Status == "approved" || b.words()[1] != newLead {
		t.Errorf("%s: %q", got.Status, b.words())
	}
	b.click("approve-go")
	b.see("notice-approved")
	if got := n.summary(s.ID); got.Status != "approved" || got.Takeaways[0].Text != newLead {
		t.Errorf("%+v", got)
	}
}

// TestUndoLeavesWhatOthersDid undoes in a tab that heard of it from another.
func TestUndoLeavesWhatOthersDid(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	other := b.second("/summaries/" + s.ID)
	other.ready()
	n.patch(s, s.Takeaways[3].ID, newBuses)
	b.rewrite(1, newLead)
	b.press("s", chromedp.ModifierCtrl)
	b.until(claim(4) + `.field.value === ` + quoted(newBuses))
	b.saved()
	other.until(claim(4) + `.field.value === ` + quoted(newBuses))
	other.saved()
	for value[bool](other, `!`+one("act-undo")+`.disabled`) {
		other.click("act-undo")
	}
	other.press("s", chromedp.ModifierCtrl)
	other.saved()
	if got := n.texts(s.ID); got[3] != newBuses {
		t.Errorf("%q", got)
	}
}

// TestUndoBesideOthers goes back to before a claim had its ID, which somebody else
// changed since.
func TestUndoBesideOthers(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.click("act-add")
	b.until(`document.activeElement === ` + claim(6) + `?.field`)
	b.write("Lindqvist Lines will keep its day service")
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	now := n.summary(s.ID)
	theirs := "Lindqvist Lines will keep its day service, and fares will rise by 5% in May"
	n.patch(now, now.Takeaways[5].ID, theirs)
	b.rewrite(1, newLead)
	b.press("s", chromedp.ModifierCtrl)
	b.until(claim(6) + `.field.value === ` + quoted(theirs))
	b.saved()
	for range 2 {
		b.click("act-undo")
		b.press("s", chromedp.ModifierCtrl)
		b.until(`["saved", "unsaved"].includes(document.querySelector("#save-state").dataset.state)`)
	}
	if words := b.words(); len(words) > 7 || value[bool](b, `new Set([...document.querySelectorAll("ng-claim")].map((c) => c.key)).size !== document.querySelectorAll("ng-claim").length`) {
		t.Errorf("%q", words)
	}
	if got := n.texts(s.ID); slices.Contains(got, newLead) || len(got) > 6 {
		t.Errorf("%q", got)
	}
}

// TestKeptWordsWait opens a summary that was approved while words were kept.
func TestKeptWordsWait(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.rewrite(2, myWords)
	b.until(`Object.keys(localStorage).some((k) => k.includes(` + quoted(s.ID) + `))`)
	b.go_("/help")
	if got := n.send("POST", "/v1/summaries/"+s.ID+"/approve", `{}`, fmt.Sprintf(`If-Match: "%d"`, n.summary(s.ID).Version)).summary(t); got.Takeaways[1].Text == myWords {
		t.Skip("the words were stored before they could wait")
	}
	b.go_("/summaries/" + s.ID)
	b.see("notice-approved")
	if b.words()[2] == myWords || n.summary(s.ID).Status != "approved" {
		t.Errorf("%q", b.words())
	}
	b.click("edit-approved")
	b.until(claim(2) + `.field.value === ` + quoted(myWords))
	b.saved()
	if got := n.texts(s.ID); got[1] != myWords {
		t.Errorf("%q", got)
	}
}

// TestAgainWithoutWords asks for an emptied claim to be drafted again: nothing else
// is drafted for it.
func TestAgainWithoutWords(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.rewrite(1, newLead)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	for _, key := range []string{"r", "o"} {
		calls := len(n.model.Requests())
		left := len(b.words())
		b.js(claim(3) + `.field.focus(); ` + claim(3) + `.field.select()`)
		b.press("\b")
		b.until(claim(3) + `.field.value === ""`)
		b.press(key, chromedp.ModifierAlt)
		b.until(fmt.Sprintf(`document.querySelectorAll("ng-claim").length === %d`, left-1))
		b.saved()
		b.see("act-approve")
		if got := n.texts(s.ID); len(n.model.Requests()) != calls || got[0] != newLead {
			t.Errorf("Alt+%s: %d requests more, %q", strings.ToUpper(key), len(n.model.Requests())-calls, got)
		}
		b.until(`!` + one("act-approve") + `.disabled`)
	}
}

// TestChosenAfterRemoval removes a claim about which a choice was put off, and
// chooses the words of the other then.
func TestChosenAfterRemoval(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.rewrite(2, myWords)
	n.patch(s, s.Takeaways[1].ID, theirWords)
	b.press("s", chromedp.ModifierCtrl)
	b.see("merge-theirs")
	b.press("\x1b")
	b.until(`document.querySelector("#save-state").dataset.state === "conflict"`)
	b.clickOn(in(2, "do-remove"))
	b.until(`document.querySelectorAll("ng-claim").length === 5`)
	b.click("save-now")
	b.click("merge-theirs")
	b.click("merge-go")
	b.saved()
	if got := n.texts(s.ID); got[1] != theirWords || b.words()[2] != theirWords {
		t.Errorf("%q, %q", got, b.words())
	}
}

// TestAddWhileSaving begins a takeaway while a change is on its way: it stays, and
// keeps the caret.
func TestAddWhileSaving(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.js(holdAnswers)
	b.rewrite(1, newLead)
	b.press("s", chromedp.ModifierCtrl)
	b.until(`__held === 1`)
	b.click("act-add")
	b.until(`document.activeElement === ` + claim(6) + `?.field`)
	b.js(`__release()`)
	b.until(`document.querySelector('[data-testid="version"]').innerText.includes("2")`)
	b.write("Lindqvist Lines will keep its day service")
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	if got := n.texts(s.ID); len(got) != 6 || got[0] != newLead || !strings.HasPrefix(got[5], "Lindqvist Lines will keep") {
		t.Errorf("%q", got)
	}
}

// TestSecondTabWaits writes in a tab while another one has a claim drafted again:
// what is stored in between would have spoiled that.
func TestSecondTabWaits(t *testing.T) {
	t.Parallel()
	write := make(chan struct{})
	n, b, s := shown(t, good, func(s *setup) {
		s.script = append(s.script, scripted.Reply{Write: func(r scripted.Request) string {
			<-write
			return scripted.Drafter{}.Answer(r)
		}})
	})
	other := b.second("/summaries/" + s.ID)
	other.ready()
	calls := len(n.model.Requests())
	b.clickOn(in(3, "do-again"))
	for end := time.Now().Add(patience); len(n.model.Requests()) == calls; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the model was not asked")
		}
	}
	other.rewrite(1, newLead)
	other.press("s", chromedp.ModifierCtrl)
	b.until(claim(1) + `.field.value === ` + quoted(newLead))
	if got := n.summary(s.ID); got.Version != 1 {
		t.Errorf("version %d is stored while a claim is drafted again", got.Version)
	}
	close(write)
	b.until(`document.querySelector('[data-testid="version"]').innerText.includes("2")`)
	b.saved()
	other.saved()
	if got := n.summary(s.ID); got.Version != 3 || got.Takeaways[0].Text != newLead || value[bool](b, `Boolean(document.querySelector('[data-testid="notice-problem"]'))`) {
		t.Errorf("version %d: %q", got.Version, got.Takeaways[0].Text)
	}
}
