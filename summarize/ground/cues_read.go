package ground

import (
	"strings"
	"unicode/utf8"
)

// prose is a passage in which cues are found.
type prose struct {
	passage
	kin   []*kin // what is known of each token
	cues  []cue
	polar []polarity // of each token; nil when nothing is negated
}

// kin is what is known of a word.
type kin struct {
	base    int32 // equal for forms of one word
	content bool
	phrases []phrase // cues that begin with it
	poles   []pole
	ending  sense
	root    string // the word without its ending
}

// cue is a place that has an effect on what is said around it.
type cue struct {
	from, to int // tokens
	sense    sense
	side     side
	scope    at    // what it is about
	heads    []int // the first content words of the scope, nearest first
}

// polarity says whether a word is negated.
type polarity uint8

const (
	affirmed polarity = iota
	perhaps           // near a negation
	negative
)

// mostHeads is how many words of its scope a cue is compared by.
const mostHeads = 4

// prosody is the article, read for cues.
type prosody struct {
	*vocabulary
	tongue *words
	kinds  map[string]*kin
	bases  map[string]int32
	prose  []*prose  // the headline, then the sentences
	where  [][]int32 // base -> indexes of prose that have it
	onSide map[[2]int][]int32
}

// readProse reads the article for the rules that look for cues, once.
func (c *Checker) readProse() *prosody {
	if c.cues != nil {
		return c.cues
	}
	p := &prosody{vocabulary: newVocabulary(c.lang, c.words), tongue: c.words, kinds: map[string]*kin{}, bases: map[string]int32{}, onSide: map[[2]int][]int32{}}
	c.cues = p
	p.prose = make([]*prose, 0, len(c.sentences)+1)
	for i := -1; i < len(c.sentences); i++ {
		text := c.title
		if i >= 0 {
			text = c.sentences[i]
		}
		pr := &prose{passage: text, kin: make([]*kin, len(text.tokens))}
		for k := range text.tokens {
			pr.kin[k] = p.learnKin(&text.tokens[k])
			p.place(pr.kin[k], int32(i+1))
		}
		p.find(pr, 0, len(text.tokens))
		p.prose = append(p.prose, pr)
	}
	return p
}

func (p *prosody) place(k *kin, sentence int32) {
	if k.content {
		p.where[k.base] = appendNew(p.where[k.base], sentence)
	}
	for _, pole := range k.poles {
		key := [2]int{pole.pair, int(pole.side)}
		p.onSide[key] = appendNew(p.onSide[key], sentence)
	}
}

func appendNew(list []int32, n int32) []int32 {
	if len(list) > 0 && list[len(list)-1] == n {
		return list
	}
	return append(list, n)
}

// learnKin returns what is known of a token of the article.
func (p *prosody) learnKin(t *token) *kin {
	key := kinKey(t)
	if k, ok := p.kinds[key]; ok {
		return k
	}
	k := p.newKin(t)
	base := p.baseOf(t, k)
	id, ok := p.bases[base]
	if !ok {
		id = int32(len(p.where))
		p.bases[base] = id
		p.where = append(p.where, nil)
	}
	k.base = id
	p.kinds[key] = k
	return k
}

// kinKey tells tokens apart: a character of a script without spaces counts with
// the one after it.
func kinKey(t *token) string {
	if t.dense && !t.stop {
		return t.stem
	}
	return t.norm
}

// seekKin returns what is known of a token of a claim. It changes nothing.
func (p *prosody) seekKin(t *token, unseen int32) *kin {
	if k, ok := p.kinds[kinKey(t)]; ok {
		return k
	}
	k := p.newKin(t)
	if id, ok := p.bases[p.baseOf(t, k)]; ok {
		k.base = id
	} else {
		k.base = unseen
	}
	return k
}

func (p *prosody) newKin(t *token) *kin {
	k := &kin{content: !t.stop && t.kind != mark, phrases: p.phrases[t.norm], poles: p.polesOf(*t), root: t.norm}
	if t.kind == word && !t.dense && !t.stop {
		k.ending, k.root = p.endingOf(t.norm)
	}
	return k
}

func (p *prosody) baseOf(t *token, k *kin) string {
	if base, ok := p.vocabulary.bases[t.norm]; ok {
		return p.tongue.stemOf(base)
	}
	if k.ending != plainly {
		return p.tongue.stemOf(k.root)
	}
	return t.stem
}

// find finds the cues of the tokens from the first to before the last.
func (p *prosody) find(pr *prose, from, to int) {
	for i := from; i < to; {
		i = p.findAt(pr, i, at{from, to})
	}
	for i := range pr.cues {
		if c := &pr.cues[i]; c.from >= from && c.sense >= negated {
			p.negate(pr, c)
		}
	}
}

// findAt adds the cues that begin at token i, and returns where to look next.
func (p *prosody) findAt(pr *prose, i int, in at) int {
	longest, next := 0, i+1
	for _, ph := range pr.kin[i].phrases {
		if ph.length < longest {
			break
		}
		first, last, ok := ph.match(pr, i, in.to)
		if !ok || ph.sense == possible && pr.tokens[i].norm == "may" && pr.tokens[i].capital && i > 0 {
			continue
		}
		longest = ph.length
		next = first
		if ph.sense != plainly {
			p.addCue(pr, cue{from: i, to: last, sense: ph.sense}, ph.side, in)
		}
	}
	if longest == 0 && pr.kin[i].ending != plainly {
		c := cue{from: i, to: i + 1, sense: pr.kin[i].ending, heads: []int{i}}
		if utf8.RuneCountInString(pr.kin[i].root) < leastRoot { // "etmedi" says little, the word before it tells
			c.heads = nil
		}
		p.addCue(pr, c, behind, in)
	}
	return next
}

// match reports whether the phrase stands at token i, where its first piece ends,
// and where its last one does.
func (ph *phrase) match(pr *prose, i, to int) (first, last int, ok bool) {
	for n, piece := range ph.pieces {
		at := i
		if n > 0 {
			at = -1
			for j := last; j <= last+gapWords && j < to && !isBound(&pr.tokens[j]); j++ {
				if matchesAt(pr, j, to, piece) {
					at = j
					break
				}
			}
		}
		if at < 0 || !matchesAt(pr, at, to, piece) {
			return 0, 0, false
		}
		last = at + len(piece)
		if n == 0 {
			first = last
		}
	}
	return first, last, true
}

func matchesAt(pr *prose, i, to int, piece []string) bool {
	if i+len(piece) > to {
		return false
	}
	for n, w := range piece {
		if pr.tokens[i+n].norm != w {
			return false
		}
	}
	return true
}

// isBound reports whether a mark ends a clause.
func isBound(t *token) bool {
	if t.kind != mark {
		return false
	}
	return strings.Contains(",;:()–—.!?…、，。；：！？（）،؛؟|", t.text) || t.text == "-" && !t.glued
}

// addCue works out what a cue is about: the rest of its clause, or where that is
// empty or the language puts cues behind, what stands before it.
func (p *prosody) addCue(pr *prose, c cue, where side, in at) {
	c.side = where
	switch {
	case c.heads != nil:
		c.scope = at{c.from, c.to}
	case where == behind:
		p.lookBack(pr, &c, in.from)
	default:
		p.lookAhead(pr, &c, in.to)
		if len(c.heads) == 0 && where == around {
			p.lookBack(pr, &c, in.from)
		}
	}
	pr.cues = append(pr.cues, c)
}

func (p *prosody) lookAhead(pr *prose, c *cue, to int) {
	i, joined := c.to, false
	for ; i < to; i++ {
		t := &pr.tokens[i]
		if p.stemmed && i == c.to && t.isMark(",") {
			continue // German sets a comma before an infinitive
		}
		if isBound(t) || len(c.heads) > 0 && p.openers[t.norm] && !p.joins[t.norm] {
			break
		}
		joined = joined || len(c.heads) > 0 && p.joins[t.norm]
		if pr.kin[i].content && !joined && len(c.heads) < mostHeads && !p.isAdverb(pr, i, to) {
			c.heads = append(c.heads, i)
		} else if c.side == touching && len(c.heads) == 0 && t.kind == word {
			break
		}
	}
	c.scope = at{c.to, i}
}

// isAdverb reports whether a token only says how: "quickly" before a content word.
func (p *prosody) isAdverb(pr *prose, i, to int) bool {
	return !p.stemmed && strings.HasSuffix(pr.tokens[i].norm, "ly") && i+1 < to && !isBound(&pr.tokens[i+1])
}

func (p *prosody) lookBack(pr *prose, c *cue, from int) {
	i := c.from - 1
	for ; i >= from; i-- {
		if isBound(&pr.tokens[i]) && len(c.heads) > 0 {
			break
		}
		if pr.kin[i].content && len(c.heads) < mostHeads {
			c.heads = append(c.heads, i)
		}
	}
	c.scope = at{i + 1, c.from}
}

// negate marks what a negation is about: its first word as negated, unless that
// passes the negation on, and the others as perhaps negated.
func (p *prosody) negate(pr *prose, c *cue) {
	if pr.polar == nil {
		pr.polar = make([]polarity, len(pr.tokens))
	}
	sure := c.sense == negated
	for i := c.scope.from; i < c.scope.to; i++ {
		pr.polar[i] = max(pr.polar[i], perhaps)
	}
	for _, h := range c.heads {
		switch {
		case !sure:
		case p.raising[pr.tokens[h].norm]:
		case pr.polar[h] == negative: // twice
			pr.polar[h] = perhaps
			sure = false
		default:
			pr.polar[h] = negative
			sure = false
		}
	}
}

func (pr *prose) polarityAt(i int) polarity {
	if pr.polar == nil {
		return affirmed
	}
	return pr.polar[i]
}
