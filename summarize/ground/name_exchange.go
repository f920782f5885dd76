package ground

import "fmt"

// exchanged reports two names of which each stands where the article has the other.
func (k *nameCheck) exchanged(spans []nameSpan) {
	if k.wrong || len(spans) < 2 {
		return
	}
	for i := 0; i+1 < len(spans); i++ {
		for j := i + 1; j < min(i+3, len(spans)); j++ {
			if k.crossed(spans[i], spans[j]) {
				return
			}
		}
	}
}

// crossed reports two names that are the other way round in a sentence that has
// the words around them and the deed between them.
func (k *nameCheck) crossed(a, b nameSpan) bool {
	between := at{a.to, b.from}
	if between.to <= between.from || k.anyOf(between, mutualWord) && !k.deedBetween(between) {
		return false
	}
	f, share, n, ok := k.best(at{a.head, b.to})
	inner, m := 0.0, 0
	for _, g := range k.lay() {
		s, c := k.inside(g, between)
		if out, cn := k.around(g, at{a.head, b.to}); c > 0 && s >= 0.8 && (!ok || s > inner || s == inner && out > share) {
			f, inner, m, share, n, ok = g, s, c, out, cn, true
		}
	}
	if m == 0 || n > 0 && share < 0.5 {
		return false
	}
	t := &k.x.texts[f.text]
	x, y := k.only(t, a), k.only(t, b)
	if x < 0 || y < 0 || t.spans[x].head < t.spans[y].head {
		return false
	}
	if !k.deedLies(f, between, t.spans[y].to, t.spans[x].from) || k.passive(t, t.spans[y].to, t.spans[x].from) != k.passive(&k.t, a.to, b.from) {
		return false
	}
	k.fail("swapped", at{a.head, b.to}, fmt.Sprintf("The article has %s and %s the other way round", k.quote(a.head, a.to), k.quote(b.head, b.to)),
		k.turned(a, b), nameSpot{int32(f.text), 0})
	return true
}

// inside is the share of the content words of some tokens that a fit has.
func (k *nameCheck) inside(f nameFit, where at) (float64, int) {
	total, has := 0, 0
	for i := where.from; i < where.to; i++ {
		if !k.t.tokens[i].stop {
			total++
			if f.on[i-k.part.from] >= 0 {
				has++
			}
		}
	}
	if total == 0 {
		return 0, 0
	}
	return float64(has) / float64(total), has
}

func (k *nameCheck) anyOf(where at, class nameClass) bool {
	for i := where.from; i < where.to; i++ {
		if k.t.words[i].class&class != 0 {
			return true
		}
	}
	return false
}

// deedBetween reports whether a content word stands there that is no mutual one.
func (k *nameCheck) deedBetween(where at) bool {
	for i := where.from; i < where.to; i++ {
		if !k.t.tokens[i].stop && k.t.words[i].class&mutualWord != 0 {
			return false
		}
	}
	for i := where.from; i < where.to; i++ {
		if !k.t.tokens[i].stop && k.t.words[i].class&(mutualWord|anyTitle|anyRole) == 0 {
			return true
		}
	}
	return false
}

// only returns the one span of a text that a name of the claim is, -1 for none or several.
func (k *nameCheck) only(t *nameText, s nameSpan) int {
	who := k.whose(s)
	found := -1
	for i, other := range t.spans {
		for _, id := range who {
			if other.entity == id {
				if found >= 0 {
					return -1
				}
				found = i
			}
		}
	}
	return found
}

// deedLies reports whether the content words between two names of the claim lie
// between two places of a text.
func (k *nameCheck) deedLies(f nameFit, where at, from, to int) bool {
	n := 0
	for i := where.from; i < where.to; i++ {
		if k.t.tokens[i].stop || k.t.words[i].class&(anyRole|anyTitle) != 0 {
			continue
		}
		if on := int(f.on[i-k.part.from]); on >= from && on < to {
			n++
		} else if on >= 0 {
			return false
		}
	}
	return n > 0
}

// passive reports whether somebody is named as a doer there by a preposition.
func (k *nameCheck) passive(t *nameText, from, to int) bool {
	for i := from; i < to; i++ {
		if t.words[i].class&byWord != 0 {
			return true
		}
	}
	return false
}

// turned is the claim's text from one name to the other with the two exchanged.
func (k *nameCheck) turned(a, b nameSpan) string {
	first, second := k.t.name(a), k.t.name(b)
	rest := k.t.text[k.t.tokens[a.head].start+len(first) : k.t.tokens[b.head].start]
	after := k.t.text[k.t.tokens[b.head].start+len(second) : k.t.tokens[b.to-1].end]
	return second + rest + first + after
}
