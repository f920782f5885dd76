package article

import (
	"strings"
	"testing"
)

// TestHeaderLines: lines of names and dates below a headline say what they say,
// and leave the text.
func TestHeaderLines(t *testing.T) {
	for _, c := range []struct{ line, byline, published, updated string }{
		{"12.03.2026", "", "2026-03-12", ""},
		{"12/03/2026 14h30", "", "", ""},
		{"March 12, 2026 | Updated March 13, 2026 at 5 p.m.", "", "2026-03-12", "2026-03-13"},
		{"Ana Ruiz | Published 12 March 2026 | Updated 13 March 2026", "", "2026-03-12", "2026-03-13"},
		{"Ana Ruiz | Published 12/03/2026 | 5 min read", "", "", ""},
		{"Ana Ruiz and Karl-Heinz von Ohm\n\n12 March 2026", "Ana Ruiz and Karl-Heinz von Ohm", "2026-03-12", ""},
		{"Ana Ruiz\n\n12 March 2026", "Ana Ruiz", "2026-03-12", ""},
	} {
		a := read(t, "Harbour board backs terminal\n\n"+c.line+"\n\n"+story, Options{Format: Text})
		dates := [2]string{}
		for i, at := range []string{a.Published.Format("2006-01-02"), a.Updated.Format("2006-01-02")} {
			dates[i] = strings.TrimPrefix(at, "0001-01-01")
		}
		if a.Byline != c.byline || dates != [2]string{c.published, c.updated} || a.Text != story {
			t.Errorf("%q: byline %q, dates %q, text %.60q", c.line, a.Byline, dates, a.Text)
		}
	}
}

// TestStandfirstsStay: a line that names a day is no line of dates.
func TestStandfirstsStay(t *testing.T) {
	for _, line := range []string{"Council: 12.03.2026 vote was a farce", "The vote on 12/03/2026 | What it means"} {
		a := read(t, "Harbour board backs terminal\n\n"+line+"\n\n"+story, Options{Format: Text})
		if !strings.HasPrefix(a.Text, line) || !a.Published.IsZero() {
			t.Errorf("%q: published %v, text %.60q", line, a.Published, a.Text)
		}
	}
}

// TestNames tells lines of names from other short lines.
func TestNames(t *testing.T) {
	for line, want := range map[string]bool{
		"Ana Ruiz": true, "Ana de la Cruz": true, "Ana Ruiz and Jo Brandt": true, "Ana Ruiz & Jo Brandt": true,
		"Ana": false, "Ana and Jo": false, "Ana Ruiz and": false, "and Ana Ruiz": false, "Ana Ruiz and Jo": false, "The Board of Ashby Port Meets": false, "Ana Ruiz, Ashby": false, "von Ohm": false, "Room 12": false,
	} {
		if names(line) != want {
			t.Errorf("names(%q) is not %v", line, want)
		}
	}
}

// TestShownHeadline: the headline of the page leaves the text when the title is
// another, and what is told of is not counted as the page around the article.
func TestShownHeadline(t *testing.T) {
	for _, page := range []string{
		`<head><meta property="og:title" content="A terminal for Ashby, at last"></head><body><article><h1>Board backs terminal</h1>` + htmlStory() + `</article></body>`,
		`<body><article><h1>Board backs terminal</h1>` + htmlStory() + `<h2>Why this matters</h2><p>` + strings.Repeat("Islanders have waited for the quay. ", 5) + `</p></article></body>`,
	} {
		a := read(t, "<html>"+page+"</html>", Options{Format: HTML})
		if strings.Contains(a.Text, "Board backs terminal") || strings.Contains(kinds(a), "page") {
			t.Errorf("%.80q: text %.60q, omitted %q", page, a.Text, kinds(a))
		}
	}
	day := read(t, `<html><body><article><h1>Board backs terminal</h1><time datetime="2026-03-12T09:00:00Z">12 March</time>`+htmlStory()+`</article></body></html>`, Options{Format: HTML})
	if strings.Contains(day.Text, "12 March\n") || day.Published.IsZero() {
		t.Errorf("the day stayed: %.60q", day.Text)
	}
}
