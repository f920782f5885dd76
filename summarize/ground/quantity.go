package ground

import "slices"

// quantity is a number as a text says it: how many, of what.
type quantity struct {
	from, to       int // tokens, with scale and unit
	numFrom, numTo int // tokens of the number and its scale alone
	value          ratio
	alt            ratio // what it is worth if it does not share the scale of its range's end
	step           ratio // the worth of one in its last digit
	unit           *unit // nil when it only counts
	kind           quantityKind
	hedge          string // "" for an exact number
	hedgeFrom      int    // token at which the hedge begins, from when there is none
	scaled         bool   // said with a scale: 180 million
	worded         bool   // said in words
	weak           bool   // "one": hardly ever a number
	pair           bool   // the first of two that belong together: 2–1
	near           []string
}

type quantityKind uint8

const (
	plain quantityKind = iota
	ordinal
	fraction
	multiple
)

// unit is what a quantity is measured in. Units of one kind measure the same.
type unit struct {
	name, kind string
	factor     ratio // worth in the kind's base unit
	scaled     bool  // factor says something: units of the kind convert
	also       []string
}

// The hedges: what a word before a number says of the true one.
const about = "about"

// hedgeSigns say on which side of the number that is said the true one is.
var hedgeSigns = map[string]int{about: 0, "over": 1, "least": 1, "nearly": -1, "under": -1, "most": -1}

// is reports whether the unit is the other one, or can mean it.
func (u *unit) is(v *unit) bool {
	if u == v {
		return true
	}
	return u != nil && v != nil && (u.canBe(v.name) || v.canBe(u.name))
}

func (u *unit) canBe(name string) bool {
	for _, a := range u.also {
		if a == name {
			return true
		}
	}
	return false
}

// convertsTo reports whether amounts in one unit can be told in the other.
func (u *unit) convertsTo(v *unit) bool {
	return u != nil && v != nil && u.kind == v.kind && u.scaled && v.scaled
}

// base is the amount in the base unit of its kind.
func (q *quantity) base() ratio {
	if q.unit == nil || !q.unit.scaled {
		return q.value
	}
	return q.value.times(q.unit.factor)
}

// share is the quantity as a part of a whole, and whether it is one: a half and
// 50 percent are the same.
func (q *quantity) share() (ratio, bool) {
	switch {
	case q.kind == fraction && q.unit == nil:
		return q.value, true
	case q.unit != nil && q.unit.kind == "share":
		return q.base().over(integer(100)), true
	}
	return ratio{}, false
}

// equals reports whether two quantities are worth the same, whatever their units
// and signs: a fall of 3.7 is -3.7 in a table.
func (q *quantity) equals(o *quantity) bool {
	return sameSize(q.value, o.value) || q.alt.known() && sameSize(q.alt, o.value) || o.alt.known() && sameSize(q.value, o.alt)
}

func sameSize(a, b ratio) bool { return a.den == b.den && abs(a.num) == abs(b.num) }

// isTelling reports whether the number is hardly said of two things.
func (q *quantity) isTelling() bool { return abs(q.value.num) >= 1000 }

// digits is how many digits the number has, those apart that only tell its size.
func (q *quantity) digits() int {
	n := q.value.num
	if q.value.den == 1 {
		for n != 0 && n%10 == 0 {
			n /= 10
		}
	}
	digits := 0
	for ; n != 0; n /= 10 {
		digits++
	}
	return digits
}

// counts reports whether the quantity has no unit, but says what it counts.
func (q *quantity) counts() bool { return q.unit == nil && len(q.near) > 0 }

// sharesNear reports whether two count the same, as far as words tell.
func (q *quantity) sharesNear(o *quantity) bool {
	for _, a := range q.near {
		for _, b := range o.near {
			if a == b {
				return true
			}
		}
	}
	return false
}

// figures are the quantities and dates of a passage.
type figures struct {
	quantities []quantity
	moments    []moment
}

// figures reads a claim, once for all rules.
func (f *figureIndex) ofClaim(cl *claim) *figures {
	if cl.amounts == nil {
		read := f.lexicon.figures(cl.passage)
		cl.amounts = &read
	}
	return cl.amounts
}

// figures reads a passage.
func (x *lexicon) figures(p passage) figures {
	r := &reader{lexicon: x, tokens: p.tokens}
	r.roles = x.roles(r.tokens)
	r.detach()
	for _, bits := range r.roles {
		r.any |= bits
	}
	r.taken = make([]bool, len(r.tokens))
	r.dates()
	r.amounts()
	if r.any&(1<<isWithdrawn) != 0 {
		r.withdraw()
	}
	return figures{r.found, r.moments}
}

// withdraw drops the figures that a correction names as wrong: from "an earlier
// version said" to "instead of", or to the next mark that parts sentences.
func (r *reader) withdraw() {
	for i := range r.tokens {
		if !r.has(i, isWithdrawn) {
			continue
		}
		to := i
		for to < len(r.tokens) && !r.has(to, isInstead) && !r.mark(to, ";") && !r.mark(to, "—") && !r.mark(to, "–") && !r.mark(to, "؛") && !r.mark(to, "；") {
			to++
		}
		r.found = slices.DeleteFunc(r.found, func(q quantity) bool { return i <= q.from && q.from < to })
		r.moments = slices.DeleteFunc(r.moments, func(m moment) bool { return i <= m.from && m.from < to })
	}
}

// detach takes an attached "and" off number words: وعشرون.
func (r *reader) detach() {
	copied := false
	for _, and := range r.Attached {
		for i := range r.tokens {
			norm := r.tokens[i].norm
			if r.roles[i] != 0 || len(norm) < len(and)+4 || norm[:len(and)] != and || r.exact[norm[len(and):]] == nil {
				continue
			}
			if !copied {
				r.tokens, copied = append([]token(nil), r.tokens...), true
			}
			r.tokens[i].norm = norm[len(and):]
			r.roles[i] = r.lexicon.roles(r.tokens[i : i+1])[0] | 1<<isJoined
		}
	}
}
