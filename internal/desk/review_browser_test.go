package desk_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestApprove(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, spoiled())
	b.click("act-approve")
	b.until(`document.querySelectorAll('[data-testid="open-finding"]').length >= 2`)
	open := value[int](b, `document.querySelectorAll('[data-testid="open-finding"]').length`)
	look(b, "review-approve-open-findings")

	// Nothing is approved while something is open.
	b.click("approve-go")
	b.until(`document.activeElement.dataset.testid === "approve-reason"`)
	if n.summary(s.ID).Status == "approved" {
		t.Fatal("approved with findings open")
	}
	b.click("approve-fix")
	b.until(`document.querySelectorAll('[data-testid="open-finding"]').length === ` + string(rune('0'+open-1)))
	for i := range open - 1 {
		b.js(`document.querySelectorAll('[data-testid="approve-reason"]')[` + string(rune('0'+i)) + `].focus()`)
		b.write("She spells it so herself")
	}
	b.fill("approve-note", "Checked with the desk")
	look(b, "review-approve-settled")
	b.click("approve-go")
	b.see("notice-approved")
	look(b, "review-approved")
	got := n.summary(s.ID)
	if got.Status != "approved" || got.Actor != "local" || got.Note != "Checked with the desk" {
		t.Errorf("%+v", got)
	}
	reasons := 0
	for _, c := range got.Takeaways {
		for _, a := range c.Accepted {
			if a.Reason == "She spells it so herself" {
				reasons++
			}
		}
	}
	if reasons != open-1 || !strings.Contains(got.Takeaways[1].Text, "$180 million") {
		t.Errorf("%d reasons: %+v", reasons, got.Takeaways)
	}
	if told := b.text("notice-approved"); !strings.Contains(told, "local") || !strings.Contains(told, "Checked with the desk") {
		t.Errorf("%q", told)
	}
	if value[bool](b, `[...document.querySelectorAll("ng-claim")].some((c) => !c.field.readOnly)`) {
		t.Error("approved copy can be edited by accident")
	}
	b.click("edit-approved")
	b.until(`!` + claim(1) + `.field.readOnly`)
}

func TestReject(t *testing.T) {
	t.Parallel()
	n, b, s := shown(t, good)
	b.click("act-reject")
	b.see("reject-reason")
	look(b, "review-reject")
	b.click("reject-go")
	if n.summary(s.ID).Status == "rejected" {
		t.Fatal("rejected without a reason")
	}
	b.fill("reject-reason", "The story was withdrawn")
	b.click("reject-go")
	b.see("notice-rejected")
	look(b, "review-rejected")
	if got := n.summary(s.ID); got.Status != "rejected" || got.Note != "The story was withdrawn" {
		t.Errorf("%+v", got)
	}
}

func TestCopy(t *testing.T) {
	t.Parallel()
	_, b, s := shown(t, good)
	line := b.text("disclosure")
	if line == "" {
		t.Fatal("no disclosure")
	}
	b.js(`(() => { window.__copied = []; navigator.clipboard.write = async (items) => {
		for (const item of items) for (const type of item.types) __copied.push(type, await (await item.getType(type)).text()); } })()`)
	for form, want := range map[string][]string{
		"rich":     {"text/html", "<h2>Why this matters</h2>", "<li>Corvel Bay council votes 9 to 4", "text/plain", "• Corvel Bay council"},
		"html":     {"text/plain", "<ul>\n    <li>Corvel Bay council"},
		"markdown": {"text/plain", "## Why this matters", "- Corvel Bay council votes"},
		"plain":    {"text/plain", "Key takeaways\n\n• Corvel Bay council votes 9 to 4 to close the night ferry in March\n"},
	} {
		b.js(`__copied.length = 0`)
		b.press("c", chromedp.ModifierAlt)
		b.see("copy-" + form)
		if form == "rich" {
			look(b, "review-copy")
		}
		b.click("copy-" + form)
		b.until(`__copied.length > 0`)
		b.see("notice-copied")
		got := value[[]string](b, `__copied`)
		all := strings.Join(got, "\n")
		for _, w := range append(want, line, s.Why.Text[:40]) {
			if !strings.Contains(all, w) {
				t.Errorf("%s lacks %q:\n%s", form, w, all)
			}
		}
		if form != "rich" && slices.Contains(got, "text/html") {
			t.Errorf("%s: %q", form, got)
		}
	}
}
