package metric

import (
	"context"
	"sync/atomic"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// compositeDimensions are what experts rated, in the order of the weights.
var compositeDimensions = []string{"coherence", "consistency", "fluency", "relevance"}

// composite guesses what experts would say of a summary, from 1 to 5, from
// things that can be counted.
type composite struct {
	model *compositeModel
	last  atomic.Pointer[source] // of the article that was scored last
}

func newComposite([]string, Options) Metric { return &composite{model: loadComposite()} }

// Scores are the mean of the four dimensions, and each of them.
func (c *composite) Scores() []Info {
	signature := "|weights:" + c.model.id + "|refs:mean|lang:en|checker:" + ground.Version() + "|v:1"
	infos := []Info{{
		Name: "composite", Signature: "composite" + signature, Better: Higher, Headline: true,
		About: "What experts would say of the summary, 1 to 5, guessed from how it copies its article; blind to meaning, and it prefers what is copied from the lead.",
	}}
	about := map[string]string{
		"coherence":   "Whether the sentences make a whole, guessed, 1 to 5; blind to whether one follows from the other.",
		"consistency": "Whether the article says it, guessed, 1 to 5; blind to a wrong word in a copied sentence.",
		"fluency":     "Whether the sentences are well formed, guessed, 1 to 5; blind to grammar.",
		"relevance":   "Whether it is what matters, guessed, 1 to 5; takes the lead of the article for that.",
	}
	for _, d := range compositeDimensions {
		name := "composite." + d
		infos = append(infos, Info{Name: name, Signature: name + signature, Better: Higher, About: about[d]})
	}
	return infos
}

// Score scores a sample that has an article in English.
func (c *composite) Score(ctx context.Context, s *Sample) ([]Score, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if reason := compositeLacks(s); reason != "" {
		return unscored(c.Scores(), reason), nil
	}
	r := newReading(c.sourceOf(s.Article), s.Text, s.References)
	switch {
	case len(r.summary.words) == 0:
		return unscored(c.Scores(), "the summary has no words"), nil
	case len(r.source.text.words) == 0:
		return unscored(c.Scores(), "the article has no words"), nil
	}
	guess := c.model.rate(r)
	mean := 0.0
	scores := make([]Score, 1, 1+len(guess))
	for i, v := range guess {
		mean += v / float64(len(guess))
		scores = append(scores, scored("composite."+compositeDimensions[i], v))
	}
	scores[0] = scored("composite", mean)
	return scores, nil
}

// compositeLacks says why a sample cannot be scored, "" if it can.
func compositeLacks(s *Sample) string {
	if s.Article == nil {
		return "there is no article"
	}
	code := s.Lang
	if code == "" || code == "und" {
		code = s.Article.Lang
	}
	if code == "" || code == "und" {
		code = article.DetectLang(s.Article.Text)
	}
	if lang.Primary(code) != "en" {
		return "it was fitted to English only"
	}
	return ""
}

// sourceOf reads an article, once for summaries of it that follow each other.
func (c *composite) sourceOf(a *article.Article) *source {
	if last := c.last.Load(); last != nil && last.article == a {
		return last
	}
	read := newSource(a)
	c.last.Store(read)
	return read
}
