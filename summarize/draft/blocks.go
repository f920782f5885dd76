package draft

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// reader makes claims of paragraphs, in one pass.
type reader struct {
	lang      string
	draft     *Draft
	part      part // what stands here
	why       int  // index of the claim "why" plus 1, 0 before there is one
	listed    bool // the part has had list items
	takeaways int
	sentences int
}

// readBlocks makes claims of a text's paragraphs.
func readBlocks(a *article.Article) *Draft {
	r := &reader{lang: a.Lang, draft: &Draft{}}
	for i, p := range a.Paragraphs {
		text := a.Text[p.Span.Start:p.Span.End]
		r.block(text, p.Kind, i+1 == len(a.Paragraphs))
	}
	return r.draft
}

func (r *reader) block(text string, kind article.ParagraphKind, last bool) {
	label, rest := cutLabel(text)
	switch {
	case label != "":
		r.part, r.listed = label, false
		r.beside(rest, kind)
	case evidenceLine.MatchString(text):
		r.aside(text)
	case kind == article.Heading, !last && leadsOver(text, kind):
		r.part, r.listed = "", false
		r.aside(text)
	case kind == article.ListItem:
		r.item(checkbox.ReplaceAllString(text, ""))
	case numbered.MatchString(text):
		r.item(numbered.ReplaceAllString(text, ""))
	default:
		r.paragraph(text)
	}
}

// evidenceLine is what `summarize --explain --format markdown` writes below a claim.
var evidenceLine = regexp.MustCompile(`^((Sentence [0-9]+|(pass|warn|fail|unknown), [a-z]+): |Checked: [a-z]+( [0-9]+%)?(, [a-z]+( [0-9]+%)?)*$)`)

var (
	checkbox = regexp.MustCompile(`^\[[ xX]\] `)
	numbered = regexp.MustCompile(`^\([0-9]{1,2}\) `)
)

// leadsOver reports that a paragraph is a heading in all but form: "In brief:".
func leadsOver(text string, kind article.ParagraphKind) bool {
	return kind == article.Body && utf8.RuneCountInString(text) <= widestLabel &&
		(strings.HasSuffix(text, ":") || strings.HasSuffix(text, "："))
}

func (r *reader) aside(text string) { r.draft.Aside = append(r.draft.Aside, text) }

// beside reads what stands in one paragraph with its label.
func (r *reader) beside(text string, kind article.ParagraphKind) {
	switch {
	case text == "":
	case r.part == takeawaysPart && kind != article.ListItem:
		for _, item := range r.runIn(text) {
			r.item(item)
		}
		r.listed = false // the list can go on below
	default:
		r.paragraph(text)
	}
}

// runIn cuts takeaways that stand in one paragraph.
func (r *reader) runIn(text string) []string {
	for _, sep := range []string{"•", "; ", "；"} {
		if n := strings.Count(text, sep); n > 1 || n == 1 && strings.HasPrefix(text, sep) {
			return strings.Split(text, sep)
		}
	}
	return r.split(text)
}

func (r *reader) split(text string) []string {
	var out []string
	for _, s := range article.Split(text, r.lang) {
		out = append(out, text[s.Start:s.End])
	}
	return out
}

// item reads a list item: a takeaway, or why the story matters where a list
// stands in place of that paragraph.
func (r *reader) item(text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	if r.part == whyPart && (r.why == 0 || r.listed) {
		r.listed = true
		r.addWhy(text)
		return
	}
	if r.part == whyPart {
		r.part = takeawaysPart
	}
	r.listed = true
	r.takeaways++
	r.add(fmt.Sprintf("t%d", r.takeaways), text)
}

func (r *reader) paragraph(text string) {
	switch {
	case r.part == whyPart && !r.listed:
		r.addWhy(text)
	case r.part == takeawaysPart && !r.listed:
		r.takeaways++
		r.add(fmt.Sprintf("t%d", r.takeaways), text)
	default:
		for _, s := range r.split(text) {
			r.sentences++
			r.add(fmt.Sprintf("s%d", r.sentences), s)
		}
	}
}

func (r *reader) add(id, text string) {
	r.draft.Claims = append(r.draft.Claims, article.Claim{ID: id, Text: text})
}

// addWhy makes one claim of all paragraphs that say why. A line break keeps
// sentences apart.
func (r *reader) addWhy(text string) {
	if r.why == 0 {
		r.add("why", text)
		r.why = len(r.draft.Claims)
		return
	}
	c := &r.draft.Claims[r.why-1]
	c.Text += "\n" + text
}
