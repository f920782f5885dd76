package ground

import (
	"fmt"
	"slices"
)

// agedAs reports a name with the age that the article gives to another one alone:
// "Ana Ruiz, 34," for "Berta Oda, 34,".
func (k *nameCheck) agedAs(s nameSpan, who []int32) {
	i := k.t.ageAt(s.to)
	if k.wrong || i < 0 || len(who) == 0 || i >= k.part.to {
		return
	}
	spot, text := nameSpot{-1, 0}, k.t.tokens[i].text
	for n := range k.x.texts {
		t := &k.x.texts[n]
		for at := range t.tokens {
			if t.tokens[at].kind != number || t.tokens[at].text != text {
				continue
			}
			other := t.agedBefore(at)
			if other < 0 || !k.x.person(t.spans[other]) || slices.Contains(who, t.spans[other].entity) || k.sameThing(t, t.spans[other], s) || spot.text >= 0 && t.spans[other].entity != k.x.texts[spot.text].spans[spot.span].entity {
				return // it may be the age of the one named
			}
			spot = nameSpot{int32(n), int32(other)}
		}
	}
	if spot.text < 0 {
		return
	}
	t := &k.x.texts[spot.text]
	name := t.name(t.spans[spot.span])
	k.fail("swapped", at{s.head, s.to}, fmt.Sprintf("The article gives the age of %s to %s and not to %s", text, name, k.quote(s.head, s.to)), k.like(s, name), spot)
}

// ageAt returns the token of the age that stands after a name at i, -1 for none:
// ", 58" and ", aged 58".
func (t *nameText) ageAt(i int) int {
	if i+1 < len(t.tokens) && t.tokens[i].isMark(",") && t.tokens[i+1].norm == "aged" {
		i++
	}
	if i+1 >= len(t.tokens) || !t.tokens[i].isMark(",") && t.tokens[i].norm != "aged" {
		return -1
	}
	n := i + 1
	if t.tokens[n].kind != number || len(t.tokens[n].text) != 2 || n+1 < len(t.tokens) && t.tokens[n+1].kind != mark {
		return -1
	}
	return n
}

// agedBefore is the name whose age stands at a token, as an index into the spans, -1 for none.
func (t *nameText) agedBefore(i int) int {
	return slices.IndexFunc(t.spans, func(s nameSpan) bool { return t.ageAt(s.to) == i })
}
