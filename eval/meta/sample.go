package meta

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize/article"
)

// samples makes what metrics score of the summaries of a document.
func (d *Document) samples() []*metric.Sample {
	source := d.source()
	lang := d.Lang
	if lang == "" && source != nil {
		lang = source.Lang
	}
	references := make([]string, len(d.References))
	parts := make([]article.Reference, len(d.References))
	for i, r := range d.References {
		references[i] = SentenceLines(r)
		parts[i] = article.Reference{Takeaways: strings.Split(references[i], "\n")}
	}
	out := make([]*metric.Sample, len(d.Systems))
	for i, s := range d.Systems {
		sample := &metric.Sample{Lang: lang, Text: SentenceLines(s.Text), References: references, Parts: parts, Article: source}
		sample.Draft = new(article.Summary)
		for _, line := range strings.Split(sample.Text, "\n") {
			sample.Draft.Takeaways = append(sample.Draft.Takeaways, article.Claim{Text: line})
		}
		out[i] = sample
	}
	return out
}

// source is the article, nil where there is none. Nothing of it is left out.
func (d *Document) source() *article.Article {
	a, err := article.Read(strings.NewReader(d.Article), article.Options{Format: article.Text, Lang: d.Lang, KeepAll: true, Short: true})
	if err != nil {
		return nil
	}
	return a
}

// SentenceLines puts each sentence of a text on a line of its own: it ends at a
// full stop, an exclamation or a question mark with white space after it, and
// with its line. Summaries in lower case and with spaces before full stops are cut
// in the same way as others, abbreviations as well.
func SentenceLines(text string) string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		from, ended := 0, false
		for i, r := range line {
			switch {
			case strings.ContainsRune(".!?", r):
				ended = true
			case unicode.IsSpace(r) && ended:
				lines = appendLine(lines, line[from:i])
				from, ended = i+utf8.RuneLen(r), false
			case !strings.ContainsRune(`"'”’)`, r):
				ended = false
			}
		}
		lines = appendLine(lines, line[from:])
	}
	return strings.Join(lines, "\n")
}

// appendLine appends a line that has a letter or a digit, and others to the line
// before.
func appendLine(lines []string, line string) []string {
	line = strings.Join(strings.Fields(line), " ")
	switch {
	case line == "":
	case len(lines) > 0 && strings.IndexFunc(line, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0:
		lines[len(lines)-1] += " " + line
	default:
		lines = append(lines, line)
	}
	return lines
}
