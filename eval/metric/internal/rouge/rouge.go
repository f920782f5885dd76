// Package rouge computes ROUGE-1, -2, -L and -Lsum as Google's rouge_score
// defines them, to the last bit.
//
// The journey of the data:
//
//  1. A tokenizer cuts a text into words, line by line. Each word becomes a
//     number; words with the same stem get the same one.
//  2. ROUGE-1 and -2 count the words and pairs of words that both texts have,
//     no one more often than the text that has it less often.
//  3. ROUGE-L is the length of the longest common subsequence of both texts.
//  4. ROUGE-Lsum traces, for every line of the reference, a longest common
//     subsequence with every line of the prediction. What any of them holds is
//     a hit, as long as the prediction still has that word to give.
//
// Of several common subsequences of the same length, the trace takes the one
// that rouge_score's takes. Subsequences are found with a bit for each word of
// the prediction, 64 of them in a step.
//
// The package does not combine several references: that is for its caller.
package rouge

import "sync"

// Tokenizer says what a word is.
type Tokenizer int

// The tokenizers.
const (
	// Classic is that of rouge_score: runs of a-z and 0-9 in the lower-cased text.
	Classic Tokenizer = iota
	// Unicode finds the words of every script, by UAX #29 in the NFKC form of the
	// text, case-folded. What is ASCII in them is cut as Classic cuts it, so that
	// on ASCII text both are the same. Scripts without spaces (Han, kana, Thai,
	// Lao, Khmer, Myanmar) are cut into characters, each with its marks.
	Unicode
)

// Kind is a way of scoring.
type Kind int

// The kinds. Kinds is their number.
const (
	One Kind = iota
	Two
	L
	Lsum
	Kinds
)

// Score is one ROUGE score. All are from 0 to 1.
type Score struct {
	Precision, Recall, F float64
}

// Result holds the scores of a prediction against one reference. Those of kinds
// that were not asked for are zero.
type Result struct {
	Scores [Kinds]Score
	Words  int // of the reference
}

// Scorer scores. The zero value uses Classic and no stemmer. It must not be
// copied after use, and is safe for concurrent use.
type Scorer struct {
	// Stem lets words of more than three letters from a-z be stemmed by Porter's
	// algorithm.
	Stem      bool
	Tokenizer Tokenizer

	scratch sync.Pool
}

// Score scores a prediction against each reference, in their order. Words is
// the number of words of the prediction.
func (s *Scorer) Score(prediction string, references []string, kinds ...Kind) (results []Result, words int) {
	c, ok := s.scratch.Get().(*scratch)
	if !ok {
		c = newScratch()
	}
	defer s.scratch.Put(c)
	c.words.limit()
	c.read(s, &c.prediction, prediction)
	results = make([]Result, len(references))
	for i, reference := range references {
		c.read(s, &c.reference, reference)
		results[i].Words = len(c.reference.words)
		for _, kind := range kinds {
			results[i].Scores[kind] = c.score(kind)
		}
	}
	return results, len(c.prediction.words)
}

// scratch is what one call works with. Its buffers are used again by the next.
type scratch struct {
	words      vocabulary
	prediction text
	reference  text
	counts     []int32 // by word, all zero between uses
	pairs      pairTable
	lcs        lcs
	hit        []bool // words of the reference
}

func newScratch() *scratch {
	return &scratch{words: newVocabulary(), lcs: lcs{tracer: tracer{maxRows: maxRows}}}
}

func (c *scratch) read(s *Scorer, into *text, from string) {
	into.reset()
	if s.Tokenizer == Unicode {
		c.words.readUnicode(into, from, s.Stem)
	} else {
		c.words.readClassic(into, from, s.Stem)
	}
	if n := c.words.size() - len(c.counts); n > 0 {
		c.counts = append(c.counts, make([]int32, n)...)
	}
}

func (c *scratch) score(kind Kind) Score {
	p, r := &c.prediction, &c.reference
	switch kind {
	case One:
		return ratio(c.commonWords(), len(p.words), len(r.words))
	case Two:
		return ratio(c.commonPairs(), len(p.words)-1, len(r.words)-1)
	case L:
		return ratio(c.commonLength(), len(p.words), len(r.words))
	default:
		return ratio(c.unionHits(), len(p.words), len(r.words))
	}
}

// ratio makes a score of hits. The operations and their order are those of
// rouge_score, so that the last bit is the same.
func ratio(hits, predicted, wanted int) Score {
	s := Score{
		Precision: float64(hits) / float64(max(predicted, 1)),
		Recall:    float64(hits) / float64(max(wanted, 1)),
	}
	if sum := s.Precision + s.Recall; sum > 0 {
		s.F = 2 * s.Precision * s.Recall / sum
	}
	return s
}
