package service

import (
	"encoding/json"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// body is an article as it is stored: as it was read, so that its sentences keep
// their numbers whatever a later program would make of the input.
type body struct {
	Title      string             `json:"title,omitempty"`
	Byline     string             `json:"byline,omitempty"`
	Published  time.Time          `json:"published,omitzero"`
	Updated    time.Time          `json:"updated,omitzero"`
	Lang       string             `json:"lang"`
	Site       string             `json:"site,omitempty"`
	URL        string             `json:"url,omitempty"`
	Text       string             `json:"text"`
	Paragraphs []int              `json:"paragraphs"` // start, end and number of sentences of each
	Kinds      map[int]string     `json:"kinds,omitempty"`
	Sentences  []int              `json:"sentences"` // start and end of each
	Digest     string             `json:"sha256"`
	Sections   []article.Section  `json:"sections,omitempty"`
	Reference  *article.Reference `json:"reference,omitempty"`
	Omitted    []article.Omission `json:"omitted,omitempty"`
}

// encode makes an article ready for the store.
func encode(a *article.Article) ([]byte, error) {
	b := body{
		Title: a.Title, Byline: a.Byline, Published: a.Published, Updated: a.Updated, Lang: a.Lang, Site: a.Site, URL: a.URL,
		Text: a.Text, Digest: a.Digest, Sections: a.Sections, Reference: a.Reference, Omitted: a.Omitted,
		Paragraphs: make([]int, 0, 3*len(a.Paragraphs)), Sentences: make([]int, 0, 2*len(a.Sentences)),
	}
	for i, p := range a.Paragraphs {
		b.Paragraphs = append(b.Paragraphs, p.Span.Start, p.Span.End, p.Count)
		if p.Kind != article.Body {
			if b.Kinds == nil {
				b.Kinds = map[int]string{}
			}
			b.Kinds[i] = string(p.Kind)
		}
	}
	for _, s := range a.Sentences {
		b.Sentences = append(b.Sentences, s.Span.Start, s.Span.End)
	}
	data, err := json.Marshal(b)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the article could not be made ready for storing")
	}
	return data, nil
}

// decode reads a stored article.
func decode(row store.Article) (*article.Article, error) {
	if len(row.Body) == 0 {
		return nil, fault.New(fault.TextDeleted, "the text of the article was deleted, as texts are after some days: send the article again to go on with it")
	}
	var b body
	if err := json.Unmarshal(row.Body, &b); err != nil {
		return nil, fault.Wrap(fault.StoreDamaged, err, "the stored article cannot be read")
	}
	a := &article.Article{
		Title: b.Title, Byline: b.Byline, Published: b.Published, Updated: b.Updated, Lang: b.Lang, Site: b.Site, URL: b.URL,
		Text: b.Text, Digest: b.Digest, Sections: b.Sections, Reference: b.Reference, Omitted: b.Omitted,
	}
	return a, b.cut(a)
}

// cut gives an article the paragraphs and sentences that it was stored with.
func (b body) cut(a *article.Article) error {
	for i := 0; i+1 < len(b.Sentences); i += 2 {
		span := article.Span{Start: b.Sentences[i], End: b.Sentences[i+1]}
		if span.Start < 0 || span.Start > span.End || span.End > len(a.Text) {
			return fault.New(fault.StoreDamaged, "the stored article cannot be read")
		}
		a.Sentences = append(a.Sentences, article.Sentence{
			ID: article.SentenceID(i/2 + 1), Span: span, Text: a.Text[span.Start:span.End],
		})
	}
	first := 0
	for i := 0; i+2 < len(b.Paragraphs); i += 3 {
		p := article.Paragraph{
			Span: article.Span{Start: b.Paragraphs[i], End: b.Paragraphs[i+1]}, Kind: article.ParagraphKind(b.Kinds[i/3]),
			First: first, Count: b.Paragraphs[i+2],
		}
		if first += p.Count; p.Count < 1 || first > len(a.Sentences) || p.Span.Start < 0 || p.Span.Start > p.Span.End || p.Span.End > len(a.Text) {
			return fault.New(fault.StoreDamaged, "the stored article cannot be read")
		}
		for k := p.First; k < first; k++ {
			a.Sentences[k].Paragraph = len(a.Paragraphs)
		}
		a.Paragraphs = append(a.Paragraphs, p)
	}
	return nil
}
