package draft

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

func read(t rapid.TB, text, name string) *Draft {
	t.Helper()
	d, err := Read(strings.NewReader(text), Options{Name: name})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return d
}

// lines writes claims as "id: text".
func lines(d *Draft) []string {
	var out []string
	for _, c := range d.Claims {
		out = append(out, c.ID+": "+c.Text)
	}
	return out
}

func TestRead(t *testing.T) {
	for _, tc := range []struct {
		name, file, in string
		want, aside    []string
	}{
		{
			"labels and bullets", "s.txt", "Why this matters\nThe pier carries the town's trade.\n\nKey takeaways\n• The pier closes until May\n• Repairs cost 1.2 million crowns\n",
			[]string{"why: The pier carries the town's trade.", "t1: The pier closes until May", "t2: Repairs cost 1.2 million crowns"},
			nil,
		},
		{"running text", "", "The pier is shut. Repairs cost 5.3 million crowns. Dr. Ames objected.", []string{"s1: The pier is shut.", "s2: Repairs cost 5.3 million crowns.", "s3: Dr. Ames objected."}, nil},
		{"bullets alone", "", "- The pier is shut\n- Repairs go on\n", []string{"t1: The pier is shut", "t2: Repairs go on"}, nil},
		{"numbers in brackets", "", "(1) The pier is shut\n(2) Repairs go on\n", []string{"t1: The pier is shut", "t2: Repairs go on"}, nil},
		{"check boxes", "", "- [ ] The pier is shut\n- [x] Repairs go on\n", []string{"t1: The pier is shut", "t2: Repairs go on"}, nil},
		{"a piece of a page", "", "<h2>Key takeaways</h2>\n<ul><li>The <b>pier</b> is shut</li>\n<li>Repairs go on</li></ul>", []string{"t1: The pier is shut", "t2: Repairs go on"}, nil},
		{"JSON in a fence", "", "```json\n{\"why\": \"It carries trade.\", \"takeaways\": [\"The pier is shut\"]}\n```\n", []string{"why: It carries trade.", "t1: The pier is shut"}, nil},
		{"bullets in a fence", "", "\n```\n- The pier is shut\n- Repairs go on\n```", []string{"t1: The pier is shut", "t2: Repairs go on"}, nil},
		{"one sentence", "", "The pier is shut", []string{"s1: The pier is shut"}, nil},
		{"text before bullets", "", "The pier is shut.\n\n- Repairs go on\n\nShips wait.", []string{"s1: The pier is shut.", "t1: Repairs go on", "s2: Ships wait."}, nil},
		{"label in the line", "", "Why it matters: The pier carries trade.\n\n1. It is shut.\n2. Repairs go on.\n", []string{"why: The pier carries trade.", "t1: It is shut.", "t2: Repairs go on."}, nil},
		{"label as a question", "", "Why does it matter? It carries trade.", []string{"why: It carries trade."}, nil},
		{"items in the line", "", "Key takeaways: the pier is shut; repairs go on; ships wait", []string{"t1: the pier is shut", "t2: repairs go on", "t3: ships wait"}, nil},
		{"lines without bullets", "", "Key takeaways\n\nThe pier is shut\n\nRepairs go on\n", []string{"t1: The pier is shut", "t2: Repairs go on"}, nil},
		{"two paragraphs why", "", "Why this matters\n\nThe pier carries trade.\n\nIt is old.\n\nKey points\n\n- It is shut\n", []string{"why: The pier carries trade.\nIt is old.", "t1: It is shut"}, nil},
		{"why as a list", "", "Why it matters\n- Trade\n- Jobs\n\nKey takeaways\n- It is shut\n", []string{"why: Trade\nJobs", "t1: It is shut"}, nil},
		{"takeaways first", "", "Key takeaways\n- It is shut\n\nWhy it matters\nThe pier carries trade.\n", []string{"t1: It is shut", "why: The pier carries trade."}, nil},
		{"no label between", "", "Why it matters\n\nThe pier carries trade.\n\n- It is shut\n- Repairs go on\n", []string{"why: The pier carries trade.", "t1: It is shut", "t2: Repairs go on"}, nil},
		{
			"Markdown", "s.md", "# Pier shut\n\n**Why it matters**\n\nThe pier carries *trade*.\n\n## Key takeaways\n\n- It is **shut**\n- Repairs go on\n",
			[]string{"why: The pier carries trade.", "t1: It is shut", "t2: Repairs go on"},
			[]string{"Pier shut"},
		},
		{
			"HTML", "s.html", "<section><h2>Why this matters</h2><p>Trade &amp; jobs.</p><h2>Key takeaways</h2><ul><li>It is shut</li><li>Repairs go on</li></ul></section>",
			[]string{"why: Trade & jobs.", "t1: It is shut", "t2: Repairs go on"},
			nil,
		},
		{"a heading that is no label", "", "From the desk:\n\nThe pier is shut.\n", []string{"s1: The pier is shut."}, []string{"From the desk:"}},
		{"not a label", "", "Why it matters to the pier is a secret.", []string{"s1: Why it matters to the pier is a secret."}, nil},
		{
			"explained text", "", "Why this matters\n  The pier carries trade.\n      [4] The pier carries all trade.\n\nKey takeaways\n  • It is shut\n      [1] It is shut until May.\n      warn: length: It has 10 characters\n  • Repairs go on\n",
			[]string{"why: The pier carries trade.", "t1: It is shut", "t2: Repairs go on"},
			[]string{"[4] The pier carries all trade.", "[1] It is shut until May.", "warn: length: It has 10 characters"},
		},
		{
			"explained Markdown", "s.md", "## Why this matters\n\nThe pier carries trade.\n\n- *Sentence 4:* The pier carries all trade.\n\n## Key takeaways\n\n- It is shut\n  - *Sentence 1:* It is shut until May.\n",
			[]string{"why: The pier carries trade.", "t1: It is shut"},
			[]string{"Sentence 4: The pier carries all trade.", "Sentence 1: It is shut until May."},
		},
		{"German", "", "Warum das wichtig ist\nDer Steg ist alt.\n\nDas Wichtigste\n• Der Steg ist zu\n", []string{"why: Der Steg ist alt.", "t1: Der Steg ist zu"}, nil},
		{"in brackets", "", "[Update] The pier is shut.", []string{"s1: [Update] The pier is shut."}, nil},
		{"suite item", "s.json", `{"why": "Trade.", "takeaways": ["It is shut", "Repairs go on"]}`, []string{"why: Trade.", "t1: It is shut", "t2: Repairs go on"}, nil},
		{"a list of texts", "", `["It is shut", "Repairs go on"]`, []string{"t1: It is shut", "t2: Repairs go on"}, nil},
		{"no why", "", `{"why": null, "takeaways": [{"text": "It is shut"}]}`, []string{"t1: It is shut"}, nil},
		{"check", "", `{"claims": [{"id": "s1", "text": "It is shut", "verdict": "pass"}], "verdict": "pass"}`, []string{"s1: It is shut"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := read(t, tc.in, tc.file)
			if got := lines(d); !slices.Equal(got, tc.want) {
				t.Errorf("claims %q, want %q", got, tc.want)
			}
			if !slices.Equal(d.Aside, tc.aside) {
				t.Errorf("aside %q, want %q", d.Aside, tc.aside)
			}
		})
	}
}

func TestResultKeepsCitations(t *testing.T) {
	d := read(t, "\ufeff"+`{"id": "sum_1", "article": {"sha256": "abc", "title": "Pier"}, "why": {"id": "why", "text": "Trade.", "evidence": [{"sentence": 4}, {"sentence": 2}, {"sentence": 4}]},
		"takeaways": [{"id": "t2", "text": "It is shut", "evidence": []}]}`, "")
	if d.SHA256 != "abc" || len(d.Claims) != 2 || d.Claims[1].ID != "t2" {
		t.Errorf("%+v", d)
	}
	if want := []article.SentenceID{4, 2}; !slices.Equal(d.Claims[0].Cites, want) {
		t.Errorf("cites %v, want %v", d.Claims[0].Cites, want)
	}
}

func TestFaults(t *testing.T) {
	for _, tc := range []struct {
		in   string
		code fault.Code
		says string
	}{
		{"", fault.EmptyInput, "the summary is empty"},
		{" \n\t\n", fault.EmptyInput, "the summary is empty"},
		{"Key takeaways\n", fault.EmptyInput, "the summary is empty"},
		{`{"why": "", "takeaways": []}`, fault.EmptyInput, "the summary is empty"},
		{`{"why": "x"`, fault.InputUnreadable, "begins like JSON"},
		{`{"title": "x"}`, fault.UnsupportedFormat, "neither why, takeaways nor claims"},
		{`{"why": 5}`, fault.UnsupportedFormat, "cannot be a JSON number"},
		{`{"takeaways": "x"}`, fault.UnsupportedFormat, "takeaways cannot be a JSON string"},
		{`{"takeaways": ["x", ""]}`, fault.UnsupportedFormat, "number 2"},
		{`{"takeaways": [{"id": "t1", "text": "x"}, {"id": "t1", "text": "y"}]}`, fault.UnsupportedFormat, "several claims with one id"},
		{`{"why": "x"}{"why": "y"}`, fault.UnsupportedFormat, "more than one JSON value"},
		{"%PDF-1.7 x", fault.UnsupportedFormat, "a PDF file"},
		{strings.Repeat("The pier is shut. ", MostClaims+1), fault.InputTooLarge, "500 statements"},
		{strings.Repeat("x", DefaultMaxBytes+1), fault.InputTooLarge, "too long"},
	} {
		_, err := Read(strings.NewReader(tc.in), Options{})
		if fault.CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%.40q: %v (%s), want %s", tc.in, err, fault.CodeOf(err), tc.code)
		}
	}
	_, err := Read(iotest.ErrReader(errors.New("gone")), Options{})
	if fault.CodeOf(err) != fault.InputUnreadable {
		t.Errorf("a broken reader: %v", err)
	}
}

// TestLabelsOfAllLanguages writes summaries with the labels of each language.
func TestLabelsOfAllLanguages(t *testing.T) {
	for _, code := range lang.Codes() {
		l := lang.For(code)
		for i := range max(len(l.WhyHeadings), len(l.TakeawayHeadings)) {
			if len(l.WhyHeadings) == 0 || len(l.TakeawayHeadings) == 0 {
				break
			}
			why, takeaways := l.WhyHeadings[i%len(l.WhyHeadings)], l.TakeawayHeadings[i%len(l.TakeawayHeadings)]
			d := read(t, why+"\n\nXyz abc.\n\n"+takeaways+"\n\n- Abc xyz\n", "s.md")
			if got := lines(d); !slices.Equal(got, []string{"why: Xyz abc.", "t1: Abc xyz"}) {
				t.Errorf("%s, %q and %q: %q", code, why, takeaways, got)
			}
		}
	}
}

// TestNothingIsLost finds every letter of a text again in the claims, in order,
// or aside.
func TestNothingIsLost(t *testing.T) {
	block := rapid.Custom(func(t *rapid.T) string {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"pier", "Ames", "5.3", "shut.", "mid-May", "“quay”", "码头", "now:", "¿por", "?"}), 1, 8).Draw(t, "words")
		return rapid.SampledFrom([]string{"", "- ", "• ", "1. ", "## ", "  "}).Draw(t, "mark") + strings.Join(words, " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		blocks := rapid.SliceOfN(block, 1, 6).Draw(t, "blocks")
		text := "X. " + strings.Join(blocks, "\n\n")
		var all strings.Builder
		d := read(t, text, "s.txt")
		seen := map[string]bool{}
		for _, c := range d.Claims {
			if seen[c.ID] || strings.TrimSpace(c.Text) == "" {
				t.Errorf("claim %q twice or empty", c.ID)
			}
			seen[c.ID] = true
			all.WriteString(c.Text)
		}
		all.WriteString(strings.Join(d.Aside, ""))
		got, want := letters(all.String()), letters(text)
		if got != want {
			t.Errorf("%q: claims and the rest are %q, of %q", text, got, want)
		}
	})
}

// letters counts the letters of a text, as text.
func letters(s string) string {
	list := []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s))
	slices.Sort(list)
	return string(list)
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Why this matters\nx\n\n- y"))
	f.Add([]byte(`{"why":{"text":"x","evidence":[{"sentence":1}]},"takeaways":["y"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Read(bytes.NewReader(data), Options{})
		if err != nil {
			if f := (*fault.Error)(nil); !errors.As(err, &f) || fault.CodeOf(err).Kind() != fault.KindInput {
				t.Errorf("%T %v", err, err)
			}
			return
		}
		for _, c := range d.Claims {
			if c.ID == "" || strings.TrimSpace(c.Text) == "" {
				t.Errorf("claim %+v", c)
			}
		}
	})
}
