package metric

import (
	"math/bits"
	"unicode"
)

// symbols numbers words or characters from 0: equal ones have equal numbers.
type symbols[T comparable] map[T]int32

func (s symbols[T]) number(of T) int32 {
	n, ok := s[of]
	if !ok {
		n = int32(len(s))
		s[of] = n
	}
	return n
}

func numberAll[T comparable](s symbols[T], all []T) []int32 {
	out := make([]int32, len(all))
	for i, one := range all {
		out[i] = s.number(one)
	}
	return out
}

// eachOrder numbers the n-grams of several sequences of symbols, for n from 1 to
// most, and shows them: grams[i][j] is the n-gram that starts at seqs[i][j].
// Equal n-grams have equal numbers under distinct. An n-gram is the number of
// its first n-1 symbols with the last one, so that all is linear.
func eachOrder(seqs [][]int32, most int, visit func(n int, grams [][]int32, distinct int)) {
	grams := make([][]int32, len(seqs))
	total, distinct := 0, 0
	for i, seq := range seqs {
		grams[i] = append([]int32(nil), seq...)
		total += len(seq)
		for _, symbol := range seq {
			distinct = max(distinct, int(symbol)+1)
		}
	}
	visit(1, grams, distinct)
	known := newPairs(total)
	for n := 2; n <= most; n++ {
		known.clear()
		for i, seq := range seqs {
			grams[i] = grams[i][:max(0, len(seq)-n+1)]
			for j, start := range grams[i] {
				grams[i][j] = known.number(pair(start, seq[j+n-1]))
			}
		}
		visit(n, grams, known.size)
	}
}

// pairs numbers pairs of numbers as symbols does, in a table of its own: there
// are some thousands to each text.
type pairs struct {
	keys    []uint64 // a key and 1, 0 where there is none
	numbers []int32
	shift   int
	size    int
}

// newPairs makes room for so many.
func newPairs(most int) *pairs {
	size := bits.Len(uint(max(most, 8))) + 1
	return &pairs{keys: make([]uint64, 1<<size), numbers: make([]int32, 1<<size), shift: 64 - size}
}

func (p *pairs) clear() {
	clear(p.keys)
	p.size = 0
}

// number looks from a place that depends on all bits of the key: the finishing
// steps of the generator SplitMix64 spread keys that are alike.
func (p *pairs) number(key uint64) int32 {
	mask := uint64(len(p.keys) - 1)
	key++
	spread := (key ^ key>>30) * 0xbf58476d1ce4e5b9
	spread = (spread ^ spread>>27) * 0x94d049bb133111eb
	for at := spread >> p.shift; ; at = (at + 1) & mask {
		switch p.keys[at] {
		case key:
			return p.numbers[at]
		case 0:
			p.keys[at], p.numbers[at] = key, int32(p.size)
			p.size++
			return p.numbers[at]
		}
	}
}

// pair makes one key of two numbers.
func pair(a, b int32) uint64 { return uint64(a)<<32 | uint64(uint32(b)) }

// tally counts how often each number occurs; counts must hold zeros.
func tally(counts, numbers []int32) {
	for _, n := range numbers {
		counts[n]++
	}
}

// pythonSpace reports what str.split of Python cuts at, which is a little more
// than Unicode's white space.
func pythonSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }
