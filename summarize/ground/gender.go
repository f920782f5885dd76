package ground

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// guessGender books the pronouns of a text with the person whom they can only mean.
func (x *nameIndex) guessGender(i int) {
	t := &x.texts[i]
	next, who, quoted := 0, x.onlyPerson(i-1), false
	for j := range t.tokens {
		for next < len(t.spans) && t.spans[next].to <= j {
			if id := t.spans[next].entity; id >= 0 && x.entities[id].kind() != placeKind {
				if who >= 0 && who != id && next > 0 {
					who = -2
				} else if who != -2 {
					who = id
				}
			}
			next++
		}
		if t.tokens[j].kind == mark && opensOrEndsQuote(t.tokens[j].text) {
			quoted = !quoted
		}
		if c := t.words[j].class; who >= 0 && !quoted && c&(malePronoun|femalePronoun) != 0 {
			x.entities[who].vote(c)
		}
	}
}

func opensOrEndsQuote(s string) bool {
	return s == `"` || s == "“" || s == "”" || s == "„" || s == "«" || s == "»"
}

func (e *nameEntity) vote(c nameClass) {
	if c&malePronoun != 0 {
		e.male++
	} else {
		e.female++
	}
}

// onlyPerson is the one entity that a text names and that is no place, -1 for none or several.
func (x *nameIndex) onlyPerson(i int) int32 {
	if i < 1 {
		return -1
	}
	who := int32(-1)
	for _, s := range x.texts[i].spans {
		if s.entity < 0 || x.entities[s.entity].kind() == placeKind || s.entity == who {
			continue
		}
		if who >= 0 {
			return -1
		}
		who = s.entity
	}
	return who
}

// surelyGender is how often the article must have shown a gender, against none of the other.
const surelyGender = 2

// genders looks whether the titles and pronouns of a part go with its person.
func (k *nameCheck) genders(spans []nameSpan) {
	for _, s := range spans {
		for i := s.from; i < s.head; i++ {
			if c := k.t.words[i].class; c&(maleTitle|femaleTitle) != 0 {
				k.gender(s, i, c&maleTitle != 0)
				return
			}
		}
	}
	if len(spans) != 1 || k.wrong {
		return
	}
	for i := spans[0].to; i < k.part.to; i++ {
		if c := k.t.words[i].class; c&(malePronoun|femalePronoun) != 0 && !k.inEvidence(i) {
			k.gender(spans[0], i, c&malePronoun != 0)
			return
		}
	}
}

// inEvidence reports whether the pronoun stands in the best evidence.
func (k *nameCheck) inEvidence(i int) bool {
	for _, f := range k.lay() {
		if k.x.texts[f.text].any(k.t.words[i].class & (malePronoun | femalePronoun)) {
			return true
		}
	}
	return false
}

// gender compares a word of the claim that says a gender with the article.
func (k *nameCheck) gender(s nameSpan, i int, male bool) {
	who := k.whose(s)
	if len(who) != 1 {
		return
	}
	e := &k.x.entities[who[0]]
	for1, against := e.male, e.female
	if !male {
		for1, against = against, for1
	}
	said := smallLetter(k.t.tokens[i].text)
	switch {
	case e.kind() != personKind:
	case for1 == 0 && against >= surelyGender:
		k.fail("gender", at{i, i + 1}, fmt.Sprintf("The article does not write of %s as %q but as of the other sex", e.text, said), "", e.spots[0])
	case for1 == 0 && against > 0:
		k.warn("gender", at{i, i + 1}, fmt.Sprintf("The article seems to write of %s as of the other sex than %q", e.text, said), "", e.spots[0])
	case for1 == 0:
		k.warn("guessed gender", at{i, i + 1}, fmt.Sprintf("The article does not say whether %s is a man or a woman", e.text), "", e.spots[0])
	}
}

func capitalLetter(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

func smallLetter(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if len(s) > size {
		if next, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsUpper(next) {
			return s
		}
	}
	return string(unicode.ToLower(r)) + s[size:]
}
