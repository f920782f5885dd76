package ground

import (
	"fmt"
	"slices"
)

// offices looks whether the offices of a part are those that the article gives.
func (k *nameCheck) offices(spans []nameSpan) {
	for i := k.part.from; i < k.part.to; i++ {
		if k.t.words[i].class&roleWord != 0 && !k.inName(spans, i) {
			k.office(i, spans)
		}
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
	f, share, n, ok := k.best(at{i, i + 1})
	if ok && n > 0 && share >= surelyAround && (n > 1 || share > 0.99) {
		if on := int(f.on[i-k.part.from]); on >= 0 {
			k.degree(f, i, on)
		}
		if f.on[i-k.part.from] < 0 && k.otherOffice(f, i, spans) {
			return
		}
	}
	for _, s := range spans {
		beside := s.from <= i && i < s.head
		k.t.apposed(s, func(j int) { beside = beside || j == i })
		if beside {
			k.holder(i, s)
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
		if listsMeet(k.w.role[t.words[j].norm], roles) || c&vagueRole != 0 && j >= from && j < to {
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
			return
		}
		vague = vague || n.class&vagueRole != 0
	}
	for _, spot := range e.spots {
		if k.x.texts[spot.text].hasRole(k.w, roles) {
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

// stillHolds compares whether an office that the article gives to somebody is over.
func (k *nameCheck) stillHolds(i int, e *nameEntity, roles []int16) {
	here, over, n := k.t.over(i), 0, 0
	var spot nameSpot
	for _, r := range e.roles {
		if t := &k.x.texts[r.text]; listsMeet(k.w.role[k.x.roleNorm(r)], roles) {
			n++
			if t.over(int(r.token)) >= 0 {
				over++
			}
			spot = nameSpot{r.text, 0}
		}
	}
	switch {
	case here < 0 && over == n && !k.anyOf(at{k.part.from, k.part.to}, pastWord|formerWord):
		k.fail("former", at{i, i + 1}, fmt.Sprintf("The article says that %s is a former %s", e.text, k.t.tokens[i].text),
			k.cased("former "+smallLetter(k.t.tokens[i].text), i), spot)
	case here >= 0 && over == 0 && !k.x.everOver(e):
		k.fail("former", at{here, i + 1}, fmt.Sprintf("The article does not say that %s is a former %s", e.text, k.t.tokens[i].text), k.cased(k.quote(i, i+1), here), spot)
	}
}

// everOver reports whether a text that names somebody has a word for what is over.
func (x *nameIndex) everOver(e *nameEntity) bool {
	for _, spot := range e.spots {
		if x.texts[spot.text].any(formerWord | pastWord) {
			return true
		}
	}
	return false
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

// former compares what is over in the claim and in the evidence: "the former
// mayor" against "the mayor".
func (k *nameCheck) former(spans []nameSpan) {
	for i := k.part.from; i < k.part.to; i++ {
		if k.t.words[i].class&formerWord != 0 && i+1 < k.part.to {
			k.formerPutIn(i, spans)
		}
	}
	if k.wrong {
		return
	}
	for _, f := range k.lay() {
		t := &k.x.texts[f.text]
		for i := k.part.from; i < k.part.to; i++ {
			on := int(f.on[i-k.part.from])
			if on < 1 || k.t.tokens[i].stop {
				continue
			}
			there := on - 1
			if t.tokens[there].isMark("-") && there > 0 {
				there--
			}
			if t.words[there].class&formerWord == 0 || k.t.over(i) >= 0 || there > 0 && t.words[there-1].class&mutualWord != 0 {
				continue
			}
			if share, n := k.around(f, at{i, i + 1}); share < surelyAround || n < 2 || k.overOtherwise(f) {
				continue
			}
			k.fail("former", at{i, i + 1}, fmt.Sprintf("The article says %s %s", t.tokens[there].text, t.tokens[on].text),
				k.cased(smallLetter(t.tokens[there].text)+" "+k.t.tokens[i].text, i), nameSpot{int32(f.text), 0})
			return
		}
	}
}

// overOtherwise reports whether the claim says in its own words that something is over.
func (k *nameCheck) overOtherwise(f nameFit) bool {
	for i := k.part.from; i < k.part.to; i++ {
		if k.t.words[i].class&pastWord != 0 && f.on[i-k.part.from] < 0 {
			return true
		}
	}
	return false
}

// formerPutIn reports a word of the claim that makes something former which the
// article does not.
func (k *nameCheck) formerPutIn(here int, spans []nameSpan) {
	i := here + 1
	if k.t.tokens[i].isMark("-") && i+1 < k.part.to {
		i++
	}
	f, share, n, ok := k.best(at{here, here + 1})
	if !ok || share < surelyAround || n < 2 {
		return
	}
	on := int(f.on[i-k.part.from])
	if on < 0 || k.overElsewhere(f, spans) {
		return
	}
	k.fail("former", at{here, i + 1}, fmt.Sprintf("The article says %s and not %s", k.t.tokens[i].text, k.quote(here, i+1)),
		k.cased(k.t.tokens[i].text, here), nameSpot{int32(f.text), 0})
}

// over returns the word by which the office at i is over, or -1.
func (t *nameText) over(i int) int {
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		if t.words[j].class&formerWord != 0 {
			return j
		}
		if t.tokens[j].kind == mark && !t.tokens[j].isMark("-") && !t.tokens[j].isMark(".") || t.tokens[j].stop && j < i-1 {
			return -1
		}
	}
	return -1
}

// overElsewhere reports whether the article has anything that may say that the
// office is over: in this text, or beside the person.
func (k *nameCheck) overElsewhere(f nameFit, spans []nameSpan) bool {
	if k.x.texts[f.text].any(formerWord | pastWord) {
		return true
	}
	for _, s := range spans {
		for _, id := range k.whose(s) {
			for _, spot := range k.x.entities[id].spots {
				if k.x.texts[spot.text].any(formerWord) {
					return true
				}
			}
		}
	}
	return false
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

// bearings reports a point of the compass in whose place the evidence has another.
func (k *nameCheck) bearings() {
	for i := k.part.from; i < k.part.to; i++ {
		if k.t.words[i].class&bearingWord == 0 {
			continue
		}
		f, around, n, ok := k.best(at{i, i + 1})
		if !ok || n == 0 || around < surelyAround || f.on[i-k.part.from] >= 0 {
			continue
		}
		t := &k.x.texts[f.text]
		from, to, tight := k.gap(f, at{i, i + 1})
		other, own := -1, k.w.bearing[k.t.words[i].norm]
		for j := range t.words {
			if t.words[j].class&bearingWord == 0 {
				continue
			}
			if k.w.bearing[t.words[j].norm] == own {
				other = -1
				break
			}
			if j >= from && j < to {
				other = j
			}
		}
		if other >= 0 && tight {
			k.fail("swapped", at{i, i + 1}, fmt.Sprintf("The article says %s and not %s", t.tokens[other].text, k.t.tokens[i].text),
				k.cased(t.tokens[other].text, i), nameSpot{int32(f.text), 0})
		}
	}
}
