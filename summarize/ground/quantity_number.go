package ground

import (
	"strings"
)

// addends adds up what begins at token i and returns the token after it.
func (r *reader) addends(a *accumulator, i int, money bool) int {
	k := i
	for k < len(r.tokens) && !r.taken[k] {
		next := r.addend(a, k, i, money)
		if next == k {
			break
		}
		k = next
	}
	return k
}

// addend adds what stands at token k, and returns k where nothing fits.
func (r *reader) addend(a *accumulator, k, first int, money bool) int {
	switch {
	case r.isNumber(k):
		return r.addDigits(a, k, first)
	case a.any && r.mark(k, "-") && k+1 < len(r.tokens) && (r.has(k+1, isCardinal) || r.has(k+1, isScale) && r.tokens[k].glued) && a.worded:
		if next := r.addend(a, k+1, first, money); next > k+1 {
			return next
		}
		return k
	case a.any && r.has(k, isJoiner) && r.has(k+1, isCardinal):
		return r.joined(a, k)
	}
	if !a.any && r.has(k, isOne) && (r.has(k+1, isScale) || r.has(k+1, isMultiplier)) {
		a.worded = true
		return r.addend(a, k+1, first, money)
	}
	if e, n := r.get(k, isCardinal); n > 0 && (!a.fromDigits || r.tokens[k].dense) && a.addCardinal(e.value.num, r.has(k, isJoined)) {
		a.worded, a.dense = true, a.dense || r.tokens[k].dense
		return k + n
	}
	if e, n := r.get(k, isMultiplier); n > 0 && a.multiply(e.value.num) {
		a.worded, a.dense = a.worded || !a.fromDigits, a.dense || r.tokens[k].dense
		return k + n
	}
	if next := r.shortScale(a, k, money); next > k {
		return next
	}
	if e, n := r.get(k, isScale); n > 0 && (a.any || !r.tokens[k].dense) && !r.pluralWithout(a, k) && a.scale(e.value) {
		a.worded = a.worded || !a.fromDigits
		n += r.abbreviationStop(k + n)
		return k + n
	}
	if !a.any && r.Compound && r.roles[k]&(1<<isCardinal|1<<isOrdinal|1<<isFraction|1<<isUnit|1<<isScale|1<<isOne) == 0 {
		if v := r.compound(r.tokens[k].norm); v.known() {
			a.digit, a.hasDigit, a.any, a.worded = v, true, true, true
			return k + 1
		}
	}
	return k
}

// pluralWithout: a scale alone ("thousand", "dozen") is a number only after
// "a", which the caller took, or in a language that has no such word.
func (r *reader) pluralWithout(a *accumulator, k int) bool {
	return !a.any && len(r.Ones) > 0 && !r.has(k-1, isOne) && r.decimal == '.'
}

// abbreviationStop is 1 where the full stop of an abbreviated scale (Mio.) stands.
func (r *reader) abbreviationStop(k int) int {
	if r.mark(k, ".") && r.tokens[k].glued && len(r.tokens[k-1].text) <= 6 && k+1 < len(r.tokens) {
		return 1
	}
	return 0
}

// joined reads "and" inside a number, and what follows it.
func (r *reader) joined(a *accumulator, k int) int {
	e, n := r.get(k, isJoiner)
	v := a.sum()
	least := e.value.num
	if v.den != 1 || v.num%least != 0 || v.num < 20 || a.fromDigits {
		return k
	}
	next, m := r.get(k+n, isCardinal)
	if m == 0 || next.value.num >= least || r.has(k+n+m, isMultiplier) || !a.addCardinal(next.value.num, false) {
		return k
	}
	return k + n + m
}

// shortScale reads a letter or two after digits: 50k, £50 m.
func (r *reader) shortScale(a *accumulator, k int, money bool) int {
	e, n := r.get(k, isShortScale)
	if n == 0 || !a.fromDigits || !a.hasDigit || !money && !r.tokens[k].glued {
		return k
	}
	if !money && r.has(k, isUnit) && !r.tokens[k].capital || !a.scale(e.value) {
		return k
	}
	return k + n
}

// addDigits reads digits; after a scale only those of a smaller one may follow.
func (r *reader) addDigits(a *accumulator, k, first int) int {
	if a.hasDigit {
		return k
	}
	text, next := r.grouped(k)
	f, ok := readDigits(text, r.decimal)
	if !ok {
		return k
	}
	if a.any {
		e, n := r.get(next, isScale)
		multiplier, m := r.get(next, isMultiplier)
		if n == 0 && m == 0 || !a.fromDigits {
			return k
		}
		if n > 0 && e.value.float() >= a.lastScale.float() || n == 0 && multiplier.value.float() >= a.lastScale.float() {
			return k
		}
	}
	a.digit, a.hasDigit, a.any, a.fromDigits, a.lastStep = f.value, true, true, true, f.step
	return next
}

// grouped joins digits that spaces group, or a tokeniser tore apart: 2 310, "26, 000".
func (r *reader) grouped(k int) (string, int) {
	text, next := r.tokens[k].text, k+1
	if digitsIn(text) > 3 || len(text) != digitsIn(text) {
		return text, next
	}
	var b strings.Builder
	b.WriteString(text)
	spaced := r.Space || r.threeDigits(k+1) && r.threeDigits(k+2)
	for next < len(r.tokens) && b.Len() < mostDigits {
		t, at := r.tokens[next], next
		if torn := t.isMark(",") && t.glued && r.decimal == '.'; torn && r.isNumber(next+1) && strings.HasPrefix(r.tokens[next+1].text, "000") {
			t, at = r.tokens[next+1], next+1
		} else if t.kind != number || t.glued || !spaced && !r.narrowSpace(next) || r.tokens[next-1].kind != number {
			break
		}
		if lead, _, _ := strings.Cut(t.text, string(r.decimal)); len(lead) != 3 || digitsIn(lead) != 3 {
			break
		}
		b.WriteString(t.text)
		next = at + 1
	}
	return b.String(), next
}

// threeDigits reports whether three digits stand at k, after a space.
func (r *reader) threeDigits(k int) bool {
	return r.isNumber(k) && !r.tokens[k].glued && len(r.tokens[k].text) == 3 && digitsIn(r.tokens[k].text) == 3
}

// narrowSpace reports whether a space that does not break lines stands before the token.
func (r *reader) narrowSpace(k int) bool {
	return r.tokens[k].start-r.tokens[k-1].end > 1
}

// mostMorphemes bounds a number word that is written together.
const mostMorphemes = 12

// compound reads a number word that is written together: dreiundzwanzig.
func (r *reader) compound(w string) ratio {
	if !r.Compound || len(w) < 6 || len(w) > 60 {
		return ratio{}
	}
	a, attached := accumulator{}, false
	for range mostMorphemes {
		if w == "" {
			return a.sum()
		}
		n := 0
		if n, attached = r.morpheme(&a, w, attached); n == 0 {
			return ratio{}
		}
		w = w[n:]
	}
	return ratio{}
}

// morpheme adds the longest number word that w begins with.
func (r *reader) morpheme(a *accumulator, w string, attached bool) (int, bool) {
	for n := min(len(w), 16); n >= 3; n-- {
		if !r.heads[headOf(w[:n])] {
			continue
		}
		for _, e := range r.exact[w[:n]] {
			if len(e.rest) > 0 {
				continue
			}
			if e.role == isCardinal && a.addCardinal(e.value.num, attached) || e.role == isMultiplier && a.multiply(e.value.num) ||
				e.role == isScale && a.scale(e.value) {
				return n, false
			}
			if e.role == isJoiner && a.any {
				return n, true
			}
			if e.role == isOne && !a.any && len(w) > n {
				a.digit, a.hasDigit, a.any = integer(1), true, true
				return n, false
			}
		}
	}
	return 0, false
}
