package render

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// tricky are texts that mean something in Markdown or HTML.
var tricky = []string{
	"# no heading", "- no bullet", "+ 3 percent", "1. no list", "12) no list", "> no quote", "=====", "---", "***", "* * *", "```go", "~~~",
	"*no* _emphasis_ **here** __either__", "`code` ``more``", "[text](http://example.org)", "![image](x.png)", "[ref]: http://example.org",
	"<b>bold</b>", "<script>alert(1)</script>", "<!-- comment -->", "<http://example.org>", "&amp; &lt; &#35; &copy;", `a \ b \* c \\`, "a | b | c",
	"~~struck~~", "| a | b |", "2 < 3 > 1 & 4", `"quoted" 'text'`, "snake_case_name", "ends with backslash \\", "5 * 3 * 2", "- [ ] task", "#hashtag",
	"</section></ul>", `" onclick="x`, "{{.Title}}", "$x$", "H~2~O", "^note[^1]", "Title\n=====", "a\n- b", "A.", "1986. A year", "007) Bond", "www.example.org",
}

func asText(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.Join(strings.Fields(plain.Clean(s)), " ")
	}
	return out
}

// plainText is a text as it stands in a summary: without outer spaces.
func plainText() *rapid.Generator[string] {
	special := rapid.StringOf(rapid.RuneFrom([]rune("ab1 29.)(\\`*_{}[]<>#+-!|~=&;:/\"'$^@%\té中\u00a0")))
	return rapid.Map(rapid.OneOf(special, rapid.String(), rapid.SampledFrom(tricky)), strings.TrimSpace)
}

// TestMarkdown renders what was written as Markdown and compares the text of
// the page with the texts of the result: as title, heading, paragraph, bullet
// and evidence.
func TestMarkdown(t *testing.T) {
	for _, text := range tricky {
		checkMarkdown(t, text)
	}
	rapid.Check(t, func(t *rapid.T) { checkMarkdown(t, plainText().Draw(t, "text")) })
}

func checkMarkdown(t rapid.TB, text string) {
	if strings.TrimSpace(plain.Clean(text)) == "" {
		return // no claim is empty
	}
	why := claim("why", text)
	r := &summarize.Result{
		Article: summarize.ArticleRef{Title: text}, Labels: summarize.Labels{Why: text, Takeaways: text}, Why: &why,
		Takeaways: []summarize.ClaimResult{claim("t1", text), claim("t2", text)},
	}
	var out bytes.Buffer
	if err := Write(&out, r, Options{Format: Markdown, Title: true}); err != nil {
		t.Fatal(err)
	}
	for _, md := range []goldmark.Markdown{goldmark.New(), goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList))} {
		var page bytes.Buffer
		if err := md.Convert(out.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		tags, texts := parse(t, page.String())
		if want := []string{"h1", "h2", "p", "h2", "ul", "li", "li"}; !slices.Equal(tags, want) {
			t.Errorf("%q: the page has %v, want %v:\n%s\n%s", text, tags, want, out.String(), page.String())
		}
		want := asText([]string{text, text, text, text, text, text})
		if got := asText(texts); !slices.Equal(got, want) {
			t.Errorf("%q: the page says %q", text, got)
		}
	}
}

// parse returns the elements of a fragment and the text of each that has some,
// in order.
func parse(t rapid.TB, fragment string) (tags, texts []string) {
	nodes, err := html.ParseFragment(strings.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			tags = append(tags, n.Data)
			if s := ownText(n); strings.TrimSpace(s) != "" {
				texts = append(texts, s)
			}
		}
		if n.Type == html.CommentNode {
			tags = append(tags, "comment")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	for _, n := range nodes {
		walk(n)
	}
	return tags, texts
}

func ownText(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// TestMarkdownExplained does the same for evidence and findings.
func TestMarkdownExplained(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := plainText().Draw(t, "text")
		if strings.TrimSpace(plain.Clean(text)) == "" {
			return
		}
		var out, page bytes.Buffer
		if err := Write(&out, everywhere(text), Options{Format: Markdown, Title: true, Explain: true}); err != nil {
			t.Fatal(err)
		}
		if err := goldmark.Convert(out.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		tags, _ := parse(t, page.String())
		for _, tag := range tags {
			if !slices.Contains([]string{"h1", "h2", "p", "ul", "li", "em", "strong"}, tag) {
				t.Errorf("%q: the page has %s:\n%s", text, tag, page.String())
			}
		}
		if n := len(slices.DeleteFunc(tags, func(tag string) bool { return tag != "em" && tag != "strong" })); n != 8 {
			t.Errorf("%q: %d marks, want 8:\n%s", text, n, page.String())
		}
	})
}

// TestHTML parses what was written as HTML and compares its text.
func TestHTML(t *testing.T) {
	for _, text := range tricky {
		checkHTML(t, text)
	}
	rapid.Check(t, func(t *rapid.T) { checkHTML(t, plainText().Draw(t, "text")) })
}

func checkHTML(t rapid.TB, text string) {
	if strings.TrimSpace(plain.Clean(text)) == "" {
		return
	}
	var out bytes.Buffer
	if err := Write(&out, everywhere(text), Options{Format: HTML, Title: true, Explain: true}); err != nil {
		t.Fatal(err)
	}
	tags, texts := parse(t, out.String())
	want := []string{
		"section", "h1", "h2", "p", "blockquote", "blockquote", "h2", "ul", "li", "blockquote", "li", "blockquote", "p", "p", "p", "p",
	}
	if !slices.Equal(tags, want) {
		t.Errorf("%q: the fragment has %v, want %v:\n%s", text, tags, want, out.String())
	}
	shown := asText([]string{text})[0]
	for i, got := range asText(texts) {
		_, message, _ := strings.Cut(got, ": ")
		if got != shown && message != shown && got != "checked: date, support 94%" {
			t.Errorf("%q: text %d is %q", text, i, got)
		}
	}
	if len(texts) != 14 {
		t.Errorf("%q: %d texts, want 14", text, len(texts))
	}
}

// TestMendedWords: what is shown of a finding is escaped, in every format.
func TestMendedWords(t *testing.T) {
	r := english()
	r.Takeaways[1].Findings[1].Expected = "<i>*2.1*</i>"
	for format, want := range map[Format]string{
		HTML: "(“1.2” → “&lt;i&gt;*2.1*&lt;/i&gt;”)", Markdown: `(“1.2” → “\<i\>\*2.1\*\</i\>”)`, Text: "(“1.2” → “<i>*2.1*</i>”)",
	} {
		if out := write(t, r, Options{Format: format, Explain: true}); !strings.Contains(out, want) {
			t.Errorf("%s does not have %s:\n%s", format, want, out)
		}
	}
}

// TestHTMLAttributes: what is not copy cannot leave its attribute.
func TestHTMLAttributes(t *testing.T) {
	r := english()
	r.Article.Lang = `en" onclick="alert(1)`
	tags, _ := parse(t, write(t, r, Options{Format: HTML}))
	if !slices.Equal(tags, []string{"section", "h2", "p", "h2", "ul", "li", "li"}) {
		t.Errorf("%v", tags)
	}
	out := write(t, r, Options{Format: HTML})
	if strings.Contains(out, `" onclick="`) {
		t.Errorf("the attribute is not escaped: %s", out)
	}
}
