package ground

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// published is an article of testdata of about 800 words.
func published(b *testing.B) (*article.Article, []article.Claim) {
	b.Helper()
	const name = "../../testdata/articles/ardavel-earthquake.txt"
	data, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	a, err := article.Read(bytes.NewReader(data), article.Options{Name: name})
	if err != nil {
		b.Fatal(err)
	}
	var claims []article.Claim
	for _, i := range []int{0, 3, 6, 9, 12, 15} {
		s := a.Sentences[i]
		claims = append(claims, article.Claim{ID: "t1", Text: s.Text + " It was so", Cites: []article.SentenceID{s.ID}})
	}
	return a, claims
}

// BenchmarkCheck reads an article of 800 words and checks six claims.
func BenchmarkCheck(b *testing.B) {
	a, claims := published(b)
	b.ReportMetric(float64(len(strings.Fields(a.Text))), "words")
	for b.Loop() {
		New(a, Options{}).Check(claims...)
	}
}

// BenchmarkRules checks six claims with one rule at a time, article read.
func BenchmarkRules(b *testing.B) {
	a, claims := published(b)
	for _, name := range RuleNames() {
		off := map[string]Grade{}
		for _, other := range RuleNames() {
			if other != name {
				off[other] = Off
			}
		}
		b.Run(name+"/new", func(b *testing.B) {
			for b.Loop() {
				New(a, Options{Rules: off})
			}
		})
		c := New(a, Options{Rules: off})
		b.Run(name+"/check", func(b *testing.B) {
			for b.Loop() {
				c.Check(claims...)
			}
		})
	}
}

// BenchmarkLong reads an article of 100,000 words and checks six claims.
func BenchmarkLong(b *testing.B) {
	a, claims := published(b)
	text := a.Text
	words := len(strings.Fields(text))
	var long strings.Builder
	for n := 0; n < 100000; n += words {
		long.WriteString(text + "\n\n")
	}
	big, err := article.Read(strings.NewReader(long.String()), article.Options{Format: article.Text, Lang: "en", KeepAll: true})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		New(big, Options{}).Check(claims...)
	}
}
