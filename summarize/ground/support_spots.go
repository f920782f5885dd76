package ground

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// spots are the content words of an article in order, each with the places
// where it stands. The headline comes first, as sentence -1.
type spots struct {
	ids      map[string]int32 // key -> word
	keys     []string         // by word
	norms    []string         // by word: how it is written where it stands first
	word     []int32          // by spot
	sentence []int32          // by spot
	number   []bool           // by spot
	from     []int32          // by word: where its spots begin in where
	where    []int32          // spots, word by word, in order
}

func newSpots(title passage, sentences []passage, w *supportWords) *spots {
	n := len(title.tokens)
	for _, s := range sentences {
		n += len(s.tokens)
	}
	x := &spots{ids: make(map[string]int32, n/3), word: make([]int32, 0, n/2), sentence: make([]int32, 0, n/2), number: make([]bool, 0, n/2)}
	x.add(title, -1, w)
	for i, s := range sentences {
		x.add(s, int32(i), w)
	}
	x.sort()
	return x
}

func (x *spots) add(p passage, sentence int32, w *supportWords) {
	for _, t := range p.tokens {
		if !tells(t) {
			continue
		}
		key := w.key(t)
		id, ok := x.ids[key]
		if !ok {
			id = int32(len(x.keys))
			x.ids[key] = id
			x.keys, x.norms = append(x.keys, key), append(x.norms, t.norm)
		}
		x.word = append(x.word, id)
		x.sentence = append(x.sentence, sentence)
		x.number = append(x.number, w.isNumber(t))
	}
}

// sort puts the spots in the order of their words, by counting.
func (x *spots) sort() {
	x.from = make([]int32, len(x.keys)+1)
	for _, id := range x.word {
		x.from[id+1]++
	}
	for i := range x.keys {
		x.from[i+1] += x.from[i]
	}
	next := append([]int32(nil), x.from...)
	x.where = make([]int32, len(x.word))
	for spot, id := range x.word {
		x.where[next[id]] = int32(spot)
		next[id]++
	}
}

// of returns the spots of a word, in order.
func (x *spots) of(id int32) []int32 { return x.where[x.from[id]:x.from[id+1]] }

// leastPrefix is how many characters two words must begin with in common, and
// six tenths of the longer one, to pass for forms of one word.
const leastPrefix = 4

// partly returns the spots of words that begin as the word does.
func (x *spots) partly(norm string) []int32 {
	if utf8.RuneCountInString(norm) < leastPrefix {
		return nil
	}
	var out []int32
	for id, other := range x.norms {
		if other[0] == norm[0] && alikeStart(norm, other) {
			out = append(out, x.of(int32(id))...)
		}
	}
	slices.Sort(out)
	return out
}

func alikeStart(a, b string) bool {
	longer, common := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b)), 0
	for i, r := range a {
		if !strings.HasPrefix(b[min(i, len(b)):], string(r)) {
			break
		}
		common++
	}
	return common >= leastPrefix && common*10 >= longer*6
}
