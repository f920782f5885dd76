package ground

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
	gap      at  // those of them that are between its pieces: "the clerk" in "accused the clerk of"
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
	prose  []*prose // the headline, then the sentences
}

// readProse reads the article for the rules that look for cues, once.
func (c *Checker) readProse() *prosody {
	if c.cues != nil {
		return c.cues
	}
	n := len(c.title.tokens)
	for i := range c.sentences {
		n += len(c.sentences[i].tokens)
	}
	p := &prosody{vocabulary: newVocabulary(c.lang, c.words), tongue: c.words, kinds: make(map[string]*kin, n/3), bases: make(map[string]int32, n/3)}
	c.cues = p
	p.prose = make([]*prose, 0, len(c.sentences)+1)
	kins := make([]*kin, n)
	for i := -1; i < len(c.sentences); i++ {
		text := c.title
		if i >= 0 {
			text = c.sentences[i]
		}
		pr := &prose{passage: text, kin: kins[:len(text.tokens):len(text.tokens)]}
		kins = kins[len(text.tokens):]
		for k := range text.tokens {
			pr.kin[k] = p.learnKin(&text.tokens[k])
		}
		p.find(pr, 0, len(text.tokens))
		p.prose = append(p.prose, pr)
	}
	return p
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
		id = int32(len(p.bases))
		p.bases[base] = id
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
