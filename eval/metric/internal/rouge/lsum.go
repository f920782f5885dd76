package rouge

import "math"

// unionHits counts the words of the reference that are in a longest common
// subsequence of their line and any line of the prediction. A word counts no
// more often than the prediction has it.
func (c *scratch) unionHits() int {
	c.hit = sized(c.hit, len(c.reference.words))
	clear(c.hit)
	start := 0
	for _, end := range c.prediction.ends {
		c.lcs.begin(c.prediction.words[start:end], c.words.size())
		first := 0
		for _, last := range c.reference.ends {
			c.lcs.trace(c.reference.words[first:last], c.hit[first:last])
			first = last
		}
		c.lcs.end()
		start = end
	}
	return c.clipped()
}

// clipped counts the hits, and drops those of words that the prediction has no
// more of.
func (c *scratch) clipped() int {
	for _, w := range c.prediction.words {
		c.counts[w]++
	}
	hits := 0
	for i, w := range c.reference.words {
		if c.hit[i] && c.counts[w] > 0 {
			c.counts[w]--
			hits++
		}
	}
	c.clearCounts()
	return hits
}

// tracer is what tracing a subsequence back needs.
type tracer struct {
	active []int32  // places in the other line of words that the line has
	marks  []uint64 // the row before each block of active words
	rows   []uint64 // of one block: the row before it, and one for each word

	maxRows int // bounds rows while one block is enough, in steps of 64 words
}

// maxRows makes rows 8 MiB.
const maxRows = 1 << 20

// trace sets hit for the words of the other line that are in the longest common
// subsequence. It walks back through the rows from the end; where one has to be
// left out, it is the other line's word unless that makes the rest shorter.
//
// The rows of long lines are not kept but for one in each block of them, from
// which those of the block are computed again: two passes for memory that grows
// with the root of the other line's length.
func (l *lcs) trace(other []int32, hit []bool) {
	l.active = l.active[:0]
	for i, w := range other {
		if l.has(w) {
			l.active = append(l.active, int32(i))
		}
	}
	if len(l.active) == 0 {
		return
	}
	size := len(l.active)
	if size*l.width > l.maxRows {
		size = int(math.Sqrt(float64(size))) + 1
	}
	l.mark(other, size)
	end := len(l.line)
	for block := (len(l.active) - 1) / size; block >= 0 && end > 0; block-- {
		active := l.block(block, size)
		l.recompute(other, active, block)
		end = l.walk(other, active, hit, end)
	}
}

// block returns the active words of a block.
func (l *lcs) block(block, size int) []int32 {
	return l.active[block*size : min((block+1)*size, len(l.active))]
}

func (l *lcs) at(rows []uint64, i int) []uint64 {
	return rows[i*l.width:][:l.width:l.width]
}

// mark computes the rows before each block.
func (l *lcs) mark(other []int32, size int) {
	blocks := (len(l.active)-1)/size + 1
	l.marks = sized(l.marks, blocks*l.width)
	fill(l.at(l.marks, 0))
	for block := range blocks - 1 {
		row := l.at(l.marks, block+1)
		copy(row, l.at(l.marks, block))
		for _, i := range l.block(block, size) {
			l.next(row, row, other[i])
		}
	}
}

// recompute fills the rows of a block.
func (l *lcs) recompute(other, active []int32, block int) {
	l.rows = sized(l.rows, (len(active)+1)*l.width)
	copy(l.rows, l.at(l.marks, block))
	for n, i := range active {
		l.next(l.at(l.rows, n+1), l.at(l.rows, n), other[i])
	}
}

// walk goes back through a block. It begins with the first end words of the
// line, and returns how many are left.
func (l *lcs) walk(other, active []int32, hit []bool, end int) int {
	for n := len(active) - 1; n >= 0 && end > 0; n-- {
		word := other[active[n]]
		row := l.at(l.rows, n+1)
		if zeros(row, end) > zeros(l.at(l.rows, n), end) {
			for l.line[end-1] != word && row[(end-1)>>6]>>((end-1)&63)&1 == 1 {
				end--
			}
		}
		if l.line[end-1] == word {
			hit[active[n]] = true
			end--
		}
	}
	return end
}
