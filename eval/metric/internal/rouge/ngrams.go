package rouge

// commonWords counts the words that both texts have.
func (c *scratch) commonWords() int {
	hits := 0
	for _, w := range c.prediction.words {
		c.counts[w]++
	}
	for _, w := range c.reference.words {
		if c.counts[w] > 0 {
			c.counts[w]--
			hits++
		}
	}
	c.clearCounts()
	return hits
}

// clearCounts sets the counts of the prediction's words back.
func (c *scratch) clearCounts() {
	for _, w := range c.prediction.words {
		c.counts[w] = 0
	}
}

// commonPairs counts the pairs of neighbouring words that both texts have.
func (c *scratch) commonPairs() int {
	hits := 0
	c.pairs.reset(len(c.prediction.words))
	for i := 1; i < len(c.prediction.words); i++ {
		c.pairs.add(c.prediction.words[i-1], c.prediction.words[i])
	}
	for i := 1; i < len(c.reference.words); i++ {
		if c.pairs.take(c.reference.words[i-1], c.reference.words[i]) {
			hits++
		}
	}
	return hits
}

// pairTable counts pairs of words. It is an open hash table: a slot whose pair
// is taken is followed by the next.
type pairTable struct {
	pairs  []uint64 // 0 is a free slot
	counts []int32
	shift  int
}

// reset empties the table and makes it large enough for n pairs.
func (t *pairTable) reset(n int) {
	bits := 4
	for 1<<bits < 2*n {
		bits++
	}
	if size := 1 << bits; size > cap(t.pairs) {
		t.pairs, t.counts = make([]uint64, size), make([]int32, size)
	} else {
		t.pairs, t.counts = t.pairs[:size], t.counts[:size]
		clear(t.pairs)
	}
	t.shift = 64 - bits
}

// find returns the slot of a pair, or the free one where it belongs.
func (t *pairTable) find(a, b int32) (slot int, pair uint64) {
	pair = uint64(a)<<32 | uint64(b) + 1
	slot = int(pair * 0x9e3779b97f4a7c15 >> t.shift)
	for t.pairs[slot] != 0 && t.pairs[slot] != pair {
		slot = (slot + 1) & (len(t.pairs) - 1)
	}
	return slot, pair
}

func (t *pairTable) add(a, b int32) {
	slot, pair := t.find(a, b)
	if t.pairs[slot] == 0 {
		t.pairs[slot], t.counts[slot] = pair, 0
	}
	t.counts[slot]++
}

// take reports whether the table still has the pair, and takes one out.
func (t *pairTable) take(a, b int32) bool {
	slot, pair := t.find(a, b)
	if t.pairs[slot] != pair || t.counts[slot] == 0 {
		return false
	}
	t.counts[slot]--
	return true
}
