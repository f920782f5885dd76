package plant

import (
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// story is an article, read for planting.
type story struct {
	doc       string
	lang      string
	text      string // headline and text
	low       string
	sentences []told
	numbers   []quantity
	values    []float64 // of the numbers, sorted
	people    []person
	groups    []string // organisations, teams, companies
	words     []word
}

// told is a sentence of the article.
type told struct {
	text     string
	low      string
	contents []string
	hedged   bool
}

func newStory(doc string, a *article.Article, lang string) *story {
	s := &story{doc: doc, lang: lang, text: a.Title + ".\n\n" + a.Text}
	s.low = strings.ToLower(s.text)
	for _, x := range a.Sentences {
		s.sentences = append(s.sentences, tell(x.Text))
	}
	if a.Title != "" {
		s.sentences = append(s.sentences, tell(a.Title))
	}
	s.numbers = quantities(s.text)
	for _, q := range s.numbers {
		s.values = append(s.values, q.value, q.value*q.scale)
	}
	slices.Sort(s.values)
	s.values = slices.Compact(s.values)
	s.words = words(s.text)
	s.people, s.groups = findNames(s.text)
	return s
}

func tell(text string) told {
	low := strings.ToLower(text)
	return told{text: text, low: low, contents: contents(text), hedged: isHedged(low)}
}

// near is the share of contents from which two statements may be the same.
const near = 0.5

// mayTell reports whether a sentence that has the key (in lower case) may tell
// what contents tell, or one next to it that does not have old: what stands where
// the key is to come.
func (s *story) mayTell(key, old string, about []string) bool {
	old = strings.ToLower(old)
	for i, x := range s.sentences {
		if !hasWord(x.low, key) {
			continue
		}
		for j := max(0, i-1); j <= min(i+1, len(s.sentences)-1); j++ {
			if (j == i || !hasWord(s.sentences[j].low, old)) && share(about, s.sentences[j].contents) >= near {
				return true
			}
		}
	}
	return false
}

// tellsPlainly reports whether a sentence without a hedge tells the contents.
func (s *story) tellsPlainly(about []string) bool {
	return slices.ContainsFunc(s.sentences, func(x told) bool { return !x.hedged && share(about, x.contents) >= near })
}

// has reports whether the article has the words, in any case.
func (s *story) has(phrase string) bool { return hasWord(s.low, strings.ToLower(phrase)) }

// hasWord reports whether a phrase stands in a text at the bounds of words.
func hasWord(text, phrase string) bool {
	for from := 0; phrase != ""; {
		i := strings.Index(text[from:], phrase)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(phrase)
		if wordStart(text, start) == start && wordEnd(text, end) == end {
			return true
		}
		from = end
	}
	return false
}

// without are contents less those of the words.
func without(about []string, phrases ...string) []string {
	gone := contents(strings.Join(phrases, " "))
	return slices.DeleteFunc(slices.Clone(about), func(w string) bool { return slices.Contains(gone, w) })
}
