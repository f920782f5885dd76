package ground

import (
	"fmt"
	"slices"
)

// How much of a claim must be word for word as in a sentence around a name, for the
// name that the sentence has there to be the right one.
const (
	mostLiteral  = 24 // words on either side that are looked at
	surelyCopied = 6  // words
	tellingCopy  = 3  // of them, content words
	longestName  = 6  // tokens
)

// replaced reports a name that stands word for word where a sentence of the article
// has another one.
func (k *nameCheck) replaced(s nameSpan) bool {
	if k.w.NounsCapital {
		return false
	}
	for _, f := range k.lay() {
		where := at{s.from, s.to}
		there, copied := k.counterpart(f, &where)
		if copied && !k.mayStand(s, where, &k.x.texts[f.text], there) {
			k.notThat(s, f.text, there)
			return true
		}
	}
	return false
}

// inLists looks for replaced names in a claim that is made of names, and in which
// one cannot be told from the next.
func (k *nameCheck) inLists() {
	k.t.find(k.x.ordinaryIn(&k.t), k.x.namedIn(&k.t))
	for _, p := range k.claim.parts {
		k.part, k.fits = p, nil
		if k.verbatim(p) {
			continue
		}
		for _, s := range k.spansOf(p) {
			k.compared = k.replaced(s) || k.compared
		}
	}
	k.t.spans = nil
}

// counterpart returns the tokens of a text that stand in the place of a name, and
// whether the words around it are those of the text. Where loses the words that
// both names begin or end with.
func (k *nameCheck) counterpart(f nameFit, where *at) (at, bool) {
	t := &k.x.texts[f.text]
	left, right := k.anchor(f, where.from-1, -1), k.anchor(f, where.to, 1)
	if right < 0 && where.to < k.part.to && k.t.words[where.to].class&sayingWord != 0 {
		if next := k.anchor(f, where.to+1, 1); next > 0 && t.words[next-1].class&sayingWord != 0 {
			right = next - 1
		}
	}
	if left < 0 && right < 0 {
		return at{}, false
	}
	there := at{left + 1, right}
	if right < 0 {
		there.to = t.nameFrom(there.from)
	}
	if left < 0 {
		there = t.nameEnding(right)
	}
	if there.from < 0 || there.to <= there.from || there.to-there.from > longestName {
		return at{}, false
	}
	copied := k.literal(*where, t, there, max(right, there.to))
	shared := k.trimSame(where, t, &there)
	if where.from == where.to || there.from == there.to || !t.allName(there) {
		return at{}, false
	}
	return there, copied.enough(shared)
}

// anchor is where in a text the place beside a name ends: the token on which the
// claim's next one lies, going one way, with the marks between. It is -1 where the
// claim's sentence ends or the text goes on otherwise.
func (k *nameCheck) anchor(f nameFit, i, step int) int {
	t, marks := &k.x.texts[f.text], 0
	for ; i >= k.part.from && i < k.part.to && k.t.tokens[i].kind == mark; i += step {
		marks++
	}
	if i < k.part.from || i >= k.part.to || f.on[i-k.part.from] < 0 {
		return -1
	}
	j := int(f.on[i-k.part.from])
	for n := 1; n <= marks; n++ {
		if i, j = i-step, j-step; j < 0 || j >= len(t.tokens) || t.tokens[j].text != k.t.tokens[i].text {
			return -1
		}
	}
	return j
}

// copying is how much of a claim's sentence is as in the article around a name.
type copying struct {
	words, telling int
	all            bool // of the sentence
}

func (c copying) enough(shared int) bool {
	switch {
	case shared > 0:
		return c.words+shared >= surelyCopied/2
	case c.all:
		return c.words > surelyCopied/2 || c.words == surelyCopied/2 && c.telling > 1
	}
	return c.words >= surelyCopied && c.telling >= tellingCopy
}

// literal counts the words beside a name, and the content words among them, that
// a text has beside the tokens in its place: what follows them is at next. Where
// the claim's sentence begins or ends with the name, so must what the text says.
func (k *nameCheck) literal(where at, t *nameText, there at, next int) copying {
	var c copying
	step := func(i, j, by int) int {
		for n := 0; n < mostLiteral && i >= k.part.from && i < k.part.to && j >= 0 && j < len(t.tokens) && k.sameOrSays(i, t, j); n++ {
			if k.t.tokens[i].kind != mark {
				c.words++
			}
			if !k.t.tokens[i].stop {
				c.telling++
			}
			i, j = i+by, j+by
		}
		return i
	}
	first, last := step(where.from-1, there.from-1, -1), step(where.to, next, 1)
	ends := len(trimMarks(k.t.tokens[last:k.part.to])) == 0
	c.all = first < k.part.from && ends
	if first == where.from-1 && !(k.opensAt(where.from) && t.startsThere(there.from)) || last == where.to && !ends {
		return copying{}
	}
	return c
}

// sameOrSays reports whether two tokens are one word, or two verbs of saying.
func (k *nameCheck) sameOrSays(i int, t *nameText, j int) bool {
	return k.t.tokens[i].norm == t.tokens[j].norm || k.t.words[i].class&t.words[j].class&sayingWord != 0
}

// opensAt reports whether nothing stands before a token of the part but a conjunction.
func (k *nameCheck) opensAt(i int) bool {
	return i == k.part.from || i == k.part.from+1 && k.t.tokens[k.part.from].stop && k.t.tokens[k.part.from].kind == word
}

// trimSame leaves out of two names the words that both begin or end with, and
// counts these.
func (k *nameCheck) trimSame(where *at, t *nameText, there *at) (shared int) {
	for where.from < where.to && there.from < there.to && k.t.words[where.from].norm == t.words[there.from].norm {
		where.from, there.from, shared = where.from+1, there.from+1, shared+1
	}
	for where.from < where.to && there.from < there.to && k.t.words[where.to-1].norm == t.words[there.to-1].norm {
		where.to, there.to, shared = where.to-1, there.to-1, shared+1
	}
	return shared
}

// startsThere reports whether a clause begins at a token, or an office ends before it.
func (t *nameText) startsThere(i int) bool {
	return i == 0 || t.tokens[i-1].kind == mark && !t.tokens[i-1].isMark("-") || t.words[i-1].class&(anyRole|anyTitle|mutualWord) != 0
}

// nameFrom is where the words with a capital end that begin at a token.
func (t *nameText) nameFrom(i int) int {
	for i < len(t.tokens) && t.inName(i) {
		i++
	}
	return i
}

// nameEnding is the words with a capital that end before a token, or before an aside
// that ends there: "Ana Ruiz, who lives in Tolvik, said".
func (t *nameText) nameEnding(end int) at {
	if end > 1 && (t.tokens[end-1].isMark(",") || t.tokens[end-1].isMark(")")) {
		if i := t.beforeAside(0, end-1, false); i >= 0 && t.startsThere(t.spans[i].from) {
			return at{t.spans[i].from, t.spans[i].to}
		}
		return at{}
	}
	from := end
	for from > 0 && t.inName(from-1) {
		from--
	}
	return at{from, end}
}

func (t *nameText) inName(i int) bool {
	n := &t.words[i]
	return t.tokens[i].kind == word && (n.capital && n.class&anyPronoun == 0 || n.class&particleWord != 0)
}

// allName reports whether some tokens are a name and nothing else.
func (t *nameText) allName(where at) bool {
	for i := where.from; i < where.to; i++ {
		if !t.inName(i) && t.words[i].class&(anyTitle|anyRole|jointWord) == 0 && !t.tokens[i].isMark(".") && !t.tokens[i].isMark("-") {
			return false
		}
	}
	return slices.ContainsFunc(t.words[where.from:where.to], func(n nameToken) bool { return n.capital && n.class&(genericName&^particleWord) == 0 })
}

// mayStand reports whether a name of the claim may be another one for what a text
// has in its place.
func (k *nameCheck) mayStand(s nameSpan, where at, t *nameText, there at) bool {
	other := t.spanAt(there)
	if k.described(s, t, other) || k.epithet(s) || where.to <= s.head || k.spelledAlike(where, t, there) || k.writesAs(where) {
		return true
	}
	if where.from > s.head || where.to < s.to {
		return k.addsWords(s, where, t, there, other)
	}
	who := k.whose(s)
	switch {
	case k.sameThing(t, other, s) || k.related(s, who, t, other) || !k.alike(who, other):
		return true
	case !k.x.person(other) && !k.person(s) && !k.anyPerson(who):
		return true
	case k.ofSide(s):
		return len(who) == 0 || k.x.entities[who[0]].kind() != personKind || !k.x.person(other)
	}
	return false
}

// anyPerson reports whether one of the entities is shown to be a person.
func (k *nameCheck) anyPerson(who []int32) bool {
	return slices.ContainsFunc(who, func(id int32) bool { return k.x.entities[id].kind() == personKind })
}

// addsWords reports whether the words by which two names differ, that have others
// in common, can both be right: an office, a country, a word that only begins a
// sentence.
func (k *nameCheck) addsWords(s nameSpan, where at, t *nameText, there at, other nameSpan) bool {
	const telling = sameWord | sameStart | groupWord | placeWord | anyRole | anyTitle | degreeWord | formerWord | bearingWord | ordinaryWord
	for i := there.from; i < there.to; i++ {
		if t.words[i].class&telling&^anyTitle != 0 && t.words[i].class&particleWord == 0 || t.opens(i) && k.x.seen[t.words[i].norm]&seenCapital == 0 && t.words[i].class&(givenWord|particleWord) == 0 {
			return true
		}
	}
	given := false
	for i := where.from; i < where.to; i++ {
		n := &k.t.words[i]
		if n.class&telling != 0 && n.class&givenWord == 0 && !given {
			return true
		}
		given = given || n.class&givenWord != 0
	}
	return !given && !k.person(s) && !k.x.person(other)
}

// spelledAlike reports whether two stretches are forms of one name: Bill for William, J. for Jane.
func (k *nameCheck) spelledAlike(where at, t *nameText, there at) bool {
	for i := where.from; i < where.to; i++ {
		a := &k.t.words[i]
		for j := there.from; j < there.to; j++ {
			b := &t.words[j]
			if a.norm == "" || b.norm == "" || a.norm == b.norm || listsMeet(k.w.spelling[a.norm], k.w.spelling[b.norm]) || respelt(a.norm, b.norm) {
				return true
			}
			if n := len([]rune(a.norm)); n >= 4 && nameDistance([]rune(a.norm), []rune(b.norm), mostMistakes(n)) <= mostMistakes(n) {
				return true // misspelt, here or there
			}
			if (len(a.norm) == 1 || len(b.norm) == 1) && a.norm[0] == b.norm[0] || k.t.initials(nameSpan{from: where.from, head: where.from, to: where.to}) == b.norm {
				return true
			}
		}
	}
	return false
}

// nearWords is how many tokens on either side of a name show that the article says
// the same of it elsewhere.
const nearWords = 3

// writesAs reports whether the article has some tokens with those beside them anywhere.
func (k *nameCheck) writesAs(where at) bool {
	run := k.t.tokens[max(k.part.from, where.from-nearWords):min(k.part.to, where.to+nearWords)]
	for i := range k.x.texts {
		if runOf(run, k.x.texts[i].tokens) >= 0 {
			return true
		}
	}
	return false
}

// spanAt is the name of a text at some tokens, or a new one of just these.
func (t *nameText) spanAt(where at) nameSpan {
	for _, s := range t.spans {
		if s.from <= where.from && s.to >= where.to || s.head >= where.from && s.to <= where.to {
			return s
		}
	}
	return nameSpan{from: where.from, head: where.from, to: where.to, entity: -1}
}

// notThat reports the name that stands for another.
func (k *nameCheck) notThat(s nameSpan, text int, there at) {
	t := &k.x.texts[text]
	other := t.spanAt(there)
	name := t.name(other)
	if other.head >= other.to {
		name = t.text[t.tokens[there.from].start:t.tokens[there.to-1].end]
	}
	code, message := "swapped", fmt.Sprintf("The article says this of %s and not of %s", name, k.quote(s.head, s.to))
	if unknown := k.unknownIn(s); unknown {
		code, message = "invented", fmt.Sprintf("%s is not in the article; it says %s", k.quote(s.head, s.to), name)
	}
	k.fail(code, at{s.head, s.to}, message, k.like(s, name), nameSpot{int32(text), 0})
}

// unknownIn reports whether the article lacks a word of a name.
func (k *nameCheck) unknownIn(s nameSpan) bool {
	return slices.ContainsFunc(k.t.words[s.head:s.to], func(n nameToken) bool { return n.capital && k.x.flags(n.norm) == 0 })
}
