package desk_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// spoiled is a draft of the ferry with a wrong number and a wrong name.
func spoiled() func(*setup) {
	return func(s *setup) {
		s.keep = true
		s.script = append(s.script, drafts(
			say{"About 1,200 residents who work late shifts on the mainland lose the only public link to the island after ten in the evening, and the bridge road adds 50 minutes to a trip.", []int{5, 6, 7}},
			say{"Corvel Bay council votes 9 to 4 to close the night ferry in March", []int{1, 2}},
			say{"Lindqvist Lines says that the line lost $190 million over ten years", []int{4}},
			say{"Harbour union says that 38 deckhands could lose their jobs by summer", []int{3}},
			say{"Mayor Elsa Tarn says that a review of the decision is planned for October", []int{17}},
			say{"Buses will be tried for six weeks from April, every 40 minutes", []int{14}},
		))
	}
}

// shown opens the desk on a summary that was drafted before.
func shown(t *testing.T, change ...func(*setup)) (*newsroom, *tab, stored) {
	t.Helper()
	n := start(t, change...)
	s := n.draft(ferry, "", "")
	b := n.open(t, "/summaries/"+s.ID)
	b.ready()
	return n, b, s
}

func good(s *setup) { s.script = append(s.script, ferryDraft()) }

func TestFindings(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, spoiled())
	b.until(in(2, "verdict") + `?.dataset.verdict === "fail"`)
	b.until(claim(2) + `.querySelector(".mirror mark")?.textContent.includes("190")`)
	says := value[string](b, in(2, "finding")+`.innerText`)
	for _, part := range []string{"$190 million", "180"} {
		if !strings.Contains(says, part) {
			t.Errorf("the finding says %q, not %s", says, part)
		}
	}
	look(b, "draft-findings")

	calls := len(n.model.Requests())
	b.clickOn(in(2, "fix"))
	b.until(claim(2) + `.field.value.includes("$180 million")`)
	b.until(in(2, "verdict") + `.dataset.verdict === "pass"`)
	b.until(`!` + claim(2) + `.querySelector(".mirror mark")`)
	b.saved()

	b.until(in(4, "verdict") + `?.dataset.verdict === "fail"`)
	b.clickOn(in(4, "accept"))
	b.until(`document.activeElement === ` + in(4, "reason"))
	look(b, "draft-accept-with-a-reason")
	b.write("The mayor spells it so herself")
	b.press("\r")
	b.until(in(4, "verdict") + `.dataset.verdict !== "fail"`)
	b.until(claim(4) + `.innerText.includes("The mayor spells it so herself")`)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	now := n.summary(s.ID)
	if got := now.Takeaways[3].Accepted; len(got) == 0 || got[0].Reason != "The mayor spells it so herself" || got[0].By != "local" {
		t.Errorf("accepted: %+v", got)
	}
	if now.Takeaways[1].Text != "Lindqvist Lines says that the line lost $180 million over ten years" {
		t.Errorf("fixed: %+v", now.Takeaways[1])
	}
	if len(n.model.Requests()) != calls {
		t.Error("the model was asked")
	}

	// What a rule says is wrong is not said again as unsupported.
	const invented = "The council will pay $933 million for the boat, Otto Brandt says"
	const again = "“933” is not in the article"
	if all := n.send("POST", "/v1/summaries/"+s.ID+"/preview", `{"claims":[{"id":"why","text":`+quoted(invented)+`}]}`).body; !strings.Contains(all, again) {
		t.Fatalf("%s", all)
	}
	b.rewrite(0, invented)
	b.until(claim(0) + `.innerText.includes("$933 million is not in the article")`)
	if says := value[string](b, claim(0)+`.innerText`); strings.Contains(says, again) || !strings.Contains(says, "Otto Brandt is not in") {
		t.Errorf("findings: %s", says)
	}
}

func TestEditInPlace(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	calls := len(n.model.Requests())
	b.js(`(() => { const c = ` + claim(1) + `; window.__typed = 0; window.__found = 0;
		c.field.addEventListener("input", () => { __typed = performance.now(); __found = 0; });
		new MutationObserver(() => { if (c.querySelector("mark") && !__found) __found = performance.now(); }).observe(c, { subtree: true, childList: true }); })()`)
	b.rewrite(1, "Corvel Bay council votes 19 to 4 to close the night ferry in March")
	b.until(in(1, "verdict") + `.dataset.verdict === "fail"`)
	b.until(`__found > __typed`)
	t.Logf("findings %.0f ms after the last key", value[float64](b, `__found - __typed`))
	if got := value[string](b, in(1, "count")+`.innerText`); !strings.HasPrefix(got, "66 ") {
		t.Errorf("count %q", got)
	}
	b.write(" 👩‍👩‍👧é after a very long night of words")
	b.until(in(1, "count") + `.dataset.fit === "out"`)
	if got := value[string](b, in(1, "count")+`.innerText`); !strings.HasPrefix(got, "102 ") {
		t.Errorf("a family is one character: count %q", got)
	}
	look(b, "draft-edited-too-long")

	for _, want := range []string{"March", "votes 9 to 4"} {
		b.press("z", chromedp.ModifierCtrl)
		b.until(claim(1) + `.field.value.includes(` + quoted(want) + `)`)
		if slices.Contains(b.words(), "Corvel Bay council votes 9 to 4 to close the night ferry in March") {
			break
		}
	}
	b.until(`!` + claim(1) + `.querySelector("mark")`)
	b.press("Z", chromedp.ModifierCtrl, chromedp.ModifierShift)
	b.until(claim(1) + `.field.value.includes("19 to 4")`)
	b.press("z", chromedp.ModifierCtrl)
	b.until(claim(1) + `.field.value.includes("votes 9 to 4")`)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	if now := n.summary(s.ID); now.Takeaways[0].Text != s.Takeaways[0].Text {
		t.Errorf("%q", now.Takeaways[0].Text)
	}
	if len(n.model.Requests()) != calls {
		t.Error("the model was asked")
	}
}

func TestByHandOrderLockRemove(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.click("act-add")
	b.until(`document.activeElement === ` + claim(6) + `?.field`)
	b.write("Lindqvist Lines will keep its day service, and fares will rise by 5%")
	b.until(in(6, "verdict") + `.dataset.verdict === "pass"`)
	b.saved()
	byHand := n.summary(s.ID).Takeaways[5]
	if byHand.Origin != "human" || !strings.HasPrefix(byHand.Text, "Lindqvist Lines will keep") {
		t.Errorf("%+v", byHand)
	}

	// The keyboard moves it up, twice; the focus stays with it.
	b.press(kb.ArrowUp, chromedp.ModifierAlt)
	b.press(kb.ArrowUp, chromedp.ModifierAlt)
	b.until(claim(4) + `.field.value.startsWith("Lindqvist Lines will keep")`)
	b.until(`document.activeElement === ` + claim(4) + `.field`)
	b.until(`document.querySelector("#live").textContent.includes("4")`)

	// The mouse drags the first takeaway behind the third.
	from := value[[]float64](b, `(() => { scrollTo(0, 0); const g = `+in(1, "grip")+`; g.scrollIntoView({ block: "center" }); const r = g.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })()`)
	to := value[[]float64](b, `(() => { const r = `+claim(3)+`.getBoundingClientRect(); return [r.x + 60, r.bottom - 6] })()`)
	b.run(chromedp.DragAndDropXY(from[0], from[1], to[0], to[1]))
	b.until(claim(3) + `.field.value.startsWith("Corvel Bay council votes")`)

	b.clickOn(in(3, "do-lock"))
	b.until(claim(3) + `.classList.contains("locked") && ` + claim(3) + `.field.readOnly`)
	look(b, "draft-locked")
	b.clickOn(in(5, "do-remove"))
	b.until(`document.querySelectorAll("ng-claim").length === 6`)
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	now := n.summary(s.ID)
	if len(now.Takeaways) != 5 || !now.Takeaways[2].Locked || now.Takeaways[2].ID != s.Takeaways[0].ID || now.Takeaways[3].ID != byHand.ID {
		t.Errorf("%+v", now.Takeaways)
	}
	b.click("act-undo")
	b.until(`document.querySelectorAll("ng-claim").length === 7`)
	b.click("act-redo")
	b.until(`document.querySelectorAll("ng-claim").length === 6`)
}

func TestDraftAgain(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.clickOn(in(2, "do-again"))
	b.until(claim(2) + `.field.value !== ` + quoted(s.Takeaways[1].Text) + ` && !` + claim(2) + `.field.readOnly`)
	b.saved()
	if words := b.words(); words[1] != s.Takeaways[0].Text || words[3] != s.Takeaways[2].Text {
		t.Errorf("others changed: %q", words)
	}

	b.clickOn(in(4, "do-others"))
	b.until(claim(4) + `.querySelectorAll('[data-testid="other"]').length > 0`)
	look(b, "draft-alternatives")
	other := value[string](b, in(4, "other")+`.firstChild.textContent`)
	b.clickOn(in(4, "other"))
	b.until(claim(4) + `.field.value === ` + quoted(other))
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	if got := n.summary(s.ID).Takeaways[3]; got.Text != other || got.Origin != "model" {
		t.Errorf("%+v, not %q", got, other)
	}

	// All but the locked; what a person wrote is asked about first.
	b.clickOn(in(1, "do-lock"))
	b.rewrite(3, "Lindqvist Lines blames fuel costs that rose 22% since May")
	b.until(in(3, "verdict") + `.dataset.verdict === "pass"`)
	b.click("act-againAll")
	b.see("replace-lock")
	look(b, "draft-again-asks")
	b.click("replace-lock")
	b.until(`!document.querySelector("dialog[open]")`)
	b.until(`document.querySelector('[data-testid="act-approve"]') && !document.querySelector('[data-testid="act-approve"]').disabled && ` + claim(5) + `.field.value !== ` + quoted(s.Takeaways[4].Text))
	now := n.summary(s.ID)
	if now.Takeaways[0].Text != s.Takeaways[0].Text || now.Takeaways[2].Text != "Lindqvist Lines blames fuel costs that rose 22% since May" || !now.Takeaways[2].Locked {
		t.Errorf("%+v", now.Takeaways)
	}
}
