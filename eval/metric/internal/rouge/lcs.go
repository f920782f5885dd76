package rouge

import (
	"math/bits"
	"slices"
)

// lcs finds longest common subsequences of a line with others. In a row of bits,
// bit j is 0 where the first j+1 words of the line have a longer common
// subsequence with the other line so far than its first j words. The rows are
// the table of lengths that is usually filled, with a bit for a cell.
type lcs struct {
	line   []int32
	width  int      // of a row, in steps of 64 words
	places []places // by word, zero but for the words of the line
	before []int32  // by place: the place before it with the same word, from 1; 0 for none
	masks  []uint64 // rows of the frequent words
	rare   []uint64 // the row of another word, zero between uses

	row []uint64
	tracer
}

// places are where a word stands in the line. A word that stands in it as often
// as the row has steps is frequent, and gets a row of its own in masks, the
// mask-th from 1. There are 64 of them at most. Where a row is one step, bits is
// that of the word.
type places struct {
	bits              uint64
	last, count, mask int32
}

// commonLength returns the length of the longest common subsequence of both
// texts, whatever their lines.
func (c *scratch) commonLength() int {
	c.lcs.begin(c.prediction.words, c.words.size())
	defer c.lcs.end()
	return c.lcs.length(c.reference.words)
}

// begin makes a line the one that is searched. Its words are below size.
func (l *lcs) begin(line []int32, size int) {
	l.line, l.width = line, (len(line)+63)/64
	if n := size - len(l.places); n > 0 {
		l.places = append(l.places, make([]places, n)...)
	}
	l.before = sized(l.before, len(line))
	l.rare = sized(l.rare, l.width)
	clear(l.rare)
	l.masks = l.masks[:0]
	for i, w := range line {
		p := &l.places[w]
		l.before[i] = p.last
		p.last = int32(i) + 1
		p.count++
		p.bits |= 1 << (i & 63)
	}
}

// end forgets the line.
func (l *lcs) end() {
	for _, w := range l.line {
		l.places[w] = places{}
	}
}

// has reports that the line has a word.
func (l *lcs) has(word int32) bool { return l.places[word].count > 0 }

// length returns the length of the longest common subsequence.
func (l *lcs) length(other []int32) int {
	l.row = sized(l.row, l.width)
	fill(l.row)
	for _, w := range other {
		if l.has(w) {
			l.next(l.row, l.row, w)
		}
	}
	return zeros(l.row, len(l.line))
}

// next makes the row that follows another when the other line goes on with a
// word. Both may be the same.
func (l *lcs) next(to, from []uint64, word int32) {
	p := &l.places[word]
	if l.width == 1 {
		matches := from[0] & p.bits
		to[0] = from[0] + matches | from[0]&^matches
		return
	}
	frequent := int(p.count) >= l.width
	if frequent && p.mask == 0 {
		l.masks = append(l.masks, l.rare...)
		p.mask = int32(len(l.masks) / l.width)
		l.set(l.mask(p), p)
	}
	mask := l.rare
	if frequent {
		mask = l.mask(p)
	} else {
		l.set(mask, p)
	}
	step(to, from, mask)
	if !frequent {
		l.unset(mask, p)
	}
}

func (l *lcs) mask(p *places) []uint64 {
	return l.masks[(int(p.mask)-1)*l.width:][:l.width]
}

func (l *lcs) set(mask []uint64, p *places) {
	for at := p.last; at > 0; at = l.before[at-1] {
		mask[(at-1)>>6] |= 1 << ((at - 1) & 63)
	}
}

func (l *lcs) unset(mask []uint64, p *places) {
	for at := p.last; at > 0; at = l.before[at-1] {
		mask[(at-1)>>6] = 0
	}
}

// step is the recurrence of Hyyrö (2004), over rows of several steps.
func step(to, from, mask []uint64) {
	carry := uint64(0)
	to, mask = to[:len(from)], mask[:len(from)]
	for i, row := range from {
		matches := row & mask[i]
		var sum uint64
		sum, carry = bits.Add64(row, matches, carry)
		to[i] = sum | row&^matches
	}
}

// zeros counts the zeros among the first n bits of a row.
func zeros(row []uint64, n int) int {
	ones := 0
	for _, w := range row[:n>>6] {
		ones += bits.OnesCount64(w)
	}
	if rest := n & 63; rest > 0 {
		ones += bits.OnesCount64(row[n>>6] << (64 - rest))
	}
	return n - ones
}

// fill makes the row before all others: nothing is in common.
func fill(row []uint64) {
	for i := range row {
		row[i] = ^uint64(0)
	}
}

// sized returns a slice of length n. What it holds is left over.
func sized[T any](s []T, n int) []T {
	return slices.Grow(s[:0], n)[:n]
}
