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
	Title      string             `json:"title"`
	Byline     string             `json:"byline"`
	Published  *time.Time         `json:"published"` // null when unknown
	Updated    *time.Time         `json:"updated"`
	Lang       string             `json:"lang"`
	Site       string             `json:"site"`
	URL        string             `json:"url"`
	Text       string             `json:"text"`
	Paragraphs []ParagraphJSON    `json:"paragraphs"`
	Sentences  []SentenceJSON     `json:"sentences"`
	Sections   []SectionJSON      `json:"sections,omitempty"` // absent when the article is no live blog
	Omitted    []article.Omission `json:"omitted"`
	Reference  *article.Reference `json:"reference"` // null when the article carried none
	SHA256     string             `json:"sha256"`
}

// ParagraphJSON is a paragraph by its offsets and its sentences.
type ParagraphJSON struct {
	Start     int                  `json:"start"`
	End       int                  `json:"end"`
	Kind      string               `json:"kind"` // "body", "heading", "list_item" or "quote"
	Sentences []article.SentenceID `json:"sentences"`
}

// SentenceJSON is a sentence.
type SentenceJSON struct {
	ID    article.SentenceID `json:"id"`
	Start int                `json:"start"`
	End   int                `json:"end"`
	Text  string             `json:"text"`
}

// SectionJSON is an entry of a live blog.
type SectionJSON struct {
	Title string     `json:"title"`
	Time  *time.Time `json:"time"`  // null when the day is unknown
	Clock string     `json:"clock"` // as the entry shows it, "15:04", or empty
	First int        `json:"first"` // index of its first paragraph
	Count int        `json:"count"` // number of its paragraphs
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
