package metric

import (
	"slices"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// source is what the composite knows of an article. It does not change.
type source struct {
	article *article.Article
	text    *prose
	runs    *runIndex
	ends    map[int]bool // the words with which sentences end
	known   map[string]bool
	lead    map[string]int
	common  map[string]bool // words that say nothing about a topic
	checker *ground.Checker
}

// contractions are what is left of small words after an apostrophe.
var contractions = []string{"s", "t", "n", "re", "ve", "ll", "d", "m"}

// leadWords is how much of an article is its lead.
const leadWords = 100

func newSource(a *article.Article) *source {
	s := &source{article: a, text: readProse(a.Text), ends: map[int]bool{}, known: map[string]bool{}, common: map[string]bool{}}
	s.runs = newRunIndex(s.text.words)
	for _, sentence := range s.text.sentences {
		s.ends[sentence.to-1] = true
	}
	for _, w := range s.text.words {
		s.known[w] = true
	}
	s.lead = countWords(s.text.words[:min(leadWords, len(s.text.words))])
	for _, w := range slices.Concat(lang.For("en").Common, contractions) {
		s.common[w] = true
	}
	s.checker = ground.New(a, ground.Options{Rules: supportOnly(), Lang: "en"})
	return s
}

func supportOnly() map[string]ground.Grade {
	rules := map[string]ground.Grade{}
	for _, name := range ground.RuleNames() {
		if name != "support" {
			rules[name] = ground.Off
		}
	}
	return rules
}

func countWords(words []string) map[string]int {
	counts := make(map[string]int, len(words))
	for _, w := range words {
		counts[w]++
	}
	return counts
}

// reading is a summary, read beside its article. Its text has a word.
type reading struct {
	*source
	summary    *prose
	words      map[string]int
	longest    []fragment // the longest run of the article from each word on
	fragments  []fragment
	references []*prose
}

func newReading(s *source, text string, references []string) *reading {
	r := &reading{source: s, summary: readProse(text)}
	r.words = countWords(r.summary.words)
	r.longest = s.runs.longest(r.summary.words)
	r.fragments = fragmentsOf(r.longest)
	for _, reference := range references {
		if p := readProse(reference); len(p.words) > 0 {
			r.references = append(r.references, p)
		}
	}
	return r
}
