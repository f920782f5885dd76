package ground

import (
	"fmt"
	"slices"
)

// The comparison word by word needs a sentence of the article that has most of the
// claim. "Neither has been charged" has one word of it: such a sentence is found by
// the word that it denies, and goes with the sentences before it.

const (
	windowBack   = 3    // sentences before it that a sentence goes with
	leastWindow  = 0.5  // of the claim's weight, that they must have together
	leastAbout   = 0.6  // of the words of the clause that denies, that the claim must have
	leastAffirms = 0.25 // of the claim's weight, that a sentence must have for affirming it
	mostUses     = 12   // of a word that tells a statement from others
)

// place is a token of the article.
type place struct{ sentence, token int } // sentence is an index into prosody.prose

// usesOf returns where the article has a word of the claim, nil when it has it too often.
func (d *denial) usesOf(i int) []place {
	var out []place
	base := d.kin[i].base
	for s, pr := range d.prosody.prose[1:] {
		for j, k := range pr.kin {
			if k.base == base {
				out = append(out, place{s + 1, j})
			}
		}
		if len(out) > mostUses {
			return nil
		}
	}
	return out
}

// elsewhereDenied reports a word that the claim affirms and that the article only denies.
func (d *denial) elsewhereDenied() {
	under := func(pr *prose, j int) *cue {
		if c := pr.denies(j); c != nil && !d.isOfTheRest(pr, j) {
			return c
		}
		return nil
	}
	d.onlyUnder(under, false, func(i int, u place, c *cue) {
		p := d.prosody.prose[u.sentence].passage
		said := p.words(max(0, min(c.from, u.token)-1), max(c.to, u.token+1))
		d.claim.note(Fail, "polarity", at{i, i + 1}, fmt.Sprintf("the article denies this: “%s”, %s", said, placeOf(u.sentence-1)), "", u.sentence-1)
	})
}

// elsewhereAlleged reports a word that the claim gives as a fact and that the article
// has only as what somebody is accused of.
func (d *denial) elsewhereAlleged() {
	d.onlyUnder((*prose).alleges, true, func(i int, u place, c *cue) {
		p := d.prosody.prose[u.sentence].passage
		said := p.words(c.from, min(max(c.to, u.token+1), len(p.tokens)))
		d.claim.note(Fail, "dropped", at{i, i + 1}, fmt.Sprintf("the article is less sure: “%s”, %s", said, placeOf(u.sentence-1)), "", u.sentence-1)
	})
}

// onlyUnder reports the first word of the claim, stated flatly, whose uses in the
// article that tell of the same are all under a cue.
func (d *denial) onlyUnder(under func(*prose, int) *cue, strict bool, report func(int, place, *cue)) {
	if d.hasAnswer(d.prose, at{d.from, d.to}) {
		return
	}
	for i := d.from; i < d.to && !d.wrong; i++ {
		t := &d.tokens[i]
		if !d.kin[i].content || d.kin[i].base < 0 || t.kind != word || t.dense || t.capital || d.raising[t.norm] || !d.isFlat(i, nil, strict) {
			continue
		}
		if u, c := d.uses(i, under); c != nil && d.isFlat(i, d.prosody.prose[u.sentence], strict) {
			d.compared, d.wrong = true, true
			report(i, u, c)
		}
	}
}

// isFlat reports whether the claim says of word i that it is so, and not what may
// be, is said or is not. Unless strict, a cue that is the word itself or that their
// sentence has as well is none, and with no sentence only negations count.
func (d *denial) isFlat(i int, theirs *prose, strict bool) bool {
	for k := range d.cues {
		c := &d.cues[k]
		switch {
		case c.from < d.from || c.from >= d.to:
		case strict || c.sense >= negated:
			return false
		case c.from == i || d.affirms[d.tokens[c.from].norm]:
		case theirs != nil && !theirs.has(d.kin[c.from]):
			return false
		}
	}
	return true
}

// uses looks at all uses of word i in the article: one must be under a cue among
// what the claim tells, and none may be free of it.
func (d *denial) uses(i int, under func(*prose, int) *cue) (found place, by *cue) {
	for _, u := range d.usesOf(i) {
		pr := d.prosody.prose[u.sentence]
		c := under(pr, u.token)
		switch {
		case c != nil && d.about(pr, u.token, c) >= leastAbout && d.window(u, i) >= leastWindow:
			found, by = u, c
		case c == nil && pr.polarityAt(u.token) == affirmed && d.shared(u.sentence, i, nil) >= leastAffirms:
			return place{}, nil
		}
	}
	return found, by
}

// alleges returns the accusation that token j is the first word of.
func (pr *prose) alleges(j int) *cue {
	for k := range pr.cues {
		c := &pr.cues[k]
		if c.sense == accused && slices.Index(c.heads, j) == 0 && !pr.parted(c.from, j) {
			return c
		}
	}
	return nil
}

// denies returns the negation that token j is a first word of.
func (pr *prose) denies(j int) *cue {
	for k := range pr.cues {
		c := &pr.cues[k]
		if c.sense < negated {
			continue
		}
		switch slices.Index(c.heads, j) {
		case 0:
			return c
		case 1: // "no successor was named", "denied that money was held back"
			if gap := c.heads[0] - c.to; (gap == 0 || gap == 1 && c.sense == denied) && !pr.parted(c.heads[0], j) {
				return c
			}
		case -1: // "denied reports that they had met"
			if c.sense == denied && j == pr.nextContent(c.scope.to) && j-c.scope.to <= windowBack && len(c.heads) == 1 && c.heads[0] == c.to {
				return c
			}
		}
	}
	return nil
}

// nextContent returns the first content word from token i on, -1 for none.
func (pr *prose) nextContent(i int) int {
	for ; i < len(pr.tokens) && !isBound(&pr.tokens[i]); i++ {
		if pr.kin[i].content {
			return i
		}
	}
	return -1
}

// parted reports whether a mark that ends a clause stands between two tokens.
func (pr *prose) parted(a, b int) bool {
	for i := min(a, b); i < max(a, b); i++ {
		if isBound(&pr.tokens[i]) {
			return true
		}
	}
	return false
}

// about returns how many of the words of token j's clause, but the cue and j, the
// claim has: 1 when there are none.
func (d *denial) about(pr *prose, j int, c *cue) float64 {
	from, to := j, j+1
	for from > 0 && (c.sense >= negated || from > c.from) && !isBound(&pr.tokens[from-1]) {
		from--
	}
	for to < len(pr.tokens) && !isBound(&pr.tokens[to]) {
		to++
	}
	noun := -1 // "reports" in "denied reports that they met"
	if c.sense == denied && c.heads[0] != j && c.heads[0] == c.to {
		noun = c.heads[0]
	}
	all, has := 0, 0
	for k := from; k < to; k++ {
		if k == j || k >= c.from && k < c.to || k == noun || !pr.kin[k].content {
			continue
		}
		all++
		if d.hasBase(pr.kin[k].base) {
			has++
		}
	}
	if all == 0 {
		return 1
	}
	return float64(has) / float64(all)
}

func (d *denial) hasBase(base int32) bool {
	for i := d.from; i < d.to; i++ {
		if d.kin[i].base == base {
			return true
		}
	}
	return false
}

// window returns how much of the claim's weight the sentence of a use and those
// before it have, without word i.
func (d *denial) window(u place, i int) float64 {
	has := make([]bool, d.to-d.from)
	share := 0.0
	for s := u.sentence; s > 0 && s >= u.sentence-windowBack; s-- {
		share = d.shared(s, i, has)
	}
	return share
}

// shared returns how much of the claim's weight a sentence has, and what is marked
// in has already, without word i.
func (d *denial) shared(sentence, i int, has []bool) float64 {
	if has == nil {
		has = make([]bool, d.to-d.from)
	}
	total, sum := 0.0, 0.0
	for k, w := range d.weight {
		if w == 0 || k+d.from == i {
			continue
		}
		total += w
		if !has[k] {
			base := d.kin[k+d.from].base
			has[k] = slices.ContainsFunc(d.prosody.prose[sentence].kin, func(o *kin) bool { return o.base == base })
		}
		if has[k] {
			sum += w
		}
	}
	if total == 0 {
		return 0
	}
	return sum / total
}
