package ground

import (
	"slices"
	"strings"
)

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

// nameEntity is somebody or something that the article names.
type nameEntity struct {
	words []string // that tell it from others, in their order
	text  string   // its longest name
	spots []nameSpot
	// How often it is shown to be of a kind.
	person, group, place int16
	male, female         int16
	roles                []nameRoleOf
	late                 bool // was named by one word before it was by more
}

// nameSpot is where an entity is named.
type nameSpot struct{ text, span int32 }

// nameRoleOf is an office that the article gives to an entity: a token of a text.
type nameRoleOf struct{ text, token int32 }

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
	return words >= 4 && capitals*10 >= words*8
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

// tellingWords appends the words of a name that tell it from others: without
// those that many names have, unless it has no others.
func (t *nameText) tellingWords(s nameSpan, out []string) []string {
	for _, without := range []nameClass{genericName | ordinaryWord, calendarWord | anyTitle | particleWord | jointWord} {
		for i := s.head; i < s.to; i++ {
			n := &t.words[i]
			if t.tokens[i].kind == word && n.capital && len(n.norm) > 1 && n.class&without == 0 {
				out = append(out, n.norm)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return out
}

// gather makes entities of the names, the headline's last: it may be all capitals.
func (x *nameIndex) gather() {
	for j := range x.texts {
		i := (j + 1) % len(x.texts)
		t := &x.texts[i]
		if i == 0 && t.shouts() {
			continue
		}
		for k := range t.spans {
			t.spans[k].entity = x.enter(t, t.spans[k], nameSpot{int32(i), int32(k)})
		}
	}
	for i := range x.texts {
		x.guessGender(i)
	}
	for i := range x.entities {
		for _, word := range x.entities[i].words {
			if x.seen[word]&seenLower == 0 {
				x.proper = append(x.proper, word)
			}
		}
	}
	slices.Sort(x.proper)
	x.proper = slices.Compact(x.proper)
}

// enter books a name with its entity, which it returns; -1 for none.
func (x *nameIndex) enter(t *nameText, s nameSpan, spot nameSpot) int32 {
	var room [8]string
	words := t.tellingWords(s, room[:0])
	if len(words) == 0 {
		return -1
	}
	id := x.entityOf(words)
	text := t.name(s)
	if id < 0 {
		id = int32(len(x.entities))
		x.entities = append(x.entities, nameEntity{words: slices.Clone(words), text: text})
		x.file(words, id)
	} else if e := &x.entities[id]; len(words) > len(e.words) {
		e.words, e.text, e.late = slices.Clone(words), text, len(e.words) == 1
		x.file(words, id)
	}
	e := &x.entities[id]
	e.spots = append(e.spots, spot)
	t.kinds(s, e)
	for i := s.from; i < s.head; i++ {
		if t.words[i].class&anyRole != 0 {
			e.roles = append(e.roles, nameRoleOf{spot.text, int32(i)})
		}
	}
	t.apposed(s, func(i int) { e.roles = append(e.roles, nameRoleOf{spot.text, int32(i)}) })
	return id
}

// file makes an entity found by its words.
func (x *nameIndex) file(words []string, id int32) {
	var forms [mostForms]string
	for _, word := range words {
		for _, form := range x.w.forms(word, forms[:0]) {
			if ids := x.byWord[form]; !slices.Contains(ids, id) {
				x.byWord[form] = append(ids, id)
			}
		}
	}
}

// entityOf returns the entity that words name: one that has them all, or that
// is known by the last of them alone. Of several it is the one named last.
func (x *nameIndex) entityOf(words []string) int32 {
	best := int32(-1)
	for _, id := range x.of(words[len(words)-1]) {
		e := &x.entities[id]
		if len(words) > 1 && len(e.words) > 1 && !x.holds(e, words[0]) {
			continue
		}
		if best < 0 || lastSpot(e.spots).text >= lastSpot(x.entities[best].spots).text {
			best = id
		}
	}
	return best
}

func lastSpot(s []nameSpot) nameSpot { return s[len(s)-1] }

// of returns the entities that have a word in their name.
func (x *nameIndex) of(word string) []int32 {
	if ids, ok := x.byWord[word]; ok || len(x.w.Endings)+len(x.w.Prefixes) == 0 {
		return ids
	}
	var forms [mostForms]string
	for _, form := range x.w.forms(word, forms[:0]) {
		if ids, ok := x.byWord[form]; ok {
			return ids
		}
	}
	return nil
}

func (x *nameIndex) holds(e *nameEntity, word string) bool {
	if slices.Contains(e.words, word) {
		return true
	}
	for _, id := range x.of(word) {
		if &x.entities[id] == e {
			return true
		}
	}
	return false
}

// name is the text of a name, without titles and a possessive ending.
func (t *nameText) name(s nameSpan) string {
	text := t.text[t.tokens[s.head].start:t.tokens[s.to-1].end]
	if t.words[s.to-1].owner {
		if i := strings.LastIndexAny(text, "'’"); i > 0 {
			text = text[:i]
		}
	}
	return text
}

// kinds counts what shows the kind of a name where it stands.
func (t *nameText) kinds(s nameSpan, e *nameEntity) {
	for i := s.from; i < s.to; i++ {
		n := &t.words[i]
		switch {
		case n.class&maleTitle != 0 && i < s.head:
			e.male, e.person = e.male+1, e.person+2
		case n.class&femaleTitle != 0 && i < s.head:
			e.female, e.person = e.female+1, e.person+2
		case i < s.head:
			e.person++
		case n.class&groupWord != 0 || t.tokens[i].upper:
			e.group++
		case n.class&placeWord != 0:
			e.place++
		case n.class&givenWord != 0 && i == s.head:
			e.person++
		}
	}
	if s.to < len(t.tokens) && (t.words[s.to].class&sayingWord != 0 || t.aged(s.to)) {
		e.person++
	}
	if s.from > 0 && t.words[s.from-1].class&locatingWord != 0 {
		e.place++
	}
}

// aged reports whether an age stands at i: ", 58,".
func (t *nameText) aged(i int) bool {
	return i+2 < len(t.tokens) && t.tokens[i].isMark(",") && t.tokens[i+1].kind == number && len(t.tokens[i+1].text) == 2 && t.tokens[i+2].isMark(",")
}

// apposed finds the offices that a text gives to a name beside it: "the mayor,
// Ana Ruiz", "Ana Ruiz, 51, is the mayor of Tolvik".
func (t *nameText) apposed(s nameSpan, found func(int)) {
	if i := t.before(s); i >= 0 && t.words[i].class&anyRole != 0 {
		found(i)
	}
	if t.words[s.to-1].owner || s.to >= len(t.tokens) {
		return
	}
	i, comma, is, content := s.to, false, false, 0
	for ; i < len(t.tokens) && i < s.to+12; i++ {
		k, n := &t.tokens[i], &t.words[i]
		switch {
		case k.isMark(","):
			if content > 0 {
				return
			}
			comma = true
		case k.kind == number && comma:
		case n.class&anyRole != 0 && (comma || is) && !n.owner:
			if i+1 < len(t.tokens) && n.class&vagueRole != 0 && t.words[i+1].class&anyRole != 0 {
				continue
			}
			found(i)
			return
		case n.norm == "is" || n.norm == "was" || n.norm == "as":
			is = true
		case k.kind == mark && !k.isMark("-"):
			return
		case !comma && !is || n.class&locatingWord != 0 || n.norm == "with" || n.norm == "of" || n.norm == "for":
			return
		case !k.stop && n.class&formerWord == 0:
			if content++; content > 2 {
				return
			}
		}
	}
}

// before is the token that stands before a name, or before its comma; -1 for none.
func (t *nameText) before(s nameSpan) int {
	i := s.from - 1
	if i > 0 && t.tokens[i].isMark(",") {
		i--
	}
	return i
}
