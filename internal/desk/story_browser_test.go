package desk_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestStory is the walk of docs/desk.md: one story from the paste to the approval,
// and through a correction to the next.
func TestStory(t *testing.T) {
	t.Parallel()
	n := start(t, spoiled())
	b := n.open(t, "/")
	b.picture("story-01-paste-light-1440")
	headline, text, _ := strings.Cut(ferry, "\n\n")
	b.paste(ferry, "<h1>"+headline+"</h1><p>"+strings.ReplaceAll(text, "\n\n", "</p><p>")+"</p>")
	b.until(`document.querySelector("#source-note").textContent.startsWith("312 words, with their formatting")`)
	b.press("\r", chromedp.ModifierCtrl)
	b.ready()
	id := b.id()

	b.clickOn(in(3, "words"))
	b.until(`document.querySelector(".s.ev").textContent === "The harbour union said that 38 deckhands could lose their jobs by summer."`)
	b.until(`document.querySelectorAll(".para.uncovered").length === 3`)
	b.js(`getSelection().selectAllChildren(document.querySelector('.s[data-s="8"]'))`)
	b.until(`document.querySelector("#live").textContent.includes("No claim rests on this")`)
	b.picture("story-02-read-light-1440")

	b.clickOn(in(2, "words"))
	b.until(in(2, "finding") + `.textContent.includes("$190 million is not in the article; it says $180 million, sentence 4")`)
	b.clickOn(in(2, "fix"))
	b.until(in(2, "verdict") + `.textContent === "In the article"`)
	b.clickOn(in(4, "words"))
	b.clickOn(in(4, "accept"))
	b.until(`document.activeElement === ` + in(4, "reason"))
	b.write("She signs with it")
	b.press("\r")
	b.until(in(4, "verdict") + `.textContent === "Accepted"`)
	b.rewrite(5, "Buses will be tried for six weeks from April, until one in the morning")
	b.until(in(5, "verdict") + `.dataset.verdict === "pass"`)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	b.picture("story-03-mended-light-1440")
	b.click("act-approve")
	b.click("approve-go")
	b.see("notice-approved")
	b.picture("story-04-approved-light-1440")
	first := n.summary(id)
	if first.Status != "approved" {
		t.Fatalf("%+v", first)
	}

	b.clickOn(`document.querySelector('a[href="/summaries/` + id + `/correct"]')`)
	b.fill("corrected", strings.NewReplacer("38 deckhands", "83 deckhands", "A review of the decision is planned for October, Mayor Ilse Tarn said. ", "").Replace(ferry))
	b.click("correct-go")
	b.click("take-go")
	b.until(`[...document.querySelectorAll('[data-testid="changed-claim"]')].map((e) => e.dataset.standing).join().startsWith("lost,changed,kept")`)
	b.picture("story-05-changes-light-1440")
	b.click("changes-open")
	b.ready()
	b.until(`document.querySelector('[data-testid="status"]').textContent.includes("Article changed")`)
	if got := n.send("GET", "/v1/summaries/"+id+"?version=approved", "").summary(t); got.Version != first.Version || got.Takeaways[2].Text != first.Takeaways[2].Text {
		t.Errorf("approved copy changed: %+v", got)
	}
	b.clickOn(`[...` + claim(3) + `.querySelectorAll('[data-testid="fix"]')].find((e) => e.textContent.includes("83"))`)
	b.until(claim(3) + `.field.value.includes("83 deckhands")`)
	b.until(in(3, "verdict") + `.dataset.verdict === "pass"`)
	b.clickOn(in(4, "do-remove"))
	b.until(`document.querySelectorAll("ng-claim").length === 5`)
	b.click("act-add")
	b.until(`document.activeElement === ` + claim(5) + `?.field`)
	b.write("Lindqvist Lines will keep its day service, and fares will rise by 5% in May")
	b.until(in(5, "verdict") + `.dataset.verdict === "pass"`)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	b.click("act-approve")
	b.click("approve-go")
	b.see("notice-approved")
	b.picture("story-06-approved-again-light-1440")
	last := n.summary(id)
	if last.Status != "approved" || last.Version <= first.Version || last.Takeaways[2].Text != "Harbour union says that 83 deckhands could lose their jobs by summer" {
		t.Errorf("%+v", last)
	}
	b.clickOn(`document.querySelector('a[href="/summaries/` + id + `/versions"]')`)
	b.see("versions-pair")
	b.picture("story-07-versions-light-1440")
}
