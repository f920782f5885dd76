package extractive

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// form is a shortened sentence, without its full stop.
type form struct {
	text   string
	length int     // graphemes
	loss   float64 // the cost of what was left out, 0 for nothing
}

// deepCuts is how many parts one form may leave out.
const deepCuts = 3

// shorten returns the form of at most max graphemes that loses least, with
// forms of under min as a last choice.
func (p *parsed) shorten(min, max int) (form, bool) {
	whole := length(p.text)
	if whole <= max {
		return form{text: p.text, length: whole}, true
	}
	if p.stray || p.open != 0 || p.quotedFrom || p.overlong() {
		return form{}, false
	}
	s := search{p: p, cuts: p.cuts(), min: min, max: max, whole: whole}
	s.saved = make([]int, len(s.cuts))
	for i, c := range s.cuts {
		s.saved[i] = length(p.text[c.start:c.end]) - length(c.glue)
	}
	s.extend(nil, 0, 0, 0)
	return s.best, s.found
}

// search tries every set of up to deepCuts cuts that do not touch each other.
type search struct {
	p        *parsed
	cuts     []cut
	saved    []int // graphemes that each cut saves
	min, max int
	whole    int
	best     form
	found    bool
}

func (s *search) extend(set []cut, from, saved int, cost float64) {
	if s.whole-saved <= s.max {
		s.consider(set, saved, cost)
	}
	if len(set) == deepCuts {
		return
	}
	for i := from; i < len(s.cuts); i++ {
		c := s.cuts[i]
		if len(set) > 0 && c.start < set[len(set)-1].end {
			continue
		}
		s.extend(append(set[:len(set):len(set)], c), i+1, saved+s.saved[i], cost+c.cost)
	}
}

func (s *search) consider(set []cut, saved int, cost float64) {
	loss := cost + float64(saved)/float64(s.whole)
	if s.whole-saved < s.min {
		loss += 1
	}
	if s.found && loss >= s.best.loss || !s.p.sound(set) {
		return
	}
	text := s.p.without(set)
	if n := length(text); n <= s.max {
		s.best, s.found = form{text, n, loss}, true
	}
}

// without returns the text with a set of cuts left out.
func (p *parsed) without(set []cut) string {
	var b strings.Builder
	at := 0
	for _, c := range set {
		b.WriteString(p.text[at:c.start])
		b.WriteString(c.glue)
		if c.glue == "" && p.meet(c.start, c.end) {
			b.WriteByte(' ')
		}
		at = c.end
	}
	b.WriteString(p.text[at:])
	text := strings.TrimSpace(b.String())
	if len(set) > 0 && set[0].front {
		text = capitalise(text, p.lx.language.Code)
	}
	return strings.TrimRight(text, ",;:，、；： ")
}

// meet reports whether two words would run together without text[start:end].
func (p *parsed) meet(start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(p.text[:start])
	after, _ := utf8.DecodeRuneInString(p.text[end:])
	return isWordRune(before) && isWordRune(after) && !isIdeograph(string(after))
}

const fewestWords = 4 // in a form

// sound reports whether what a set of cuts keeps is a sentence that says the
// same: it has its verb, does not end in mid-air, and no pronoun in it has
// lost the person that it stands for.
func (p *parsed) sound(set []cut) bool {
	kept := p.kept(set)
	if len(kept) < fewestWords || p.plays(kept[len(kept)-1], dangling) && !p.plays(len(p.words)-1, dangling) {
		return false
	}
	if p.lx.has&finite != 0 && p.opensAside() && !p.verbIn(kept) {
		return false
	}
	return !p.lostPerson(set, kept)
}

// kept lists the words that no cut leaves out.
func (p *parsed) kept(set []cut) []int {
	out := make([]int, 0, len(p.words))
	for i, w := range p.words {
		for len(set) > 0 && w.Start >= set[0].end {
			set = set[1:]
		}
		if len(set) == 0 || w.Start < set[0].start {
			out = append(out, i)
		}
	}
	return out
}

func (p *parsed) verbIn(kept []int) bool {
	for _, i := range kept {
		if p.plays(i, verb) || p.ends(i, p.lx.endings.past) {
			return true
		}
	}
	return false
}

// lostPerson reports whether a name was left out before a kept pronoun.
func (p *parsed) lostPerson(set []cut, kept []int) bool {
	for _, c := range set {
		from, to := p.wordAt(c.start), p.wordAt(c.end)
		if !p.named(from, to) || p.named(0, from) || from > 1 && p.capital(0) && p.capital(1) {
			continue
		}
		for _, i := range kept {
			if i >= to && p.plays(i, personal) {
				return true
			}
		}
	}
	return false
}

func (p *parsed) named(from, to int) bool {
	for i := max(from, 1); i < to; i++ {
		if p.capital(i) && p.lx.length(p.words, i, day) == 0 && p.lx.length(p.words, i-1, day) == 0 {
			return true
		}
	}
	return false
}

// capitalise gives a text its capital, unless its first word is written like
// "iPhone".
func capitalise(text, code string) string {
	r, size := utf8.DecodeRuneInString(text)
	if !unicode.IsLower(r) || mixedCase(text[size:]) {
		return text
	}
	if code == "tr" || code == "az" {
		return string(unicode.TurkishCase.ToTitle(r)) + text[size:]
	}
	return string(unicode.ToTitle(r)) + text[size:]
}

func mixedCase(rest string) bool {
	for _, r := range rest {
		if !unicode.IsLetter(r) {
			return false
		}
		if unicode.IsUpper(r) {
			return true
		}
	}
	return false
}
