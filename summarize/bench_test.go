package summarize

import (
	"context"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// news is an article of about 800 words.
func news() *article.Article {
	a := long(14)
	if n := len(strings.Fields(a.Text)); n < 700 || n > 900 {
		panic(n)
	}
	return a
}

func BenchmarkSummarizeExtractive800Words(b *testing.B) {
	a, p := news(), fullProfile(b)
	for b.Loop() {
		if _, err := Summarize(context.Background(), a, Options{Engine: Extractive{}, Profile: p}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSummarizeModel800Words(b *testing.B) {
	a, p := news(), fullProfile(b)
	answer := summaryJSON(ferryWhy, ferryClaims...)
	e := engineOf(b, modelFunc(func(context.Context, Request) (Response, error) {
		return Response{Text: answer, Usage: Usage{Calls: 1}}, nil
	}))
	e.Info.Context = 128000
	for b.Loop() {
		if _, err := Summarize(context.Background(), a, Options{Engine: e, Profile: p}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlan1MB(b *testing.B) {
	articles := heavy(1 << 20)
	for _, name := range []string{"letter", "chinese", "english"} {
		b.Run(name, func(b *testing.B) {
			a := articles[name]
			b.SetBytes(int64(len(a.Text)))
			for b.Loop() {
				if _, err := NewPlan(context.Background(), a, Budget{Whole: 6000, Chunk: 6000}, counter); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
