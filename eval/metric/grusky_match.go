package metric

import "slices"

// automaton is the suffix automaton of a sequence: it knows every run of it.
// State 0 is the empty run. A state stands for runs that end at the same places,
// the longest of which has its length, and link is the state of the longest
// suffix that ends at more places. Building it is linear.
type automaton struct {
	length, link []int32
	out          [][]int32 // symbols with which a state can be left
	next         symbols[uint64]
}

func newAutomaton(seq []int32) (a *automaton, ends []int32) {
	a = &automaton{length: []int32{0}, link: []int32{-1}, out: [][]int32{nil}, next: make(symbols[uint64], 3*len(seq))}
	last := int32(0)
	ends = make([]int32, len(seq))
	for i, symbol := range seq {
		last = a.extend(last, symbol)
		ends[i] = last
	}
	return a, ends
}

func (a *automaton) state(length, link int32) int32 {
	a.length, a.link, a.out = append(a.length, length), append(a.link, link), append(a.out, nil)
	return int32(len(a.length) - 1)
}

func (a *automaton) step(state, symbol int32) (int32, bool) {
	to, ok := a.next[pair(state, symbol)]
	return to, ok
}

func (a *automaton) connect(state, symbol, to int32) {
	a.next[pair(state, symbol)] = to
	a.out[state] = append(a.out[state], symbol)
}

// extend adds a symbol behind the run of state last, the whole so far.
func (a *automaton) extend(last, symbol int32) int32 {
	whole := a.state(a.length[last]+1, 0)
	p := last
	for p >= 0 {
		if _, ok := a.step(p, symbol); ok {
			break
		}
		a.connect(p, symbol, whole)
		p = a.link[p]
	}
	if p >= 0 {
		a.link[whole] = a.split(p, symbol)
	}
	return whole
}

// split returns the state of the run of p with a symbol behind it. Where that
// shares a state with longer runs it gets one of its own.
func (a *automaton) split(p, symbol int32) int32 {
	q, _ := a.step(p, symbol)
	if a.length[q] == a.length[p]+1 {
		return q
	}
	own := a.state(a.length[p]+1, a.link[q])
	for _, s := range a.out[q] {
		to, _ := a.step(q, s)
		a.connect(own, s, to)
	}
	a.link[q] = own
	for p >= 0 {
		if to, ok := a.step(p, symbol); !ok || to != q {
			break
		}
		a.next[pair(p, symbol)] = own
		p = a.link[p]
	}
	return own
}

// matchLengths says for every place of a summary how many words from there on
// stand in the article in a row, at most. Words of the article that are not in
// the summary are -1. It reads both backwards, so that a run of the automaton
// ends where the words start, and is linear in both.
func matchLengths(summary, article []int32) []int32 {
	backwards := slices.Clone(summary)
	slices.Reverse(backwards)
	a, ends := newAutomaton(backwards)
	found := a.find(article)
	lengths := make([]int32, len(summary))
	for i, state := range ends {
		lengths[len(summary)-1-i] = found[state]
	}
	return lengths
}

// find reads an article backwards and returns, for every state, the length of
// the longest of its runs and their suffixes that occur.
func (a *automaton) find(article []int32) []int32 {
	found := make([]int32, len(a.length))
	state, length := int32(0), int32(0)
	for _, symbol := range slices.Backward(article) {
		to, ok := a.step(state, symbol)
		for !ok && state != 0 && symbol >= 0 {
			state = a.link[state]
			length = a.length[state]
			to, ok = a.step(state, symbol)
		}
		if !ok {
			state, length = 0, 0
			continue
		}
		state, length = to, length+1
		found[state] = max(found[state], length)
	}
	order := a.byLength()
	for _, s := range slices.Backward(order) {
		if p := a.link[s]; p > 0 && found[s] > 0 {
			found[p] = a.length[p]
		}
	}
	for _, s := range order {
		if p := a.link[s]; p > 0 && found[s] == 0 {
			found[s] = found[p]
		}
	}
	return found
}

// byLength lists the states, those with short runs first.
func (a *automaton) byLength() []int32 {
	order := make([]int32, len(a.length))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(x, y int32) int { return int(a.length[x] - a.length[y]) })
	return order
}
