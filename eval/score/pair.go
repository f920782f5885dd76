package score

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize/article"
)

// pair is a line of the input: a summary and what it is measured against. Other
// keys of the line are ignored.
type pair struct {
	// ID is what the result is called by, any JSON value; the number of the line
	// when there is none.
	ID json.RawMessage `json:"id"`
	// Prediction is the summary, a sentence or a claim a line. It must be there,
	// and may be empty.
	Prediction *string `json:"prediction"`
	// Reference or References must be there, and not both, unless there is an
	// Article.
	Reference  *string   `json:"reference"`
	References []*string `json:"references"`
	// UseStemmer overrides the stemmer of the metrics.
	UseStemmer *bool `json:"use_stemmer"`
	// Article is the text that is summarised.
	Article *string `json:"article"`
	// Lang is the language of the summary as a BCP 47 tag; it is detected where a
	// metric needs it. That of the article is taken to be the same, unless its text
	// shows that it is not.
	Lang string `json:"lang"`
}

// pair reads the pair that a line holds.
func (l line) pair() (*pair, error) {
	if l.err != nil {
		return nil, l.err
	}
	return decode(l.text, l.number)
}

// decode reads a pair from a line. The message of the error is for people and
// holds none of the line's text.
func decode(line []byte, number int) (*pair, error) {
	var p pair
	if err := json.Unmarshal(line, &p); err != nil {
		return nil, jsonProblem(err)
	}
	p.ID = bytes.ToValidUTF8(p.ID, []byte("\ufffd"))
	if len(p.ID) == 0 || bytes.Equal(p.ID, []byte("null")) {
		p.ID = strconv.AppendInt(nil, int64(number), 10)
	}
	switch {
	case p.Prediction == nil:
		return nil, errors.New(`there is no "prediction"`)
	case p.Reference != nil && len(p.References) > 0:
		return nil, errors.New(`there are "reference" and "references": give one of them`)
	case p.Reference == nil && len(p.References) == 0 && p.Article == nil:
		return nil, errors.New(`there is no "reference" and no "references"`)
	case slices.Contains(p.References, nil):
		return nil, errors.New(`"references" holds a null and must be a list of texts`)
	case p.Reference != nil:
		p.References = []*string{p.Reference}
	}
	return &p, nil
}

func jsonProblem(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case !errors.As(err, &kind):
		return errors.New("is not JSON: " + err.Error())
	case kind.Field == "":
		return errors.New("is a JSON " + kind.Value + " and must be an object")
	}
	return errors.New(`"` + kind.Field + `" is a JSON ` + kind.Value + " and must be " + wanted(kind.Field))
}

func wanted(field string) string {
	switch field {
	case "references":
		return "a list of texts"
	case "use_stemmer":
		return "true or false"
	}
	return "a text"
}

// sample makes what metrics score. The article and the language cost time, and
// are left out when no metric needs them.
func (p *pair) sample(textsOnly bool) *metric.Sample {
	s := &metric.Sample{Lang: p.Lang, Text: *p.Prediction}
	for _, reference := range p.References {
		s.References = append(s.References, *reference)
	}
	if textsOnly {
		return s
	}
	found := detected(s.Text)
	s.Lang = cmp.Or(s.Lang, found)
	s.Draft = parts(s.Text)
	for _, reference := range s.References {
		if r := claims(reference); len(r) > 1 {
			s.Parts = append(s.Parts, article.Reference{Takeaways: r})
		}
	}
	if p.Article != nil {
		l := detected(*p.Article)
		if l == found || l == "" {
			l = s.Lang
		}
		s.Article = readArticle(*p.Article, l)
	}
	return s
}

// detected is the language of a text, "" where that cannot be told.
func detected(text string) string {
	if l := article.DetectLang(text); l != "und" {
		return l
	}
	return ""
}

// parts takes each line of a summary for a takeaway. A summary of one line is not
// known in its parts, and gives nil.
func parts(text string) *article.Summary {
	lines := claims(text)
	if len(lines) < 2 {
		return nil
	}
	var s article.Summary
	for i, line := range lines {
		s.Takeaways = append(s.Takeaways, article.Claim{ID: "t" + strconv.Itoa(i+1), Text: line})
	}
	return &s
}

// readArticle takes a text as it is for the body of an article, nil when there is
// nothing in it.
func readArticle(text, lang string) *article.Article {
	a, err := article.Read(strings.NewReader(text), article.Options{Format: article.Text, KeepAll: true, Lang: lang})
	if err != nil {
		return nil
	}
	return a
}

func claims(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
