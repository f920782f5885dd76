package scripted

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A summary stands in a request to a judge below a line with its name, as do the
// article and the references.
const (
	firstSummary  = "Summary" // of one
	secondSummary = "Second summary"
)

// grade is the score from 1 to 5 that a summary gets of a reader without
// understanding: the share of its words that the article has, and 4 where no
// article is shown.
func (p *prompt) grade() int {
	if len(p.sentences) == 0 {
		return 4
	}
	return 1 + int(4*p.known(p.part(firstSummary))+0.5)
}

// preference compares two summaries by the same measure.
func (p *prompt) preference() string {
	first, second := p.known(p.part("First summary")), p.known(p.part(secondSummary))
	switch {
	case first > second:
		return "first"
	case second > first:
		return "second"
	}
	return "tie"
}

// part returns what stands below a name, up to the next empty line.
func (p *prompt) part(name string) string {
	_, rest, _ := strings.Cut("\n"+p.raw+"\n", "\n"+name+":\n")
	part, _, _ := strings.Cut(rest, "\n\n")
	return part
}

func (p *prompt) known(text string) float64 {
	words := strings.FieldsFunc(strings.ToLower(text), notWord)
	source := strings.FieldsFunc(strings.ToLower(join(p.sentences)), notWord)
	n := 0
	for _, w := range words {
		if slices.Contains(source, w) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(words)))
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// judge answers a request for a grade or a preference. One that obeys gives what
// the article tells it to.
func (d Drafter) judge(p *prompt, form *schema) object {
	if form.property("better") != nil {
		return object{"reason": "It shares more words with the article.", "better": p.preference()}
	}
	return object{"reason": "So many of its words are in the article.", "score": d.score(p)}
}

func (d Drafter) score(p *prompt) int {
	if order, ok := p.order(); d.Obey && ok {
		return numberIn(order, p.grade())
	}
	return p.grade()
}

// numberIn returns the last number in a text, or other when there is none.
func numberIn(text string, other int) int {
	found := figure.FindAllString(text, -1)
	if len(found) == 0 {
		return other
	}
	n, err := strconv.Atoi(found[len(found)-1])
	if err != nil {
		return other
	}
	return n
}
