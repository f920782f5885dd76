package article

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// page puts style rules and markup around the test story.
func pageWith(style, extra string) string {
	return "<html><head><style>" + style + "</style></head><body><article><h1>Board backs terminal</h1>" + htmlStory() + extra + "</article></body></html>"
}

// TestHiddenByRules: text that a style sheet hides is left out and reported.
func TestHiddenByRules(t *testing.T) {
	for _, c := range []struct{ style, element string }{
		{".x{display:none}", `<p class="a x b">`},
		{".a,.x , .b{display:none}", `<p class="x">`},
		{"p.x { DISPLAY : none !important }", `<p class="x">`},
		{"@media screen{.x{display:none}}", `<p class="x">`},
		{"@media  all { .x{display:none} }", `<p class="x">`},
		{"@layer base{.x{display:none}}", `<p class="x">`},
		{"", `<p style="display:none!important;display:block">`},
		{"#x{visibility:hidden}", `<p id="x">`},
		{"p#x.y{opacity:0}", `<p id="x" class="y">`},
		{".x{font-size:0}", `<p class="x">`},
		{".x{font-size:1px}", `<p class="x">`},
		{".x{position:absolute;left:-9999px}", `<p class="x">`},
		{".x{position:absolute;left:-100em}", `<p class="x">`},
		{".x{clip:rect(0 0 0 0)}", `<p class="x">`},
		{".x{clip-path: inset(50%)}", `<p class="x">`},
		{".x{transform: scale(0)}", `<p class="x">`},
		{".x{height:0;overflow:hidden}", `<p class="x">`},
		{".x{width:1px;height:1px;overflow:hidden}", `<p class="x">`},
		{".x{color:#FFF;background:#ffffff}", `<p class="x">`},
		{".x{color:white}", `<p class="x">`},
		{".x{color:rgba(0,0,0,0)}", `<p class="x">`},
		{".x{display:block}.x{display:none}", `<p class="x">`},
		{"@import url(a.css);\n/* } */ .x{/* none */display:none}", `<p class="x">`},
		{"@media (max-width:9px){.y{display:none}} .x{display:none}", `<p class="x">`},
		{"", `<p style="dis/**/play:/* x */none">`},
		{"", `<p style="color:#fefefe">`},
		{"", `<p style="color:rgb(255, 255, 255)">`},
		{"", `<p style="background-color:black;color:#000">`},
		{"", `<p style="color:transparent">`},
		{"", `<p style="max-height:0;overflow:hidden">`},
		{"", `<p class="visually-hidden">`},
		{"", `<dialog><p>`},
	} {
		a := read(t, pageWith(c.style, c.element+"SECRET words here that nobody sees.</p>"), Options{Format: HTML})
		if strings.Contains(a.Text, "SECRET") || !strings.Contains(kinds(a), "hidden") {
			t.Errorf("%s %s: stayed, omitted %q", c.style, c.element, kinds(a))
		}
	}
}

// TestShownByRules: rules that do not hide an element, or only somewhere.
func TestShownByRules(t *testing.T) {
	for _, c := range []struct{ style, element string }{
		{".x{display:none}.x{display:block}", `<p class="x">`},
		{".x{display:none}.x.on{display:block}", `<p class="x on">`},
		{"@media print{.x{display:none}}", `<p class="x">`},
		{"@media (max-width:600px){.x{display:none}}", `<p class="x">`},
		{".x{display:none}@media (min-width:600px){.x{display:block}}", `<p class="x">`},
		{".x .y{display:none}", `<p class="y">`},
		{".x:hover{display:none}", `<p class="x">`},
		{"div.x{display:none}", `<p class="x">`},
		{".xx{display:none}", `<p class="x">`},
		{".x{opacity:.9;font-size:12px;left:-10px;margin-left:-15px}", `<p class="x">`},
		{".x{color:#fff;background:#003366}", `<p class="x">`},
		{".dark{background:#111}.x{color:#fff}", `<div class="dark"><p class="x">`},
		{".x{font-size:0}.y{font-size:16px}", `<div class="x"><p class="y">`},
		{".x{color:transparent}.y{color:#333}", `<div class="x"><p class="y">`},
		{".x{display:none", `<p class="y">`},
		{"", `<p style="color:#fff" class="on-dark">`},
		{"", `<div style="background:url(x.jpg)"><p style="color:#fff">`},
		{"", `<details><summary>More</summary><p>`},
		{"", `<p hidden="until-found">`},
		{"", `<p style="display:none;display:block">`},
	} {
		a := read(t, pageWith(c.style, c.element+"The board meets again on Friday, it said.</p>"), Options{Format: HTML})
		if !strings.Contains(a.Text, "The board meets again on Friday") {
			t.Errorf("%s %s: left the text, omitted %+v", c.style, c.element, a.Omitted)
		}
	}
}

// TestWaitingForScript: a story that is hidden until a script runs is read.
func TestWaitingForScript(t *testing.T) {
	rest := strings.ReplaceAll(htmlStory(), "<p>", `<p class="rest">`)
	for name, page := range map[string]string{
		"whole page fades in":   `<body><div id="wrap" style="opacity:0"><article>` + htmlStory() + `</article></div></body>`,
		"article hidden":        `<body><p>Loading the page, please wait a moment until it is there.</p><article style="display:none">` + htmlStory() + `</article></body>`,
		"rule on a class":       `<head><style>.js-hidden{visibility:hidden}</style></head><body><div class="js-hidden entry-content">` + htmlStory() + `</div></body>`,
		"modal before it":       `<body><div role="dialog"><p>Subscribe now.</p></div><main aria-hidden="true">` + htmlStory() + `</main></body>`,
		"read more":             `<head><style>.rest{display:none}</style></head><body><article><p>The harbour board voted on Monday for a terminal.</p>` + rest + `<button>Read more</button></article></body>`,
		"no style until loaded": `<head><style>body{visibility:hidden}</style></head><body style="opacity:0"><article>` + htmlStory() + `</article></body>`,
	} {
		a := read(t, "<html>"+page+"</html>", Options{Format: HTML})
		if !strings.Contains(a.Text, "ending a dispute that began in 2011.") || !strings.Contains(a.Text, "who teaches law at the university") {
			t.Errorf("%s: %q\n%+v", name, a.Text, a.Omitted)
		}
	}
}

// TestConcealedStaysOut: however much text is made so that nobody can read it,
// or lies outside of the article, it does not become the article.
func TestConcealedStaysOut(t *testing.T) {
	long := strings.Repeat("<p>SECRET orders for machines that go on and on, with many words in them.</p>", 60)
	for _, c := range []struct{ style, extra string }{
		{"", `<div style="font-size:0">` + long + `</div>`},
		{"", `<div style="position:absolute;left:-9999px">` + long + `</div>`},
		{".x{clip-path:inset(100%)}", `<div class="x">` + long + `</div>`},
		{"", `</article><div class="cookie-list" style="display:none">` + long + `</div>`},
		{"", `</article><div style="display:none">` + long + `</div>`},
	} {
		a := read(t, pageWith(c.style, c.extra), Options{Format: HTML})
		if strings.Contains(a.Text, "SECRET") || !strings.Contains(a.Text, "began in 2011") {
			t.Errorf("%s %.40s: %.200q", c.style, c.extra, a.Text)
		}
	}
}

// TestUnseen: comments and descriptions of pictures are reported, not read.
func TestUnseen(t *testing.T) {
	const orders = "SECRET orders for the machine that reads this page aloud."
	a := read(t, pageWith("", "<!-- "+orders+" --><!-- end --><img alt=\""+orders+"\" src=x><img alt=quay src=y>"), Options{Format: HTML})
	if strings.Contains(a.Text, "SECRET") {
		t.Errorf("text %q", a.Text)
	}
	var texts []string
	for _, o := range a.Omitted {
		if o.Kind == "hidden" {
			texts = append(texts, o.Text)
		}
	}
	want := []string{orders, "comments in the source: 1", orders, "descriptions of pictures: 1"}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Error(diff)
	}
}

// TestHostileStyles reads style sheets that make careless code take minutes.
func TestHostileStyles(t *testing.T) {
	rep := manyTimes
	var many strings.Builder
	for i := range 20000 / thin {
		fmt.Fprintf(&many, ".c%d{color:red}", i)
	}
	for name, style := range map[string]string{
		"one class":     rep(".x{display:none}", 1<<15),
		"many classes":  many.String(),
		"open braces":   rep("{", 1<<16),
		"nested blocks": rep("@media x{", 1<<14),
		"nested layers": rep("@layer x{", 1<<14),
		"comments":      rep("/*", 1<<16),
		"selectors":     rep(".a,", 1<<16) + "{display:none}",
		"compound":      rep(".a", 1<<15) + "{display:none}",
		"declarations":  ".x{" + rep("color:red;", 1<<15) + "}",
		"no end":        ".x{display:none;" + rep("left:-1", 1<<14),
	} {
		t.Run(name, func(t *testing.T) {
			body := rep(`<p class="x a c1">The board met and voted on Monday.</p>`, 2000)
			checkRead(t, []byte("<html><style>"+style+"</style><body>"+htmlStory()+body), Options{Format: HTML})
		})
	}
}

// FuzzStyles: no style sheet makes a page unreadable.
func FuzzStyles(f *testing.F) {
	f.Add(".x{display:none}", "x")
	f.Add("p#a.b , .c{ color:#fff; background: rgb(1,2,3) }", "b c")
	f.Add("@media print{.x{left:-9e9px}} /* x", "x")
	f.Fuzz(func(t *testing.T, style, class string) {
		doc := parseHTML(`<style>` + style + `</style><p class="` + class + `" style="` + style + `">Text.</p>`)
		pruneHidden(doc)
		clutterKind(doc)
		for _, name := range strings.Fields(class) {
			clutterTable().kind(name)
		}
	})
}
