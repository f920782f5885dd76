package ground

import "fmt"

// directionRule looks for contraries: rose for fell, before for after, and for
// deeds whose doer is exchanged with whom they are done to.
type directionRule struct{ *prosody }

func newDirectionRule(c *Checker) rule { return directionRule{c.readProse()} }

func (d directionRule) check(cl *claim) {
	if !d.knowsDirection {
		cl.cannotRead("contraries")
		return
	}
	cl.compareSettings("goes the way that the article says", func(s *setting) (compared, wrong bool) {
		j := bearing{setting: s}
		j.judge()
		return j.compared, j.wrong
	})
}

// bearing is the comparison of one sentence of a claim with the article.
type bearing struct {
	*setting
	compared, wrong bool
}

func (b *bearing) judge() {
	for i := b.from; i < b.to && !b.wrong; i++ {
		for _, v := range b.views {
			l := v.mine(i)
			if len(b.kin[i].poles) > 0 && (l.how == same || l.how == akin) {
				b.compared = true
			}
			if l.how == opposed && b.contradicts(v, i) {
				b.report(v, i)
				break
			}
		}
	}
	if !b.wrong {
		b.swapped()
	}
	if !b.wrong {
		b.contraryAlone()
	}
}

// contradicts reports whether a word and its contrary are said of the same, both
// negated or neither, and no sentence says what the claim does.
func (b *bearing) contradicts(v *view, i int) bool {
	l := v.mine(i)
	b.compared = true
	_, right := v.relation(i, int(l.at))
	ours, theirs := b.polarityAt(i), v.theirs.polarityAt(int(l.at))
	if v.share < 0.4 || contradict(ours, theirs) || ours == perhaps && theirs == affirmed || v.bound(i, int(l.at), right) < leastContrary {
		return false
	}
	if right && v.context(i) < leastAround {
		return false
	}
	return !b.saidAnywhere(v, i)
}

// leastContrary is how far a word must stand among the same words as its contrary
// in the article.
const leastContrary = 0.6

// leastAround is how much of its surroundings a word like "before" must share besides.
const leastAround = 0.35

func (b *bearing) saidAnywhere(v *view, i int) bool {
	return v.elsewhere(i, func(o *view, i int) bool { return o.mine(i).how != opposed })
}

func (b *bearing) report(v *view, i int) {
	b.wrong = true
	l := v.mine(i)
	theirs := v.theirs.passage.words(int(l.at), int(l.at)+1)
	b.claim.note(Fail, "contrary", at{i, i + 1}, fmt.Sprintf("%s is the contrary of what the article says: %s, %s", b.passage.words(i, i+1), theirs, placeOf(int(v.index)-1)), b.mend(v, i), int(v.index)-1)
}

// mend returns the word that the article's way asks for, in the claim's form.
func (b *bearing) mend(v *view, i int) string {
	theirs := v.theirs.tokens[v.mine(i).at]
	for _, p := range b.kin[i].poles {
		for _, q := range v.theirs.kin[v.mine(i).at].poles {
			if p.pair == q.pair && p.side != q.side {
				return likeCase(b.tokens[i], b.contrary(p, theirs.text))
			}
		}
	}
	return ""
}
