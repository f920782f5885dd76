package extractive

import (
	"strings"
	"unicode"
)

// asides finds what follows a verb of saying and says only where or on which
// day it was said, and the day of a thing done at the end of a sentence.
func (p *parsed) asides() []cut {
	var out []cut
	for i := 1; i < len(p.words); i++ {
		n := p.lx.length(p.words, i, aside)
		days := 0
		if n == 0 {
			days = p.lx.length(p.words, i, day)
			n = days
		}
		if n == 0 || !p.outside(i) || p.plays(i-1, dayBlocker) {
			continue
		}
		end := i + n
		if days == 0 {
			end += p.lx.length(p.words, end, day)
		}
		if p.asideFits(i, end, days > 0) {
			out = append(out, cut{start: p.words[i-1].End, end: p.words[end-1].End, cost: costAside})
			i = end - 1
		}
	}
	return out
}

func (p *parsed) asideFits(from, to int, isDay bool) bool {
	atEnd := to == len(p.words)
	if !atEnd && (p.plays(to, joiner) || unicode.IsDigit(firstRune(p.word(to))) || p.capital(to)) {
		return false
	}
	gap := strings.TrimRight(p.text[p.words[from-1].End:p.words[from].Start], " ")
	if gap == "" && p.plays(from-1, attribution) {
		return true
	}
	if !isDay || gap != "" && gap != "," || p.has(0, from, negation|condition|modal) {
		return false
	}
	if atEnd {
		return p.closedBy(from)
	}
	return gap == "" && p.text[p.words[to-1].End:p.words[to].Start] == " " && (p.plays(from-1, finite) && !p.plays(to, front) || p.plays(to, finite))
}

// outside reports whether words[i] stands outside quotations and brackets.
func (p *parsed) outside(i int) bool { return !p.inside[i] }

// scenes finds what sets the scene before the subject: "On Monday, …".
func (p *parsed) scenes() []cut {
	n := p.lx.length(p.words, 0, scene|day)
	if n == 0 || len(p.marks) == 0 || p.marks[0].kind != comma {
		return nil
	}
	m := p.marks[0]
	isDay := p.lx.length(p.words, 0, day) == m.next
	if !isDay && p.lx.length(p.words, 0, scene) == 0 {
		return nil
	}
	if m.next >= len(p.words) || !p.free(0, m.next, guarded&^attribution) {
		return nil
	}
	if !isDay && (!p.subjectAt(m.next) || !p.verbSoon(m)) {
		return nil
	}
	if isDay && p.has(m.next, len(p.words), negation|condition|modal) {
		return nil
	}
	cost := costScene
	if isDay {
		cost = costAside
	}
	return []cut{{end: p.skipSpace(m.end), cost: cost, front: true}}
}

// subjectAt reports whether a subject that can open a sentence starts here.
func (p *parsed) subjectAt(i int) bool {
	return !p.plays(i, pronoun|joiner|personal) && (p.plays(i, determiner) || p.capital(i))
}

// verbSoon reports whether a finite verb comes between a mark and the next.
func (p *parsed) verbSoon(m mark) bool {
	to := len(p.words)
	for _, other := range p.marks {
		if other.start >= m.end && other.kind == comma {
			to = other.next
			break
		}
	}
	return p.has(m.next, to, verb)
}
