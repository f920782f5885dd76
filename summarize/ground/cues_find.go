package ground

import (
	"strings"
	"unicode/utf8"
)

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
			p.addCue(pr, cue{from: i, to: last, gap: at{first, last - len(ph.pieces[len(ph.pieces)-1])}, sense: ph.sense}, ph.side, in)
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

// longestScope bounds the tokens that a cue is about.
const longestScope = 100

func (p *prosody) lookAhead(pr *prose, c *cue, to int) {
	to = min(to, c.to+longestScope)
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
