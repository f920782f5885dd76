package metric

import "slices"

// fragment is a run of words that a summary shares with its article.
type fragment struct {
	at   int // its first word in the summary
	from int // and in the article, where it stands first
	size int // in words
}

// fragmentsOf cuts a summary into the longest runs of words that its article
// has, from left to right (Grusky and others, 2018). Longest holds the longest
// run from each of its words on.
func fragmentsOf(longest []fragment) []fragment {
	var out []fragment
	for i := 0; i < len(longest); {
		f := longest[i]
		if f.size == 0 {
			i++
			continue
		}
		out = append(out, f)
		i += f.size
	}
	return out
}

// runIndex knows every run of words of a text, and where it stands first. Making
// it, and asking it, takes time that grows with the length of the text, whatever
// repeats in it.
type runIndex struct {
	ids   map[string]int32
	runs  *automaton // of the text read backwards
	first []int32    // where the runs of each state start first
}

func newRunIndex(text []string) *runIndex {
	x := &runIndex{ids: make(map[string]int32, len(text)/2)}
	backwards := make([]int32, len(text))
	for i, word := range text {
		id, ok := x.ids[word]
		if !ok {
			id = int32(len(x.ids))
			x.ids[word] = id
		}
		backwards[len(text)-1-i] = id
	}
	runs, ends := newAutomaton(backwards)
	x.runs, x.first = runs, make([]int32, len(runs.length))
	for i := range x.first {
		x.first[i] = int32(len(text))
	}
	for i, state := range ends {
		x.first[state] = int32(len(text) - 1 - i)
	}
	for _, state := range slices.Backward(runs.byLength()) {
		if shorter := runs.link[state]; shorter >= 0 {
			x.first[shorter] = min(x.first[shorter], x.first[state])
		}
	}
	return x
}

// longest returns for each word of a summary the longest run from there on that
// the text has; its size is 0 where the text lacks the word.
func (x *runIndex) longest(summary []string) []fragment {
	out := make([]fragment, len(summary))
	state, size := int32(0), int32(0)
	for i, word := range slices.Backward(summary) {
		id, known := x.ids[word]
		if !known {
			state, size = 0, 0
			continue
		}
		to, ok := x.runs.step(state, id)
		for !ok {
			state = x.runs.link[state]
			size = x.runs.length[state]
			to, ok = x.runs.step(state, id)
		}
		state, size = to, size+1
		out[i] = fragment{at: i, from: int(x.first[state]), size: int(size)}
	}
	return out
}
