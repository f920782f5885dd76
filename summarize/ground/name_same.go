package ground

import "slices"

// ofSide reports whether a name stands for those whom it leads: Ruiz's side.
func (k *nameCheck) ofSide(s nameSpan) bool {
	return k.t.words[s.to-1].owner && s.to < k.part.to && k.t.words[s.to].class&sideWord != 0
}

// epithet reports whether a name of the claim only describes: the Brazilian.
func (k *nameCheck) epithet(s nameSpan) bool {
	if s.to != s.head+1 || s.from == 0 || k.t.words[s.from-1].norm != "the" {
		return false
	}
	return k.t.words[s.head].class&sameWord != 0
}

// similar reports whether two names differ by so few letters that one of them is
// misspelt in the article itself.
func (k *nameCheck) similar(s nameSpan, t *nameText, other nameSpan) bool {
	var room, room2 [8]string
	a, b := k.t.tellingWords(s, room[:0]), t.tellingWords(other, room2[:0])
	return len(a) > 0 && len(b) > 0 && len(lastWord(a)) > 3 && !k.namesakes(a, b) && nameDistance([]rune(lastWord(a)), []rune(lastWord(b)), 2) <= 2
}

// described reports whether a name of a text stands in a description: the Gunners,
// the Poland striker. What a claim names by its name may be described so.
func (k *nameCheck) described(s nameSpan, t *nameText, other nameSpan) bool {
	here := s.from > 0 && k.t.words[s.from-1].norm == "the"
	i := other.from - 1
	for i > 0 && t.words[i].class&formerWord != 0 {
		i--
	}
	there := i >= 0 && t.words[i].norm == "the"
	return there && !here
}

// whose returns the entities that a name of the claim can be of.
func (k *nameCheck) whose(s nameSpan) []int32 {
	var room [8]string
	var out []int32
	words := k.t.tellingWords(s, room[:0])
	if len(words) == 0 {
		return nil
	}
	for _, id := range latest(k.x.of(words[len(words)-1])) {
		if e := &k.x.entities[id]; len(words) == 1 || len(e.words) == 1 || k.x.holds(e, words[0]) {
			out = append(out, id)
		}
	}
	return out
}

// names reports whether a text has a name of the claim, or another one of the
// same thing.
func (k *nameCheck) names(text int, s nameSpan, who []int32) bool {
	t := &k.x.texts[text]
	initials := k.t.initials(s)
	for _, other := range t.spans {
		if other.entity >= 0 && slices.Contains(who, other.entity) || within(t, other, &k.t, s) || within(&k.t, s, t, other) {
			return true
		}
		if k.t.tokens[s.head].upper && t.initials(other) == k.t.words[s.head].norm {
			return true
		}
	}
	var room [8]string
	words := k.t.tellingWords(s, room[:0])
	same := k.sameOf(s)
	for i := range t.words {
		n := &t.words[i]
		if t.tokens[i].kind != word {
			continue
		}
		if slices.Contains(words, n.norm) && !k.ofNamesake(t, i, words) || n.norm == initials && len(initials) > 1 {
			return true
		}
		if n.class&(sameWord|sameStart) != 0 && len(same) > 0 {
			if ids, _ := t.sameAt(k.w, i); listsMeet(ids, same) {
				return true
			}
		}
		if n.capital && k.formOfOne(n.norm, words) {
			return true
		}
	}
	return false
}

// namesakes reports whether two full names have one surname and two first names.
func (k *nameCheck) namesakes(a, b []string) bool {
	return len(a) > 1 && len(b) > 1 && lastWord(a) == lastWord(b) && a[0] != b[0] && len(a[0]) > 1 && len(b[0]) > 1 && !k.sameFirst(a[0], b[0]) && mostMistakes(len(a[0])) < nameDistance([]rune(a[0]), []rune(b[0]), mostMistakes(len(a[0]))) &&
		!slices.Contains(a, b[0]) && !slices.Contains(b, a[0])
}

// ofNamesake reports whether a token of a text is of somebody with the surname of
// the one named in full.
func (k *nameCheck) ofNamesake(t *nameText, i int, words []string) bool {
	for _, s := range t.spans {
		if s.head <= i && i < s.to {
			var room [8]string
			return k.x.person(s) && k.namesakes(words, t.tellingWords(s, room[:0]))
		}
	}
	return false
}

// sameOf are the lists of Same that the words of a name are in.
func (k *nameCheck) sameOf(s nameSpan) []int16 {
	var same []int16
	for i := s.head; i < s.to; i++ {
		ids, _ := k.t.sameAt(k.w, i)
		same = append(same, ids...)
	}
	return same
}

// formOfOne reports whether a word is one of some words in another form, or made of it.
func (k *nameCheck) formOfOne(norm string, words []string) bool {
	var forms [mostForms]string
	if len(k.w.Endings) > 0 && slices.ContainsFunc(k.w.forms(norm, forms[:0]), func(form string) bool { return slices.Contains(words, form) }) {
		return true
	}
	for _, w := range words {
		if n := nameStart(w, norm); len(w) >= 5 && n >= 4 && k.w.derives(w[n:]) && k.w.derives(norm[n:]) {
			return true
		}
	}
	return false
}

// within reports whether all words of a name are in another name.
func within(t *nameText, s nameSpan, in *nameText, other nameSpan) bool {
	n := 0
	for i := s.head; i < s.to; i++ {
		if t.tokens[i].kind != word || !t.words[i].capital {
			continue
		}
		if !slices.ContainsFunc(in.words[other.head:other.to], func(w nameToken) bool { return w.norm == t.words[i].norm }) {
			return false
		}
		n++
	}
	return n > 0
}

// sameThing reports whether a name of a text and one of the claim are of one thing.
func (k *nameCheck) sameThing(t *nameText, other, s nameSpan) bool {
	if within(t, other, &k.t, s) || within(&k.t, s, t, other) {
		return true
	}
	here, _ := k.t.sameAt(k.w, s.head)
	there, _ := t.sameAt(k.w, other.head)
	return listsMeet(here, there)
}

// related reports whether the article puts two names side by side, so that one
// may be named for the other: Lyon, France.
func (k *nameCheck) related(s nameSpan, who []int32, t *nameText, other nameSpan) bool {
	if other.entity < 0 {
		return false
	}
	if slices.Contains(who, other.entity) {
		return true
	}
	for _, spot := range k.x.entities[other.entity].spots {
		text := &k.x.texts[spot.text]
		for _, next := range []int32{spot.span - 1, spot.span + 1} {
			if next < 0 || int(next) >= len(text.spans) || !slices.Contains(who, text.spans[next].entity) {
				continue
			}
			a, b := text.spans[min(next, spot.span)], text.spans[max(next, spot.span)]
			if text.oneOf(a, b) && !(k.x.person(a) && k.x.person(b)) {
				return true
			}
		}
	}
	return false
}

// oneOf reports whether a name belongs to the one before it: Lyon, France; the
// Tolvik council (TC); Marenka's Lyon.
func (t *nameText) oneOf(a, b nameSpan) bool {
	switch {
	case t.words[a.to-1].owner && b.from == a.to:
		return true
	case b.from != a.to+1:
		return false
	}
	return t.tokens[a.to].isMark("(") || t.tokens[a.to].norm == "of" || t.tokens[a.to].isMark(",") && !t.listed(a, b)
}

func (x *nameIndex) person(s nameSpan) bool {
	return s.entity >= 0 && x.entities[s.entity].kind() == personKind
}

// listed reports whether two names that stand beside each other are two of a list.
func (t *nameText) listed(a, b nameSpan) bool {
	if b.from == a.to+1 && t.tokens[a.to].isMark(",") {
		return b.to < len(t.tokens) && (t.tokens[b.to].norm == "and" || t.tokens[b.to].isMark(",") && b.to+1 < len(t.tokens) && t.words[b.to+1].capital)
	}
	return b.from == a.to+1 && t.tokens[a.to].kind == word && t.words[a.to].class&mutualWord != 0
}

// alike reports whether two names can be of one kind.
func (k *nameCheck) alike(who []int32, other nameSpan) bool {
	if len(who) == 0 || other.entity < 0 {
		return true
	}
	a, b := k.x.entities[who[0]].kind(), k.x.entities[other.entity].kind()
	return a == b || a == unknownKind || b == unknownKind || a != personKind && b != personKind
}

// nameKind is what an entity is, as far as the article shows it.
type nameKind uint8

const (
	unknownKind nameKind = iota
	personKind
	groupKind
	placeKind
)

func (e *nameEntity) kind() nameKind {
	switch most := max(e.person, e.group, e.place); {
	case most == 0:
		return unknownKind
	case most == e.person && e.person > e.group && e.person > e.place:
		return personKind
	case most == e.group && e.group > e.person && e.group > e.place:
		return groupKind
	case most == e.place && e.place > e.person && e.place > e.group:
		return placeKind
	}
	return unknownKind
}
