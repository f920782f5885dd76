package article

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// entryText are the entries of a live blog, the newest first.
var entryText = []struct{ clock, title, body string }{
	{"17:05", "We are closing this page", "The river is falling, but one man is still missing, and two warnings stay in force. The railway will not open before Saturday."},
	{"16:30", "Search goes on for one man", "Two boats and a helicopter will search until dark and again from first light, the police said. One person is missing tonight."},
	{"15:45", "River down to four metres", "The gauge at the bridge read 4.3 metres, half a metre below the peak of this morning. About 490 people are in rest centres."},
	{"14:30", "Council denies that siren failed", "The council rejected claims that the flood siren did not sound. It ran for eleven minutes, according to the control log."},
}

const liveIntro = "Two people have died and hundreds have left their homes after the Aldwyn burst its banks on Thursday."

func livePage(entry string) string {
	var b strings.Builder
	b.WriteString(`<html lang="en"><head><title>Floods on the Aldwyn: latest</title><meta property="article:published_time" content="2026-11-05T06:40:00Z"></head><body><main><h1>Floods on the Aldwyn: latest</h1><p>` + liveIntro + `</p>`)
	for i, e := range entryText {
		b.WriteString(strings.NewReplacer("$N", fmt.Sprint(i), "$C", e.clock, "$D", "2026-11-05T"+e.clock+":00Z", "$T", e.title, "$B", e.body).Replace(entry))
	}
	b.WriteString("</main></body></html>")
	return b.String()
}

// TestLiveLayouts reads one live blog as pages and texts of many makes have it.
func TestLiveLayouts(t *testing.T) {
	linked := `<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Floods on the Aldwyn: latest","datePublished":"2026-11-05T06:40:00Z","liveBlogUpdate":[`
	for i, e := range entryText {
		if i > 0 {
			linked += ","
		}
		linked += fmt.Sprintf(`{"@type":"BlogPosting","headline":%q,"datePublished":"2026-11-05T%s:00Z","articleBody":%q}`, e.title, e.clock, e.body)
	}
	linked += "]}</script>"
	layouts := map[string]string{
		"time in the heading":    `<div class="entry"><h2><time datetime="$D">$C</time> $T</h2><p>$B</p></div>`,
		"time above the heading": `<article id="b$N"><time datetime="$D">$C GMT</time><h2>$T</h2><p>$B</p></article>`,
		"time below the heading": `<li><header><h3>$T</h3><time datetime="$D">$C</time></header><div><p>$B</p></div></li>`,
		"time in words":          `<section><p class="stamp"><time datetime="$D">2 hours ago</time></p><h2>$T</h2><p>$B</p></section>`,
		"clock without element":  `<div><span class="clock">$C</span><h4>$T</h4><p>$B</p></div>`,
		"clock in a paragraph":   `<p><strong>$C – $T</strong></p><p>$B</p>`,
		"JSON-LD alone":          `<div class="post"><h3>$T</h3><p>$B</p></div>`,
	}
	for name, layout := range layouts {
		t.Run(name, func(t *testing.T) {
			page := livePage(layout)
			if name == "JSON-LD alone" {
				page = strings.Replace(page, "</head>", linked+"</head>", 1)
			}
			checkLive(t, read(t, page, Options{Format: HTML}), time.UTC)
		})
	}
}

func TestLiveTexts(t *testing.T) {
	for name, layout := range map[string]string{
		"zone and dash":   "$C GMT – $T\n\n$B\n\n",
		"alone on a line": "$C\n\n$T\n\n$B\n\n",
		"Markdown":        "## $C $T\n\n$B\n\n",
		"brackets":        "[$C] $T\n\n$B\n\n",
		"bar":             "$C | $T\n\n$B\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			text := "Floods on the Aldwyn: latest\n\nPublished 5 November 2026 06:40 GMT\n\n" + liveIntro + "\n\n"
			for _, e := range entryText {
				text += strings.NewReplacer("$C", e.clock, "$T", e.title, "$B", e.body).Replace(layout)
			}
			checkLive(t, read(t, text, Options{}), time.UTC)
		})
	}
}

// checkLive checks the four entries.
func checkLive(t *testing.T, a *Article, zone *time.Location) {
	t.Helper()
	if len(a.Sections) != len(entryText) {
		t.Fatalf("%d sections, want %d: %+v\n%s", len(a.Sections), len(entryText), a.Sections, a.Text)
	}
	next := 1
	for i, s := range a.Sections {
		want := entryText[i]
		at, _ := time.ParseInLocation("2006-01-02 15:04", "2026-11-05 "+want.clock, zone)
		if s.Title != want.title || !s.Time.Equal(at) || s.First != next {
			t.Errorf("section %d is %q at %v from paragraph %d, want %q at %v from %d", i, s.Title, s.Time, s.First, want.title, at, next)
		}
		last := a.Paragraphs[s.First+s.Count-1].Span
		if text := a.Text[a.Paragraphs[s.First].Span.Start:last.End]; !strings.HasSuffix(text, want.body) {
			t.Errorf("section %d: %q", i, text)
		}
		next = s.First + s.Count
	}
	if next != len(a.Paragraphs) {
		t.Errorf("sections end at paragraph %d of %d", next, len(a.Paragraphs))
	}
	for _, s := range a.Sentences {
		if strings.TrimRight(s.Text, " GMT") == "17:05" || strings.Contains(s.Text, "hours ago") {
			t.Errorf("%q is a sentence", s.Text)
		}
	}
}

// TestLiveArticle reads the live blog of testdata.
func TestLiveArticle(t *testing.T) {
	data, err := os.ReadFile("../../testdata/articles/live-blog-aldwyn-flood.html")
	if err != nil {
		t.Fatal(err)
	}
	a := read(t, string(data), Options{Name: "live.html"})
	var got []string
	for _, s := range a.Sections {
		got = append(got, s.Time.Format("15:04 ")+s.Title)
	}
	want := []string{
		"17:05 We are closing this live page", "16:30 Search goes on for one man; 940 homes still without power", "15:45 River down to 4.3 metres",
		"14:30 Council denies that siren failed", "13:20 Correction", "12:40 Second death confirmed, two found alive", "11:15 Aldwyn passes its record",
		"09:50 450 moved out, 2,700 homes without power", "08:30 Woman dies in Ford Lane", "06:40 Two severe warnings issued",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestLiveClocks: what opens an entry is read as its author meant it.
func TestLiveClocks(t *testing.T) {
	for _, c := range []struct {
		in, clock, rest string
		heading         bool
	}{
		{"14:32 GMT – Minister resigns", "14:32", "Minister resigns", true},
		{"10.45am: The council met.", "10:45", "The council met.", false},
		{"23:40 – Polls close", "23:40", "Polls close", true},
		{"9pm – Polls close", "21:00", "Polls close", true},
		{"12.05 a.m. Counting begins", "00:05", "Counting begins", true},
		{"14.30 Uhr: Die Sperre ist aufgehoben.", "14:30", "Die Sperre ist aufgehoben.", false},
		{"14h30 : le maire démissionne", "14:30", "le maire démissionne", true},
		{"kl. 14.32 – Broen er åpen", "14:32", "Broen er åpen", true},
		{"下午2時30分 大橋重開", "14:30", "大橋重開", true},
		{"١٤:٣٠ إعادة فتح الجسر", "14:30", "إعادة فتح الجسر", true},
		{"[14:32:10] Lift-off", "14:32", "Lift-off", true},
		{"17.05 ET | Closing", "17:05", "Closing", true},
		{"10:45 was the time when they met.", "", "", false},
		{"4.3 metres", "", "", true},
		{"14 people were hurt", "", "", true},
		{"3 May 2026", "", "", true},
		{"24/7 care", "", "", true},
		{"2-1: Rovers win", "", "", true},
		{"1. First things first", "", "", true},
		{"16:9 screens", "", "", true},
	} {
		got, rest, ok := clockOf(c.in, c.heading)
		if got.text != c.clock || ok != (c.clock != "") || rest != c.rest {
			t.Errorf("clockOf(%q) = %q, %q, want %q, %q", c.in, got.text, rest, c.clock, c.rest)
		}
	}
}

// TestNotLive: what only looks like a live blog has no sections.
func TestNotLive(t *testing.T) {
	for name, text := range map[string]string{
		"programme": story + "\n\nProgramme\n\n09:00 Opening\n\n10:00 Talk\n\n11:00 Coffee\n\n12:00 Lunch\n",
		"times":     strings.ReplaceAll(story, "Monday", "Monday at 9:40 p.m."),
		"no order":  "10:00 – A\n\n" + story + "\n\n09:00 – B\n\n" + story + "\n\n11:00 – C\n\n" + story + "\n\n08:00 – D\n\n" + story,
	} {
		if a := read(t, text, Options{Format: Text}); a.Sections != nil {
			t.Errorf("%s: %+v", name, a.Sections)
		}
	}
}

// TestLiveWithoutDay: with no date there is a clock and no time; past midnight
// the next day begins.
func TestLiveWithoutDay(t *testing.T) {
	text := "Count in Westholt\n\n"
	for _, clock := range []string{"22:10", "23:40", "00:20", "01:15"} {
		text += clock + " – Another district is in\n\nThe count in one more district of Westholt has ended, the council said.\n\n"
	}
	a := read(t, text, Options{})
	if len(a.Sections) != 4 || a.Sections[0].Clock != "22:10" || !a.Sections[0].Time.IsZero() {
		t.Fatalf("%+v", a.Sections)
	}
	a = read(t, strings.Replace(text, "\n\n", "\n\nPublished 5 November 2026, 21:00 GMT\n\n", 1), Options{})
	if len(a.Sections) != 4 || a.Sections[3].Time.Format("2006-01-02 15:04") != "2026-11-06 01:15" {
		t.Fatalf("%+v", a.Sections)
	}
}
