package ground

import (
	"strings"
	"unicode/utf8"
)

// reading is a claim, read for cues.
type reading struct {
	*prosody
	*prose
	claim    *claim
	settings []*setting
}

// setting is one sentence of a claim next to what the article says of it.
type setting struct {
	*reading
	part
	weight []float64 // of each content word, 0 of others; from part.from
	total  float64
	views  []*view // of the sentences that carry it, best first
	seen   map[int32]*view
}

// view is a sentence of a claim next to one of the article.
type view struct {
	*setting
	theirs *prose
	index  int32 // of theirs in prosody.prose
	links  []link
	back   []int32 // for each of their tokens the claim's, -1 for none
	share  float64 // of the weight of the claim's sentence, that is linked
}

// link says which token of the article one of the claim goes with.
type link struct {
	at  int32 // -1 for none
	how bond
}

type bond uint8

const (
	unlinked bond = iota
	same          // the same word
	akin          // one that says about the same
	opposed       // one that says the contrary
)

// leastShare is how much of a claim's sentence one of the article must have for
// being compared with it.
const leastShare = 0.25

// reading reads the claim for cues, once for all rules.
func (c *claim) reading() *reading {
	if c.prose != nil {
		return c.prose
	}
	p := c.checker.readProse()
	r := &reading{prosody: p, prose: &prose{passage: c.passage, kin: make([]*kin, len(c.tokens))}, claim: c}
	for i := range c.tokens {
		r.kin[i] = p.seekKin(&c.tokens[i], int32(-1-i))
	}
	for _, part := range c.parts {
		p.find(r.prose, part.from, part.to)
		r.settings = append(r.settings, r.newSetting(part))
	}
	c.prose = r
	return r
}

func (r *reading) newSetting(p part) *setting {
	s := &setting{reading: r, part: p, weight: make([]float64, p.to-p.from), seen: map[int32]*view{}}
	for i := p.from; i < p.to; i++ {
		if r.kin[i].content {
			s.weight[i-p.from] = r.claim.checker.index.weight(r.tokens[i].stem)
			s.total += s.weight[i-p.from]
		}
	}
	if s.total == 0 {
		return s
	}
	for _, m := range p.evidence {
		if m.share >= leastShare/2 || m.cited {
			s.take(int32(m.sentence + 1))
		}
	}
	s.take(0)
	return s
}

func (s *setting) take(index int32) {
	if v := s.view(index); v.share >= leastShare {
		s.views = append(s.views, v)
	}
}

// view lays a sentence of the article next to the claim's.
func (s *setting) view(index int32) *view {
	if v, ok := s.seen[index]; ok {
		return v
	}
	v := &view{setting: s, theirs: s.prosody.prose[index], index: index, links: make([]link, s.to-s.from)}
	v.back = make([]int32, len(v.theirs.tokens))
	for i := range v.back {
		v.back[i] = -1
	}
	v.linkSame()
	v.linkPoles()
	v.linkLeft()
	for i, w := range s.weight {
		if w > 0 && v.links[i].how != unlinked {
			v.share += w / s.total
		}
	}
	s.seen[index] = v
	return v
}

// mine returns what token i of the claim is linked with.
func (v *view) mine(i int) link { return v.links[i-v.from] }

func (v *view) join(i, j int, how bond) {
	v.links[i-v.from] = link{int32(j), how}
	v.back[j] = int32(i)
}

// linkSame links content words with their likes: of several with the one whose
// neighbours are alike, or that follows the last.
func (v *view) linkSame() {
	last := -1
	for i := v.from; i < v.to; i++ {
		v.links[i-v.from] = link{at: -1}
		k := v.kin[i]
		if !k.content || k.base < 0 {
			continue
		}
		best, most := -1, -1
		for j, o := range v.theirs.kin {
			if o.base != k.base || v.back[j] >= 0 {
				continue
			}
			score := v.alike(i, j)
			if last >= 0 && j > last && j-last <= 8 {
				score += 2
			}
			if score > most {
				best, most = j, score
			}
		}
		if best >= 0 {
			v.join(i, best, same)
			last = best
		}
	}
}

// alike counts equal neighbours of two tokens.
func (v *view) alike(i, j int) int {
	n := 0
	for d := 1; d <= 2; d++ {
		if i-d >= v.from && j-d >= 0 && v.kin[i-d].base == v.theirs.kin[j-d].base {
			n += 3 - d
		}
		if i+d < v.to && j+d < len(v.theirs.kin) && v.kin[i+d].base == v.theirs.kin[j+d].base {
			n += 3 - d
		}
	}
	return n
}

// linkPoles links words that have a contrary with the word of their pair that
// stands among the same words, be it the contrary.
func (v *view) linkPoles() {
	for i := v.from; i < v.to; i++ {
		if len(v.kin[i].poles) == 0 {
			continue
		}
		var like, contrary [2]float64 // token and score
		how := unlinked
		for j := range v.theirs.kin {
			h, right := v.relation(i, j)
			if h == unlinked || v.back[j] >= 0 && int(v.back[j]) != i {
				continue
			}
			score := v.bound(i, j, right)
			if h == opposed && score > contrary[1] {
				contrary = [2]float64{float64(j), score}
			}
			if h == same {
				score += 0.1
			}
			if h != opposed && score+0.01 > like[1] {
				like, how = [2]float64{float64(j), score + 0.01}, h
			}
		}
		switch {
		case contrary[1] >= leastBound && contrary[1] >= like[1]+leastLead:
			v.rejoin(i, int(contrary[0]), opposed)
		case how != unlinked:
			v.rejoin(i, int(like[0]), how)
		}
	}
}

// rejoin links a token that is perhaps linked already.
func (v *view) rejoin(i, j int, how bond) {
	if old := v.mine(i).at; old >= 0 {
		v.back[old] = -1
	}
	v.join(i, j, how)
}

// leastLead is how much better a contrary must fit than the best word that says
// what the claim does.
const leastLead = 0.2

// leastBound is how much of its neighbours a word must share with its contrary.
const leastBound = 0.5

// relation says how a word of the claim goes with one of the article by their
// poles, and whether only what stands behind them counts.
func (v *view) relation(i, j int) (how bond, right bool) {
	k, o := v.kin[i], v.theirs.kin[j]
	for _, p := range k.poles {
		for _, q := range o.poles {
			if p.pair != q.pair {
				continue
			}
			right = v.pairs[p.pair].right
			if p.side == q.side {
				if k.base == o.base {
					return same, right
				}
				return akin, right
			}
			how = opposed
		}
	}
	if how == opposed && k.base == o.base {
		return same, right
	}
	return how, right
}

// window is how far the neighbours of a word reach, and slack how much further
// apart they may stand in the article.
const (
	window = 6
	slack  = 5
)

// bound says how far two tokens stand among the same content words, from 0 to 1:
// near ones count most. With right only those behind count.
func (v *view) bound(i, j int, right bool) float64 {
	got, all := 0.0, 0.0
	lowest := i - window
	if right {
		lowest = i + 1
	}
	for k := max(v.from, lowest); k < min(v.to, i+window+1); k++ {
		if k == i || !v.kin[k].content || v.tokens[k].dense && v.mine(k).how == unlinked && (k == i+1 || k == i-1) {
			continue // pairs of characters overlap
		}
		d := k - i
		if d < 0 {
			d = -d
		}
		if right && d > 4 && all > 0 {
			break
		}
		w := 1 / float64(d)
		all += w
		l := v.mine(k)
		if l.how == unlinked || l.how == opposed {
			continue
		}
		off := int(l.at) - j
		if right && (off < 0 || off > d+slack) || off > d+slack || -off > d+slack {
			continue
		}
		got += w * closeness(off, k-i)
	}
	if all == 0 {
		return 0
	}
	score := got / all
	if !right {
		if i > v.from && j > 0 && v.kin[i-1].base == v.theirs.kin[j-1].base {
			score += 0.1
		}
		if i+1 < v.to && j+1 < len(v.theirs.kin) && v.kin[i+1].base == v.theirs.kin[j+1].base {
			score += 0.1
		}
	}
	return score
}

// closeness is less the further from each other two words stand than two others.
func closeness(a, b int) float64 {
	if a*b < 0 {
		a, b = max(a, -a), max(b, -b)
		a += 2
	}
	d := a - b
	return 1 - 0.08*float64(max(d, -d))
}

// linkLeft links what is left over: a word and its contrary by a prefix, and in
// languages that negate by endings a word with its other forms.
func (v *view) linkLeft() {
	for i := v.from; i < v.to; i++ {
		if !v.kin[i].content || v.mine(i).how != unlinked || v.tokens[i].kind != word || v.tokens[i].dense {
			continue
		}
		for j, o := range v.theirs.kin {
			if !o.content || v.back[j] >= 0 || v.theirs.tokens[j].kind != word {
				continue
			}
			how := v.formsOf(v.kin[i], o)
			if how != unlinked && v.bound(i, j, false) >= leastBound {
				v.join(i, j, how)
				break
			}
		}
	}
}

// leastRoot is how many letters two forms of a word share at least.
const leastRoot = 3

// formsOf says whether two words are one with and without a prefix that turns it
// round, or have one root.
func (v *view) formsOf(a, b *kin) bond {
	long, short := a.root, b.root
	if len(long) < len(short) {
		long, short = short, long
	}
	if utf8.RuneCountInString(short) < leastRoot {
		return unlinked
	}
	for _, p := range v.prefixes {
		if rest, ok := strings.CutPrefix(long, p); ok && rest == short && utf8.RuneCountInString(short) > leastRoot {
			return opposed
		}
	}
	if rest, ok := strings.CutPrefix(long, short); ok && (a.ending != plainly || b.ending != plainly) && !v.suspects[firstTwo(rest)] {
		return same
	}
	return unlinked
}

// context says how far a token of the claim stands among the same words as the
// token that it is linked with.
func (v *view) context(i int) float64 { return v.bound(i, int(v.mine(i).at), false) }

// elsewhere reports whether another sentence that tells the same of token i, as
// far as the view does, passes a test.
func (v *view) elsewhere(i int, ok func(o *view, i int) bool) bool {
	least := min(v.context(i), 1) * 0.6
	try := func(list []int32) bool {
		for _, index := range list {
			if index == v.index {
				continue
			}
			if o := v.view(index); o.mine(i).how != unlinked && o.context(i) >= least && o.share >= 0.5*v.share && ok(o, i) {
				return true
			}
		}
		return false
	}
	if k := v.kin[i]; k.base >= 0 && int(k.base) < len(v.where) && try(v.where[k.base]) {
		return true
	}
	for _, p := range v.kin[i].poles {
		if try(v.onSide[[2]int{p.pair, int(p.side)}]) {
			return true
		}
	}
	return false
}
