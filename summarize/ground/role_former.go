package ground

import "fmt"

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
		k.fail("former", at{i, i + 1}, fmt.Sprintf("The article says that %s is a former %s", e.text, smallLetter(k.t.tokens[i].text)),
			k.cased("former "+smallLetter(k.t.tokens[i].text), i), spot)
	case here >= 0 && over == 0 && !k.x.everOver(e):
		k.fail("former", at{here, i + 1}, fmt.Sprintf("The article does not say that %s is a former %s", e.text, smallLetter(k.t.tokens[i].text)), k.cased(k.quote(i, i+1), here), spot)
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
