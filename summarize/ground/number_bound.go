package ground

import "slices"

// heads are the content words that a quantity is said with: the one right
// before it ("a grant of €200 million") and, for an amount, the one right after.
func headsOf(tokens []token, q *quantity) []string {
	var heads []string
	for i := min(q.from, max(q.hedgeFrom, 0)) - 1; i >= 0 && i >= q.from-6; i-- {
		if t := tokens[i]; t.kind != word {
			break
		} else if !t.stop {
			heads = append(heads, t.stem)
			break
		}
	}
	if q.unit != nil && len(q.near) > 0 {
		heads = append(heads, q.near[0])
	}
	return heads
}

// misbound finds another quantity of the kind with the word that the claim
// binds its own to, where the article binds the claim's to none such.
func (j *judgement) misbound() sought {
	var best sought
	if j.q.unit == nil && !j.q.scaled || j.rival.q == nil {
		return best
	}
	heads := headsOf(j.tokens, j.q)
	if len(heads) == 0 || j.headsValue(heads) {
		return best
	}
	for _, at := range j.all {
		if d := at.sentence - j.full.sentence; max(d, -d) > 1 || j.scene.share[at.sentence+1] < 0.3 || fits(j.q, at.q) != rival || j.says(at.q) {
			continue
		}
		if theirs := headsOf(j.checker().passageAt(at.sentence).tokens, at.q); shareOne(heads, theirs) {
			best.offer(at, j.scene.score(j.q.from, at.sentence, at.q.from, at.q.to))
		}
	}
	if best.q != nil && best.score > j.full.score && !j.datesTell(j.full, best) {
		return best
	}
	return sought{}
}

func shareOne(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// headsValue reports whether the article says the claim's value nearer to one of
// the words than any other of its kind.
func (j *judgement) headsValue(heads []string) bool {
	for _, at := range j.all {
		if fits(j.q, at.q) != fullFit {
			continue
		}
		for i, t := range j.checker().passageAt(at.sentence).tokens {
			if d := at.q.distance(i); d <= clause && !t.stop && slices.Contains(heads, t.stem) && !j.isNearer(at, i, d) {
				return true
			}
		}
	}
	return false
}

// clause is how many tokens beside a quantity are looked at for its head.
const clause = 15

// distance is how many tokens are between a quantity and token i.
func (q *quantity) distance(i int) int {
	return max(q.from-i-1, i-q.to, 0)
}

// isNearer reports whether another quantity that could stand for the claim's is
// nearer than d to token i of a sentence. What nothing but small words part
// from the claim's shares its head: "rose from 3 million to 4 million".
func (j *judgement) isNearer(at sighting, i, d int) bool {
	tokens := j.checker().passageAt(at.sentence).tokens
	return slices.ContainsFunc(j.figures[at.sentence+1].quantities, func(o quantity) bool {
		return o.distance(i) < d && fits(j.q, &o) == rival && hasContent(tokens, min(o.to, at.q.to), max(o.from, at.q.from))
	})
}

func hasContent(tokens []token, from, to int) bool {
	return from < to && slices.ContainsFunc(tokens[from:to], func(t token) bool { return t.kind == word && !t.stop })
}

// crossings finds a value that the article says beside other ones than the
// claim does: 11 boats and 410 tonnes one year, 64 boats and 6,200 the other.
func crossings(all []*judgement) Verdict {
	all = all[:min(len(all), mostExchanged)]
	for i, a := range all {
		for k, b := range all {
			if i == k || a.full.q == nil || b.full.q == nil || a.part.from != b.part.from || a.full.score >= b.full.score || a.nextTo(b) {
				continue
			}
			if o := a.crosses(b); o.q != nil {
				return a.report(Fail, "bound", a.said()+" goes with another number than "+b.said()+" in "+placeOf(a.full.sentence)+"; with "+b.said()+" goes", o)
			}
		}
	}
	return ""
}

// nextTo reports whether a word at most stands between two numbers of the claim: "from
// 171 to 118" takes them from two statements.
func (j *judgement) nextTo(k *judgement) bool {
	return max(j.q.from-k.q.to, k.q.from-j.q.to) <= 1
}

// crosses returns the quantity that stands with k's where the claim has j's.
func (j *judgement) crosses(k *judgement) sought {
	ours, theirs := j.full.sentence, k.full.sentence
	if ours == theirs || j.countOf(fullFit, theirs) != 0 || k.countOf(fullFit, ours) != 0 || k.countOf(rival, ours) != 1 || j.countOf(rival, theirs) != 1 || j.dated(ours) {
		return sought{}
	}
	for _, at := range j.all {
		if at.sentence == theirs && fits(j.q, at.q) == rival && !j.says(at.q) {
			return sought{sighting: at}
		}
	}
	return sought{}
}

// countOf is how many quantities of a sentence fit so.
func (j *judgement) countOf(f fit, sentence int) int {
	n, list := 0, j.figures[sentence+1].quantities
	for i := range list {
		if fits(j.q, &list[i]) == f && (f != rival || !j.says(&list[i])) {
			n++
		}
	}
	return n
}

// dated reports whether the claim has a date of the sentence.
func (j *judgement) dated(sentence int) bool {
	for _, m := range j.moments {
		for _, o := range j.figures[sentence+1].moments {
			if m.like(o, j.checker().published) == agrees {
				return true
			}
		}
	}
	return false
}

// datesTell reports whether the claim has a date of the sentence of one quantity
// and none of the other's.
func (j *judgement) datesTell(one, other sought) bool {
	return len(j.moments) > 0 && one.sentence != other.sentence && j.dated(one.sentence) && !j.dated(other.sentence)
}
