package ground

// quoteSpeaker is who a text gives a quotation to.
type quoteSpeaker struct {
	kind speakerKind
	name at // the name: tokens
	area at // tokens that tell of the speaker: office, name, apposition
	sure bool
}

type speakerKind uint8

const (
	speakerNone    speakerKind = iota // the text does not say
	speakerUnnamed                    // "she", or no subject, as Spanish can
	speakerOffice                     // "a spokesman for the council"
	speakerNamed                      // a name
)

// quoteTeller finds who speaks in one sentence.
type quoteTeller struct {
	*quoteSpeech
	tokens []token
	quoted func(i int) bool // token i is inside quotation marks
	lo, hi int              // the sentence
}

// How far from a quotation its speaker is looked for, in tokens.
const (
	farAfter  = 25
	farBefore = 40
	longRole  = 14
)

// of returns who says q.
func (t *quoteTeller) of(q quotation) quoteSpeaker {
	direct := t.direct(q)
	if direct {
		if s := t.after(q); s.kind != speakerNone {
			return s
		}
	}
	if s := t.ahead(q); s.kind != speakerNone {
		return s
	}
	if !direct {
		if s := t.after(q); s.kind != speakerNone {
			return s
		}
	}
	return t.accordingTo(q)
}

// direct reports whether q ends as speech does that a verb of saying follows.
func (t *quoteTeller) direct(q quotation) bool {
	last := t.tokens[q.to-1]
	if last.isMark(",") || last.isMark("!") || last.isMark("?") || last.isMark("،") {
		return true
	}
	after := q.outer().to
	return after < t.hi && (t.tokens[after].isMark(",") || isQuoteDash(t.tokens[after]) || t.tokens[after].isMark("،") || t.has(&t.tokens[after], asVerb))
}

func isQuoteDash(t token) bool {
	return t.kind == mark && (t.text == "–" || t.text == "—" || t.text == "-")
}

func isSpeechStop(t token) bool {
	return t.kind == mark && (t.text == ";" || t.text == ":" || t.text == "." || t.text == "?" || t.text == "!")
}

// after looks for "said Ada Marr" and "Ada Marr said" behind the quotation.
func (t *quoteTeller) after(q quotation) quoteSpeaker {
	from := q.outer().to
	for from < t.hi && t.tokens[from].kind == mark && !isSpeechStop(t.tokens[from]) && !t.quoted(from) && !isQuoteMark(t.tokens[from].text) {
		from++
	}
	for v := from; v < t.hi && v < from+farAfter; v++ {
		if t.quoted(v) || isSpeechStop(t.tokens[v]) && !t.abbreviated(v) || isQuoteMark(t.tokens[v].text) {
			return quoteSpeaker{}
		}
		if !t.has(&t.tokens[v], asVerb) || t.isPassive(v, from) {
			continue
		}
		if v > from {
			if s := t.subjectBefore(v, from); s.kind != speakerNone {
				return s
			}
		}
		if s := t.subjectAfter(v); s.kind != speakerNone {
			return s
		}
		if s := t.opening(q); s.kind != speakerNone {
			return s
		}
		return quoteSpeaker{kind: speakerUnnamed}
	}
	return quoteSpeaker{}
}

// abbreviated reports whether the full stop at i belongs to "Mr." and the like.
func (t *quoteTeller) abbreviated(i int) bool {
	return i > 0 && t.tokens[i].isMark(".") && (t.has(&t.tokens[i-1], asTitle) || t.tokens[i-1].kind == word && len([]rune(t.tokens[i-1].text)) == 1)
}

// opening looks for the name that stands before the quotation where verbs come
// last: right before it, or at least in its sentence.
func (t *quoteTeller) opening(q quotation) quoteSpeaker {
	open := q.outer().from
	p := open - 1
	for p >= t.lo && !t.quoted(p) && (t.tokens[p].isMark(",") || t.tokens[p].isMark(":") || t.has(&t.tokens[p], asHelper)) {
		p--
	}
	if p >= t.lo && !t.quoted(p) && t.name(&t.tokens[p]) {
		return t.named(p, open, true)
	}
	for i := t.lo; i < open; i++ {
		if !t.quoted(i) && t.name(&t.tokens[i]) {
			s := t.named(i, open, false)
			s.area = at{t.lo, open}
			return s
		}
	}
	return quoteSpeaker{}
}

// ahead looks for "Ada Marr said" and "Ada Marr:" in front of the quotation.
func (t *quoteTeller) ahead(q quotation) quoteSpeaker {
	open := q.outer().from
	for v := open - 1; v >= t.lo && v > open-farBefore; v-- {
		if t.quoted(v) {
			break
		}
		if t.tokens[v].isMark(";") {
			return quoteSpeaker{}
		}
		if !t.has(&t.tokens[v], asVerb) {
			continue
		}
		if t.isPassive(v, t.lo) {
			if s := t.accordingTo(q); s.kind != speakerNone {
				return s
			}
			continue
		}
		if s := t.subjectBefore(v, t.clause(v)); s.kind != speakerNone {
			return s
		}
		if s := t.subjectAfter(v); s.kind == speakerNamed && s.name.to <= open {
			return s
		}
	}
	return t.labelled(open)
}

// labelled is for headlines: "Marr: 'We are done'".
func (t *quoteTeller) labelled(open int) quoteSpeaker {
	if open-1 <= t.lo || !t.tokens[open-1].isMark(":") || !t.name(&t.tokens[open-2]) {
		return quoteSpeaker{}
	}
	from := t.runFrom(open-2, t.lo)
	if from != t.lo {
		return quoteSpeaker{}
	}
	return quoteSpeaker{kind: speakerNamed, name: at{from, open - 1}, area: at{from, open - 1}, sure: true}
}

// accordingTo finds the speaker in "according to Ada Marr".
func (t *quoteTeller) accordingTo(q quotation) quoteSpeaker {
	for i := t.lo; i < t.hi; i++ {
		if t.quoted(i) || i >= q.from && i < q.to {
			continue
		}
		for _, phrase := range t.by {
			if end := i + len(phrase); end < t.hi && t.saysAt(i, phrase) {
				return t.subjectAfter(end - 1)
			}
		}
	}
	return quoteSpeaker{}
}

func (t *quoteTeller) saysAt(i int, phrase []string) bool {
	for k, w := range phrase {
		if t.tokens[i+k].norm != w {
			return false
		}
	}
	return true
}
