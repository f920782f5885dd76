package ground

import "fmt"

// slot compares the place beside a verb with the one that the article has beside
// the same verb, and reports another: "born in Tolvik" against "born in Ostrava".
func (k *nameCheck) slot(s nameSpan, who []int32) bool {
	if k.wrong || s.from <= k.part.from+1 {
		return false
	}
	verb := k.t.verbBefore(s)
	if verb < k.part.from {
		return false
	}
	stem := k.t.tokens[verb].stem
	words := k.beside(s)
	if len(words) < fewestOwn {
		return false
	}
	found, where, most := "", nameSpot{-1, 0}, 0.0
	for _, sentence := range k.x.checker.index.where[stem] {
		text := sentence + 1
		if k.names(text, s, who) || k.x.goesOn(text) && k.names(text-1, s, who) {
			return false
		}
		share := k.x.sharedBy(text, text, words)
		t := &k.x.texts[text]
		for i, other := range t.spans {
			if v := t.verbBefore(other); v >= 0 && t.tokens[v].stem == stem && share > most && !k.sameThing(t, other, s) && !within(t, other, &k.t, s) && !within(&k.t, s, t, other) {
				found, where, most = t.name(other), nameSpot{int32(text), int32(i)}, share
			}
		}
	}
	if most < surelyOthers {
		return false
	}
	code := "swapped"
	if len(who) == 0 {
		code = "invented"
	}
	k.fail(code, at{s.head, s.to}, fmt.Sprintf("The article says %s and not %s", found, k.quote(s.head, s.to)), k.like(s, found), where)
	return true
}

// verbBefore is the content word before the preposition of a place, -1 for none.
func (t *nameText) verbBefore(s nameSpan) int {
	i := s.from - 1
	if i > 0 && t.tokens[i].kind == word && t.tokens[i].stop && t.words[i].class&locatingWord == 0 {
		i--
	}
	if i < 1 || t.words[i].class&locatingWord == 0 || t.words[s.to-1].owner {
		return -1
	}
	if v := &t.tokens[i-1]; v.kind != word || v.stop || v.capital {
		return -1
	}
	return i - 1
}
