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

// inPlace looks whether a name that the article has stands where the article has it.
func (k *nameCheck) inPlace(s nameSpan) {
	f, share, n, ok := k.best(at{s.from, s.to})
	who := k.whose(s)
	switch {
	case !ok || n == 0 || n == 1 && share < 0.99 || share < 0.5 || share < surelyAround && n < 3:
		k.attached(s, who)
	case s.weak && s.to == s.head+1 && k.x.flags(k.t.words[s.head].norm)&seenCapital == 0 && !k.someone(who):
	case len(who) > 0 && k.names(f.text, s, who):
		if share >= surelyAround {
			k.misplaced(f, s, who, share, n)
		}
	case k.stands(s, who, share) || k.toldElsewhere(f.text, s, who, share):
	case share >= surelyAround:
		k.displaced(f, s, who, share)
	default:
		k.pronoun(f, s, who)
		k.attached(s, who)
	}
}

// stands reports whether a name is of the kind that can stand for another without
// being wrong.
func (k *nameCheck) stands(s nameSpan, who []int32, share float64) bool {
	return len(who) == 0 || k.ofSide(s) || k.epithet(s) ||
		k.blind && (share < verbatimAround || k.x.entities[who[0]].kind() != personKind) ||
		s.to == s.head+1 && k.t.words[s.head].class&(groupWord|placeWord|anyRole|anyTitle|degreeWord) != 0
}

// displaced reports a name in whose place the sentence has another.
func (k *nameCheck) displaced(f nameFit, s nameSpan, who []int32, share float64) {
	i, tight := k.standing(f, at{s.from, s.to})
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
	if k.beforeAnAside(f, where, who) {
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

// beforeAnAside reports whether the sentence has the name before an aside that
// ends where the claim goes on: "Ana Ruiz, the mayor of Tolvik, said".
func (k *nameCheck) beforeAnAside(f nameFit, where at, who []int32) bool {
	_, to, _ := k.gap(f, where)
	t := &k.x.texts[f.text]
	if to < 1 || !t.tokens[to-1].isMark(",") {
		return false
	}
	i := t.beforeAside(max(0, to-24), to-1, false)
	return i >= 0 && slices.Contains(who, t.spans[i].entity)
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
