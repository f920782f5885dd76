package ground

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

// bond says how two words go together.
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

// compareSettings compares each sentence of the claim, and reports a pass with the
// message when something was compared and nothing was wrong.
func (c *claim) compareSettings(message string, judge func(*setting) (compared, wrong bool)) {
	compared, wrong := false, false
	for _, s := range c.reading().settings {
		did, bad := judge(s)
		compared, wrong = compared || did, wrong || bad
	}
	if compared && !wrong {
		c.note(Pass, "", whole, message, "", -1)
	}
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

// take adds a sentence of the article to those that are compared, if it has enough.
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
