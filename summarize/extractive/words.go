package extractive

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordAt returns the index of the first word at or after an offset.
func (p *parsed) wordAt(offset int) int {
	return sort.Search(len(p.words), func(i int) bool { return p.words[i].Start >= offset })
}

// has reports whether any word in [from, to) plays one of the roles.
func (p *parsed) has(from, to int, roles role) bool {
	for i := from; i < to && i < len(p.words); i++ {
		if p.roles[i]&roles != 0 {
			return true
		}
	}
	return false
}

// count counts the words in [from, to) that play one of the roles.
func (p *parsed) count(from, to int, roles role) int {
	n := 0
	for i := from; i < to && i < len(p.words); i++ {
		if p.roles[i]&roles != 0 {
			n++
		}
	}
	return n
}

// free reports whether the words in [from, to) can go without taking an
// attribution, hedge, negation, condition or contrast with them. A hedge that
// belongs to a number goes with its number.
func (p *parsed) free(from, to int, roles role) bool {
	for i := from; i < to; i++ {
		lost := p.roles[i] & roles
		if lost == 0 || p.plays(i, soft) {
			continue
		}
		if lost != hedge || !p.beforeNumber(i, to) {
			return false
		}
	}
	return true
}

func (p *parsed) beforeNumber(i, to int) bool {
	for j := i + 1; j < to && j <= i+3; j++ {
		if r, _ := utf8.DecodeRuneInString(p.words[j].Text); unicode.IsDigit(r) {
			return true
		}
		if p.roles[j]&hedge == 0 {
			return false
		}
	}
	return false
}

// closedBy reports whether the main clause surely has its verb before a word:
// more finite verbs than relative pronouns that could own them, after whatever
// stands before the subject.
func (p *parsed) closedBy(to int) bool {
	from := p.mainStart()
	return p.count(from, to, finite) > p.count(from, to, relative)
}

// mainStart is the first word of the main clause, as far as can be seen: the
// one after the first comma when the sentence does not open with its subject.
func (p *parsed) mainStart() int {
	if !p.opensAside() {
		return 0
	}
	for _, m := range p.marks {
		if m.kind == comma {
			return m.next
		}
	}
	return 0
}

// opensAside reports whether something stands before the subject.
func (p *parsed) opensAside() bool {
	return p.plays(0, front|condition) || p.lx.length(p.words, 0, scene|opener) > 0 || p.participleAt(0) ||
		p.ends(0, p.lx.endings.participle) || p.ends(0, p.lx.endings.past)
}

func (p *parsed) word(i int) string {
	if i < 0 || i >= len(p.words) {
		return ""
	}
	return p.words[i].Text
}

// capital reports whether words[i] is written with a capital.
func (p *parsed) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(p.text[p.words[i].Start:])
	return unicode.IsUpper(r)
}

func (p *parsed) plays(i int, roles role) bool {
	return i >= 0 && i < len(p.roles) && p.roles[i]&roles != 0
}

func (p *parsed) ends(i int, ending string) bool {
	w := p.word(i)
	return ending != "" && len(w) > len(ending)+2 && strings.HasSuffix(w, ending)
}

// trimSpaceBefore moves an offset back over white space.
func (p *parsed) trimSpaceBefore(offset int) int {
	return len(strings.TrimRightFunc(p.text[:offset], unicode.IsSpace))
}

// skipSpace moves an offset on over white space.
func (p *parsed) skipSpace(offset int) int {
	return len(p.text) - len(strings.TrimLeftFunc(p.text[offset:], unicode.IsSpace))
}
