package ground

import (
	"fmt"
	"math"
	"slices"
)

// headline is where the article's headline stands among the sentences.
const headline = -1

// figureIndex are the figures of an article, for the rules that compare them.
type figureIndex struct {
	*lexicon
	figures []figures // of the headline, then of each sentence
}

// readFigures reads the figures of the article, once.
func (c *Checker) readFigures() *figureIndex {
	if c.figures != nil {
		return c.figures
	}
	f := &figureIndex{lexicon: lexiconOf(c.lang), figures: make([]figures, 1+len(c.sentences))}
	f.figures[0] = f.lexicon.figures(c.title)
	for i, s := range c.sentences {
		f.figures[i+1] = f.lexicon.figures(s)
	}
	c.figures = f
	return f
}

// passageAt returns a sentence of the article, or its headline.
func (c *Checker) passageAt(sentence int) passage {
	if sentence == headline {
		return c.title
	}
	return c.sentences[sentence]
}

// placeOf names a sentence for people.
func placeOf(sentence int) string {
	if sentence == headline {
		return "the headline"
	}
	return fmt.Sprintf("sentence %d", sentence+1)
}

// scene says how well the surroundings of words in a part of a claim match
// those of words in the article.
type scene struct {
	checker *Checker
	words   []sceneWord
	share   []float64 // of the words' weight, that each sentence has; the headline is at 0
}

type sceneWord struct {
	stem   string
	weight float64
	at     int // token of the claim
}

// newScene weighs the content words of a part, leaving out the tokens that are
// compared themselves.
func newScene(cl *claim, p part, left []bool) *scene {
	c := cl.checker
	s := &scene{checker: c, share: make([]float64, 1+len(c.sentences))}
	total := 0.0
	for i := p.from; i < p.to; i++ {
		t := cl.tokens[i]
		if t.stop || t.kind != word || left[i] {
			continue
		}
		w := sceneWord{t.stem, c.index.weight(t.stem), i}
		total += w.weight
		s.words = append(s.words, w)
	}
	for i := range s.words {
		w := &s.words[i]
		w.weight /= total
		if slices.ContainsFunc(s.words[:i], func(v sceneWord) bool { return v.stem == w.stem }) {
			continue
		}
		for _, k := range c.index.where[w.stem] {
			s.share[k+1] += w.weight
		}
		if slices.ContainsFunc(c.title.tokens, func(t token) bool { return t.stem == w.stem }) {
			s.share[0] += w.weight
		}
	}
	return s
}

// reach is the distance in tokens at which a word counts half.
const reach = 4

func nearness(distance int) float64 {
	return reach / (reach + math.Abs(float64(distance)))
}

// score compares the surroundings of tokens at of the claim with those of
// tokens from to to of a sentence: 1 when all words stand around both, 0 when
// none do. Words of the neighbouring sentences count a little.
func (s *scene) score(at, sentence, from, to int) float64 {
	if len(s.words) == 0 {
		return 1
	}
	tokens := s.checker.passageAt(sentence).tokens
	got, total := 0.0, 0.0
	for _, w := range s.words {
		weight := w.weight * nearness(w.at-at)
		total += weight
		if best := closest(tokens, w.stem, from, to); best >= 0 {
			got += weight * (0.5 + 0.5*nearness(best))
		} else if s.beside(w.stem, sentence) {
			got += weight * 0.25
		}
	}
	return got / total
}

// farthest is how many tokens to each side are looked at: more than a sentence has.
const farthest = 60

// closest is the least distance of a word from tokens, -1 when it is not there.
func closest(tokens []token, stem string, from, to int) int {
	best := -1
	for i := max(0, from-farthest); i < min(len(tokens), to+farthest); i++ {
		if tokens[i].stem != stem || tokens[i].stop {
			continue
		}
		d := 0
		if i < from {
			d = from - i - 1
		} else if i >= to {
			d = i - to
		}
		if best < 0 || d < best {
			best = d
		}
	}
	return best
}

// beside reports whether a neighbouring sentence has the word.
func (s *scene) beside(stem string, sentence int) bool {
	where := s.checker.index.where[stem]
	for _, k := range []int{sentence - 1, sentence + 1} {
		if _, ok := slices.BinarySearch(where, k); ok {
			return true
		}
	}
	return false
}

// partOf returns the part of a claim that has the token.
func (cl *claim) partOf(token int) part {
	for _, p := range cl.parts {
		if p.from <= token && token < p.to {
			return p
		}
	}
	return part{to: len(cl.tokens)}
}

// words returns the text of tokens of a passage.
func (p passage) words(from, to int) string {
	if from >= to {
		return ""
	}
	return p.text[p.tokens[from].start:p.tokens[to-1].end]
}

// standsAt reports whether a part of the claim stands word for word in a sentence
// of the article, with the claim's token i at token k.
func (cl *claim) standsAt(p part, i, sentence, k int) bool {
	ours, theirs := cl.tokens[p.from:p.to], cl.checker.passageAt(sentence).tokens
	first := k - (i - p.from)
	if first < 0 || first+len(ours) > len(theirs) {
		return false
	}
	for n := range ours {
		if ours[n].text != theirs[first+n].text {
			return false
		}
	}
	return true
}
