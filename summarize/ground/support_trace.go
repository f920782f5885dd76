package ground

import (
	"cmp"
	"math"
	"slices"
)

// wanted is a content word of a claim, and where the article has it.
type wanted struct {
	token  int   // index into the claim's tokens
	word   int32 // in spots, -1 when the article does not have it
	number bool
	size   float64 // 1, or a half for two characters of a script without spaces
	spots  []int32
	extra  float64 // what it costs that another word stands for it
	tight  bool    // nothing stands between it and the content word before it
	linked bool    // one or two small words do, and no mark
}

// hop is a step of a trace: the word stands at spot, or nowhere.
type hop struct {
	cost  float64
	last  int32 // spot of the last word that was found, -1 for none yet
	prev  int32 // index of the hop before, in its layer
	found bool  // the word itself was found, at last
}

// trace is the cheapest way to read a part of a claim off the article.
type trace struct {
	cost  float64
	spots []int32 // by wanted word, -1 where it is missing
}

// The bounds that keep a trace linear in the claim and in the article.
const (
	mostHops  = 24 // ways that are followed at a time
	mostSpots = 32 // spots of a word that are tried, those of the evidence apart
)

// tracer reads claims off one article.
type tracer struct {
	spots *spots
	words *supportWords
	costs *supportCosts
}

// follow finds the cheapest way through the wanted words.
func (t *tracer) follow(want []wanted) trace {
	layers := make([][]hop, 1, len(want)+1)
	layers[0] = []hop{{last: -1}}
	for i := range want {
		layers = append(layers, t.step(layers[i], want, i))
	}
	return t.back(layers, want)
}

// step goes one word further, along each way.
func (t *tracer) step(before []hop, want []wanted, i int) []hop {
	w := want[i]
	out := make([]hop, 0, len(before)+len(w.spots))
	missing := t.costs.missingOf(w)
	for k, h := range before {
		out = append(out, hop{cost: h.cost + missing, last: h.last, prev: int32(k)})
	}
	for _, spot := range w.spots {
		best := hop{cost: math.Inf(1), last: spot, found: true}
		for k, h := range before {
			joined := h.found || h.last < 0
			moved := joined && i > 0 && (w.number || want[i-1].number)
			if c := h.cost + t.between(h.last, spot, joined && w.tight, joined && w.linked, moved); c < best.cost {
				best.cost, best.prev = c, int32(k)
			}
		}
		best.cost += w.extra
		if same := slices.IndexFunc(out[:len(before)], func(h hop) bool { return h.last == spot }); same < 0 {
			out = append(out, best)
		} else if best.cost < out[same].cost {
			out[same] = best
		}
	}
	if len(out) > mostHops {
		t.sort(out, want, i)
		out = out[:mostHops]
	}
	return out
}

// sort puts the cheapest ways first, and of equals those that the next word
// follows on at once.
func (t *tracer) sort(hops []hop, want []wanted, i int) {
	slices.SortFunc(hops, func(a, b hop) int {
		if c := cmp.Compare(a.cost, b.cost); c != 0 {
			return c
		}
		x, y := t.goesOn(a.last, want, i), t.goesOn(b.last, want, i)
		if x != y {
			if x {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.last, b.last)
	})
}

// goesOn reports whether the wanted word after i stands right after a spot.
func (t *tracer) goesOn(spot int32, want []wanted, i int) bool {
	return i+1 < len(want) && spot >= 0 && int(spot)+1 < len(t.spots.word) && t.spots.word[spot+1] == want[i+1].word
}

// between is what it costs to go from one spot to another.
func (t *tracer) between(from, to int32, tight, linked, moved bool) float64 {
	if from < 0 || to == from+1 && t.spots.sentence[from] == t.spots.sentence[to] {
		return 0
	}
	a, b, c := t.spots.sentence[from], t.spots.sentence[to], t.costs
	switch {
	case to == from:
		return c.Again
	case a == b && to > from:
		return c.Skip
	case moved:
		return c.NumberMoved
	case a == b:
		return c.Back
	case a-b <= 1 && b-a <= 1 && tight:
		return c.NearTight
	case a-b <= 1 && b-a <= 1:
		return c.Near
	case tight:
		return c.FarTight
	case linked:
		return c.FarLinked
	}
	return c.Far
}

// back walks the cheapest way from its end.
func (t *tracer) back(layers [][]hop, want []wanted) trace {
	end := layers[len(layers)-1]
	k := int32(0)
	for i := range end {
		if end[i].cost < end[k].cost {
			k = int32(i)
		}
	}
	out := trace{cost: end[k].cost, spots: make([]int32, len(want))}
	for i := len(want) - 1; i >= 0; i-- {
		h := layers[i+1][k]
		out.spots[i] = -1
		if h.found {
			out.spots[i] = h.last
		}
		k = h.prev
	}
	out.cost += t.costs.Again * float64(returns(out.spots))
	return out
}

// returns counts the spots that were used before, but for those that were used
// right before: their cost is in the way.
func returns(spots []int32) int {
	n, last, used := 0, int32(-1), make(map[int32]bool, len(spots))
	for _, spot := range spots {
		if spot < 0 {
			continue
		}
		if spot != last && used[spot] {
			n++
		}
		last, used[spot] = spot, true
	}
	return n
}

// mostWanted bounds the content words of a sentence that are read off.
const mostWanted = 400

// want lists the content words of tokens and where they may be read off: anywhere,
// or only in the sentences that within holds. Evidence are sentences whose spots
// are tried always. The tokens are the claim's from the first on.
func (t *tracer) want(tokens []token, first int, evidence []int, within bool) []wanted {
	var out []wanted
	small, marks := 0, false
	for i, tok := range tokens {
		switch {
		case tok.kind == mark:
			marks = marks || !tok.isMark("-") && !tok.isMark("'") && !tok.isMark("\"")
		case !tells(tok):
			small++
		case len(out) < mostWanted:
			w := t.find(tok)
			w.token = first + i
			if len(out) > 0 && !marks {
				w.tight, w.linked = small == 0, small == 1 || small == 2
			}
			out = append(out, w)
			small, marks = 0, false
		}
	}
	for i := range out {
		out[i].spots = t.some(out, i, evidence, within)
	}
	return out
}

// find returns where a word stands, or one that can stand for it.
func (t *tracer) find(tok token) wanted {
	key := t.words.key(tok)
	w := wanted{word: -1, number: t.words.isNumber(tok), size: 1}
	if tok.dense {
		w.size = 0.5
	}
	if id, ok := t.spots.ids[key]; ok {
		w.word, w.spots = id, t.spots.of(id)
		return w
	}
	if w.number || tok.dense {
		return w
	}
	if w.spots, w.extra = t.spots.partly(tok.norm), t.costs.Partial; len(w.spots) > 0 {
		return w
	}
	w.extra = t.costs.Alike
	for _, other := range t.words.kin[key] {
		if id, ok := t.spots.ids[other]; ok {
			w.spots = append(w.spots, t.spots.of(id)...)
		}
	}
	slices.Sort(w.spots)
	return w
}

// mostSeen is how many spots of a word are looked at, those in the evidence apart.
const mostSeen = 2048

// some keeps the spots of a wanted word that are tried: those in the evidence,
// those that the next word follows on, and the first others.
func (t *tracer) some(want []wanted, i int, evidence []int, within bool) []int32 {
	all := want[i].spots
	if !within && len(all) <= mostSpots {
		return all
	}
	out := t.inside(all, evidence)
	if within {
		return out
	}
	for k, spot := range all[:min(len(all), mostSeen)] {
		if k < mostSpots || t.goesOn(spot, want, i) {
			out = append(out, spot)
		}
		if len(out) >= 4*mostSpots {
			break
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// inside are the spots, of those given in order, that stand in some sentences.
func (t *tracer) inside(spots []int32, sentences []int) []int32 {
	var out []int32
	for _, sentence := range sentences {
		s := int32(sentence)
		k, _ := slices.BinarySearchFunc(spots, s, func(spot, s int32) int { return cmp.Compare(t.spots.sentence[spot], s) })
		for ; k < len(spots) && t.spots.sentence[spots[k]] == s; k++ {
			out = append(out, spots[k])
		}
	}
	slices.Sort(out)
	return out
}
