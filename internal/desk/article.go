package desk

import (
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/summarize/article"
)

// articleView is an article as a page shows it: paragraphs of sentences that
// can be pointed at.
type articleView struct {
	Title, Byline, Lang, URL, Site string
	Published                      *time.Time
	Updated                        *time.Time
	Paragraphs                     []paragraphView
	Omitted                        []article.Omission
	Reference                      *article.Reference
}

// paragraphView is a paragraph. Section heads an entry of a live blog.
type paragraphView struct {
	Kind      string // "body", "heading", "list_item" or "quote"
	Section   string
	Sentences []sentenceView
}

// sentenceView is a sentence, and what stands between it and the next.
type sentenceView struct {
	ID   article.SentenceID
	Text string
	Gap  string
}

func viewArticle(a render.ArticleJSON) articleView {
	out := articleView{
		Title: a.Title, Byline: a.Byline, Lang: a.Lang, URL: webAddress(a.URL), Site: a.Site,
		Published: a.Published, Updated: a.Updated, Omitted: a.Omitted, Reference: a.Reference,
	}
	text := []rune(a.Text)
	sections := sectionHeads(a.Sections)
	next := 0 // index of the sentence that comes next
	for i, p := range a.Paragraphs {
		v := paragraphView{Kind: p.Kind, Section: sections[i]}
		for n := range p.Sentences {
			s, gap := a.Sentences[next], ""
			if n+1 < len(p.Sentences) {
				gap = string(text[s.End:a.Sentences[next+1].Start])
			}
			v.Sentences = append(v.Sentences, sentenceView{s.ID, s.Text, gap})
			next++
		}
		out.Paragraphs = append(out.Paragraphs, v)
	}
	return out
}

// sectionHeads are the headings of a live blog's entries by the index of their
// first paragraph.
func sectionHeads(sections []render.SectionJSON) map[int]string {
	heads := map[int]string{}
	for _, s := range sections {
		when := s.Clock
		if s.Time != nil {
			when = s.Time.Format("2 Jan, 15:04")
		}
		heads[s.First] = strings.Trim(when+" · "+s.Title, " ·")
	}
	return heads
}

// webAddress lets addresses through that a link may have.
func webAddress(url string) string {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return url
	}
	return ""
}
