package metric

import (
	"context"
	"math"
	"slices"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// bleuOrder is the longest n-gram that BLEU looks at.
const bleuOrder = 4

const noReference = "there is no reference"

// unspaced are the languages that are written without spaces between words.
var unspaced = map[string]bool{"zh": true, "ja": true, "th": true, "lo": true, "km": true, "my": true}

type bleu struct{ infos []Info }

func newBLEU([]string, Options) Metric {
	return bleu{[]Info{{
		Name: "bleu", Better: Higher,
		Signature: "bleu|nrefs:var|case:mixed|eff:yes|tok:13a|smooth:exp|version:1",
		About: "Sentence BLEU from 0 to 100, as sacreBLEU defines it: the share of the summary's runs of 1 to 4 words that a reference has, " +
			"less where the summary is shorter; blind to what is missing, to synonyms and to which words matter.",
	}}}
}

func (b bleu) Scores() []Info { return b.infos }

func (b bleu) Score(_ context.Context, s *Sample) ([]Score, error) {
	references := notEmpty(s.References)
	if len(references) == 0 {
		return unscored(b.infos, whyNoReference(s)), nil
	}
	if unspaced[lang.Primary(s.Lang)] {
		return unscored(b.infos, "the tokenizer 13a finds words by the spaces between them, and this language has none: chrf does without"), nil
	}
	return []Score{scored("bleu", countBLEU(s.Text, references).score(true))}, nil
}

// whyNoReference is the reason where notEmpty leaves no reference.
func whyNoReference(s *Sample) string {
	if len(s.References) > 0 {
		return "the reference is empty"
	}
	return noReference
}

func notEmpty(texts []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return t == "" })
}

// bleuCounts are what BLEU is computed from. Those of several texts add up.
type bleuCounts struct {
	match, total       [bleuOrder]int
	length, references int // words of the text, and of the reference nearest to that
}

func countBLEU(text string, references []string) bleuCounts {
	words := symbols[string]{}
	seqs := [][]int32{numberAll(words, tokens13a(text))}
	for _, r := range references {
		seqs = append(seqs, numberAll(words, tokens13a(r)))
	}
	c := bleuCounts{length: len(seqs[0]), references: nearestLength(len(seqs[0]), seqs[1:])}
	eachOrder(seqs, bleuOrder, func(n int, grams [][]int32, distinct int) {
		c.total[n-1] = len(grams[0])
		c.match[n-1] = clipped(grams, distinct)
	})
	return c
}

// clipped counts the n-grams of the first sequence that another has, each as
// often as the one with most of it.
func clipped(grams [][]int32, distinct int) int {
	most := make([]int32, distinct)
	counts := make([]int32, distinct)
	for _, reference := range grams[1:] {
		clear(counts)
		tally(counts, reference)
		for _, g := range reference {
			most[g] = max(most[g], counts[g])
		}
	}
	n := 0
	for _, g := range grams[0] {
		if most[g] > 0 {
			most[g]--
			n++
		}
	}
	return n
}

// nearestLength is the reference length nearest to that of the text, the
// shorter one of two as near.
func nearestLength(length int, references [][]int32) int {
	best := len(references[0])
	for _, r := range references[1:] {
		near, nearest := distance(len(r), length), distance(best, length)
		if near < nearest || near == nearest && len(r) < best {
			best = len(r)
		}
	}
	return best
}

func distance(a, b int) int { return max(a-b, b-a) }

func (c *bleuCounts) add(d bleuCounts) {
	for i := range c.match {
		c.match[i] += d.match[i]
		c.total[i] += d.total[i]
	}
	c.length += d.length
	c.references += d.references
}

// score is the geometric mean of the precisions, from 0 to 100, times the
// brevity penalty. An order without a match counts half of one, the next such
// order a quarter, and so on. When effective, orders that the text is too short
// for do not count; otherwise they make the score 0.
func (c bleuCounts) score(effective bool) float64 {
	if c.match == [bleuOrder]int{} {
		return 0
	}
	orders, smooth, sum := 0, 1.0, 0.0
	for ; orders < bleuOrder && c.total[orders] > 0; orders++ {
		match := float64(c.match[orders])
		if match == 0 {
			smooth *= 2
			match = 1 / smooth
		}
		sum += math.Log(100 * match / float64(c.total[orders]))
	}
	if !effective && orders < bleuOrder {
		return 0
	}
	return c.brevity() * math.Exp(sum/float64(orders))
}

func (c bleuCounts) brevity() float64 {
	if c.length >= c.references {
		return 1
	}
	return math.Exp(1 - float64(c.references)/float64(c.length))
}

// CorpusBLEU is the BLEU of all texts together, from 0 to 100, as sacreBLEU
// defines it for a corpus: "nrefs:var|case:mixed|eff:no|tok:13a|smooth:exp".
// references[i] are those of texts[i]; false is that some text has none.
func CorpusBLEU(texts []string, references [][]string) (float64, bool) {
	var sum bleuCounts
	for i, text := range texts {
		if i >= len(references) || len(notEmpty(references[i])) == 0 {
			return 0, false
		}
		sum.add(countBLEU(text, notEmpty(references[i])))
	}
	return sum.score(false), len(texts) > 0
}
