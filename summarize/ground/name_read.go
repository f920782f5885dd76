package ground

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameToken is what the rule sees of a token.
type nameToken struct {
	norm    string
	class   nameClass
	capital bool
	owner   bool // ends in a possessive: the name ends with it
}

// nameText is a passage as the rule sees it.
type nameText struct {
	passage
	words []nameToken
	spans []nameSpan
}

// nameSpan is a name in a text: its tokens from head to before to. From is where
// the titles and offices before it begin.
type nameSpan struct {
	from, head, to int
	weak           bool // begins where every word has a capital
	entity         int32
}

// look reads the tokens of a passage.
func (w *nameWords) look(p passage) nameText {
	t := nameText{passage: p, words: make([]nameToken, len(p.tokens))}
	for i := range p.tokens {
		t.words[i] = w.token(&p.tokens[i])
	}
	w.speaking(&t)
	return t
}

func (w *nameWords) token(t *token) nameToken {
	n := nameToken{norm: t.norm, capital: t.capital}
	if t.kind != word {
		return n
	}
	if i := strings.IndexByte(n.norm, '\''); i >= 0 || len(n.norm) < len(t.text) && strings.HasSuffix(t.text, "s") {
		w.apostrophe(t, &n, i)
	}
	n.class = w.class[n.norm]
	return n
}

// apostrophe takes off what is not the name: l'Arve, Ankara'da, she'll.
func (w *nameWords) apostrophe(t *token, n *nameToken, i int) {
	n.owner = strings.HasSuffix(t.text, "'s") || strings.HasSuffix(t.text, "’s")
	if i < 0 {
		return
	}
	if w.SuffixApostrophe {
		n.norm, n.owner = n.norm[:i], true
		return
	}
	for _, e := range w.Elisions {
		if n.norm[:i] == e {
			n.norm = n.norm[i+1:]
			if j := strings.IndexAny(t.text, "'’"); j >= 0 {
				_, size := utf8.DecodeRuneInString(t.text[j:])
				r, _ := utf8.DecodeRuneInString(t.text[j+size:])
				n.capital = unicode.IsUpper(r)
			}
			return
		}
	}
	switch n.norm[i+1:] {
	case "ll", "d", "re", "ve", "s":
		if w.class[n.norm] == 0 {
			n.norm = n.norm[:i]
		}
	}
}

// opens reports whether any word at i would begin with a capital.
func (t *nameText) opens(i int) bool {
	if i == 0 {
		return true
	}
	p := &t.tokens[i-1]
	if p.kind != mark {
		return false
	}
	switch p.text {
	case ",", "&", "/", "(", "'", "’", ")", "%":
		return i > 1 && t.tokens[i-2].kind == mark && t.tokens[i-2].text != ")" || (p.text == "'" || p.text == "’") && !p.glued
	case "-", "‐", "‑":
		return !t.tokens[i].glued
	case ".":
		return !t.abbreviated(i - 1)
	}
	return true
}

// abbreviated reports whether the full stop at i belongs to an initial or a title.
func (t *nameText) abbreviated(i int) bool {
	if i == 0 || !t.tokens[i].glued || !t.tokens[i-1].capital {
		return false
	}
	return len(t.words[i-1].norm) == 1 || t.words[i-1].class&(anyTitle|roleWord) != 0 && len(t.words[i-1].norm) <= 4
}

// startsName reports whether the token at i can begin a name.
func (t *nameText) startsName(i int) bool {
	k, n := &t.tokens[i], &t.words[i]
	if !n.capital || k.kind != word || n.class&(calendarWord|anyPronoun) != 0 && !(k.upper && n.class&calendarWord == 0) {
		return false
	}
	if k.glued && t.tokens[i-1].kind == number {
		return false // 2KMs
	}
	return (!k.stop || k.upper || n.class&anyTitle != 0) && n.norm != "i"
}

// find finds the names of a text. Ordinary says whether a word stands in the
// article in lower case, and named whether it stands there as a name.
func (t *nameText) find(ordinary, named func(i int) bool) {
	for i := 0; i < len(t.tokens); i++ {
		if !t.startsName(i) {
			continue
		}
		s := nameSpan{from: i, head: i, to: t.end(i), entity: -1, weak: t.opens(i)}
		if s.weak {
			s.from = t.drop(s, ordinary, named)
			s.weak = s.from == i
		}
		s.head = t.titles(s.from, s.to)
		if s.head >= s.to && s.to > s.from+1 && t.words[s.from].class&anyTitle != 0 && t.words[s.to-1].class&anyTitle == 0 {
			s.head = s.to - 1 // Mr Baker
		}
		if s.head < s.to {
			t.spans = append(t.spans, s)
		}
		i = s.to - 1
	}
}

// drop leaves out an ordinary word that has its capital from where it stands.
func (t *nameText) drop(s nameSpan, ordinary, named func(i int) bool) int {
	n := &t.words[s.from]
	if t.tokens[s.from].upper || n.class&(anyTitle|roleWord|vagueRole|formerWord) != 0 && s.to > s.from+1 {
		return s.from
	}
	if named(s.from) && (s.to > s.from+1 || !ordinary(s.from)) || n.class&(sameWord|givenWord) != 0 && !ordinary(s.from) {
		return s.from
	}
	if ordinary(s.from) || n.class&(ordinaryWord|anyTitle|anyRole|formerWord|degreeWord|bearingWord) != 0 {
		next := s.from + 1
		for next < s.to && t.tokens[next].kind == mark {
			next++
		}
		return next
	}
	return s.from
}

// titles returns where the name proper begins, after titles and offices.
func (t *nameText) titles(from, to int) int {
	head := from
	for i := from; i < to; i++ {
		switch {
		case t.tokens[i].kind == mark:
		case i+1 < to && t.tokens[i+1].isMark("-"):
			return min(head, to)
		case t.words[i].class&(anyTitle|anyRole|degreeWord|formerWord) != 0:
			head = i + 1
			if i+1 < to && t.tokens[i+1].isMark(".") {
				head = i + 2
			}
		default:
			return min(head, to)
		}
	}
	return min(head, to)
}

// end returns where a name that begins at i ends.
func (t *nameText) end(i int) int {
	to := i + 1
	for !t.words[to-1].owner {
		next := t.next(to)
		if next < 0 || t.tokens[to].norm == "of" && t.isLong(i, to) {
			break
		}
		to = next + 1
	}
	return to
}

// isLong reports whether a name has two words and none of them is of a group or a
// place: what follows it after "of" is another name.
func (t *nameText) isLong(from, to int) bool {
	n := 0
	for i := from; i < to; i++ {
		if t.words[i].class&(groupWord|placeWord) != 0 {
			return false
		}
		if t.tokens[i].kind == word {
			n++
		}
	}
	return n > 1
}

// next returns the token by which a name goes on at i, or -1.
func (t *nameText) next(i int) int {
	for steps := 0; i < len(t.tokens) && steps < 4; i, steps = i+1, steps+1 {
		k, n := &t.tokens[i], &t.words[i]
		switch {
		case n.class&(anyTitle|anyRole) != 0 && n.capital && t.surnameAt(i):
			return i
		case k.kind == word && n.capital && (n.class&(calendarWord|anyTitle|anyRole|formerWord) == 0 || t.tokens[i-1].isMark("&")) && (!k.stop || k.upper):
			return i
		case k.kind == word && (n.class&particleWord != 0 || n.class&jointWord != 0 || k.norm == "of"):
		case k.isMark("&") || k.isMark("-") && k.glued || k.isMark("‑") && k.glued || k.isMark("–") && k.glued && i+1 < len(t.tokens) && t.tokens[i+1].glued:
			if !k.isMark("&") && i+1 < len(t.tokens) && t.tokens[i+1].kind == word && t.tokens[i+1].glued {
				return i + 1
			}
		case k.isMark(".") && t.abbreviated(i):
		default:
			return -1
		}
	}
	return -1
}

// surnameAt reports whether a title or an office is the last word of a person's
// name: Ana Bishop, but not Ana Bishop Ruiz.
func (t *nameText) surnameAt(i int) bool {
	return i > 0 && t.words[i-1].capital && t.words[i-1].class&givenWord != 0 && t.words[i-1].class&(anyTitle|anyRole) == 0 && !(i+1 < len(t.words) && t.words[i+1].capital)
}
