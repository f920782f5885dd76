package ground

import (
	"fmt"
	"slices"
)

// The marks by which a deed is somebody else's: how much of the claim's other words
// a sentence about the other has, and how little of that the sentences near the one named.
const (
	surelyOthers = 0.5
	hardlyOwn    = 0.35 // of what the other's have
	nearlyOthers = 0.6
	hardlyDirect = 0.3 // of that, the sentences that name the one
	fewestOwn    = 3   // content words of the claim beside its names
)

// attached looks whether the first person of a part has anything to do, in the
// article, with the rest of it, where one other person has.
func (k *nameCheck) attached(s nameSpan, who []int32) {
	if k.wrong || k.blind || len(who) != 1 || !k.acts(s, who[0]) || k.persons() > 1 {
		return
	}
	words := k.beside(s)
	if len(words) < fewestOwn {
		return
	}
	best, most, own := int32(-1), 0.0, k.x.nearest(who[0], words)
	for id := range k.x.people() {
		if k.namedHere(id) {
			continue
		}
		if share, _ := k.x.directly(id, words); share > most {
			best, most = id, share
		}
	}
	if best < 0 || most < surelyOthers || own > hardlyOwn*most && !k.bareOf(s, who[0], best, words, most) {
		return
	}
	e := &k.x.entities[best]
	_, spot := k.x.directly(best, words)
	k.fail("swapped", at{s.head, s.to}, fmt.Sprintf("The article seems to say this of %s and not of %s", e.text, k.quote(s.head, s.to)), k.like(s, e.text), spot)
}

// bareOf reports whether hardly a word of the claim stands with the person that it
// begins with, where most stand with one other, and not with a pronoun.
func (k *nameCheck) bareOf(s nameSpan, id, other int32, words []content, most float64) bool {
	if most < nearlyOthers || k.t.words[s.to-1].owner || !k.opensAt(s.from) {
		return false
	}
	own, _ := k.x.directly(id, words)
	_, spot := k.x.directly(other, words)
	return own <= hardlyDirect*most && !slices.ContainsFunc(k.x.texts[spot.text].words, func(n nameToken) bool { return n.class&(malePronoun|femalePronoun) != 0 })
}

// acts reports whether a name is a person's, or of something that says something.
func (k *nameCheck) acts(s nameSpan, who int32) bool {
	kind := k.x.entities[who].kind()
	return kind == personKind || kind == unknownKind && s.to < k.part.to && k.t.words[s.to].class&sayingWord != 0
}

// people yields the people of the article.
func (x *nameIndex) people() func(func(int32) bool) {
	return func(yield func(int32) bool) {
		for id := range x.entities {
			if x.entities[id].kind() == personKind && !yield(int32(id)) {
				return
			}
		}
	}
}

// persons counts the people that the part names.
func (k *nameCheck) persons() int {
	n := 0
	for _, s := range k.spansOf(k.part) {
		if who := k.whose(s); len(who) > 0 && k.x.entities[who[0]].kind() == personKind {
			n++
		}
	}
	return n
}

// namedHere reports whether the part has a name of somebody.
func (k *nameCheck) namedHere(id int32) bool {
	return slices.ContainsFunc(k.spansOf(k.part), func(s nameSpan) bool { return slices.Contains(k.whose(s), id) })
}

// beside are the content words of the part that are not of the name.
func (k *nameCheck) beside(first nameSpan) []content {
	var rest []token
	for i := k.part.from; i < k.part.to; i++ {
		if i < first.from || i >= first.to {
			rest = append(rest, k.t.tokens[i])
		}
	}
	return k.x.checker.index.contents(rest)
}

// directly is the largest share of words that a sentence has which names somebody,
// or goes on about nobody else by a pronoun.
func (x *nameIndex) directly(id int32, words []content) (float64, nameSpot) {
	best, where := 0.0, nameSpot{-1, 0}
	for _, spot := range x.entities[id].spots {
		text := int(spot.text)
		if text == 0 {
			continue
		}
		if share := x.sharedBy(text, text, words); share > best {
			best, where = share, spot
		}
		for next := text + 1; next < len(x.texts) && next <= text+2 && x.goesOn(next) && x.solePerson(text) == id; next++ {
			if share := x.sharedBy(next, next, words); share > best {
				best, where = share, nameSpot{int32(next), 0}
			}
		}
	}
	return best, where
}

// solePerson is the one person that a text names, -1 for none or several.
func (x *nameIndex) solePerson(text int) int32 {
	who := int32(-1)
	for _, s := range x.texts[text].spans {
		if s.entity == who || !x.person(s) {
			continue
		}
		if who >= 0 {
			return -1
		}
		who = s.entity
	}
	return who
}

// nearest is the largest share of words that the sentences around somebody have,
// or a sentence that has one of the person's offices.
func (x *nameIndex) nearest(id int32, words []content) float64 {
	best := 0.0
	e := &x.entities[id]
	for _, spot := range e.spots {
		text := int(spot.text)
		best = max(best, x.sharedBy(max(text-2, min(1, text)), min(text+3, len(x.texts)-1), words))
	}
	for _, r := range e.roles {
		roles := x.w.role[x.roleNorm(r)]
		for i := range x.texts {
			if x.texts[i].hasRole(x.w, roles) {
				best = max(best, x.sharedBy(i, i, words))
			}
		}
	}
	return best
}

// sharedBy is the share of the words that texts have together, from the first to the last.
func (x *nameIndex) sharedBy(first, last int, words []content) float64 {
	has := 0.0
	for _, w := range words {
		i, ok := slices.BinarySearch(x.checker.index.where[w.stem], first-1)
		if list := x.checker.index.where[w.stem]; ok || i < len(list) && list[i] <= last-1 {
			has += w.share
		}
	}
	return has
}
