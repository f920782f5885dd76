package article

import (
	"strings"
	"testing"
)

// manyTimes repeats a text n times, or fewer with the race detector.
func manyTimes(s string, n int) string { return strings.Repeat(s, n/thin) }

// TestHostile reads inputs that make careless code take minutes or crash.
func TestHostile(t *testing.T) {
	rep := manyTimes
	inputs := map[string]string{
		"one letter":       rep("a", 1<<18),
		"spaces":           story + rep(" ", 1<<18) + "end",
		"Chinese":          rep("中文字", 1<<16),
		"stops":            rep(". ", 1<<16),
		"quotes":           rep("“a. B” ", 1<<14),
		"brackets":         rep("\"(", 1<<16),
		"short lines":      rep("a\n", 1<<16),
		"capital lines":    rep("By Ann\n", 1<<15),
		"photo brackets":   rep("A (photo ", 1<<14),
		"headings":         rep("Why this matters: x.\n\n", 1<<14),
		"colons":           rep("a: B. ", 1<<14),
		"initials":         rep("J.", 1<<16),
		"labels":           rep("1. A b c d e f g ", 1<<15),
		"joiners":          story + rep("\u200d", 1<<15),
		"tags":             story + rep("\U000E0041", 1<<14),
		"bullets":          rep("• a\n", 1<<14),
		"divs":             rep("<div>", 20000) + htmlStory() + rep("</div>", 20000),
		"nested clutter":   strings.Repeat("<div class=comments>", 400) + "<p>" + rep("The council met on Monday and voted. ", 1<<14) + "</p>",
		"bold paragraphs":  rep("<b><p>", 20000) + htmlStory(),
		"tables":           rep("<table><tr><td>", 20000) + htmlStory(),
		"angle brackets":   htmlStory() + rep("<", 1<<16),
		"attributes":       "<p " + rep("a=b ", 1<<14) + ">" + htmlStory(),
		"quote marks":      rep(">", 20000) + " " + story,
		"list marks":       rep("- ", 20000) + story,
		"numbers in lists": rep("1. ", 20000) + story,
		"open links":       story + "\n\n" + rep("[a](", 1<<15),
		"references":       story + "\n\n" + rep("[a][", 1<<15),
		"emphasis":         story + "\n\n" + rep("*a_b", 1<<14),
		"ticks":            story + "\n\n" + rep("`a``b", 1<<15),
	}
	for name, input := range inputs {
		t.Run(name, func(t *testing.T) {
			for _, f := range []Format{Text, Markdown, HTML} {
				checkRead(t, []byte(input), Options{Format: f})
			}
		})
	}
}

// TestDeepNesting: the story is found below more elements than the parser takes.
func TestDeepNesting(t *testing.T) {
	for _, tag := range []string{"div", "b", "section", "ul><li", "table><tr><td", "x-y"} {
		a := read(t, manyTimes("<"+tag+">", 20000)+htmlStory(), Options{Format: HTML})
		if !strings.Contains(a.Text, "ending a dispute that began in 2011.") || len(a.Sentences) < 6 {
			t.Errorf("%s: %d sentences: %.200q", tag, len(a.Sentences), a.Text)
		}
	}
}

// TestHidden: what a reader of the page does not see is not in the text.
func TestHidden(t *testing.T) {
	for _, hide := range []string{
		`<p hidden>SECRET words here.</p>`,
		`<p aria-hidden="true">SECRET words here.</p>`,
		`<div style="display: none !important"><p>SECRET words here.</p></div>`,
		`<p style="visibility:hidden">SECRET words here.</p>`,
		`<p style="font-size: 0px">SECRET words here.</p>`,
		`<p style="opacity:0">SECRET words here.</p>`,
		`<p style="position:absolute; left:-9999px">SECRET words here.</p>`,
		`<p style="text-indent:-9999px">SECRET words here.</p>`,
	} {
		a := read(t, "<article>"+htmlStory()+hide+"</article>", Options{Format: HTML})
		if strings.Contains(a.Text, "SECRET") || !strings.Contains(kinds(a), "hidden") {
			t.Errorf("%s: omitted %q", hide, kinds(a))
		}
	}
	for _, never := range []string{"<script>SECRET()</script>", "<style>.SECRET{}</style>", "<noscript>SECRET words.</noscript>", "<template>SECRET</template>", "<!-- SECRET -->"} {
		if a := read(t, "<article>"+htmlStory()+never+"</article>", Options{Format: HTML}); strings.Contains(a.Text, "SECRET") {
			t.Errorf("%s is in the text", never)
		}
	}
}
