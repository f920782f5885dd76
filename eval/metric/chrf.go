package metric

import (
	"context"
	"strings"
	"unicode/utf8"
)

// The longest n-grams that chrF looks at: of characters, and in chrF++ of words.
const (
	chrfChars = 6
	chrfWords = 2
)

type chrf struct {
	infos []Info
	kept  []bool // which of chrf and chrf++ are asked for
}

func newCHRF(wanted []string, _ Options) Metric {
	infos, kept := choose([]Info{{
		Name: "chrf", Better: Higher,
		Signature: "chrF2|nrefs:var|case:mixed|eff:yes|nc:6|nw:0|space:no|version:1",
		About: "chrF2 from 0 to 100, as sacreBLEU defines it: the runs of 1 to 6 characters that summary and reference share, recall counting " +
			"twice; works in all scripts, and is blind to the order of sentences and to which words matter.",
	}, {
		Name: "chrf++", Better: Higher, Headline: true,
		Signature: "chrF2++|nrefs:var|case:mixed|eff:yes|nc:6|nw:2|space:no|version:1",
		About: "chrF2++ from 0 to 100, as sacreBLEU defines it: chrF2 with runs of 1 and 2 words besides; blind to the order of sentences " +
			"and to which words matter.",
	}}, wanted)
	return chrf{infos, kept}
}

func (m chrf) Scores() []Info { return m.infos }

func (m chrf) Score(_ context.Context, s *Sample) ([]Score, error) {
	references := notEmpty(s.References)
	if len(references) == 0 {
		return unscored(m.infos, whyNoReference(s)), nil
	}
	plain, plus := bestCHRF(s.Text, references)
	return chosen([]Score{scored("chrf", plain.score(chrfChars)), scored("chrf++", plus.score(chrfChars+chrfWords))}, m.kept), nil
}

// chrfCounts are the n-grams of the text, of the reference and of both, by
// order: those of characters, then those of words. Those of several texts add up.
type chrfCounts [chrfChars + chrfWords]struct{ text, reference, match int }

func (c *chrfCounts) add(d chrfCounts) {
	for i := range c {
		c[i].text += d[i].text
		c[i].reference += d[i].reference
		c[i].match += d[i].match
	}
}

// score is the F with beta 2 of the mean precision and the mean recall, from 0
// to 100, over those of the first orders for which both sides have n-grams.
func (c chrfCounts) score(orders int) float64 {
	precision, recall, n := 0.0, 0.0, 0.0
	for _, o := range c[:orders] {
		if o.text > 0 && o.reference > 0 {
			precision += float64(o.match) / float64(o.text)
			recall += float64(o.match) / float64(o.reference)
			n++
		}
	}
	if precision+recall == 0 {
		return 0
	}
	precision, recall = precision/n, recall/n
	return 100 * (5 * precision * recall / (4*precision + recall))
}

// bestCHRF counts against the reference with the best score, the first of
// several: for chrF, and for chrF++.
func bestCHRF(text string, references []string) (plain, plus chrfCounts) {
	plainBest, plusBest := -1.0, -1.0
	for _, c := range countCHRF(text, references) {
		if f := c.score(chrfChars); f > plainBest {
			plain, plainBest = c, f
		}
		if f := c.score(chrfChars + chrfWords); f > plusBest {
			plus, plusBest = c, f
		}
	}
	return plain, plus
}

func countCHRF(text string, references []string) []chrfCounts {
	counts := make([]chrfCounts, len(references))
	chars, words := characters{others: map[rune]int32{}}, symbols[string]{}
	charSeqs := [][]int32{chars.numberAll(text)}
	wordSeqs := [][]int32{numberAll(words, chrfTokens(text))}
	for _, r := range references {
		charSeqs = append(charSeqs, chars.numberAll(r))
		wordSeqs = append(wordSeqs, numberAll(words, chrfTokens(r)))
	}
	count := func(first int) func(int, [][]int32, int) {
		return func(n int, grams [][]int32, distinct int) { countOrder(counts, first+n-1, grams, distinct) }
	}
	eachOrder(charSeqs, chrfChars, count(0))
	eachOrder(wordSeqs, chrfWords, count(chrfChars))
	return counts
}

// countOrder compares the first sequence of n-grams with each of the others.
// One that a reference is too short for is not held against the text.
func countOrder(into []chrfCounts, order int, grams [][]int32, distinct int) {
	left := make([]int32, distinct)
	for i, reference := range grams[1:] {
		c := &into[i][order]
		if c.reference = len(reference); c.reference == 0 {
			continue
		}
		c.text = len(grams[0])
		clear(left)
		tally(left, reference)
		for _, g := range grams[0] {
			if left[g] > 0 {
				left[g]--
				c.match++
			}
		}
	}
}

// characters numbers characters from 0, those of ASCII by a table.
type characters struct {
	ascii  [utf8.RuneSelf]int32 // the number and 1
	others map[rune]int32
	size   int32
}

// numberAll leaves out white space.
func (c *characters) numberAll(text string) []int32 {
	out := make([]int32, 0, len(text))
	for _, r := range text {
		switch {
		case pythonSpace(r):
		case r < utf8.RuneSelf:
			if c.ascii[r] == 0 {
				c.size++
				c.ascii[r] = c.size
			}
			out = append(out, c.ascii[r]-1)
		default:
			n, ok := c.others[r]
			if !ok {
				n = c.size
				c.others[r] = n
				c.size++
			}
			out = append(out, n)
		}
	}
	return out
}

// chrfTokens cuts a text into words at white space, and parts one ASCII mark
// from each, the last before the first: "(so)" becomes "(so" and ")".
func chrfTokens(text string) []string {
	const marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
	var out []string
	for _, w := range strings.FieldsFunc(text, pythonSpace) {
		last := len(w) - 1
		switch {
		case utf8.RuneCountInString(w) == 1:
			out = append(out, w)
		case strings.IndexByte(marks, w[last]) >= 0:
			out = append(out, w[:last], w[last:])
		case strings.IndexByte(marks, w[0]) >= 0:
			out = append(out, w[:1], w[1:])
		default:
			out = append(out, w)
		}
	}
	return out
}

// CorpusCHRF is the chrF2++ of all texts together, from 0 to 100, as sacreBLEU
// defines it for a corpus: "nrefs:var|case:mixed|eff:yes|nc:6|nw:2|space:no".
// references[i] are those of texts[i]; false is that some text has none.
func CorpusCHRF(texts []string, references [][]string) (float64, bool) {
	var sum chrfCounts
	for i, text := range texts {
		if i >= len(references) || len(notEmpty(references[i])) == 0 {
			return 0, false
		}
		_, plus := bestCHRF(text, notEmpty(references[i]))
		sum.add(plus)
	}
	return sum.score(chrfChars + chrfWords), len(texts) > 0
}
