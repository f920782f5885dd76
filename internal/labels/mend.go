package labels

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// tokenised is how tokenisers write what stands otherwise in news text.
var tokenised = strings.NewReplacer(
	"-LRB-", "(", "-RRB-", ")", "-lrb-", "(", "-rrb-", ")", "- lrb -", "(", "- rrb -", ")",
	"``", `"`, "''", `"`, `\'`, "'", "`", "'",
	" n't", "n't", " 's", "'s", " 're", "'re", " 've", "'ve", " 'll", "'ll", " 'm ", "'m ", " 'd ", "'d ",
)

var (
	brokenThousands = regexp.MustCompile(`(\d), (\d{3})\b`)
	brokenDecimal   = regexp.MustCompile(`(\d)\. (\d)`)
	looseStop       = regexp.MustCompile(` ([.!?])( |$)`)
	looseHyphen     = regexp.MustCompile(`([\p{L}\d]) - ([\p{L}\d])`)
	lowerStop       = regexp.MustCompile(`([\p{L}\p{N}'’)"]) ?([.!?]) ([\p{Ll}\d"'(])`)
)

// Mend puts right what a tokeniser broke. A stop with a space before it ends a
// line, and in a text without capitals every stop does.
func Mend(s string) string {
	s = tokenised.Replace(s)
	s = brokenThousands.ReplaceAllString(s, "$1,$2")
	s = brokenDecimal.ReplaceAllString(s, "$1.$2")
	s = looseStop.ReplaceAllString(s, "$1\n")
	s = looseHyphen.ReplaceAllString(s, "$1-$2")
	if strings.IndexFunc(s, unicode.IsUpper) < 0 {
		s = lowerStop.ReplaceAllString(s, "$1$2\n$3")
	}
	return s
}

// Story makes an English article of a text: one paragraph, without a title.
func Story(text string) *article.Article {
	a := &article.Article{Lang: "en", Text: Mend(text)}
	for i, span := range article.Split(a.Text, a.Lang) {
		a.Sentences = append(a.Sentences, article.Sentence{ID: article.SentenceID(i + 1), Span: span, Text: a.Text[span.Start:span.End]})
	}
	a.Paragraphs = []article.Paragraph{{Span: article.Span{End: len(a.Text)}, Count: len(a.Sentences)}}
	return a
}
