package ground

// quotePlace is where words of a quotation stand in a flow: entries of a list of
// tokens, from the first to before the last.
type quotePlace struct {
	flow *quoteFlow
	list []int32
	from int
	to   int
}

// tokens returns the first token and the one after the last.
func (p quotePlace) tokens() (from, to int) { return int(p.list[p.from]), int(p.list[p.to-1]) + 1 }

// text is what stands there, without what stands between two quotations.
func (p quotePlace) text() string {
	out, start := "", p.from
	for i := p.from + 1; i <= p.to; i++ {
		if i < p.to && (p.list[i]-p.list[i-1] == 1 || p.flow.quote[p.list[i]] == p.flow.quote[p.list[i-1]]) {
			continue
		}
		if out != "" {
			out += " "
		}
		out += p.flow.text[p.flow.tokens[p.list[start]].start:p.flow.tokens[p.list[i-1]].end]
		start = i
	}
	return out
}

func (p quotePlace) sentence() int { return int(p.flow.sentence[p.list[p.from]]) }

// most words that an ellipsis and brackets may stand for.
const (
	mostLeftOut  = 120
	mostBrackets = 12
	mostBetween  = 25 // tokens between two quotations that can be read as one
)

// quoteRun are words of a quotation that follow each other; gap is how many words
// of the article may stand before the run.
type quoteRun struct {
	words []string
	gap   int
}

// quoteRuns cuts a quotation at ellipses and brackets, and counts its words.
func quoteRuns(tokens []token) (out []quoteRun, words int) {
	now, bracket := quoteRun{}, 0
	end := func(gap int) {
		if len(now.words) > 0 {
			out = append(out, now)
			now = quoteRun{}
		}
		now.gap = max(now.gap, gap)
	}
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if n, ok := isEllipsis(tokens, i); ok && t.kind == mark {
			end(mostLeftOut)
			i += n - 1
			continue
		}
		switch {
		case t.isMark("["):
			bracket++
			end(mostBrackets)
		case t.isMark("]"):
			bracket = max(0, bracket-1)
		case t.kind != mark && bracket == 0:
			now.words = append(now.words, t.norm)
			words++
		}
	}
	if len(now.words) > 0 {
		out = append(out, now)
	}
	return out, words
}

// mostPlaces bounds how many places of a quotation are looked at.
const mostPlaces = 8

// find returns the places where the runs stand, in order and word for word.
func (f *quoteFlow) find(list []int32, runs []quoteRun) []quotePlace {
	var out []quotePlace
	if len(runs) == 0 {
		return nil
	}
	first := runs[0].words[0]
	for i := range list {
		if f.tokens[list[i]].norm != first {
			continue
		}
		if end := f.follow(list, i, runs); end > i {
			out = append(out, quotePlace{f, list, i, end})
			if len(out) == mostPlaces {
				break
			}
		}
	}
	return out
}

// follow returns the entry after the last of runs that begin at i, 0 when they do not.
func (f *quoteFlow) follow(list []int32, i int, runs []quoteRun) int {
	end := f.matchRun(list, i, runs[0].words)
	for _, r := range runs[1:] {
		if end == 0 {
			return 0
		}
		from, next := end, 0
		for k := from; k <= from+r.gap && k < len(list); k++ {
			if next = f.matchRun(list, k, r.words); next > 0 {
				break
			}
		}
		end = next
	}
	return end
}

func (f *quoteFlow) matchRun(list []int32, i int, words []string) int {
	if i+len(words) > len(list) {
		return 0
	}
	for k, w := range words {
		if f.tokens[list[i+k]].norm != w || k > 0 && list[i+k]-list[i+k-1] > mostBetween {
			return 0
		}
	}
	return i + len(words)
}

// mostAligned bounds the words of a quotation that are aligned.
const mostAligned = 150

// What an edit of a word costs: more when it tells something, less when only
// its form is another.
const (
	editContent = 3
	editStop    = 2
	editForm    = 1
)

func editCost(t *token) int {
	if t.stop {
		return editStop
	}
	return editContent
}

// nearest returns the place most like the words, and what the edits between cost,
// out of a total for none of them alike.
func (f *quoteFlow) nearest(list []int32, words []token) (best quotePlace, edits, total int) {
	words = words[:min(len(words), mostAligned)]
	n := len(words)
	cost, start := make([]int, n+1), make([]int, n+1)
	for k := range words {
		cost[k+1] = cost[k] + editCost(&words[k])
	}
	best, edits, total = quotePlace{f, list, 0, 0}, cost[n], cost[n]
	for j, at := range list {
		f.alignWord(&f.tokens[at], j, words, cost, start)
		extends := cost[n] == edits && start[n] == best.from && j == best.to
		if (cost[n] < edits || extends && j > 0) && start[n] <= j {
			best, edits = quotePlace{f, list, start[n], j + 1}, cost[n]
		}
	}
	return best, edits, total
}

// alignWord goes on by one word of the article, entry j of a list: cost[k] is the
// least that the first k words cost when they end there, start[k] where they begin.
func (f *quoteFlow) alignWord(t *token, j int, words []token, cost, start []int) {
	diagonal, from := 0, j
	start[0] = j + 1
	for k := 1; k < len(cost); k++ {
		w := &words[k-1]
		whole := editCost(w)
		change := whole
		if w.norm == t.norm {
			change = 0
		} else if w.stem == t.stem {
			change = editForm
		}
		c, s := diagonal+change, from
		diagonal, from = cost[k], start[k]
		if cost[k]+editStop < c || cost[k]+editStop == c && change > 0 { // rather more words than another first word
			c, s = cost[k]+editStop, start[k]
		}
		if cost[k-1]+whole < c {
			c, s = cost[k-1]+whole, start[k-1]
		}
		cost[k], start[k] = c, s
	}
}
