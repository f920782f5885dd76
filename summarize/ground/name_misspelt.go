package ground

import (
	"fmt"
	"slices"
	"strings"
)

// mixed reports whether a name takes its first word from one of the article's
// names and its last from another, and says so.
func (k *nameCheck) mixed(s nameSpan) bool {
	if strings.ContainsAny(k.quote(s.head, s.to), "'’") && !k.t.words[s.to-1].owner {
		return false
	}
	var room [8]string
	words := k.t.tellingWords(s, room[:0])
	if k.halved(s, words) {
		return true
	}
	if len(words) < 2 || k.together(words[0], lastWord(words)) {
		return k.ofAnother(s, words)
	}
	firsts, lasts := k.x.of(words[0]), k.x.of(lastWord(words))
	if len(firsts) == 0 || len(lasts) == 0 {
		return false
	}
	for _, id := range firsts {
		if slices.Contains(lasts, id) {
			return false
		}
	}
	whose := &k.x.entities[lasts[0]]
	if k.sameFirst(words[0], whose.words[0]) {
		return false
	}
	if len(lasts) > 1 && slices.ContainsFunc(lasts, func(id int32) bool { return len(k.x.entities[id].words) < 2 }) || len(whose.words) < 2 || lastWord(whose.words) != lastWord(words) || k.x.entities[firsts[0]].words[0] != words[0] || len(k.x.entities[firsts[0]].words) < 2 {
		return false
	}
	k.fail("misspelt", at{s.head, s.to}, fmt.Sprintf("%s is not in the article; it names %s", k.quote(s.head, s.to), whose.text), k.like(s, whose.text), lastSpot(whose.spots))
	return true
}

// halved reports a first name with half of its double surname where the half is
// somebody else's whole surname: Ana Ruiz for Berta Ruiz, beside an Ana Ruiz-Oda.
func (k *nameCheck) halved(s nameSpan, words []string) bool {
	if len(words) != 2 || s.to < len(k.t.tokens) && k.t.tokens[s.to].isMark("-") {
		return false
	}
	whose, double := int32(-1), false
	for _, id := range k.x.of(words[1]) {
		e := &k.x.entities[id]
		double = double || len(e.words) > 2 && e.words[0] == words[0] && lastWord(e.words) != words[1]
		switch {
		case len(e.words) < 2 || k.sameFirst(words[0], e.words[0]):
		case e.words[0] == words[0] && lastWord(e.words) == words[1]:
			return false
		case e.words[0] != words[0] && lastWord(e.words) == words[1] && len(e.words) == 2:
			whose = id
		}
	}
	if whose < 0 || !double || !k.together(words[0], words[1]) {
		return false
	}
	e := &k.x.entities[whose]
	k.fail("misspelt", at{s.head, s.to}, fmt.Sprintf("%s is not in the article; it names %s", k.quote(s.head, s.to), e.text), k.like(s, e.text), lastSpot(e.spots))
	return true
}

// sameFirst reports whether two first names are one: Matt and Matthew.
func (k *nameCheck) sameFirst(a, b string) bool {
	return a != b && listsMeet(k.w.spelling[a], k.w.spelling[b])
}

// ofAnother reports a group whose name has its general word from one name of the
// article and the rest from another: Brannagh & Daughters for Moreau & Daughters.
func (k *nameCheck) ofAnother(s nameSpan, words []string) bool {
	last := k.t.words[s.to-1]
	if len(words) != 1 || last.class&groupWord == 0 || s.to < s.head+2 || k.x.seen[last.norm] != seenCapital {
		return false
	}
	whose, n, text, where := int32(-1), 0, "", nameSpot{}
	for i := range k.x.texts {
		t := &k.x.texts[i]
		for j, other := range t.spans {
			if t.words[other.to-1].norm != last.norm || other.entity < 0 || other.to < other.head+2 {
				continue
			}
			if slices.ContainsFunc(t.words[other.from:other.to], func(n nameToken) bool { return n.norm == words[0] }) {
				return false
			}
			if whose != other.entity {
				whose, n, text, where = other.entity, n+1, t.name(other), nameSpot{int32(i), int32(j)}
			}
		}
	}
	if n != 1 {
		return false
	}
	k.fail("misspelt", at{s.head, s.to}, fmt.Sprintf("%s is not in the article; it names %s", k.quote(s.head, s.to), text), k.like(s, text), where)
	return true
}

// inAnother reports whether a token is of another name than one.
func (t *nameText) inAnother(i int, one nameSpan) bool {
	return slices.ContainsFunc(t.spans, func(s nameSpan) bool {
		return s.from <= i && i < s.to && s.from != one.from && s.entity != one.entity && s.to-s.head > 1
	})
}

// together reports whether two words stand side by side in the article, and not in
// two names.
func (k *nameCheck) together(a, b string) bool {
	for _, id := range k.x.of(b) {
		for _, spot := range k.x.entities[id].spots {
			t := &k.x.texts[spot.text]
			s := t.spans[spot.span]
			for i := max(0, s.from-3); i < min(s.to+3, len(t.words)); i++ {
				if t.words[i].norm == a && !t.inAnother(i, s) {
					return true
				}
			}
		}
	}
	return false
}

// misspelt reports a name that is nearly one of the article's.
func (k *nameCheck) misspelt(s nameSpan, unknown []int) bool {
	for _, i := range unknown {
		n := &k.t.words[i]
		likely := k.x.likely(n.norm)
		if likely == "" || s.weak && i == s.from && len(n.norm) < 5 || n.class&(groupWord|placeWord|anyRole|sameWord|ordinaryWord) != 0 {
			continue
		}
		if k.w.NounsCapital && len([]rune(n.norm)) < 6 {
			continue
		}
		spot := nameSpot{-1, 0}
		text := likely
		if ids := k.x.byWord[likely]; len(ids) > 0 {
			spot = k.x.entities[ids[0]].spots[0]
			text = k.x.written(likely, spot)
		}
		if k.w.SuffixApostrophe || k.t.words[i].owner {
			text += tail(k.t.tokens[i].text)
		}
		k.fail("misspelt", at{i, i + 1}, fmt.Sprintf("%s is not in the article; it says %s", k.quote(i, i+1), strings.TrimSuffix(text, tail(text))), text, spot)
		return true
	}
	return false
}

// tail is what follows a word from its apostrophe on.
func tail(text string) string {
	if i := strings.LastIndexAny(text, "'’"); i > 0 {
		return text[i:]
	}
	return ""
}

// written is a word of a name as the article writes it.
func (x *nameIndex) written(norm string, spot nameSpot) string {
	t := &x.texts[spot.text]
	s := t.spans[spot.span]
	for i := s.head; i < s.to; i++ {
		if t.words[i].norm == norm {
			return strings.TrimSuffix(t.tokens[i].text, tail(t.tokens[i].text))
		}
	}
	return norm
}

// otherFirst reports a known last name with a first name that the article does
// not have, or the reverse.
func (k *nameCheck) otherFirst(s nameSpan, unknown []int) bool {
	var room [8]string
	words := k.t.tellingWords(s, room[:0])
	if len(words) < 2 {
		return false
	}
	for i, word := range words {
		if k.x.seen[word]&^seenLower == 0 {
			continue
		}
		for _, id := range k.x.of(word) {
			e := &k.x.entities[id]
			where := at{unknown[0], unknown[len(unknown)-1] + 1}
			if i > 0 && len(e.words) > 1 && k.sameFirst(words[0], e.words[0]) {
				return true
			}
			if len(e.words) > 1 && (!e.late && i == len(words)-1 && lastWord(e.words) == word || i == 0 && e.words[0] == word) {
				k.fail("misspelt", at{s.head, s.to}, fmt.Sprintf("%s is not in the article; it names %s", k.quote(s.head, s.to), e.text), k.like(s, e.text), e.spots[0])
				return true
			}
			if i == len(words)-1 && (len(e.words) == 1 || e.late) && e.kind() != placeKind {
				k.warn("first name", where, fmt.Sprintf("%s is not in the article, which says %s", k.quote(where.from, where.to), e.text), "", e.spots[0])
				return true
			}
		}
	}
	return false
}

func lastWord(s []string) string { return s[len(s)-1] }

// slips reports words of a claim without capitals that are nearly a name.
func (k *nameCheck) slips(p part) {
	for i := p.from; i < p.to; i++ {
		t, n := &k.t.tokens[i], &k.t.words[i]
		if t.kind != word || t.stop || len(n.norm) < 6 || n.class != 0 || k.x.flags(n.norm) != 0 || k.x.ordinaryStem(t.stem) {
			continue
		}
		likely := k.x.likely(n.norm)
		if likely == "" || likely == n.norm+"s" || k.x.derived(n.norm) || nameDistance([]rune(likely), []rune(n.norm), 1) > 1 {
			continue
		}
		spot := k.x.entities[k.x.byWord[likely][0]].spots[0]
		k.fail("misspelt", at{i, i + 1}, fmt.Sprintf("%s is not in the article; it says %s", k.quote(i, i+1), k.x.written(likely, spot)), k.x.written(likely, spot), spot)
	}
}
