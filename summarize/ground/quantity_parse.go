package ground

// amountsBegin are the roles of words that quantities begin with.
const amountsBegin uint64 = 1<<isCardinal | 1<<isMultiplier | 1<<isScale | 1<<isOrdinal | 1<<isFraction | 1<<isMultiple | 1<<isOne | 1<<isUnit

// amounts finds all quantities that are not part of a date.
func (r *reader) amounts() {
	for i := 0; i < len(r.tokens); {
		if r.taken[i] || r.roles[i]&amountsBegin == 0 && r.tokens[i].kind != number && !r.Compound && r.glyph(i) == (ratio{}) {
			i++
			continue
		}
		q, ok := r.quantityAt(i)
		if !ok || !q.value.known() {
			i++
			continue
		}
		r.hedge(&q)
		r.counted(&q)
		r.found = append(r.found, q)
		i = q.to
	}
	r.ranges()
}

func (r *reader) glyph(i int) ratio {
	if i >= len(r.tokens) || r.tokens[i].kind != mark || len(r.tokens[i].text) == 1 {
		return ratio{}
	}
	return glyphs[r.tokens[i].text]
}

// quantityAt reads a quantity that begins at token i, with a unit before the
// number (€5, yüzde 11) or after it.
func (r *reader) quantityAt(i int) (quantity, bool) {
	e, n := r.get(i, isUnit)
	if n == 0 || i+n >= len(r.tokens) {
		return r.amount(i)
	}
	if t := r.tokens[i]; t.kind != mark && !t.upper && e.unit.kind != "share" && !r.tokens[i+n-1].isMark("$") {
		return r.amount(i)
	}
	q, ok := r.number(i+n, e.unit.kind == "money")
	if !ok {
		return r.amount(i)
	}
	q.unit, q.from, q.to = e.unit, i, q.numTo
	if more, k := r.get(q.to, isUnit); k > 0 && more.unit.is(q.unit) { // $5 USD
		q.to += k
	}
	return q, true
}

// amount reads a number and the unit after it.
func (r *reader) amount(i int) (quantity, bool) {
	q, ok := r.number(i, false)
	if !ok {
		return q, false
	}
	q.from, q.to = q.numFrom, q.numTo
	if q.kind == ordinal || q.kind == multiple {
		return q, true
	}
	k := q.to
	if (r.mark(k, "-") || r.mark(k, "‑")) && k+1 < len(r.tokens) && !r.has(k+1, isCardinal) {
		k++
	} else if (q.scaled || q.kind == fraction || q.value.den > 1 && r.has(k+1, isOne)) && !r.has(k, isUnit) && r.has(k, isOf) {
		k++
	} else if r.Endings && (r.mark(k, "'") || r.mark(k, "’")) && k+2 < len(r.tokens) && r.tokens[k+1].glued {
		k += 2
	}
	if r.has(k, isOne) && (q.kind == fraction || q.value.den > 1 && k > q.to) { // half a point, 0.7 of a point
		k++
	}
	if e, n := r.get(k, isUnit); n > 0 && !r.taken[k] && !r.letterOfName(q, k) {
		q.unit, q.to = e.unit, k+n
	}
	return q, true
}

// letterOfName: one upper-case letter after a number is no unit (4 G, 10 M).
func (r *reader) letterOfName(q quantity, k int) bool {
	t := r.tokens[k]
	return t.kind == word && len(t.text) == 1 && t.capital
}

// number reads a number in digits or words, with its scale.
func (r *reader) number(i int, money bool) (quantity, bool) {
	if i >= len(r.tokens) || r.taken[i] {
		return quantity{}, false
	}
	a := accumulator{}
	k := r.addends(&a, i, money)
	q := quantity{numFrom: i, numTo: k, value: a.sum(), worded: a.worded, scaled: a.scaled, step: a.step()}
	if k == i {
		return r.wordedFraction(i)
	}
	if neg := r.mark(i-1, "-") || r.mark(i-1, "−"); neg && !r.tokens[i-1].glued && r.tokens[i].glued {
		q.value.num, q.numFrom = -q.value.num, i-1
	}
	q.weak = q.worded && q.value.isWhole(1) && !q.scaled
	if !a.fromDigits && a.dense && r.looseCharacter(i, k) {
		return quantity{}, false
	}
	return r.finish(q, k)
}

// looseCharacter: one numeral of a script without spaces is a number only
// before what it counts.
func (r *reader) looseCharacter(i, k int) bool {
	return k-i == 1 && !r.has(k, isCounter) && !r.has(k, isUnit) && !r.has(k, isFractionOf) && !r.has(i-2, isFractionOf) && !r.has(i-1, isOrdinalMark)
}
