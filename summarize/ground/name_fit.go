package ground

// lay lays the part on its evidence, once.
func (k *nameCheck) lay() []nameFit {
	if k.fits == nil {
		k.fits = []nameFit{}
		for _, m := range k.part.evidence[:min(len(k.part.evidence), mostEvidence+1)] {
			text := m.sentence + 1
			k.fits = append(k.fits, nameFit{text, k.aligner.align(k.t.tokens[k.part.from:k.part.to], k.x.texts[text].tokens, k.isName)})
		}
	}
	return k.fits
}

// isName reports whether a token of the part, counted from its first, is of a name.
func (k *nameCheck) isName(i int) bool {
	i += k.part.from
	for _, s := range k.t.spans {
		if s.head <= i && i < s.to {
			return true
		}
	}
	return false
}

// around is the share of the weight of the content words near some tokens that
// a fit has, and how many of them it has.
func (k *nameCheck) around(f nameFit, where at) (float64, int) {
	total, has, n := 0.0, 0.0, 0
	k.near(where, func(i int) {
		w := k.x.checker.index.weight(k.t.tokens[i].stem)
		total += w
		if f.on[i-k.part.from] >= 0 {
			has += w
			n++
		}
	})
	if total == 0 {
		return 0, 0
	}
	return has / total, n
}

// near calls each with the content words of the part near some tokens.
func (k *nameCheck) near(where at, each func(int)) {
	for i, n := where.from-1, 0; i >= k.part.from && n < mostAround; i-- {
		if !k.t.tokens[i].stop {
			each(i)
			n++
		}
	}
	for i, n := where.to, 0; i < k.part.to && n < mostAround; i++ {
		if !k.t.tokens[i].stop {
			each(i)
			n++
		}
	}
}

// best is the fit that has most of the words around some tokens.
func (k *nameCheck) best(where at) (nameFit, float64, int, bool) {
	var best nameFit
	share, n, ok := 0.0, 0, false
	for _, f := range k.lay() {
		if s, c := k.around(f, where); !ok || s > share {
			best, share, n, ok = f, s, c, true
		}
	}
	return best, share, n, ok
}

// gap is where in a text some tokens of the claim would stand, by the nearest
// ones that the text has. It is tight when these stand right beside them.
func (k *nameCheck) gap(f nameFit, where at) (from, to int, tight bool) {
	const reach = 16
	left, dl := k.neighbour(f, where.from-1, -1)
	right, dr := k.neighbour(f, where.to, 1)
	if left < 0 && right < 0 {
		return 0, 0, false
	}
	text := &k.x.texts[f.text]
	from, to = left+1, right
	if left < 0 {
		from = max(0, right-reach)
	}
	if right < 0 {
		to = min(len(text.tokens), left+1+reach)
	}
	return from, to, dl <= 1 && dr <= 1 && from < to
}

// neighbour is the token of a text on which the nearest token of the claim lies,
// going one way, and how many words of the claim are passed over.
func (k *nameCheck) neighbour(f nameFit, i, step int) (on, passed int) {
	for ; i >= k.part.from && i < k.part.to; i += step {
		if o := f.on[i-k.part.from]; o >= 0 {
			return int(o), passed
		}
		if k.t.tokens[i].kind == word && !k.t.tokens[i].stop && k.t.words[i].class&(anyTitle|anyRole) == 0 {
			passed++
		}
	}
	return -1, passed
}

// instead returns the name that the evidence has in the place of some tokens,
// and whether it surely stands for them.
func (k *nameCheck) instead(where at) (string, nameSpot, bool) {
	return k.insteadOf(where, surelyAround)
}

// insteadOf is instead, where the evidence has at least a share of the words around.
func (k *nameCheck) insteadOf(where at, least float64) (string, nameSpot, bool) {
	f, share, n, ok := k.best(where)
	if !ok || n == 0 || n == 1 && share < 0.99 || share < least {
		return "", nameSpot{-1, 0}, false
	}
	i, tight := k.standing(f, where)
	if i < 0 {
		return "", nameSpot{-1, 0}, false
	}
	t := &k.x.texts[f.text]
	if k.w.NounsCapital && t.spans[i].to == t.spans[i].head+1 {
		return "", nameSpot{-1, 0}, false
	}
	return t.name(t.spans[i]), nameSpot{int32(f.text), int32(i)}, tight
}

// standing returns the name that a text has in the place of some tokens, as an
// index into its spans, or -1.
func (k *nameCheck) standing(f nameFit, where at) (int, bool) {
	from, to, tight := k.gap(f, where)
	t := &k.x.texts[f.text]
	left, _ := k.neighbour(f, where.from-1, -1)
	right, _ := k.neighbour(f, where.to, 1)
	if right >= 0 && to > from && (t.tokens[to-1].isMark(",") || t.tokens[to-1].isMark(")")) {
		if i := t.beforeAside(from, to-1, k.t.joins(where.to, min(where.to+1, k.part.to))); i >= 0 && (left < 0 || t.wordsBut(t.spans[i], from, t.spans[i].to) == 0) {
			return i, tight
		} else if left < 0 {
			return -1, false
		}
	}
	found, others := -1, 0
	for i, s := range t.spans {
		switch {
		case s.to <= from || s.head >= to:
		case s.head < from || s.to > to:
			others++
		case found < 0 || left < 0:
			found = i
		default:
			others++
		}
	}
	if found < 0 {
		return -1, false
	}
	s, most := t.spans[found], 2
	switch {
	case right < 0:
		to, most = s.to, 0
	case left < 0:
		from, most = s.from, 0
		if t.joins(s.to, to) && !k.t.joins(where.to, where.to+1) {
			return found, false
		}
	}
	return found, tight && others == 0 && t.wordsBut(s, from, to) <= most
}

// beforeAside returns the name before an aside that ends at a comma or bracket:
// "Ana Ruiz, who lives in Tolvik, said".
// With marked, the claim has a mark there too, and the name may stand at it.
func (t *nameText) beforeAside(from, end int, marked bool) int {
	opening := ","
	if t.tokens[end].isMark(")") {
		opening = "("
	}
	for i, s := range t.spans {
		if s.head >= from && (s.to < end || s.to == end && (marked || t.afterOpening(s))) && t.tokens[s.to].isMark(opening) {
			return i
		}
	}
	return -1
}

// longestOpening is how many tokens a sentence may have before a name between commas
// that says who its first words are: "The harbour master, Ana Ruiz, said".
const longestOpening = 6

func (t *nameText) afterOpening(s nameSpan) bool {
	return s.from > 1 && s.from <= longestOpening+1 && t.tokens[s.from-1].isMark(",") && !t.words[s.from-2].capital
}

// joins reports whether a mark or a conjunction stands there, so that what
// follows can be said of another than what stands before.
func (t *nameText) joins(from, to int) bool {
	for i := from; i < to; i++ {
		if t.tokens[i].kind == mark || t.words[i].class&mutualWord != 0 {
			return true
		}
	}
	return false
}

// wordsBut counts the content words of a stretch that are not of a name.
func (t *nameText) wordsBut(s nameSpan, from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		if (i < s.from || i >= s.to) && !t.tokens[i].stop && t.words[i].class&(anyTitle|anyRole) == 0 {
			n++
		}
	}
	return n
}
