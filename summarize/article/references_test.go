package article

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

// published is an article of the corpus: a body, and the summary that it carries.
type published struct {
	Lang            string
	WhyLabels       []string `yaml:"why_labels"`
	TakeawayLabels  []string `yaml:"takeaway_labels"`
	Body, Takeaways []string
	Why             string
}

func publishedArticles(t testing.TB) []published {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "references", "languages.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var out []published
	if err := yaml.Unmarshal([]byte(norm.NFC.String(string(data))), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// form writes a summary, or a half of it, in one of the ways that newsrooms do.
type form struct {
	name   string
	format Format
	write  func(why, takeaways string, p published) string
	only   string // "why" or "takeaways" when it writes just that
	joint  string // what stands between the summary and the paragraphs around it, "" for a blank line
}

// bulleted writes a list with a mark before every item.
func marked(mark, sep string) func(items []string) string {
	return func(items []string) string {
		out := make([]string, 0, len(items))
		for i, it := range items {
			switch mark {
			case "1.", "1)", "(1)":
				out = append(out, strings.Replace(mark, "1", fmt.Sprint(i+1), 1)+" "+it)
			case "a)", "(a)":
				out = append(out, strings.Replace(mark, "a", string(rune('a'+i)), 1)+" "+it)
			case "keycap":
				out = append(out, fmt.Sprintf("%d\ufe0f\u20e3 %s", i+1, it))
			case "":
				out = append(out, it)
			default:
				out = append(out, mark+" "+it)
			}
		}
		return strings.Join(out, sep)
	}
}

func wrapEach(items []string, open, close string) string {
	return open + strings.Join(items, close+"\n"+open) + close
}

var textMarks = []string{"•", "‣", "◦", "▪", "●", "►", "▶", "·", "-", "–", "—", "*", "+", "✓", "✔", "→", "🔹", "👉", "✅", "1.", "1)", "(1)", "a)", "(a)", "keycap", ""}

func textForms() []form {
	var out []form
	for _, mark := range textMarks {
		list, apart := marked(mark, "\n"), marked(mark, "\n\n")
		out = append(
			out,
			form{name: "both, list " + mark, format: Text, write: func(w, k string, p published) string {
				return w + "\n" + p.Why + "\n\n" + k + "\n" + list(p.Takeaways)
			}},
			form{name: "list below a blank line " + mark, format: Text, only: "takeaways", write: func(_, k string, p published) string {
				return k + ":\n\n" + list(p.Takeaways)
			}},
			form{name: "no blank lines " + mark, format: Text, joint: "\n", write: func(w, k string, p published) string {
				return w + ": " + p.Why + "\n" + k + ":\n" + list(p.Takeaways)
			}},
		)
		if mark != "" {
			out = append(out, form{name: "items apart " + mark, format: Text, only: "takeaways", write: func(_, k string, p published) string {
				return k + "\n\n" + apart(p.Takeaways)
			}})
		}
		if strings.ContainsAny(mark, bullets) || mark == "-" || mark == "*" || mark == "1." || mark == "1)" || mark == "·" || mark == "–" {
			line := marked(mark, " ")
			out = append(out, form{name: "in one line " + mark, format: Text, write: func(w, k string, p published) string {
				return k + ": " + line(p.Takeaways) + "\n\n" + w + ": " + p.Why
			}})
		}
	}
	for _, l := range []struct{ name, open, close string }{
		{"colon", "", ": "},
		{"full-width colon", "", "："},
		{"glued colon", "", ":"},
		{"dash", "", " — "},
		{"en dash", "", " – "},
		{"hyphen", "", " - "},
		{"bar", "", " | "},
		{"next line", "", ":\n"},
		{"heading line", "", "\n\n"},
		{"brackets", "[", "] "},
		{"lenticular brackets", "【", "】"},
		{"quotation marks", "“", "”: "},
		{"stars", "**", ":** "},
		{"stars, colon after", "**", "**: "},
		{"emoji", "🔎 ", ": "},
		{"number sign", "## ", "\n"},
		{"no-break space", "", "\u00a0:\u00a0"},
		{"direction marks", "\u200f", ":\u200f "},
	} {
		out = append(out, form{name: "why, " + l.name, format: Text, only: "why", write: func(w, _ string, p published) string {
			return l.open + w + l.close + p.Why
		}})
	}
	return append(
		out,
		form{name: "why and list in one paragraph", format: Text, write: func(w, k string, p published) string {
			return w + ": " + p.Why + " " + k + ": " + marked("•", " ")(p.Takeaways)
		}},
		form{name: "sentences with bullets", format: Text, write: func(w, k string, p published) string {
			return k + "\n" + marked("•", "\n")(p.Takeaways) + "\n\n" + w + "\n\n" + p.Why
		}},
		form{name: "semicolons", format: Text, only: "takeaways", write: func(_, k string, p published) string {
			return k + ": " + strings.Join(p.Takeaways, "; ")
		}},
		form{name: "wrapped bullets", format: Text, only: "takeaways", write: func(_, k string, p published) string {
			return k + "\n\n" + hung(p.Takeaways)
		}},
	)
}

// hung breaks each item after its second word, with the rest below the text.
func hung(items []string) string {
	var out []string
	for _, it := range items {
		words := strings.Fields(it)
		n := min(2, len(words))
		line := "  • " + strings.Join(words[:n], " ")
		if n < len(words) {
			line += "\n    " + strings.Join(words[n:], " ")
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func markdownForms() []form {
	var out []form
	for _, mark := range []string{"-", "*", "+", "1.", "1)", "•", "–", "✓", "►", "🔹", ""} {
		list := marked(mark, "\n")
		out = append(
			out,
			form{name: "headings " + mark, format: Markdown, write: func(w, k string, p published) string {
				return "## " + w + "\n\n" + p.Why + "\n\n### " + k + "\n\n" + list(p.Takeaways)
			}},
			form{name: "bold " + mark, format: Markdown, write: func(w, k string, p published) string {
				return "**" + w + ":** " + p.Why + "\n\n**" + k + "**\n" + list(p.Takeaways)
			}},
			form{name: "quoted " + mark, format: Markdown, write: func(w, k string, p published) string {
				text := "**" + k + "**\n\n" + list(p.Takeaways) + "\n\n**" + w + "**: " + p.Why
				return "> " + strings.ReplaceAll(text, "\n", "\n> ")
			}},
		)
	}
	return append(
		out,
		form{name: "italics", format: Markdown, only: "why", write: func(w, _ string, p published) string { return "*" + w + ":* " + p.Why }},
		form{name: "bold italics", format: Markdown, only: "why", write: func(w, _ string, p published) string { return "***" + w + "*** — " + p.Why }},
		form{name: "underlined heading", format: Markdown, write: func(w, k string, p published) string {
			return w + "\n---\n\n" + p.Why + "\n\n" + k + "\n---\n\n" + marked("-", "\n\n")(p.Takeaways)
		}},
		form{name: "heading with a colon", format: Markdown, only: "why", write: func(w, _ string, p published) string { return "### **" + w + ":**\n" + p.Why }},
		form{name: "table", format: Markdown, only: "takeaways", write: func(_, k string, p published) string {
			return "| " + k + " |\n|---|\n" + wrapEach(p.Takeaways, "| ", " |")
		}},
		form{name: "raw HTML", format: Markdown, write: func(w, k string, p published) string {
			return "<div>\n<h3>" + k + "</h3>\n<ul>" + wrapEach(p.Takeaways, "<li>", "</li>") + "</ul>\n<p><b>" + w + ":</b> " + p.Why + "</p>\n</div>"
		}},
	)
}

func htmlForms() []form {
	type tags struct{ name, open, close string }
	labels := []tags{
		{"h2", "<h2>", "</h2>"},
		{"h3 and strong", "<h3><strong>", ":</strong></h3>"},
		{"strong", "<p><strong>", "</strong></p>"},
		{"b with a colon", "<p><b>", "</b>:</p>"},
		{"div with a class", `<div class="summary-title">`, "</div>"},
		{"span", `<p><span class="label">`, ":</span></p>"},
	}
	lists := []struct {
		name  string
		write func(items []string) string
	}{
		{"ul", func(it []string) string { return "<ul>" + wrapEach(it, "<li>", "</li>") + "</ul>" }},
		{"ol", func(it []string) string { return "<ol>" + wrapEach(it, "<li><p>", "</p></li>") + "</ol>" }},
		{"paragraphs with bullets", func(it []string) string { return wrapEach(it, "<p>• ", "</p>") }},
		{"breaks and bullets", func(it []string) string { return "<p>" + marked("•", "<br>")(it) + "</p>" }},
		{"breaks and dashes", func(it []string) string { return "<p>" + marked("–", "<br/>\n")(it) + "</p>" }},
		{"breaks alone", func(it []string) string { return "<p>" + marked("", "<br>")(it) + "</p>" }},
		{"paragraphs", func(it []string) string { return wrapEach(it, "<p>", "</p>") }},
		{"links in items", func(it []string) string {
			return "<ul>" + wrapEach(it, `<li class="x"><span>`, `</span> <a href="/more"></a></li>`) + "</ul>"
		}},
	}
	var out []form
	for _, box := range []tags{{"", "", ""}, {"div", `<div class="box">`, "</div>"}, {"section", "<section>", "</section>"}, {"blockquote", "<blockquote>", "</blockquote>"}} {
		for i, list := range lists {
			l := labels[i%len(labels)]
			out = append(out, form{name: box.name + " " + l.name + ", " + list.name, format: HTML, write: func(w, k string, p published) string {
				return box.open + l.open + k + l.close + list.write(p.Takeaways) + l.open + w + l.close + "<p>" + p.Why + "</p>" + box.close
			}})
		}
	}
	for _, l := range labels {
		out = append(out, form{name: "list below " + l.name, format: HTML, only: "takeaways", write: func(_, k string, p published) string {
			return l.open + k + l.close + lists[0].write(p.Takeaways)
		}})
	}
	for _, l := range []tags{
		{"strong inside", "<p><strong>", ":</strong> "},
		{"b outside", "<p><b>", "</b>: "},
		{"no colon", "<p><strong>", "</strong> "},
		{"break", "<p><b>", "</b><br>"},
		{"em", "<p><em>", "</em> — "},
		{"plain", "<p>", ": "},
		{"div", "<div>", ": "},
	} {
		out = append(out, form{name: "why, " + l.name, format: HTML, only: "why", write: func(w, _ string, p published) string {
			return l.open + w + l.close + p.Why + strings.Replace(l.open[:strings.Index(l.open, ">")+1], "<", "</", 1)
		}})
	}
	return append(
		out,
		form{name: "definition list", format: HTML, write: func(w, k string, p published) string {
			return "<dl><dt>" + w + "</dt><dd>" + p.Why + "</dd><dt>" + k + "</dt>" + wrapEach(p.Takeaways, "<dd>", "</dd>") + "</dl>"
		}},
		form{name: "table", format: HTML, write: func(w, k string, p published) string {
			return "<table><tr><th>" + w + "</th><td>" + p.Why + "</td></tr><tr><th>" + k + "</th><td><ul>" + wrapEach(p.Takeaways, "<li>", "</li>") + "</ul></td></tr></table>"
		}},
		form{name: "all in one paragraph", format: HTML, write: func(w, k string, p published) string {
			return "<p><b>" + k + "</b><br>" + marked("•", "<br>")(p.Takeaways) + "<br><b>" + w + "</b><br>" + p.Why + "</p>"
		}},
	)
}

// corpusCase is one published article in one form.
type corpusCase struct {
	form
	lang, position, input string
	body                  []string
	want                  Reference
}

func (c corpusCase) String() string {
	return fmt.Sprintf("%s/%s/%s/%s", c.format, c.lang, c.position, c.name)
}

// sentences gives the takeaways of an article a stop each.
func (p published) sentences() published {
	stops := map[string]string{"hi": "।", "zh": "。", "ja": "。", "hy": "։", "my": "။"}
	stop := stops[p.Lang]
	if stop == "" {
		stop = "."
	}
	p.Takeaways = slices.Clone(p.Takeaways)
	for i := range p.Takeaways {
		p.Takeaways[i] += stop
	}
	return p
}

// corpus makes every form at every position in English, and a quarter of them in
// every other language, with the labels in turn. NUTGRAF_REFERENCES=all makes all.
func corpus(t testing.TB) []corpusCase {
	var out []corpusCase
	forms := slices.Concat(textForms(), markdownForms(), htmlForms())
	all := os.Getenv("NUTGRAF_REFERENCES") == "all"
	for k, p := range publishedArticles(t) {
		for i, f := range forms {
			if k > 0 && !all && (i+k)%4 > 0 {
				continue
			}
			for j, position := range []string{"top", "middle", "end"} {
				out = append(out, place(f, p, position, i+j))
				s := place(f, p.sentences(), position, i+j)
				s.name += " (sentences)"
				out = append(out, s)
			}
		}
	}
	return out
}

func place(f form, p published, position string, n int) corpusCase {
	c := corpusCase{form: f, lang: p.Lang, position: position, body: p.Body}
	if f.only != "takeaways" {
		c.want.Why = p.Why
	}
	if f.only != "why" {
		c.want.Takeaways = p.Takeaways
	}
	summary := f.write(p.WhyLabels[n%len(p.WhyLabels)], p.TakeawayLabels[n%len(p.TakeawayLabels)], p)
	parts := slices.Clone(p.Body)
	if f.format == HTML {
		for i := range parts {
			parts[i] = "<p>" + parts[i] + "</p>"
		}
	}
	at := map[string]int{"top": 0, "middle": 2, "end": len(parts)}[position]
	parts = slices.Insert(parts, at, summary)
	joint := f.joint
	if joint == "" {
		joint = "\n\n"
	}
	c.input = strings.Join(parts, joint)
	if f.format == HTML {
		c.input = "<html><head><title>Veldt 26</title></head><body><article><h1>Veldt 26</h1>" + c.input + "</article></body></html>"
	}
	return c
}

// open reports a case that nothing in it decides: lines that are sentences,
// without marks and blank lines, with the sentences of the story below them.
func (c corpusCase) open() bool {
	return c.name == "no blank lines  (sentences)" && c.position == "middle"
}

func (c corpusCase) fault() string {
	a, err := Read(strings.NewReader(c.input), Options{Format: c.format})
	if err != nil {
		return err.Error()
	}
	got := Reference{}
	if a.Reference != nil {
		got = *a.Reference
	}
	switch {
	case got.Why != c.want.Why:
		return fmt.Sprintf("why is %q", got.Why)
	case !slices.Equal(got.Takeaways, c.want.Takeaways):
		return fmt.Sprintf("takeaways are %q", got.Takeaways)
	case a.Text != strings.Join(c.body, "\n\n"):
		return fmt.Sprintf("text is %q", a.Text)
	}
	return ""
}

// scoreboard counts cases by one of their sides.
type scoreboard map[string][2]int

func (c scoreboard) count(key string, ok bool) {
	n := c[key]
	if n[1]++; ok {
		n[0]++
	}
	c[key] = n
}

func (c scoreboard) String() string {
	keys := make([]string, 0, len(c))
	for k := range c {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	for _, k := range keys {
		fmt.Fprintf(&b, " %s %d/%d", k, c[k][0], c[k][1])
	}
	return b.String()
}

func TestReferenceCorpus(t *testing.T) {
	byFormat, byLang, byPosition := scoreboard{}, scoreboard{}, scoreboard{}
	failed := 0
	for i, c := range corpus(t) {
		if c.open() || i%thin > 0 {
			continue
		}
		f := c.fault()
		byFormat.count(string(c.format), f == "")
		byLang.count(c.lang, f == "")
		byPosition.count(c.position, f == "")
		if f == "" {
			continue
		}
		if failed++; failed <= 25 {
			t.Errorf("%s: %s", c, f)
		}
	}
	t.Logf("by format:%s; by language:%s; by position:%s", byFormat, byLang, byPosition)
	if failed > 0 {
		t.Errorf("%d cases failed", failed)
	}
}

// handCase is a published article that was written by hand, see cases.yaml.
type handCase struct {
	Name, Input, Why, Head, Title, Outside, Open string
	Format                                       Format
	Takeaways, Text, Keeps                       []string
}

func handCases(t testing.TB) (cases []handCase, article published) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "references", "cases.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	return cases, publishedArticles(t)[0]
}

// filler puts the paragraphs and takeaways of an article where $1, $W and $A
// stand for them.
func filler(p published) *strings.Replacer {
	pairs := []string{"$W", p.Why}
	for i, text := range p.Body {
		pairs = append(pairs, fmt.Sprintf("$%d", i+1), text)
	}
	for i, text := range p.Takeaways {
		pairs = append(pairs, "$"+string(rune('A'+i)), text)
	}
	return strings.NewReplacer(pairs...)
}

func TestReferenceCases(t *testing.T) {
	cases, p := handCases(t)
	fill := filler(p)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			for _, list := range [][]string{c.Takeaways, c.Text, c.Keeps} {
				for i := range list {
					list[i] = fill.Replace(list[i])
				}
			}
			input := fill.Replace(c.Input)
			if c.Format == HTML {
				title := c.Title
				if title == "" {
					title = "Veldt 26"
				}
				input = "<html><head><title>" + title + "</title>" + fill.Replace(c.Head) + "</head><body><article><h1>" + title + "</h1>" + input + "</article>" + fill.Replace(c.Outside) + "</body></html>"
			}
			c.check(t, read(t, input, Options{Format: c.Format}), fill.Replace(c.Why), p.Body)
		})
	}
}

func (c handCase) check(t *testing.T, a *Article, why string, body []string) {
	t.Helper()
	checkInvariants(t, a)
	for _, text := range c.Keeps {
		if !strings.Contains(a.Text, text) {
			t.Errorf("%q is not in the text %q", text, a.Text)
		}
	}
	if why == "" && c.Takeaways == nil {
		if a.Reference != nil {
			t.Errorf("took a reference: %+v", *a.Reference)
		}
		return
	}
	if a.Reference == nil {
		t.Fatalf("no reference: %q", a.Text)
	}
	if c.Text != nil {
		body = c.Text
	}
	if a.Reference.Why != why || !slices.Equal(a.Reference.Takeaways, c.Takeaways) {
		t.Errorf("got  %q %q\nwant %q %q", a.Reference.Why, a.Reference.Takeaways, why, c.Takeaways)
	}
	if want := strings.Join(body, "\n\n"); a.Text != want {
		t.Errorf("text %q\nwant %q", a.Text, want)
	}
}
