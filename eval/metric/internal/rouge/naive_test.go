package rouge

import (
	"regexp"
	"strings"

	"github.com/nutgraf/nutgraf/eval/metric/internal/porter"
)

// What follows is ROUGE by the letter of its definition, with whole tables and
// counted strings. It is what the scorer is held against.

var notWord = regexp.MustCompile(`[^a-z0-9]+`)

// naiveWords cuts a text that is ASCII.
func naiveWords(text string, stem bool) []string {
	words := strings.Fields(notWord.ReplaceAllString(strings.ToLower(text), " "))
	for i, w := range words {
		if stem && len(w) > 3 {
			words[i] = porter.Stem(w)
		}
	}
	return words
}

func naiveScores(prediction, reference string, stem bool) (scores [Kinds]Score) {
	p, r := naiveWords(prediction, stem), naiveWords(reference, stem)
	scores[One] = naiveGrams(p, r, 1)
	scores[Two] = naiveGrams(p, r, 2)
	if len(p) == 0 || len(r) == 0 {
		return scores
	}
	table := naiveTable(r, p)
	scores[L] = naiveRatio(table[len(r)][len(p)], len(p), len(r))
	scores[Lsum] = naiveRatio(naiveUnion(prediction, reference, stem), len(p), len(r))
	return scores
}

func naiveRatio(hits, predicted, wanted int) Score {
	p, r := float64(hits)/float64(max(predicted, 1)), float64(hits)/float64(max(wanted, 1))
	if hits == 0 {
		return Score{}
	}
	return Score{p, r, 2 * p * r / (p + r)}
}

func naiveGrams(p, r []string, n int) Score {
	count := func(words []string) (map[string]int, int) {
		grams := map[string]int{}
		for i := 0; i+n <= len(words); i++ {
			grams[strings.Join(words[i:i+n], " ")]++
		}
		return grams, max(len(words)-n+1, 0)
	}
	inP, allP := count(p)
	inR, allR := count(r)
	hits := 0
	for gram, times := range inR {
		hits += min(times, inP[gram])
	}
	return naiveRatio(hits, allP, allR)
}

func naiveTable(r, p []string) [][]int {
	table := [][]int{make([]int, len(p)+1)}
	for i, word := range r {
		row := make([]int, len(p)+1)
		for j := range p {
			row[j+1] = max(table[i][j+1], row[j])
			if word == p[j] {
				row[j+1] = table[i][j] + 1
			}
		}
		table = append(table, row)
	}
	return table
}

func naiveUnion(prediction, reference string, stem bool) int {
	left := map[string]int{}
	for _, word := range naiveWords(prediction, stem) {
		left[word]++
	}
	hits := 0
	for line := range strings.SplitSeq(reference, "\n") {
		r := naiveWords(line, stem)
		union := map[int]bool{}
		for other := range strings.SplitSeq(prediction, "\n") {
			naiveTrace(r, naiveWords(other, stem), union)
		}
		for i, word := range r {
			if union[i] && left[word] > 0 {
				left[word]--
				hits++
			}
		}
	}
	return hits
}

func naiveTrace(r, p []string, union map[int]bool) {
	table := naiveTable(r, p)
	for i, j := len(r), len(p); i > 0 && j > 0; {
		switch {
		case r[i-1] == p[j-1]:
			i, j = i-1, j-1
			union[i] = true
		case table[i][j-1] > table[i-1][j]:
			j--
		default:
			i--
		}
	}
}
