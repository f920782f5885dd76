package extractive

// tail returns where a closing attribution (", police said") begins: the
// offset of its comma and its first word. Without one it is the end.
func (p *parsed) tail() (offset, word int) {
	for i := len(p.marks) - 1; i >= 0; i-- {
		m := p.marks[i]
		if m.kind != comma {
			continue
		}
		if p.lx.has&finite == 0 || !p.closedBy(m.next) {
			break
		}
		if p.attributes(m.next) {
			return m.start, m.next
		}
		break
	}
	return len(p.text), len(p.words)
}

// attributes reports whether the words from here to the end only say whose word
// the statement is: "police said", "said the mayor", "the office said on Monday".
func (p *parsed) attributes(from int) bool {
	words := len(p.words) - from
	if words < 2 || words > 10 || p.lx.length(p.words, from, opener) > 0 {
		return false
	}
	if !p.plays(from, determiner|apposition) {
		return p.has(from, min(from+6, len(p.words)), attribution)
	}
	for i := from + 1; i < len(p.words); i++ {
		if p.plays(i, attribution) && p.plays(i, finite|reporting) {
			return p.onlyAside(i + 1)
		}
	}
	return false
}

// onlyAside reports whether nothing but a day or a place of speech follows.
func (p *parsed) onlyAside(from int) bool {
	for from < len(p.words) {
		n := p.lx.length(p.words, from, aside|day)
		if n == 0 {
			return false
		}
		from += n
	}
	return true
}

// looseEnds finds clauses at the end that no comma sets off: " after …".
func (p *parsed) looseEnds() []cut {
	end, last := p.tail()
	if p.lx.has&loose == 0 {
		return nil
	}
	commas := p.commas(end)
	var out []cut
	for i := 4; i < last-1; i++ {
		n := p.lx.length(p.words, i, loose)
		if n == 0 || !p.outside(i) || p.plays(i-1, notBeforeLoose|joiner) || p.text[p.words[i-1].End:p.words[i].Start] != " " {
			continue
		}
		if p.has(0, i, negation|condition|modal|contrast|pair) || !p.closedBy(i) || p.goesOn(i, last) || !p.free(i+n, last, guarded) {
			continue
		}
		if len(after(commas, p.words[i].Start)) > 0 || p.awaitsVerb(i) || p.colonIn(p.words[i].Start, end) {
			continue
		}
		out = append(out, cut{start: p.trimSpaceBefore(p.words[i].Start), end: end, cost: costLoose})
	}
	return out
}

func after(marks []mark, offset int) []mark {
	for i, m := range marks {
		if m.start >= offset {
			return marks[i:]
		}
	}
	return nil
}

// commas returns the commas before an offset.
func (p *parsed) commas(before int) []mark {
	var out []mark
	for _, m := range p.marks {
		if m.kind == comma && m.start < before && m.next > 0 && m.next < len(p.words) {
			out = append(out, m)
		}
	}
	return out
}
