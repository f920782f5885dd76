package ground

import (
	"slices"
	"strings"
)

// supported reports whether the article has a name. Where it does not, it says so.
func (k *nameCheck) supported(s nameSpan) bool {
	var unknown []int
	known := 0
	for i := s.head; i < s.to; i++ {
		if k.t.tokens[i].kind != word || !k.t.words[i].capital {
			continue
		}
		n, ok := k.known(i, s)
		if !ok {
			unknown = append(unknown, i)
		} else {
			known++
			i += n - 1
		}
	}
	if len(unknown) == 0 {
		return known > 0 && !k.mixed(s)
	}
	if k.expands(s) {
		return true
	}
	k.strange(s, unknown, known)
	return false
}

// known reports whether the article has the word at i, or another name of the
// same thing, and how many words that are.
func (k *nameCheck) known(i int, s nameSpan) (int, bool) {
	n := &k.t.words[i]
	if k.x.flags(n.norm) != 0 || len(n.norm) == 1 || k.t.tokens[i].stop && !k.t.tokens[i].upper || k.isUnit(i) {
		return 1, true
	}
	if ids, size := k.t.sameAt(k.w, i); slices.ContainsFunc(ids, func(id int16) bool { return k.x.same[id] }) {
		return size, n.class&seatWord == 0 || size > 1
	}
	if i := strings.IndexByte(n.norm, '\''); i > 0 && k.x.flags(n.norm[:i]) != 0 {
		return 1, true
	}
	if k.x.joined(&k.t, i) || k.x.ordinaryStem(k.t.tokens[i].stem) || k.x.derived(n.norm) {
		return 1, true
	}
	if base, ok := strings.CutSuffix(n.norm, "s"); ok && len(base) > 3 && (k.x.seen[base]&seenLower != 0 || s.to == s.head+1 && i > 0 && k.t.tokens[i-1].norm == "the" && k.x.seen[base] != 0) {
		return 1, true // the Joneses and the like
	}
	if list := k.w.spelling[n.norm]; len(list) > 0 && k.x.spelt(list) || len(n.norm) > 3 && k.x.seen[n.norm+"s"] != 0 && k.x.severalOf(n.norm) {
		return 1, true
	}
	return 1, k.x.acronym(k.t.tokens[i]) || k.x.umlaut(n.norm) || k.x.inflected(n.norm) || k.w.NounsCapital && k.x.compound(n.norm)
}

// severalOf reports whether the article has a word in the plural: "the Liberals"
// for a Liberal.
func (x *nameIndex) severalOf(norm string) bool {
	for i := range x.texts {
		t := &x.texts[i]
		for j := 1; j < len(t.words); j++ {
			if t.words[j].norm == norm+"s" && (t.tokens[j-1].norm == "the" || !t.words[j].capital) {
				return true
			}
		}
	}
	return false
}

// joined reports whether the article writes a word in two, or two as one.
func (x *nameIndex) joined(t *nameText, i int) bool {
	for _, j := range []int{i + 1, i + 2} {
		if j < len(t.tokens) && t.tokens[j].kind == word && x.seen[t.words[i].norm+t.words[j].norm] != 0 {
			return true
		}
	}
	for j := max(i-2, 0); j < i; j++ {
		if t.tokens[j].kind == word && x.seen[t.words[j].norm+t.words[i].norm] != 0 {
			return true
		}
	}
	return false
}

// spelt reports whether the article has a name that is in one of the lists.
func (x *nameIndex) spelt(lists []int16) bool {
	return slices.ContainsFunc(x.proper, func(word string) bool { return listsMeet(x.w.spelling[word], lists) })
}

// umlaut reports whether the article writes a name with another spelling of its diacritics.
func (x *nameIndex) umlaut(norm string) bool {
	return slices.ContainsFunc(x.proper, func(word string) bool { return word[0] == norm[0] && respelt(word, norm) })
}

// inflected reports whether the article has another form of a word.
func (x *nameIndex) inflected(norm string) bool {
	if len(x.w.Endings) == 0 {
		return false
	}
	var room, others [mostForms]string
	forms := x.w.forms(norm, room[:0])
	for word := range x.seen {
		if nameStart(word, norm) >= leastName && slices.ContainsFunc(x.w.forms(word, others[:0]), func(form string) bool { return slices.Contains(forms, form) }) {
			return true
		}
	}
	return false
}

// leastPart is how many bytes the part of a compound has at least.
const leastPart = 5

// compound reports whether a word of the article is part of a word, or the reverse.
func (x *nameIndex) compound(norm string) bool {
	for word := range x.seen {
		long, short := norm, word
		if len(short) > len(long) {
			long, short = short, long
		}
		if len(short) < leastPart || len(long) < len(short)+3 {
			continue
		}
		if strings.HasSuffix(long, short) || nameStart(long, short) >= len(short)-1 {
			return true
		}
	}
	return false
}

// acronym reports whether a token is the initials of a name of the article.
func (x *nameIndex) acronym(k token) bool {
	if !k.upper || len(k.norm) > 8 {
		return false
	}
	norm := strings.ReplaceAll(k.norm, ".", "")
	for i := range x.texts {
		t := &x.texts[i]
		for _, s := range t.spans {
			if t.initials(s) == norm {
				return true
			}
		}
	}
	return false
}

func (t *nameText) initials(s nameSpan) string {
	var out []byte
	for i := s.from; i < s.to; i++ {
		if t.words[i].capital && t.tokens[i].kind == word {
			out = append(out, t.words[i].norm[0])
		}
	}
	return string(out)
}

// expands reports whether a name is what an acronym of the article stands for.
func (k *nameCheck) expands(s nameSpan) bool {
	initials := k.t.initials(s)
	if len(initials) < 2 || len(initials) < 3 && k.t.words[s.to-1].class&groupWord == 0 {
		return false
	}
	ids := k.x.byWord[initials]
	return len(ids) > 0 && k.x.entities[ids[0]].group > 0
}

// isUnit reports whether token i is the unit of an amount of the claim, which some
// languages write with a capital: "45.000 Liter Wasser".
func (k *nameCheck) isUnit(i int) bool {
	return k.claim.amounts != nil && slices.ContainsFunc(k.claim.amounts.quantities, func(q quantity) bool {
		return q.unit != nil && q.from < i && i < q.to
	})
}
