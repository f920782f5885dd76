package extractive

import (
	"strings"
)

// trailing finds clauses from a comma to the end of the sentence, or to its
// closing attribution: ", which …", ", after …", ", leaving …", ", the first …".
func (p *parsed) trailing() []cut {
	end, last := p.tail()
	commas := p.commas(end)
	var out []cut
	for i, m := range commas {
		if last-m.next < 1 {
			continue
		}
		cost, ok := p.trailingKind(m, last)
		if !ok {
			continue
		}
		if p.insideDashes(m) || p.awaitsVerb(m.next) || p.colonIn(m.start, end) || p.opensAside() && !p.closedBy(m.next) {
			continue
		}
		if i < len(commas)-1 && !p.closedBefore(m, commas[i+1:]) {
			continue
		}
		if i < len(commas)-1 {
			cost += 0.2
		}
		out = append(out, cut{start: p.trimSpaceBefore(m.start), end: end, cost: cost})
	}
	return out
}

// trailingKind says whether the words after a comma open a clause that can go,
// and at which cost.
func (p *parsed) trailingKind(m mark, last int) (float64, bool) {
	first := m.next
	if p.plays(first-1, contrast|joiner) || p.plays(first, joiner) || p.has(0, first, contrast) || p.has(first, last, reversal) {
		return 0, false
	}
	n := p.lx.length(p.words, first, opener)
	switch {
	case p.plays(first, relative) && n > 0:
		return costRelative, p.describes(first+n) && p.free(first+n, last, guarded&^attribution)
	case p.goesOn(first, last):
		return 0, false
	case n > 0:
		if p.lx.length(p.words, first, temporal) > 0 && p.has(0, first, modal|negation|condition) {
			return 0, false
		}
		return costTrailing, p.free(first+n, last, guarded)
	case p.participleAt(first):
		return costTrailing, p.plays(first, consequence) && !p.ends(first-1, p.lx.endings.participle) && p.free(first, last, guarded)
	case p.lx.length(p.words, first, apposition) > 0:
		bare := p.lx.has&finite == 0 || p.closedBy(first) && !p.verbIn(between(first, last))
		return costApposition, bare && p.appositionAt(first, last)
	}
	return 0, false
}

// goesOn reports whether a verb of the main clause may follow in [from, to):
// "… and resumed".
func (p *parsed) goesOn(from, to int) bool {
	for i := from; i < to-1; i++ {
		if p.plays(i, joiner) && (p.plays(i+1, verb) || p.ends(i+1, p.lx.endings.past)) {
			return true
		}
	}
	return false
}

// describes reports whether a relative clause has its verb at once: "which is",
// and not "which a court", which tells what happened next.
func (p *parsed) describes(i int) bool {
	return p.lx.has&relative == 0 || p.lx.lastOnly || p.plays(i, verb) || p.ends(i, p.lx.endings.past)
}

func between(from, to int) []int {
	out := make([]int, 0, max(to-from, 0))
	for i := from; i < to; i++ {
		out = append(out, i)
	}
	return out
}

// closedBefore reports whether the main clause surely has its verb before a
// mark, so that nothing of it follows after the later ones.
func (p *parsed) closedBefore(m mark, later []mark) bool {
	if p.lx.lastOnly || p.lx.has&finite == 0 || !p.closedBy(m.next) {
		return false
	}
	for _, l := range later {
		if p.plays(l.next, verb|resuming) || p.participleAt(l.next) || p.joinsNoun(l.next) {
			return false
		}
	}
	return true
}

// joinsNoun reports whether "and" and the like join something other than a verb
// here, which may belong to the main clause.
func (p *parsed) joinsNoun(i int) bool {
	return p.plays(i, joiner) && !p.plays(i+1, verb) && !p.participleAt(i+1)
}

// awaitsVerb reports whether what comes before words[to] ends in a reported
// statement that has no verb yet: "police said the man".
func (p *parsed) awaitsVerb(to int) bool {
	for i := to - 1; i >= 0; i-- {
		if p.plays(i, reporting) {
			inverted := i > 0 && p.text[p.words[i-1].End:p.words[i].Start] != " "
			return i < to-1 && !inverted
		}
		if p.plays(i, verb) || p.ends(i, p.lx.endings.past) {
			return false
		}
	}
	return false
}

// colonIn reports whether a colon stands in text[start:end].
func (p *parsed) colonIn(start, end int) bool {
	for _, m := range p.marks {
		if m.kind == colon && m.start >= start && m.start < end {
			return true
		}
	}
	return false
}

// insideDashes reports whether a mark stands between two dashes.
func (p *parsed) insideDashes(m mark) bool {
	before, after := false, false
	for _, d := range p.marks {
		if d.kind == dash {
			before = before || d.start < m.start
			after = after || d.start > m.start
		}
	}
	return before && after
}

// inner finds what stands between two commas, with the verb of the sentence
// after the second: ", who is 45,".
func (p *parsed) inner() []cut {
	commas := p.commas(len(p.text))
	var out []cut
	for i, m := range commas {
		closing, ok := p.closing(commas[i+1:])
		if !ok {
			continue
		}
		cost, ok := p.innerKind(m.next, closing.next)
		if !ok {
			continue
		}
		end := closing.end
		if p.plays(closing.next, attribution) && p.closedBy(m.next) {
			if len(p.words)-closing.next > 8 {
				continue
			}
			end = p.trimSpaceBefore(closing.start)
		}
		out = append(out, cut{start: p.trimSpaceBefore(m.start), end: end, cost: cost})
	}
	return out
}

// closing returns the first comma that a finite verb follows.
func (p *parsed) closing(later []mark) (mark, bool) {
	for _, l := range later {
		if p.plays(l.next, verb) && !p.plays(l.next, joiner) {
			return l, true
		}
	}
	return mark{}, false
}

func (p *parsed) innerKind(from, to int) (float64, bool) {
	n := p.lx.length(p.words, from, opener)
	switch {
	case to <= from || p.plays(from, joiner) || p.has(from, to, reversal):
		return 0, false
	case p.plays(from, relative) && n > 0:
		return costRelative, p.describes(from+n) && p.free(from+n, to, guarded&^attribution)
	case n > 0:
		return costRelative, p.free(from+n, to, guarded)
	case p.participleAt(from):
		return costRelative, p.free(from, to, guarded)
	case p.nameAlone(from, to):
		return costTrailing, true
	case p.lx.length(p.words, from, apposition) > 0 || isAge(p.word(from)) && to-from == 1:
		return costApposition, isAge(p.word(from)) || p.appositionAt(from, to)
	}
	return 0, false
}

// nameAlone reports whether the words are a name after the thing that it names:
// "the developer, Sundstrom Tidal, …".
func (p *parsed) nameAlone(from, to int) bool {
	if to-from > 4 || p.capital(from-1) || !p.plays(0, determiner) || p.has(0, from, joiner) {
		return false
	}
	for i := from; i < to; i++ {
		if !p.capital(i) || p.plays(i, pronoun) {
			return false
		}
	}
	return true
}

func isAge(w string) bool {
	return len(w) > 0 && len(w) <= 3 && strings.Trim(w, "0123456789") == ""
}

// appositionAt reports whether the words are an apposition and not part of a
// list: nothing joined in it, and nothing guarded.
func (p *parsed) appositionAt(from, to int) bool {
	return to-from >= 2 && !p.has(from, to, joiner) && p.free(from, to, guarded)
}

// participleAt reports whether a participle opens a clause here.
func (p *parsed) participleAt(i int) bool {
	return p.ends(i, p.lx.endings.participle) && !p.plays(i, notParticiple) && !p.capital(i)
}
