package ground

// nameFit is how a part of a claim lies on a text of the article.
type nameFit struct {
	text int     // index into nameIndex.texts
	on   []int32 // by token of the part: the token of the text that it is, or -1
}

// The bounds of what is aligned: more tokens are cut off.
const (
	mostClaimTokens = 160
	mostTextTokens  = 320
)

// What a pair of equal words is worth, and what pairs in a row are worth more.
const (
	pairOfContent = 6
	pairOfSmall   = 2
	pairOfNames   = 1
	pairInARow    = 1
)

// aligner finds the best way to lay one text on another, keeping the order.
type aligner struct {
	best, ends []int16
}

// align lays tokens on a text: for each its token there, or -1.
func (a *aligner) align(part, text []token, isName func(i int) bool) []int32 {
	on := make([]int32, len(part))
	for i := range on {
		on[i] = -1
	}
	part, text = part[:min(len(part), mostClaimTokens)], text[:min(len(text), mostTextTokens)]
	n, m := len(part), len(text)
	if cap(a.best) < (n+1)*(m+1) {
		a.best, a.ends = make([]int16, (n+1)*(m+1)), make([]int16, (n+1)*(m+1))
	}
	best, ends := a.best[:(n+1)*(m+1)], a.ends[:(n+1)*(m+1)]
	clear(best[:m+1])
	clear(ends[:m+1])
	for i := 1; i <= n; i++ {
		row, above := i*(m+1), (i-1)*(m+1)
		best[row], ends[row] = 0, 0
		p, name := &part[i-1], isName(i-1)
		for j := 1; j <= m; j++ {
			ends[row+j] = 0
			b := max(best[above+j], best[row+j-1])
			if worth := pairWorth(p, &text[j-1], name); worth > 0 {
				e := best[above+j-1]
				if before := ends[above+j-1]; before > 0 && before+pairInARow > e {
					e = before + pairInARow
				}
				ends[row+j] = e + worth
				b = max(b, e+worth)
			}
			best[row+j] = b
		}
	}
	a.walkBack(part, text, on, isName)
	return on
}

// walkBack finds the pairs that made the best worth.
func (a *aligner) walkBack(part, text []token, on []int32, isName func(int) bool) {
	i, j, m := len(part), len(text), len(text)+1
	best, ends := a.best, a.ends
	for i > 0 && j > 0 {
		here := best[i*m+j]
		switch {
		case ends[i*m+j] > 0 && ends[i*m+j] == here:
			on[i-1] = int32(j - 1)
			want := ends[i*m+j] - pairWorth(&part[i-1], &text[j-1], isName(i-1))
			i, j = i-1, j-1
			for i > 0 && j > 0 && ends[i*m+j] > 0 && ends[i*m+j]+pairInARow == want && best[i*m+j] < want {
				on[i-1] = int32(j - 1)
				want = ends[i*m+j] - pairWorth(&part[i-1], &text[j-1], isName(i-1))
				i, j = i-1, j-1
			}
		case best[(i-1)*m+j] == here:
			i--
		default:
			j--
		}
	}
}

func pairWorth(a, b *token, name bool) int16 {
	switch {
	case a.kind == mark || b.kind == mark:
	case a.dense && b.dense:
		if a.text == b.text {
			return pairOfSmall
		}
	case a.stop != b.stop:
	case name:
		if a.norm == b.norm {
			return pairOfNames
		}
	case a.stop:
		if a.norm == b.norm {
			return pairOfSmall
		}
	case a.stem == b.stem:
		return pairOfContent
	}
	return 0
}
