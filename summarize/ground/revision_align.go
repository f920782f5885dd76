package ground

import (
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// versions are two versions of an article while they are aligned.
type versions struct {
	old, revised []article.Sentence
	words        *words
	partner      []int    // of a new sentence: index of the old one, or -1
	taken        []bool   // an old sentence has a partner
	status       []Change // of a new sentence
}

func newVersions(old, revised *article.Article) *versions {
	v := &versions{
		old: old.Sentences, revised: revised.Sentences, words: newWords(lang.Primary(revised.Lang)),
		partner: make([]int, len(revised.Sentences)), taken: make([]bool, len(old.Sentences)),
		status: make([]Change, len(revised.Sentences)),
	}
	for i := range v.partner {
		v.partner[i], v.status[i] = -1, Added
	}
	return v
}

func (v *versions) pair(old, revised int, status Change) {
	v.partner[revised], v.status[revised], v.taken[old] = old, status, true
}

// matchSame pairs sentences of the same text: from both ends while they agree,
// and then by their text, the first with the first. Those that keep their order
// are unchanged, the others have moved.
func (v *versions) matchSame() {
	old, revised := keysOf(v.old), keysOf(v.revised)
	from, end := 0, 0
	for from < min(len(old), len(revised)) && old[from] == revised[from] {
		v.pair(from, from, Unchanged)
		from++
	}
	for end < min(len(old), len(revised))-from && old[len(old)-1-end] == revised[len(revised)-1-end] {
		end++
		v.pair(len(old)-end, len(revised)-end, Unchanged)
	}
	waiting := map[string][]int{}
	for i := from; i < len(old)-end; i++ {
		waiting[old[i]] = append(waiting[old[i]], i)
	}
	var news, olds []int
	for j := from; j < len(revised)-end; j++ {
		if list := waiting[revised[j]]; len(list) > 0 {
			waiting[revised[j]] = list[1:]
			v.pair(list[0], j, Moved)
			news, olds = append(news, j), append(olds, list[0])
		}
	}
	for _, k := range longestRise(olds) {
		v.status[news[k]] = Unchanged
	}
}

// longestRise returns the positions of a longest rising subsequence of distinct
// numbers, in order, by patience sorting.
func longestRise(list []int) []int {
	var tops []int // position of the smallest number that ends a rise of each length
	before := make([]int, len(list))
	for k, n := range list {
		at, _ := slices.BinarySearchFunc(tops, n, func(top, n int) int { return list[top] - n })
		before[k] = -1
		if at > 0 {
			before[k] = tops[at-1]
		}
		if at == len(tops) {
			tops = append(tops, k)
		} else {
			tops[at] = k
		}
	}
	out := make([]int, len(tops))
	for k, i := -1, len(tops)-1; i >= 0; i-- {
		if k < 0 {
			k = tops[i]
		} else {
			k = before[k]
		}
		out[i] = k
	}
	return out
}

func keysOf(list []article.Sentence) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = sameForms.Replace(strings.Join(strings.Fields(s.Text), " "))
	}
	return out
}

// sameForms writes marks that look alike in one way.
var sameForms = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "–", "-", "—", "-", "…", "...")

// alignment writes the pairs in order: each sentence that was removed comes
// before the next old one that kept its place.
func (v *versions) alignment() Alignment {
	a := Alignment{byOld: make([]int, len(v.old))}
	next := 0
	removedBefore := func(end int) {
		for ; next < end; next++ {
			if !v.taken[next] {
				a.Pairs = append(a.Pairs, Pair{Old: v.old[next].ID, Status: Removed})
			}
		}
	}
	for j, s := range v.revised {
		p := Pair{New: s.ID, Status: v.status[j]}
		if i := v.partner[j]; i >= 0 {
			p.Old = v.old[i].ID
			if p.Status != Moved {
				removedBefore(i)
			}
		}
		a.Pairs = append(a.Pairs, p)
	}
	removedBefore(len(v.old))
	for k, p := range a.Pairs {
		if p.Old > 0 {
			a.byOld[p.Old-1] = k
		}
	}
	return a
}
