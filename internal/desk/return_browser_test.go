package desk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize"
)

// rows are the titles in the list.
func (b *tab) rows() []string {
	b.t.Helper()
	b.until(`document.readyState === "complete"`)
	return value[[]string](b, `[...document.querySelectorAll('[data-testid="list-row"] .list-title')].map((e) => e.innerText)`)
}

func TestListOfSummaries(t *testing.T) {
	t.Parallel()
	n := start(t)
	b := n.open(t, "/summaries")
	b.see("list-none")
	look(b, "return-list-empty")
	const quick = `,"engine":"extractive"`
	for i := range 44 {
		n.draft(ferry, fmt.Sprintf(`,"title":"Story number %d","id":"story-%d"`, i, i), quick+`,"desk":"`+[]string{"city", "sport"}[i%2]+`"`)
	}
	turned := n.draft(ferry, `,"title":"Harbour budget","id":"budget"`, quick+`,"desk":"money"`)
	n.send("POST", "/v1/summaries/"+turned.ID+"/reject", `{"reason":"no room"}`, `If-Match: "1"`).summary(t)

	b.go_("/summaries")
	first := b.rows()
	look(b, "return-list")
	b.click("list-next")
	b.see("list-first")
	if second := b.rows(); len(first)+len(second) != 45 || first[0] != "Harbour budget" || second[0] == first[0] {
		t.Errorf("%d and %d rows: %q", len(first), len(second), first)
	}
	b.fill("list-q", "budget")
	b.press("\r")
	b.until(`location.search.includes("q=budget") && document.readyState === "complete"`)
	if got := b.rows(); len(got) != 1 || got[0] != "Harbour budget" {
		t.Errorf("search: %q", got)
	}
	look(b, "return-list-search")
	b.click("list-clear")
	b.until(`location.search === "" && document.readyState === "complete"`)
	b.js(one("list-status") + `.value = "rejected"; ` + one("list-go") + `.click()`)
	b.until(`location.search.includes("status=rejected") && document.readyState === "complete"`)
	if got := b.rows(); len(got) != 1 {
		t.Errorf("status: %q", got)
	}
	b.go_("/summaries")
	b.js(one("list-desk") + `.value = "sport"; ` + one("list-day") + `.value = new Date().toLocaleDateString("sv"); ` + one("list-go") + `.click()`)
	b.until(`location.search.includes("desk=sport") && document.readyState === "complete"`)
	if got := b.rows(); len(got) != 22 {
		t.Errorf("desk and day: %q", got)
	}
	b.click("day-before")
	b.see("list-nothing")
	look(b, "return-list-nothing-that-day")
}

func TestVersionsSideBySide(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.rewrite(2, myWords)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	b.go_("/summaries/" + s.ID + "/versions")
	b.see("versions-pair")
	said := value[string](b, `[...document.querySelectorAll('[data-testid="versions-pair"] del')].map((e) => e.textContent).join() + "|" + [...document.querySelectorAll('[data-testid="versions-pair"] ins')].map((e) => e.textContent).join()`)
	if !strings.Contains(said, "the") || said == "|" {
		t.Errorf("what changed: %q", said)
	}
	look(b, "return-versions")
	b.click("restore")
	b.see("restore-go")
	look(b, "return-restore-asks")
	b.click("restore-go")
	b.ready()
	b.until(claim(2) + `?.field.value === ` + quoted(s.Takeaways[1].Text))
	if got := n.summary(s.ID); got.Version != 3 || got.Takeaways[1].Text != s.Takeaways[1].Text {
		t.Errorf("%+v", got)
	}
	b.go_("/summaries/" + s.ID + "?version=2")
	b.see("notice-old")
	look(b, "return-older-version")
	if b.words()[2] != myWords || !value[bool](b, claim(2)+`.field.readOnly`) {
		t.Errorf("%q", b.words())
	}
}

func TestCorrection(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good, func(s *setup) {
		s.page = oneOf(map[string]string{"https://bay.test/other": "<h1>A quiet day</h1><p>The harbour is full of boats today, and nobody minds. It rained all night.</p>"})
	})
	b.clickOn(`document.querySelector('a[href="/summaries/` + s.ID + `/correct"]')`)
	b.see("corrected")
	look(b, "return-correct")
	corrected := strings.NewReplacer(
		"38 deckhands could lose their jobs by summer", "83 deckhands could lose their jobs by summer",
		" A review of the decision is planned for October, Mayor Ilse Tarn said.", " Nothing more is planned, Mayor Ilse Tarn said.",
		"A review of the decision is planned for October, Mayor Ilse Tarn said. ", "",
	).Replace(ferry)
	// Half of it, and another story: it is said before anything is stored.
	b.fill("corrected", strings.Join(strings.SplitAfter(ferry, "\n\n")[:3], ""))
	b.press("\r", chromedp.ModifierCtrl)
	b.see("preview-doubt")
	if said := b.text("preview-doubt"); !strings.Contains(said, "of 18 sentences, 4 are left") {
		t.Errorf("%q", said)
	}
	look(b, "return-preview-doubt")
	b.click("take-back")
	b.until(`location.pathname.endsWith("/correct") && ` + one("corrected") + `?.value.startsWith("Night ferry")`)
	b.fill("corrected", "https://bay.test/other")
	b.click("correct-go")
	b.until(one("preview-doubt") + `?.innerText.includes("another story: 0 of 18")`)
	b.click("take-back")
	b.until(one("corrected") + `?.value === "https://bay.test/other"`)
	b.fill("corrected", ferry)
	b.click("correct-go")
	b.until(one("problem") + `?.innerText.includes("known already")`)
	b.fill("corrected", corrected)
	b.click("correct-go")
	b.see("take-go")
	foreseen := value[[]string](b, `[...document.querySelectorAll('[data-testid="changed-claim"]')].map((e) => e.dataset.standing + e.innerText)`)
	look(b, "return-preview")
	if got := n.summary(s.ID); got.Version != 1 || got.Status == "stale" {
		t.Errorf("stored before it is taken: %+v", got)
	}
	n.stop()
	b.click("take-go")
	b.see("problem")
	n.restart()
	b.click("take-go")
	b.until(`location.pathname.endsWith("/changes")`)
	b.see("changes-claims")
	look(b, "return-changes")
	if come := value[[]string](b, `[...document.querySelectorAll('[data-testid="changed-claim"]')].map((e) => e.dataset.standing + e.innerText)`); !slices.Equal(foreseen, come) {
		t.Errorf("foreseen was %q, and it is %q", foreseen, come)
	}
	if value[int](b, `sessionStorage.length`) != 0 {
		t.Error("the pasted text is still kept")
	}
	standing := value[[]string](b, `[...document.querySelectorAll('[data-testid="changed-claim"]')].map((e) => e.dataset.standing)`)
	if len(standing) != 6 || standing[0] == "kept" || standing[5] != "kept" {
		t.Errorf("those that lost their evidence come first: %q", standing)
	}
	changed := value[[]string](b, `[...document.querySelectorAll('[data-testid="changed-sentence"]')].map((e) => e.dataset.change)`)
	if len(changed) < 2 {
		t.Errorf("%q", changed)
	}
	b.click("changes-open")
	b.ready()
	b.see("notice-stale")
	look(b, "return-stale")
	if got := n.summary(s.ID); got.Status != "stale" {
		t.Errorf("%+v", got)
	}
	// It is mended where it lies, and approved again.
	b.rewrite(2, "Harbour union says that 83 deckhands could lose their jobs by summer")
	b.until(in(2, "verdict") + `.dataset.verdict === "pass"`)
	b.clickOn(in(5, "do-remove"))
	b.until(`document.querySelectorAll("ng-claim").length === 5`)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	if got := n.summary(s.ID); got.Status == "stale" {
		t.Errorf("still %+v", got)
	}
}

// TestCorrectionMeanwhile: what is taken is what was shown, or it is shown again.
func TestCorrectionMeanwhile(t *testing.T) {
	t.Parallel()
	var page atomic.Value
	corrected := func(when string) string { return strings.Replace(ferry, "by summer", when, 1) }
	publish := func(text string) {
		page.Store("<article><p>" + strings.ReplaceAll(text, "\n\n", "</p><p>") + "</p></article>")
	}
	publish(corrected("by May"))
	n, b, s := shown(t, good, func(s *setup) { s.page = func(string) string { return page.Load().(string) } })
	b.go_("/summaries/" + s.ID + "/correct")
	b.fill("corrected", "https://bay.test/ferry")
	b.click("correct-go")
	b.see("take-go")
	publish(corrected("by June")) // the page is corrected again
	b.click("take-go")
	b.see("take-again")
	look(b, "return-preview-moved")
	b.click("take-again")
	b.until(one("changes-article") + `?.innerText.includes("June")`)
	// Somebody else takes a correction.
	if _, err := n.up.service.Revise(t.Context(), service.Caller{Space: "local", Actor: "ann"}, s.Article.ID, service.ArticleInput{Text: corrected("by July")}, service.Expected{}); err != nil {
		t.Fatal(err)
	}
	b.click("take-go")
	b.see("take-again")
	if got := n.summary(s.ID); got.Article.Revision != 2 {
		t.Errorf("stored without having been shown: %+v", got.Article)
	}
	b.click("take-again")
	b.until(one("changes-sum") + `?.innerText.includes("revision 3")`)
	b.click("take-go")
	b.until(`location.pathname.endsWith("/changes")`)
	if got := n.summary(s.ID); got.Article.Revision != 3 || !strings.Contains(value[string](b, one("changes-article")+`.innerText`), "June") {
		t.Errorf("%+v", got.Article)
	}
}

func TestQualityInBrowser(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	run, err := os.ReadFile("testdata/run.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	before := regexp.MustCompile(`"started":"2026-11-23`).ReplaceAll(run, []byte(`"started":"2026-11-16`))
	before = regexp.MustCompile(`"value":0\.([1-8])`).ReplaceAll(before, []byte(`"value":0.0$1`))
	for name, data := range map[string][]byte{"nightly.jsonl": run, "nightly-before.jsonl": before} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var ago atomic.Int64 // days
	n := start(t, spoiled(), func(s *setup) {
		s.desk.Reports, s.price = folder, &summarize.Price{Input: 2, Output: 8}
		s.now = func() time.Time { return time.Now().AddDate(0, 0, -int(ago.Load())) }
	})
	b := n.open(t, "/quality")
	look(b, "quality-nothing-yet")
	for i := range 5 { // from day to day editors change less
		ago.Store(int64(12 - 3*i))
		s := n.draft(ferry, "", "")
		n.patch(s, s.Takeaways[1].ID, "Lindqvist Lines says that the line lost $180 million over ten years")
		review := "Mayor Ilse Tarn says that a review of the decision is planned for October"
		s = n.send("PATCH", "/v1/summaries/"+s.ID, fmt.Sprintf(`{"changes":[{"op":"edit","claim":%q,"text":%q}]}`, s.Takeaways[3].ID, review), `If-Match: "2"`).summary(t)
		if i < 2 {
			s = n.send("PATCH", "/v1/summaries/"+s.ID, fmt.Sprintf(`{"changes":[{"op":"remove","claim":%q}]}`, s.Takeaways[3+i].ID), `If-Match: "3"`).summary(t)
		}
		n.send("POST", "/v1/summaries/"+s.ID+"/alternatives", fmt.Sprintf(`{"claim":%q}`, s.Takeaways[0].ID))
		n.send("POST", "/v1/summaries/"+s.ID+"/approve", `{}`, fmt.Sprintf(`If-Match: "%d"`, s.Version)).summary(t)
	}
	b.go_("/quality")
	look(b, "quality")
	b.js(`scrollTo(0, document.body.scrollHeight)`)
	look(b, "quality-evaluations")
	text := value[string](b, `document.querySelector("#quality").innerText`)
	for _, want := range []string{"numbers", "names"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	if value[int](b, `document.querySelectorAll("svg[role=img]").length`) < 3 || value[int](b, `document.querySelectorAll('[data-testid="chart-edits"] circle').length`) != 5 {
		t.Error("not all charts")
	}
	costs := value[[]string](b, `[...document.querySelectorAll('[data-testid="cost-table"] tfoot td')].map((e) => e.innerText)`)
	if len(costs) != 5 || costs[0] == "$0" || costs[1] != "$0" || costs[2] == "$0" || costs[3] != "$0" || costs[4] == costs[0] {
		t.Errorf("costs are %q", costs)
	}
}
