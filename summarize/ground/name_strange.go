package ground

import (
	"fmt"
	"slices"
	"strings"
)

// strange reports a name of which the article does not have all words.
func (k *nameCheck) strange(s nameSpan, unknown []int, known int) {
	if k.misspelt(s, unknown) || k.w.NounsCapital && !k.nameLike(s) {
		return
	}
	where := at{unknown[0], unknown[len(unknown)-1] + 1}
	if k.generic(unknown) {
		if !k.w.NounsCapital && (!s.weak || s.to > s.head+1) {
			k.warn("not there", where, fmt.Sprintf("%s is not in the article", k.quote(where.from, where.to)), "", nameSpot{-1, 0})
		}
		return
	}
	if k.prefixed(s, unknown) || known > 0 && k.otherFirst(s, unknown) {
		return
	}
	if known > 0 && k.ofThatSort(s, unknown) {
		return
	}
	if !k.w.NounsCapital && k.extra(s, unknown, known) {
		if k.slot(s, nil) {
			return
		}
		k.warn("not there", where, fmt.Sprintf("%s is not in the article", k.quote(where.from, where.to)), "", nameSpot{-1, 0})
		return
	}
	text, spot, tight := k.instead(at{s.from, s.to})
	switch {
	case tight:
		k.fail("invented", at{s.head, s.to}, fmt.Sprintf("%s is not in the article; it says %s", k.quote(s.head, s.to), text), k.like(s, text), spot)
	case k.sure(s, unknown):
		k.fail("invented", where, fmt.Sprintf("%s is not in the article", k.quote(where.from, where.to)), "", nameSpot{-1, 0})
	case !s.weak && !k.w.NounsCapital:
		k.warn("not there", where, fmt.Sprintf("%s is not in the article", k.quote(where.from, where.to)), "", nameSpot{-1, 0})
	}
}

// ofThatSort reports a name that the article does not have, of a sort of which it
// has others: Elmfield United beside Tolvik United.
func (k *nameCheck) ofThatSort(s nameSpan, unknown []int) bool {
	const sort, vague = groupWord | placeWord, sameWord | sameStart | groupWord | placeWord | bearingWord | ordinaryWord | anyRole | degreeWord
	last := k.t.words[s.to-1]
	if last.class&sort == 0 || unknown[0] != s.head || unknown[len(unknown)-1] == s.to-1 || k.w.NounsCapital {
		return false
	}
	for _, i := range unknown {
		if k.t.words[i].class&vague != 0 {
			return false
		}
	}
	for i := range k.x.texts {
		t := &k.x.texts[i]
		for j, other := range t.spans {
			if other.to < other.head+2 || t.words[other.to-1].norm != last.norm || t.words[other.head].class&(ordinaryWord|anyRole) != 0 || within(t, other, &k.t, s) {
				continue
			}
			k.fail("invented", at{s.head, s.to}, fmt.Sprintf("%s is not in the article; it names %s", k.quote(s.head, s.to), t.name(other)), k.like(s, t.name(other)), nameSpot{int32(i), int32(j)})
			return true
		}
	}
	return false
}

// nameLike reports whether words with a capital look like a name where every noun has one.
func (k *nameCheck) nameLike(s nameSpan) bool {
	if s.from < s.head || k.t.words[s.head].class&(givenWord|sameWord) != 0 {
		return true
	}
	words, ordinary := 0, 0
	for i := s.head; i < s.to; i++ {
		if k.t.tokens[i].kind == word {
			words++
			if k.x.seen[k.t.words[i].norm] == 0 && k.t.words[i].class == ordinaryWord {
				ordinary++
			}
		}
	}
	return words > 1 || ordinary == 0 && (k.located(s) || s.to < len(k.t.words) && k.t.words[s.to].class&sayingWord != 0)
}

// sure reports whether a name that the article does not have can be nothing but a name.
func (k *nameCheck) sure(s nameSpan, unknown []int) bool {
	if k.blind {
		return false
	}
	i := unknown[0]
	if len(unknown) > 1 && k.t.tokens[i].upper && k.t.tokens[unknown[1]].upper {
		return false
	}
	if k.w.NounsCapital {
		return s.to > s.head+1 && len(unknown) > 1 && i+1 == unknown[1]
	}
	if k.t.words[i].class&seatWord != 0 && k.countryOf(i) {
		return false
	}
	if i > 1 && k.t.tokens[i-1].isMark(",") && (k.t.words[i].class&(sameWord|sameStart|placeWord) != 0 || k.afterPlace(i-1)) {
		return false // Lyon, France
	}
	if !s.weak || i > s.from && len(unknown) < s.to-s.head || s.to > s.head+1 && len(unknown) > 1 {
		return true
	}
	return s.weak && (s.from < s.head || s.to > s.head+1 && k.t.words[s.to-1].class&groupWord != 0 || s.to < len(k.t.words) && (k.t.words[s.to].class&sayingWord != 0 || k.t.words[s.to-1].owner))
}

// prefixed reports whether the first word of a sentence stands before a name that
// the article has in full: Newlyweds Ana Ruiz and Tom Berg.
func (k *nameCheck) prefixed(s nameSpan, unknown []int) bool {
	if !s.weak || len(unknown) != 1 || unknown[0] != s.from {
		return false
	}
	var room [8]string
	rest := s
	rest.head++
	words := k.t.tellingWords(rest, room[:0])
	if len(words) < 2 {
		return false
	}
	id := k.x.entityOf(words)
	return id >= 0 && len(k.x.entities[id].words) == len(words)
}

// extra reports whether words that the article does not have are of the kind that
// is often added and true: a country, a nickname, the rest of a name. Nothing
// else may stand in their place.
func (k *nameCheck) extra(s nameSpan, unknown []int, known int) bool {
	nation := true
	for _, i := range unknown {
		nation = nation && k.t.words[i].class&(sameWord|sameStart|bearingWord|groupWord|placeWord|ordinaryWord) != 0
	}
	n := &k.t.words[s.to-1]
	the := s.from > k.part.from && k.t.words[s.from-1].norm == "the"
	if the && (nation || s.to == s.head+1 && strings.HasSuffix(n.norm, "s")) {
		return true
	}
	if _, _, tight := k.insteadOf(at{s.from, s.to}, 0.4); tight {
		return false
	}
	if nation && k.located(s) && len(k.x.same) > 0 && n.class&sameWord != 0 {
		return false // another country than the article's
	}
	return nation || known > 0 && unknown[0] > s.head && !k.person(s) || k.located(s) || k.modifies(s)
}

// modifies reports whether a name stands before a noun and after its article: a
// Flintshire man.
func (k *nameCheck) modifies(s nameSpan) bool {
	if s.from <= k.part.from || s.to >= k.part.to || k.t.words[s.to-1].owner || k.person(s) || k.t.words[s.from-1].class&mutualWord != 0 || k.t.words[s.to].class&sayingWord != 0 {
		return false
	}
	before, after := &k.t.tokens[s.from-1], &k.t.tokens[s.to]
	return before.kind == word && before.stop && k.t.words[s.from-1].class&locatingWord == 0 && after.kind == word && !after.stop && !after.capital
}

// person reports whether a name begins as a person's does.
func (k *nameCheck) person(s nameSpan) bool {
	n := &k.t.words[s.head]
	if s.from < s.head || n.class&givenWord != 0 {
		return true
	}
	return slices.ContainsFunc(k.x.of(n.norm), func(id int32) bool {
		e := &k.x.entities[id]
		return len(e.words) > 1 && e.words[0] == n.norm && e.person > 0
	})
}

// located reports whether a name stands where a place does.
func (k *nameCheck) located(s nameSpan) bool {
	i := s.from - 1
	if i > k.part.from && k.t.words[i].norm == "the" {
		i--
	}
	if s.to > s.head+1 && k.t.tokens[s.head+1].norm != "of" && !k.anyOf(at{s.head, s.to}, placeWord|sameStart) {
		return false
	}
	return i >= k.part.from && (k.t.words[i].class&locatingWord != 0 || k.t.words[i].norm == "of")
}

// afterPlace reports whether a name that stands where a place does ends before i.
func (k *nameCheck) afterPlace(i int) bool {
	return slices.ContainsFunc(k.t.spans, func(s nameSpan) bool { return s.to == i && s.from > 0 && k.located(s) })
}

func (k *nameCheck) countryOf(i int) bool {
	ids, _ := k.t.sameAt(k.w, i)
	return slices.ContainsFunc(ids, func(id int16) bool { return k.x.same[id] })
}

// generic reports whether words are of those that many names have.
func (k *nameCheck) generic(unknown []int) bool {
	for _, i := range unknown {
		if k.t.words[i].class&(groupWord|placeWord|anyRole|anyTitle|degreeWord|ordinaryWord) == 0 || k.t.words[i].class&sameWord != 0 {
			return false
		}
	}
	return true
}
