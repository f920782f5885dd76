package ground

import (
	"fmt"
	"slices"
)

// offices looks whether the offices of a part are those that the article gives.
func (k *nameCheck) offices(spans []nameSpan) {
	for i := k.part.from; i < k.part.to; i++ {
		if k.t.words[i].class&anyRole != 0 && !k.inName(spans, i) {
			k.office(i, spans)
		}
	}
	for _, s := range spans {
		k.membership(s)
	}
	if !k.wrong {
		k.former(spans)
	}
}

// inName reports whether a token is part of a name proper: General Motors.
func (k *nameCheck) inName(spans []nameSpan, i int) bool {
	return slices.ContainsFunc(spans, func(s nameSpan) bool { return s.head <= i && i < s.to })
}

// office looks at one office: by the sentence that has the words around it, and by
// the person that it stands beside.
func (k *nameCheck) office(i int, spans []nameSpan) {
	firm := k.t.words[i].class&roleWord != 0
	f, share, n, ok := k.best(at{i, i + 1})
	if firm && ok && n > 0 && share >= surelyAround && (n > 1 || share > 0.99) {
		if on := int(f.on[i-k.part.from]); on >= 0 {
			k.degree(f, i, on)
		}
		if f.on[i-k.part.from] < 0 && k.otherOffice(f, i, spans) {
			return
		}
	}
	for n, s := range spans {
		beside := s.from <= i && i < s.head
		if !beside && n+1 < len(spans) && (spans[n+1].from == i+1 || spans[n+1].from <= i && i < spans[n+1].head) {
			continue // it goes with the name after it
		}
		k.t.apposed(s, func(j int) { beside = beside || j == i })
		if beside && firm {
			k.holder(i, s)
		} else if beside {
			k.vagueOffice(i, s)
		}
		if beside {
			return
		}
	}
}

// otherOffice reports an office in whose place the evidence has another.
func (k *nameCheck) otherOffice(f nameFit, i int, spans []nameSpan) bool {
	t := &k.x.texts[f.text]
	roles := k.w.role[k.t.words[i].norm]
	from, to, tight := k.gap(f, at{i, i + 1})
	other := -1
	for j := range t.words {
		c := t.words[j].class
		if c&anyRole == 0 {
			continue
		}
		vague := c&vagueRole != 0 && (j+1 >= len(t.words) || t.words[j+1].class&roleWord == 0)
		if listsMeet(k.w.role[t.words[j].norm], roles) || vague && j >= from && j < to {
			return false
		}
		if j >= from && j < to && c&roleWord != 0 {
			if other >= 0 {
				return false
			}
			other = j
		}
	}
	if other < 0 || !tight || t.wordsBut(nameSpan{from: other, head: other, to: other + 1}, from, to) > 2 || k.officeElsewhere(f.text, i, roles, spans) {
		return false
	}
	k.fail("role", at{i, i + 1}, fmt.Sprintf("The article says %s and not %s", t.tokens[other].text, k.t.tokens[i].text),
		k.cased(t.tokens[other].text, i), nameSpot{int32(f.text), 0})
	return true
}

// cased writes a word with a capital where the claim's has one.
func (k *nameCheck) cased(text string, i int) string {
	if k.t.tokens[i].capital {
		return capitalLetter(text)
	}
	return text
}

// officeElsewhere reports whether another text gives the office to the person of
// the claim, or has it with most of the words around it.
func (k *nameCheck) officeElsewhere(but, i int, roles []int16, spans []nameSpan) bool {
	for _, s := range spans {
		if s.from > i+3 || s.to < i-3 {
			continue
		}
		for _, id := range k.whose(s) {
			for _, r := range k.x.entities[id].roles {
				if listsMeet(k.w.role[k.x.roleNorm(r)], roles) {
					return true
				}
			}
		}
	}
	for text := range k.x.texts {
		if text == but {
			continue
		}
		for j := range k.x.texts[text].words {
			n := &k.x.texts[text].words[j]
			if n.class&roleWord != 0 && listsMeet(k.w.role[n.norm], roles) && k.bag(text, at{i, i + 1}) >= 0.4 {
				return true
			}
		}
	}
	return false
}

func (x *nameIndex) roleNorm(r nameRoleOf) string { return x.texts[r.text].words[r.token].norm }

// holder reports an office beside a person to whom the article gives another, or
// which it gives to others only.
func (k *nameCheck) holder(i int, s nameSpan) {
	who := k.whose(s)
	if len(who) != 1 || k.wrong {
		return
	}
	e := &k.x.entities[who[0]]
	roles := k.w.role[k.t.words[i].norm]
	vague := false
	for _, r := range e.roles {
		n := &k.x.texts[r.text].words[r.token]
		if listsMeet(k.w.role[n.norm], roles) {
			k.stillHolds(i, e, roles)
			k.ofOthers(i, s, who[0], roles)
			return
		}
		vague = vague || n.class&vagueRole != 0
	}
	for _, spot := range e.spots {
		if k.x.mayHold(int(spot.text), roles, who[0]) {
			return
		}
	}
	other, spot := k.x.holding(roles, who[0])
	switch {
	case other != "" && !vague:
		k.fail("role", at{i, i + 1}, fmt.Sprintf("The article has %s as %s, not %s", other, k.t.tokens[i].text, e.text), k.officeOf(e, i), spot)
	case len(e.roles) > 0 && !vague && k.x.flags(k.t.words[i].norm) == 0:
		r := e.roles[0]
		k.fail("role", at{i, i + 1}, fmt.Sprintf("The article calls %s %s and not %s", e.text, k.x.texts[r.text].tokens[r.token].text, k.t.tokens[i].text),
			k.officeOf(e, i), nameSpot{r.text, 0})
	}
}

// officeOf is the office that the article gives to somebody, "" for none.
func (k *nameCheck) officeOf(e *nameEntity, i int) string {
	if len(e.roles) == 0 {
		return ""
	}
	r := e.roles[0]
	return k.cased(k.x.texts[r.text].tokens[r.token].text, i)
}

func (t *nameText) hasRole(w *nameWords, roles []int16) bool {
	return slices.ContainsFunc(t.words, func(n nameToken) bool { return n.class&roleWord != 0 && listsMeet(w.role[n.norm], roles) })
}

// holding names somebody else to whom the article gives an office.
func (x *nameIndex) holding(roles []int16, but int32) (string, nameSpot) {
	for id := range x.entities {
		if int32(id) == but {
			continue
		}
		for _, r := range x.entities[id].roles {
			if listsMeet(x.w.role[x.roleNorm(r)], roles) {
				return x.entities[id].text, nameSpot{r.text, 0}
			}
		}
	}
	return "", nameSpot{-1, 0}
}

func (t *nameText) any(class nameClass) bool {
	return slices.ContainsFunc(t.words, func(n nameToken) bool { return n.class&class != 0 })
}

// degree reports a deputy who is made the holder of the office, or the reverse.
func (k *nameCheck) degree(f nameFit, i, on int) {
	t := &k.x.texts[f.text]
	there, here := t.degreeBefore(on), k.t.degreeBefore(i)
	if (there < 0) == (here < 0) {
		return
	}
	spot := nameSpot{int32(f.text), 0}
	if there >= 0 {
		k.fail("role", at{i, i + 1}, fmt.Sprintf("The article says %s %s", t.tokens[there].text, t.tokens[on].text),
			k.cased(smallLetter(t.tokens[there].text)+" "+smallLetter(k.t.tokens[i].text), i), spot)
	} else if !k.x.has(k.t.words[here].norm) {
		k.fail("role", at{here, i + 1}, fmt.Sprintf("The article says %s and not %s", t.tokens[on].text, k.quote(here, i+1)), k.cased(k.quote(i, i+1), here), spot)
	}
}

func (x *nameIndex) has(norm string) bool { return x.seen[norm] != 0 }

func (t *nameText) degreeBefore(i int) int {
	for j := i - 1; j >= 0 && j >= i-2; j-- {
		if t.words[j].class&degreeWord != 0 {
			return j
		}
		if t.tokens[j].stop && !t.tokens[j].isMark("-") {
			return -1
		}
	}
	return -1
}
