package render

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func pierVersions() (old, revised *article.Article) {
	old = langholt()
	revised = pier("Some 40,000 visitors come each summer, "+strings.Repeat("and then some more of them, ", 8)+"and they like it.",
		"Langholt closes its pier – the “long quay” – until late June.", "Ships wait.")
	revised.Title = "Pier of Langholt closes for long"
	return old, revised
}

// diffedPier has a claim of each status.
func diffedPier() ground.Revisions {
	old, revised := pierVersions()
	report := func(id, text string, v ground.Verdict, evidence []article.SentenceID, f ...ground.Finding) ground.ClaimReport {
		return ground.ClaimReport{ID: id, Text: text, Verdict: v, Evidence: evidence, Findings: f}
	}
	a := ground.Compare(old, revised)
	pair := func(id article.SentenceID) []ground.Pair {
		p, _ := a.Old(id)
		return []ground.Pair{p}
	}
	return ground.Revisions{Alignment: a, Verdict: ground.Fail, Claims: []ground.Revision{
		{Status: ground.EvidenceKept, Evidence: pair(3), Report: report("why", "Some 40,000 visitors come each summer.", ground.Pass, []article.SentenceID{1})},
		{Status: ground.EvidenceChanged, Evidence: pair(1), Report: report("t1", "The pier closes until May", ground.Fail, []article.SentenceID{2}, ground.Finding{
			Rule: "date", Verdict: ground.Fail, Start: 22, End: 25, Found: "May", Expected: "late June", Message: "May is not in the article; it says late June, sentence 2", Sentence: 2,
		})},
		{Status: ground.EvidenceLost, Evidence: pair(2), Report: report("t2", "Repairs cost 2.1 million crowns", ground.Pass, []article.SentenceID{3})},
		{Status: ground.EvidenceKept, Report: report("t3", "Zebras graze", ground.Warn, nil)},
	}}
}

func writeDiff(t testing.TB, r ground.Revisions, o Options) string {
	t.Helper()
	var out strings.Builder
	old, revised := pierVersions()
	if err := WriteDiff(&out, old, revised, r, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestDiffGoldens(t *testing.T) {
	for name, o := range map[string]Options{
		"text": {}, "text-40": {Width: 40}, "text-color": {Color: true, Width: 60}, "markdown": {Format: Markdown}, "json": {Format: JSON},
	} {
		t.Run(name, func(t *testing.T) { checkGolden(t, "diff-"+name+".golden", writeDiff(t, diffedPier(), o)) })
	}
}

func TestDifference(t *testing.T) {
	long := strings.Repeat("a b ", 500)
	for _, tc := range []struct{ old, new, want string }{
		{"It was 5.", "It was 6.", "It was [-5-]{+6+}."},
		{"the same", "the same", "the same"},
		{"one two three", "one three", "one [-two-] three"},
		{"one three", "one two three", "one {+two+} three"},
		{"", "new", "{+new+}"},
		{"x " + long + "y", "x " + strings.ToUpper(long) + "y", "x [-" + strings.TrimSpace(long) + "-]{+" + strings.TrimSpace(strings.ToUpper(long)) + "+} y"},
	} {
		got := ""
		for _, r := range (&Printer{}).difference("", tc.old, tc.new) {
			got += r.text
		}
		if got != tc.want {
			t.Errorf("%.60q, want %.60q", got, tc.want)
		}
	}
}

func TestDiffHostile(t *testing.T) {
	for _, h := range append(hostile, tricky...) {
		r := diffedPier()
		for i := range r.Claims {
			c := &r.Claims[i].Report
			c.Text, c.ID = h, h
			for k := range c.Findings {
				c.Findings[k].Message = h
			}
		}
		for _, o := range []Options{{}, {Width: 40}, {Format: Markdown}} {
			out := writeDiff(t, r, o)
			if strings.ContainsFunc(out, func(c rune) bool { return c != '\n' && (unicode.IsControl(c) || c == '\u2028' || c == '\u2029') }) {
				t.Errorf("%+v: %q gets through: %q", o, h, out)
			}
			if o.Format == Markdown {
				checkOnlyTags(t, out, "p", "strong", "ul", "li", "em")
			}
		}
	}
}

func TestDiffWriteFails(t *testing.T) {
	old, revised := pierVersions()
	for _, format := range []Format{Text, Markdown, JSON} {
		if err := WriteDiff(&brokenPipe{}, old, revised, diffedPier(), Options{Format: format}); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", format, err)
		}
	}
}
