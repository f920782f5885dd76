package ground

// window is how far the neighbours of a word reach, and slack how much further
// apart they may stand in the article.
const (
	window = 6
	slack  = 5
)

// bound says how far two tokens stand among the same content words, from 0 to 1:
// near ones count most. With right only those behind count.
func (v *view) bound(i, j int, right bool) float64 {
	got, all := 0.0, 0.0
	lowest := i - window
	if right {
		lowest = i + 1
	}
	for k := max(v.from, lowest); k < min(v.to, i+window+1); k++ {
		if k == i || !v.kin[k].content || v.tokens[k].dense && v.mine(k).how == unlinked && (k == i+1 || k == i-1) {
			continue // pairs of characters overlap
		}
		d := k - i
		if d < 0 {
			d = -d
		}
		if right && d > 4 && all > 0 {
			break
		}
		w := 1 / float64(d)
		all += w
		l := v.mine(k)
		if l.how == unlinked || l.how == opposed {
			continue
		}
		off := int(l.at) - j
		if right && (off < 0 || off > d+slack) || off > d+slack || -off > d+slack {
			continue
		}
		got += w * closeness(off, k-i)
	}
	if all == 0 {
		return 0
	}
	score := got / all
	if !right {
		if i > v.from && j > 0 && v.kin[i-1].base == v.theirs.kin[j-1].base {
			score += 0.1
		}
		if i+1 < v.to && j+1 < len(v.theirs.kin) && v.kin[i+1].base == v.theirs.kin[j+1].base {
			score += 0.1
		}
	}
	return score
}

// closeness is less the further from each other two words stand than two others.
func closeness(a, b int) float64 {
	if a*b < 0 {
		a, b = max(a, -a), max(b, -b)
		a += 2
	}
	d := a - b
	return 1 - 0.08*float64(max(d, -d))
}

// context says how far a token of the claim stands among the same words as the
// token that it is linked with.
func (v *view) context(i int) float64 { return v.bound(i, int(v.mine(i).at), false) }

// elsewhere reports whether another sentence that tells the same of token i, as far
// as the view does, passes a test.
func (v *view) elsewhere(i int, ok func(o *view, i int) bool) bool {
	least := min(v.context(i), 1) * 0.6
	for index, p := range v.prosody.prose {
		if int32(index) == v.index || !p.has(v.kin[i]) {
			continue
		}
		if o := v.view(int32(index)); o.mine(i).how != unlinked && o.context(i) >= least && o.share >= 0.5*v.share && ok(o, i) {
			return true
		}
	}
	return false
}

// has reports whether a sentence has a word, or one on its side of a pair of contraries.
func (pr *prose) has(k *kin) bool {
	for _, o := range pr.kin {
		if o.base == k.base && o.content {
			return true
		}
		for _, p := range k.poles {
			for _, q := range o.poles {
				if p.pair == q.pair && p.side == q.side {
					return true
				}
			}
		}
	}
	return false
}
