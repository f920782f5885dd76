package ground

// clause returns where the clause of the verb at v begins.
func (t *quoteTeller) clause(v int) int {
	i := v
	for i > t.lo && !t.quoted(i-1) && !isQuoteMark(t.tokens[i-1].text) && !t.tokens[i-1].isMark(";") && !t.tokens[i-1].isMark(":") && v-i < farBefore {
		i--
	}
	return i
}

// isPassive reports whether the verb at v tells what is said of its subject.
func (t *quoteTeller) isPassive(v, lo int) bool {
	for i := v - 1; i >= lo && i >= v-3; i-- {
		if t.has(&t.tokens[i], asPassive) {
			return true
		}
		if !t.has(&t.tokens[i], asHelper) {
			return false
		}
	}
	return false
}

// subjectBefore finds the subject that stands before the verb at v.
func (t *quoteTeller) subjectBefore(v, lo int) quoteSpeaker {
	p := v - 1
	for p >= lo && (t.has(&t.tokens[p], asHelper) || isSpeechAdverb(t.tokens[p]) || isQuoteDash(t.tokens[p])) {
		p--
	}
	if p < lo {
		return quoteSpeaker{}
	}
	switch last := &t.tokens[p]; {
	case t.has(last, asPronoun):
		return quoteSpeaker{kind: speakerUnnamed}
	case t.name(last):
		return t.named(p, v, true)
	case last.isMark(",") || last.isMark(")"):
		return t.beforeApposition(p, lo, v)
	}
	return t.officer(lo, v)
}

func isSpeechAdverb(t token) bool {
	return t.kind == word && !t.capital && len(t.norm) > 4 && t.norm[len(t.norm)-2:] == "ly"
}

// beforeApposition finds Ada Marr in "Ada Marr, who owns the mill, said".
func (t *quoteTeller) beforeApposition(comma, lo, v int) quoteSpeaker {
	opener := ","
	if t.tokens[comma].isMark(")") {
		opener = "("
	}
	for i := comma - 1; i > lo && comma-i < farBefore; i-- {
		if !t.tokens[i].isMark(opener) {
			continue
		}
		if t.name(&t.tokens[i-1]) {
			s := t.named(i-1, v, true)
			s.area.to = v
			return s
		}
		if t.has(&t.tokens[i-1], asPronoun) {
			return quoteSpeaker{kind: speakerUnnamed}
		}
		if t.allName(i+1, comma) {
			s := t.named(comma-1, v, true)
			s.area.from = max(lo, i-longRole)
			return s
		}
	}
	return t.officer(lo, v)
}

// allName reports whether tokens are a name and nothing else.
func (t *quoteTeller) allName(from, to int) bool {
	for i := from; i < to; i++ {
		if !t.name(&t.tokens[i]) && !t.has(&t.tokens[i], asLink|asTitle) && !t.tokens[i].isMark("-") && !t.abbreviated(i) {
			return false
		}
	}
	return to > from && t.name(&t.tokens[to-1])
}

// officer is a subject without a name at its head.
func (t *quoteTeller) officer(lo, v int) quoteSpeaker {
	return quoteSpeaker{kind: speakerOffice, area: at{max(lo, v-longRole), v}}
}

// named makes a speaker of the name whose last token is at last, before a verb at end.
func (t *quoteTeller) named(last, end int, sure bool) quoteSpeaker {
	from := t.runFrom(last, t.lo)
	to := last + 1
	for to < end && t.name(&t.tokens[to]) {
		to++
	}
	s := quoteSpeaker{kind: speakerNamed, name: at{from, to}, area: at{from, to}, sure: sure}
	for s.area.from > t.lo && from-s.area.from < longRole {
		x := &t.tokens[s.area.from-1]
		if x.kind == mark && x.text != "-" && x.text != "." && x.text != "'" && x.text != "’" || t.quoted(s.area.from-1) || t.has(x, asVerb) {
			break
		}
		s.area.from--
	}
	return s
}

// runFrom returns the first token of the name that ends at last.
func (t *quoteTeller) runFrom(last, lo int) int {
	from := last
	for i := last - 1; i >= lo && !t.quoted(i); i-- {
		x := &t.tokens[i]
		switch {
		case t.name(x):
			from = i
		case t.has(x, asLink) || x.isMark("-") || t.abbreviated(i) || x.isMark("&"):
		default:
			return from
		}
	}
	return from
}

// subjectAfter finds the subject that stands after the verb at v.
func (t *quoteTeller) subjectAfter(v int) quoteSpeaker {
	p := v + 1
	for p < t.hi && (t.has(&t.tokens[p], asHelper) || t.tokens[p].isMark("-") || len([]rune(t.tokens[p].text)) == 1 && t.tokens[p].norm == "t") {
		p++
	}
	if p < t.hi && t.has(&t.tokens[p], asPronoun) {
		return quoteSpeaker{kind: speakerUnnamed}
	}
	role := false
	for i := p; i < t.hi && i < p+longRole && !t.quoted(i); i++ {
		x := &t.tokens[i]
		switch {
		case isQuoteMark(x.text) || isSpeechStop(*x) && !t.abbreviated(i):
			return t.roleAfter(role, p, i)
		case t.has(x, asPreposition) || t.has(x, asVerb):
			if role {
				return t.roleAfter(role, p, min(t.hi, i+longRole))
			}
			i = t.pastPhrase(i)
		case t.name(x):
			return t.namedAfter(i, p)
		case x.kind == word && !t.has(x, asDeterminer|asHelper|asTitle):
			role = true
		}
	}
	return t.roleAfter(role, p, min(t.hi, p+longRole))
}

// pastPhrase returns the last token of the phrase that a preposition at i begins.
func (t *quoteTeller) pastPhrase(i int) int {
	for i+1 < t.hi && t.has(&t.tokens[i+1], asDeterminer|asPreposition) {
		i++
	}
	if i+1 < t.hi && t.tokens[i+1].kind == word {
		i++
	}
	for t.name(&t.tokens[i]) && i+1 < t.hi && t.name(&t.tokens[i+1]) {
		i++
	}
	return i
}

func (t *quoteTeller) roleAfter(role bool, from, to int) quoteSpeaker {
	if !role || to <= from {
		return quoteSpeaker{}
	}
	return quoteSpeaker{kind: speakerOffice, area: at{from, to}}
}

func (t *quoteTeller) namedAfter(first, p int) quoteSpeaker {
	to := first + 1
	for to < t.hi && !t.quoted(to) {
		x := &t.tokens[to]
		linked := (t.has(x, asLink) || x.isMark("-") || x.isMark("&") || t.abbreviated(to)) && to+1 < t.hi && t.name(&t.tokens[to+1])
		if !t.name(x) && !linked {
			break
		}
		to++
	}
	s := quoteSpeaker{kind: speakerNamed, name: at{first, to}, area: at{p, to}, sure: true}
	for s.area.to < t.hi && s.area.to < to+longRole && !isSpeechStop(t.tokens[s.area.to]) && !isQuoteMark(t.tokens[s.area.to].text) && !t.quoted(s.area.to) {
		s.area.to++
	}
	return s
}
