package ground

// sought is the best sighting of a sort so far.
type sought struct {
	sighting
	score float64
}

func (s *sought) offer(at sighting, score float64) {
	if s.q == nil || score > s.score {
		s.sighting, s.score = at, score
	}
}

// fit says how a quantity of the article goes with one of the claim.
type fit uint8

const (
	other   fit = iota // another value, another thing
	rival              // another value of the same thing
	unfit              // the same value of another unit
	weakFit            // the same value, but perhaps of another thing
	fullFit            // the same
)

// fits compares values and units.
func fits(q, o *quantity) fit {
	if q.unit != nil && o.unit != nil {
		return fitUnits(q, o)
	}
	equal := q.equals(o)
	if a, ok := q.share(); ok {
		if b, ok := o.share(); ok {
			return when(a == b, fullFit, rival)
		}
	}
	if equal && (q.kind == ordinal) != (o.kind == ordinal) && (q.worded || o.worded) && !q.sharesNear(o) {
		return other
	}
	if q.unit == nil && o.unit == nil {
		if len(q.near) == 0 || len(o.near) == 0 || q.sharesNear(o) {
			return when(equal, fullFit, when(q.sharesNear(o) && (q.kind == ordinal) == (o.kind == ordinal) || len(q.near) == 0 && len(o.near) == 0, rival, other))
		}
		return when(equal, weakFit, other)
	}
	if !equal {
		return other
	}
	switch {
	case !q.counts() && !o.counts() || q.kind == ordinal || o.kind == ordinal:
		return fullFit
	case q.isTelling():
		return weakFit
	}
	return unfit
}

func fitUnits(q, o *quantity) fit {
	switch {
	case q.unit.is(o.unit):
		return when(q.equals(o), fullFit, rival)
	case q.unit.convertsTo(o.unit):
		if q.base() == o.base() {
			return fullFit
		}
		return when(q.equals(o), unfit, other)
	}
	return when(q.equals(o), unfit, other)
}

func when[T any](condition bool, yes, no T) T {
	if condition {
		return yes
	}
	return no
}

// survey looks at all quantities of the article.
func (j *judgement) survey() {
	for _, at := range j.all {
		f := fits(j.q, at.q)
		if f == other && j.isLoose(at.q) && j.scene.share[at.sentence+1] >= 0.3 {
			j.loose.offer(at, j.scene.score(j.q.from, at.sentence, at.q.from, at.q.to))
		}
		if f == other || f == rival && (at.q.weak || j.says(at.q)) || f == rival && j.scene.share[at.sentence+1] < 0.3 {
			continue
		}
		score := j.scene.score(j.q.from, at.sentence, at.q.from, at.q.to)
		switch f {
		case fullFit:
			j.full.offer(at, score)
			j.verbatim = j.verbatim || hedgesAgree(j.q.hedge, at.q.hedge) && j.claim.standsAt(j.part, j.q.from, at.sentence, at.q.from)
			j.hedged = j.hedged || hedgesAgree(j.q.hedge, at.q.hedge) && score > 0.2
		case weakFit:
			j.weak.offer(at, score)
		case unfit:
			j.unfit.offer(at, score)
		case rival:
			j.rival.offer(at, score)
		}
	}
}

// isLoose reports whether the article counts with a number where the claim
// counts with another, in whatever words.
func (j *judgement) isLoose(o *quantity) bool {
	return j.q.unit == nil && o.unit == nil && o.kind == plain && !o.weak && !o.equals(j.q) && !j.says(o)
}

// says reports whether the claim has the quantity, too.
func (j *judgement) says(o *quantity) bool {
	for i := range j.others {
		if j.others[i].equals(o) {
			return true
		}
	}
	return false
}
