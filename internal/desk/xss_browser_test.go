package desk_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// attacks are texts that run a script, or bring an element in, on a page that
// takes one of them for markup. Each would call xss.
func attacks(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile("testdata/xss.json")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	if len(out) < 60 {
		t.Fatalf("%d attacks", len(out))
	}
	return out
}

// harmless checks that no attack came to life: no script ran, no element is there
// that the page does not make itself, no address runs a script.
func (b *tab) harmless(where string) {
	b.t.Helper()
	found := value[[]string](b, `(() => {
		const known = new Set("html head meta title link script body a header nav p div span button svg circle path noscript main dialog h1 h2 h3 section dl dt dd kbd label input form textarea fieldset legend select option datalist ul ol li article blockquote details summary ng-claim mark q i b small br time table caption thead tbody tr th td figure figcaption rect line polyline polygon g text title desc ins del output strong em footer hr code aside tfoot bdi".split(" "));
		const wrong = [...__ran].map((x) => "ran: " + x).concat(__csp.map((x) => "policy: " + x));
		for (const e of document.querySelectorAll("*")) {
			const name = e.localName;
			if (!known.has(name)) wrong.push("element: " + e.outerHTML.slice(0, 150));
			if (name === "script" && e.type !== "application/json" && !(e.src.startsWith(location.origin + "/static/"))) wrong.push("script: " + e.outerHTML.slice(0, 150));
			for (const a of e.attributes) {
				if (/^on/i.test(a.name)) wrong.push("handler: " + e.outerHTML.slice(0, 150));
				if (["href", "src", "action", "formaction", "xlink:href", "data"].includes(a.name) && /^[\s\u0000-\u001f]*(javascript|data|vbscript):/i.test(a.value)) wrong.push("address: " + a.value);
			}
		}
		return wrong;
	})()`)
	for _, f := range found {
		b.t.Errorf("%s: %s", where, f)
	}
}

// evil is an article every sentence of which is an attack.
func evil(attacks []string) string {
	var text strings.Builder
	text.WriteString("Council says " + attacks[0] + " on Tuesday" + strings.TrimPrefix(ferry, "Night ferry to close in March") + "\n\n")
	for i, a := range attacks {
		fmt.Fprintf(&text, "The council of ward %d said on Tuesday that it read %s in the papers.", i+1, strings.ReplaceAll(a, "\n", " "))
		if i%3 == 2 {
			text.WriteString("\n\n")
		} else {
			text.WriteString(" ")
		}
	}
	return text.String()
}

// TestAttacksInArticlesAndClaims drafts an article that is all attacks, with a
// model that repeats them, and shows it on every page.
func TestAttacksInArticlesAndClaims(t *testing.T) {
	t.Parallel()
	all := attacks(t)
	n := start(t, func(s *setup) {
		s.keep = true
		claims := []say{{"About 1,200 residents who work late shifts on the mainland lose the only public link to the island after ten in the evening.", []int{6, 7}}}
		for i := range 3 {
			claims = append(claims, say{fmt.Sprintf("Council of ward %d read %s in the papers", i+1, all[i]), []int{i + 19}})
		}
		claims = append(claims, say{"Harbour union says that 38 deckhands could lose their jobs by summer", []int{3}}, say{"Lindqvist Lines blames a 22% rise in fuel costs since May", []int{4}})
		s.script = append(s.script, drafts(claims...))
	})
	b := n.open(t, "/")
	b.fill("source", evil(all))
	b.click("go")
	b.ready()
	b.harmless("drafted on the page")
	id := b.id()
	text := value[string](b, `document.querySelector(".article-text").textContent`)
	for _, a := range all {
		if one := strings.ReplaceAll(a, "\n", " "); !strings.Contains(text, one) && !strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(one), " ")) {
			t.Logf("read otherwise: %q", one)
		}
	}
	look(b, "hostile-article")
	b.run(chromedp.Reload())
	b.ready()
	b.harmless("from the server")
	for i := range 3 {
		last := value[int](b, `document.querySelectorAll("ng-claim").length`)
		b.press("n", chromedp.ModifierAlt)
		b.until(fmt.Sprintf(`document.querySelectorAll("ng-claim").length === %d`, last+1))
		b.rewrite(last, "Council reads "+all[i]+" in the papers of the ward on Tuesday")
	}
	claims := value[int](b, `document.querySelectorAll("ng-claim").length`)
	for i := range claims {
		b.clickOn(in(i, "words"))
		b.harmless("claim in focus")
	}

	// Every attack as the words of a claim, with its findings.
	for rest := all; len(rest) > 0; {
		for i := range 5 {
			some := rest[:min(3, len(rest))]
			rest = rest[len(some):]
			if len(some) > 0 {
				b.rewrite(1+i, strings.ReplaceAll(strings.Join(some, " "), "\n", " ")+" 190")
			}
		}
		b.until(`![...document.querySelectorAll('ng-claim [data-testid="verdict"]')].some((v) => v.dataset.verdict === "checking")`)
		b.harmless("edited")
	}
	b.press("s", chromedp.ModifierCtrl)
	b.saved()
	b.click("act-approve")
	b.see("approve-reason")
	reasons := value[int](b, `document.querySelectorAll('[data-testid="approve-reason"]').length`)
	for i := range reasons {
		b.js(fmt.Sprintf(`document.querySelectorAll('[data-testid="approve-reason"]')[%d].focus()`, i))
		b.write(all[i%len(all)])
	}
	b.fill("approve-note", all[3]+all[4])
	b.harmless("in the dialog")
	b.click("approve-go")
	b.see("notice-approved")
	b.harmless("approved")
	b.go_("/summaries/" + id + "/correct")
	b.fill("corrected", ferry+"\n\n"+strings.Join(all, "\n\n"))
	b.click("correct-go")
	b.see("take-go")
	b.harmless("preview of a correction")
	for _, path := range []string{"/", "/summaries", "/summaries/" + id, "/summaries/" + id + "?version=1", "/summaries/" + id + "/versions", "/summaries/" + id + "/correct", "/quality", "/help"} {
		b.go_(path)
		b.until(`document.readyState === "complete"`)
		b.harmless(path)
	}
}

// TestAttacksInFields puts each attack into the fields that come with an article:
// headline, byline, address, ID, desk, and what a search is for.
func TestAttacksInFields(t *testing.T) {
	t.Parallel()
	n := start(t)
	b := n.open(t, "/help")
	all := attacks(t)
	for i, a := range all {
		text := quoted(strings.Replace(ferry, "61", fmt.Sprint(100+i), 1))
		byline := strings.Join(all[i:min(i+6, len(all))], " ")
		body := fmt.Sprintf(`{"article":{"text":%s,"title":%s,"byline":%s,"url":%s},"options":{"engine":"extractive","desk":%s}}`, text, quoted(a), quoted(byline), quoted(a), quoted(a))
		made := n.send("POST", "/v1/summaries", body)
		if made.status >= 300 { // an address or the name of a desk is refused
			made = n.send("POST", "/v1/summaries", fmt.Sprintf(`{"article":{"text":%s,"title":%s,"byline":%s},"options":{"engine":"extractive"}}`, text, quoted(a), quoted(byline)))
		}
		if id := made.summary(t).ID; i%6 == 0 {
			b.go_("/summaries/" + id)
			b.see("act-approve")
			b.harmless("title, byline, address and desk: " + a)
		}
	}
	for _, path := range []string{"/", "/quality", "/summaries"} {
		b.go_(path)
		b.harmless(path)
	}
	for value[bool](b, `Boolean(`+one("list-next")+`)`) {
		b.go_(value[string](b, one("list-next")+`.getAttribute("href")`))
		b.harmless("list")
	}
	for i := 0; i < len(all); i += 6 {
		asked := url.QueryEscape(strings.Join(all[i:min(i+6, len(all))], " "))
		b.go_("/summaries?q=" + asked + "&desk=" + asked + "&status=" + asked + "&cursor=" + asked + "&day=" + asked)
		b.harmless("search for " + asked)
	}
	for _, path := range []string{"/summaries/%3Cimg%20src=x%20onerror=xss(1)%3E", "/jobs/%22%3E%3Cscript%3Exss(1)%3C/script%3E", "/%3Csvg%20onload=xss(1)%3E", "/login?next=javascript:xss(1)", "/summaries/x/versions?a=%3Cimg%20src=x%20onerror=xss(1)%3E"} {
		b.go_(path)
		b.harmless(path)
	}

	// As markup: whatever the reader of articles leaves of it is text.
	b.go_("/")
	b.paste("Council votes", "<h1>"+strings.Join(all[:5], " ")+"</h1><p>"+evil(all)+"</p>")
	b.harmless("pasted")
	b.click("go")
	b.ready()
	b.harmless("of pasted markup")
	for i, a := range all {
		if i%8 == 0 {
			b.go_("/")
			b.js(fmt.Sprintf(`(() => { const data = new DataTransfer(); data.items.add(new File(["x"], %s + ".txt")); document.querySelector("#paste").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })) })()`, quoted(a)))
			b.until(`document.querySelector("#source-note").textContent.length > 3`)
			b.harmless("name of a file")
		}
	}
}
