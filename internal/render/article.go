package render

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// ArticleJSON is an article as data. Offsets count Unicode code points of Text.
type ArticleJSON struct {
	Title      string             `json:"title" doc:"The headline, empty when none was found"`
	Byline     string             `json:"byline" doc:"Who wrote it, empty when none was found"`
	Published  *time.Time         `json:"published" doc:"When it was published, null when unknown" example:"2026-11-24T09:30:00Z"`
	Updated    *time.Time         `json:"updated" doc:"When it was last changed, null when unknown" example:"2026-11-24T09:30:00Z"`
	Lang       string             `json:"lang" doc:"Language as a BCP 47 tag, und when unsure" example:"en"`
	Site       string             `json:"site" doc:"Name of the site, empty when unknown"`
	URL        string             `json:"url" doc:"Canonical address, empty when unknown"`
	Text       string             `json:"text" doc:"The canonical text: paragraphs joined by a blank line, headline and furniture left out. All offsets are of it"`
	Paragraphs []ParagraphJSON    `json:"paragraphs" doc:"The blocks of the text in order"`
	Sentences  []SentenceJSON     `json:"sentences" doc:"The sentences in order, numbered from 1"`
	Sections   []SectionJSON      `json:"sections,omitempty" doc:"The entries of a live blog in the order of the page; absent for other articles. Paragraphs before the first are in none"`
	Omitted    []article.Omission `json:"omitted" doc:"What was left out of the text"`
	Reference  *article.Reference `json:"reference" doc:"The summary that the article carried with it, null when it carried none. It is not part of text"`
	SHA256     string             `json:"sha256" doc:"SHA-256 of text, in hex"`
}

// ParagraphJSON is a paragraph by its offsets and its sentences.
type ParagraphJSON struct {
	Start     int                  `json:"start" doc:"Offset of its first Unicode code point in text, from 0"`
	End       int                  `json:"end" doc:"Offset after its last code point"`
	Kind      string               `json:"kind" enum:"body,heading,list_item,quote" doc:"What it is in the structure of the article; body is running text"`
	Sentences []article.SentenceID `json:"sentences" doc:"Numbers of its sentences"`
}

// SentenceJSON is a sentence.
type SentenceJSON struct {
	ID    article.SentenceID `json:"id" doc:"Its number, which claims cite; good for as long as sha256 is the same" example:"1"`
	Start int                `json:"start" doc:"Offset of its first Unicode code point in text, from 0"`
	End   int                `json:"end" doc:"Offset after its last code point"`
	Text  string             `json:"text" doc:"The text from start to end"`
}

// SectionJSON is an entry of a live blog.
type SectionJSON struct {
	Title string     `json:"title" doc:"Its headline without its time, empty when it has none"`
	Time  *time.Time `json:"time" doc:"When it was written, null when the day is not known. A time of day is taken to be of the day that the article was published on" example:"2026-11-24T09:30:00Z"`
	Clock string     `json:"clock" doc:"The time of day as the entry shows it, 24 hours, empty when it shows none" example:"15:04"`
	First int        `json:"first" doc:"Index of its first paragraph in paragraphs, from 0"`
	Count int        `json:"count" doc:"Number of its paragraphs"`
}

// ArticleData makes an article data.
func ArticleData(a *article.Article) ArticleJSON {
	out := ArticleJSON{
		Title: a.Title, Byline: a.Byline, Published: timeOrNull(a.Published), Updated: timeOrNull(a.Updated),
		Lang: a.Lang, Site: a.Site, URL: a.URL, Text: a.Text, SHA256: a.Digest, Reference: a.Reference,
		Omitted: append([]article.Omission{}, a.Omitted...), Sentences: []SentenceJSON{}, Paragraphs: []ParagraphJSON{},
	}
	for _, s := range a.Sections {
		out.Sections = append(out.Sections, SectionJSON{s.Title, timeOrNull(s.Time), s.Clock, s.First, s.Count})
	}
	points := &pointCounter{text: a.Text}
	for _, s := range a.Sentences {
		out.Sentences = append(out.Sentences, SentenceJSON{s.ID, points.at(s.Span.Start), points.at(s.Span.End), s.Text})
	}
	points = &pointCounter{text: a.Text}
	for _, p := range a.Paragraphs {
		kind := string(p.Kind)
		if p.Kind == article.Body {
			kind = "body"
		}
		j := ParagraphJSON{Start: points.at(p.Span.Start), End: points.at(p.Span.End), Kind: kind}
		for i := range p.Count {
			j.Sentences = append(j.Sentences, a.Sentences[p.First+i].ID)
		}
		out.Paragraphs = append(out.Paragraphs, j)
	}
	return out
}

func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

const timeLayout = "2 January 2006 15:04"

// aboutArticle lists what is known of an article.
func aboutArticle(a *article.Article) []string {
	about := []string{"language " + a.Lang}
	if a.Byline != "" {
		about = append(about, "by "+a.Byline)
	}
	if a.Site != "" {
		about = append(about, a.Site)
	}
	if !a.Published.IsZero() {
		about = append(about, "published "+a.Published.Format(timeLayout))
	}
	if !a.Updated.IsZero() {
		about = append(about, "updated "+a.Updated.Format(timeLayout))
	}
	about = append(about, fmt.Sprintf("%d paragraphs, %d sentences", len(a.Paragraphs), len(a.Sentences)))
	if n := len(a.Sections); n > 0 {
		about = append(about, fmt.Sprintf("live blog of %d entries", n))
	}
	return about
}

// sectionHead heads an entry of a live blog: its time, or the clock that it shows.
func sectionHead(s article.Section) string {
	when := s.Clock
	if !s.Time.IsZero() {
		when = s.Time.Format(timeLayout)
	}
	return strings.Trim("Entry of "+when, " ")
}

// pointCounter turns rising byte offsets into code point offsets.
type pointCounter struct {
	text          string
	bytes, points int
}

func (c *pointCounter) at(offset int) int {
	c.points += utf8.RuneCountInString(c.text[c.bytes:offset])
	c.bytes = offset
	return c.points
}

// WriteArticle writes an article as data in JSON, and as text for people in any
// other format.
func WriteArticle(w io.Writer, a *article.Article, o Options) error {
	if o.Format == JSON {
		return writeJSON(w, ArticleData(a), o.Compact)
	}
	return articleText(w, a, o)
}

// articleText writes an article for people: title and data, the numbered
// sentences, its own summary, and what was left out.
func articleText(w io.Writer, a *article.Article, o Options) error {
	p := &Printer{out: w, o: o}
	bold, dim := text.Colors{text.Bold}, text.Colors{text.Faint}
	p.wrapped("", "", plain.Clean(a.Title), bold)
	p.wrapped("", "", plain.Clean(strings.Join(aboutArticle(a), " · ")), dim)
	if a.URL != "" {
		p.wrapped("", "", plain.Clean(a.URL), dim)
	}
	entry := 0
	for i, paragraph := range a.Paragraphs {
		p.line("")
		if entry < len(a.Sections) && a.Sections[entry].First == i {
			p.wrapped("", "", plain.Clean(sectionHead(a.Sections[entry])), bold)
			entry++
		}
		for _, s := range a.Sentences[paragraph.First : paragraph.First+paragraph.Count] {
			p.wrapped(fmt.Sprintf("%4d  ", s.ID), "      ", plain.Clean(s.Text), nil)
		}
	}
	if r := a.Reference; r != nil {
		p.line("")
		p.line(p.style(bold, "Its own summary"))
		if r.Why != "" {
			p.wrapped("      ", "      ", plain.Clean(r.Why), nil)
		}
		for _, t := range r.Takeaways {
			p.wrapped("    • ", "      ", plain.Clean(t), nil)
		}
	}
	if len(a.Omitted) > 0 {
		p.line("")
		p.line(p.style(bold, "Left out"))
		for _, omission := range a.Omitted {
			p.wrapped("      ", "        ", omission.Kind+": "+plain.Clean(omission.Text), dim)
		}
	}
	return p.Close()
}
