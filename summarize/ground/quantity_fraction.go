package ground

// finish reads what makes an ordinal or a fraction of a number that ends at k.
func (r *reader) finish(q quantity, k int) (quantity, bool) {
	if top := r.smallFraction(k); top.known() && !q.worded && q.value.den == 1 { // 1 1/2
		q.value, q.numTo = q.value.plus(top), k+3
		return q, true
	}
	if r.has(q.numFrom-1, isOrdinalMark) {
		q.kind = ordinal
		return q, true
	}
	if k < len(r.tokens) && r.tokens[k].glued && !q.worded {
		if end := r.afterDay(k); end > k && !r.mark(end-1, ".") && !r.mark(end-1, "'") && !r.mark(end-1, "’") {
			q.kind, q.numTo = ordinal, end
			return q, true
		}
		if f := r.smallFraction(k - 1); f.known() && k-1 == q.numFrom {
			q.kind, q.numTo, q.value = fraction, k+2, f
			return q, true
		}
	}
	if f, end := r.oneIn(q, k); end > k {
		q.kind, q.numTo, q.value, q.weak = fraction, end, f, false
		return q, true
	}
	if _, n := r.get(k, isTimes); n > 0 && q.value.num > 0 && !q.scaled {
		q.kind, q.numTo = multiple, k+1
		return q, true
	}
	if r.has(k, isFractionOf) { // three parts of which one
		_, n := r.get(k, isFractionOf)
		top := accumulator{}
		if end := r.addends(&top, k+n, false); end > k+n {
			q.kind, q.numTo, q.value = fraction, end, top.sum().over(q.value)
			return q, q.value.known()
		}
	}
	h := k
	if r.mark(h, "-") {
		h++
	}
	if e, n := r.get(h, isOrdinal); n > 0 && q.worded && e.value.num < 10 && q.value.den == 1 && q.value.num >= 20 && q.value.num%10 == 0 {
		q.kind, q.numTo, q.value = ordinal, h+n, q.value.plus(e.value)
		return q, true
	}
	return r.fractionAfter(q, k, h)
}

// smallFraction reads 1/2 and the like, which are written without spaces.
func (r *reader) smallFraction(i int) ratio {
	num, den := r.small(i), r.small(i+2)
	if num < 1 || den <= num || den > 10 || !r.mark(i+1, "/") || !r.tokens[i+1].glued || !r.tokens[i+2].glued {
		return ratio{}
	}
	return makeRatio(int64(num), int64(den))
}

// oneIn reads on after a small number: one in 13, two in five, and one household
// in 13.
func (r *reader) oneIn(q quantity, k int) (ratio, int) {
	if r.any&(1<<isOneIn|1<<isNounIn) == 0 || q.value.den != 1 || q.value.num < 1 || q.value.num > 9 || q.scaled {
		return ratio{}, k
	}
	at, n := k, 0
	if _, n = r.get(k, isOneIn); n == 0 && q.value.num == 1 && k < len(r.tokens) && r.tokens[k].kind == word && !r.tokens[k].stop {
		at = k + 1
		_, n = r.get(at, isNounIn)
	}
	if n == 0 {
		return ratio{}, k
	}
	whole := accumulator{}
	end := r.addends(&whole, at+n, false)
	v := whole.sum()
	if end == at+n || v.den != 1 || v.num <= q.value.num || r.has(end, isUnit) || r.has(end, isOrdinalEnding) || r.has(end, isOrdinal) {
		return ratio{}, k
	}
	if q.value.num > 1 && v.num != 3 && v.num != 4 && v.num != 5 && v.num != 10 && v.num != 100 {
		return ratio{}, k
	}
	return makeRatio(q.value.num, v.num), end
}

// fractionAfter reads "two-thirds", "one third of", "2½", "two and a half".
func (r *reader) fractionAfter(q quantity, k, h int) (quantity, bool) {
	if e, n := r.get(h, isFraction); n > 0 && q.value.den == 1 && q.value.num < 20 && !q.scaled && (q.worded || h > k) {
		q.kind, q.numTo, q.value = fraction, h+n, q.value.times(e.value)
		return r.fractionOfScale(q), true
	}
	if e, n := r.get(h, isOrdinal); n > 0 && q.value.isWhole(1) && q.worded && e.value.num > 2 {
		q.kind, q.numTo, q.value = fraction, h+n, makeRatio(1, e.value.num)
		return q, true
	}
	if g := r.glyph(k); g.known() {
		q.value, q.numTo = q.value.plus(g), k+1
	}
	if e, n := r.get(k, isPlus); n > 0 {
		q.value, q.numTo = q.value.plus(e.value), k+n
		r.scaleAfter(&q)
	}
	if r.has(k, isJoiner) && r.has(k+1, isOne) {
		if e, n := r.get(k+2, isFraction); n > 0 {
			q.value, q.numTo = q.value.plus(e.value), k+2+n
			r.scaleAfter(&q)
		}
	}
	return q, true
}

// wordedFraction reads "half of", "a third of", and ordinals and multiples of one word.
func (r *reader) wordedFraction(i int) (quantity, bool) {
	q := quantity{numFrom: i, numTo: i + 1, worded: true, step: integer(0)}
	if g := r.glyph(i); g.known() {
		q.kind, q.value = fraction, g
		return q, true
	}
	if r.has(i, isOne) && !r.has(i, isCardinal) {
		return r.oneFraction(i)
	}
	if e, n := r.get(i, isMultiple); n > 0 {
		q.kind, q.value, q.numTo = multiple, e.value, i+n
		return q, true
	}
	if e, n := r.get(i, isFraction); n > 0 && (len(r.Of) == 0 || r.has(i+n, isOf) || r.has(i+n, isOne) || r.has(i+n, isScale)) && !r.has(i-1, isOrdinal) {
		q.kind, q.value, q.numTo = fraction, e.value, i+n
		return r.fractionOfScale(q), true
	}
	if e, n := r.get(i, isOrdinal); n > 0 {
		q.kind, q.value, q.numTo = ordinal, e.value, i+n
		return q, true
	}
	return q, false
}

// oneFraction reads "a third of" and "by a quarter".
func (r *reader) oneFraction(i int) (quantity, bool) {
	q := quantity{numFrom: i, worded: true, kind: fraction}
	if e, n := r.get(i+1, isFraction); n > 0 && (len(r.Of) == 0 || r.has(i+1+n, isOf) || r.has(i-1, isBy)) {
		q.value, q.numTo = e.value, i+1+n
		return r.fractionOfScale(q), true
	}
	if e, n := r.get(i+1, isOrdinal); n > 0 && e.value.num > 2 && (r.has(i+1+n, isOf) || r.has(i-1, isBy)) {
		q.value, q.numTo = makeRatio(1, e.value.num), i+1+n
		return q, true
	}
	return q, false
}

// fractionOfScale reads on after a fraction: half a million.
func (r *reader) fractionOfScale(q quantity) quantity {
	k := q.numTo
	for r.has(k, isOf) || r.has(k, isOne) {
		k++
	}
	if e, n := r.get(k, isScale); n > 0 {
		q.kind, q.value, q.numTo, q.scaled = plain, q.value.times(e.value), k+n, true
		q.step = q.value
	}
	return q
}

func (r *reader) scaleAfter(q *quantity) {
	if e, n := r.get(q.numTo, isScale); n > 0 {
		q.value, q.numTo, q.scaled = q.value.times(e.value), q.numTo+n, true
	}
}
