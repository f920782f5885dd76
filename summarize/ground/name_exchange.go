package ground

import (
	"fmt"
	"slices"
)

// exchanged reports two names of which each stands where the article has the other.
func (k *nameCheck) exchanged(spans []nameSpan) {
	if k.wrong || k.blind || len(spans) < 2 {
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

// mostFurther is how many tokens further apart two names may be in the article
// than in a claim that exchanges them.
const mostFurther = 4

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
	y, x := k.aroundDeed(f, between)
	if x < 0 || y < 0 || t.spans[x].head-t.spans[y].to > b.from-a.to+mostFurther {
		return false
	}
	as, bs := k.whose(a), k.whose(b)
	if !slices.Contains(as, t.spans[x].entity) || !slices.Contains(bs, t.spans[y].entity) || slices.ContainsFunc(as, func(id int32) bool { return slices.Contains(bs, id) }) {
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

// aroundDeed returns the names that a text has before and after the first content
// word between two names of the claim, as indexes into its spans; -1 for none.
func (k *nameCheck) aroundDeed(f nameFit, between at) (before, after int) {
	deed := -1
	for i := between.from; i < between.to && deed < 0; i++ {
		if !k.t.tokens[i].stop && k.t.words[i].class&(anyRole|anyTitle) == 0 {
			deed = int(f.on[i-k.part.from])
		}
	}
	before, after = -1, -1
	if deed < 0 {
		return before, after
	}
	for i, s := range k.x.texts[f.text].spans {
		if s.to <= deed {
			before = i
		} else if s.head > deed && after < 0 {
			after = i
		}
	}
	return before, after
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
