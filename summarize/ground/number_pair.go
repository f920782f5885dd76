package ground

import (
	"fmt"
	"slices"
)

// judgePair compares a score or the like: two numbers that belong together.
func (j *judgement) judgePair(second *quantity) Verdict {
	var same, reversed, near sought
	for i, at := range j.all {
		if !at.q.pair || i+1 == len(j.all) {
			continue
		}
		score := j.scene.score(j.q.from, at.sentence, at.q.from, j.all[i+1].q.to)
		whole := sighting{at.sentence, &quantity{from: at.q.from, to: j.all[i+1].q.to, numFrom: at.q.from, numTo: j.all[i+1].q.to}}
		switch a, b := at.q.value, j.all[i+1].q.value; {
		case a == j.q.value && b == second.value:
			same.offer(whole, score)
		case a == second.value && b == j.q.value:
			reversed.offer(whole, score)
		default:
			near.offer(whole, score)
		}
	}
	both := *j.q
	both.to, both.numTo = second.to, second.to
	j.q = &both
	switch {
	case same.q != nil && near.score >= 0.5 && near.score > same.score+0.25:
		return j.report(Fail, "bound", fmt.Sprintf("%s is said of something else in %s; here the article says", j.said(), placeOf(same.sentence)), near)
	case same.q != nil, j.inOneSentence(both.value, second.value) && reversed.q == nil && near.score < 0.6:
		return Pass
	case !j.known && reversed.q == nil && near.q == nil:
		return j.unknown()
	case reversed.q != nil:
		return j.report(Fail, "exchanged", fmt.Sprintf("%s is the other way round in the article:", j.said()), reversed)
	case near.q != nil && near.score >= 0.25:
		return j.report(Fail, "invented", fmt.Sprintf("%s is not in the article; it says", j.said()), near)
	}
	v := when(near.q == nil, Warn, Fail) // an article without any scores
	j.note(v, "invented", at{both.from, both.to}, fmt.Sprintf("%s is not in the article", j.said()), "", -1)
	return v
}

// inOneSentence reports whether a sentence of the article has both numbers: "by
// four votes to one" is 4-1.
func (j *judgement) inOneSentence(a, b ratio) bool {
	hasA := -2
	for _, at := range j.all {
		if at.q.value == a && at.q.unit == nil {
			hasA = at.sentence
		}
		if at.q.value == b && at.q.unit == nil && hasA == at.sentence && !at.q.pair {
			return true
		}
	}
	return false
}

// mostExchanged bounds the numbers of a claim of which each pair is compared.
const mostExchanged = 20

// exchanges finds two numbers of a claim that have each other's place in the
// sentence of the article that has both.
func exchanges(all []*judgement) Verdict {
	all = all[:min(len(all), mostExchanged)]
	for i, a := range all {
		for _, b := range all[i+1:] {
			if a.full.q == nil || b.full.q == nil || a.part.from != b.part.from || a.q.value == b.q.value || fits(a.q, b.q) != rival && a.q.unit != b.q.unit {
				continue
			}
			if v := a.exchanged(b); v != "" {
				return v
			}
		}
	}
	return ""
}

// exchanged compares the words right before and after two numbers.
func (j *judgement) exchanged(k *judgement) Verdict {
	sentence := j.full.sentence
	list := j.figures[sentence+1].quantities
	var o, p *quantity
	for i := range list {
		if fits(j.q, &list[i]) == fullFit {
			if o != nil {
				return "" // it is there twice: no telling
			}
			o = &list[i]
		} else if fits(k.q, &list[i]) == fullFit {
			if p != nil {
				return ""
			}
			p = &list[i]
		}
	}
	if o == nil || p == nil {
		return ""
	}
	theirs := j.checker().passageAt(sentence).tokens
	same := j.q.sharesNear(k.q) || len(o.near) == 0 || len(p.near) == 0
	straight := besides(j.tokens, j.q, theirs, o, same) + besides(k.tokens, k.q, theirs, p, same)
	crossed := besides(j.tokens, j.q, theirs, p, same) + besides(k.tokens, k.q, theirs, o, same)
	if crossed < straight+3 {
		return ""
	}
	v := j.report(Fail, "exchanged", fmt.Sprintf("%s and %s have each other's place: the article says", j.said(), k.said()), sought{sighting: sighting{sentence, p}})
	return v.Worse(k.report(Fail, "exchanged", fmt.Sprintf("%s and %s have each other's place: the article says", k.said(), j.said()), sought{sighting: sighting{sentence, o}}))
}

// besides counts the words that stand beside both of two numbers: 2 for one
// right before or after both. What both count tells nothing.
func besides(a []token, q *quantity, b []token, o *quantity, same bool) int {
	n := 0
	for i := 1; i <= 3; i++ {
		for k := 1; k <= 3; k++ {
			if sameWordAt(a, q.from-i, b, o.from-k) {
				n += when(i == 1 && k == 1, 2, 1)
				break
			}
		}
		for k := 1; k <= 3; k++ {
			if at := q.to + i - 1; sameWordAt(a, at, b, o.to+k-1) && !(same && slices.Contains(q.near, a[at].stem)) {
				n += when(i == 1 && k == 1, 2, 1)
				break
			}
		}
	}
	return n
}

func sameWordAt(a []token, i int, b []token, k int) bool {
	return i >= 0 && i < len(a) && k >= 0 && k < len(b) && a[i].kind == word && a[i].norm == b[k].norm
}
