package article

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// parts are what the articles of the property test are made of.
var parts = []string{
	"The council of Port Veldt voted on Monday to close the old swimming pool, which has lost money in every year.",
	"Mara Lindqvist said the building needed repairs. They would cost more than a new roof for the library.",
	"About 40 swimmers came to the meeting and asked for one more winter.", "A club has asked to rent it.",
	"Why this matters", "Why it matters: The closure leaves 9,000 people without a pool.", "**Why this matters:** It is cold.",
	"WHY IT MATTERS The pool is old.", "The big picture", "The bottom line: It is far.", "Why does this matter?", "What will you do?",
	"Key takeaways", "Key takeaways:", "## Key points", "At a glance: • Old pool • New pool • No pool", "Summary", "TL;DR",
	"Key takeaways: 1. Old pool 2. New pool", "The doors close in June. Key points: • Doors • June", "Key points - Doors - June - Pools",
	"• Council closes pool", "- Repairs cost more", "* Swimmers ask for a winter", "1. Club offers rent", "2. Roof leaks", "(1) Roof holds", "a) Stairs",
	"✓ Doors locked", "👉 Club asks", "Council closes pool", "Opened: 1931", "| Key takeaways |", "| Doors |", "> Quoted words of the mayor.",
	"By Jo Brandt", "Updated on 3 March 2026", "Share this article", "Photo: Ana Ruiz", "Read more: The library roof leaks", "Related stories", "---",
}

// TestNothingIsLost: every line of an article is in its text, its reference, its
// title or byline, or is reported as left out.
func TestNothingIsLost(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := rapid.SliceOfN(rapid.SampledFrom(parts), 4, 25).Draw(rt, "lines")
		joints := rapid.SliceOfN(rapid.SampledFrom([]string{"\n\n", "\n\n", "\n", " "}), len(lines), len(lines)).Draw(rt, "joints")
		var b strings.Builder
		for i, line := range lines {
			b.WriteString(line + joints[i])
		}
		for _, f := range []Format{Text, Markdown} {
			a, err := Read(strings.NewReader(b.String()), Options{Format: f})
			if err != nil {
				continue
			}
			checkInvariants(t, a)
			left := everything(a)
			for _, line := range lines {
				for _, w := range foldedWords(line) {
					if left[w]--; left[w] < 0 {
						rt.Fatalf("%s: %q of %q is lost: text %q, omitted %q", f, w, b.String(), a.Text, a.Omitted)
					}
				}
			}
		}
	})
}

// everything counts the words of all that an article says or reports. What is in
// the reference is reported as well.
func everything(a *Article) map[string]int {
	said := []string{a.Title, a.Byline, a.Text}
	for _, o := range a.Omitted {
		said = append(said, o.Text)
	}
	left := map[string]int{}
	for _, w := range foldedWords(strings.Join(said, " ")) {
		left[w]++
	}
	return left
}

// foldedWords are the words of two letters at least: a list item may lose its
// number or letter.
func foldedWords(text string) []string {
	var out []string
	for _, w := range strings.Fields(text) {
		if w = fold(w); len(w) > 1 {
			out = append(out, w)
		}
	}
	return out
}
