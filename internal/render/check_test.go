package render

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"github.com/yuin/goldmark"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// pier is an article of three sentences.
func pier(sentences ...string) *article.Article {
	a := &article.Article{Title: "Pier of Langholt closes", Lang: "en", Digest: strings.Repeat("a", 64)}
	for i, s := range sentences {
		if i > 0 {
			a.Text += " "
		}
		span := article.Span{Start: len(a.Text), End: len(a.Text) + len(s)}
		a.Text += s
		a.Sentences = append(a.Sentences, article.Sentence{ID: article.SentenceID(i + 1), Span: span, Text: s})
	}
	a.Paragraphs = []article.Paragraph{{Span: article.Span{End: len(a.Text)}, Count: len(a.Sentences)}}
	return a
}

func langholt() *article.Article {
	return pier("Langholt closes its pier – the “long quay” – until May.", "Repairs cost 2.1 million crowns, the harbour master said.",
		"Some 40,000 visitors come each summer, "+strings.Repeat("and then some more of them, ", 8)+"and they like it.")
}

// checkedPier has every verdict, words that are marked twice, and a finding
// about the whole claim.
func checkedPier() ground.Report {
	half, most := 0.505, 0.94
	return ground.Report{Verdict: ground.Fail, Claims: []ground.ClaimReport{
		{ID: "why", Text: "Some 40,000 visitors come each summer.", Verdict: ground.Pass, Support: &most, Evidence: []article.SentenceID{3}, Findings: []ground.Finding{
			{Rule: "number", Verdict: ground.Pass, Message: "the article has these numbers"},
		}},
		{ID: "t1", Text: "Repairs cost “1.2 million crowns”, Imre Doyle denied in a statement of some length on Monday", Verdict: ground.Fail, Support: &half, Evidence: []article.SentenceID{2, 1}, Findings: []ground.Finding{
			{Rule: "support", Verdict: ground.Warn, Start: 0, End: 43, Found: "Repairs cost “1.2 million crowns”, Imre Doyle", Message: "“Imre Doyle” is not in the article"},
			{Rule: "number", Verdict: ground.Fail, Start: 14, End: 32, Found: "1.2 million crowns", Expected: "2.1 million crowns", Message: "1.2 million crowns is not in the article; it says 2.1 million crowns, sentence 2", Sentence: 2},
			{Rule: "attribution", Verdict: ground.Fail, Start: 35, End: 52, Found: "Imre Doyle denied", Expected: "the harbour master said", Message: "somebody else says so, sentence 2", Sentence: 2},
		}},
		{ID: "t2", Text: "Langholt schließt den Steg", Verdict: ground.Unknown, Findings: []ground.Finding{
			{Rule: "support", Code: "language", Verdict: ground.Unknown, Message: "the claim is in another language"},
		}},
	}}
}

func writeCheck(t testing.TB, a *article.Article, r ground.Report, o Options) string {
	t.Helper()
	var out strings.Builder
	if err := WriteCheck(&out, a, r, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestCheckGoldens(t *testing.T) {
	for name, o := range map[string]Options{
		"text": {}, "text-40": {Width: 40}, "text-color": {Color: true, Width: 60},
		"markdown": {Format: Markdown}, "html": {Format: HTML}, "json": {Format: JSON},
	} {
		t.Run(name, func(t *testing.T) {
			checkGolden(t, "check-"+name+".golden", writeCheck(t, langholt(), checkedPier(), o))
		})
	}
}

// TestCheckMarksStandBelowTheirWords reads the underlining back: it covers the
// columns of what was found, whatever the width.
func TestCheckMarksStandBelowTheirWords(t *testing.T) {
	letters := rapid.RuneFrom([]rune("abcdeXYZ 019.,-' éñß中文字かな👍e\u0301"))
	rapid.Check(t, func(t *rapid.T) {
		claim := CheckedClaim{ID: "t1", Text: strings.Join(strings.Fields(rapid.StringOfN(letters, 1, 80, -1).Draw(t, "text")), " ")}
		n := utf8.RuneCountInString(claim.Text)
		if n == 0 {
			return
		}
		start := rapid.IntRange(0, n-1).Draw(t, "start")
		end := rapid.IntRange(start, n).Draw(t, "end")
		claim.Findings = []ground.Finding{{Verdict: ground.Fail, Start: start, End: end}}
		var out strings.Builder
		p := &Printer{out: &out, o: Options{Width: rapid.SampledFrom([]int{0, 30, 60}).Draw(t, "width")}}
		p.marked("  ", "  ", claim)

		want, marked := clustersIn(claim.Text, start, end), ""
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		for i, line := range lines {
			if i+1 < len(lines) && strings.Trim(lines[i+1], " ^") == "" {
				marked += above(line[2:], lines[i+1][2:])
			}
		}
		if noSpaces(marked) != noSpaces(want) {
			t.Errorf("%q %d to %d: marked %q, want %q:\n%s", claim.Text, start, end, marked, want, out.String())
		}
	})
}

// clustersIn returns the characters, as people see them, whose first code point
// is in the range.
func clustersIn(s string, start, end int) string {
	out, at := "", 0
	for g := uniseg.NewGraphemes(s); g.Next(); {
		if at >= start && at < end && g.Width() > 0 {
			out += g.Str()
		}
		at += len(g.Runes())
	}
	return out
}

// above returns what stands above the carets.
func above(line, carets string) string {
	out, column := "", 0
	for g := uniseg.NewGraphemes(line); g.Next(); {
		if g.Width() > 0 && column < len(carets) && carets[column] == '^' {
			out += g.Str()
		}
		column += g.Width()
	}
	return out
}

func noSpaces(s string) string { return strings.Join(strings.Fields(s), "") }

// TestCheckSegments: the parts of a claim make up its clean text.
func TestCheckSegments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		claim := CheckedClaim{Text: rapid.String().Draw(t, "text")}
		for range rapid.IntRange(0, 3).Draw(t, "findings") {
			claim.Findings = append(claim.Findings, ground.Finding{
				Verdict: rapid.SampledFrom([]ground.Verdict{ground.Pass, ground.Warn, ground.Fail, ground.Unknown}).Draw(t, "verdict"),
				Start:   rapid.IntRange(-1, 20).Draw(t, "start"), End: rapid.IntRange(-1, 40).Draw(t, "end"),
			})
		}
		got := ""
		for _, s := range segments(claim) {
			got += s.Text
		}
		if got != plain.Clean(claim.Text) {
			t.Errorf("%q, want %q", got, plain.Clean(claim.Text))
		}
	})
}

// TestCheckHostile puts hostile text everywhere.
func TestCheckHostile(t *testing.T) {
	for _, h := range append(hostile, tricky...) {
		a := pier("One "+h+" sentence.", h)
		a.Title = h
		r := checkedPier()
		for i := range r.Claims {
			c := &r.Claims[i]
			c.Text, c.ID, c.Evidence = h, h, []article.SentenceID{1, 2, 99}
			for k := range c.Findings {
				c.Findings[k].Message, c.Findings[k].Found, c.Findings[k].Expected = h, h, h+"!"
			}
		}
		for _, o := range []Options{{}, {Width: 40}, {Format: Markdown}, {Format: HTML}} {
			out := writeCheck(t, a, r, o)
			if strings.ContainsFunc(out, func(c rune) bool { return c != '\n' && (unicode.IsControl(c) || c == '\u2028' || c == '\u2029') }) {
				t.Errorf("%+v: %q gets through: %q", o, h, out)
			}
			if o.Format == Markdown {
				checkOnlyTags(t, out, "p", "strong", "ul", "li", "em")
			}
			if o.Format == HTML {
				if _, texts := parse(t, out); len(texts) == 0 || strings.Contains(out, "<b>bold") || strings.Contains(out, "<script") {
					t.Errorf("%q gets through: %s", h, out)
				}
			}
		}
	}
}

func checkOnlyTags(t *testing.T, markdown string, allowed ...string) {
	t.Helper()
	var page bytes.Buffer
	if err := goldmark.Convert([]byte(markdown), &page); err != nil {
		t.Fatal(err)
	}
	tags, _ := parse(t, page.String())
	for _, tag := range tags {
		if !strings.Contains(" "+strings.Join(allowed, " ")+" ", " "+tag+" ") {
			t.Errorf("the page has %s:\n%s", tag, markdown)
		}
	}
}

func TestCheckWriteFails(t *testing.T) {
	for _, format := range []Format{Text, Markdown, HTML, JSON} {
		b := &brokenPipe{}
		if err := WriteCheck(b, langholt(), checkedPier(), Options{Format: format}); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// TestGrave: the gravest first, no passes, and no warning about words that fail.
func TestGrave(t *testing.T) {
	at := func(v ground.Verdict, start, end int) ground.Finding {
		return ground.Finding{Verdict: v, Start: start, End: end}
	}
	got := grave([]ground.Finding{
		at(ground.Unknown, 0, 0), at(ground.Warn, 3, 6), at(ground.Pass, 0, 0), at(ground.Warn, 2, 6), at(ground.Warn, 0, 0), at(ground.Fail, 3, 7),
	})
	want := []ground.Finding{at(ground.Fail, 3, 7), at(ground.Warn, 2, 6), at(ground.Warn, 0, 0), at(ground.Unknown, 0, 0)}
	if !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestLongMends shows what differs between passages, and nothing that a message
// says already.
func TestLongMends(t *testing.T) {
	for _, tc := range []struct{ found, expected, message, want string }{
		{"we are plugging a leak", "we are closing a leak", "it is not word for word", "we are [-plugging-]{+closing+} a leak"},
		{"plugging", "closing", "it is another word", "“plugging” → “closing”"},
		{"plugging", "closing", "the article says closing", ""},
		{"plugging", "", "it is another word", ""},
	} {
		var out strings.Builder
		(&Printer{out: &out}).finding("", ground.Finding{Rule: "quotation", Verdict: ground.Fail, Message: tc.message, Found: tc.found, Expected: tc.expected})
		want := "✗ quotation: " + tc.message + "\n"
		if tc.want != "" {
			want += "  " + tc.want + "\n"
		}
		if out.String() != want {
			t.Errorf("%q, want %q", out.String(), want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"short", "short"},
		{strings.Repeat("word ", 40), strings.Repeat("word ", 32)[:159] + " …"},
		{strings.Repeat("字", 200), strings.Repeat("字", longestShown) + " …"},
	} {
		if got := shorten(tc.in); got != tc.want {
			t.Errorf("%q, want %q", got, tc.want)
		}
	}
	if got := fmt.Sprint(supported(CheckedClaim{})); got != "no sentence of the article carries it" {
		t.Error(got)
	}
}
