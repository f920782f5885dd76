package ground

// nameIndex holds the names of an article and how its words are written.
type nameIndex struct {
	checker  *Checker
	w        *nameWords
	texts    []nameText // the headline, then the sentences
	seen     map[string]uint8
	entities []nameEntity
	byWord   map[string][]int32 // word of a name, in all its forms -> entities
	same     map[int16]bool     // lists of Same that the article has a name of
	proper   []string           // the words of names, for near misses; none twice
}

// How a word is written in the article, as a set.
const (
	seenLower   uint8 = 1 << iota
	seenCapital       // with a capital that it would not have for its place
	seenOpening       // with a capital for its place
)

func newNameIndex(c *Checker, w *nameWords) *nameIndex {
	n := len(c.title.tokens)
	for i := range c.sentences {
		n += len(c.sentences[i].tokens)
	}
	x := &nameIndex{
		checker: c, w: w, seen: make(map[string]uint8, n/3), byWord: make(map[string][]int32, n/16), same: map[int16]bool{},
		texts: make([]nameText, 0, len(c.sentences)+1),
	}
	x.sign(c.article.Byline)
	x.sign(c.article.Site)
	x.texts = append(x.texts, w.look(c.title))
	for _, s := range c.sentences {
		x.texts = append(x.texts, w.look(s))
	}
	for i := range x.texts {
		x.write(&x.texts[i])
	}
	for i := range x.texts {
		t := &x.texts[i]
		t.find(x.ordinaryIn(t), x.namedIn(t))
	}
	x.gather()
	return x
}

// sign notes the words of a byline: a claim may name who wrote the article.
func (x *nameIndex) sign(byline string) {
	t := x.w.look(x.checker.words.cut(byline))
	for i := range t.tokens {
		if t.tokens[i].kind == word && t.words[i].capital {
			x.seen[t.words[i].norm] |= seenOpening
		}
	}
}

// write notes how the words of a text are written.
func (x *nameIndex) write(t *nameText) {
	shouted := t.shouts()
	var forms [mostForms]string
	for i := range t.tokens {
		k, n := &t.tokens[i], &t.words[i]
		if k.kind != word || k.dense {
			continue
		}
		if n.class&(sameWord|sameStart) != 0 {
			for _, id := range onlyLists(t.sameAt(x.w, i)) {
				x.same[id] = true
			}
		}
		switch {
		case k.stop && !k.upper:
		case !n.capital:
			x.seen[n.norm] |= seenLower
		case shouted || t.opens(i):
			x.seen[n.norm] |= seenOpening
		default:
			for _, form := range x.w.forms(n.norm, forms[:0]) {
				x.seen[form] |= seenCapital
			}
		}
	}
}

func onlyLists(ids []int16, _ int) []int16 { return ids }

// shouts reports whether a text has its capitals for their looks: it is all in
// capitals, or a headline in which most words have one.
func (t *nameText) shouts() bool {
	words, capitals := 0, 0
	for i := range t.tokens {
		if k := &t.tokens[i]; k.kind == word && !k.stop {
			words++
			if k.capital {
				capitals++
			}
		}
	}
	return words >= 4 && capitals*10 >= words*9
}

// knows reports whether the words of a text that shouts have their capitals in
// the article too, all but one: it is made of names.
func (x *nameIndex) knows(t *nameText) bool {
	names, others := 0, 0
	for i := range t.tokens {
		if x.seen[t.words[i].norm]&seenCapital != 0 {
			names++
		}
		if k := &t.tokens[i]; k.kind == word && k.capital && !k.stop && (x.seen[t.words[i].norm]&(seenCapital|seenOpening) == 0 || k.upper && len(k.text) > 3) {
			others++
		}
	}
	return others <= 2 && names > others
}

// sameAt returns the lists of Same that the words at i are in, and how many words.
func (t *nameText) sameAt(w *nameWords, i int) ([]int16, int) {
	n := &t.words[i]
	if n.class&sameStart != 0 {
		joined := n.norm
		var best []int16
		size := 0
		for j := i + 1; j < len(t.tokens) && j < i+5 && t.tokens[j].kind == word; j++ {
			joined += " " + t.words[j].norm
			if ids, ok := w.same[joined]; ok {
				best, size = ids, j+1-i
			}
		}
		if size > 0 {
			return best, size
		}
	}
	if n.class&sameWord == 0 || len(n.norm) <= 2 && !t.tokens[i].upper {
		return nil, 1
	}
	return w.same[n.norm], 1
}

func (x *nameIndex) ordinaryIn(t *nameText) func(int) bool {
	return func(i int) bool { return x.seen[t.words[i].norm]&seenLower != 0 }
}

func (x *nameIndex) namedIn(t *nameText) func(int) bool {
	return func(i int) bool { return x.seen[t.words[i].norm]&seenCapital != 0 }
}

// flags says how the article writes a word, in any of its forms: 0 when it does not.
func (x *nameIndex) flags(norm string) uint8 {
	var forms [mostForms]string
	for _, form := range x.w.forms(norm, forms[:0]) {
		if f := x.seen[form]; f != 0 {
			return f
		}
	}
	return 0
}

// ordinaryStem reports whether the article has another form of a word in lower case.
func (x *nameIndex) ordinaryStem(stem string) bool {
	for _, s := range x.checker.index.where[stem] {
		for i, k := range x.checker.sentences[s].tokens {
			if k.stem == stem && !x.texts[s+1].words[i].capital {
				return true
			}
		}
	}
	return false
}
