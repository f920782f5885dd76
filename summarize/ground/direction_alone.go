package ground

// A paraphrase moves words about, so that the contrary of a word need not stand where
// it stands in the claim. It is the contrary all the same when it is the only word of
// its kind in all that tells of the claim.

const (
	leastTelling = 0.5 // share of a claim that the sentence with the contrary must have
	leastBeside  = 0.2
	leastLoose   = 0.36 // how far the contrary must stand among the same words
)

// contraryAlone reports a word of the claim for which the article has only the contrary.
func (b *bearing) contraryAlone() {
	for i := b.from; i < b.to; i++ {
		if len(b.kin[i].poles) == 0 || b.polarityAt(i) != affirmed {
			continue
		}
		for _, v := range b.views {
			if j := v.contraryOf(i); j >= 0 && !b.isTold(i) {
				v.rejoin(i, j, opposed)
				b.compared = true
				b.report(v, i)
				return
			}
		}
	}
}

// isTold reports whether a sentence that may tell of the claim has word i, or one that
// says about the same.
func (b *bearing) isTold(i int) bool {
	for index, p := range b.prosody.prose {
		if !p.has(b.kin[i]) {
			continue
		}
		if v := b.view(int32(index)); v.share >= leastShare {
			for j := range p.kin {
				if how, right := v.relation(i, j); (how == same || how == akin) && v.bound(i, j, right) >= leastBeside {
					return true
				}
			}
		}
	}
	return false
}

// contraryOf returns the contrary of word i that stands nearest to the claim's words, -1
// for none.
func (v *view) contraryOf(i int) int {
	if v.share < leastTelling {
		return -1
	}
	best, most := -1, leastLoose
	for j := range v.theirs.kin {
		how, right := v.relation(i, j)
		if how != opposed || right || v.back[j] >= 0 && int(v.back[j]) != i || v.theirs.polarityAt(j) != affirmed {
			continue
		}
		score := v.bound(i, j, false)
		if score >= most {
			best, most = j, score
		}
	}
	return best
}
