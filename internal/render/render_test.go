package render

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

func TestGoldens(t *testing.T) {
	results := map[string]*summarize.Result{"english": english(), "chinese": chinese(), "arabic": arabic()}
	for name, o := range map[string]Options{
		"text":                  {},
		"text-40":               {Width: 40},
		"text-40-explain":       {Width: 40, Explain: true},
		"text-explain-title":    {Explain: true, Title: true},
		"text-color":            {Color: true, Explain: true, Title: true},
		"markdown":              {Format: Markdown},
		"markdown-explain":      {Format: Markdown, Explain: true, Title: true},
		"html":                  {Format: HTML},
		"html-explain":          {Format: HTML, Explain: true, Title: true},
		"markdown-is-not-wider": {Format: Markdown, Width: 40, Color: true},
	} {
		for lang, r := range results {
			t.Run(lang+"-"+name, func(t *testing.T) {
				if name == "markdown-is-not-wider" {
					if write(t, r, o) != write(t, r, Options{Format: Markdown}) {
						t.Error("width and colour change Markdown")
					}
					return
				}
				checkGolden(t, lang+"-"+name+".golden", write(t, r, o))
			})
		}
	}
}

// TestLessThanWhole renders results of which a part could not be drafted.
func TestLessThanWhole(t *testing.T) {
	for _, format := range []Format{Text, Markdown, HTML} {
		r := english()
		r.Why = nil
		if out := write(t, r, Options{Format: format}); strings.Contains(out, "Why this matters") || !strings.Contains(out, "Key takeaways") {
			t.Errorf("%s, no why paragraph:\n%s", format, out)
		}
		r = english()
		r.Takeaways = nil
		if out := write(t, r, Options{Format: format}); !strings.Contains(out, "Why this matters") || strings.Contains(out, "Key takeaways") {
			t.Errorf("%s, no takeaways:\n%s", format, out)
		}
		r = english()
		r.Article.Title = ""
		if out := write(t, r, Options{Format: format, Title: true}); strings.Contains(out, "<h1></h1>") || strings.HasPrefix(out, "\n") {
			t.Errorf("%s, no title:\n%s", format, out)
		}
	}
}

func TestJSON(t *testing.T) {
	r := english()
	r.Takeaways[0].Text = `<b>"Fish & ships"</b>`
	long, short := write(t, r, Options{Format: JSON}), write(t, r, Options{Format: JSON, Compact: true})
	if strings.Count(short, "\n") != 1 || !strings.HasSuffix(short, "\n") {
		t.Errorf("compact JSON is not one line: %q", short)
	}
	if !strings.Contains(short, `"<b>\"Fish & ships\"</b>"`) {
		t.Error("text is escaped as if for HTML")
	}
	var one, other any
	if json.Unmarshal([]byte(long), &one) != nil || json.Unmarshal([]byte(short), &other) != nil {
		t.Fatal("not JSON")
	}
	a, _ := json.Marshal(one)
	if b, _ := json.Marshal(other); string(a) != string(b) {
		t.Error("compact JSON says something else")
	}
}

// hostile are texts that drive terminals or break lines.
var hostile = []string{
	"\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\", "\u009b31mred", "\x1b[2J\x1b[H",
	"bell\a, back\b\b\b\bspace", "over\rwritten", "two\nlines", "a\u2028b\u2029c", "tab\there", "\x00nul", "del\x7f", "next\u0085line",
}

func TestClean(t *testing.T) {
	for _, text := range hostile {
		checkClean(t, text)
	}
	for in, want := range map[string]string{
		"": "",
		"Crème brûlée, 中文, العربية 👩‍👩‍👧": "Crème brûlée, 中文, العربية 👩‍👩‍👧",
		"one\ntwo\tthree\rfour": "one two three four",
		"a\x1bb\x07c\u009bd":    "abcd",
	} {
		if got := plain.Clean(in); got != want {
			t.Errorf("plain.Clean(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) { checkClean(t, rapid.String().Draw(t, "text")) })
}

func checkClean(t rapid.TB, text string) {
	got := plain.Clean(text)
	if strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }) {
		t.Errorf("plain.Clean(%q) = %q", text, got)
	}
	if plain.Clean(got) != got {
		t.Errorf("cleaning %q twice changes it", text)
	}
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.IsPunct(r) {
				return r
			}
			return -1
		}, s)
	}
	if letters(got) != letters(text) {
		t.Errorf("plain.Clean(%q) = %q lost text", text, got)
	}
}

// TestHostileResult puts hostile text everywhere. No form of output lets it
// through.
func TestHostileResult(t *testing.T) {
	for _, text := range hostile {
		r := everywhere(text)
		for _, o := range []Options{{}, {Width: 40}, {Format: Markdown}, {Format: HTML}} {
			o.Explain, o.Title = true, true
			out := write(t, r, o)
			if strings.ContainsFunc(out, func(c rune) bool { return c != '\n' && (unicode.IsControl(c) || c == '\u2028' || c == '\u2029') }) {
				t.Errorf("%+v: %q gets through: %q", o, text, out)
			}
		}
		if strings.ContainsRune(write(t, r, Options{Format: JSON}), '\x1b') {
			t.Errorf("%q gets through in JSON", text)
		}
	}
}

// everywhere is a result in which every text is the same.
func everywhere(text string) *summarize.Result {
	r := english()
	r.Article.Title, r.Labels = text, summarize.Labels{Why: text, Takeaways: text}
	for _, c := range []*summarize.ClaimResult{r.Why, &r.Takeaways[0], &r.Takeaways[1]} {
		c.Text = text
		for i := range c.Evidence {
			c.Evidence[i].Quote = text
		}
		for i := range c.Findings {
			c.Findings[i].Message, c.Findings[i].Found, c.Findings[i].Expected = text, text, text
		}
	}
	return r
}

// TestPrinter compares what is written claim by claim with what is written at
// once, after each claim: nothing is held back, and nothing is changed later.
func TestPrinter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.String(), 1, 6).Draw(t, "texts")
		o := Options{
			Format: rapid.SampledFrom([]Format{Text, Markdown}).Draw(t, "format"), Explain: rapid.Bool().Draw(t, "explain"),
			Title: rapid.Bool().Draw(t, "title"), Width: rapid.SampledFrom([]int{0, 30, 80}).Draw(t, "width"), Color: rapid.Bool().Draw(t, "color"),
		}
		r := english()
		why := claim("why", texts[0], r.Why.Evidence...)
		r.Why, r.Takeaways = &why, nil
		var out strings.Builder
		p := NewPrinter(&out, r.Labels, o)
		p.Title(r.Article.Title)
		p.Claim(why)
		for i, text := range texts[1:] {
			c := claim("t"+string(rune('1'+i)), text, quote(3, text))
			r.Takeaways = append(r.Takeaways, c)
			p.Claim(c)
			var whole strings.Builder
			if err := Write(&whole, r, o); err != nil {
				t.Fatal(err)
			}
			if out.String() != whole.String() {
				t.Fatalf("%+v after %s: %q, at once %q", o, c.ID, out.String(), whole.String())
			}
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

type brokenPipe struct{ writes int }

func (b *brokenPipe) Write([]byte) (int, error) {
	b.writes++
	return 0, errBroken
}

var errBroken = errors.New("broken pipe")

func TestWriteFails(t *testing.T) {
	for _, format := range []Format{Text, Markdown, HTML, JSON} {
		b := &brokenPipe{}
		if err := Write(b, english(), Options{Format: format}); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", format, err)
		}
		if b.writes != 1 {
			t.Errorf("%s: %d writes after the first had failed", format, b.writes-1)
		}
	}
}
