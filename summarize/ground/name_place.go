package ground

import (
	"fmt"
	"slices"
)

// The marks that a name in the wrong place goes by: how much of the words around
// it a sentence must have, and how little the sentences that have the name.
const (
	mostAround   = 8   // words on either side that count
	surelyAround = 0.7 // of their weight, for a fail
	elsewhere    = 0.6 // of their weight, in a sentence that has the name
	// The same where the claim is nearly word for word what a sentence says.
	verbatimAround    = 0.9
	verbatimElsewhere = 0.85
)

// lay lays the part on its evidence, once.
func (k *nameCheck) lay() []nameFit {
	if k.fits == nil {
		k.fits = []nameFit{}
		for _, m := range k.part.evidence[:min(len(k.part.evidence), mostEvidence+1)] {
			text := m.sentence + 1
			k.fits = append(k.fits, nameFit{text, k.aligner.align(k.t.tokens[k.part.from:k.part.to], k.x.texts[text].tokens, k.isName)})
		}
	}
	return k.fits
}

// isName reports whether a token of the part, counted from its first, is of a name.
func (k *nameCheck) isName(i int) bool {
	i += k.part.from
	for _, s := range k.t.spans {
		if s.head <= i && i < s.to {
			return true
		}
	}
	return false
}

// around is the share of the weight of the content words near some tokens that
// a fit has, and how many of them it has.
func (k *nameCheck) around(f nameFit, where at) (float64, int) {
	total, has, n := 0.0, 0.0, 0
	k.near(where, func(i int) {
		w := k.x.checker.index.weight(k.t.tokens[i].stem)
		total += w
		if f.on[i-k.part.from] >= 0 {
			has += w
			n++
		}
	})
	if total == 0 {
		return 0, 0
	}
	return has / total, n
}

// near calls each with the content words of the part near some tokens.
func (k *nameCheck) near(where at, each func(int)) {
	for i, n := where.from-1, 0; i >= k.part.from && n < mostAround; i-- {
		if !k.t.tokens[i].stop {
			each(i)
			n++
		}
	}
	for i, n := where.to, 0; i < k.part.to && n < mostAround; i++ {
		if !k.t.tokens[i].stop {
			each(i)
			n++
		}
	}
}

// best is the fit that has most of the words around some tokens.
func (k *nameCheck) best(where at) (nameFit, float64, int, bool) {
	var best nameFit
	share, n, ok := 0.0, 0, false
	for _, f := range k.lay() {
		if s, c := k.around(f, where); !ok || s > share {
			best, share, n, ok = f, s, c, true
		}
	}
	return best, share, n, ok
}

// gap is where in a text some tokens of the claim would stand, by the nearest
// ones that the text has. It is tight when these stand right beside them.
func (k *nameCheck) gap(f nameFit, where at) (from, to int, tight bool) {
	const reach = 16
	left, dl := k.neighbour(f, where.from-1, -1)
	right, dr := k.neighbour(f, where.to, 1)
	if left < 0 && right < 0 {
		return 0, 0, false
	}
	text := &k.x.texts[f.text]
	from, to = left+1, right
	if left < 0 {
		from = max(0, right-reach)
	}
	if right < 0 {
		to = min(len(text.tokens), left+1+reach)
	}
	return from, to, dl <= 1 && dr <= 1 && from < to
}

// neighbour is the token of a text on which the nearest token of the claim lies,
// going one way, and how many words of the claim are passed over.
func (k *nameCheck) neighbour(f nameFit, i, step int) (on, passed int) {
	for ; i >= k.part.from && i < k.part.to; i += step {
		if o := f.on[i-k.part.from]; o >= 0 {
			return int(o), passed
		}
		if k.t.tokens[i].kind == word && !k.t.tokens[i].stop && k.t.words[i].class&(anyTitle|anyRole) == 0 {
			passed++
		}
	}
	return -1, passed
}

// instead returns the name that the evidence has in the place of some tokens,
// and whether it surely stands for them.
func (k *nameCheck) instead(where at) (string, nameSpot, bool) {
	return k.insteadOf(where, surelyAround)
}

// insteadOf is instead, where the evidence has at least a share of the words around.
func (k *nameCheck) insteadOf(where at, least float64) (string, nameSpot, bool) {
	f, share, n, ok := k.best(where)
	if !ok || n == 0 || n == 1 && share < 0.99 || share < least {
		return "", nameSpot{-1, 0}, false
	}
	i, tight := k.standing(f, where)
	if i < 0 {
		return "", nameSpot{-1, 0}, false
	}
	t := &k.x.texts[f.text]
	if k.w.NounsCapital && t.spans[i].to == t.spans[i].head+1 {
		return "", nameSpot{-1, 0}, false
	}
	return t.name(t.spans[i]), nameSpot{int32(f.text), int32(i)}, tight
}

// standing returns the name that a text has in the place of some tokens, as an
// index into its spans, or -1.
func (k *nameCheck) standing(f nameFit, where at) (int, bool) {
	from, to, tight := k.gap(f, where)
	t := &k.x.texts[f.text]
	left, _ := k.neighbour(f, where.from-1, -1)
	right, _ := k.neighbour(f, where.to, 1)
	if right >= 0 && to > from && (t.tokens[to-1].isMark(",") || t.tokens[to-1].isMark(")")) {
		if i := t.beforeAside(from, to-1, k.t.joins(where.to, min(where.to+1, k.part.to))); i >= 0 && (left < 0 || t.wordsBut(t.spans[i], from, t.spans[i].to) == 0) {
			return i, tight
		} else if left < 0 {
			return -1, false
		}
	}
	found, others := -1, 0
	for i, s := range t.spans {
		switch {
		case s.to <= from || s.head >= to:
		case s.head < from || s.to > to:
			others++
		case found < 0 || left < 0:
			found = i
		default:
			others++
		}
	}
	if found < 0 {
		return -1, false
	}
	s, most := t.spans[found], 2
	switch {
	case right < 0:
		to, most = s.to, 0
	case left < 0:
		from, most = s.from, 0
		if t.joins(s.to, to) && !k.t.joins(where.to, where.to+1) {
			return found, false
		}
	}
	return found, tight && others == 0 && t.wordsBut(s, from, to) <= most
}

// beforeAside returns the name before an aside that ends at a comma or bracket:
// "Ana Ruiz, who lives in Tolvik, said".
// With marked, the claim has a mark there too, and the name may stand at it.
func (t *nameText) beforeAside(from, end int, marked bool) int {
	opening := ","
	if t.tokens[end].isMark(")") {
		opening = "("
	}
	for i, s := range t.spans {
		if s.head >= from && (s.to < end || marked && s.to == end) && t.tokens[s.to].isMark(opening) {
			return i
		}
	}
	return -1
}

// joins reports whether a mark or a conjunction stands there, so that what
// follows can be said of another than what stands before.
func (t *nameText) joins(from, to int) bool {
	for i := from; i < to; i++ {
		if t.tokens[i].kind == mark || t.words[i].class&mutualWord != 0 {
			return true
		}
	}
	return false
}

// wordsBut counts the content words of a stretch that are not of a name.
func (t *nameText) wordsBut(s nameSpan, from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		if (i < s.from || i >= s.to) && !t.tokens[i].stop && t.words[i].class&(anyTitle|anyRole) == 0 {
			n++
		}
	}
	return n
}

// inPlace looks whether a name that the article has stands where the article has it.
func (k *nameCheck) inPlace(s nameSpan) {
	where := at{s.from, s.to}
	f, share, n, ok := k.best(where)
	who := k.whose(s)
	if !ok || n == 0 || n == 1 && share < 0.99 || share < 0.5 || share < surelyAround && n < 3 {
		k.attached(s, who)
		return
	}
	if s.weak && s.to == s.head+1 && k.x.flags(k.t.words[s.head].norm)&seenCapital == 0 && !k.someone(who) {
		return
	}
	if share < surelyAround {
		if len(who) > 0 && !k.names(f.text, s, who) && !k.toldElsewhere(f.text, s, who, share) {
			k.pronoun(f, s, who)
		}
		k.attached(s, who)
		return
	}
	if len(who) > 0 && k.names(f.text, s, who) {
		k.misplaced(f, s, who, share, n)
		return
	}
	if len(who) == 0 || k.blind && k.x.entities[who[0]].kind() != personKind || k.ofSide(s) || k.epithet(s) || s.to == s.head+1 && k.t.words[s.head].class&(groupWord|placeWord|anyRole|anyTitle|degreeWord) != 0 || k.toldElsewhere(f.text, s, who, share) {
		return
	}
	i, tight := k.standing(f, where)
	if i < 0 || !tight {
		k.pronoun(f, s, who)
		k.attached(s, who)
		return
	}
	t := &k.x.texts[f.text]
	other := t.spans[i]
	if k.similar(s, t, other) || k.described(s, t, other) || k.related(s, who, t, other) {
		return
	}
	text := t.name(other)
	message := fmt.Sprintf("The article says this of %s and not of %s", text, k.quote(s.head, s.to))
	spot := nameSpot{int32(f.text), int32(i)}
	if share >= verbatimAround && !k.t.words[s.to-1].owner || k.alike(who, other) {
		k.fail("swapped", at{s.head, s.to}, message, k.like(s, text), spot)
	} else {
		k.warn("swapped", at{s.head, s.to}, message, k.like(s, text), spot)
	}
}

// someone reports whether one of the entities has a name of several words, or is
// shown to be somebody.
func (k *nameCheck) someone(who []int32) bool {
	return slices.ContainsFunc(who, func(id int32) bool { return len(k.x.entities[id].words) > 1 || k.x.entities[id].person > 0 })
}

// misplaced reports a name that the sentence has, but not where the claim has it,
// where it has another.
func (k *nameCheck) misplaced(f nameFit, s nameSpan, who []int32, share float64, n int) {
	where := at{s.from, s.to}
	_, dl := k.neighbour(f, s.from-1, -1)
	right, dr := k.neighbour(f, s.to, 1)
	if right < 0 && (share < 0.95 || n < 5) || share < 0.8 || n < 3 || dl > 0 || dr > 0 || k.claimBy() != k.x.texts[f.text].any(byWord) {
		return
	}
	i, tight := k.standing(f, where)
	if i < 0 || !tight || k.sameThing(&k.x.texts[f.text], k.x.texts[f.text].spans[i], s) {
		return
	}
	t := &k.x.texts[f.text]
	other := t.spans[i]
	if k.inGap(f, where, who) || k.described(s, t, other) || k.related(s, who, t, other) || k.toldElsewhere(f.text, s, who, share) || !k.alike(who, other) {
		return
	}
	text := t.name(other)
	k.fail("swapped", at{s.head, s.to}, fmt.Sprintf("The article says this of %s and not of %s", text, k.quote(s.head, s.to)), k.like(s, text), nameSpot{int32(f.text), int32(i)})
}

// inGap reports whether the place of some tokens in a text has a name of the
// claim, or an office whose holder may be meant.
func (k *nameCheck) inGap(f nameFit, where at, who []int32) bool {
	from, to, _ := k.gap(f, where)
	t := &k.x.texts[f.text]
	for _, s := range t.spans {
		if s.to > from && s.head < to && slices.Contains(who, s.entity) {
			return true
		}
	}
	return slices.ContainsFunc(t.words[from:to], func(n nameToken) bool { return n.class&anyRole != 0 })
}

func (k *nameCheck) claimBy() bool { return k.anyOf(at{k.part.from, k.part.to}, byWord) }

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
	return len(a) > 0 && len(b) > 0 && len(lastWord(a)) > 3 && nameDistance([]rune(lastWord(a)), []rune(lastWord(b)), 2) <= 2
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
	for _, id := range k.x.of(words[len(words)-1]) {
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
	for _, other := range t.spans {
		if other.entity >= 0 && slices.Contains(who, other.entity) || within(t, other, &k.t, s) || within(&k.t, s, t, other) {
			return true
		}
	}
	var room, forms [8]string
	words := k.t.tellingWords(s, room[:0])
	var same []int16
	for i := s.head; i < s.to; i++ {
		ids, _ := k.t.sameAt(k.w, i)
		same = append(same, ids...)
	}
	initials := k.t.initials(s)
	for i := range t.words {
		n := &t.words[i]
		if t.tokens[i].kind != word {
			continue
		}
		if slices.Contains(words, n.norm) || n.norm == initials && len(initials) > 1 {
			return true
		}
		if n.class&(sameWord|sameStart) != 0 && len(same) > 0 {
			if ids, _ := t.sameAt(k.w, i); listsMeet(ids, same) {
				return true
			}
		}
		if len(k.w.Endings) > 0 && n.capital && slices.ContainsFunc(k.w.forms(n.norm, forms[:0]), func(form string) bool { return slices.Contains(words, form) }) {
			return true
		}
	}
	if k.t.tokens[s.head].upper {
		for _, other := range t.spans {
			if t.initials(other) == k.t.words[s.head].norm {
				return true
			}
		}
	}
	for _, word := range words {
		for i := range t.words {
			if t.words[i].capital && len(word) >= 5 {
				if n := nameStart(word, t.words[i].norm); n >= 4 && k.w.derives(word[n:]) && k.w.derives(t.words[i].norm[n:]) {
					return true
				}
			}
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

// toldElsewhere reports whether another text that has the name, or follows one
// that has it, has most of the words around it.
func (k *nameCheck) toldElsewhere(but int, s nameSpan, who []int32, share float64) bool {
	enough := elsewhere * share
	if share > verbatimAround {
		enough = verbatimElsewhere * share
	}
	for _, id := range who {
		for _, spot := range k.x.entities[id].spots {
			text := int(spot.text)
			if text != but && k.bag(text, at{s.head, s.to}) >= enough {
				return true
			}
			if next := text + 1; text > 0 && next < len(k.x.texts) && next != but && k.x.goesOn(next) && k.bag(next, at{s.head, s.to}) >= enough {
				return true
			}
		}
	}
	return false
}

// goesOn reports whether a text says by a pronoun whom it is about, before it
// names anybody.
func (x *nameIndex) goesOn(text int) bool {
	t := &x.texts[text]
	for i := range t.words {
		if len(t.spans) > 0 && i >= t.spans[0].from {
			return false
		}
		if t.words[i].class&anyPronoun != 0 {
			return true
		}
	}
	return len(t.spans) == 0
}

// bag is the share of the weight of the content words near some tokens that a
// text has, in whatever order.
func (k *nameCheck) bag(text int, where at) float64 {
	total, has := 0.0, 0.0
	x := &k.x.checker.index
	k.near(where, func(i int) {
		stem := k.t.tokens[i].stem
		w := x.weight(stem)
		total += w
		if text == 0 && slices.ContainsFunc(k.x.texts[0].tokens, func(t token) bool { return t.stem == stem }) {
			has += w
		} else if text > 0 {
			if _, ok := slices.BinarySearch(x.where[stem], text-1); ok {
				has += w
			}
		}
	})
	if total == 0 {
		return 0
	}
	return has / total
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

// pronoun looks whether a pronoun that the evidence has in the place of a name
// can stand for it.
func (k *nameCheck) pronoun(f nameFit, s nameSpan, who []int32) {
	from, to, tight := k.gap(f, at{s.from, s.to})
	t := &k.x.texts[f.text]
	if !tight || len(who) != 1 || k.x.entities[who[0]].kind() != personKind {
		return
	}
	i := from
	for i < to && t.words[i].class&(malePronoun|femalePronoun) == 0 {
		i++
	}
	if i == to || t.wordsBut(nameSpan{from: i, head: i, to: i + 1}, from, to) > 1 {
		return
	}
	if slices.Contains(k.x.peopleNear(f.text, 4), who[0]) {
		return
	}
	for text := f.text - 1; text > 0 && text >= f.text-3; text-- {
		near := k.x.peopleNear(text, 0)
		if len(near) == 0 {
			continue
		}
		e := &k.x.entities[near[0]]
		if len(near) > 1 || e.person < 2 {
			return
		}
		message := fmt.Sprintf("The article seems to say this of %s and not of %s", e.text, k.quote(s.head, s.to))
		k.fail("swapped", at{s.head, s.to}, message, k.like(s, e.text), nameSpot{int32(f.text), 0})
		return
	}
}

// peopleNear returns the people that are named in a sentence or shortly before.
func (x *nameIndex) peopleNear(text, back int) []int32 {
	var out []int32
	for i := text; i > 0 && i >= text-back; i-- {
		for _, s := range x.texts[i].spans {
			if s.entity >= 0 && x.entities[s.entity].kind() == personKind && !slices.Contains(out, s.entity) {
				out = append(out, s.entity)
			}
		}
	}
	return out
}
