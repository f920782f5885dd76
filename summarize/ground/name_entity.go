package ground

import (
	"slices"
	"strings"
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
		if t.words[i].class&anyRole != 0 && t.words[s.head].capital {
			e.roles = append(e.roles, nameRoleOf{spot.text, int32(i)})
		}
	}
	t.apposed(s, func(i int) {
		e.roles = append(e.roles, nameRoleOf{spot.text, int32(i)})
		e.person++
	})
	return id
}

// file makes an entity found by its words.
func (x *nameIndex) file(words []string, id int32) {
	var forms [mostForms]string
	for _, word := range words {
		for _, form := range x.w.forms(word, forms[:0]) {
			if ids := x.byWord[form]; !slices.Contains(latest(ids), id) {
				x.byWord[form] = append(ids, id)
			}
		}
	}
}

// entityOf returns the entity that words name: one that has them all, or that
// is known by the last of them alone. Of several it is the one named last.
func (x *nameIndex) entityOf(words []string) int32 {
	best := int32(-1)
	for _, id := range latest(x.of(words[len(words)-1])) {
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

// mostNamesakes bounds the entities of one word that are looked at.
const mostNamesakes = 64

func latest(ids []int32) []int32 { return ids[max(0, len(ids)-mostNamesakes):] }

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
	if s.from > 0 && t.words[s.from-1].class&locatingWord != 0 && !t.words[s.to-1].owner {
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

// before is the token before a name, or before its comma, or the office of which
// what stands there is: "the mayor of Tolvik, Ana Ruiz". It is -1 for none.
func (t *nameText) before(s nameSpan) int {
	i := s.from - 1
	if i <= 0 || !t.tokens[i].isMark(",") {
		return i
	}
	i--
	for j := i; j > 0 && j > i-7 && t.tokens[j].kind == word; j-- {
		if t.words[j].class&anyRole != 0 && j < i && t.tokens[j+1].norm == "of" {
			return j
		}
	}
	return i
}
