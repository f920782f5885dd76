package metric

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// docExample is a line of a json block in docs/metrics.
type docExample struct {
	Lang, Article, Text string
	References          []string
	Draft, Reference    *article.Reference
	Scores              map[string]float64
}

func (e docExample) sample(t *testing.T) *Sample {
	s := &Sample{Lang: e.Lang, Text: e.Text, References: e.References, Profile: defaultProfile(t)}
	if e.Article != "" {
		s.Article = &article.Article{Lang: e.Lang, Text: e.Article}
		for i, span := range article.Split(e.Article, e.Lang) {
			s.Article.Sentences = append(s.Article.Sentences, article.Sentence{
				ID: article.SentenceID(i + 1), Span: span, Text: e.Article[span.Start:span.End],
			})
		}
		s.Article.Paragraphs = []article.Paragraph{{Span: article.Span{End: len(e.Article)}, Count: len(s.Article.Sentences)}}
	}
	if e.Draft != nil {
		s.Draft = draftOf(e.Draft.Why, e.Draft.Takeaways...)
	}
	if e.Reference != nil {
		s.Parts = []article.Reference{*e.Reference}
	}
	return s
}

// TestExamplesInTheDocs runs the worked examples: a line of JSON each.
func TestExamplesInTheDocs(t *testing.T) {
	pages, err := filepath.Glob("../../docs/metrics/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal(pages, err)
	}
	metrics, err := New(nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if !strings.HasPrefix(line, "{") || !strings.Contains(line, `"scores": {`) {
				continue
			}
			var e docExample
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatalf("%s: %v: %s", page, err, line)
			}
			got := map[string]float64{}
			for _, m := range metrics {
				scores, err := m.Score(context.Background(), e.sample(t))
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range scores {
					if s.Value != nil {
						got[s.Name] = *s.Value
					}
				}
			}
			for name, want := range e.Scores {
				if value, ok := got[name]; !ok || math.Abs(value-want) > 0.0006 {
					t.Errorf("%s: %s is %v, and the page says %v: %s", filepath.Base(page), name, value, want, line)
				}
			}
		}
	}
}
