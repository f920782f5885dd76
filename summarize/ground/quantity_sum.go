package ground

// accumulator adds up the parts of a number: "two hundred and three thousand".
type accumulator struct {
	total, group, digit ratio // group and digit are below the next scale
	low                 int64 // the least multiplier of the group so far
	lastScale           ratio
	lastStep            ratio
	any, hasDigit       bool
	worded, scaled      bool
	fromDigits, dense   bool
}

func (a *accumulator) sum() ratio {
	v := integer(0)
	for _, part := range []ratio{a.total, a.group, a.digit} {
		if part.known() {
			v = v.plus(part)
		}
	}
	return v
}

// step is the worth of one in the number's last digit.
func (a *accumulator) step() ratio {
	if a.lastStep.known() {
		return a.lastStep
	}
	return stepOf(a.sum())
}

func stepOf(v ratio) ratio {
	if v.den != 1 || v.num == 0 {
		return integer(1)
	}
	step := int64(1)
	for n := abs(v.num); n%10 == 0; n /= 10 {
		step *= 10
	}
	return integer(step)
}

// addCardinal adds a number word, if it can follow what is there.
func (a *accumulator) addCardinal(v int64, attached bool) bool {
	d := int64(0)
	if a.hasDigit {
		if a.digit.den != 1 {
			return false
		}
		d = a.digit.num
	}
	switch {
	case !a.hasDigit, d%100 == 0 && d > 0 && v < 100, d%10 == 0 && d >= 20 && v < 10 && v > 0, (d%100 == 60 || d%100 == 80) && v < 20 && v > 0:
	case attached && d < 10 && v >= 20 && v < 100:
	case attached && d%100 > 0 && d%100 < 10 && v >= 20 && v < 100:
	default:
		return false
	}
	if a.fromDigits && a.hasDigit {
		return false
	}
	a.digit, a.hasDigit, a.any = integer(d+v), true, true
	return true
}

// multiply takes "hundred".
func (a *accumulator) multiply(m int64) bool {
	if a.group.known() && m >= a.low {
		return false
	}
	d := integer(1)
	if a.hasDigit {
		d = a.digit
	}
	if !a.group.known() {
		a.group = integer(0)
	}
	a.group, a.low = a.group.plus(d.times(integer(m))), m
	a.digit, a.hasDigit, a.any = ratio{}, false, true
	if a.lastStep.known() {
		a.lastStep = a.lastStep.times(integer(m))
	}
	return true
}

// scale takes "thousand", "million".
func (a *accumulator) scale(s ratio) bool {
	part := integer(0)
	if a.group.known() {
		part = part.plus(a.group)
	}
	if a.hasDigit {
		part = part.plus(a.digit)
	}
	if !a.group.known() && !a.hasDigit {
		if a.lastScale.known() && s.float() > a.lastScale.float() { // mil millones
			a.total, a.lastScale, a.scaled = a.total.times(s), s, true
			a.lastStep = a.lastStep.times(s)
			return true
		}
		if a.any {
			return false
		}
		part = integer(1)
	}
	if a.lastScale.known() && s.float() >= a.lastScale.float() {
		return false
	}
	if !a.total.known() {
		a.total = integer(0)
	}
	a.total = a.total.plus(part.times(s))
	if a.lastStep.known() {
		a.lastStep = a.lastStep.times(s)
	} else {
		a.lastStep = stepOf(part).times(s)
	}
	a.group, a.digit, a.hasDigit, a.low = ratio{}, ratio{}, false, 0
	a.lastScale, a.scaled, a.any = s, true, true
	return true
}
