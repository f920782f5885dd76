package summarize

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Key returns the SHA-256, in hex, of everything that decides the result of an
// article: what is read of it, and of the options all but Cache, On and Now. Two
// runs with the same key may share a result. What it cost is that of the run that
// was made; prices do not count, nor do addresses beyond the endpoint's host.
func (o Options) Key(a *article.Article) string {
	key := struct {
		Signature, Sensitivity string
		Engines                []engineKey
		Also                   []fault.Code
		Verifier               *engineKey
		Article                articleKey
	}{Signature: o.Signature(), Sensitivity: o.Sensitivity, Also: o.Fallback.Also, Article: articleKeyOf(a)}
	for _, e := range append([]Engine{o.Engine}, o.Fallback.Engines...) {
		key.Engines = append(key.Engines, engineKeyOf(e))
	}
	if v := o.Verifier; v != nil {
		key.Verifier = &engineKey{Signature: v.signature(), Model: limitsOf(v.Info)}
	}
	data, err := json.Marshal(key)
	if err != nil {
		panic(err) // structs of strings and numbers
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// engineKey is what decides the output of an engine.
type engineKey struct {
	Signature string
	Kind      prompts.Kind
	Model     ModelInfo
}

func engineKeyOf(e Engine) engineKey {
	out := engineKey{Signature: e.signature()}
	if m, ok := e.(*ModelEngine); ok {
		out.Kind, out.Model = m.Kind, limitsOf(m.Info)
	}
	return out
}

func limitsOf(m ModelInfo) ModelInfo {
	m.Price = nil
	return m
}

// articleKey is what is read of an article.
type articleKey struct {
	Digest, Title, Byline, Site, URL, Lang string
	Published                              time.Time
	Paragraphs                             []article.Paragraph
	Sentences                              []article.Span
	Sections                               []article.Section
}

func articleKeyOf(a *article.Article) articleKey {
	out := articleKey{
		Digest: a.Digest, Title: a.Title, Byline: a.Byline, Site: a.Site, URL: a.URL, Lang: a.Lang, Published: a.Published,
		Paragraphs: a.Paragraphs, Sections: a.Sections,
	}
	for _, s := range a.Sentences {
		out.Sentences = append(out.Sentences, s.Span)
	}
	return out
}
